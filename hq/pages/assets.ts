/** The stylesheet, the mark, and the fonts, which come from HQ itself: a page asks nobody else for anything. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const OWN = join(import.meta.dirname, 'static');
const FONTS = { sans: 'noto-sans-sc', serif: 'noto-serif-sc' };
const KEPT = { fonts: '30d', own: '1h' };

export async function registerAssets(app: FastifyInstance): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  await app.register(fastifyStatic, {
    root: OWN,
    prefix: '/static/',
    maxAge: KEPT.own,
    decorateReply: false,
  });
  for (const [name, font] of Object.entries(FONTS)) {
    const root = dirname(resolve(`@fontsource-variable/${font}/package.json`));
    await app.register(fastifyStatic, {
      root,
      prefix: `/fonts/${name}/`,
      // The package's licence and style sheets in other languages are nobody's business.
      allowedPath: (path) => /^\/(index\.css|files\/[\w[\].-]+\.woff2)$/.test(path),
      maxAge: KEPT.fonts,
      decorateReply: false,
    });
  }
}
