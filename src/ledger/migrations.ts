/**
 * Numbered migrations: the database's `user_version` is the number of the last one that ran. Never edit one that was
 * released; add the next.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE epoch (n INTEGER PRIMARY KEY, started_at TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
  CREATE TABLE process (holder TEXT PRIMARY KEY, seen_at TEXT NOT NULL) STRICT;

  CREATE TABLE station (
    id TEXT PRIMARY KEY, declaration TEXT NOT NULL, declared INTEGER NOT NULL, state TEXT NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT, station TEXT NOT NULL REFERENCES station, trigger TEXT NOT NULL, holder TEXT NOT NULL,
    started_at TEXT NOT NULL, ended_at TEXT, phase TEXT NOT NULL, outcome TEXT, counts TEXT NOT NULL, stages TEXT NOT NULL, lease_until TEXT
  ) STRICT;
  CREATE INDEX run_station ON run (station, id);
  CREATE UNIQUE INDEX run_active ON run (station) WHERE ended_at IS NULL;
  CREATE TABLE run_issue (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run, code TEXT NOT NULL, severity TEXT NOT NULL, subject TEXT,
    detail TEXT NOT NULL, url TEXT, line INTEGER, owner TEXT NOT NULL
  ) STRICT;
  CREATE INDEX run_issue_run ON run_issue (run);
  CREATE TABLE run_item (
    run INTEGER NOT NULL REFERENCES run, subject TEXT NOT NULL, record TEXT, title TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT,
    PRIMARY KEY (run, subject)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE staged (
    run INTEGER NOT NULL REFERENCES run, subject TEXT NOT NULL, kind TEXT NOT NULL, canonical_hash TEXT NOT NULL, source_url TEXT NOT NULL,
    body BLOB, meta TEXT, report BLOB,
    PRIMARY KEY (run, subject)
  ) STRICT;
  CREATE TABLE staged_document (
    run INTEGER NOT NULL REFERENCES run, url TEXT NOT NULL, etag TEXT, last_modified TEXT, body_hash TEXT NOT NULL, memo TEXT NOT NULL, subjects TEXT NOT NULL,
    PRIMARY KEY (run, url)
  ) STRICT;
  CREATE TABLE document (
    station TEXT NOT NULL REFERENCES station, url TEXT NOT NULL, etag TEXT, last_modified TEXT, body_hash TEXT NOT NULL, memo TEXT NOT NULL, subjects TEXT NOT NULL, run INTEGER NOT NULL,
    PRIMARY KEY (station, url)
  ) STRICT;

  CREATE TABLE record (
    id TEXT PRIMARY KEY, iri TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, state TEXT NOT NULL, station TEXT NOT NULL REFERENCES station,
    version INTEGER, first_seen_at TEXT NOT NULL, last_changed_at TEXT NOT NULL, published_at TEXT, confirmed_at TEXT,
    state_reason TEXT, state_since TEXT, title TEXT NOT NULL, holder TEXT, publisher TEXT, inheritable TEXT NOT NULL
  ) STRICT;
  CREATE INDEX record_station ON record (station, state);
  CREATE INDEX record_state ON record (state, id);
  CREATE TABLE description (
    id INTEGER PRIMARY KEY, station TEXT NOT NULL REFERENCES station, subject TEXT NOT NULL, record TEXT NOT NULL REFERENCES record,
    canonical_hash TEXT NOT NULL, version INTEGER NOT NULL, admitted_version INTEGER, custodian TEXT, publisher TEXT,
    present INTEGER NOT NULL, stale INTEGER NOT NULL DEFAULT 0, missing_runs INTEGER NOT NULL DEFAULT 0, missing_since TEXT,
    first_seen_at TEXT NOT NULL, last_seen_at TEXT NOT NULL, last_run INTEGER NOT NULL, source_url TEXT NOT NULL,
    held_since TEXT, held_reasons TEXT,
    UNIQUE (station, subject)
  ) STRICT;
  CREATE INDEX description_record ON description (record);
  CREATE TABLE version (
    id INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL REFERENCES record, station TEXT NOT NULL, n INTEGER NOT NULL, received_at TEXT NOT NULL, run INTEGER NOT NULL,
    received_hash TEXT NOT NULL, canonical_hash TEXT NOT NULL, pipeline TEXT NOT NULL, meta TEXT NOT NULL, body BLOB NOT NULL, report BLOB,
    UNIQUE (record, n)
  ) STRICT;

  CREATE TABLE log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, op TEXT NOT NULL, id TEXT NOT NULL, version INTEGER, cause TEXT NOT NULL,
    time TEXT NOT NULL, station TEXT, by TEXT, run INTEGER
  ) STRICT;
  CREATE INDEX log_id ON log (id, seq);
  CREATE TABLE publication (
    record TEXT NOT NULL REFERENCES record, version INTEGER NOT NULL REFERENCES version, from_seq INTEGER NOT NULL, to_seq INTEGER, at TEXT NOT NULL, station TEXT NOT NULL,
    PRIMARY KEY (record, from_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX publication_version ON publication (version);
  CREATE TABLE series_member (series TEXT NOT NULL, record TEXT NOT NULL REFERENCES record, PRIMARY KEY (series, record)) STRICT, WITHOUT ROWID;
  CREATE TABLE alias (iri TEXT PRIMARY KEY, record TEXT NOT NULL REFERENCES record, reason TEXT NOT NULL) STRICT;
  CREATE TABLE assertion (iri TEXT PRIMARY KEY, body TEXT NOT NULL, subject TEXT NOT NULL, from_seq INTEGER NOT NULL) STRICT;
  `,
  'CREATE TABLE series_claim (series TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (series, member)) STRICT, WITHOUT ROWID',
  'ALTER TABLE station ADD COLUMN state_before TEXT',
  `
  CREATE TABLE installation (
    n INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL, meta TEXT NOT NULL, installed_at TEXT NOT NULL, installed_by TEXT NOT NULL,
    removed_at TEXT, removed_by TEXT
  ) STRICT;
  CREATE UNIQUE INDEX installation_in_force ON installation (kind, id) WHERE removed_at IS NULL;
  `,
  `
  CREATE TABLE kept_report (key_hash TEXT PRIMARY KEY, blob_hash TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX kept_report_expires ON kept_report (expires_at);
  `,
  `
  CREATE TABLE station_memory (
    station TEXT PRIMARY KEY REFERENCES station, bookmark TEXT, full_walk_at TEXT, failures INTEGER NOT NULL DEFAULT 0, not_before TEXT, token_hash TEXT, feedback_hash TEXT
  ) STRICT, WITHOUT ROWID;
  ALTER TABLE run ADD COLUMN bookmark TEXT;
  ALTER TABLE run ADD COLUMN walk TEXT;
  ALTER TABLE run ADD COLUMN plan TEXT;
  ALTER TABLE run ADD COLUMN dry INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE run ADD COLUMN by TEXT;
  ALTER TABLE run ADD COLUMN of_run INTEGER;
  ALTER TABLE run ADD COLUMN resolved TEXT;
  ALTER TABLE run ADD COLUMN quality TEXT;
  ALTER TABLE run ADD COLUMN progress TEXT;
  ALTER TABLE run ADD COLUMN cancelled_by TEXT;
  ALTER TABLE run_item ADD COLUMN changes TEXT;
  ALTER TABLE document ADD COLUMN base_iri TEXT;
  ALTER TABLE document ADD COLUMN media_type TEXT;
  ALTER TABLE document ADD COLUMN retrieved_at TEXT;
  ALTER TABLE staged_document ADD COLUMN base_iri TEXT;
  ALTER TABLE staged_document ADD COLUMN media_type TEXT;
  ALTER TABLE staged_document ADD COLUMN retrieved_at TEXT;
  ALTER TABLE staged_document ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE run_document (
    run INTEGER NOT NULL REFERENCES run, url TEXT NOT NULL, base_iri TEXT NOT NULL, media_type TEXT NOT NULL, retrieved_at TEXT NOT NULL, body_hash TEXT NOT NULL,
    PRIMARY KEY (run, url)
  ) STRICT;
  CREATE INDEX run_document_hash ON run_document (body_hash);
  CREATE TABLE planned_deed (run INTEGER NOT NULL REFERENCES run, subject TEXT NOT NULL, deed TEXT NOT NULL, PRIMARY KEY (run, subject)) STRICT, WITHOUT ROWID;
  `,
  'CREATE TABLE round (id INTEGER PRIMARY KEY AUTOINCREMENT, started_at TEXT NOT NULL, ends_by TEXT NOT NULL, ended_at TEXT, stations TEXT NOT NULL) STRICT',
  'ALTER TABLE staged ADD COLUMN confirmed_at TEXT',
  `
  CREATE TABLE delivery (name TEXT NOT NULL, scope TEXT NOT NULL, bookmark TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (name, scope)) STRICT, WITHOUT ROWID;
  CREATE TABLE delivery_message (
    id TEXT PRIMARY KEY, delivery TEXT NOT NULL, scope TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL, state TEXT NOT NULL, created_at TEXT NOT NULL,
    not_before TEXT NOT NULL, claimed_until TEXT, attempts INTEGER NOT NULL DEFAULT 0, outcome TEXT, ended_at TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX delivery_message_state ON delivery_message (delivery, state, not_before);
  CREATE INDEX delivery_message_scope ON delivery_message (delivery, scope, created_at);
  `,
  `
  CREATE TABLE record_identifier (record TEXT NOT NULL REFERENCES record, notation TEXT NOT NULL, agency TEXT NOT NULL, PRIMARY KEY (record, notation, agency)) STRICT, WITHOUT ROWID;
  CREATE TABLE alias_refused (iri TEXT PRIMARY KEY, record TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  ALTER TABLE record ADD COLUMN fingerprint TEXT;
  ALTER TABLE record ADD COLUMN redacted INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX record_fingerprint ON record (fingerprint) WHERE fingerprint IS NOT NULL;
  ALTER TABLE version ADD COLUMN redacted TEXT;
  CREATE TABLE backup (path TEXT PRIMARY KEY, made_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE redacted_bytes (hash TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  ALTER TABLE run_document ADD COLUMN subjects TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE run_document ADD COLUMN kept_only INTEGER NOT NULL DEFAULT 0;
  `,
  `
  ALTER TABLE version RENAME COLUMN redacted TO gap;
  UPDATE version SET gap = json_set(gap, '$.kind', 'redacted') WHERE gap IS NOT NULL;
  CREATE INDEX version_gap ON version (id) WHERE gap IS NOT NULL;
  `,
  `
  CREATE TABLE audit (
    n INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, by TEXT, via TEXT NOT NULL, action TEXT NOT NULL, target TEXT, detail TEXT NOT NULL, hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_target ON audit (target, n);
  CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'entries of the audit log are never changed'); END;
  CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'entries of the audit log are never removed'); END;
  `,
  `
  CREATE TABLE link_check (
    url TEXT PRIMARY KEY, reachable INTEGER, status INTEGER, checked_at TEXT, since TEXT, tried_at TEXT NOT NULL, trouble TEXT
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE usage (day TEXT NOT NULL, record TEXT NOT NULL, channel TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (day, record, channel)) STRICT, WITHOUT ROWID;
  CREATE INDEX usage_record ON usage (record, day);
  CREATE TABLE missed_term (month TEXT NOT NULL, term TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (month, term)) STRICT, WITHOUT ROWID;
  `,
  `
  INSERT INTO meta (key, value) VALUES ('token_secret', lower(hex(randomblob(32))));
  CREATE TABLE version_term (version INTEGER NOT NULL REFERENCES version, property TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (version, property, value)) STRICT, WITHOUT ROWID;
  CREATE INDEX version_term_value ON version_term (property, value, version);
  INSERT OR IGNORE INTO version_term (version, property, value)
    SELECT v.id, p.property, j.value FROM version v
      JOIN (SELECT 'access' AS property, '$.inheritable.accessRights' AS path UNION ALL SELECT 'theme', '$.inheritable.themes' UNION ALL SELECT 'legislation', '$.inheritable.legislation') p
      JOIN json_each(v.meta, p.path) j WHERE j.type = 'text';
  CREATE TRIGGER version_terms AFTER INSERT ON version BEGIN
    INSERT OR IGNORE INTO version_term (version, property, value)
      SELECT NEW.id, p.property, j.value
        FROM (SELECT 'access' AS property, '$.inheritable.accessRights' AS path UNION ALL SELECT 'theme', '$.inheritable.themes' UNION ALL SELECT 'legislation', '$.inheritable.legislation') p
        JOIN json_each(NEW.meta, p.path) j WHERE j.type = 'text';
  END;
  CREATE INDEX log_listed ON log (substr(time, 1, 19), id, seq) WHERE kind = 'record' AND op <> 'observed';
  CREATE INDEX log_record ON log (id, seq) WHERE kind = 'record' AND op <> 'observed';
  `,
  `
  CREATE TABLE eu_record (
    record TEXT PRIMARY KEY, iri TEXT NOT NULL, station TEXT NOT NULL, held TEXT, wanted TEXT, seq INTEGER NOT NULL, obstacles TEXT NOT NULL, due_at TEXT, aim TEXT NOT NULL,
    refused TEXT, at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX eu_record_due ON eu_record (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX eu_record_station ON eu_record (station);
  CREATE TABLE eu_use (record TEXT NOT NULL, used TEXT NOT NULL, PRIMARY KEY (record, used)) STRICT, WITHOUT ROWID;
  CREATE INDEX eu_use_used ON eu_use (used);
  CREATE TABLE eu_message (
    id TEXT NOT NULL UNIQUE, record TEXT NOT NULL, iri TEXT NOT NULL, operation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT, payload BLOB, state TEXT NOT NULL,
    created_at TEXT NOT NULL, not_before TEXT NOT NULL, claimed_until TEXT, attempts INTEGER NOT NULL DEFAULT 0, sent_at TEXT, reference TEXT, detail TEXT, ended_at TEXT
  ) STRICT;
  CREATE INDEX eu_message_state ON eu_message (state, created_at);
  CREATE INDEX eu_message_record ON eu_message (record, created_at);
  CREATE TABLE central_id (id TEXT PRIMARY KEY, kind TEXT NOT NULL, record TEXT, iri TEXT NOT NULL, since TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX central_id_record ON central_id (record);
  `,
  'ALTER TABLE round ADD COLUMN seq INTEGER',
  `
  CREATE TABLE assertion_past (
    iri TEXT NOT NULL, body TEXT NOT NULL, subject TEXT NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL, PRIMARY KEY (iri, from_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX assertion_past_subject ON assertion_past (subject);
  CREATE INDEX assertion_subject ON assertion (subject);
  CREATE INDEX record_changed ON record (last_changed_at) WHERE state = 'current';
  CREATE INDEX log_catalogue ON log (seq) WHERE kind = 'catalogue';
  `,
];
