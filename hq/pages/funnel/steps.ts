/** The funnel's steps and rates as HTML: each figure with what it was before and what it means. */
import { type Funnel, type FunnelReport, SHADES_PER_MINUTE_FLOOR } from '../../../main/contract/funnel.ts';
import { daysBetween } from '../../../main/contract/local-time.ts';
import { type Html, html } from '../html.ts';
import type { Words } from '../words.ts';
import { type Figure, meaningOf, nameOf, RATES, STEPS, written } from './figures.ts';

/** @param isOver no day of the report goes on: only then can it be told by how much it differs from others */
export function stepList(words: Words, report: FunnelReport, isOver: boolean): Html {
  const { total } = report;
  const widest = Math.max(1, ...STEPS.map((step) => total[step] ?? 0));
  const items = STEPS.map((step, index) => {
    const former = index === 0 ? undefined : STEPS[index - 1];
    return html`<li><h3>${nameOf(words, step)}</h3>${figureOf(words, step, total)}
<div>${bar((total[step] ?? 0) / widest)}${former && shareOf(words, total, step, former)}</div>
<div><p>${meaningOf(words, step)}</p>${comparison(words, report, step, isOver)}</div></li>`;
  });
  return html`<ol class="steps">${items}</ol>`;
}

export function rateList(words: Words, report: FunnelReport, isOver: boolean): Html {
  const rates = RATES.map(
    (rate) => html`<div><h3>${nameOf(words, rate)}</h3>${figureOf(words, rate, report.total)}
${rate === 'shadesPerMinute' && floorLine(words, report.total)}
<p>${meaningOf(words, rate)}</p>${comparison(words, report, rate, isOver)}</div>`,
  );
  return html`<div class="rates">${rates}</div>`;
}

const figureOf = (words: Words, figure: Figure, total: Funnel): Html =>
  html`<div class="${total[figure] === null ? 'unmeasured' : 'figure'}">${written(words, figure, total[figure])}</div>`;

/** Beside its words, so it needs none of its own. */
const bar = (share: number): Html =>
  html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
<rect class="ghost" y="8.6" width="100" height="1.4"/><rect class="solid" width="${(share * 100).toFixed(2)}" height="10"/></svg>`;

/** Passers and visitors are different people, so visits are no share of them. */
function shareOf(words: Words, total: Funnel, step: Figure, former: Figure): Html | false {
  const [part, whole] = [total[step], total[former]];
  if (former === 'passers' || part === null || !whole) return false;
  return html`<span class="soft small">${words.say('funnel.ofFormer', { share: words.percent(part / whole), former: nameOf(words, former) })}</span>`;
}

function floorLine(words: Words, { shadesPerMinute }: Funnel): Html | false {
  if (shadesPerMinute === null) return false;
  const isReached = shadesPerMinute >= SHADES_PER_MINUTE_FLOOR;
  return html`<span class="state ${isReached ? 'good' : 'bad'}"><span aria-hidden="true">${isReached ? '●' : '■'}</span>
${words.say(isReached ? 'funnel.floorReached' : 'funnel.floorMissed', { floor: SHADES_PER_MINUTE_FLOOR })}</span>`;
}

/** What it was in the days right before, and in those a week before. */
function comparison(words: Words, report: FunnelReport, figure: Figure, isOver: boolean): Html {
  const days = daysBetween(report.from, report.to) + 1;
  const periods = [
    ['before', words.say(days === 1 ? 'funnel.dayBefore' : 'funnel.daysBefore', { days })],
    ['weekBefore', words.say('funnel.weekBefore')],
  ] as const;
  return html`${periods.map(([period, name]) => {
    const value = written(words, figure, report[period][figure]);
    return html`<span class="than"><span class="soft">${name}</span> ${value}${isOver && change(words, report.total[figure], report[period][figure], figure)}</span>`;
  })}`;
}

/** Of counts by their share; rates speak for themselves beside each other. */
function change(words: Words, now: number | null, then: number | null, figure: Figure): string {
  const isCount = (STEPS as readonly Figure[]).includes(figure);
  if (!isCount || now === null || !then) return '';
  const share = now / then - 1;
  return ` (${share > 0 ? '+' : share < 0 ? '−' : '±'}${words.percent(Math.abs(share))})`;
}
