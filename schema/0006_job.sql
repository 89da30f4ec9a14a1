-- Long work: imports, exports, recounts. Visible with progress, resumable, cancellable.

-- class: reference
-- large
-- One piece of long work. Its steps are small; after a crash it goes on where it was.
CREATE TABLE job (
  id INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,             -- which job function: 'import.check'
  account_id INTEGER,             -- who started it; NULL: the clockwork
  post_id INTEGER,                -- under which post
  home_id INTEGER NOT NULL,       -- the estate or region it is about; 0: the installation
  subject_id INTEGER,             -- the thing it works on: an import
  state INTEGER NOT NULL,         -- enum job_state: waiting, running, done, failed, cancelled
  position INTEGER NOT NULL,      -- how far it has come, in units of its own
  total INTEGER,                  -- of how many; NULL: not known yet
  input TEXT NOT NULL,            -- JSON of what it was asked
  result TEXT,                    -- JSON of what came of it
  error TEXT,                     -- why it failed, in the starter's language
  made_at INTEGER NOT NULL,       -- UTC ms
  began_at INTEGER,               -- UTC ms
  ended_at INTEGER                -- UTC ms
) STRICT;
CREATE INDEX job_account ON job (account_id, id);
CREATE INDEX job_open ON job (state, id);
CREATE INDEX job_kind ON job (kind, id);

-- class: reference
-- Who does what only one process may do at a time. Renewed every few seconds; free when it has run
-- out.
CREATE TABLE lease (
  name TEXT NOT NULL PRIMARY KEY, -- 'clockwork', 'jobs'
  holder INTEGER NOT NULL,        -- drawn by the process at its start
  until INTEGER NOT NULL          -- UTC ms, by the machine's clock
) STRICT;
