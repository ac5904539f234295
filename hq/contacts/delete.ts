/**
 * Deletes what HQ has of a person. What stays is a stub without a name: that there was a contact, when she came and went,
 * which consents were given and withdrawn, and what was credited to whom for her. Nothing leads from it back to her.
 */
import { audit } from '../accounts/audit.ts';
import { lockLedger } from '../credit/ledger.ts';
import type { HqParts } from '../server.ts';

/** @param by the operator who did it on her request; null: she herself */
export async function deleteContact(
  { db, now }: HqParts,
  contactId: string,
  by: { operatorId: string | null },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // A join that is under way would bring back what is being deleted.
    await lockLedger(tx);
    const deleted = await tx
      .updateTable('contacts')
      .set({ nickname: null, phone: null, locale: null, tier: null, manage_hash: null, deleted_ms: now() })
      .where('contact_id', '=', contactId)
      .where('deleted_ms', 'is', null)
      .returning('contact_id')
      .executeTakeFirst();
    if (deleted === undefined) return;
    await tx.deleteFrom('contact_refs').where('contact_id', '=', contactId).execute();
    const detail = { contact: contactId };
    await audit(tx, { operatorId: by.operatorId, what: 'contact-deleted', detail }, now());
  });
}
