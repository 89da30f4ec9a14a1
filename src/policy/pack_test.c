#include "policy/pack_test.h"

#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "test.h"

/* ─── small packs ─── */

static const struct choice kind_values[] = {{"old", "老旧", "Old"}, {"rural", "农村", "Rural"}};
static const struct choices small_kinds = CHOICES("small_kind", kind_values);

static const struct fact community_facts[] = {{"specialists", FACT_INT,
					       L("物业专干", "Specialists"), L("人数", "how many"),
					       .unit = "人"},
					      {"estates", FACT_INT, L("小区数", "Estates"),
					       L("个数", "how many")},
					      {0}};
static const struct fact estate_facts[] = {
	{"kind", FACT_TEXT, L("类型", "Kind"), L("类型", "its kind"), .of = &small_kinds},
	{"has_lift", FACT_FLAG, L("电梯", "Lift"), L("有无电梯", "whether it has one")},
	{"built_on", FACT_DATE, L("建成", "Built"), L("建成日期", "when")},
	{0}};
static const struct fact_table small_tables[] = {{SUBJECT_COMMUNITY, community_facts,
						  SQL("SELECT 1")},
						 {SUBJECT_ESTATE, estate_facts, SQL("SELECT 1")},
						 {0}};

const struct facts *small_facts(void)
{
	static const struct facts *joined;
	static const struct fact_table *const tables[] = {small_tables, NULL};
	struct ctx cx = {.mem = mem_pool(1024)};
	if (!joined)
		assert_ok(facts_join(&cx, NULL, tables, &joined));
	mem_free(cx.mem);
	return joined;
}

static struct ctx *cx;

static const struct pack *find_base(void *arg, const char *name)
{
	const struct pack *base = arg;
	return base && !strcmp(base->name, name) ? base : NULL;
}

const char *small_read(const struct pack *base, const struct pack_files *files,
		       const struct pack **ret_pack)
{
	static const char *const names[] = {"national", NULL};
	const struct pack_env env = {.mem = cx->mem,
				     .facts = small_facts(),
				     .find = find_base,
				     .arg = (void *)(uintptr_t)base,
				     .names = names};
	struct findings f;
	struct buf out = buf_on(cx->mem);
	assert_ok(pack_read(cx, files, &env, ret_pack, &f));
	assert_int_equal(f.n_errors == 0, *ret_pack != NULL);
	for (size_t i = 0; i < f.n; i++)
		buf_format(&out, "%s\n", finding_show(cx->mem, &f.all[i], LANG_EN));
	return buf_text(&out);
}

/* The small pack with `file` as said; without it where text is NULL. */
static struct pack_files small(const char *file, const char *text)
{
	struct pack_file *all = mem_array(cx->mem, struct pack_file, 3);
	static const char *const names[] = {"pack.yaml", "clauses.yaml"};
	static const char *const texts[] = {SMALL_PACK SMALL_LEVELS SMALL_BODIES, SMALL_CLAUSES};
	size_t n = 0;
	for (size_t i = 0; i < 2; i++)
		if (strcmp(names[i], file) != 0)
			all[n++] = (struct pack_file){names[i], texts[i], strlen(texts[i])};
	if (text)
		all[n++] = (struct pack_file){file, text, strlen(text)};
	return (struct pack_files){"small", all, n};
}

const char *small_findings(const char *file, const char *text)
{
	cx = test_ctx();
	struct pack_files files = small(file, text);
	const struct pack *p;
	return small_read(NULL, &files, &p);
}

#define EXPECT(file, text, wanted) assert_string_equal(small_findings((file), (text)), (wanted))

#define MEASURES_ON(subject, meets) \
	"measures:\n  - {id: m, title: {zh: 指, en: M}, subject: " subject ", meets: " meets "}\n"
#define IDLE \
	"measures.yaml:2:5: warning: measures[0]: no clause and no target names the measure “m”\n"

/* ─── whole packs ─── */

TEST(a_small_pack_is_right)
{
	const struct pack *p;
	cx = test_ctx();
	struct pack_files files = small("measures.yaml", NULL);
	assert_string_equal(small_read(NULL, &files, &p), "");
	assert_string_equal(p->name, "small");
	assert_string_equal(p->region, "330106");
	assert_int_equal(p->n_levels, 3);
	assert_int_equal(p->n_bodies, 2);
	assert_int_equal(p->n_clauses, 1);
	assert_int_equal(p->clauses[0].awaits[0].engine, ENGINE_VOTE);
	assert_ptr_equal(p->clauses[0].part, &p->parts[0]);
	assert_string_equal(pack_level_label(p, PACK_SUBDISTRICT).en, "Street");
	assert_string_equal(pack_level_label(p, PACK_NEW_TOWN).en, "New town");
	assert_non_null(pack_clause(p, "S-1"));
	assert_null(pack_clause(p, "S-2"));
	assert_int_equal(strlen(p->hash), 64);
}

TEST(the_hash_is_over_the_files_in_path_order)
{
	const struct pack *a, *b, *c;
	cx = test_ctx();
	struct pack_files files = small("pack.yaml", SMALL_PACK);
	struct pack_file turned[] = {files.files[1], files.files[0]};
	struct pack_files other = {"small", turned, 2};
	small_read(NULL, &files, &a);
	small_read(NULL, &other, &b);
	assert_string_equal(a->hash, b->hash);
	turned[1].text = mem_format(cx->mem, "# another\n%s", turned[1].text);
	turned[1].n = strlen(turned[1].text);
	small_read(NULL, &other, &c);
	assert_string_not_equal(a->hash, c->hash);
}

TEST(needed_files_are_missed_and_others_refused)
{
	EXPECT("pack.yaml", NULL, "pack.yaml: the file is missing\n");
	EXPECT("clauses.yaml", NULL, "clauses.yaml: the file is missing\n");
	EXPECT("clause.yaml", "a: 1",
	       "clause.yaml: a pack has no such file; did you mean “clauses.yaml”?\n");
	EXPECT("measures.yaml", "", "measures.yaml: the file is empty\n");
	EXPECT("measures.yaml", "# nothing\n", "measures.yaml: the file is empty\n");
	EXPECT("measures.yaml", "[]", "measures.yaml:1:1: found a list, expected a mapping\n");
	EXPECT("measures.yaml", "measures:\n",
	       "measures.yaml:1:10: measures: nothing stands here; expected a list\n");
}

/* ─── pack.yaml ─── */

TEST(names_and_validity_are_checked)
{
	EXPECT("pack.yaml", "format: 1\nname: other\n",
	       "pack.yaml:1:1: “title” is missing\npack.yaml:1:1: “document” is missing\n"
	       "pack.yaml:2:7: name: the name “other” is not that of the folder, “small”\n");
	EXPECT("pack.yaml", SMALL_PACK "is_draft: yes\n",
	       "pack.yaml:7:11: is_draft: found “yes”, expected true or false\n");
	EXPECT("pack.yaml", SMALL_PACK "extends: nationl\n",
	       "pack.yaml:7:10: extends: there is no pack “nationl” to extend, or it has errors of "
	       "its own; "
	       "did you mean “national”?\n");
	EXPECT("pack.yaml", SMALL_PACK "extends: small\n",
	       "pack.yaml:7:10: extends: a circle: “small” extends this pack in its turn\n");
	EXPECT("pack.yaml",
	       "format: 1\nname: small\ntitle: {zh: 小, en: S}\ndocument: {title: 办法, issuer: "
	       "府}\n"
	       "region: \"1\"\n",
	       "pack.yaml:1:1: since when it holds is missing (from, under in_force); a draft says "
	       "is_draft: "
	       "true\n");
}

TEST(levels_stand_in_order)
{
	EXPECT("pack.yaml",
	       SMALL_PACK SMALL_LEVELS "  - {level: new_town, title: {zh: 城, en: Town}}\n",
	       "pack.yaml:11:5: levels[3]: levels go from the top, each once: new_town cannot "
	       "follow "
	       "community\n");
	EXPECT("pack.yaml",
	       SMALL_PACK "levels:\n  - {level: authority, title: {zh: 区, en: D}}\n"
			  "  - {level: community, title: {zh: 村, en: V}}\n",
	       "pack.yaml:9:5: levels[1]: a level is missing between authority and community\n");
	EXPECT("pack.yaml",
	       SMALL_PACK SMALL_LEVELS
	       "bodies:\n  - {id: t, title: {zh: 城, en: T}, level: new_town}\n",
	       "pack.yaml:12:43: level: the pack has no level “new_town” (levels in pack.yaml)\n");
	EXPECT("roles.yaml",
	       "roles:\n  - {role: mediator, level: new_town, title: {zh: 调, en: M}}\n"
	       "  - {role: leader, title: {zh: 领, en: L}}\n"
	       "  - {role: leader, title: {zh: 导, en: L}}\n",
	       "roles.yaml:2:29: level: the pack has no level “new_town” (levels in pack.yaml)\n"
	       "roles.yaml:4:5: roles[2]: the role stands twice on the same level\n");
}

#define PARAMETER(type, value)                                                    \
	SMALL_PACK "parameters:\n  - {id: x, title: {zh: 参, en: X}, type: " type \
		   ", stricter: none, value: " value "}\n"
#define UNUSED "pack.yaml:8:5: warning: parameters[0]: no measure uses the parameter “x”\n"

#define A_PARAMETER                                                                      \
	SMALL_PACK "parameters:\n  - id: x\n    title: {zh: 参, en: X}\n    type: %s\n" \
		   "    stricter: none\n    value: %s\n"

TEST(a_value_is_of_its_type_whatever_yaml_would_make_of_it)
{
	static const char *const good[][2] = {
		{"int", "'17'"},     {"int", "-3"},          {"flag", "true"},
		{"text", "no"},      {"text", "2020-07-24"}, {"date", "2020-07-24"},
		{"fraction", "2/3"}, {"fraction", "0/5"},    {"fraction", "1000000000/1"},
	};
	static const char *const bad[][3] = {
		{"int", "1_000", "a whole number, in digits alone"},
		{"int", "0o17", "a whole number, in digits alone"},
		{"int", "1.5", "a whole number, in digits alone"},
		{"int", "0x1F", "a whole number, in digits alone"},
		{"int", "99999999999999999999", "a whole number, in digits alone"},
		{"flag", "on", "true or false"},
		{"date", "2023-02-29", "a date that exists, as 2020-07-24"},
		{"date", "9999-12-31", "a date that exists, as 2020-07-24"},
		{"fraction", "2/0", "a fraction, as 2/3"},
		{"fraction", "0.66", "a fraction, as 2/3"},
		{"fraction", "1/1000000001", "a fraction, as 2/3"},
	};
	char text[1024], wanted[1024];
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		snprintf(text, sizeof text, A_PARAMETER, good[i][0], good[i][1]);
		EXPECT("pack.yaml", text, UNUSED);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text, A_PARAMETER, bad[i][0], bad[i][1]);
		snprintf(wanted, sizeof wanted,
			 UNUSED "pack.yaml:12:12: value: found “%s”, expected %s\n", bad[i][1],
			 bad[i][2]);
		EXPECT("pack.yaml", text, wanted);
	}
}

TEST(a_parameter_is_whole)
{
	EXPECT("pack.yaml", SMALL_PACK "parameters:\n  - {id: x, value: 1}\n",
	       "pack.yaml:8:5: parameters[0]: “title” is missing\n"
	       "pack.yaml:8:5: parameters[0]: “type” is missing\n"
	       "pack.yaml:8:5: parameters[0]: “stricter” is missing\n" UNUSED);
	EXPECT("pack.yaml",
	       SMALL_PACK
	       "parameters:\n"
	       "  - {id: x, title: {zh: 参, en: X}, type: fraction, value: 1/2, stricter: none}\n"
	       "  - {id: x_num, title: {zh: 参, en: X}, type: int, value: 1, stricter: none}\n",
	       "pack.yaml:8:5: warning: parameters[0]: no measure uses the parameter “x”\n"
	       "pack.yaml:9:5: parameters[1]: “x_num” is a part of the fraction “x”: take another "
	       "id\n"
	       "pack.yaml:9:5: warning: parameters[1]: no measure uses the parameter “x_num”\n");
	EXPECT("pack.yaml",
	       SMALL_PACK
	       "parameters:\n"
	       "  - {id: x, title: {zh: 参, en: X}, type: text, value: a, stricter: higher}\n",
	       UNUSED "pack.yaml:8:68: stricter: a text is never stricter: write none\n");
}

/* ─── a base ─── */

#define BASE_PACK                                                                                  \
	"format: 1\nname: national\ntitle: {zh: 国, en: National}\n"                              \
	"document: {title: 条例, issuer: 国务院}\nparameters:\n"                              \
	"  - {id: least, title: {zh: 最少, en: Least}, type: int, value: 2, stricter: higher}\n" \
	"  - {id: share, title: {zh: 比, en: Share}, type: fraction, value: 2/3, stricter: "      \
	"higher}\n"                                                                                \
	"  - {id: days, title: {zh: 日, en: Days}, type: int, value: 30, stricter: lower}\n"
#define BASE_MEASURES                                                                 \
	"measures:\n  - {id: staffed, title: {zh: 人, en: S}, subject: community,\n" \
	"     when: community.estates > 0, meets: community.specialists >= params.least}\n"

#define EXTENDING SMALL_PACK "extends: national\n"

static const struct pack *base_pack(void)
{
	static const struct pack_file files[] = {
		{"pack.yaml", BASE_PACK, sizeof BASE_PACK - 1},
		{"clauses.yaml", SMALL_CLAUSES, sizeof SMALL_CLAUSES - 1},
		{"measures.yaml", BASE_MEASURES, sizeof BASE_MEASURES - 1},
	};
	const struct pack_files base = {"national", files, 3};
	const struct pack *p;
	cx = test_ctx();
	small_read(NULL, &base, &p);
	assert_non_null(p);
	return p;
}

static const char *over_base(const char *parameters, const struct pack **ret)
{
	const struct pack *base = base_pack();
	struct pack_files files =
		small("pack.yaml",
		      mem_format(cx->mem, SMALL_PACK "extends: national\nparameters:\n%s",
				 parameters));
	return small_read(base, &files, ret);
}

#define EXPECT_OVER(parameters, wanted)                                      \
	do {                                                                 \
		const struct pack *p_;                                       \
		assert_string_equal(over_base((parameters), &p_), (wanted)); \
	} while (0)
#define IDLE_SHARE "pack.yaml:9:5: warning: parameters[0]: no measure uses the parameter “share”\n"

TEST(weaker_than_the_base_is_an_error_unless_acknowledged)
{
	EXPECT_OVER("  - {id: least, value: 2}\n", "");
	EXPECT_OVER("  - {id: least, value: 3}\n", "");
	EXPECT_OVER("  - {id: least, value: 1}\n", "pack.yaml:9:24: value: 1 is weaker than the "
						   "base's 2: make it stricter, or give the "
						   "reason under acknowledged:\n");
	EXPECT_OVER("  - {id: least, value: 1, acknowledged: {zh: 山区, en: Mountains}}\n", "");
	EXPECT_OVER("  - {id: least, value: 3, acknowledged: {zh: 山区, en: Mountains}}\n",
		    "pack.yaml:9:27: warning: parameters[0]: is not weaker than the base's: "
		    "acknowledged can "
		    "go\n");
	EXPECT_OVER("  - {id: share, value: 666666666/1000000000}\n", IDLE_SHARE
		    "pack.yaml:9:24: value: 666666666/1000000000 is weaker than the base's 2/3: "
		    "make it stricter, or give the reason under acknowledged:\n");
	EXPECT_OVER("  - {id: share, value: 4/6}\n", IDLE_SHARE);
	EXPECT_OVER("  - {id: days, value: 31}\n",
		    "pack.yaml:9:5: warning: parameters[0]: no measure uses the parameter “days”\n"
		    "pack.yaml:9:23: value: 31 is weaker than the base's 30: make it stricter, or "
		    "give the "
		    "reason under acknowledged:\n");
	EXPECT_OVER("  - {id: least, value: 2, type: int}\n",
		    "pack.yaml:9:27: parameters[0]: the parameter “least” is the base's: its "
		    "“type” stays, "
		    "leave it out\n");
}

TEST(a_base_measure_reads_the_parameters_of_the_pack)
{
	const struct pack *p;
	assert_string_equal(
		over_base("  - {id: least, value: 3}\n"
			  "  - {id: more, title: {zh: 多, en: M}, type: flag, value: true, "
			  "stricter: none}\n",
			  &p),
		"pack.yaml:10:5: warning: parameters[1]: no measure uses the parameter “more”\n");
	const struct measure *m = pack_measure(p, "staffed");
	const struct expr_scope *scope = pack_scope(p, SUBJECT_COMMUNITY);
	struct expr_value values[8] = {{EXPR_INT, .i = 2}, {EXPR_INT, .i = 5}};
	assert_ptr_equal(m->pack, p);
	assert_ptr_equal(m->below, pack_measure(p->base, "staffed"));
	assert_int_equal(scope->n, 8);
	assert_string_equal(scope->variables[3].name, "params.share_num");
	pack_fill_values(p, SUBJECT_COMMUNITY, 20000, values);
	assert_int_equal(values[7].i, 20000);
	struct expr_result r = expr_run(cx->mem, m->meets, values);
	assert_int_equal(r.outcome, EXPR_VALUE);
	assert_false(r.value.b);
	values[0].i = 3;
	assert_true(expr_run(cx->mem, m->meets, values).value.b);
	assert_false(m->reads_today);
	assert_int_equal(pack_parameter(p, "least")->value, 3);
	assert_int_equal(pack_parameter(p, "least")->below->value, 2);
	assert_string_equal(parameter_show(cx->mem, pack_parameter(p, "share"), LANG_EN), "2/3");
}

TEST(an_id_of_the_base_is_taken)
{
	const struct pack *base = base_pack(), *p;
	struct pack_files files = small("measures.yaml", BASE_MEASURES);
	struct pack_file all[3] = {files.files[0], files.files[1], files.files[2]};
	files.files = all;
	for (size_t i = 0; i < 3; i++)
		if (!strcmp(all[i].path, "pack.yaml"))
			all[i] = (struct pack_file){"pack.yaml", EXTENDING, sizeof EXTENDING - 1};
	assert_string_equal(
		small_read(base, &files, &p),
		"measures.yaml:2:5: warning: measures[0]: no clause and no target names the "
		"measure “staffed”\n"
		"measures.yaml:2:10: id: the base has a measure “staffed” already: take another "
		"id\n");
}

/* ─── clauses ─── */

TEST(what_a_clause_names_must_be_there)
{
	EXPECT("clauses.yaml",
	       SMALL_PARTS
	       "clauses:\n" SMALL_CLAUSE("S-1") "    lead: [housing, towns, housing]\n"
						"    with: [town]\n"
						"    carried_by:\n      - measure: m\n"
						"      - duty: A1\n      - parameter: x\n"
						"      - target: t\n      - disclosure: d\n"
						"      - feature: portal\n"
						"      - {feature: audit_chain, duty: A}\n"
						"      - feature: audit_chain\n"
						"      - feature: audit_chain\n",
	       "clauses.yaml:11:28: lead[2]: “housing” stands twice\n"
	       "clauses.yaml:12:12: with[0]: there is no body “town”; did you mean “towns”?\n"
	       "clauses.yaml:14:18: measure: there is no measure “m”\n"
	       "clauses.yaml:15:15: duty: there is no duty “A1”\n"
	       "clauses.yaml:16:20: parameter: there is no parameter “x”\n"
	       "clauses.yaml:17:17: target: there is no target “t”\n"
	       "clauses.yaml:18:21: disclosure: there is no disclosure “d”\n"
	       "clauses.yaml:19:18: feature: there is no feature “portal”\n"
	       "clauses.yaml:20:9: carried_by[6]: each item says one thing: measure, target, duty, "
	       "parameter, "
	       "disclosure or feature\n"
	       "clauses.yaml:22:9: carried_by[8]: “audit_chain” stands twice\n");
}

TEST(a_clause_is_carried_by_something_or_a_warning_says_so)
{
	EXPECT("clauses.yaml", SMALL_PARTS "clauses:\n" SMALL_CLAUSE("S-1") SMALL_CLAUSE("S-1"),
	       "clauses.yaml:4:5: warning: clauses[0]: the clause “S-1” is carried by nothing: say "
	       "what carries "
	       "it, or under awaits what will\n"
	       "clauses.yaml:11:5: warning: clauses[1]: the clause “S-1” is carried by nothing: "
	       "say what carries "
	       "it, or under awaits what will\n"
	       "clauses.yaml:11:9: id: the clause “S-1” stands twice; the first is on line 4\n");
}

TEST(a_parameter_carries_only_if_a_measure_uses_it)
{
	cx = test_ctx();
	struct pack_file all[] = {{"pack.yaml", PARAMETER("int", "1"),
				   strlen(PARAMETER("int", "1"))},
				  {"clauses.yaml",
				   SMALL_PARTS "clauses:\n" SMALL_CLAUSE(
					   "S-1") "    carried_by:\n      - parameter: x\n",
				   0},
				  {"measures.yaml", "", 0}};
	struct pack_files files = {"small", all, 2};
	const struct pack *p;
	all[1].n = strlen(all[1].text);
	assert_string_equal(
		small_read(NULL, &files, &p),
		"clauses.yaml:12:20: parameter: no measure uses the parameter “x”, so it carries "
		"nothing: say under awaits what will\n" UNUSED);
	all[2].text = MEASURES_ON("community", "community.estates < params.x");
	all[2].n = strlen(all[2].text);
	files.n = 3;
	assert_string_equal(small_read(NULL, &files, &p), IDLE);
	assert_int_equal(p->clauses[0].carriers[0].kind, CARRIER_PARAMETER);
	assert_ptr_equal(p->clauses[0].carriers[0].parameter, &p->parameters[0]);
}

/* ─── measures ─── */

TEST(expressions_are_found_fault_with_in_their_place)
{
	EXPECT("measures.yaml", MEASURES_ON("community", "community.specialist > 0"),
	       IDLE "measures.yaml:2:73: meets: community has no fact specialist; did you mean "
		    "“specialists”?\n");
	EXPECT("measures.yaml", MEASURES_ON("estate", "'estate.kind == ''new'' || estate.lift'"),
	       IDLE "measures.yaml:2:76: meets: new is no code of this fact\n"
		    "measures.yaml:2:94: meets: estate has no fact lift\n");
}

/* A list of ten, within another of ten, and so on: ten to the fifth steps. */
#define ALL(x, rest) "[1,2,3,4,5,6,7,8,9,10].all(" x ", " rest ")"
#define HUGE         ALL("a", ALL("b", ALL("c", ALL("d", ALL("e", "community.estates > 0")))))

TEST(what_goes_wrong_at_run_time_is_no_value_and_no_crash)
{
	static const char *const meets[] = {
		"community.estates / 0 > 1",
		"community.estates % 0 > 1",
		"community.estates + 9223372036854775807 > 1",
		"-9223372036854775807 - 2 - community.estates < 0",
		HUGE,
	};
	char text[1024];
	for (size_t i = 0; i < sizeof meets / sizeof *meets; i++) {
		const struct pack *p;
		struct expr_value values[3] = {{EXPR_INT, .i = 1},
					       {EXPR_INT, .i = 1},
					       {EXPR_DATE, .i = 1}};
		cx = test_ctx();
		snprintf(text, sizeof text, MEASURES_ON("community", "'%s'"), meets[i]);
		struct pack_files files = small("measures.yaml", text);
		assert_string_equal(small_read(NULL, &files, &p), IDLE);
		assert_int_equal(expr_run(cx->mem, p->measures[0].meets, values).outcome,
				 EXPR_ERROR);
	}
}

TEST(a_measure_must_ask_its_subject)
{
	EXPECT("measures.yaml", MEASURES_ON("community", "1 < 2"),
	       IDLE "measures.yaml:2:63: meets: an empty measure: it asks no fact of its subject "
		    "(“community.”), "
		    "so it measures nothing\n");
	EXPECT("measures.yaml", MEASURES_ON("new_town", "true"),
	       IDLE "measures.yaml:2:45: subject: the pack has no level “new_town” (levels in "
		    "pack.yaml)\n"
		    "measures.yaml:2:62: meets: an empty measure: it asks no fact of its subject "
		    "(“new_town.”), so it measures nothing\n");
	EXPECT("measures.yaml", MEASURES_ON("estate", "estate.built_on <= today"), IDLE);
}

/* ─── targets, duties, disclosures ─── */

#define TARGET(rest) "targets:\n  - {id: t, title: {zh: 目, en: T}, measure: m, " rest "}\n"
#define NO_MEASURE   "targets.yaml:2:45: measure: there is no measure “m”\n"

TEST(a_reach_is_a_share_or_a_count)
{
	EXPECT("targets.yaml", TARGET("reach: 80%, by: 2025-01-01"), NO_MEASURE);
	EXPECT("targets.yaml", TARGET("reach: 12.5%, by: 2025-01-01"), NO_MEASURE);
	EXPECT("targets.yaml", TARGET("reach: 130, by: 2025-01-01"), NO_MEASURE);
	char text[512], wanted[512];
	static const char *const bad[] = {"0%", "100.1%", "1.25%", "0", "-1", "80 %", "0.8", "%"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text,
			 "targets:\n  - id: t\n    title: {zh: 目, en: T}\n    measure: m\n"
			 "    by: 2025-01-01\n    reach: \"%s\"\n",
			 bad[i]);
		snprintf(wanted, sizeof wanted,
			 "targets.yaml:4:14: measure: there is no measure “m”\n"
			 "targets.yaml:6:12: reach: found “%s”, expected a share (80%%, with at "
			 "most one "
			 "decimal) or a count (130)\n",
			 bad[i]);
		EXPECT("targets.yaml", text, wanted);
	}
	EXPECT("targets.yaml", TARGET("reach: 1, by: 2025-01-01, from: 2025-01-01"),
	       NO_MEASURE "targets.yaml:2:62: by: it is due before it begins (from)\n");
}

TEST(duties_and_disclosures_name_bodies)
{
	EXPECT("duties.yaml",
	       "duties:\n  - {id: A1, cites: 附, body: house, text: {zh: 管, en: M}}\n",
	       "duties.yaml:2:30: body: there is no body “house”\n");
	EXPECT("disclosures.yaml",
	       "disclosures:\n  - {id: d, title: {zh: 公, en: D}, subject: estate, publisher: "
	       "towns, every: "
	       "weekly, within_days: 0}\n",
	       "disclosures.yaml:2:78: every: found “weekly”, expected once, month, quarter, "
	       "half_year, year or "
	       "change\n"
	       "disclosures.yaml:2:99: within_days: found “0”, expected a whole number from 1 to "
	       "366\n");
}

/* ─── calendars ─── */

#define YEAR(holidays, workdays)                                                   \
	"years:\n  - year: 2026\n    source: 国办\n    holidays: [" holidays "]\n" \
	"    workdays: [" workdays "]\n"
#define DAYS(from, to) "{from: " from ", to: " to ", name: {zh: 假, en: H}}"

TEST(calendars_are_possible)
{
	EXPECT("calendar.yaml", YEAR(DAYS("2026-01-01", "2026-01-03"), "2026-01-04"), "");
	EXPECT("calendar.yaml", YEAR(DAYS("2026-01-01", "2026-01-03"), "2026-01-03"),
	       "calendar.yaml:5:16: workdays[0]: the day stands on line 4 already\n");
	EXPECT("calendar.yaml", YEAR("", "2026-01-05"),
	       "calendar.yaml:5:16: workdays[0]: 2026-01-05 is a working day anyway, no day of a "
	       "weekend\n");
	EXPECT("calendar.yaml", YEAR(DAYS("2026-02-29", "2026-03-01"), ""),
	       "calendar.yaml:4:23: from: found “2026-02-29”, expected a date that exists, as "
	       "2020-07-24\n");
	EXPECT("calendar.yaml", YEAR(DAYS("2026-02-03", "2026-02-01"), "2027-01-02"),
	       "calendar.yaml:4:39: to: the last day is before the first\n"
	       "calendar.yaml:5:16: workdays[0]: is not in 2026\n");
}

TEST(a_calendar_has_the_base_s_years_but_its_own_first)
{
	const char *below =
		"years:\n"
		"  - {year: 2026, source: a, holidays: [" DAYS(
			"2026-01-01", "2026-01-01") "]}\n"
						    "  - {year: 2027, source: a, holidays: [" DAYS(
							    "2027-01-01", "2027-01-02") "]}\n";
	const char *own = "years:\n"
			  "  - {year: 2028, source: b, holidays: []}\n"
			  "  - {year: 2026, source: b, holidays: [" DAYS(
				  "2026-05-01", "2026-05-01") "], "
							      "workdays: [2026-05-09]}\n";
	const struct pack *base, *p;
	cx = test_ctx();
	struct pack_file all[] = {{"pack.yaml", BASE_PACK, sizeof BASE_PACK - 1},
				  {"clauses.yaml", SMALL_CLAUSES, sizeof SMALL_CLAUSES - 1},
				  {"calendar.yaml", below, strlen(below)}};
	struct pack_files files = {"national", all, 3};
	assert_string_equal(small_read(NULL, &files, &base), "");
	all[0] = (struct pack_file){"pack.yaml", EXTENDING, sizeof EXTENDING - 1};
	all[2] = (struct pack_file){"calendar.yaml", own, strlen(own)};
	files.name = "small";
	assert_string_equal(small_read(base, &files, &p), "");
	const struct calendar *c = &p->calendar;
	assert_int_equal(c->n_years, 3);
	assert_int_equal(c->years[2], 2028);
	assert_int_equal(c->n, 4);
	assert_int_equal(c->days[0].day, date_to_day("2026-05-01"));
	assert_true(c->days[1].is_work);
	assert_int_equal(c->days[3].day, date_to_day("2027-01-02"));
	assert_string_equal(c->days[3].name.en, "H");
}
