-- Residents: signing in by mobile phone, and how they come to their houses. Nothing had been kept in
-- the first drafts of binding and house_code: they are made anew.

-- The mobile phone that a resident signs in with, sealed: it was proved by a code. NULL: staff.
ALTER TABLE account ADD COLUMN phone BLOB;

-- class: reference
-- The code last sent to a phone for a purpose: ten minutes, five tries, once.
CREATE TABLE phone_code (
  phone_hash BLOB NOT NULL,       -- keyed hash of the number
  purpose INTEGER NOT NULL,       -- enum code_purpose: signing in, a new number
  account_id INTEGER NOT NULL,    -- whose new number; 0: whoever holds the phone
  code_hash BLOB NOT NULL,        -- keyed hash of phone, purpose, account and code
  ends_at INTEGER NOT NULL,       -- UTC ms
  tries INTEGER NOT NULL,         -- wrong ones so far
  PRIMARY KEY (phone_hash, purpose, account_id)
) STRICT;
CREATE INDEX phone_code_age ON phone_code (ends_at);

DROP TABLE binding;
-- class: home
-- How an account came to a house: proved by the register or by a code, or asked for and decided.
CREATE TABLE binding (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,    -- whose
  house_id INTEGER,               -- the house; NULL: only known as the asker wrote it
  label TEXT,                     -- the house as the asker wrote it; NULL: chosen from the list
  way INTEGER NOT NULL,           -- enum binding_way: register, code, request
  tie INTEGER NOT NULL,           -- enum tie: owner, member, tenant, other; as asked, then as bound
  state INTEGER NOT NULL,         -- enum binding_state: asked, bound, refused, withdrawn, ended
  note TEXT,                      -- what the asker says
  occupancy_id INTEGER,           -- the occupancy that it made; NULL: the register had the tie
  at INTEGER NOT NULL,            -- UTC ms
  decided_by INTEGER,             -- account; NULL: undecided, or proved by the register or a code
  decided_at INTEGER,             -- UTC ms
  reason TEXT,                    -- of a refusal
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX binding_account ON binding (account_id, id);
CREATE INDEX binding_state ON binding (home_id, state, id);

DROP TABLE house_code;
-- class: home
-- A code printed in a letter to a house: whoever has the letter is of the household. It works once.
CREATE TABLE house_code (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  house_id INTEGER NOT NULL,      -- the house
  code_hash BLOB NOT NULL,        -- keyed hash of the code, which is shown once and kept nowhere
  made_by INTEGER NOT NULL,       -- account
  made_at INTEGER NOT NULL,       -- UTC ms
  ends_on TEXT NOT NULL,          -- last day
  used_at INTEGER,                -- UTC ms; NULL: not yet
  used_by INTEGER,                -- account
  revoked_at INTEGER,             -- UTC ms, by hand or by a newer letter; NULL: it stands
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX house_code_hash ON house_code (code_hash);
CREATE INDEX house_code_house ON house_code (home_id, house_id);

CREATE INDEX committee_member_person ON committee_member (person_id, home_id);
CREATE INDEX party_organisation_secretary ON party_organisation (secretary_id, home_id);

-- class: reference
-- What a resident has agreed to, each purpose by itself, and when it was taken back. Kept as proof.
CREATE TABLE consent (
  account_id INTEGER NOT NULL,    -- who
  purpose INTEGER NOT NULL,       -- enum consent_purpose
  id INTEGER NOT NULL,
  wording INTEGER NOT NULL,       -- version of the notice that was read
  given_at INTEGER NOT NULL,      -- UTC ms
  withdrawn_at INTEGER,           -- UTC ms; NULL: it holds
  PRIMARY KEY (account_id, purpose, id)
) STRICT;
