-- Regions, organisations, people: what accounts, packs and the register stand on.

-- class: reference
-- A node of the administering tree: province, city, district, authority, new town, subdistrict,
-- town, community, village. Not the statistical division: that is `division_code`.
CREATE TABLE region (
  home_id INTEGER NOT NULL PRIMARY KEY, -- its own id
  id INTEGER NOT NULL,                  -- the same
  version INTEGER NOT NULL,             -- of the record
  deleted_at INTEGER,                   -- UTC ms; NULL: it stands
  parent_id INTEGER,                    -- the node above; NULL: a root
  level INTEGER NOT NULL,               -- enum region_level
  name TEXT NOT NULL,                   -- as people say it: 翠苑街道
  full_name TEXT,                       -- as the division list has it
  division_code TEXT,                   -- GB/T 2260 and below, 6, 9 or 12 digits; NULL: no division
  outside_key TEXT,                     -- the key in the file it was imported from
  note TEXT,                            -- 待核对 and the like
  since TEXT,                           -- first day of this node; NULL: always
  until TEXT                            -- last day of this node; NULL: still
) STRICT;
CREATE INDEX region_parent ON region (parent_id, division_code);
CREATE UNIQUE INDEX region_code ON region (division_code) WHERE division_code IS NOT NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX region_key ON region (outside_key) WHERE outside_key IS NOT NULL AND deleted_at IS NULL;

-- class: reference
-- The closure of the tree: each node within itself and within every node above. Dated, so that
-- merged streets keep their past.
CREATE TABLE region_within (
  ancestor_id INTEGER NOT NULL,   -- the node above
  descendant_id INTEGER NOT NULL, -- the node within
  depth INTEGER NOT NULL,         -- 0: itself
  since TEXT NOT NULL,            -- first day; '0001-01-01': always
  until TEXT NOT NULL,            -- last day; '9999-12-31': still
  PRIMARY KEY (ancestor_id, descendant_id, since)
) STRICT;
CREATE INDEX region_above ON region_within (descendant_id, ancestor_id);

-- class: reference
-- Departments, companies, developers, associations, utilities and other bodies with a name of
-- their own. Owners' committees and party organisations of an estate are in the register.
CREATE TABLE organisation (
  home_id INTEGER NOT NULL PRIMARY KEY, -- its own id
  id INTEGER NOT NULL,                  -- the same
  version INTEGER NOT NULL,             -- of the record
  deleted_at INTEGER,                   -- UTC ms; NULL: it stands
  kind INTEGER NOT NULL,                -- enum organisation_kind
  name TEXT NOT NULL,                   -- in full
  short_name TEXT,                      -- as people say it
  credit_code TEXT,                     -- 统一社会信用代码, checked; NULL: not known
  region_id INTEGER,                    -- where it acts (a department) or is registered
  parent_id INTEGER,                    -- the organisation it belongs to
  duty TEXT,                            -- a department's field: 房管, 市监, 城管 …
  legal_person TEXT,                    -- 法定代表人
  phone TEXT,                           -- of the office, not of a person
  address TEXT,                         -- of the office
  is_association_member INTEGER,        -- 1: a member of the property association (XH-11)
  has_party_organisation INTEGER,       -- 1: a party organisation in the company (XX-18, XH-11)
  has_trade_union INTEGER,              -- 1: a trade union (YC-3.1)
  since TEXT,                           -- registered or set up on
  until TEXT,                           -- ended on
  successor_id INTEGER,                 -- who takes its open tasks
  outside_key TEXT                      -- its key in the source it was imported from
) STRICT;
CREATE UNIQUE INDEX organisation_code ON organisation (credit_code) WHERE credit_code IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX organisation_name ON organisation (name, id);
CREATE INDEX organisation_kind ON organisation (kind, name, id);

-- class: reference
-- large
-- What is in whose reach, so that no list walks the tree and every list is scoped the same way: a
-- thing stands in the reach of its region, of every region above, and of whoever was granted it
-- (a company with a contract in force, the estate's committee, an owner). Every list reads it in the
-- order of its key, so on SQLite it lies in that order.
CREATE TABLE reach (
  reach_id INTEGER NOT NULL,      -- a region, an organisation, an estate or a person
  kind INTEGER NOT NULL,          -- enum reach_kind: what thing_id is
  thing_id INTEGER NOT NULL,      -- an estate, an organisation
  way INTEGER NOT NULL,           -- enum reach_way: its own region, a region above, granted
  since TEXT NOT NULL,            -- first day; '0001-01-01': always
  until TEXT NOT NULL,            -- last day; '9999-12-31': open
  PRIMARY KEY (reach_id, kind, thing_id)
)
-- only sqlite
STRICT, WITHOUT ROWID
-- end
;
CREATE INDEX reach_of ON reach (kind, thing_id);

-- class: person
-- large
-- A natural person: an owner, a tenant, an official, a worker. The name is masked in replies; the
-- numbers are sealed.
CREATE TABLE person (
  person_id INTEGER NOT NULL PRIMARY KEY, -- its id
  version INTEGER NOT NULL,               -- of the record
  deleted_at INTEGER,                     -- UTC ms; NULL: it stands
  name TEXT NOT NULL,                     -- as in the papers
  id_kind INTEGER,                        -- enum id_kind; NULL: no paper known
  id_number BLOB,                         -- sealed
  phone BLOB,                             -- sealed
  other_phone BLOB,                       -- sealed
  sex INTEGER,                            -- enum sex
  birth_year INTEGER,                     -- from the ID number, for statistics
  is_party_member INTEGER,                -- 1: a member of the Party, as far as declared
  public_role INTEGER,                    -- enum public_role: deputy, CPPCC member, official
  note TEXT                               -- not for personal numbers
) STRICT;

-- class: person
-- large
-- Whom a number belongs to, by keyed hash: the one place of uniqueness among people.
CREATE TABLE person_key (
  kind TEXT NOT NULL,             -- 'id_number', 'phone'
  hash BLOB NOT NULL,             -- keyed hash of the normalised value
  person_id INTEGER NOT NULL,     -- the person
  PRIMARY KEY (kind, hash, person_id)
) STRICT;
CREATE INDEX person_key_of ON person_key (person_id);
