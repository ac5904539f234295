import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contactWayState } from '../../../../hq/claims/contact-ways.ts';
import { mintFor, revokeKey, rotateKey } from '../../../../hq/claims/keys.ts';
import { takeClaim } from '../../../../hq/claims/take.ts';
import { verifyToken } from '../../../../hq/claims/verify.ts';
import { deleteContact } from '../../../../hq/contacts/delete.ts';
import { CLAIMABLE_MS } from '../../../../main/contract/tokens.ts';
import { giveKey, mintToken } from '../../../fakes/tokens.ts';
import { newMirror } from '../hq-fixture.ts';
import {
  type Claims,
  claimOf,
  codeMirror,
  inboxOf,
  ledgerOf,
  openClaims,
  take,
  wecom,
} from './claims-fixture.ts';

let hq: Claims;
beforeAll(async () => {
  hq = await openClaims();
});
afterAll(() => hq.close());

let people = 0;
const somebody = () => `person-${++people}`;
const heldOf = async (token: string) => (await ledgerOf(hq.db)).filter((row) => row.token === token);

describe('a token', () => {
  test('of a mirror of ours verifies as that mirror’s', async () => {
    const mirror = await codeMirror(hq);
    expect(await verifyToken(hq.db, mirror.token())).toEqual({ mirrorId: mirror.id });
  });

  test('with any bit flipped verifies nowhere', async () => {
    const mirror = await codeMirror(hq);
    const bytes = Buffer.from(mirror.token().slice(1), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(await verifyToken(hq.db, `1${flipped.toString('base64url')}`)).toBeUndefined();
    }
  });

  test('under another key, or with the id of another mirror’s key, is refused and leaves nothing', async () => {
    const [one, other] = [await codeMirror(hq), await codeMirror(hq)];
    const own = await giveKey(hq.db, one.id);
    const theirs = await giveKey(hq.db, other.id);
    const forged = mintToken({ keyId: theirs.keyId, secret: own.secret });
    const before = await hq.db.selectFrom('claims').select('claim_id').execute();
    for (const token of [forged, mintToken({ keyId: '0fffff', secret: own.secret }), 'nothing', ''])
      expect(await take(hq, token, somebody())).toEqual({ kind: 'refused' });
    expect(await hq.db.selectFrom('claims').select('claim_id').execute()).toEqual(before);
  });

  test('goes on verifying after its key was followed by another, and not after it was revoked', async () => {
    const mirror = await newMirror(hq);
    const old = await mintFor(hq.db, mirror.id);
    await rotateKey(hq.db, mirror.id, hq.clock.nowMs + 1);
    const next = await mintFor(hq.db, mirror.id);
    expect(next.slice(0, 5)).not.toBe(old.slice(0, 5));
    expect([await verifyToken(hq.db, old), await verifyToken(hq.db, next)]).toEqual([
      { mirrorId: mirror.id },
      { mirrorId: mirror.id },
    ]);
    const told = await inboxOf(hq.db, mirror.id, 'code-key');
    const keyId = Buffer.from(old.slice(1), 'base64url').subarray(0, 3).toString('hex');
    await revokeKey(hq.db, keyId, hq.clock.nowMs + 2);
    expect(await verifyToken(hq.db, old)).toBeUndefined();
    expect(await inboxOf(hq.db, mirror.id, 'code-key')).toHaveLength(told.length + 1);
  });
});

describe('credit', () => {
  test('of a first touch goes to store, dealer and serving advisor, and the mirror is told once', async () => {
    const mirror = await codeMirror(hq);
    const token = mirror.token();
    await mirror.shows(token);
    const person = somebody();
    const first = await take(hq, token, person);
    expect(first).toMatchObject({ kind: 'taken', outcome: 'first-touch', isRepeat: false });
    expect(await take(hq, token, person)).toMatchObject({ outcome: 'first-touch', isRepeat: true });
    expect(await heldOf(token)).toMatchObject([
      {
        version: 1,
        outcome: 'first-touch',
        day: '2026-11-22',
        store_id: 'shanghai',
        credit_store_id: 'shanghai',
        credit_dealer_id: 'east',
        credit_ba: 'ba-a',
      },
    ]);
    expect(await inboxOf(hq.db, mirror.id, 'claim')).toEqual([
      { token, contact: 'new', claimedAtMs: hq.clock.nowMs },
    ]);
  });

  test('of a contact that is known stays with whoever won her first', async () => {
    const [there, here] = [await codeMirror(hq, 'paris'), await codeMirror(hq)];
    const [first, second, third] = [there.token(), here.token(), there.token()];
    await there.shows(first, { ba: 'ba-c' });
    await here.shows(second, { ba: 'ba-b' });
    await there.shows(third, { ba: 'ba-c' });
    const person = somebody();
    await take(hq, first, person, { claimedMs: hq.clock.nowMs - 3 });
    expect(await take(hq, second, person, { claimedMs: hq.clock.nowMs - 2 })).toMatchObject({
      outcome: 'bound',
    });
    expect(await take(hq, third, person, { claimedMs: hq.clock.nowMs - 1 })).toMatchObject({
      outcome: 'known',
    });
    const bound = { credit_store_id: 'paris', credit_dealer_id: 'west', credit_ba: 'ba-c' };
    expect(await heldOf(second)).toMatchObject([{ outcome: 'bound', store_id: 'shanghai', ...bound }]);
    expect(await inboxOf(hq.db, here.id, 'claim')).toMatchObject([{ token: second, contact: 'known' }]);
  });

  test('goes to whoever serves where the rule says so', async () => {
    const parts = { ...hq.parts, settings: { ...hq.parts.settings, credit: { known: 'serving' as const } } };
    const [there, here] = [await codeMirror(hq, 'paris'), await codeMirror(hq)];
    const [first, second] = [there.token(), here.token()];
    await there.shows(first, { ba: 'ba-c' });
    await here.shows(second, { ba: 'ba-b' });
    const person = wecom(somebody());
    await takeClaim(parts, claimOf(first, person, { claimedMs: hq.clock.nowMs - 1 }));
    await takeClaim(parts, claimOf(second, person, { claimedMs: hq.clock.nowMs }));
    expect(await heldOf(second)).toMatchObject([
      { outcome: 'known', credit_ba: 'ba-b', credit_dealer_id: 'east' },
    ]);
  });

  test('waits while the mirror’s own word has not come, and follows it', async () => {
    const mirror = await codeMirror(hq);
    const token = mirror.token();
    expect(await take(hq, token, somebody())).toMatchObject({ outcome: 'pending' });
    expect(await heldOf(token)).toMatchObject([{ version: 1, outcome: 'pending', credit_store_id: null }]);
    // The mirror is told at once, whatever has come: it knows what it showed.
    expect(await inboxOf(hq.db, mirror.id, 'claim')).toHaveLength(1);
    await mirror.shows(token, { ba: 'ba-b' });
    expect(await heldOf(token)).toMatchObject([{ version: 2, outcome: 'first-touch', credit_ba: 'ba-b' }]);
    expect(await inboxOf(hq.db, mirror.id, 'claim')).toHaveLength(1);
  });

  test('of a code that HQ first saw by its scan expires a day after that, however late the mirror’s word comes', async () => {
    const mirror = await codeMirror(hq);
    const [late, later] = [mirror.token(), mirror.token()];
    const shownMs = hq.clock.nowMs - 3 * CLAIMABLE_MS;
    await take(hq, late, somebody());
    await take(hq, later, somebody(), { claimedMs: hq.clock.nowMs + CLAIMABLE_MS + 1 });
    hq.clock.nowMs += 1000;
    await mirror.shows(late, {}, shownMs);
    await mirror.shows(later, {}, shownMs);
    hq.clock.nowMs -= 1000;
    expect(await heldOf(late)).toMatchObject([{ outcome: 'first-touch' }]);
    expect(await heldOf(later)).toMatchObject([{ outcome: 'expired', credit_store_id: null }]);
  });

  test('is nobody’s a day after the code was shown', async () => {
    const mirror = await codeMirror(hq);
    const [inTime, tooLate] = [mirror.token(), mirror.token()];
    const shownMs = hq.clock.nowMs - CLAIMABLE_MS;
    await mirror.shows(inTime, {}, shownMs);
    await mirror.shows(tooLate, {}, shownMs - 1);
    expect(await take(hq, inTime, somebody())).toMatchObject({ outcome: 'first-touch' });
    expect(await take(hq, tooLate, somebody())).toMatchObject({ outcome: 'expired' });
    expect(await inboxOf(hq.db, mirror.id, 'claim')).toMatchObject([{ token: inTime }]);
  });

  test('of a code is the first contact’s; a second contact gets none, and the first may come again', async () => {
    const mirror = await codeMirror(hq);
    const token = mirror.token();
    await mirror.shows(token);
    const person = somebody();
    await take(hq, token, person, { claimedMs: hq.clock.nowMs - 2 });
    expect(await take(hq, token, somebody(), { claimedMs: hq.clock.nowMs - 1 })).toMatchObject({
      outcome: 'double',
    });
    expect(await take(hq, token, person)).toMatchObject({ outcome: 'repeat' });
    expect((await heldOf(token)).map(({ outcome, credit_ba }) => [outcome, credit_ba])).toEqual([
      ['first-touch', 'ba-a'],
      ['double', null],
      ['repeat', null],
    ]);
  });

  test('moves by a new version when an earlier claim is learnt of later', async () => {
    const mirror = await codeMirror(hq);
    const token = mirror.token();
    await mirror.shows(token);
    await take(hq, token, somebody(), { claimedMs: hq.clock.nowMs });
    await take(hq, token, somebody(), { claimedMs: hq.clock.nowMs - 1 });
    expect((await heldOf(token)).map(({ outcome, version }) => [outcome, version])).toEqual([
      ['first-touch', 1],
      ['double', 2],
    ]);
  });

  test('is nobody’s where the carrier does not say who, and where staff scan', async () => {
    const mirror = await codeMirror(hq);
    const [unnamed, own] = [mirror.token(), mirror.token()];
    await mirror.shows(unnamed);
    await mirror.shows(own);
    const ba = somebody();
    await hq.db
      .insertInto('staff_refs')
      .values({ channel: 'wecom', ref: ba, store_id: 'shanghai', ba_id: 'ba-a' })
      .execute();
    expect(await take(hq, unnamed, null)).toMatchObject({ outcome: 'unconfirmed', contactId: null });
    expect(await take(hq, own, ba)).toMatchObject({ outcome: 'self-scan' });
    expect(await inboxOf(hq.db, mirror.id, 'claim')).toEqual([]);
    // A shopper may still take it home.
    expect(await take(hq, own, somebody())).toMatchObject({ outcome: 'first-touch' });
  });

  test('of a code that was shown in a demonstration is nobody’s, and makes nobody known', async () => {
    const mirror = await codeMirror(hq);
    const [shown, real] = [mirror.token(), mirror.token()];
    await mirror.shows(shown, { isDemo: true });
    await mirror.shows(real);
    const person = somebody();
    const before = { claimedMs: hq.clock.nowMs - 1 };
    expect(await take(hq, shown, person, before)).toMatchObject({ outcome: 'demo' });
    expect(await heldOf(shown)).toMatchObject([{ credit_store_id: null, credit_ba: null }]);
    // It is hers all the same, and the mirror thanks her.
    expect(await take(hq, shown, somebody())).toMatchObject({ outcome: 'double' });
    expect(await inboxOf(hq.db, mirror.id, 'claim')).toHaveLength(1);
    expect(await take(hq, real, person)).toMatchObject({ outcome: 'first-touch' });
  });

  test('of staff stays nobody’s when their data is deleted, and takes no shopper’s', async () => {
    const mirror = await codeMirror(hq);
    const token = mirror.token();
    await mirror.shows(token);
    const [ba, shopper] = [somebody(), somebody()];
    await hq.db
      .insertInto('staff_refs')
      .values({ channel: 'wecom', ref: ba, store_id: 'shanghai', ba_id: 'ba-b' })
      .execute();
    const scan = await take(hq, token, ba, { claimedMs: hq.clock.nowMs - 1 });
    await take(hq, token, shopper);
    await deleteContact(hq.parts, (scan.kind === 'taken' && scan.contactId) || '', { operatorId: null });
    await take(hq, token, shopper);
    await take(hq, token, somebody(), { claimedMs: hq.clock.nowMs + 1 });
    expect((await heldOf(token)).map(({ outcome }) => outcome)).toEqual([
      'self-scan',
      'first-touch',
      'double',
    ]);
  });

  test('of a known contact is told as such while the mirror’s word of the code has not come', async () => {
    const mirror = await codeMirror(hq);
    const [first, next] = [mirror.token(), mirror.token()];
    await mirror.shows(first);
    const person = somebody();
    await take(hq, first, person, { claimedMs: hq.clock.nowMs - 1 });
    expect(await take(hq, next, person)).toMatchObject({ outcome: 'pending' });
    expect((await inboxOf(hq.db, mirror.id, 'claim')).at(-1)).toMatchObject({
      token: next,
      contact: 'known',
    });
  });

  test('is not claimed again by a repeat after her data was deleted, and nothing of her comes back', async () => {
    const mirror = await codeMirror(hq);
    const token = mirror.token();
    await mirror.shows(token);
    const person = somebody();
    const taken = await take(hq, token, person);
    const contactId = (taken.kind === 'taken' && taken.contactId) || '';
    await deleteContact(hq.parts, contactId, { operatorId: null });
    expect(await take(hq, token, person)).toMatchObject({ contactId, isRepeat: true });
    const refs = hq.db.selectFrom('contact_refs').selectAll().where('ref', '=', person);
    expect(await refs.execute()).toEqual([]);
    expect(await heldOf(token)).toHaveLength(1);
  });

  test('of a friend who was added again by the same advisor is nobody’s', async () => {
    const mirror = await codeMirror(hq);
    const [first, again] = [mirror.token(), mirror.token()];
    for (const token of [first, again]) await mirror.shows(token, { carrier: 'wecom-link' });
    const person = somebody();
    await take(hq, first, person, { carrier: 'wecom-link', claimedMs: hq.clock.nowMs - 1 });
    expect(await take(hq, again, person, { carrier: 'wecom-link' })).toMatchObject({ outcome: 're-added' });
  });

  test('of an advisor’s static code is hers and her mirror’s, never a visit’s', async () => {
    const mirror = await codeMirror(hq);
    const used = { state: contactWayState(mirror.id, 'ba-b') };
    const claim = { used, carrier: 'wecom-contact' as const, claimedMs: hq.clock.nowMs };
    const taken = await takeClaim(hq.parts, claimOf('static', wecom(somebody()), claim));
    expect(taken).toMatchObject({ mirrorId: mirror.id, outcome: 'first-touch' });
    // Somebody else within the same second is another claim.
    await takeClaim(hq.parts, { ...claimOf('static', wecom(somebody()), claim), id: 'static-code' });
    await takeClaim(hq.parts, { ...claimOf('static', wecom(somebody()), claim), id: 'static-code' });
    expect((await ledgerOf(hq.db)).filter(({ mirror_id }) => mirror_id === mirror.id)).toHaveLength(3);
    const row = (await ledgerOf(hq.db)).find(({ mirror_id }) => mirror_id === mirror.id);
    expect(row).toMatchObject({ token: '', credit_ba: 'ba-b', credit_store_id: 'shanghai' });
    expect(await inboxOf(hq.db, mirror.id, 'claim')).toEqual([]);
    // Of whom the carrier does not name there is a row as well.
    const unnamed = { ...claimOf('static', null, claim), id: 'static-unnamed' };
    expect(await takeClaim(hq.parts, unnamed)).toMatchObject({ outcome: 'unconfirmed' });
    expect((await ledgerOf(hq.db)).filter(({ mirror_id }) => mirror_id === mirror.id)).toHaveLength(4);
    const unknown = claimOf('none', wecom(somebody()), { ...claim, used: { state: 'c0123' } });
    expect(await takeClaim(hq.parts, unknown)).toEqual({ kind: 'refused' });
  });
});

test.each(['claims', 'credits', 'consents'])(
  'the database refuses to edit, delete and empty %s',
  async (table) => {
    const mirror = await codeMirror(hq);
    await take(hq, mirror.token(), somebody());
    const row = { contact_id: 'c', id: 'i', version: '1', locale: 'en', is_given: true, at_ms: 1 };
    if (table === 'consents')
      await hq.db
        .insertInto('consents')
        .values({ ...row, purpose: 'membership' })
        .execute();
    for (const change of [
      `UPDATE ${table} SET contact_id = 'x'`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
    ])
      await expect(sql.raw(change).execute(hq.db)).rejects.toThrow(`${table} is only ever added to`);
  },
);
