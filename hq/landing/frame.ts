/** The frame of every page that a shopper sees on her phone, and the short pages that say one thing. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '../pages/html.ts';
import { STROKES, swatchOf } from './swatch.ts';
import { LANDING_LOCALES, type LandingLocale } from './words.ts';

export interface LandingPage {
  title: string;
  body: Html;
  /** Default 200. */
  status?: number;
  /** Over the page; none where it stands for no one brand. */
  brand?: string;
  /** Where another language is to be had; the page's own address when left out. */
  here?: string;
}

const LANGUAGE_NAMES: Record<LandingLocale, string> = {
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  en: 'English',
  ja: '日本語',
};
/** Only to read a path by. */
const ANY_ORIGIN = 'http://hq';

type Notice = 'unknown' | 'used' | 'expired' | 'tooMany' | 'failed' | 'deleted' | 'left';

export function sendLanding(request: FastifyRequest, reply: FastifyReply, page: LandingPage): FastifyReply {
  return reply
    .code(page.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(documentOf(request, page).text);
}

const VERMILION = '#bd3a22';

/** What a page says that says one thing. */
export const noticeBody = (title: string, text: string): Html => html`${STROKES}
<div class="notice">${swatchOf(VERMILION, 'satin')}<h1>${title}</h1>
<p class="lead">${text}</p></div>`;

export function sendNotice(
  request: FastifyRequest,
  reply: FastifyReply,
  notice: Notice,
  page: Pick<LandingPage, 'status' | 'brand' | 'here'>,
): FastifyReply {
  const title = request.landing.say(`${notice}.title`);
  const body = noticeBody(title, request.landing.say(`${notice}.text`));
  return sendLanding(request, reply, { ...page, title, body });
}

function documentOf(request: FastifyRequest, { title, body, brand, here }: LandingPage): Html {
  const { landing } = request;
  return html`<!doctype html>
<html lang="${landing.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<meta name="robots" content="noindex">
<title>${title}${brand && ` · ${brand}`}</title>
<link rel="icon" href="/landing/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/landing/landing.css">
</head>
<body>
<a class="skip" href="#content">${landing.say('skip')}</a>
<header>${brand && html`<p class="brand">${brand}</p>`}</header>
<main id="content">${body}</main>
<footer>${languages(request, here)}</footer>
</body>
</html>`;
}

/** What answers a form has no address of its own, unless the page says where it is shown. */
function languages({ landing, method, url: address }: FastifyRequest, here?: string): Html | false {
  if (method !== 'GET' && here === undefined) return false;
  const url = new URL(here ?? address, ANY_ORIGIN);
  const links = LANDING_LOCALES.map((locale) => {
    url.searchParams.set('lang', locale);
    const isHere = locale === landing.locale && html` aria-current="true"`;
    return html`<a href="${url.pathname + url.search}" lang="${locale}" hreflang="${locale}"${isHere}>${LANGUAGE_NAMES[locale]}</a>`;
  });
  return html`<nav class="languages" aria-label="${landing.say('language')}">${links}</nav>`;
}
