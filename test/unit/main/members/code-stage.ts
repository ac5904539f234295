/** The desk of codes over a mirror's visits and a real store, with the clocks of visit-stage.ts: what tests of codes stand on. */
import { onTestFinished } from 'vitest';
import type { CodesSettings } from '../../../../main/config/settings-schema.ts';
import type { PooledCarrier } from '../../../../main/contract/carriers.ts';
import type { CodeView } from '../../../../main/contract/code-view.ts';
import type { Intent } from '../../../../main/contract/intents.ts';
import type { PoolItem } from '../../../../main/contract/wire.ts';
import { buildMembers, type Members } from '../../../../main/members/members.ts';
import { mintToken } from '../../../../main/members/mint.ts';
import { type VisitStage, visitStage } from '../visits/visit-stage.ts';

export const LINE = { kind: 'line', liffId: '1234567890-AbcdEfgh' } as const;
export const NONE = { kind: 'none' };
export const heart = (stage: CodeStage, sku: string) =>
  stage.send({ type: 'shade.favourite', sku, isFavourite: true });
export const only = (...carriers: CodesSettings['carriers']): CodesSettings => ({ carriers });

export const CARD = { id: 'ba-a', name: 'Advisor A', line: { en: 'Reds are my love' }, photo: null };

export interface CodeStage extends VisitStage {
  members: Members;
  /** As the settings are now. */
  codes: CodesSettings;
  landing: string | null;
  /** Carriers that were passed over. */
  unusable: string[];
  /** What nobody waited for and the disk refused. */
  lost: unknown[];
  view(): CodeView;
  /** As VisitStage has it by the name of `shown`. */
  slice: VisitStage['shown'];
  /** The view, which must be a code. */
  shown(): Extract<CodeView, { kind: 'shown' }>;
  /** She taps "take home", or goes on trying, in the visit that is open now. */
  tap(type?: 'code.show' | 'code.hide', id?: string): 'applied' | 'repeated' | 'late';
  /** She taps "take home" with this shade on her lips, as the page tells it. */
  tapIn(worn: string): void;
  /** Tokens of the codes that were recorded, oldest first. */
  tokens(): string[];
  /** As sync does it: within a transaction with HQ's cursor. */
  told(act: (members: Members) => void): Promise<void>;
  claim(token?: string, contact?: 'new' | 'known'): Promise<void>;
  join(token?: string): Promise<void>;
  fill(carrier: PooledCarrier, ...items: PoolItem[]): Promise<void>;
}

export function codeStage(...[policy]: Parameters<typeof visitStage>): CodeStage {
  const visiting = visitStage(policy);
  const restartVisits = visiting.restart;
  const stage = Object.assign(visiting, {
    codes: { carriers: [{ kind: 'link' }] },
    landing: 'https://hq.example',
    unusable: [],
    lost: [],
    slice: visiting.shown,
  }) as unknown as CodeStage;
  const build = () =>
    buildMembers({
      store: stage.store,
      visits: stage.visits,
      settings: () => stage.codes,
      landing: () => stage.landing,
      onUnusable: (carrier) => stage.unusable.push(carrier),
      onFailed: (cause) => stage.lost.push(cause),
    });
  stage.members = build();
  onTestFinished(() => stage.members.stop());

  stage.restart = (away) => {
    stage.members.stop();
    restartVisits(away);
    stage.members = build();
  };
  stage.view = () => stage.members.desk.view.value;
  stage.shown = () => {
    const view = stage.view();
    if (view.kind !== 'shown') throw new Error(`There is no code but ${view.kind}.`);
    return view;
  };
  stage.tap = (type = 'code.show', id = crypto.randomUUID()) => {
    const { visit } = stage.visits.session.value;
    const intent: Intent = { id, visit, atMs: Date.now(), type };
    const { desk } = stage.members;
    return (type === 'code.show' ? desk.show(intent) : desk.hide(intent)).outcome;
  };
  stage.tapIn = (worn) => {
    const { visit } = stage.visits.session.value;
    stage.members.desk.show({ id: crypto.randomUUID(), visit, atMs: Date.now(), type: 'code.show', worn });
  };
  stage.tokens = () => stage.recorded('code.shown').map(({ body }) => String(body.token));
  stage.told = async (act) => {
    stage.store.transact(() => act(stage.members));
    await Promise.resolve();
  };
  stage.claim = (token = stage.tokens().at(-1) ?? '', contact = 'new') =>
    stage.told(({ desk }) => desk.claimed({ token, contact, claimedAtMs: Date.now() }));
  stage.join = (token = stage.tokens().at(-1) ?? '') =>
    stage.told(({ desk }) => desk.joined({ token, contact: 'contact-1', tier: null }));
  stage.fill = (carrier, ...items) => stage.told(({ pool }) => pool.fill({ carrier, items }));
  return stage;
}

const KEY = { id: '0a0b0c', secret: 'A'.repeat(43) };

/** A code of HQ's pool: never the same twice. */
export const poolItem = (more: Partial<PoolItem> = {}): PoolItem => {
  const token = mintToken(KEY);
  return { token, payload: `https://platform.example/q/${token}`, image: null, expiresMs: null, ...more };
};
