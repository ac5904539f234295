/** What a code says: a token, a carrier and the little that it depends on come in, the content of the QR code goes out. Pure. */
import { type CarrierSettings, CUSTOMER_CHANNEL_BYTES } from '../contract/carriers.ts';
import { CodedError } from '../contract/coded-error.ts';
import type { PoolItem } from '../contract/wire.ts';

export type BuildCodeErrorCode = 'landing-missing' | 'pool-empty' | 'channel-too-long' | 'code-too-long';

export interface CodeContext {
  /** Where phones reach HQ; null where none is known. */
  landing: string | null;
  /** Of the carrier's pool; undefined where that is empty, or where the carrier has none. */
  item: PoolItem | undefined;
  human: string;
}

export interface BuiltCode {
  /** Of the pool's item where there is one, in place of the one given. */
  token: string;
  /** What the QR code says; null where `image` is the code. */
  payload: string | null;
  /** The platform's own picture of the code, as a data address. */
  image: string | null;
  ecLevel: 'M';
  /** null where the code is static: it stands for no visit that staff could look up. */
  humanCode: string | null;
}

/** What the page draws at the most. */
const MAX_PAYLOAD = 400;

/** Throws CodedError<BuildCodeErrorCode>, whose sentence names no token. */
export function buildCode(token: string, carrier: CarrierSettings, context: CodeContext): BuiltCode {
  if (carrier.kind === 'wechat-code' || carrier.kind === 'wechat-oa')
    return pooledCode(carrier.kind, context);
  const payload = payloadOf(token, carrier, context.landing);
  if (payload.length > MAX_PAYLOAD) throw tooLong(carrier.kind);
  const humanCode = carrier.kind === 'wecom-contact' ? null : context.human;
  return { token, payload, image: null, ecLevel: 'M', humanCode };
}

type DrawnCarrier = Exclude<CarrierSettings, { kind: 'wechat-code' | 'wechat-oa' }>;

function payloadOf(token: string, carrier: DrawnCarrier, landing: string | null): string {
  switch (carrier.kind) {
    case 'link':
      return landingPage(carrier.address ?? landing, token);
    case 'wecom-link':
      return withChannel(carrier.link, token);
    case 'wecom-contact':
      return carrier.link;
    case 'wechat-link':
      return carrier.address + token;
    case 'line':
      return `https://liff.line.me/${carrier.liffId}?t=${token}`;
    case 'whatsapp': {
      const draft = carrier.text ? `${carrier.text} ${token}` : token;
      return `https://wa.me/${carrier.number}?text=${encodeURIComponent(draft)}`;
    }
  }
}

function landingPage(address: string | null, token: string): string {
  if (address !== null) return `${address.replace(/\/+$/, '')}/t/${token}`;
  const sentence =
    'No address of HQ is known that phones could open: name HQ, or an "address" of the carrier.';
  throw new CodedError<BuildCodeErrorCode>('landing-missing', sentence);
}

/** 获客链接. @param channel what WeCom hands on as State */
export function withChannel(link: string, channel: string): string {
  if (Buffer.byteLength(channel) > CUSTOMER_CHANNEL_BYTES) {
    const sentence = `A customer_channel may have ${CUSTOMER_CHANNEL_BYTES} bytes: WeCom cuts what is longer.`;
    throw new CodedError<BuildCodeErrorCode>('channel-too-long', sentence);
  }
  const [address = '', ...anchor] = link.split('#');
  const sign = address.includes('?') ? '&' : '?';
  return [`${address}${sign}customer_channel=${encodeURIComponent(channel)}`, ...anchor].join('#');
}

function pooledCode(kind: string, { item, human }: CodeContext): BuiltCode {
  if (item === undefined) {
    const sentence = `HQ's pool for ${kind} is used up here: connect HQ.`;
    throw new CodedError<BuildCodeErrorCode>('pool-empty', sentence);
  }
  const { token, payload, image } = item;
  if (image !== null)
    return { token, payload: null, image: dataAddress(image), ecLevel: 'M', humanCode: human };
  return { token, payload, image: null, ecLevel: 'M', humanCode: human };
}

/** @param image JPEG or PNG, base64: the first bytes of either are always the same */
const dataAddress = (image: string): string =>
  `data:image/${image.startsWith('/9j/') ? 'jpeg' : 'png'};base64,${image}`;

function tooLong(kind: string): CodedError<BuildCodeErrorCode> {
  const sentence = `The code of ${kind} would have more than ${MAX_PAYLOAD} characters: shorten its address.`;
  return new CodedError('code-too-long', sentence);
}
