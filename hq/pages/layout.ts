/** The frame of every page: head, the ways that the operator's role has, language and sign-out, and then the page's own part. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOCALES, type Locale } from '../../main/contract/locales.ts';
import { pathOf } from '../accounts/guard.ts';
import type { Operator, Role } from '../accounts/operators.ts';
import { type Html, html } from './html.ts';
import type { Phrase, Words } from './words.ts';

const WAYS: readonly { path: string; phrase: Phrase; roles: readonly Role[] }[] = [
  { path: '/funnel', phrase: 'nav.funnel', roles: ['hq', 'dealer', 'store'] },
  { path: '/credit', phrase: 'nav.credit', roles: ['hq', 'dealer', 'store'] },
  { path: '/desk', phrase: 'nav.desk', roles: ['store'] },
  { path: '/contacts', phrase: 'nav.contacts', roles: ['hq', 'dealer', 'store'] },
  { path: '/advisors', phrase: 'nav.advisors', roles: ['hq', 'store'] },
  { path: '/fleet', phrase: 'nav.fleet', roles: ['hq', 'dealer', 'store'] },
  { path: '/counts', phrase: 'nav.counts', roles: ['hq', 'store'] },
  { path: '/registry', phrase: 'nav.registry', roles: ['hq'] },
  { path: '/inbox', phrase: 'nav.inbox', roles: ['hq'] },
  { path: '/operators', phrase: 'nav.operators', roles: ['hq'] },
];

const LANGUAGE_NAMES: Record<Locale, string> = { 'zh-CN': '中文', en: 'English' };

export interface Page {
  title: string;
  body: Html;
  /** Default 200. */
  status?: number;
}

export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  return reply
    .code(page.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(documentOf(request, page).text);
}

/** The field that every form must carry. */
export const csrfField = ({ csrf }: Pick<FastifyRequest, 'csrf'>): Html =>
  html`<input type="hidden" name="csrf" value="${csrf}">`;

function documentOf(request: FastifyRequest, { title, body }: Page): Html {
  const { words, operator } = request;
  return html`<!doctype html>
<html lang="${words.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${words.say('brand')} HQ</title>
<link rel="icon" href="/static/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/fonts/sans/index.css">
<link rel="stylesheet" href="/fonts/serif/index.css">
<link rel="stylesheet" href="/static/style.css">
</head>
<body>
<a class="skip" href="#content">${words.say('nav.skip')}</a>
<header class="top">
<a class="brand" href="/">朱红 <b>Vermilion</b> HQ</a>
${operator && !operator.mustChange && navigation(request, operator)}
<div class="who">${languages(request)}${operator && account(request, operator)}</div>
</header>
<main id="content">${body}</main>
</body>
</html>`;
}

function navigation(request: FastifyRequest, { role }: Operator): Html {
  const here = `/${pathOf(request).split('/', 2)[1]}`;
  const ways = WAYS.filter(({ roles }) => roles.includes(role)).map(
    ({ path, phrase }) =>
      html`<a href="${path}"${path === here && html` aria-current="page"`}>${request.words.say(phrase)}</a>`,
  );
  return html`<nav aria-label="${request.words.say('nav.label')}">${ways}</nav>`;
}

/** A page that answers a form has no address of its own to come back to. */
function languages({ words, method, url }: FastifyRequest): Html {
  const back = encodeURIComponent(method === 'GET' ? url : '/');
  const others = LOCALES.filter((locale) => locale !== words.locale).map(
    (locale) =>
      html`<a href="/language/${locale}?back=${back}" lang="${locale}" hreflang="${locale}">${LANGUAGE_NAMES[locale]}</a>`,
  );
  return html`${others}`;
}

function account(request: FastifyRequest, operator: Operator): Html {
  const { words } = request;
  return html`<a href="/password">${operator.login}</a>
<form method="post" action="/sign-out">${csrfField(request)}<button class="plain">${words.say('nav.signOut')}</button></form>`;
}

/** What was done, or why not. */
export const said = (sentence: string | Html, isBad = false): Html =>
  html`<div class="said${isBad && ' bad'}" role="${isBad ? 'alert' : 'status'}">${sentence}</div>`;

export const roleName = (words: Words, role: Role): string => words.say(`role.${role}`);
