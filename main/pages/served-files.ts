/**
 * Which file of the mirror answers to an address: a file of the built pages or one of the three face files. What is
 * outside of both has no address. Reads the disk only to see whether the file is there.
 */
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** The files of `ensureFaceAssets`, as absolute paths; served below `/face/`. */
export interface FaceFiles {
  taskPath: string;
  detectorPath: string;
  meshPath: string;
}

export interface ServedFile {
  path: string;
  sizeBytes: number;
  contentType: string;
}

/**
 * Names that the build gives and no others: no segment is empty or begins with a dot, and there is no percent sign,
 * backslash, colon or NUL, so that nothing is left to decode that could lead out of the folder.
 */
const PLAIN_PATH = /^(\/[\w-][\w.-]*)+$/;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

const BYTES = 'application/octet-stream';

/**
 * @param pagesDir absolute path of the built pages
 * @returns finds the file of a URL's path (as it stands in the URL, without query); undefined when it has none
 */
export function buildServedFiles(
  pagesDir: string,
  face: FaceFiles,
): (urlPath: string) => Promise<ServedFile | undefined> {
  const faceFiles = new Map([
    ['/face/face_landmarker.task', face.taskPath],
    ['/face/face_detector.tflite', face.detectorPath],
    ['/face/canonical-mesh.json', face.meshPath],
  ]);
  return async (urlPath) => {
    const named = urlPath === '/' ? '/index.html' : urlPath;
    if (!PLAIN_PATH.test(named)) return undefined;
    const path = faceFiles.get(named) ?? join(pagesDir, named);
    // A name that is too long for the disk is no file either.
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    return { path, sizeBytes: found.size, contentType: CONTENT_TYPES[extname(named)] ?? BYTES };
  };
}
