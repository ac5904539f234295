/** The contract's procedures, each wired to the part of the service that answers it. */
import { implement } from '@orpc/server';
import type { Catalogue } from './contract/catalogue.ts';
import { contract } from './contract/contract.ts';
import type { Health } from './contract/health.ts';
import type { Intent, Receipt } from './contract/intents.ts';
import type { PageSettings } from './contract/page-settings.ts';
import type { Log } from './health/log.ts';
import type { Metrics } from './health/metrics.ts';
import type { PageWatch } from './health/page-watch.ts';
import type { LiveValue } from './live-value.ts';
import type { SessionKeeper } from './visits/session-keeper.ts';

export interface RouterParts {
  boot: string;
  settings: LiveValue<PageSettings>;
  catalogue: LiveValue<Catalogue>;
  keeper: SessionKeeper;
  page: PageWatch;
  metrics: Metrics;
  log: Log;
  health(): Health;
}

export function buildRouter(parts: RouterParts) {
  const { boot, settings, catalogue, keeper, page, metrics, log } = parts;
  const os = implement(contract);
  const knows = (sku: string): boolean => catalogue.value.shades.some((shade) => shade.sku === sku);
  function record(intent: Intent): Receipt {
    try {
      return keeper.record(intent);
    } catch (cause) {
      metrics.countIntent('failed');
      throw cause;
    }
  }
  return os.router({
    settings: os.settings.handler(({ signal }) => settings.follow(signal)),
    catalogue: os.catalogue.handler(({ signal }) => catalogue.follow(signal)),
    session: os.session.handler(({ signal }) => keeper.session.follow(signal)),
    send: os.send.handler(({ input, errors }) => {
      if (keeper.judge(input) === null && needsShade(input) && !knows(input.sku)) {
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
      return { boot };
    }),
    health: os.health.handler(() => parts.health()),
  });
}

/** A heart can be taken off a shade that has left the catalogue meanwhile. */
function needsShade(intent: Intent): intent is Extract<Intent, { sku: string }> {
  return 'sku' in intent && !(intent.type === 'shade.favourite' && !intent.isFavourite);
}
