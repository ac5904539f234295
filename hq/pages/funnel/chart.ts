/** A quiet bar chart: visits, of them try-ons, of those joined. The table beside it tells the same, so it is for eyes alone. */
import type { FunnelReport } from '../../../main/contract/funnel.ts';
import { type Html, html } from '../html.ts';
import type { Words } from '../words.ts';

export interface Column {
  readonly label: string;
  readonly counts: Pick<FunnelReport['byHour'][number], 'visits' | 'tryons' | 'joins'>;
}

const HEIGHT = 100;
/** Of a column that is 10 wide. */
const BAR = { left: 3, width: 4 };
const PARTS = [
  ['visits', 'ghost'],
  ['tryons', 'solid'],
  ['joins', 'accent'],
] as const;
/** More labels would stand in each other's way. */
const MOST_LABELS = 16;

export function barChart(words: Words, columns: readonly Column[]): Html {
  const highest = Math.max(1, ...columns.map(({ counts }) => counts.visits));
  const bars = columns.flatMap(({ counts }, index) =>
    PARTS.map(([part, look]) => {
      const height = (counts[part] / highest) * HEIGHT;
      return html`<rect class="${look}" x="${index * 10 + BAR.left}" y="${(HEIGHT - height).toFixed(2)}" width="${BAR.width}" height="${height.toFixed(2)}"/>`;
    }),
  );
  const every = Math.ceil(columns.length / MOST_LABELS);
  const labels = columns.map(({ label }, index) => html`<span>${index % every === 0 && label}</span>`);
  return html`<div class="chart" aria-hidden="true">
<p class="soft small">${words.say('chart.highest', { count: words.number(highest) })}</p>
<svg viewBox="0 0 ${columns.length * 10} ${HEIGHT}" preserveAspectRatio="none" focusable="false">${bars}</svg>
<div class="labels">${labels}</div>
<p class="key">${PARTS.map(([part, look]) => html`<span><svg viewBox="0 0 1 1"><rect class="${look}" width="1" height="1"/></svg>${words.say(`figure.${part}`)}</span>`)}</p>
</div>`;
}
