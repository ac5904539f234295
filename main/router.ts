/** The contract's procedures, each wired to the part of the service that answers it. */
import { implement } from '@orpc/server';
import type { Catalogue } from './contract/catalogue.ts';
import { hasSentence } from './contract/coded-error.ts';
import { contract } from './contract/contract.ts';
import type { FunnelQuery, FunnelReport } from './contract/funnel.ts';
import type { Health } from './contract/health.ts';
import type { Intent, Receipt } from './contract/intents.ts';
import type { PageSettings } from './contract/page-settings.ts';
import type { Log } from './health/log.ts';
import type { Metrics } from './health/metrics.ts';
import type { PageWatch } from './health/page-watch.ts';
import type { LiveValue } from './live-value.ts';
import type { CodeDesk } from './members/code-desk.ts';
import type { Visits } from './visits/visits.ts';

export interface RouterParts {
  boot: string;
  settings: LiveValue<PageSettings>;
  catalogue: LiveValue<Catalogue>;
  visits: Visits;
  desk: CodeDesk;
  page: PageWatch;
  metrics: Metrics;
  log: Log;
  health(): Health;
  funnel(query: FunnelQuery): Promise<FunnelReport>;
}

export function buildRouter(parts: RouterParts) {
  const { boot, settings, catalogue, visits, desk, page, metrics, log } = parts;
  const os = implement(contract);
  // What she wears while its shade leaves the catalogue was seen all the same.
  const knows = ({ type, sku }: ShadeIntent): boolean =>
    catalogue.value.shades.some((shade) => shade.sku === sku) ||
    (type === 'shade.shown' && visits.hasWorn(sku));
  function act(intent: Intent): Receipt {
    if (intent.type === 'code.show') return desk.show(intent);
    return intent.type === 'code.hide' ? desk.hide(intent) : visits.record(intent);
  }
  function record(intent: Intent): Receipt {
    try {
      return act(intent);
    } catch (cause) {
      metrics.countIntent('failed');
      throw cause;
    }
  }
  return os.router({
    settings: os.settings.handler(({ signal }) => settings.follow(signal)),
    catalogue: os.catalogue.handler(({ signal }) => catalogue.follow(signal)),
    session: os.session.handler(({ signal }) => visits.session.follow(signal)),
    code: os.code.handler(({ signal }) => desk.view.follow(signal)),
    send: os.send.handler(({ input, errors }) => {
      if (visits.judge(input) === null && needsShade(input) && !knows(input)) {
        metrics.countIntent('refused');
        log.warn('intent.refused', { type: input.type, code: 'UNKNOWN_SHADE' });
        throw errors.UNKNOWN_SHADE({ data: { sku: input.sku } });
      }
      const receipt = record(input);
      metrics.countIntent(receipt.outcome);
      return receipt;
    }),
    report: os.report.handler(({ input }) => {
      page.take(input);
      visits.see(input);
      return { boot };
    }),
    health: os.health.handler(() => parts.health()),
    funnel: os.funnel.handler(({ input, errors }) =>
      parts.funnel(input).catch((cause) => {
        throw hasSentence(cause) ? errors.UNAVAILABLE({ message: cause.message, cause }) : cause;
      }),
    ),
  });
}

type ShadeIntent = Extract<Intent, { sku: string }>;

/** A heart can be taken off a shade that has left the catalogue meanwhile. */
function needsShade(intent: Intent): intent is ShadeIntent {
  return 'sku' in intent && !(intent.type === 'shade.favourite' && !intent.isFavourite);
}
