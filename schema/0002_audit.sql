-- Who did what, who looked at whom, and what each thing was before.

-- class: home
-- large
-- One act: written in the transaction of the act itself, refused acts too. Never changed after it
-- is sealed; sealing sets `block` and nothing else.
CREATE TABLE audit (
  home_id INTEGER NOT NULL,       -- the estate or region it concerns; 0: the installation
  id INTEGER NOT NULL,            -- time-ordered
  at INTEGER NOT NULL,            -- UTC ms
  account_id INTEGER,             -- who; NULL: nobody was signed in
  post_id INTEGER,                -- under which post
  action TEXT NOT NULL,           -- 'estate.update', 'session.open'
  is_refused INTEGER NOT NULL,    -- 0 done, 1 refused
  kind TEXT,                      -- kind of the thing acted on
  subject_id INTEGER,             -- its id
  detail TEXT NOT NULL,           -- JSON of codes, ids and field names; never personal values
  reason TEXT,                    -- as the actor gave it
  request_id INTEGER NOT NULL,    -- the request in the server's log
  block INTEGER,                  -- the block that seals it; NULL until sealed
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX audit_unsealed ON audit (id) WHERE block IS NULL;
CREATE INDEX audit_in_block ON audit (block, id);
CREATE INDEX audit_account ON audit (account_id, id);
CREATE INDEX audit_subject ON audit (subject_id, id);
CREATE INDEX audit_time ON audit (id);

-- class: reference
-- Sealed rows of the audit: a Merkle tree over the rows of a second or so, linked to the block before.
CREATE TABLE audit_block (
  number INTEGER NOT NULL PRIMARY KEY, -- 1, 2, 3 … without gaps
  sealed_at INTEGER NOT NULL,          -- UTC ms
  row_count INTEGER NOT NULL,          -- rows in it, in the order of their ids
  root BLOB NOT NULL,                  -- SHA-256 Merkle root over the rows
  chain BLOB NOT NULL                  -- SHA-256(previous chain, number, sealed_at, row_count, root)
) STRICT;

-- class: person
-- large
-- A look at somebody's personal data in the clear: shown to that person.
CREATE TABLE look (
  person_id INTEGER NOT NULL,     -- whose data
  id INTEGER NOT NULL,            -- time-ordered
  at INTEGER NOT NULL,            -- UTC ms
  account_id INTEGER NOT NULL,    -- who looked
  post_title TEXT NOT NULL,       -- under which title, as it was then
  organisation TEXT NOT NULL,     -- of which organisation, as it was then
  fields TEXT NOT NULL,           -- names of the fields, comma-separated
  reason TEXT NOT NULL,           -- why, as given
  PRIMARY KEY (person_id, id)
) STRICT;

-- class: home
-- large
-- Every version of every registered thing, the current one included.
CREATE TABLE version (
  home_id INTEGER NOT NULL,       -- the thing's home
  kind TEXT NOT NULL,             -- 'estate', 'house' …
  id INTEGER NOT NULL,            -- the thing's id
  version INTEGER NOT NULL,       -- 1, 2, 3 …; the ETag
  at INTEGER NOT NULL,            -- UTC ms
  account_id INTEGER,             -- by whom; NULL: by the system
  post_id INTEGER,                -- under which post
  reason TEXT,                    -- why, as given, or the import it came by
  body TEXT NOT NULL,             -- the record by its field table as JSON; personal fields sealed
  PRIMARY KEY (home_id, kind, id, version)
) STRICT;
