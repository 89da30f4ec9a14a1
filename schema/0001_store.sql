-- What the store itself needs: which files have run, who runs, numbers for people, what changed.

-- class: reference
-- The files of this folder that have run here, in order. Kept by store_migrate() alone.
CREATE TABLE schema_version (
  number INTEGER NOT NULL PRIMARY KEY, -- the NNNN of NNNN_name.sql
  name TEXT NOT NULL,                  -- the file's name without .sql
  sha256 TEXT NOT NULL,                -- of its text, in hex: a file is never changed afterwards
  applied_at INTEGER NOT NULL          -- UTC ms
) STRICT;

-- class: reference
-- Node numbers, the part of an id that tells processes apart. A row is leased to the process that
-- renewed it last; an hour after that it is free.
CREATE TABLE node (
  number INTEGER NOT NULL PRIMARY KEY, -- 0 to 1023
  holder INTEGER NOT NULL,             -- random, drawn by the process when it took the lease
  renewed_at INTEGER NOT NULL          -- UTC ms, by the machine's clock
) STRICT;

-- class: home
-- The numbers that people see (合同备案 2026-000123): the last one given out. Taken as the last
-- act of a transaction, for all who want one wait for each other.
CREATE TABLE counter (
  home_id INTEGER NOT NULL, -- the region or estate that numbers
  kind TEXT NOT NULL,       -- what is numbered: 'contract_filing'
  year INTEGER NOT NULL,    -- in which year; 0: it goes on for ever
  last INTEGER NOT NULL,    -- 1, 2, 3 …
  PRIMARY KEY (home_id, kind, year)
) STRICT;

-- class: home
-- Things that changed since their measures were last evaluated. The clockwork takes them off.
CREATE TABLE touched (
  home_id INTEGER NOT NULL, -- the thing's home
  kind TEXT NOT NULL,       -- 'estate', 'house' …
  id INTEGER NOT NULL,      -- the thing's id
  at INTEGER NOT NULL,      -- UTC ms, of the latest change
  PRIMARY KEY (home_id, kind, id)
) STRICT;
