/**
 * Builds the window's pages: every `.html` in `renderer/` into `dist/renderer`, and with `--mode bench` every one in
 * `test/bench/pages/` into `dist/bench`, which is served below `/bench/`.
 */
import './scripts/assert-node.mjs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig(({ mode }) => {
  const bench = mode === 'bench';
  const root = join(import.meta.dirname, bench ? 'test/bench/pages' : 'renderer');
  const pages = readdirSync(root).filter((file) => file.endsWith('.html'));
  return {
    root,
    base: bench ? '/bench/' : '/',
    publicDir: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es' },
    build: {
      outDir: join(import.meta.dirname, bench ? 'dist/bench' : 'dist/renderer'),
      emptyOutDir: true,
      target: 'esnext',
      // The content security policy allows neither data: URLs nor inline scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: pages.map((page) => join(root, page)) },
    },
  };
});
