/** What the shell itself needs of the settings. The service reads all of them, follows their file and tells of mistakes. */
import { combineSettings, findSettings, readSettingsFile, type Settings } from '../config/settings.ts';
import { hasSentence } from '../contract/coded-error.ts';

export type ShellSettings = Pick<Settings, 'kiosk' | 'faceBundle'>;

/** Chromium and Electron take their switches from the same command line. */
const CHROMIUMS_OWN =
  /^--(no-|enable-|disable-|use-|force-|ozone-|remote-|inspect|js-flags|user-data-dir|lang=|password-store|autoplay-)/;

/** The flags that are for the mirror. */
export function ownFlags(args: readonly string[]): string[] {
  return args.filter((arg) => !CHROMIUMS_OWN.test(arg));
}

/**
 * A file that is refused is told and passed over: the service may still have its last good one, and if it has none, a
 * window that says so is better than none. Throws `flags-not-understood` or `settings-invalid` for flags and variables.
 */
export function readShellSettings(
  args: string[],
  environment: NodeJS.ProcessEnv,
  folder: string,
  log: (line: string) => void,
): ShellSettings {
  const { file, isFileNamed, given } = findSettings(args, environment, folder);
  const { kiosk, faceBundle } = combineSettings(readFile(file, isFileNamed, log), given);
  return { kiosk, faceBundle };
}

function readFile(file: string, isNamed: boolean, log: (line: string) => void) {
  try {
    return readSettingsFile(file, isNamed);
  } catch (error) {
    if (!hasSentence(error)) throw error;
    log(error.message);
    return {};
  }
}
