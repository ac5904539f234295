/** The entry of `npm run screens`: see USAGE in options.ts. */
import '../../scripts/assert-node.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasSentence } from '../../main/contract/coded-error.ts';
import type { Locale } from '../../main/contract/locales.ts';
import { launchBrowser } from '../../main/headless/browser.ts';
import { callerFolder } from '../../scripts/caller-folder.mjs';
import { contactSheet, type Shot } from './contact-sheet.ts';
import { type Gallery, openGallery, startGalleryServer } from './gallery-server.ts';
import { type Glass, type Options, readOptions, USAGE } from './options.ts';
import { SCENES, type Scene } from './scenes.ts';

/** npm runs its scripts in the repository; paths start where the user stood. */
const FOLDER = callerFolder('screens');

async function photograph(gallery: Gallery, scenes: readonly Scene[], locale: Locale): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const scene of scenes) {
    await gallery.show(scene, locale);
    shots.push({ name: scene.name, png: await gallery.page.screenshot({ animations: 'disabled' }) });
  }
  return shots;
}

async function write(shots: Shot[], glass: Glass, locale: Locale, options: Options): Promise<void> {
  const folder = resolve(FOLDER, options.out);
  mkdirSync(folder, { recursive: true });
  const files = options.isFullSize ? shots : [{ name: 'all', png: await contactSheet(shots, glass) }];
  for (const { name, png } of files) {
    const file = join(folder, `${name.replaceAll(/\W+/g, '-')}-${glass.name}-${locale}.png`);
    writeFileSync(file, png);
    console.log(file);
  }
}

async function run(options: Options): Promise<void> {
  await using closing = new AsyncDisposableStack();
  const server = closing.adopt(await startGalleryServer(), (each) => each.close());
  const browser = closing.adopt(await launchBrowser(), (each) => each.close());
  for (const glass of options.glasses) {
    const gallery = await openGallery(browser, server, glass);
    for (const locale of options.locales) {
      await write(await photograph(gallery, options.scenes, locale), glass, locale, options);
    }
    await gallery.page.context().close();
  }
}

async function main(args: string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) console.log(USAGE);
  else if (options.list) for (const { name } of SCENES) console.log(name);
  else await run(options);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(hasSentence(error) ? error.message : error);
  process.exitCode = 1;
}
