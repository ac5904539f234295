/** The funnel's splits as tables, and over hours and days as charts with the table folded below. */
import type { FunnelReport } from '../../../main/contract/funnel.ts';
import { type Html, html } from '../html.ts';
import type { Phrase, Words } from '../words.ts';
import type { ShadesBySku } from './catalogue.ts';
import { barChart, type Column } from './chart.ts';

const LINE = ['visits', 'tryons', 'codes', 'claims', 'joins'] as const;
/** Shades beyond these are folded away. */
const FIRST_SHADES = 12;

interface Row {
  head: Html | string;
  cells: readonly (number | string | null)[];
}

/** Hours before the first and after the last in which anything was counted are left out. */
export function hours(words: Words, { byHour }: FunnelReport): Html {
  const busy = byHour.filter(({ visits, passers }) => visits > 0 || (passers ?? 0) > 0);
  const [first, last] = [busy[0], busy.at(-1)];
  if (first === undefined || last === undefined) return html`<p>${words.say('funnel.nothing')}</p>`;
  const shown = byHour.filter(({ hour }) => hour >= first.hour && hour <= last.hour);
  return timed(
    words,
    'funnel.byHour',
    shown.map((line) => ({ label: String(line.hour), name: `${line.hour}:00`, counts: line })),
  );
}

export function days(words: Words, { byDay }: FunnelReport): Html {
  return timed(
    words,
    'funnel.byDay',
    byDay.map((line) => ({ label: line.day.slice(8), name: words.day(line.day), counts: line })),
  );
}

interface TimedColumn extends Column {
  name: string;
  counts: FunnelReport['byHour'][number] | FunnelReport['byDay'][number];
}

function timed(words: Words, phrase: Phrase, columns: readonly TimedColumn[]): Html {
  const rows = columns.map(({ name, counts }) => ({
    head: name,
    cells: [counts.passers, ...LINE.map((figure) => counts[figure])],
  }));
  const heads = ['passers', ...LINE] as const;
  return html`${barChart(words, columns)}
<details><summary>${words.say('funnel.asTable')}</summary>
${table(words, phrase, ['', ...heads.map((head) => words.say(`figure.${head}`))], rows)}</details>`;
}

export function shades(words: Words, { byShade }: FunnelReport, catalogue: ShadesBySku): Html {
  if (byShade.length === 0) return html`<p>${words.say('funnel.nothing')}</p>`;
  const heads = ['shade', 'finish', 'worn', 'dwell', 'wearers', 'hearts', 'poor'] as const;
  const all = byShade.map((shade) => ({
    head: shadeName(words, shade.sku, catalogue),
    cells: [
      shade.finish === null ? '–' : words.say(`finish.${shade.finish}` as Phrase),
      shade.worn,
      minutes(words, shade.dwellMs),
      shade.visits,
      shade.hearts,
      shade.poor,
    ],
  }));
  const named = heads.map((head) => words.say(`shades.${head}`));
  const rest = all.slice(FIRST_SHADES);
  return html`${table(words, 'funnel.byShade', named, all.slice(0, FIRST_SHADES))}
${rest.length > 0 && html`<details><summary>${words.say('shades.more', { count: rest.length })}</summary>${table(words, 'funnel.byShade', named, rest)}</details>`}`;
}

export function shadeName({ locale }: Words, sku: string, catalogue: ShadesBySku): Html {
  const shade = catalogue.get(sku);
  if (shade === undefined) return html`${sku}`;
  return html`<svg class="swatch" viewBox="0 0 2 2" aria-hidden="true"><circle cx="1" cy="1" r="1" fill="${shade.swatch}"/></svg>${shade.name[locale] ?? sku} <small>${sku}</small>`;
}

export function finishes(words: Words, { byFinish }: FunnelReport): Html {
  const heads = ['finish', 'worn', 'dwell', 'wearers'] as const;
  const rows = byFinish.map(({ finish, worn, dwellMs, visits }) => ({
    head: words.say(`finish.${finish}` as Phrase),
    cells: [worn, minutes(words, dwellMs), visits],
  }));
  return table(
    words,
    'funnel.byFinish',
    heads.map((head) => words.say(`shades.${head}`)),
    rows,
  );
}

/** @param names what an advisor's id is called in the registry */
export function advisors(words: Words, { byBa }: FunnelReport, names: ReadonlyMap<string, string>): Html {
  const rows = byBa.map(({ ba, ...line }) => ({
    head: ba === null ? words.say('funnel.noAdvisor') : html`${names.get(ba) ?? ba}`,
    cells: LINE.map((figure) => line[figure]),
  }));
  return table(words, 'funnel.byBa', lineHeads(words, 'pick.ba'), rows);
}

export function carriers(words: Words, { byCarrier }: FunnelReport): Html {
  const rows = byCarrier.map(({ carrier, ...line }) => ({
    head: words.say(carrier === null ? 'funnel.noCode' : (`carrier.${carrier}` as Phrase)),
    cells: LINE.map((figure) => line[figure]),
  }));
  return table(words, 'funnel.byCarrier', lineHeads(words, 'funnel.carrier'), rows);
}

const lineHeads = (words: Words, first: Phrase): string[] => [
  words.say(first),
  ...LINE.map((figure) => words.say(`figure.${figure}`)),
];

const minutes = (words: Words, ms: number): string =>
  words.say('shades.minutes', { count: words.number(ms / 60_000, 1) });

function table(words: Words, caption: Phrase, heads: readonly string[], rows: readonly Row[]): Html {
  if (rows.length === 0) return html`<p>${words.say('funnel.nothing')}</p>`;
  const cell = (value: Row['cells'][number]) =>
    html`<td class="count">${typeof value === 'number' ? words.number(value) : (value ?? words.say('funnel.notMeasured'))}</td>`;
  return html`<div class="sheet" tabindex="0" role="region" aria-label="${words.say(caption)}"><table>
<thead><tr>${heads.map((head, index) => html`<th scope="col"${index > 0 && html` class="count"`}>${head === '' ? html`<span class="heard">${words.say(caption)}</span>` : head}</th>`)}</tr></thead>
<tbody>${rows.map(({ head, cells }) => html`<tr><th scope="row">${head}</th>${cells.map(cell)}</tr>`)}</tbody>
</table></div>`;
}
