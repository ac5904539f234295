/** The parts of a page about one code, as HTML: shades, who advised her, what she gets. */
import type { AdvisorCard } from '../../main/contract/code-view.ts';
import { type Html, html } from '../pages/html.ts';
import type { Showing } from './showing.ts';
import { STROKES, swatchOf } from './swatch.ts';
import type { LandingWords } from './words.ts';

/** Of a shade that the catalogue has no more. */
const NO_COLOUR = '#d8ccbe';

export function shadesPart(words: LandingWords, { shades }: Showing): Html {
  if (shades.length === 0) return html`<p class="lead">${words.say('shades.none')}</p>`;
  return html`${STROKES}
<ul class="shades">${shades.map((shade) => shadeItem(words, shade))}</ul>`;
}

function shadeItem(
  words: LandingWords,
  { sku, shade, price, stock, isLoved }: Showing['shades'][number],
): Html {
  const heart = html`<span class="loved"><svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="#heart"/></svg><span class="heard">${words.say('shades.loved')}</span></span>`;
  return html`
<li class="shade">${swatchOf(shade?.swatch ?? NO_COLOUR, shade?.finish ?? null)}
<h2 class="name">${shade === undefined ? sku : words.pick(shade.name)}${isLoved && heart}</h2>
<p class="finish">${shade && words.say(`shades.finish.${shade.finish}`)}</p>
<p class="price">${price && html`<span>${words.price(price)}</span>`}<span class="stock ${stock}">${words.say(`shades.stock.${stock}`)}</span></p></li>`;
}

/** @param photo where hers is served */
export function advisorPart(
  words: LandingWords,
  { name, line, photo }: AdvisorCard,
  photoPath: string,
): Html {
  const own = words.pick(line);
  const face =
    photo === null
      ? html`<span class="face" aria-hidden="true">${[...name][0]?.toUpperCase()}</span>`
      : html`<img class="face" src="${photoPath}" width="88" height="88" alt="${words.say('advisor.photo', { name })}">`;
  return html`<section class="advisor">${face}
<div><p class="small">${words.say('advisor.title')}</p>
<h2>${name}</h2>
${own !== '' && html`<p class="line">${own}</p>`}</div></section>`;
}

export function benefitPart(words: LandingWords, benefit: NonNullable<Showing['benefit']>): Html {
  const later = benefit.later && words.pick(benefit.later);
  return html`<section class="benefit"><h2>${words.say('benefit.title')}</h2>
<dl><dt>${words.say('benefit.now')}</dt><dd>${words.pick(benefit.title)}</dd>
${later && html`<dt>${words.say('benefit.later')}</dt><dd>${later}</dd>`}</dl></section>`;
}
