/**
 * Builds pages, every `.html` of a folder: the window's own from `renderer/` into `dist/renderer`, and the tools' (`--mode
 * bench`, `--mode screens`) into a folder of `dist` that is served below the mode's name.
 */
import './scripts/assert-node.mjs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const MIRROR = { root: 'renderer', base: '/', outDir: 'dist/renderer' };
const TOOLS: Record<string, typeof MIRROR> = {
  bench: { root: 'test/bench/pages', base: '/bench/', outDir: 'dist/bench' },
  screens: { root: 'test/screens/pages', base: '/screens/', outDir: 'dist/screens' },
};

export default defineConfig(({ mode }) => {
  const pages = TOOLS[mode] ?? MIRROR;
  const root = join(import.meta.dirname, pages.root);
  const files = readdirSync(root).filter((file) => file.endsWith('.html'));
  return {
    root,
    base: pages.base,
    publicDir: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es' },
    build: {
      outDir: join(import.meta.dirname, pages.outDir),
      emptyOutDir: true,
      target: 'esnext',
      // The content security policy allows neither data: URLs nor inline scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: files.map((file) => join(root, file)), checks: { pluginTimings: false } },
    },
  };
});
