/** Whether the page may use the camera, as the browser knows it, and word of every change. */

export interface CameraPermission {
  /** `undefined` until it is known, and where the browser does not tell. */
  readonly state: PermissionState | undefined;
  start(): void;
  stop(): void;
}

/** @param changed called after each change between `start` and `stop` */
export function buildPermission(
  permissions: Pick<Permissions, 'query'> | undefined,
  changed: () => void,
): CameraPermission {
  let status: PermissionStatus | undefined;
  let isWatching = false;
  async function watch(): Promise<void> {
    // A browser that does not know this permission rejects: then refusals are retried by the clock alone.
    const answer = await permissions?.query({ name: 'camera' }).catch(() => undefined);
    if (!isWatching || status !== undefined) return;
    status = answer;
    status?.addEventListener('change', changed);
  }
  return {
    get state() {
      return status?.state;
    },
    start() {
      isWatching = true;
      void watch();
    },
    stop() {
      isWatching = false;
      status?.removeEventListener('change', changed);
      status = undefined;
    },
  };
}
