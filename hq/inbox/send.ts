/** Puts a message into a mirror's inbox: checked by its kind, numbered in the order of commits, kept until for ever. */
import { v7 as newId } from 'uuid';
import { CodedError } from '../../main/contract/coded-error.ts';
import { INBOX_BODIES, type InboxBody, type InboxKind } from '../../main/contract/wire.ts';
import type { HqDatabase } from '../storage/schema.ts';

export type SendErrorCode = 'mirror-unknown' | 'body-invalid' | 'body-too-large';

/** A mirror reads no longer reply than a megabyte, in which this must fit with its envelope. */
export const MAX_MESSAGE_BYTES = 900 * 1024;

/** Committed when it returns, unless within a transaction of the caller's. Throws CodedError<SendErrorCode>. @returns its cursor */
export async function sendToMirror<K extends InboxKind>(
  db: HqDatabase,
  mirrorId: string,
  kind: K,
  body: InboxBody<K>,
  nowMs: number,
): Promise<number> {
  const text = textOf(kind, body);
  if (db.isTransaction) return insert();
  return db.transaction().execute((tx) => insert(tx));

  async function insert(tx = db): Promise<number> {
    // The row's lock makes the order of cursors that of commits: a mirror that has read one has read all before it.
    const mirror = await tx
      .updateTable('mirrors')
      .set((column) => ({ inbox_cursor: column('inbox_cursor', '+', 1) }))
      .where('mirror_id', '=', mirrorId)
      .returning('inbox_cursor')
      .executeTakeFirst();
    if (mirror === undefined) throw fault('mirror-unknown', `The registry has no mirror "${mirrorId}".`);
    const cursor = mirror.inbox_cursor;
    const row = { mirror_id: mirrorId, cursor, id: newId(), kind, body: text, created_ms: nowMs };
    await tx.insertInto('inbox').values(row).execute();
    return cursor;
  }
}

function textOf(kind: InboxKind, body: unknown): string {
  const parsed = INBOX_BODIES[kind].safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw fault(
      'body-invalid',
      `This is no message of kind "${kind}": ${issue?.path.join('.')} ${issue?.message}.`,
    );
  }
  const text = JSON.stringify(parsed.data);
  if (Buffer.byteLength(text) <= MAX_MESSAGE_BYTES) return text;
  throw fault('body-too-large', `A message may have ${MAX_MESSAGE_BYTES} bytes: send less.`);
}

const fault = (code: SendErrorCode, sentence: string) => new CodedError<SendErrorCode>(code, sentence);
