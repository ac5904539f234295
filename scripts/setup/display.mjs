/** Whether a window can be shown here: macOS and Windows always, else an X11 or Wayland display must be named. */

/** @param {NodeJS.Platform} [platform] @param {NodeJS.ProcessEnv} [environment] */
export function hasDisplay(platform = process.platform, environment = process.env) {
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}
