/** What all that belongs to carriers needs: HQ's own parts, the platforms that the settings give secrets for, and counters. */
import type { PooledCarrier } from '../../main/contract/carriers.ts';
import type { HqParts } from '../server.ts';
import { type Background, buildBackground } from './background.ts';
import type { CarrierMetrics, Platform } from './metrics.ts';
import { buildPlatformHttp, type PlatformHttp } from './platform/http.ts';
import { buildMakeImageCode, buildMakeSceneCode, type MakeCode } from './wechat/api.ts';
import { buildSendWelcome, type SendWelcome } from './wecom/api.ts';

export interface CarrierParts extends HqParts {
  readonly metrics: CarrierMetrics;
  readonly background: Background;
  readonly platforms: {
    readonly sendWelcome?: SendWelcome;
    readonly makeCode: Readonly<Partial<Record<PooledCarrier, MakeCode>>>;
  };
  /** What was begun ends first. */
  stop(): Promise<void>;
}

export function buildCarrierParts(parts: HqParts, metrics: CarrierMetrics): CarrierParts {
  const opened: PlatformHttp[] = [];
  const open = (platform: Platform, address: string): PlatformHttp => {
    const http = buildPlatformHttp({ platform, address, metrics });
    opened.push(http);
    return http;
  };
  const background = buildBackground(metrics.failed);
  const { wecom, wechatOa, wechatMini } = parts.settings;
  return {
    ...parts,
    metrics,
    background,
    platforms: {
      ...(hasSecret(wecom) && {
        sendWelcome: buildSendWelcome(open('wecom', wecom.apiAddress), wecom, parts.now),
      }),
      makeCode: {
        ...(hasSecret(wechatOa) && {
          'wechat-oa': buildMakeSceneCode(open('wechat-oa', wechatOa.apiAddress), wechatOa, parts.now),
        }),
        ...(hasSecret(wechatMini) && {
          'wechat-code': buildMakeImageCode(
            open('wechat-mini', wechatMini.apiAddress),
            wechatMini,
            parts.now,
          ),
        }),
      },
    },
    async stop() {
      await background.stop();
      await Promise.all(opened.map((http) => http.stop()));
    },
  };
}

/** Without one HQ may listen to the platform, and ask nothing of it. */
const hasSecret = <S extends { secret?: string | undefined }>(
  settings: S | undefined,
): settings is S & { secret: string } => settings?.secret !== undefined;
