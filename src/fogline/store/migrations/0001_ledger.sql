-- The ledger: insert-only. Rows belong to a batch; a batch's hash covers the batch before it and the digests of its rows.
-- `batch` is no foreign key: the batch's row comes last, since it holds that hash, and a deferred key would make SQLite
-- search all children of every row that is written until then. `fogline verify` checks it instead.

CREATE TABLE batches (
  seq INTEGER PRIMARY KEY,
  recorded_at TEXT NOT NULL,        -- UTC, microseconds; never earlier than the batch before
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE         -- sha256(previous, then the batch's contents as canonical JSON)
) STRICT;

CREATE TABLE captures (
  seq INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  digest TEXT NOT NULL UNIQUE,      -- sha256 of the bytes as they came in
  encoding TEXT NOT NULL CHECK (encoding IN ('zlib', 'none')),
  body BLOB NOT NULL,
  source TEXT NOT NULL,             -- where these bytes were first seen
  media_type TEXT NOT NULL,
  facts TEXT NOT NULL
) STRICT;

CREATE TABLE reports (
  seq INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  id TEXT NOT NULL,                 -- a later row with the same id is a later revision
  digest TEXT NOT NULL,             -- sha256 of json
  same TEXT NOT NULL,               -- sha256 of json without its source: the same report found elsewhere
  capture TEXT REFERENCES captures(digest),
  published TEXT,                   -- first possible day; null where the year is not known
  json TEXT NOT NULL
) STRICT;
CREATE INDEX reports_id ON reports(id, seq);
CREATE INDEX reports_published ON reports(published, id);

CREATE TABLE readings (
  seq INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  report INTEGER NOT NULL REFERENCES reports(seq),
  digest TEXT NOT NULL,             -- sha256 of method, language, why unread and the claims' digests
  method TEXT NOT NULL,
  version TEXT NOT NULL,
  lang TEXT,
  unread TEXT
) STRICT;
CREATE INDEX readings_report ON readings(report, seq);

CREATE TABLE claims (
  seq INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  reading INTEGER NOT NULL REFERENCES readings(seq),
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT,
  json TEXT NOT NULL
) STRICT;
CREATE INDEX claims_id ON claims(id);
CREATE INDEX claims_reading ON claims(reading);
CREATE INDEX claims_kind ON claims(kind);

-- Where to find claims by name; in lower case. Made from claims.json, so outside the chain.
CREATE TABLE claim_places (name TEXT NOT NULL, claim INTEGER NOT NULL REFERENCES claims(seq),
  PRIMARY KEY (name, claim)) STRICT, WITHOUT ROWID;
CREATE TABLE claim_speakers (name TEXT NOT NULL, claim INTEGER NOT NULL REFERENCES claims(seq),
  PRIMARY KEY (name, claim)) STRICT, WITHOUT ROWID;
CREATE TABLE claim_parties (name TEXT NOT NULL, claim INTEGER NOT NULL REFERENCES claims(seq),
  PRIMARY KEY (name, claim)) STRICT, WITHOUT ROWID;

CREATE TABLE set_aside (
  seq INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  digest TEXT NOT NULL UNIQUE,
  json TEXT NOT NULL
) STRICT;

CREATE TABLE judgements (
  seq INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL,
  json TEXT NOT NULL
) STRICT;

CREATE INDEX captures_batch ON captures(batch);
CREATE INDEX reports_batch ON reports(batch);
CREATE INDEX readings_batch ON readings(batch);
CREATE INDEX claims_batch ON claims(batch);
CREATE INDEX set_aside_batch ON set_aside(batch);
CREATE INDEX judgements_batch ON judgements(batch);

-- Nothing is rewritten.
CREATE TRIGGER batches_no_update BEFORE UPDATE ON batches BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER batches_no_delete BEFORE DELETE ON batches BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER captures_no_update BEFORE UPDATE ON captures BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER reports_no_update BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER reports_no_delete BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER claims_no_update BEFORE UPDATE ON claims BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER claims_no_delete BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER claim_places_no_update BEFORE UPDATE ON claim_places BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER claim_places_no_delete BEFORE DELETE ON claim_places BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER claim_speakers_no_update BEFORE UPDATE ON claim_speakers BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER claim_speakers_no_delete BEFORE DELETE ON claim_speakers BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER claim_parties_no_update BEFORE UPDATE ON claim_parties BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER claim_parties_no_delete BEFORE DELETE ON claim_parties BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER set_aside_no_update BEFORE UPDATE ON set_aside BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER set_aside_no_delete BEFORE DELETE ON set_aside BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER judgements_no_update BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER judgements_no_delete BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER migrations_no_update BEFORE UPDATE ON migrations BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER migrations_no_delete BEFORE DELETE ON migrations BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
