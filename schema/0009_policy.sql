-- Policy packs, and what the cockpit measures by them.

-- `touched` is a queue: each change adds a row of its own, kind 'home' and an id in the order of time, so
-- that who writes never meets whoever takes rows off. Its homes are estates, regions, organisations and
-- people; whoever has evaluated what a change concerns removes its rows.
CREATE INDEX touched_order ON touched (id);

-- class: reference
-- A version of a pack as it was loaded: immutable, under the hash of its files and of the version that
-- it extends. Running cases keep theirs.
CREATE TABLE policy_version (
  hash TEXT NOT NULL PRIMARY KEY, -- SHA-256 in hex
  pack TEXT NOT NULL,             -- the pack's name: 'xihu'
  base_hash TEXT,                 -- the version of the pack that it extends; NULL: extends none
  title TEXT NOT NULL,            -- what people call it, in Chinese
  title_en TEXT NOT NULL,         -- the same in English
  region_key TEXT,                -- division code or key of its region; NULL: everywhere
  since TEXT NOT NULL,            -- in force from; '0001-01-01': always
  until TEXT NOT NULL,            -- the last day in force; '9999-12-31': open
  is_draft INTEGER NOT NULL,      -- 1: a consultation draft
  files TEXT NOT NULL,            -- {"pack.yaml":"…"}
  loaded_at INTEGER NOT NULL      -- UTC ms, first
) STRICT;
CREATE INDEX policy_version_pack ON policy_version (pack, loaded_at);

-- class: reference
-- Each loading of a version. Among those whose days hold today, the one in force since the latest day
-- governs; of two of the same day the one that was loaded last.
CREATE TABLE policy_load (
  id INTEGER NOT NULL PRIMARY KEY, -- time-ordered
  pack TEXT NOT NULL,              -- the pack's name
  hash TEXT NOT NULL,              -- its version
  at INTEGER NOT NULL,             -- UTC ms
  account_id INTEGER,              -- by whom; NULL: from the command line, or the demo
  reason TEXT                      -- why, as given
) STRICT;

-- class: reference
-- The number of a measure under a pack, for ever: versions of the pack may change what it asks.
CREATE TABLE policy_measure (
  id INTEGER NOT NULL PRIMARY KEY, -- its number
  pack TEXT NOT NULL,              -- the pack under which it is evaluated
  owner TEXT NOT NULL,             -- the pack in which it stands: the same, or the one it extends
  code TEXT NOT NULL               -- its id there: 'community_specialists'
) STRICT;
CREATE UNIQUE INDEX policy_measure_code ON policy_measure (pack, owner, code);

-- class: reference
-- What of a pack has been evaluated in full: by which version, on which day.
CREATE TABLE measure_run (
  pack TEXT NOT NULL PRIMARY KEY, -- the pack's name
  hash TEXT NOT NULL,             -- the version
  day TEXT NOT NULL,              -- the day in Asia/Shanghai: measures may read it
  tree INTEGER NOT NULL,          -- stamp of the tree of regions over which it was summed
  done INTEGER NOT NULL,          -- subjects evaluated so far
  total INTEGER NOT NULL,         -- of how many
  began_at INTEGER NOT NULL,      -- UTC ms
  ended_at INTEGER                -- UTC ms; NULL: it goes on
) STRICT;

-- class: home
-- large
-- How a subject stands to a measure now.
CREATE TABLE measure_state (
  home_id INTEGER NOT NULL,    -- the subject's home: an estate, a region, an organisation
  subject_id INTEGER NOT NULL, -- the subject
  measure_id INTEGER NOT NULL, -- policy_measure
  state INTEGER NOT NULL,      -- enum measure_state: met, not met, not applicable, unknown
  region_id INTEGER NOT NULL,  -- the lowest region it counts in
  since INTEGER NOT NULL,      -- UTC ms, when it was first seen so
  PRIMARY KEY (home_id, subject_id, measure_id)
) STRICT;
CREATE INDEX measure_state_list ON measure_state (measure_id, state, subject_id, region_id);

-- class: home
-- large
-- How it stood before: a row for each change.
CREATE TABLE measure_change (
  home_id INTEGER NOT NULL,    -- the subject's home
  subject_id INTEGER NOT NULL, -- the subject
  measure_id INTEGER NOT NULL, -- policy_measure
  since INTEGER NOT NULL,      -- UTC ms, first so
  until INTEGER NOT NULL,      -- UTC ms, no longer
  state INTEGER NOT NULL,      -- enum measure_state
  PRIMARY KEY (home_id, subject_id, measure_id, since)
) STRICT;

-- class: home
-- large
-- How many subjects of a region, and of all below it, stand how: kept by differences, so that it is
-- always the sum over measure_state.
CREATE TABLE measure_total (
  home_id INTEGER NOT NULL,        -- the region
  measure_id INTEGER NOT NULL,     -- policy_measure
  met INTEGER NOT NULL,            -- meet it
  unmet INTEGER NOT NULL,          -- do not
  unknown INTEGER NOT NULL,        -- a fact is not recorded
  not_applicable INTEGER NOT NULL, -- it does not apply to them
  PRIMARY KEY (home_id, measure_id)
) STRICT;
CREATE INDEX measure_total_measure ON measure_total (measure_id, home_id);

-- class: home
-- large
-- The same at the end of each day on which it changed.
CREATE TABLE measure_day (
  home_id INTEGER NOT NULL,        -- the region
  measure_id INTEGER NOT NULL,     -- policy_measure
  day TEXT NOT NULL,               -- in Asia/Shanghai
  met INTEGER NOT NULL,            -- as above
  unmet INTEGER NOT NULL,          -- as above
  unknown INTEGER NOT NULL,        -- as above
  not_applicable INTEGER NOT NULL, -- as above
  PRIMARY KEY (home_id, measure_id, day)
) STRICT;

-- class: home
-- The differences that a transaction is about to add to measure_total: empty between transactions.
CREATE TABLE measure_difference (
  home_id INTEGER NOT NULL,        -- the region
  measure_id INTEGER NOT NULL,     -- policy_measure
  met INTEGER NOT NULL,            -- more, or fewer
  unmet INTEGER NOT NULL,          -- as above
  unknown INTEGER NOT NULL,        -- as above
  not_applicable INTEGER NOT NULL, -- as above
  PRIMARY KEY (home_id, measure_id)
) STRICT;

-- What measures ask of single bodies, people and departments: found without their estate.
CREATE INDEX committee_id ON committee (id);
CREATE INDEX staff_id ON staff (id);
CREATE INDEX staff_organisation ON staff (organisation_id);
CREATE INDEX post_organisation ON post (organisation_id);
