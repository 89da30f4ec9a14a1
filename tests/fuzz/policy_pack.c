/* Packs, whole: the input is split into files at lines "=== NAME". What is read must be sound: a pack
 * is given exactly when there is no error, findings stand in order and lead into their files, and the
 * measures of a pack that is right can be run. */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "policy/pack_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { FILES_MAX = 12 };

static const struct fact community_facts[] = {{"specialists", FACT_INT,
					       L("物业专干", "Specialists"), L("人数", "how many")},
					      {"estates", FACT_INT, L("小区数", "Estates"),
					       L("个数", "how many")},
					      {0}};
static const struct fact estate_facts[] = {
	{"service_mode", FACT_TEXT, L("模式", "Mode"), L("模式", "its mode")},
	{"has_lift", FACT_FLAG, L("电梯", "Lift"), L("有无电梯", "whether it has one")},
	{"built_on", FACT_DATE, L("建成", "Built"), L("建成日期", "when")},
	{0}};
static const struct fact_table tables[] = {{SUBJECT_COMMUNITY, community_facts, SQL("SELECT 1")},
					   {SUBJECT_ESTATE, estate_facts, SQL("SELECT 1")},
					   {0}};

static const struct facts *facts(void)
{
	static const struct facts *joined;
	static const struct fact_table *const all[] = {tables, NULL};
	struct ctx cx = {0};
	if (!joined) {
		err e = facts_join(&cx, NULL, all, &joined);
		assert(e == OK);
	}
	return joined;
}

static const char *name_of(mem *m, const char *start, size_t n)
{
	return utf8_is_text(start, n) ? mem_strn(m, start, n) : "other.yaml";
}

static size_t split(mem *m, const char *p, const char *end, struct pack_file *files)
{
	static const char mark[] = "=== ";
	size_t n = 0, marked = sizeof mark - 1;
	while (p < end && n < FILES_MAX) {
		const char *line = memchr(p, '\n', (size_t)(end - p));
		line = line ? line + 1 : end;
		size_t length = (size_t)(line - p) - (line[-1] == '\n');
		if (length > marked && !memcmp(p, mark, marked))
			files[n++] = (struct pack_file){name_of(m, p + marked, length - marked),
							line, 0};
		else if (n)
			files[n - 1].n = (size_t)(line - files[n - 1].text);
		p = line;
	}
	return n;
}

static void check_findings(mem *m, const struct findings *f)
{
	size_t n_errors = 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *it = &f->all[i];
		const char *zh = finding_show(m, it, LANG_ZH), *en = finding_show(m, it, LANG_EN);
		assert(it->line >= 0 && it->column >= 0 && (it->line == 0) == (it->column == 0));
		assert(utf8_is_valid(zh, strlen(zh)) && utf8_is_valid(en, strlen(en)));
		assert(i == 0 || strcmp(f->all[i - 1].file, it->file) <= 0);
		n_errors += it->severity == FINDING_ERROR;
	}
	assert(f->n <= FINDINGS_MAX && n_errors <= f->n_errors);
}

static void run_measures(mem *m, const struct pack *p)
{
	for (size_t i = 0; i < p->n_measures; i++) {
		const struct measure *it = &p->measures[i];
		const struct expr_scope *scope = pack_scope(p, it->subject);
		struct expr_value *values = mem_array(m, struct expr_value, scope->n);
		pack_fill_values(p, it->subject, 20000, values);
		assert(it->meets && pack_measure(p, it->id));
		(void)expr_run(m, it->meets, values);
		if (it->when)
			(void)expr_run(m, it->when, values);
	}
}

static void check_pack(mem *m, const struct pack *p)
{
	assert(p->name && p->hash && p->title.zh && p->title.en);
	for (size_t i = 0; i < p->n_clauses; i++) {
		const struct clause *c = &p->clauses[i];
		assert(c->id && c->part && c->gist.en && c->kind && c->force);
		for (size_t j = 0; j < c->n_carriers; j++)
			assert(c->carriers[j].kind && c->carriers[j].measure);
	}
	for (size_t i = 0; i < p->n_targets; i++)
		assert(p->targets[i].measure && p->targets[i].by &&
		       (p->targets[i].count == NONE) != (p->targets[i].share_permille == NONE));
	for (size_t i = 1; i < p->calendar.n; i++)
		assert(p->calendar.days[i - 1].day < p->calendar.days[i].day);
	run_measures(m, p);
}

static const struct pack *find(void *arg, const char *name)
{
	const struct pack *base = arg;
	return base && !strcmp(base->name, name) ? base : NULL;
}

/* The first half, up to a line "=== ===", is a base for the second. */
static const struct pack *read(mem *m, const char *start, const char *end, const struct pack *base)
{
	struct ctx cx = {.mem = m};
	struct pack_file files[FILES_MAX];
	struct pack_env env = {.mem = m,
			       .facts = facts(),
			       .find = find,
			       .arg = (void *)(uintptr_t)base};
	struct pack_files all = {base ? "small" : "national", files, split(m, start, end, files)};
	struct findings wrong;
	const struct pack *p;
	err e = pack_read(&cx, &all, &env, &p, &wrong);
	assert(e == OK && (p != NULL) == (wrong.n_errors == 0));
	check_findings(m, &wrong);
	if (p)
		check_pack(m, p);
	return p;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char middle[] = "\n=== ===\n";
	mem *m = mem_pool(1 << 16);
	const char *start = (const char *)data, *end = start + n;
	const char *half = n ? memmem(start, n, middle, sizeof middle - 1) : NULL;
	const struct pack *base = NULL;
	if (half) {
		base = read(m, start, half + 1, NULL);
		start = half + sizeof middle - 1;
	}
	read(m, start, end, base);
	mem_free(m);
	return 0;
}
