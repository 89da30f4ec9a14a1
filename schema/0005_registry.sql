-- The register: estates and all that belongs to them.

-- class: home
-- A residential estate: the unit that is managed, contracted, voted on and disclosed. What lists show
-- stands first: SQLite reads a row from its start.
CREATE TABLE estate (
  home_id INTEGER NOT NULL PRIMARY KEY, -- its own id
  id INTEGER NOT NULL,                  -- the same
  version INTEGER NOT NULL,             -- of the record
  deleted_at INTEGER,                   -- UTC ms; NULL: it stands
  number TEXT NOT NULL,                 -- what people call it by in files: 330106-000123
  name TEXT NOT NULL,                   -- of the estate
  region_id INTEGER NOT NULL,           -- the lowest region it is placed in; above a community: 待划归
  address TEXT,                         -- street address
  kind INTEGER,                         -- enum estate_kind
  service_mode INTEGER,                 -- enum service_mode
  fee_low_e4 INTEGER,                   -- 0.0001 yuan; the lowest unit price of housing
  fee_high_e4 INTEGER,                  -- 0.0001 yuan; the highest; equal when there is one price
  fee_unit INTEGER,                     -- enum fee_unit
  company_id INTEGER,                   -- the property company that serves it now
  contract_until TEXT,                  -- last day
  built_year INTEGER,                   -- year of completion, where no day is known
  building_count INTEGER,               -- as reported; the buildings registered may be fewer
  house_count INTEGER,                  -- as reported
  alias TEXT,                           -- other names in use
  service_grade INTEGER,                -- enum service_grade
  charging_form INTEGER,                -- enum charging_form
  contract_since TEXT,                  -- first day of the service contract
  is_preliminary INTEGER,               -- 1: 前期物业服务, the developer's choice
  preliminary_since TEXT,               -- first day of preliminary service
  developer_id INTEGER,                 -- 建设单位
  former_unit TEXT,                     -- 原产权单位 of an old estate
  completed_on TEXT,                    -- completion acceptance
  delivered_on TEXT,                    -- first delivery to owners
  resident_count INTEGER,               -- as reported
  land_dm2 INTEGER,                     -- site area, 0.01 m²
  floor_dm2 INTEGER,                    -- gross floor area, 0.01 m²
  housing_dm2 INTEGER,                  -- floor area of housing, 0.01 m²
  green_permille INTEGER,               -- green space ratio, 1/1000
  has_property_room INTEGER,            -- 物管用房; 1 yes, 0 no, NULL not recorded; so all below
  property_room_dm2 INTEGER,            -- its floor area, 0.01 m²
  has_lighting INTEGER,                 -- 照明设施
  has_gate_control INTEGER,             -- 门禁车闸识别系统
  has_emergency_power INTEGER,          -- 应急发电
  has_fire_system INTEGER,              -- 消防系统
  has_septic_alarm INTEGER,             -- 化粪池泄压报警系统
  has_barrier_free INTEGER,             -- 无障碍设施
  has_recreation INTEGER,               -- 文体、儿童、老年活动场所
  has_community_room INTEGER,           -- 社区用房
  has_ev_charging INTEGER,              -- 电动车充电设施
  has_waste_sorting INTEGER,            -- 垃圾分类设施
  has_elder_care INTEGER,               -- 养老设施
  courier_dm2 INTEGER,                  -- courier space, 0.01 m² (XX-11: at least 40 m²)
  has_video INTEGER,                    -- 视频监控进监控室
  has_vehicle_control INTEGER,          -- 主要出入口车辆管控
  has_face_recognition INTEGER,         -- 主要出入口人脸识别 (never as the only way in)
  security_maintainer TEXT,             -- who maintains the security system (XH-18.1)
  motor_spaces INTEGER,                 -- parking ledger: motor vehicles
  bicycle_spaces INTEGER,               -- non-motor vehicles
  visitor_spaces INTEGER,               -- for visitors
  shared_bicycle_spaces INTEGER,        -- for shared bicycles
  public_spaces INTEGER,                -- public
  ev_spaces INTEGER,                    -- with charging
  is_area_delimited INTEGER,            -- 物业管理区域已划定
  area_group TEXT,                      -- name of the property area several small estates form (YC-7)
  has_assembly INTEGER,                 -- 业主大会已成立
  has_covenant INTEGER,                 -- 管理规约
  has_assembly_rules INTEGER,           -- 议事规则
  has_service_rules INTEGER,            -- 服务制度
  has_emergency_plan INTEGER,           -- 突发事件应急预案
  has_quality_certificate INTEGER,      -- ISO 质量认证
  is_smart_managed INTEGER,             -- 智慧物业
  is_renovated INTEGER,                 -- old estate: renovated
  latitude_e7 INTEGER,                  -- CGCS2000, 1e-7 degree
  longitude_e7 INTEGER,                 -- CGCS2000, 1e-7 degree
  outside_key TEXT,                     -- its key in the source it was imported from
  note TEXT                             -- free text
) STRICT;
CREATE INDEX estate_region ON estate (region_id, name);
CREATE INDEX estate_company ON estate (company_id);
CREATE INDEX estate_name ON estate (name, id);
CREATE INDEX estate_number ON estate (number);

-- class: home
-- 楼栋
CREATE TABLE building (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  name TEXT NOT NULL,             -- 3幢
  sort_key TEXT NOT NULL,         -- the name with its numbers padded, so that 2 comes before 10
  kind INTEGER,                   -- enum building_kind
  floors INTEGER,                 -- above ground
  basement_floors INTEGER,        -- below ground
  entrance_count INTEGER,         -- 单元数
  house_count INTEGER,            -- as reported
  lift_count INTEGER,             -- 电梯
  floor_dm2 INTEGER,              -- 0.01 m²
  completed_on TEXT,              -- completion acceptance
  structure TEXT,                 -- 结构
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX building_order ON building (home_id, sort_key, id);

-- class: home
-- large
-- 房屋: what is owned, billed and voted with.
CREATE TABLE house (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  building_id INTEGER NOT NULL,   -- 楼栋
  entrance TEXT,                  -- 单元
  floor INTEGER,                  -- 楼层; negative below ground
  name TEXT NOT NULL,             -- 室号: 1201
  label TEXT NOT NULL,            -- 3幢2单元1201, unique in the estate
  sort_key TEXT NOT NULL,         -- the label with its numbers padded
  kind INTEGER NOT NULL,          -- enum house_kind
  use INTEGER NOT NULL,           -- enum house_use: lived in, let, vacant, unsold
  area_dm2 INTEGER,               -- certified floor area, 0.01 m²
  unit_number TEXT,               -- 不动产单元号, 28 characters
  delivered_on TEXT,              -- handed to the owner
  outside_key TEXT,               -- its key in the source
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX house_order ON house (home_id, sort_key, id);
CREATE UNIQUE INDEX house_label ON house (home_id, label) WHERE deleted_at IS NULL;
CREATE INDEX house_building ON house (home_id, building_id, sort_key);

-- class: home
-- large
-- Who owns a house, with which share, from when to when.
CREATE TABLE ownership (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  house_id INTEGER NOT NULL,      -- what
  person_id INTEGER NOT NULL,     -- who
  share_num INTEGER NOT NULL,     -- share, numerator
  share_den INTEGER NOT NULL,     -- share, denominator
  is_representative INTEGER NOT NULL, -- 1: votes for all who own the house together
  certificate TEXT,               -- 不动产权证号
  since TEXT NOT NULL,            -- first day
  until TEXT NOT NULL,            -- last day; '9999-12-31': still
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX ownership_house ON ownership (home_id, house_id, until);
CREATE INDEX ownership_person ON ownership (person_id, home_id);

-- class: home
-- large
-- Who lives in a house: tenants and members of the household (YC-1.4).
CREATE TABLE occupancy (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  house_id INTEGER NOT NULL,      -- where
  person_id INTEGER NOT NULL,     -- who
  kind INTEGER NOT NULL,          -- enum occupancy_kind: member, tenant, other
  relation TEXT,                  -- to the owner: 配偶, 子女 …
  since TEXT NOT NULL,            -- first day
  until TEXT NOT NULL,            -- last day; '9999-12-31': still
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX occupancy_house ON occupancy (home_id, house_id, until);
CREATE INDEX occupancy_person ON occupancy (person_id, home_id);

-- class: home
-- large
-- 车位
CREATE TABLE parking_space (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  name TEXT NOT NULL,             -- B1-023
  sort_key TEXT NOT NULL,         -- the name with its numbers padded
  kind INTEGER NOT NULL,          -- enum parking_kind (XX-13)
  holding INTEGER NOT NULL,       -- enum parking_holding: owned, let, common, unsold, civil defence
  area_dm2 INTEGER,               -- 0.01 m²
  house_id INTEGER,               -- the house it goes with
  has_charger INTEGER,            -- 1: a charger
  completed_on TEXT,              -- completion and delivery, for the two years of XX-13
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX parking_space_order ON parking_space (home_id, sort_key, id);

-- class: home
-- large
-- 车辆
CREATE TABLE vehicle (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  plate BLOB NOT NULL,            -- sealed
  plate_hash TEXT NOT NULL,       -- keyed hash in hex, for looking it up
  house_id INTEGER NOT NULL,      -- whose household
  space_id INTEGER,               -- where it stands
  kind INTEGER NOT NULL,          -- enum vehicle_kind
  note TEXT,                      -- colour, model
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX vehicle_plate ON vehicle (home_id, plate_hash);
CREATE INDEX vehicle_house ON vehicle (home_id, house_id);

-- class: home
-- 设施设备, with their maintenance.
CREATE TABLE facility (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  name TEXT NOT NULL,             -- 1号楼东梯
  kind INTEGER NOT NULL,          -- enum facility_kind
  number TEXT,                    -- registration number: a lift's 使用登记证
  place TEXT,                     -- where
  model TEXT,                     -- maker and model
  installed_on TEXT,              -- in use since
  maintainer TEXT,                -- who maintains it
  maintained_on TEXT,             -- last maintenance
  maintain_every_days INTEGER,    -- interval
  inspected_on TEXT,              -- last statutory inspection
  inspect_due_on TEXT,            -- next one due
  state INTEGER NOT NULL,         -- enum facility_state
  operated_by INTEGER,            -- the utility that took it over (ZD-2.2.12, YC-A.10.9)
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX facility_kind ON facility (home_id, kind, name, id);

-- class: home
-- Owners' committees, management committees, designated 居委会: the owners' body of a term.
CREATE TABLE committee (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  kind INTEGER NOT NULL,          -- enum committee_kind
  name TEXT NOT NULL,             -- 第二届业主委员会
  since TEXT NOT NULL,            -- first day of the term
  until TEXT,                     -- last day of the term
  filed_on TEXT,                  -- 备案
  filing_number TEXT,             -- of the filing
  state INTEGER NOT NULL,         -- enum committee_state
  has_party_branch INTEGER,       -- 1: a branch (XH-7)
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX committee_term ON committee (home_id, since);

-- class: home
-- Members of an owners' body.
CREATE TABLE committee_member (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  committee_id INTEGER NOT NULL,  -- of which
  person_id INTEGER NOT NULL,     -- who
  duty INTEGER NOT NULL,          -- enum committee_duty: chair, vice-chair, member, alternate
  is_party_member INTEGER,        -- 1: at election
  is_cross_appointed INTEGER,     -- 1: 双向进入、交叉任职
  trained_on TEXT,                -- last training
  since TEXT NOT NULL,            -- first day
  until TEXT,                     -- left on
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX committee_member_of ON committee_member (home_id, committee_id);

-- class: home
-- Party organisations in estates (XX-18, YC-9).
CREATE TABLE party_organisation (
  home_id INTEGER NOT NULL,       -- the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  name TEXT NOT NULL,             -- in full
  form INTEGER NOT NULL,          -- enum party_form: alone, joint, by trade, group
  secretary_id INTEGER,           -- person
  is_secretary_of_community INTEGER, -- 1: serves in the community's Party committee (XX-18.1)
  member_count INTEGER,           -- Party members
  since TEXT NOT NULL,            -- set up on
  until TEXT,                     -- dissolved on
  PRIMARY KEY (home_id, id)
) STRICT;

-- class: home
-- People posted to property matters: 物业专干, 物管员, 挂包干部, 网格员, project staff. In a region or
-- in an estate.
CREATE TABLE staff (
  home_id INTEGER NOT NULL,       -- the region or the estate
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- of the record
  deleted_at INTEGER,             -- UTC ms; NULL: it stands
  kind INTEGER NOT NULL,          -- enum staff_kind
  person_id INTEGER NOT NULL,     -- who
  name TEXT NOT NULL,             -- as shown to the public: staff act in the open
  organisation_id INTEGER,        -- employer or unit
  title TEXT,                     -- as the district calls it
  work_phone TEXT,                -- published; a private number stays with the person
  is_full_time INTEGER,           -- 1: full time
  since TEXT NOT NULL,            -- first day
  until TEXT,                     -- last day
  PRIMARY KEY (home_id, id)
) STRICT;
CREATE INDEX staff_kind ON staff (home_id, kind);
CREATE INDEX staff_person ON staff (person_id);

-- class: home
-- large
-- What a search finds: one row a thing, scanned within a reach (some thousand rows), so that a piece
-- from the middle of a name finds it too.
CREATE TABLE search_entry (
  home_id INTEGER NOT NULL,       -- the estate, or the thing's own id
  kind TEXT NOT NULL,             -- 'estate', 'organisation', 'staff', 'region'
  id INTEGER NOT NULL,            -- the thing
  text TEXT NOT NULL,             -- names, number, address: lower case, without blanks, one a line
  initials TEXT NOT NULL,         -- pinyin initials of the names, one reading a line
  PRIMARY KEY (home_id, kind, id)
) STRICT;
CREATE INDEX search_entry_kind ON search_entry (kind, id);

-- class: home
-- Things that were one and are registered twice, merged into one of them.
CREATE TABLE merged (
  home_id INTEGER NOT NULL,       -- the estate that stays, or the kept thing's home
  kind TEXT NOT NULL,             -- 'estate', 'organisation', 'person'
  from_id INTEGER NOT NULL,       -- the one that went
  into_id INTEGER NOT NULL,       -- the one that stays
  at INTEGER NOT NULL,            -- UTC ms
  account_id INTEGER,             -- by whom
  PRIMARY KEY (home_id, kind, from_id)
) STRICT;
CREATE INDEX merged_from ON merged (from_id);
