/* pack.yaml without its parameters, and roles.yaml. */
#include <string.h>

#include "policy/pack_priv.h"

/* ─── the base ─── */

static void refuse_base(struct reader *r, const struct yaml *node)
{
	const char *const *names = r->env->names;
	size_t n = 0;
	while (names && names[n])
		n++;
	struct finding *f =
		wrong(r->report, node,
		      T("pack.no_base", "没有可以继承的政策包“{1}”，或者它自身有错",
			"there is no pack “{1}” to extend, or it has errors of its own"),
		      quoted(r->report, node->text));
	const char *nearest = near_name(r->report, node->text, names, n);
	f->nearest = nearest && strcmp(nearest, node->text) != 0 ? nearest : NULL;
}

static void read_base(struct reader *r, const struct yaml *root)
{
	const struct yaml *node = yaml_get(root, "extends");
	const struct pack_env *env = r->env;
	if (!node || node->kind != YAML_SCALAR || !*node->text)
		return;
	bool is_circle = !strcmp(node->text, r->files->name) ||
			 (r->pack->name && !strcmp(node->text, r->pack->name)) ||
			 (env->is_open && env->is_open(env->arg, node->text));
	if (is_circle)
		wrong(r->report, node,
		      T("pack.circle", "循环继承：“{1}”正由本包继承",
			"a circle: “{1}” extends this pack in its turn"),
		      quoted(r->report, node->text));
	else
		r->pack->base = env->find ? env->find(env->arg, node->text) : NULL;
	if (!is_circle && !r->pack->base)
		refuse_base(r, node);
	r->is_base_missing = !r->pack->base;
	r->names[THING_MEASURE].is_partial |= r->is_base_missing;
	r->names[THING_PARAMETER].is_partial |= r->is_base_missing;
}

/* ─── name, region, validity ─── */

static void check_name(struct reader *r, const struct yaml *root)
{
	if (r->pack->name && strcmp(r->pack->name, r->files->name) != 0)
		wrong(r->report, yaml_get(root, "name"),
		      T("pack.name", "名称“{1}”与文件夹“{2}”不同",
			"the name “{1}” is not that of the folder, “{2}”"),
		      str(r->pack->name), str(r->files->name));
	if (!r->pack->region && yaml_get(root, "extends"))
		form_missing(r->report, root, "region");
}

static void check_validity(struct reader *r, const struct yaml *root)
{
	const struct pack *p = r->pack;
	const struct yaml *node = yaml_get(root, "in_force");
	if (p->from && p->until && strcmp(p->from, p->until) > 0)
		wrong(r->report, yaml_get(node, "until"),
		      T("pack.until", "失效日 {1} 早于施行日 {2}",
			"ends on {1}, before it begins on {2}"),
		      str(p->until), str(p->from));
	if (!p->from && !p->is_draft && p->region && (!node || !yaml_get(node, "from")))
		wrong(r->report, node ? node : root,
		      T("pack.no_from",
			"缺少施行之日（in_force 的 from）；征求意见稿请写 is_draft: true",
			"since when it holds is missing (from, under in_force); a draft says "
			"is_draft: true"));
}

/* ─── levels ─── */

static void check_order(struct reader *r, const struct yaml *node, enum pack_level above,
			enum pack_level level)
{
	const struct choice *a = choice_of(&pack_levels, above),
			    *b = choice_of(&pack_levels, level);
	bool is_gap = level - above > 1 && !(above == PACK_AUTHORITY && level == PACK_SUBDISTRICT);
	if (level <= above)
		wrong(r->report, node,
		      T("pack.level_order", "层级应自上而下且不重复：{1} 不能在 {2} 之后",
			"levels go from the top, each once: {1} cannot follow {2}"),
		      str(b->code), str(a->code));
	else if (is_gap)
		wrong(r->report, node,
		      T("pack.level_gap", "{1} 与 {2} 之间缺少层级",
			"a level is missing between {1} and {2}"),
		      str(a->code), str(b->code));
}

static void check_levels(struct reader *r)
{
	const struct yaml *node = part_items(r, PART_PACK, "levels");
	const struct pack_level_title *l = r->pack->levels;
	enum pack_level above = 0;
	for (size_t i = 0; i < r->pack->n_levels && node; i++, node = node->next) {
		if (above && l[i].level)
			check_order(r, node, above, l[i].level);
		above = l[i].level ? l[i].level : above;
	}
}

bool check_level(struct reader *r, enum pack_level level, const struct yaml *node)
{
	const struct pack *p = r->pack;
	for (size_t i = 0; i < p->n_levels; i++)
		if (p->levels[i].level == level)
			return true;
	if (!p->n_levels || !level || !node || r->is_broken[PART_PACK])
		return true;
	wrong(r->report, node,
	      T("pack.no_level", "本包没有“{1}”这一级（见 pack.yaml 的 levels）",
		"the pack has no level “{1}” (levels in pack.yaml)"),
	      str(choice_of(&pack_levels, level)->code));
	return false;
}

static void check_bodies(struct reader *r)
{
	const struct yaml *node = part_items(r, PART_PACK, "bodies");
	for (size_t i = 0; i < r->pack->n_bodies && node; i++, node = node->next)
		check_level(r, r->pack->bodies[i].level, yaml_get(node, "level"));
}

void read_head(struct reader *r)
{
	const struct yaml *root = r->roots[PART_PACK];
	if (!root)
		return;
	read_base(r, root);
	check_name(r, root);
	check_validity(r, root);
	check_levels(r);
	check_bodies(r);
	names_add_all(r, THING_BODY, PART_PACK, "bodies");
}

/* ─── roles ─── */

static bool is_same_role(const struct role_title *a, const struct role_title *b)
{
	return a->role && a->role == b->role && a->level == b->level;
}

void read_roles(struct reader *r)
{
	const struct yaml *first = part_items(r, PART_ROLES, "roles"), *node = first;
	const struct role_title *all = r->pack->roles;
	for (size_t i = 0; i < r->pack->n_roles && node; i++, node = node->next) {
		size_t j = 0;
		check_level(r, all[i].level, yaml_get(node, "level"));
		while (j < i && !is_same_role(&all[j], &all[i]))
			j++;
		if (j < i)
			wrong(r->report, node,
			      T("pack.role_twice", "这个角色在同一层级写了两次",
				"the role stands twice on the same level"));
	}
}
