/** What table and detail page both tell of a mirror, ready to be shown. */
import { type Html, html } from '../html.ts';
import type { Words } from '../words.ts';
import type { FleetMirror } from './fleet-rows.ts';
import type { Level, Verdict } from './verdict.ts';

/** Beside colour and word, for those who see no colours. */
const SIGNS: Record<Level, string> = { good: '●', warn: '▲', bad: '■' };

export function stateOf(words: Words, { level, troubles }: Verdict): Html {
  return html`<span class="state ${level}"><span aria-hidden="true">${SIGNS[level]}</span>${words.say(`level.${level}`)}</span>
${troubles.map(({ phrase, values }) => html`<small>${words.say(phrase, values)}</small>`)}`;
}

export const storeLine = (words: Words, { store }: FleetMirror): string =>
  store === null ? words.say('trouble.nowhere') : store.name;

/** How long ago, and when by the clock on the store's wall. */
export function momentCell(words: Words, { store }: FleetMirror, atMs: number | null, nowMs: number): Html {
  if (atMs === null) return html`${words.say('never')}`;
  return html`${words.ago(Math.max(0, nowMs - atMs))}<small>${words.moment(atMs, store?.timeZone ?? 'UTC')}</small>`;
}

export function cameraCell(words: Words, { health }: FleetMirror): Html {
  if (health === null || health.camera === null) return html`${words.say('unknown')}`;
  return html`${words.say(`camera.${health.camera}`)}<small>${words.say('fleet.fps', { fps: Math.round(health.fps) })}</small>`;
}

export function queueCell(words: Words, { health }: FleetMirror): Html {
  if (health === null) return html`${words.say('unknown')}`;
  const { pending, quarantined } = health;
  return html`${words.number(pending)}${quarantined > 0 && html`<small>${words.say('fleet.quarantined', { count: words.number(quarantined) })}</small>`}`;
}

export function gapsCell(words: Words, { gaps }: FleetMirror): Html {
  const { missing, folded, lost } = gaps;
  const explained = Math.min(missing, folded);
  return html`${missing === 0 ? words.say('fleet.noGaps') : words.number(missing)}
${explained > 0 && html`<small>${words.say('fleet.folded', { count: words.number(explained) })}</small>`}
${lost > 0 && html`<small>${words.say('fleet.lost', { count: words.number(lost) })}</small>`}`;
}

/** HQ's clock less the mirror's, as seconds with a sign. */
export function clockCell(words: Words, { clockOffsetMs }: FleetMirror): Html {
  if (clockOffsetMs === null) return html`${words.say('unknown')}`;
  const sign = clockOffsetMs < 0 ? '−' : '+';
  return html`${words.say('seconds', { count: sign + words.number(Math.abs(clockOffsetMs) / 1000, 1) })}`;
}
