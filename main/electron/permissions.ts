/**
 * What the page may ask of the machine: its camera, and nothing else. Installs the decisions on a session.
 */
import type { Session } from 'electron';
import { isMirror } from './addresses.ts';

/** Where a request or a check comes from. */
export interface Asker {
  isMainFrame: boolean;
  requestingUrl?: string | undefined;
  securityOrigin?: string | undefined;
}

/** A request is what opens the camera: allowed if it is the mirror's own and all it wants is a picture. */
export function isRequestAllowed(
  permission: string,
  asker: Asker & { mediaTypes?: readonly string[] | undefined },
): boolean {
  const { mediaTypes = [] } = asker;
  return (
    permission === 'media' &&
    isMirrorsOwn(asker) &&
    mediaTypes.length > 0 &&
    mediaTypes.every((type) => type === 'video')
  );
}

/**
 * A check opens nothing. Electron makes one without a media type while it answers a request for the camera, and for
 * `navigator.permissions`; refusing that one would tell the page that its camera is denied.
 */
export function isCheckAllowed(
  permission: string,
  requestingOrigin: string,
  asker: Asker & { mediaType?: string | undefined },
): boolean {
  const { mediaType = 'video' } = asker;
  return permission === 'media' && isMirror(requestingOrigin) && isMirrorsOwn(asker) && mediaType === 'video';
}

function isMirrorsOwn({ isMainFrame, requestingUrl, securityOrigin }: Asker): boolean {
  const addresses = [requestingUrl, securityOrigin].filter((address) => address !== undefined);
  return isMainFrame && addresses.length > 0 && addresses.every(isMirror);
}

export type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
>;

export function guardPermissions(session: GuardedSession): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isRequestAllowed(permission, details)),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    isCheckAllowed(permission, requestingOrigin, details),
  );
  session.setDevicePermissionHandler(() => false);
  // Without a handler there is no screen capture.
  session.setDisplayMediaRequestHandler(null);
}
