/** Versions of the ledger as cells of a table: what is out of the operator's scope is said to be another's, without its name. */
import type { CreditEntry } from '../../credit/read.ts';
import { type Html, html } from '../html.ts';
import type { Names } from '../names.ts';
import type { Words } from '../words.ts';

/** Stands for a mirror whose name the operator is not to know; no mirror can be called so. */
export const SOME_MIRROR = '-';

export const claimPath = ({ mirrorId, claimId }: CreditEntry): string =>
  `/credit/${mirrorId ?? SOME_MIRROR}/${claimId}`;

/** Of each claim the version that holds. */
export function entryTable(words: Words, names: Names, entries: readonly CreditEntry[]): Html {
  const heads = ['used', 'outcome', 'shown', 'credited'] as const;
  const cell = (head: (typeof heads)[number], content: Html) =>
    html`<td data-head="${words.say(`credit.${head}`)}"><div>${content}</div></td>`;
  const rows = entries.map(
    (entry) => html`<tr>
<th scope="row"><a href="${claimPath(entry)}">${words.moment(entry.claimedMs, entry.timeZone)}</a><small>${words.say(`carrier.${entry.carrier}`)}</small></th>
${cell('outcome', outcomeCell(words, entry))}
${cell('shown', shownCell(words, names, entry))}
${cell('credited', creditedCell(words, names, entry))}
</tr>`,
  );
  return html`<div class="sheet"><table class="cards">
<thead><tr>${heads.map((head) => html`<th scope="col">${words.say(`credit.${head}`)}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function outcomeCell(words: Words, { outcome, version }: CreditEntry): Html {
  return html`${words.say(`outcome.${outcome}`)}${version > 1 && html`<small>${words.say('credit.version', { version })}</small>`}`;
}

/** Store and serving advisor. */
export function shownCell(words: Words, names: Names, { storeId, servingBa }: CreditEntry): Html {
  if (storeId === null) return html`${words.say('credit.elsewhere')}`;
  const advisor = servingBa === null ? words.say('credit.noBa') : names.advisor(servingBa);
  return html`${names.store(storeId)}<small>${advisor}</small>`;
}

/** Store, and advisor and dealer as far as there are any. */
export function creditedCell(words: Words, names: Names, entry: CreditEntry): Html {
  const { isCredited, creditStoreId, creditBa, creditDealerId } = entry;
  if (!isCredited) return html`${words.say('credit.nobody')}`;
  if (creditStoreId === null) return html`${words.say('credit.elsewhere')}`;
  const others = [
    creditBa === null ? [] : names.advisor(creditBa),
    creditDealerId === null ? [] : names.dealer(creditDealerId),
  ].flat();
  return html`${names.store(creditStoreId)}${others.length > 0 && html`<small>${others.join(' · ')}</small>`}`;
}
