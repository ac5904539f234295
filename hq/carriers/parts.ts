/** What all that belongs to carriers needs: HQ's own parts, the platforms that the settings give secrets for, and counters. */
import type { PooledCarrier } from '../../main/contract/carriers.ts';
import type { HqParts } from '../server.ts';
import { type Background, buildBackground } from './background.ts';
import { buildReply } from './line/api.ts';
import type { CarrierMetrics, Platform } from './metrics.ts';
import { buildPlatformHttp, type PlatformHttp } from './platform/http.ts';
import {
  buildMakeImageCode,
  buildMakeSceneCode,
  buildSendCustomMessage,
  type MakeCode,
  stableAccess,
} from './wechat/api.ts';
import { buildSendWelcome } from './wecom/api.ts';
import type { SendText } from './welcome.ts';
import { buildSendMessage } from './whatsapp/api.ts';

interface Platforms {
  /** How a contact is written to. */
  readonly sendText: Readonly<Partial<Record<Platform, SendText>>>;
  readonly makeCode: Readonly<Partial<Record<PooledCarrier, MakeCode>>>;
}

export interface CarrierParts extends HqParts {
  readonly metrics: CarrierMetrics;
  readonly background: Background;
  readonly platforms: Platforms;
  /** What was begun ends first. */
  stop(): Promise<void>;
}

type Open = (platform: Platform, address: string) => PlatformHttp;

export function buildCarrierParts(parts: HqParts, metrics: CarrierMetrics): CarrierParts {
  const opened: PlatformHttp[] = [];
  const open: Open = (platform, address) => {
    const http = buildPlatformHttp({ platform, address, metrics });
    opened.push(http);
    return http;
  };
  const background = buildBackground(metrics.failed);
  return {
    ...parts,
    metrics,
    background,
    platforms: buildPlatforms(parts, open),
    async stop() {
      await background.stop();
      await Promise.all(opened.map((http) => http.stop()));
    },
  };
}

/** Without their secrets HQ may listen to platforms, and ask nothing of them. */
function buildPlatforms({ settings, now }: HqParts, open: Open): Platforms {
  const sendText: Partial<Record<Platform, SendText>> = {};
  const makeCode: Partial<Record<PooledCarrier, MakeCode>> = {};
  const { wecom, wechatOa, wechatMini, line, whatsapp } = settings;
  if (hasSecret(wecom)) sendText.wecom = buildSendWelcome(open('wecom', wecom.apiAddress), wecom, now);
  if (hasSecret(wechatOa)) {
    const http = open('wechat-oa', wechatOa.apiAddress);
    makeCode['wechat-oa'] = buildMakeSceneCode(http, stableAccess(http, wechatOa, now));
  }
  if (hasSecret(wechatMini)) {
    const http = open('wechat-mini', wechatMini.apiAddress);
    const access = stableAccess(http, wechatMini, now);
    makeCode['wechat-code'] = buildMakeImageCode(http, access, wechatMini.page);
    sendText['wechat-mini'] = buildSendCustomMessage(http, access);
  }
  if (line?.channelAccessToken !== undefined)
    sendText.line = buildReply(open('line', line.apiAddress), line.channelAccessToken);
  const { accessToken, phoneNumberId, apiAddress = '' } = whatsapp ?? {};
  if (accessToken !== undefined && phoneNumberId !== undefined)
    sendText.whatsapp = buildSendMessage(open('whatsapp', apiAddress), { accessToken, phoneNumberId });
  return { sendText, makeCode };
}

const hasSecret = <S extends { secret?: string | undefined }>(
  settings: S | undefined,
): settings is S & { secret: string } => settings?.secret !== undefined;
