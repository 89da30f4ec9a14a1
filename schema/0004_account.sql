-- Who may come in, as whom, and what for.

-- class: reference
-- An account: one person who signs in. Never removed; closed.
CREATE TABLE account (
  id INTEGER NOT NULL PRIMARY KEY,
  person_id INTEGER,                 -- the person; NULL until an administrator is named
  login TEXT NOT NULL,               -- lower case; a name, or a mobile number's keyed hash in hex
  name TEXT NOT NULL,                -- shown to colleagues
  state INTEGER NOT NULL,            -- enum account_state: invited, active, closed
  password_hash TEXT,                -- argon2id; NULL: none set yet
  password_at INTEGER,               -- UTC ms when it was set
  totp BLOB,                         -- sealed secret; NULL: no second factor
  totp_step INTEGER NOT NULL,        -- last time step used, so that a code works once
  failures INTEGER NOT NULL,         -- failed sign-ins in a row
  locked_until INTEGER,              -- UTC ms
  last_sign_in_at INTEGER,           -- UTC ms of the one before the current session
  last_sign_in_from TEXT,            -- its address
  version INTEGER NOT NULL           -- of the record
) STRICT;
CREATE UNIQUE INDEX account_login ON account (login);
CREATE INDEX account_person ON account (person_id);
CREATE INDEX account_state ON account (state, id);

-- class: reference
-- Earlier passwords, so that the last five are not used again.
CREATE TABLE account_password (
  account_id INTEGER NOT NULL,    -- whose
  at INTEGER NOT NULL,            -- UTC ms
  hash TEXT NOT NULL,             -- argon2id
  PRIMARY KEY (account_id, at)
) STRICT;

-- class: reference
-- A post: an account acting in a role for an organisation, over a reach. One of these is chosen
-- for every request.
CREATE TABLE post (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,    -- who
  role INTEGER NOT NULL,          -- enum role
  organisation_id INTEGER,        -- for whom; NULL: for nobody but themselves
  reach_id INTEGER NOT NULL,      -- a region, an organisation, an estate or a person; 0: the installation
  title TEXT NOT NULL,            -- as the district calls it
  since TEXT NOT NULL,            -- first day
  until TEXT NOT NULL,            -- last day; '9999-12-31': open
  version INTEGER NOT NULL,       -- of the record
  granted_by INTEGER,             -- account of the security administrator; NULL: at installation
  heir_id INTEGER                 -- the account that takes the open tasks when it ends
) STRICT;
CREATE INDEX post_account ON post (account_id, id);
CREATE INDEX post_reach ON post (reach_id, role);

-- class: reference
-- A browser that is signed in. The token itself is not kept, only its hash.
CREATE TABLE session (
  token_hash BLOB NOT NULL PRIMARY KEY, -- SHA-256 of the token
  id INTEGER NOT NULL,            -- what people see of it
  account_id INTEGER NOT NULL,    -- who
  post_id INTEGER,                -- the post in use; NULL: none
  csrf TEXT NOT NULL,             -- must come back in X-CSRF-Token
  opened_at INTEGER NOT NULL,     -- UTC ms
  seen_at INTEGER NOT NULL,       -- UTC ms, flushed once a minute
  ends_at INTEGER NOT NULL,       -- UTC ms, absolute
  fresh_until INTEGER NOT NULL,   -- UTC ms until which the password counts as just given
  peer TEXT NOT NULL,             -- the address it was opened from
  agent TEXT NOT NULL             -- the browser, shortened
) STRICT;
CREATE UNIQUE INDEX session_id ON session (id);
CREATE INDEX session_account ON session (account_id);

-- class: reference
-- A one-time link: for the first administrators, for staff, for a new password.
CREATE TABLE invitation (
  token_hash BLOB NOT NULL PRIMARY KEY, -- SHA-256 of the token
  account_id INTEGER NOT NULL,    -- whom it lets in
  made_by INTEGER,                -- account; NULL: linli init
  made_at INTEGER NOT NULL,       -- UTC ms
  ends_at INTEGER NOT NULL,       -- UTC ms
  used_at INTEGER                 -- UTC ms; NULL: not yet
) STRICT;
CREATE INDEX invitation_account ON invitation (account_id);

-- class: reference
-- A program that calls the API, with permissions of its own.
CREATE TABLE machine_token (
  token_hash BLOB NOT NULL PRIMARY KEY, -- SHA-256 of the token
  id INTEGER NOT NULL,            -- what people see of it
  account_id INTEGER NOT NULL,    -- who answers for it
  post_id INTEGER NOT NULL,       -- the post whose reach it has
  name TEXT NOT NULL,             -- what it is for
  permissions TEXT NOT NULL,      -- codes, comma-separated; each one the post's role has too
  made_at INTEGER NOT NULL,       -- UTC ms
  ends_on TEXT NOT NULL,          -- last day
  seen_at INTEGER,                -- UTC ms, flushed once a minute
  revoked_at INTEGER              -- UTC ms
) STRICT;
CREATE UNIQUE INDEX machine_token_id ON machine_token (id);
CREATE INDEX machine_token_account ON machine_token (account_id);

-- class: reference
-- Attempts counted against a limit: sign-ins from an address, codes for a phone.
CREATE TABLE throttle (
  key TEXT NOT NULL PRIMARY KEY,  -- 'sign_in:ADDRESS'
  since INTEGER NOT NULL,         -- UTC ms, start of the window
  count INTEGER NOT NULL          -- attempts in it
) STRICT;

-- class: home
-- A request by somebody to be bound to a house, confirmed by the community.
CREATE TABLE binding (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  house_id INTEGER NOT NULL,      -- the house
  account_id INTEGER NOT NULL,    -- who asks
  way INTEGER NOT NULL,           -- enum binding_way: register, code, request
  state INTEGER NOT NULL,         -- enum binding_state: asked, bound, refused
  note TEXT,                      -- what the asker says
  at INTEGER NOT NULL,            -- UTC ms
  decided_by INTEGER,             -- account; NULL: by the register or the code itself
  decided_at INTEGER,             -- UTC ms
  reason TEXT,                    -- of a refusal
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX binding_account ON binding (account_id, id);
CREATE INDEX binding_state ON binding (home_id, state, id);

-- class: home
-- A code printed by the company for a house: whoever has the letter is the household.
CREATE TABLE house_code (
  home_id INTEGER NOT NULL,       -- the estate
  code_hash BLOB NOT NULL,        -- keyed hash of the code
  house_id INTEGER NOT NULL,      -- the house
  person_id INTEGER,              -- the owner it was printed for
  made_by INTEGER NOT NULL,       -- account
  ends_on TEXT NOT NULL,          -- last day
  used_at INTEGER,                -- UTC ms; NULL: not yet
  PRIMARY KEY (home_id, code_hash)
) STRICT;

-- class: reference
-- large
-- What leaves the process: messages by SMS, 企业微信, e-mail. Written with the act that causes it,
-- sent afterwards, at most once for each key.
CREATE TABLE outbox (
  id INTEGER NOT NULL PRIMARY KEY,
  key TEXT NOT NULL,              -- unique: 'invitation:ID'
  channel INTEGER NOT NULL,       -- enum channel
  address_hash BLOB NOT NULL,     -- keyed hash of the address, so that it can be forgotten
  address BLOB NOT NULL,          -- sealed: phone number or mail address
  body BLOB NOT NULL,             -- sealed text
  made_at INTEGER NOT NULL,       -- UTC ms
  next_at INTEGER NOT NULL,       -- UTC ms of the next try
  tries INTEGER NOT NULL,         -- so far
  sent_at INTEGER,                -- UTC ms; NULL: not yet
  error TEXT                      -- of the last try
) STRICT;
CREATE UNIQUE INDEX outbox_key ON outbox (key);
CREATE INDEX outbox_address ON outbox (address_hash);
CREATE INDEX outbox_made ON outbox (made_at);
CREATE INDEX outbox_due ON outbox (next_at, id) WHERE sent_at IS NULL;

-- class: reference
-- Settings of the installation, changed by the system administrator.
CREATE TABLE setting (
  key TEXT NOT NULL PRIMARY KEY,  -- its name in the settings table of the program
  value TEXT NOT NULL,            -- as the settings table of the program types it
  version INTEGER NOT NULL,       -- of the record
  at INTEGER NOT NULL,            -- UTC ms
  account_id INTEGER              -- who; NULL: at installation
) STRICT;

-- class: reference
-- large
-- What an Idempotency-Key has done, kept for 7 days.
CREATE TABLE idempotency (
  account_id INTEGER NOT NULL,    -- who
  route TEXT NOT NULL,            -- method and path pattern
  key TEXT NOT NULL,              -- as sent
  body_hash BLOB NOT NULL,        -- keyed hash of path, body and files: a bare one could be guessed
  status INTEGER NOT NULL,        -- of the reply
  location TEXT,                  -- where the thing that it made is
  at INTEGER NOT NULL,            -- UTC ms
  PRIMARY KEY (account_id, route, key)
) STRICT;
CREATE INDEX idempotency_age ON idempotency (at);
