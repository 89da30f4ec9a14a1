/* The format of packs (docs/policy-packs.md), as tables. */
#include "account/may.h"
#include "policy/pack_priv.h"

enum { TITLE_MAX = 120, GIST_MAX = 800, PLACES_MAX = 6 };

static const struct choice level_values[] = {
	{"authority", "区（新区）", "District"},
	{"new_town", "新城", "New town"},
	{"subdistrict", "镇街", "Subdistrict or town"},
	{"community", "社区（村）", "Community or village"},
};
const struct choices pack_levels = CHOICES("pack_level", level_values);

static const struct choice type_values[] = {
	{"int", "整数", "Whole number"}, {"flag", "是否", "Yes or no"},    {"text", "文字", "Text"},
	{"date", "日期", "Date"},        {"fraction", "分数", "Fraction"},
};
const struct choices parameter_types = CHOICES("parameter_type", type_values);

static const struct choice stricter_values[] = {
	{"none", "不分宽严", "Neither"},
	{"higher", "越高越严", "Higher is stricter"},
	{"lower", "越低越严", "Lower is stricter"},
};
const struct choices stricters = CHOICES("stricter", stricter_values);

static const struct choice kind_values[] = {
	{"rule", "规则", "Rule"},        {"procedure", "程序", "Procedure"},
	{"target", "目标", "Target"},    {"measure", "指标", "Measure"},
	{"duty", "职责", "Duty"},        {"public", "公开", "Publication"},
	{"score", "考核", "Assessment"}, {"feature", "功能", "Tool"},
};
const struct choices clause_kinds = CHOICES("clause_kind", kind_values);
_Static_assert(sizeof kind_values / sizeof *kind_values == CLAUSE_KIND__MAX - 1, "a name for each");

static const struct choice force_values[] = {
	{"must", "应当", "Must"},
	{"should", "倡导", "Should"},
	{"may", "可以", "May"},
};
const struct choices forces = CHOICES("force", force_values);

static const struct choice carrier_values[] = {
	{"measure", "指标", "Measure"},
	{"target", "目标", "Target"},
	{"duty", "职责", "Duty"},
	{"parameter", "参数", "Parameter"},
	{"disclosure", "公开事项", "Disclosure"},
	{"feature", "功能", "Tool"},
};
const struct choices carrier_kinds = CHOICES("carrier_kind", carrier_values);
_Static_assert(sizeof carrier_values / sizeof *carrier_values == CARRIER__MAX - 1,
	       "a name for each");

static const struct choice engine_values[] = {
	{"register", "登记", "Register"}, {"procedure", "办理", "Procedures"},
	{"ledger", "账务", "Ledger"},     {"vote", "表决", "Votes"},
	{"score", "考核", "Assessment"},  {"publish", "公开", "Publication"},
	{"signal", "感知", "Signals"},
};
const struct choices engines = CHOICES("engine", engine_values);
_Static_assert(sizeof engine_values / sizeof *engine_values == ENGINE__MAX - 1, "a name for each");

static const struct choice period_values[] = {
	{"once", "一次", "Once"},
	{"month", "每月", "Each month"},
	{"quarter", "每季度", "Each quarter"},
	{"half_year", "每半年", "Each half year"},
	{"year", "每年", "Each year"},
	{"change", "变更时", "On a change"},
};
const struct choices disclosure_periods = CHOICES("disclosure_period", period_values);

/* ─── pack.yaml ─── */

static const struct form document_rows[] = {
	{"title", FORM_TEXT, NEEDED, IN(pack, document), L("文件全称", "Its title, as printed"),
	 .max = TITLE_MAX},
	{"number", FORM_TEXT, 0, IN(pack, number),
	 L("文号；没有就不写", "Its number, as printed; left out if it has none")},
	{"issuer", FORM_TEXT, NEEDED, IN(pack, issuer), L("发文机关", "Who issued it")},
	{"issued_on", FORM_DATE, 0, IN(pack, issued_on), L("发文日期", "When it was issued")},
	{0}};

static const struct form force_rows[] = {{"from", FORM_DATE, 0, IN(pack, from),
					  L("施行之日；征求意见稿不写",
					    "Since when it holds; left out of a draft")},
					 {"until", FORM_DATE, 0, IN(pack, until),
					  L("有效期的最后一天", "The last day on which it holds")},
					 {0}};

static const struct form level_rows[] = {{"level", FORM_CHOICE, NEEDED, IN(pack_level_title, level),
					  L("哪一级", "Which of the program's levels"),
					  .of = &pack_levels},
					 {"title", FORM_LABEL, NEEDED, IN(pack_level_title, title),
					  L("本区的叫法", "What the district calls it"), .max = 40},
					 {0}};

static const struct form body_rows[] = {
	{"id", FORM_ID, NEEDED, IN(body, id), L("标识", "Its id")},
	{"title", FORM_LABEL, NEEDED, IN(body, title), L("名称", "Its name"), .max = TITLE_MAX},
	{"level", FORM_CHOICE, 0, IN(body, level), L("所在层级", "The level on which it stands"),
	 .of = &pack_levels},
	{"duty", FORM_TEXT, 0, IN(body, duty),
	 L("部门登记的职责，如 房管", "The duty with which the department is registered, as 房管"),
	 .max = 40},
	{0}};

static const struct form parameter_rows[] = {
	{"id", FORM_ID, NEEDED, IN(parameter, id),
	 L("标识；与上级包相同即为修改", "Its id; that of the base's parameter which it changes")},
	{"title", FORM_LABEL, 0, IN(parameter, title), L("名称", "Its name"), .max = TITLE_MAX},
	{"type", FORM_CHOICE, 0, IN(parameter, type), L("类型", "Its type"),
	 .of = &parameter_types},
	{"unit", FORM_LABEL, 0, IN(parameter, unit), L("单位", "What is counted"), .max = 40},
	{"places", FORM_INT, 0, IN(parameter, places),
	 L("显示时的小数位数", "How many decimals people see"), 0, PLACES_MAX},
	{"value", FORM_VALUE, NEEDED, NOWHERE,
	 L("值：整数、true/false、文字、日期或分数 2/3",
	   "Its value: a whole number, true or false, a text, a date or a fraction as 2/3")},
	{"stricter", FORM_CHOICE, 0, IN(parameter, stricter),
	 L("哪个方向更严", "Which direction is stricter"), .of = &stricters},
	{"source", FORM_TEXT, 0, IN(parameter, source), L("出处", "Where the document says so")},
	{"acknowledged", FORM_LABEL, 0, IN(parameter, acknowledged),
	 L("比上级包宽松的理由", "Why it is weaker than the base's"), .max = GIST_MAX},
	{"is_uncertain", FORM_FLAG, 0, IN(parameter, is_uncertain),
	 L("尚未与正式文本核对", "Nobody has checked it against the printed law")},
	{0}};

static const struct form_item level_item = {sizeof(struct pack_level_title), level_rows},
			      body_item = {sizeof(struct body), body_rows},
			      parameter_item = {sizeof(struct parameter), parameter_rows};

static const struct form pack_rows[] = {
	{"format", FORM_INT, NEEDED, NOWHERE, L("格式版本：1", "Version of the format: 1"), 1, 1},
	{"name", FORM_ID, NEEDED, IN(pack, name),
	 L("名称，即文件夹名", "Its name: that of its folder")},
	{"title", FORM_LABEL, NEEDED, IN(pack, title), L("标题", "Its title"), .max = TITLE_MAX},
	{"document", FORM_MAP, NEEDED, NOWHERE, L("所依据的文件", "The document that it is"),
	 .of = document_rows},
	{"region", FORM_TEXT, 0, IN(pack, region),
	 L("区划代码或区划表的键；国家包没有",
	   "Division code, or key of the region file; the national pack has none"),
	 .max = 40},
	{"extends", FORM_REF, 0, NOWHERE, L("上级包", "The pack that it extends")},
	{"in_force", FORM_MAP, 0, NOWHERE, L("有效期", "When it holds"), .of = force_rows},
	{"is_draft", FORM_FLAG, 0, IN(pack, is_draft),
	 L("征求意见稿：不构成违反", "A consultation draft: its clauses are never a breach")},
	{"levels", FORM_LIST, 0, IN(pack, levels),
	 L("各层级的叫法，自上而下", "Its levels, from the top"), .max = 4, .of = &level_item,
	 .n_at = offsetof(struct pack, n_levels)},
	{"bodies", FORM_LIST, 0, IN(pack, bodies),
	 L("牵头、配合单位与职责主体", "Whoever leads or supports a clause, or has a duty"),
	 .of = &body_item, .n_at = offsetof(struct pack, n_bodies)},
	{"parameters", FORM_LIST, 0, IN(pack, parameters), L("参数", "Its figures"),
	 .of = &parameter_item, .n_at = offsetof(struct pack, n_parameters)},
	{0}};

/* ─── clauses.yaml ─── */

static const struct form part_rows[] = {{"id", FORM_ID, NEEDED, IN(part, id), L("标识", "Its id")},
					{"title", FORM_LABEL, NEEDED, IN(part, title),
					 L("标题", "Its heading"), .max = TITLE_MAX},
					{0}};

static const struct form carrier_rows[] = {
	{"measure", FORM_REF, 0, NOWHERE, L("指标", "A measure")},
	{"target", FORM_REF, 0, NOWHERE, L("目标", "A target")},
	{"duty", FORM_REF, 0, NOWHERE, L("职责", "A row of duties.yaml")},
	{"parameter", FORM_REF, 0, NOWHERE,
	 L("指标或目标所用的参数", "A parameter that a measure uses")},
	{"disclosure", FORM_REF, 0, NOWHERE, L("公开事项", "A row of disclosures.yaml")},
	{"feature", FORM_REF, 0, NOWHERE,
	 L("程序已有的功能（linli policy features）",
	   "Something that the program does (linli policy features)")},
	{0}};

static const struct form awaited_rows[] = {{"engine", FORM_CHOICE, NEEDED, IN(awaited, engine),
					    L("由哪个引擎", "Which engine"), .of = &engines},
					   {"what", FORM_LABEL, NEEDED, IN(awaited, what),
					    L("它将做什么", "What it will do"), .max = GIST_MAX},
					   {0}};

static const struct form_item part_item = {sizeof(struct part), part_rows},
			      carrier_item = {0, carrier_rows},
			      awaited_item = {sizeof(struct awaited), awaited_rows};

static const struct form clause_rows[] = {
	{"id", FORM_CODE, NEEDED, IN(clause, id), L("编号，如 XH-3", "Its number, as XH-3")},
	{"part", FORM_REF, NEEDED, NOWHERE, L("所在部分", "The part in which it stands")},
	{"cites", FORM_TEXT, NEEDED, IN(clause, cites),
	 L("在文件中的位置", "Where it stands in the document")},
	{"title", FORM_LABEL, NEEDED, IN(clause, title), L("标题", "Its title"), .max = TITLE_MAX},
	{"gist", FORM_LABEL, NEEDED, IN(clause, gist),
	 L("要义，用自己的话", "What it says, in one's own words"), .max = GIST_MAX},
	{"kind", FORM_CHOICE, NEEDED, IN(clause, kind), L("种类", "Its kind"), .of = &clause_kinds},
	{"force", FORM_CHOICE, NEEDED, IN(clause, force),
	 L("约束力：应当、倡导、可以", "How strong it is"), .of = &forces},
	{"lead", FORM_REFS, 0, NOWHERE, L("责任单位", "The bodies responsible"),
	 .max = CLAUSE_LIST_MAX},
	{"with", FORM_REFS, 0, NOWHERE, L("配合单位", "The bodies that co-operate"),
	 .max = CLAUSE_LIST_MAX},
	{"carried_by", FORM_LIST, 0, NOWHERE, L("现在由什么落实", "What carries it now"),
	 .max = CLAUSE_LIST_MAX, .of = &carrier_item},
	{"awaits", FORM_LIST, 0, IN(clause, awaits), L("还待什么落实", "What is still to come"),
	 .max = 50, .of = &awaited_item, .n_at = offsetof(struct clause, n_awaits)},
	{0}};
static const struct form_item clause_item = {sizeof(struct clause), clause_rows};

static const struct form clauses_rows[] = {
	{"parts", FORM_LIST, NEEDED, IN(pack, parts),
	 L("文件的各部分，按顺序", "Its parts, in order"), .of = &part_item,
	 .n_at = offsetof(struct pack, n_parts)},
	{"clauses", FORM_LIST, NEEDED, IN(pack, clauses),
	 L("条款，按文件顺序", "Its clauses, in the order of the document"), .of = &clause_item,
	 .n_at = offsetof(struct pack, n_clauses)},
	{0}};

/* ─── measures, targets, duties ─── */

static const struct form measure_rows[] = {
	{"id", FORM_ID, NEEDED, IN(measure, id), L("标识", "Its id")},
	{"title", FORM_LABEL, NEEDED, IN(measure, title), L("名称", "Its name"), .max = TITLE_MAX},
	{"subject", FORM_CHOICE, NEEDED, IN(measure, subject),
	 L("衡量对象的种类", "The kind of thing that meets it or does not"), .of = &subject_kinds},
	{"when", FORM_EXPRESSION, 0, IN(measure, when_source),
	 L("适用于哪些对象；不写即全部", "To which it applies; left out: to all")},
	{"meets", FORM_EXPRESSION, NEEDED, IN(measure, meets_source),
	 L("何时达标", "When a subject meets it")},
	{"remedy", FORM_LABEL, 0, IN(measure, remedy),
	 L("未达标怎么办", "What to do if it is not met"), .max = GIST_MAX},
	{0}};
static const struct form_item measure_item = {sizeof(struct measure), measure_rows};
static const struct form measures_rows[] = {{"measures", FORM_LIST, NEEDED, IN(pack, measures),
					     L("指标", "What the cockpit measures"),
					     .of = &measure_item,
					     .n_at = offsetof(struct pack, n_measures)},
					    {0}};

static const struct form target_rows[] = {
	{"id", FORM_ID, NEEDED, IN(target, id), L("标识", "Its id")},
	{"title", FORM_LABEL, NEEDED, IN(target, title), L("名称", "Its name"), .max = TITLE_MAX},
	{"measure", FORM_REF, NEEDED, NOWHERE, L("指标", "Its measure")},
	{"level", FORM_CHOICE, 0, IN(target, level),
	 L("对哪一级的每个辖区；不写即全区", "Each region of this level; left out: the whole"),
	 .of = &pack_levels},
	{"reach", FORM_REACH, NEEDED, NOWHERE,
	 L("要达到的比例（80%）或数量（130）", "A share (80%) or a count (130)")},
	{"by", FORM_DAY, NEEDED, IN(target, by), L("期限", "Due on")},
	{"from", FORM_DAY, 0, IN(target, from),
	 L("从哪天算起；不写即施行之日", "Where the line begins; left out: in_force")},
	{0}};
static const struct form_item target_item = {sizeof(struct target), target_rows};
static const struct form targets_rows[] = {{"targets", FORM_LIST, NEEDED, IN(pack, targets),
					    L("有期限的目标", "Figures due by a date"),
					    .of = &target_item,
					    .n_at = offsetof(struct pack, n_targets)},
					   {0}};

static const struct form duty_rows[] = {
	{"id", FORM_CODE, NEEDED, IN(duty, id), L("编号", "Its number")},
	{"cites", FORM_TEXT, NEEDED, IN(duty, cites),
	 L("在文件中的位置", "Where it stands in the document")},
	{"body", FORM_REF, NEEDED, NOWHERE, L("由谁承担", "Who has it")},
	{"text", FORM_LABEL, NEEDED, IN(duty, text),
	 L("职责，用自己的话", "The duty, in one's own words"), .max = GIST_MAX},
	{0}};
static const struct form_item duty_item = {sizeof(struct duty), duty_rows};
static const struct form duties_rows[] = {{"duties", FORM_LIST, NEEDED, IN(pack, duties),
					   L("职责", "Who answers for what"), .of = &duty_item,
					   .n_at = offsetof(struct pack, n_duties)},
					  {0}};

/* ─── roles, calendar, disclosures ─── */

static const struct form role_rows[] = {{"role", FORM_CHOICE, NEEDED, IN(role_title, role),
					 L("程序的基本角色", "A base role of the program"),
					 .of = &roles},
					{"level", FORM_CHOICE, 0, IN(role_title, level),
					 L("层级", "On which level"), .of = &pack_levels},
					{"title", FORM_LABEL, NEEDED, IN(role_title, title),
					 L("本区的叫法", "What the district calls it"), .max = 40},
					{0}};
static const struct form_item role_item = {sizeof(struct role_title), role_rows};
static const struct form roles_rows[] = {{"roles", FORM_LIST, NEEDED, IN(pack, roles),
					  L("角色的叫法；不能授予权限",
					    "What roles are called; it never grants a permission"),
					  .of = &role_item, .n_at = offsetof(struct pack, n_roles)},
					 {0}};

static const struct form holiday_rows[] = {
	{"from", FORM_DAY, NEEDED, NOWHERE, L("第一天", "The first day")},
	{"to", FORM_DAY, NEEDED, NOWHERE, L("最后一天", "The last day")},
	{"name", FORM_LABEL, NEEDED, NOWHERE, L("名称", "Its name"), .max = 40},
	{0}};
static const struct form_item holiday_item = {0, holiday_rows};
static const struct form year_rows[] = {
	{"year", FORM_INT, NEEDED, NOWHERE, L("年份", "The year"), 1990, 2100},
	{"source", FORM_TEXT, NEEDED, NOWHERE, L("放假通知的文号", "The notice that says so")},
	{"holidays", FORM_LIST, NEEDED, NOWHERE, L("放假的日子", "Days off"), .max = 60,
	 .of = &holiday_item},
	{"workdays", FORM_DAYS, 0, NOWHERE,
	 L("调休上班的周末", "Weekend days on which people work"), .max = 60},
	{0}};
static const struct form_item year_item = {0, year_rows};
static const struct form calendar_rows[] = {{"years", FORM_LIST, NEEDED, NOWHERE,
					     L("已公布的年份", "Years that are published"),
					     .max = 120, .of = &year_item},
					    {0}};

static const struct form disclosure_rows[] = {
	{"id", FORM_ID, NEEDED, IN(disclosure, id), L("标识", "Its id")},
	{"title", FORM_LABEL, NEEDED, IN(disclosure, title), L("名称", "Its name"),
	 .max = TITLE_MAX},
	{"subject", FORM_CHOICE, NEEDED, IN(disclosure, subject), L("关于什么", "What it is about"),
	 .of = &subject_kinds},
	{"publisher", FORM_REF, NEEDED, NOWHERE, L("由谁公开", "Who publishes it")},
	{"every", FORM_CHOICE, NEEDED, IN(disclosure, every), L("多久一次", "How often"),
	 .of = &disclosure_periods},
	{"within_days", FORM_INT, 0, IN(disclosure, within_days),
	 L("几日之内", "Within how many days"), 1, 366},
	{0}};
static const struct form_item disclosure_item = {sizeof(struct disclosure), disclosure_rows};
static const struct form disclosures_rows[] = {{"disclosures", FORM_LIST, NEEDED,
						IN(pack, disclosures),
						L("应当公开的事项", "What must be published"),
						.of = &disclosure_item,
						.n_at = offsetof(struct pack, n_disclosures)},
					       {0}};

const struct pack_form pack_forms[PART__MAX] = {
	[PART_PACK] = {"pack.yaml", "政策包", "A policy pack", pack_rows, true},
	[PART_CLAUSES] = {"clauses.yaml", "条款", "Clauses", clauses_rows, true},
	[PART_MEASURES] = {"measures.yaml", "指标", "Measures", measures_rows, false},
	[PART_TARGETS] = {"targets.yaml", "目标", "Targets", targets_rows, false},
	[PART_DUTIES] = {"duties.yaml", "职责", "Duties", duties_rows, false},
	[PART_ROLES] = {"roles.yaml", "角色", "Roles", roles_rows, false},
	[PART_CALENDAR] = {"calendar.yaml", "日历", "Calendar", calendar_rows, false},
	[PART_DISCLOSURES] = {"disclosures.yaml", "公开事项", "Disclosures", disclosures_rows,
			      false},
};

const char *const pack_file_names[] = {"pack.yaml",     "clauses.yaml",     "measures.yaml",
				       "targets.yaml",  "duties.yaml",      "roles.yaml",
				       "calendar.yaml", "disclosures.yaml", NULL};
_Static_assert(sizeof pack_file_names / sizeof *pack_file_names == PART__MAX + 1, "one for each");
