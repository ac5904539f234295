/** The shape of every error that a person may read: a code from a closed list, and a sentence that says what to do. */

/**
 * @template Code the closed union of codes of the module that throws it. `message` tells what is wrong and what to do
 * next; `cause` keeps what was underneath.
 */
export class CodedError<Code extends string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CodedError';
    this.code = code;
  }
}

/** Whether `error` was thrown with a code of ours, so that its message can stand alone. Node's own codes are capitals. */
export function hasSentence(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && /^[a-z]+(-[a-z]+)*$/.test(String(error.code));
}
