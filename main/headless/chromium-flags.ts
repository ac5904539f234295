/** The command-line flags of every Chromium that Vermilion starts: the window of `npm start`, the tools' and the tests'. */

export interface ChromiumFlagOptions {
  headless: boolean;
  /** 'pattern', or the absolute path of a .y4m or .mjpeg clip. */
  fakeCamera?: string | undefined;
}

/** Nothing that phones home, asks, or updates itself. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
];

/**
 * The face models need a WebGL context even to compute on the processor, and where there is no GPU Chromium makes one
 * only by this flag. It calls that unsafe for pages of strangers, and none is ever shown.
 */
const WITHOUT_GPU = ['--enable-unsafe-swiftshader'];

export function chromiumFlags({ headless, fakeCamera }: ChromiumFlagOptions): string[] {
  const flags = [...QUIET, ...WITHOUT_GPU];
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
