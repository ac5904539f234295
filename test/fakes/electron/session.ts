/** Electron's session in the double: keeps the shell's decisions and turns them into what Chromium grants. */
import { EventEmitter } from 'node:events';
import type { BrowserContext } from 'playwright-core';
import { cancellable } from './events.ts';

type Answer = (granted: boolean) => void;
type RequestHandler = (contents: unknown, permission: string, answer: Answer, details: unknown) => void;
type CheckHandler = (contents: unknown, permission: string, origin: string, details: unknown) => boolean;

/** What a page could ask for, in Electron's words and Playwright's. */
const PERMISSIONS = [
  { permission: 'media', mediaType: 'video', grant: 'camera' },
  { permission: 'media', mediaType: 'audio', grant: 'microphone' },
  { permission: 'geolocation', mediaType: undefined, grant: 'geolocation' },
  { permission: 'notifications', mediaType: undefined, grant: 'notifications' },
  { permission: 'clipboard-read', mediaType: undefined, grant: 'clipboard-read' },
] as const;

const ORIGIN = 'app://mirror/';

export class FakeSession extends EventEmitter {
  private onRequest: RequestHandler = (_contents, _permission, answer) => answer(true);
  private onCheck: CheckHandler = () => true;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.onRequest = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.onCheck = handler;
  }

  setDevicePermissionHandler(): void {}

  setDisplayMediaRequestHandler(): void {}

  /** Asks the shell as Electron would when the page does, and grants what it allows. */
  async grant(context: BrowserContext, contents: unknown, origin: string): Promise<void> {
    const allowed = PERMISSIONS.filter(({ permission, mediaType }) => {
      const asker = { isMainFrame: true, requestingUrl: ORIGIN, securityOrigin: ORIGIN };
      const mediaTypes = mediaType && [mediaType];
      let granted = false;
      const answer = (decision: boolean): void => {
        granted = decision;
      };
      this.onRequest(contents, permission, answer, { ...asker, mediaTypes });
      // The first check, while a request is answered, is without a media type (seen in Electron 44).
      const checks = [asker, { ...asker, mediaType }];
      return granted && checks.every((details) => this.onCheck(contents, permission, ORIGIN, details));
    });
    await context.grantPermissions(
      allowed.map(({ grant }) => grant),
      { origin },
    );
  }

  /** @returns whether the shell lets the download go on */
  allowsDownload(contents: unknown): boolean {
    const event = cancellable();
    this.emit('will-download', event, {}, contents);
    return !event.defaultPrevented;
  }
}
