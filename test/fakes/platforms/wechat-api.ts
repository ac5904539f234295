/** WeChat's API as far as HQ asks it: stable tokens, codes with a scene, pictures of mini-program codes, and messages. */
import sharp from 'sharp';
import { type ApiDouble, openApiDouble } from './api-double.ts';

export const STABLE_TOKEN = '/cgi-bin/stable_token';
export const CREATE_CODE = '/cgi-bin/qrcode/create';
export const DRAW_CODE = '/wxa/getwxacodeunlimit';
export const CUSTOM_SEND = '/cgi-bin/message/custom/send';

const SPOKES = 72;

/** What no palette of many colours makes small. */
export const drawNoise = (size: number): Promise<Buffer> =>
  sharp({
    create: {
      width: size,
      height: size,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 170, sigma: 40 },
    },
  })
    .jpeg({ quality: 95 })
    .toBuffer();

/** As a mini program's code looks to whoever must make it small: dashes in spokes, and an emblem in their middle. */
function drawCode(width: number): Promise<Buffer> {
  const middle = width / 2;
  const dashes = Array.from({ length: SPOKES * 12 }, (_, i) => {
    const [spoke, radius] = [((i % SPOKES) * 2 * Math.PI) / SPOKES, 95 + 9 * Math.floor(i / SPOKES)];
    if ((i * 7919) % 13 > 6) return '';
    const at = (r: number) => [middle + r * Math.cos(spoke), middle + r * Math.sin(spoke)];
    const [[x1, y1], [x2, y2]] = [at(radius), at(radius + 7)] as [number[], number[]];
    return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${width}">
    <rect width="100%" height="100%" fill="#fff"/><g stroke="#000" stroke-width="4">${dashes.join('')}</g>
    <circle cx="${middle}" cy="${middle}" r="70" fill="#c0392b"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 90 }).toBuffer();
}

export function openWechatApi(): Promise<ApiDouble> {
  const drawn = new Map<number, Promise<Buffer>>();
  return openApiDouble(STABLE_TOKEN, {
    [CREATE_CODE]({ body }) {
      const { expire_seconds, action_info } = body as {
        expire_seconds: number;
        action_info: { scene: { scene_str: string } };
      };
      const name = action_info.scene.scene_str.slice(-12);
      return { ticket: `gQH47joAAAAA${name}`, expire_seconds, url: `http://weixin.qq.com/q/${name}` };
    },
    async [DRAW_CODE]({ body }, reply) {
      const { width } = body as { width: number };
      if (!drawn.has(width)) drawn.set(width, drawCode(width));
      return reply.type('image/jpeg').send(await drawn.get(width));
    },
    [CUSTOM_SEND]: () => ({ errcode: 0, errmsg: 'ok' }),
  });
}
