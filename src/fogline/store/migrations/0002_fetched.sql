-- How captures were fetched: where their requests and answers lie in the WARC files beside the ledger.

CREATE TABLE fetched (
  seq INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  digest TEXT NOT NULL,             -- sha256 of json
  capture TEXT NOT NULL REFERENCES captures(digest),
  report TEXT NOT NULL,             -- id of the report that was read from it
  file TEXT NOT NULL,
  start INTEGER NOT NULL,           -- byte at which the records of this fetch begin in the file
  size INTEGER NOT NULL,            -- bytes that they take there
  payload TEXT,                     -- digest of the answer's payload; null where the record refers to an earlier one
  json TEXT NOT NULL
) STRICT;
CREATE INDEX fetched_batch ON fetched(batch);
CREATE INDEX fetched_capture ON fetched(capture);
CREATE INDEX fetched_report ON fetched(report);
CREATE INDEX fetched_file ON fetched(file, start);
CREATE INDEX fetched_payload ON fetched(payload);
CREATE TRIGGER fetched_no_update BEFORE UPDATE ON fetched BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
CREATE TRIGGER fetched_no_delete BEFORE DELETE ON fetched BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END;
