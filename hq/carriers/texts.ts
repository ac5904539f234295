/** What HQ writes to contacts through their carriers, in the language of the brand's country: no platform tells hers. */
import en from './texts/en.json' with { type: 'json' };
import ja from './texts/ja.json' with { type: 'json' };
import zhCN from './texts/zh-CN.json' with { type: 'json' };
import zhTW from './texts/zh-TW.json' with { type: 'json' };

export type CarrierTexts = typeof zhCN;

const BY_COUNTRY: Readonly<Record<string, CarrierTexts>> = { CN: zhCN, TW: zhTW, HK: zhTW, MO: zhTW, JP: ja };

/** @param country ISO 3166 */
export const textsFor = (country: string): CarrierTexts => BY_COUNTRY[country] ?? en;
