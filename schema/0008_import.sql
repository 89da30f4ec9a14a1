-- Imports: spreadsheets on their way into the register. Raw rows lie here sealed, checked rows as they
-- will stand; one transaction of set-based statements makes them visible. Swept after a month.

-- class: home
-- One file that somebody imports.
CREATE TABLE import (
  home_id INTEGER NOT NULL,       -- the region or estate it goes into, or else the starter's reach
  id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,    -- who imports
  post_id INTEGER NOT NULL,       -- under which post
  kind TEXT NOT NULL,             -- 'estates', 'owners' …
  file_name TEXT NOT NULL,        -- as sent, without its folders
  format TEXT NOT NULL,           -- 'xlsx', 'xls', 'csv'
  size INTEGER NOT NULL,          -- bytes
  sheet INTEGER NOT NULL,         -- the sheet that is imported, from 0
  header_row INTEGER NOT NULL,    -- the last row of its header; 0: none was found
  data_row INTEGER NOT NULL,      -- from where on rows are data
  region_id INTEGER,              -- where things go whose row names no region
  estate_id INTEGER,              -- where things of an estate go
  state INTEGER NOT NULL,         -- enum import_state
  job_id INTEGER,                 -- the job that works on it, or did last
  next_block INTEGER NOT NULL,    -- how far checking, or preparing the commit, has come
  n_rows INTEGER NOT NULL,        -- rows that hold anything, of the sheet, below the header
  n_good INTEGER NOT NULL,        -- rows that can be imported
  n_bad INTEGER NOT NULL,         -- rows with a wrong cell
  n_new INTEGER NOT NULL,         -- rows that make something new
  n_changed INTEGER NOT NULL,     -- rows that change something
  n_same INTEGER NOT NULL,        -- rows that say what is registered already
  n_asked INTEGER NOT NULL,       -- rows that wait for an answer
  n_skipped INTEGER NOT NULL,     -- rows that are left out, as somebody answered
  n_left INTEGER NOT NULL,        -- records that the undoing left, changed since by others
  has_answers INTEGER NOT NULL,   -- 1: questions were answered since the check
  made_at INTEGER NOT NULL,       -- UTC ms
  checked_at INTEGER,             -- UTC ms
  committed_at INTEGER,           -- UTC ms
  undone_at INTEGER,              -- UTC ms
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX import_id ON import (id);
CREATE INDEX import_of ON import (account_id, id);

-- class: home
-- The sheets of the file.
CREATE TABLE import_sheet (
  home_id INTEGER NOT NULL,       -- of the import
  import_id INTEGER NOT NULL,     -- of which import
  sheet INTEGER NOT NULL,         -- from 0
  name TEXT NOT NULL,             -- as the file has it
  n_rows INTEGER NOT NULL,        -- rows that hold anything
  PRIMARY KEY (home_id, import_id, sheet)
) STRICT;

-- class: home
-- Rows as they were read, some hundred in a piece, sealed: they may hold personal data.
CREATE TABLE import_block (
  home_id INTEGER NOT NULL,       -- of the import
  import_id INTEGER NOT NULL,     -- of which import
  sheet INTEGER NOT NULL,         -- from 0
  block INTEGER NOT NULL,         -- from 0, in the order of the rows
  first_row INTEGER NOT NULL,     -- as people see it beside the row
  n_rows INTEGER NOT NULL,        -- in this piece
  body BLOB NOT NULL,             -- sealed JSON: [[row, kind, text, kind, text …] …]
  PRIMARY KEY (home_id, import_id, sheet, block)
) STRICT;

-- class: home
-- The columns of the sheet, and what each is taken for.
CREATE TABLE import_column (
  home_id INTEGER NOT NULL,       -- of the import
  import_id INTEGER NOT NULL,     -- of which import
  column_no INTEGER NOT NULL,     -- from 1
  header TEXT NOT NULL,           -- as written
  unit TEXT,                      -- from brackets or a row of units
  key TEXT,                       -- of the kind's columns; NULL: not imported
  confidence INTEGER NOT NULL,    -- enum import_confidence
  candidates TEXT,                -- keys between which somebody must choose, by blanks
  PRIMARY KEY (home_id, import_id, column_no)
) STRICT;

-- class: reference
-- What a title was taken for by hand, for the next file of the same account.
CREATE TABLE import_match (
  account_id INTEGER NOT NULL,    -- who said so
  kind TEXT NOT NULL,             -- of the import
  header TEXT NOT NULL,           -- plain, as titles are compared
  key TEXT NOT NULL,              -- '': not imported
  PRIMARY KEY (account_id, kind, header)
) STRICT;

-- class: home
-- What was found in checking: wrong cells, and what else is worth knowing. Without personal data.
CREATE TABLE import_finding (
  home_id INTEGER NOT NULL,       -- of the import
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  level INTEGER NOT NULL,         -- enum import_level
  row_no INTEGER NOT NULL,        -- 0: the file as a whole
  column_no INTEGER NOT NULL,     -- from 1; 0: the row as a whole
  header TEXT,                    -- of the column
  code TEXT NOT NULL,             -- the key of the text
  zh TEXT NOT NULL,               -- what is wrong and what to do
  en TEXT NOT NULL,               -- the same in English
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX import_finding_row ON import_finding (import_id, row_no, id);

-- class: home
-- What rows of the file name: the first that names a thing makes it, the others mean the same one.
CREATE TABLE import_key (
  home_id INTEGER NOT NULL,       -- of the import
  import_id INTEGER NOT NULL,     -- of which import
  kind TEXT NOT NULL,             -- of the thing, and of the key: 'estate.name'
  key TEXT NOT NULL,              -- what is written, or its keyed hash
  thing_id INTEGER NOT NULL,      -- which it is
  row_no INTEGER NOT NULL,        -- the first row that names it
  PRIMARY KEY (home_id, import_id, kind, key)
) STRICT;
CREATE INDEX import_key_of ON import_key (import_id, thing_id);

-- class: home
-- What became of each row in checking.
CREATE TABLE import_row (
  home_id INTEGER NOT NULL,       -- of the import
  import_id INTEGER NOT NULL,     -- of which import
  row_no INTEGER NOT NULL,        -- as people see it
  outcome INTEGER NOT NULL,       -- enum import_outcome
  PRIMARY KEY (home_id, import_id, row_no)
) STRICT;
CREATE INDEX import_row_outcome ON import_row (import_id, outcome, row_no);

-- class: home
-- Doubtful matches: what is asked of a row.
CREATE TABLE import_question (
  home_id INTEGER NOT NULL,       -- of the import
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,             -- of what is meant: 'region', 'organisation' …
  row_no INTEGER NOT NULL,        -- as people see it
  column_no INTEGER NOT NULL,     -- from 1; 0: the row as a whole
  text TEXT NOT NULL,             -- as written; masked where it is personal
  hash TEXT NOT NULL,             -- keyed hash of kind and text, in hex: what is asked alike
  candidates TEXT NOT NULL,       -- JSON: [[id, label, detail] …]
  may_be_new INTEGER NOT NULL,    -- 1: it may be none of them, and new
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX import_question_row ON import_question (import_id, row_no, id);

-- class: home
-- Answers. They outlive the check that asked.
CREATE TABLE import_answer (
  home_id INTEGER NOT NULL,       -- of the import
  import_id INTEGER NOT NULL,     -- of which import
  hash TEXT NOT NULL,             -- of the questions that it answers
  row_no INTEGER NOT NULL,        -- of one row; 0: of all with the same text
  answer INTEGER NOT NULL,        -- enum import_answer
  thing_id INTEGER,               -- what is meant, if the answer is 'is'
  PRIMARY KEY (home_id, import_id, hash, row_no)
) STRICT;

-- class: home
-- Versions to be written by the commit; afterwards what it did, so that it can be undone.
CREATE TABLE stage_version (
  home_id INTEGER NOT NULL,       -- the thing's home
  import_id INTEGER NOT NULL,     -- of which import
  batch INTEGER NOT NULL,         -- 1: the commit, 2: its undoing
  kind TEXT NOT NULL,             -- 'estate' …
  id INTEGER NOT NULL,            -- the thing
  version INTEGER NOT NULL,       -- which it will be
  body TEXT NOT NULL,             -- the record as JSON
  PRIMARY KEY (home_id, import_id, kind, id, version)
) STRICT;
CREATE INDEX stage_version_import ON stage_version (import_id, batch, kind, id);
CREATE INDEX stage_version_of ON stage_version (import_id, id);

-- class: home
-- Search entries to be written by the commit.
CREATE TABLE stage_search (
  home_id INTEGER NOT NULL,       -- as in search_entry, and so all below
  import_id INTEGER NOT NULL,     -- of which import
  kind TEXT NOT NULL,             -- of the thing
  id INTEGER NOT NULL,            -- the thing
  text TEXT NOT NULL,             -- what is searched
  initials TEXT NOT NULL,         -- pinyin initials
  PRIMARY KEY (home_id, import_id, kind, id)
) STRICT;
CREATE INDEX stage_search_import ON stage_search (import_id, id);

-- class: home
-- Rows of organisation as the commit will write them.
CREATE TABLE stage_organisation (
  home_id INTEGER NOT NULL,       -- its own id
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  kind INTEGER,                   -- enum organisation_kind
  name TEXT,                      -- in full
  short_name TEXT,                -- as people say it
  credit_code TEXT,               -- 统一社会信用代码, checked; NULL: not known
  region_id INTEGER,              -- where it acts (a department) or is registered
  parent_id INTEGER,              -- the organisation it belongs to
  duty TEXT,                      -- a department's field: 房管, 市监, 城管 …
  legal_person TEXT,              -- 法定代表人
  phone TEXT,                     -- of the office, not of a person
  address TEXT,                   -- of the office
  is_association_member INTEGER,  -- 1: a member of the property association (XH-11)
  has_party_organisation INTEGER, -- 1: a party organisation in the company (XX-18, XH-11)
  has_trade_union INTEGER,        -- 1: a trade union (YC-3.1)
  since TEXT,                     -- registered or set up on
  until TEXT,                     -- ended on
  successor_id INTEGER,           -- who takes its open tasks
  outside_key TEXT,               -- its key in the source it was imported from
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_organisation_import ON stage_organisation (import_id, id);

-- class: home
-- Rows of person as the commit will write them.
CREATE TABLE stage_person (
  home_id INTEGER NOT NULL,       -- its own id
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  name TEXT,                      -- as in the papers
  id_kind INTEGER,                -- enum id_kind; NULL: no paper known
  id_number BLOB,                 -- sealed
  phone BLOB,                     -- sealed
  other_phone BLOB,               -- sealed
  sex INTEGER,                    -- enum sex
  birth_year INTEGER,             -- from the ID number, for statistics
  is_party_member INTEGER,        -- 1: a member of the Party, as far as declared
  public_role INTEGER,            -- enum public_role: deputy, CPPCC member, official
  note TEXT,                      -- not for personal numbers
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_person_import ON stage_person (import_id, id);

-- class: home
-- Under which numbers those people will be found.
CREATE TABLE stage_person_key (
  home_id INTEGER NOT NULL,       -- of the person
  import_id INTEGER NOT NULL,     -- of which import
  kind TEXT NOT NULL,             -- 'id_number', 'phone'
  hash BLOB NOT NULL,             -- keyed hash of the value
  PRIMARY KEY (home_id, import_id, kind, hash)
) STRICT;
CREATE INDEX stage_person_key_import ON stage_person_key (import_id, home_id);

-- class: home
-- Rows of estate as the commit will write them.
CREATE TABLE stage_estate (
  home_id INTEGER NOT NULL,       -- its own id
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  number TEXT,                    -- what people call it by in files: 330106-000123
  name TEXT,                      -- of the estate
  alias TEXT,                     -- other names in use
  region_id INTEGER,              -- the lowest region it is placed in; above a community: 待划归
  address TEXT,                   -- street address
  kind INTEGER,                   -- enum estate_kind
  service_mode INTEGER,           -- enum service_mode
  service_grade INTEGER,          -- enum service_grade
  charging_form INTEGER,          -- enum charging_form
  fee_low_e4 INTEGER,             -- 0.0001 yuan; the lowest unit price of housing
  fee_high_e4 INTEGER,            -- 0.0001 yuan; the highest; equal when there is one price
  fee_unit INTEGER,               -- enum fee_unit
  company_id INTEGER,             -- the property company that serves it now
  contract_since TEXT,            -- first day of the service contract
  contract_until TEXT,            -- last day
  is_preliminary INTEGER,         -- 1: 前期物业服务, the developer's choice
  preliminary_since TEXT,         -- first day of preliminary service
  developer_id INTEGER,           -- 建设单位
  former_unit TEXT,               -- 原产权单位 of an old estate
  built_year INTEGER,             -- year of completion, where no day is known
  completed_on TEXT,              -- completion acceptance
  delivered_on TEXT,              -- first delivery to owners
  building_count INTEGER,         -- as reported; the buildings registered may be fewer
  house_count INTEGER,            -- as reported
  resident_count INTEGER,         -- as reported
  land_dm2 INTEGER,               -- site area, 0.01 m²
  floor_dm2 INTEGER,              -- gross floor area, 0.01 m²
  housing_dm2 INTEGER,            -- floor area of housing, 0.01 m²
  green_permille INTEGER,         -- green space ratio, 1/1000
  has_property_room INTEGER,      -- 物管用房; 1 yes, 0 no, NULL not recorded; so all below
  property_room_dm2 INTEGER,      -- its floor area, 0.01 m²
  has_lighting INTEGER,           -- 照明设施
  has_gate_control INTEGER,       -- 门禁车闸识别系统
  has_emergency_power INTEGER,    -- 应急发电
  has_fire_system INTEGER,        -- 消防系统
  has_septic_alarm INTEGER,       -- 化粪池泄压报警系统
  has_barrier_free INTEGER,       -- 无障碍设施
  has_recreation INTEGER,         -- 文体、儿童、老年活动场所
  has_community_room INTEGER,     -- 社区用房
  has_ev_charging INTEGER,        -- 电动车充电设施
  has_waste_sorting INTEGER,      -- 垃圾分类设施
  has_elder_care INTEGER,         -- 养老设施
  courier_dm2 INTEGER,            -- courier space, 0.01 m² (XX-11: at least 40 m²)
  has_video INTEGER,              -- 视频监控进监控室
  has_vehicle_control INTEGER,    -- 主要出入口车辆管控
  has_face_recognition INTEGER,   -- 主要出入口人脸识别 (never as the only way in)
  security_maintainer TEXT,       -- who maintains the security system (XH-18.1)
  motor_spaces INTEGER,           -- parking ledger: motor vehicles
  bicycle_spaces INTEGER,         -- non-motor vehicles
  visitor_spaces INTEGER,         -- for visitors
  shared_bicycle_spaces INTEGER,  -- for shared bicycles
  public_spaces INTEGER,          -- public
  ev_spaces INTEGER,              -- with charging
  is_area_delimited INTEGER,      -- 物业管理区域已划定
  area_group TEXT,                -- name of the property area several small estates form (YC-7)
  has_assembly INTEGER,           -- 业主大会已成立
  has_covenant INTEGER,           -- 管理规约
  has_assembly_rules INTEGER,     -- 议事规则
  has_service_rules INTEGER,      -- 服务制度
  has_emergency_plan INTEGER,     -- 突发事件应急预案
  has_quality_certificate INTEGER,-- ISO 质量认证
  is_smart_managed INTEGER,       -- 智慧物业
  is_renovated INTEGER,           -- old estate: renovated
  latitude_e7 INTEGER,            -- CGCS2000, 1e-7 degree
  longitude_e7 INTEGER,           -- CGCS2000, 1e-7 degree
  outside_key TEXT,               -- its key in the source it was imported from
  note TEXT,                      -- free text
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_estate_import ON stage_estate (import_id, id);

-- class: home
-- Rows of building as the commit will write them.
CREATE TABLE stage_building (
  home_id INTEGER NOT NULL,       -- the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  name TEXT,                      -- 3幢
  sort_key TEXT,                  -- the name with its numbers padded, so that 2 comes before 10
  kind INTEGER,                   -- enum building_kind
  floors INTEGER,                 -- above ground
  basement_floors INTEGER,        -- below ground
  entrance_count INTEGER,         -- 单元数
  house_count INTEGER,            -- as reported
  lift_count INTEGER,             -- 电梯
  floor_dm2 INTEGER,              -- 0.01 m²
  completed_on TEXT,              -- completion acceptance
  structure TEXT,                 -- 结构
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_building_import ON stage_building (import_id, id);

-- class: home
-- Rows of house as the commit will write them.
CREATE TABLE stage_house (
  home_id INTEGER NOT NULL,       -- the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  building_id INTEGER,            -- 楼栋
  entrance TEXT,                  -- 单元
  floor INTEGER,                  -- 楼层; negative below ground
  name TEXT,                      -- 室号: 1201
  label TEXT,                     -- 3幢2单元1201, unique in the estate
  sort_key TEXT,                  -- the label with its numbers padded
  kind INTEGER,                   -- enum house_kind
  use INTEGER,                    -- enum house_use: lived in, let, vacant, unsold
  area_dm2 INTEGER,               -- certified floor area, 0.01 m²
  unit_number TEXT,               -- 不动产单元号, 28 characters
  delivered_on TEXT,              -- handed to the owner
  outside_key TEXT,               -- its key in the source
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_house_import ON stage_house (import_id, id);

-- class: home
-- Rows of ownership as the commit will write them.
CREATE TABLE stage_ownership (
  home_id INTEGER NOT NULL,       -- the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  house_id INTEGER,               -- what
  person_id INTEGER,              -- who
  share_num INTEGER,              -- share, numerator
  share_den INTEGER,              -- share, denominator
  is_representative INTEGER,      -- 1: votes for all who own the house together
  certificate TEXT,               -- 不动产权证号
  since TEXT,                     -- first day
  until TEXT,                     -- last day; '9999-12-31': still
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_ownership_import ON stage_ownership (import_id, id);

-- class: home
-- Rows of parking_space as the commit will write them.
CREATE TABLE stage_parking_space (
  home_id INTEGER NOT NULL,       -- the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  name TEXT,                      -- B1-023
  sort_key TEXT,                  -- the name with its numbers padded
  kind INTEGER,                   -- enum parking_kind (XX-13)
  holding INTEGER,                -- enum parking_holding: owned, let, common, unsold, civil defence
  area_dm2 INTEGER,               -- 0.01 m²
  house_id INTEGER,               -- the house it goes with
  has_charger INTEGER,            -- 1: a charger
  completed_on TEXT,              -- completion and delivery, for the two years of XX-13
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_parking_space_import ON stage_parking_space (import_id, id);

-- class: home
-- Rows of vehicle as the commit will write them.
CREATE TABLE stage_vehicle (
  home_id INTEGER NOT NULL,       -- the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  plate BLOB,                     -- sealed
  plate_hash TEXT,                -- keyed hash in hex, for looking it up
  house_id INTEGER,               -- whose household
  space_id INTEGER,               -- where it stands
  kind INTEGER,                   -- enum vehicle_kind
  note TEXT,                      -- colour, model
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_vehicle_import ON stage_vehicle (import_id, id);

-- class: home
-- Rows of facility as the commit will write them.
CREATE TABLE stage_facility (
  home_id INTEGER NOT NULL,       -- the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  name TEXT,                      -- 1号楼东梯
  kind INTEGER,                   -- enum facility_kind
  number TEXT,                    -- registration number: a lift's 使用登记证
  place TEXT,                     -- where
  model TEXT,                     -- maker and model
  installed_on TEXT,              -- in use since
  maintainer TEXT,                -- who maintains it
  maintained_on TEXT,             -- last maintenance
  maintain_every_days INTEGER,    -- interval
  inspected_on TEXT,              -- last statutory inspection
  inspect_due_on TEXT,            -- next one due
  state INTEGER,                  -- enum facility_state
  operated_by INTEGER,            -- the utility that took it over (ZD-2.2.12, YC-A.10.9)
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_facility_import ON stage_facility (import_id, id);

-- class: home
-- Rows of staff as the commit will write them.
CREATE TABLE stage_staff (
  home_id INTEGER NOT NULL,       -- the region or the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  kind INTEGER,                   -- enum staff_kind
  person_id INTEGER,              -- who
  name TEXT,                      -- as shown to the public: staff act in the open
  organisation_id INTEGER,        -- employer or unit
  title TEXT,                     -- as the district calls it
  work_phone TEXT,                -- published; a private number stays with the person
  is_full_time INTEGER,           -- 1: full time
  since TEXT,                     -- first day
  until TEXT,                     -- last day
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_staff_import ON stage_staff (import_id, id);

-- class: home
-- Rows of occupancy as the commit will write them.
CREATE TABLE stage_occupancy (
  home_id INTEGER NOT NULL,       -- the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  house_id INTEGER,               -- where
  person_id INTEGER,              -- who
  kind INTEGER,                   -- enum occupancy_kind: member, tenant, other
  relation TEXT,                  -- to the owner: 配偶, 子女 …
  since TEXT,                     -- first day
  until TEXT,                     -- last day; '9999-12-31': still
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_occupancy_import ON stage_occupancy (import_id, id);

-- class: home
-- Rows of committee as the commit will write them.
CREATE TABLE stage_committee (
  home_id INTEGER NOT NULL,       -- the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  kind INTEGER,                   -- enum committee_kind
  name TEXT,                      -- 第二届业主委员会
  since TEXT,                     -- first day of the term
  until TEXT,                     -- last day of the term
  filed_on TEXT,                  -- 备案
  filing_number TEXT,             -- of the filing
  state INTEGER,                  -- enum committee_state
  has_party_branch INTEGER,       -- 1: a branch (XH-7)
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_committee_import ON stage_committee (import_id, id);

-- class: home
-- Rows of committee_member as the commit will write them.
CREATE TABLE stage_committee_member (
  home_id INTEGER NOT NULL,       -- the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  committee_id INTEGER,           -- of which
  person_id INTEGER,              -- who
  duty INTEGER,                   -- enum committee_duty: chair, vice-chair, member, alternate
  is_party_member INTEGER,        -- 1: at election
  is_cross_appointed INTEGER,     -- 1: 双向进入、交叉任职
  trained_on TEXT,                -- last training
  since TEXT,                     -- first day
  until TEXT,                     -- left on
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_committee_member_import ON stage_committee_member (import_id, id);

-- class: home
-- Rows of party_organisation as the commit will write them.
CREATE TABLE stage_party_organisation (
  home_id INTEGER NOT NULL,       -- the estate
  import_id INTEGER NOT NULL,     -- of which import
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  name TEXT,                      -- in full
  form INTEGER,                   -- enum party_form: alone, joint, by trade, group
  secretary_id INTEGER,           -- person
  is_secretary_of_community INTEGER, -- 1: serves in the community's Party committee (XX-18.1)
  member_count INTEGER,           -- Party members
  since TEXT,                     -- set up on
  until TEXT,                     -- dissolved on
  PRIMARY KEY (home_id, import_id, id)
) STRICT;
CREATE INDEX stage_party_organisation_import ON stage_party_organisation (import_id, id);

-- Files are matched with what they were imported from before.
CREATE INDEX estate_outside_key ON estate (outside_key);
