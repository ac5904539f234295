/** The command-line flags of every Chromium that Vermilion starts: the window of `npm start`, the tools' and the tests'. */

export interface ChromiumFlagOptions {
  headless: boolean;
  /** 'pattern', or the absolute path of a .y4m or .mjpeg clip. */
  fakeCamera?: string | undefined;
}

/** Nothing that phones home, asks, offers to translate, or updates itself. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-features=Translate',
  '--disable-quic',
  '--disable-sync',
];

export function chromiumFlags({ headless, fakeCamera }: ChromiumFlagOptions): string[] {
  const flags = [...QUIET];
  if (headless) flags.push('--disable-gpu');
  // Chromium's sandbox refuses to start as root.
  if (isRoot()) flags.push('--no-sandbox');
  if (fakeCamera !== undefined) {
    flags.push('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream');
    if (fakeCamera !== 'pattern') flags.push(`--use-file-for-fake-video-capture=${fakeCamera}`);
  }
  return flags;
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
