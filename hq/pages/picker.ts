/** The form by which days, dealer, store, mirror and advisor are picked, of those that the operator may see. */
import type { Range } from '../../main/contract/funnel-rows.ts';
import type { Pick, Picks } from '../funnel/picks.ts';
import type { FunnelFilters } from '../funnel/selection.ts';
import { type Html, html } from './html.ts';
import type { Words } from './words.ts';

/** A longer list asks for a store first. */
const MOST_CHOICES = 200;

interface Picked {
  readonly asked: Range & { readonly filters: FunnelFilters };
  readonly picks: Picks;
}

/** @param more fields that are kept as they are */
export function picker(
  words: Words,
  action: string,
  { asked, picks }: Picked,
  more: Html | false = false,
): Html {
  const { filters, from, to } = asked;
  const date = (name: 'from' | 'to', value: string) =>
    html`<label>${words.say(`pick.${name}`)}<input type="date" name="${name}" value="${value}"></label>`;
  return html`<form class="fields" method="get" action="${action}">
${date('from', from)}${date('to', to)}
${picks.dealers.length > 1 && choice(words, 'dealer', picks.dealers, filters.dealer)}
${picks.stores.length > 1 && choice(words, 'store', picks.stores, filters.store)}
${choice(words, 'mirror', picks.mirrors, filters.mirror)}
${choice(words, 'ba', picks.advisors, filters.ba)}
${more}
<div><button>${words.say('pick.show')}</button></div></form>`;
}

function choice(
  words: Words,
  name: 'dealer' | 'store' | 'mirror' | 'ba',
  picks: readonly Pick[],
  chosen: string | undefined,
): Html {
  const isLong = (name === 'mirror' || name === 'ba') && picks.length > MOST_CHOICES;
  const shown = isLong ? picks.filter(({ id }) => id === chosen) : picks;
  return html`<label>${words.say(`pick.${name}`)}<select name="${name}">
<option value="">${words.say(isLong ? 'pick.storeFirst' : `pick.all.${name}`)}</option>
${shown.map(({ id, name: label }) => html`<option value="${id}"${id === chosen && html` selected`}>${label}</option>`)}</select></label>`;
}
