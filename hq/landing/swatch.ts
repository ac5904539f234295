/** A shade as one stroke of a lipstick on paper: the stroke is drawn once a page and used in every colour. */
import type { Finish } from '../../main/contract/finishes.ts';
import { type Html, html } from '../pages/html.ts';

const STROKE =
  'M28 34Q34 30 46 29Q58 28 70 28Q82 28 94 29Q106 30 118 29Q130 28 142 28Q154 28 166 29Q178 30 190 31Q202 31 214 30Q226 29 238 32Q250 35 271 35Q292 34 284 37Q276 40 291 44Q306 48 295 52Q284 56 298 61Q311 66 300 70Q288 74 301 79Q313 84 302 88Q290 92 297 96Q304 100 292 103Q280 106 288 110Q296 114 281 117Q266 121 254 121Q242 122 230 125Q218 128 206 125Q194 123 182 124Q170 125 158 124Q146 123 134 123Q122 123 110 125Q98 126 86 126Q74 127 62 126Q50 125 36 118Q22 112 17 102Q11 92 10 82Q8 72 11 61Q13 50 18 44Q22 37 28 34Z';

/** Light or grain that lies on the colour. */
const OVERLAYS = {
  grain: html`<path stroke="#000" stroke-opacity=".06" stroke-width="3" stroke-linecap="round" d="M24 50Q120 46 214 49M96 63Q200 60 288 64M16 74Q90 71 168 76M120 87Q210 84 300 86M22 98Q140 95 232 100M70 112Q150 115 264 110"/>`,
  soft: html`<path fill="#fff" fill-opacity=".16" d="M34 46Q120 36 268 45Q292 52 262 60Q130 50 40 62Q22 56 34 46Z"/>`,
  shine: html`<path fill="#fff" fill-opacity=".5" d="M38 44Q120 36 246 43Q262 47 244 50Q130 44 44 53Q28 50 38 44Z"/><path fill="#fff" fill-opacity=".22" d="M60 108Q150 114 226 107Q236 109 226 112Q150 120 66 113Q52 111 60 108Z"/>`,
  sparks: html`<path stroke="#fff" stroke-opacity=".75" stroke-width="3" stroke-linecap="round" d="M208 46h0M149 56h0M47 98h0M237 99h0M66 88h0M102 97h0M240 81h0M141 82h0M115 92h0M126 72h0M51 73h0M139 63h0M178 107h0M145 100h0M193 58h0M178 42h0M216 96h0M118 78h0M173 46h0M195 73h0M262 66h0M88 60h0M30 76h0M94 44h0"/>`,
} as const satisfies Record<string, Html>;

type Overlay = keyof typeof OVERLAYS;

const LOOKS: Record<Finish, readonly Overlay[]> = {
  matte: ['grain'],
  stain: ['grain'],
  satin: ['soft'],
  sheer: ['soft'],
  balm: ['soft'],
  gloss: ['shine'],
  vinyl: ['shine', 'soft'],
  metallic: ['soft', 'sparks'],
  shimmer: ['sparks'],
  glitter: ['sparks', 'shine'],
};

/** What `swatchOf` uses, once a page. */
export const STROKES = html`<svg class="defs" aria-hidden="true" focusable="false"><defs>
<path id="stroke" d="${STROKE}"/>${Object.entries(OVERLAYS).map(([id, each]) => html`<g id="${id}" fill="none">${each}</g>`)}
<path id="heart" d="M12 21C5 15 2 11.5 2 8a5 5 0 0 1 10-1.5A5 5 0 0 1 22 8c0 3.5-3 7-10 13Z"/></defs></svg>`;

/** Nothing for the ear: name and finish stand beside it. @param colour as the catalogue has it */
export const swatchOf = (colour: string, finish: Finish | null): Html =>
  html`<svg class="stroke" viewBox="0 16 320 120" fill="${colour}" aria-hidden="true" focusable="false"><use href="#stroke"/>${
    finish !== null && LOOKS[finish].map((overlay) => html`<use href="#${overlay}"/>`)
  }</svg>`;
