/**
 * Why the face assets cannot be had: one error class with a closed set of codes, each message a sentence for
 * the operator.
 */

/**
 * - `packages-missing`: @mediapipe/face_mesh is not installed where it should be.
 * - `packages-unknown`: it is installed but its model data is not what this version was written for.
 * - `bundle-mismatch`: freshly built files do not have the pinned SHA-256.
 * - `configured-missing`, `configured-mismatch`, `configured-unreadable`: a configured official bundle is not
 *   there, has another SHA-256, or is no landmarker bundle.
 * - `output-unwritable`: the output folder refuses a file.
 */
export type FaceAssetsErrorCode =
  | 'packages-missing'
  | 'packages-unknown'
  | 'bundle-mismatch'
  | 'configured-missing'
  | 'configured-mismatch'
  | 'configured-unreadable'
  | 'output-unwritable';

export class FaceAssetsError extends Error {
  readonly code: FaceAssetsErrorCode;

  constructor(code: FaceAssetsErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'FaceAssetsError';
    this.code = code;
  }
}
