/**
 * What HQ asks of WeChat: an access token in the stable way, whose answer all processes share; codes, each with a token of
 * ours as its scene: of the official account as an address, of the mini program as a picture; and to write to who has
 * opened a conversation with the mini program.
 */
import sharp from 'sharp';
import { z } from 'zod';
import { SHOWN_MS } from '../../../main/contract/tokens.ts';
import { type Access, accessTokenSchema, buildAccess } from '../platform/access.ts';
import { PlatformError, type PlatformHttp } from '../platform/http.ts';
import type { SendText } from '../welcome.ts';

export interface MadeCode {
  readonly payload: string | null;
  /** PNG, base64. */
  readonly image: string | null;
  /** From now on; null: for good. */
  readonly lastsMs: number | null;
}

/** Throws PlatformError. */
export type MakeCode = (token: string) => Promise<MadeCode>;

interface App {
  readonly appId: string;
  readonly secret: string;
}

/** The longest that the platform gives: 30 days. */
const EXPIRE_SECONDS = 2_592_000;
const WIDTH_PX = 430;
const MAX_IMAGE_BYTES = 60 * 1024;
/** The widest that the platform draws, both ways. */
const MAX_PIXELS = 1280 * 1280;
/** Colours, fewer where the picture is still too large: the code is black on white, its emblem is not. 14 KB and 55 ms for most. */
const PALETTES = [16, 4];

const madeSchema = z.object({
  url: z
    .string()
    .max(200)
    .regex(/^https?:\/\/weixin\.qq\.com\/\S+$/),
  expire_seconds: z.int().positive(),
});

/** One for all that is asked of an app. */
export function stableAccess(http: PlatformHttp, { appId, secret }: App, now: () => number): Access {
  const body = { grant_type: 'client_credential', appid: appId, secret };
  return buildAccess(() => http.ask({ path: '/cgi-bin/stable_token', body }, accessTokenSchema), now);
}

/** 公众号: a temporary code with parameters. It ends early enough to be scanned as long as it is shown. */
export function buildMakeSceneCode(http: PlatformHttp, access: Access): MakeCode {
  return async (token) => {
    const scene = { scene_str: token };
    const body = { expire_seconds: EXPIRE_SECONDS, action_name: 'QR_STR_SCENE', action_info: { scene } };
    const made = await access.use((access_token) =>
      http.ask({ path: '/cgi-bin/qrcode/create', query: { access_token }, body }, madeSchema),
    );
    return { payload: made.url, image: null, lastsMs: made.expire_seconds * 1000 - SHOWN_MS };
  };
}

/** 小程序码: for good, and as many as are asked for. */
export function buildMakeImageCode(http: PlatformHttp, access: Access, page: string): MakeCode {
  return async (token) => {
    const body = { scene: token, page, check_path: false, width: WIDTH_PX };
    const picture = await access.use((access_token) =>
      http.askBytes({ path: '/wxa/getwxacodeunlimit', query: { access_token }, body }),
    );
    return { payload: null, image: (await smallPng(picture)).toString('base64'), lastsMs: null };
  };
}

/** 客服消息: to somebody's openid, within the conversation that she opened. */
export function buildSendCustomMessage(http: PlatformHttp, access: Access): SendText {
  return async (touser, content) => {
    const body = { touser, msgtype: 'text', text: { content } };
    await access.use((access_token) =>
      http.ask({ path: '/cgi-bin/message/custom/send', query: { access_token }, body }, z.object({})),
    );
  };
}

/** Whatever the platform sent, what goes to a mirror is a picture that HQ drew. Throws PlatformError. */
async function smallPng(picture: Buffer): Promise<Buffer> {
  for (const colours of PALETTES) {
    const png = await redraw(picture, colours);
    if (png.length <= MAX_IMAGE_BYTES) return png;
  }
  throw new PlatformError('reply-unreadable', 'The picture of the code is larger than a mirror takes.');
}

async function redraw(picture: Buffer, colours: number): Promise<Buffer> {
  try {
    return await sharp(picture, { limitInputPixels: MAX_PIXELS })
      .png({ palette: true, colours, compressionLevel: 9 })
      .toBuffer();
  } catch (cause) {
    throw new PlatformError('reply-unreadable', 'What came for a code is no picture.', cause);
  }
}
