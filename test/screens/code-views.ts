/** What the service may tell of taking home, as scenes: each kind, with all that may be there and with all that may be missing. */
import type { AdvisorCard, CodeView } from '../../main/contract/code-view.ts';
import { SHOWN_MS } from '../../main/contract/tokens.ts';
import sample from '../../models/shades/catalogue.json' with { type: 'json' };
import { ADVISOR_PHOTO } from './advisor-photo.ts';

type Shown = Extract<CodeView, { kind: 'shown' }>;

export const SAMPLE_TOKEN = '1q83vASNFZ4mrze8BI0VniavN7wEx';
const FIRST_SKUS = sample.shades.slice(0, 20).map(({ sku }) => sku);
const GONE_MS = 80_000;

const ADVISOR: AdvisorCard = {
  id: 'ba-a',
  name: 'Advisor A',
  line: {
    'zh-CN': '在这里十二年，最懂红色。',
    en: 'Twelve years at this counter, and still in love with reds.',
  },
  photo: ADVISOR_PHOTO,
};

const SHOWN: Shown = {
  kind: 'shown',
  carrier: 'link',
  payload: `https://brand.example/t/${SAMPLE_TOKEN}`,
  image: null,
  humanCode: '7K4M92QD',
  shownAtMs: -GONE_MS,
  expiresAtMs: SHOWN_MS - GONE_MS,
  skus: ['VA-S05', 'VA-G01', 'VA-M03'],
  advisor: ADVISOR,
  benefit: {
    now: { 'zh-CN': '唇部护理小样一份，今天就带走', en: 'A lip care sample, today' },
    later: { 'zh-CN': '新色先试，生日有礼', en: 'New shades before others, and a birthday gift' },
  },
  isLocalOnly: false,
};

/** A code as any service may tell it. @param changes to one with everything in it */
export const shownCode = (changes: Partial<Shown>): Shown => ({ ...SHOWN, ...changes });

const LONG = {
  name: 'Advisor with a name that goes on for as long as the contract lets the name of one go on',
  line: {
    'zh-CN':
      '在这里的每一天，我都在帮人找到最衬自己的那一支红；如果您愿意，我也很想听听您平时喜欢怎样的妆，再慢慢为您挑选。',
    en: 'Every day at this counter I help people to find the red that is theirs alone; tell me what you like, and I shall look.',
  },
  benefit: {
    'zh-CN':
      '唇部护理小样一份、唇刷一支，并可在本店任选一次完整妆容服务，由您的顾问亲手完成，无需另行预约，随时恭候您的光临。',
    en: 'A lip care sample and a brush today, and one full make-up in this store from the hands of your advisor whenever you wish.',
  },
};

/** By name of their scene. */
export const CODE_VIEWS: Readonly<Record<string, CodeView>> = {
  code: SHOWN,
  'code, one shade and nothing else': shownCode({
    carrier: 'wechat-link',
    skus: ['VA-S05'],
    advisor: null,
    benefit: null,
  }),
  'code, many shades, monogram': shownCode({
    carrier: 'wecom-link',
    skus: FIRST_SKUS,
    advisor: { ...ADVISOR, photo: null },
    benefit: null,
  }),
  'code, everything long': shownCode({
    carrier: 'wecom-link',
    payload: `https://work.weixin.qq.com/ca/cawcde${'x'.repeat(300)}?customer_channel=${SAMPLE_TOKEN}`,
    skus: FIRST_SKUS,
    advisor: { ...ADVISOR, name: LONG.name, line: LONG.line },
    benefit: { now: LONG.benefit, later: LONG.benefit },
  }),
  'code, static contact': shownCode({ carrier: 'wecom-contact', humanCode: null }),
  'code, in its last minute': shownCode({
    carrier: 'line',
    shownAtMs: 25_000 - SHOWN_MS,
    expiresAtMs: 25_000,
  }),
  'code, local only': shownCode({ carrier: 'whatsapp', isLocalOnly: true }),
  'code, picture': shownCode({
    carrier: 'wechat-code',
    payload: null,
    image: `data:image/jpeg;base64,${ADVISOR_PHOTO}`,
  }),
  'code unavailable': { kind: 'unavailable', skus: SHOWN.skus },
  'code unavailable, many shades': { kind: 'unavailable', skus: FIRST_SKUS },
  'code unavailable, no shades': { kind: 'unavailable', skus: [] },
  'thanks, new': { kind: 'thanks', contact: 'new', hasJoined: false, advisor: ADVISOR },
  'thanks, member': { kind: 'thanks', contact: 'new', hasJoined: true, advisor: { ...ADVISOR, photo: null } },
  'thanks, known': { kind: 'thanks', contact: 'known', hasJoined: false, advisor: null },
};
