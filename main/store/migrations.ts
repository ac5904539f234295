/**
 * The schema of the store, as numbered steps that are only ever added to (migrate.ts takes them).
 * All of the service's tables stand here, so that one transaction can span them.
 */

export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    visit_id TEXT,
    time_ms INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL,
    mono_ms INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_of_visits ON events (visit_id) WHERE visit_id IS NOT NULL;
  -- A claim names the code only, and may come days after it was shown.
  CREATE INDEX events_code_tokens ON events (body ->> '$.token') WHERE type = 'code.shown';
  CREATE INDEX events_claimed_tokens ON events (body ->> '$.token') WHERE type = 'code.claimed';
  CREATE INDEX events_joined_tokens ON events (body ->> '$.token') WHERE type = 'member.joined';

  CREATE TABLE delivery (
    seq INTEGER PRIMARY KEY REFERENCES events (seq) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'quarantined')),
    -- 0: jumps the queue; 1: in its turn.
    turn INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    -- 1: a reading of health that may yet be folded with others of its hour.
    may_fold INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX delivery_pending ON delivery (turn, seq) WHERE state = 'pending';
  CREATE INDEX delivery_quarantined ON delivery (seq) WHERE state = 'quarantined';
  CREATE INDEX delivery_may_fold ON delivery (seq) WHERE state = 'pending' AND may_fold = 1;

  -- Retention alone may delete, and says so first.
  CREATE TABLE retention (is_running INTEGER NOT NULL) STRICT;
  INSERT INTO retention VALUES (0);
  CREATE TRIGGER events_are_never_edited BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never edited'); END;
  CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
    WHEN (SELECT is_running FROM retention) = 0
    BEGIN SELECT RAISE(ABORT, 'only retention deletes events'); END;

  -- Small documents that must change with events or not at all: the open visit, HQ's cursor, the clock.
  CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- Intents of the page that were acted on. They tell nothing of anyone.
  CREATE TABLE intents (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

  -- What the statistics know of each visit (main/contract/visit-facts.ts). 'is_whole': all events that say
  -- something of it still stand.
  CREATE TABLE visits (
    visit_id TEXT PRIMARY KEY, facts TEXT NOT NULL, is_whole INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  -- Passers by quarter of an hour since the epoch, which every time zone's hours are made of; 'retired': those of them
  -- whose events no longer stand.
  CREATE TABLE passers (
    quarter INTEGER PRIMARY KEY, passers INTEGER NOT NULL, retired INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TRIGGER visits_note_lost_events AFTER DELETE ON events
    WHEN old.visit_id IS NOT NULL AND old.type IN ('visit.started', 'visit.ended', 'shade.worn', 'shade.favourited',
      'shade.unfavourited', 'code.shown', 'code.claimed', 'member.joined')
    BEGIN UPDATE visits SET is_whole = 0 WHERE visit_id = old.visit_id; END;
  CREATE TRIGGER passers_note_lost_events AFTER DELETE ON events WHEN old.type = 'presence.passed'
    BEGIN UPDATE passers SET retired = retired + 1 WHERE quarter = old.time_ms / 900000; END;

  -- What all visits add up to (main/stats/ledger.ts), by store-local day. Each visit stands once in each split: under its
  -- hour, its advisor and its carrier; 'key' is '' where there is none.
  CREATE TABLE tallies (
    mode TEXT NOT NULL, split TEXT NOT NULL CHECK (split IN ('hour', 'ba', 'carrier')), day TEXT NOT NULL, key TEXT NOT NULL,
    passers INTEGER NOT NULL, sensed INTEGER NOT NULL, visits INTEGER NOT NULL, tryons INTEGER NOT NULL,
    codes INTEGER NOT NULL, claims INTEGER NOT NULL, joins INTEGER NOT NULL, poor_tryons INTEGER NOT NULL,
    PRIMARY KEY (mode, split, day, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE shade_tallies (
    mode TEXT NOT NULL, day TEXT NOT NULL, sku TEXT NOT NULL, finish TEXT NOT NULL,
    worn INTEGER NOT NULL, dwell_ms INTEGER NOT NULL, hearts INTEGER NOT NULL, visits INTEGER NOT NULL,
    poor INTEGER NOT NULL,
    PRIMARY KEY (mode, day, sku, finish)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE finish_tallies (
    mode TEXT NOT NULL, day TEXT NOT NULL, finish TEXT NOT NULL,
    worn INTEGER NOT NULL, dwell_ms INTEGER NOT NULL, visits INTEGER NOT NULL,
    PRIMARY KEY (mode, day, finish)
  ) STRICT, WITHOUT ROWID;
  -- How many try-ons of a day had how many shades a minute, in tenths: what medians are taken from.
  CREATE TABLE paces (
    mode TEXT NOT NULL, day TEXT NOT NULL, tenths INTEGER NOT NULL, tryons INTEGER NOT NULL,
    PRIMARY KEY (mode, day, tenths)
  ) STRICT, WITHOUT ROWID;
  -- People through the door and receipts at the till, imported.
  CREATE TABLE day_counts (day TEXT PRIMARY KEY, door INTEGER, till INTEGER) STRICT, WITHOUT ROWID;

  -- How many of these steps were taken, as 'user_version' has it: one flipped bit cannot pretend another.
  CREATE TABLE schema_steps (taken INTEGER NOT NULL) STRICT;
  INSERT INTO schema_steps VALUES (0);

  -- What was refused because the disk or a bound was full, and not reported yet.
  CREATE TABLE losses (class TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- Codes that HQ made at the carriers' platforms, each good for one showing (main/members/pool.ts). Of one that was shown
  -- the token alone stays, so that HQ's telling it again does not bring it back.
  CREATE TABLE code_pool (
    position INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, carrier TEXT NOT NULL,
    payload TEXT, image TEXT, expires_ms INTEGER, is_shown INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX code_pool_unshown ON code_pool (carrier, expires_ms) WHERE is_shown = 0;
  `,
];
