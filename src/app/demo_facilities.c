/* Facilities and equipment of an estate, with their maintenance: mostly in order, some overdue. */
#include "app/demo_priv.h"
#include "base/date.h"

struct kit {
	const char *kind, *name, *place, *utility; /* utility: who may have taken it over */
	int every_days, low_floors_too;            /* 0: where there are lifts only */
	size_t flag; /* member of the estate that says it is there; 0: always */
};

#define SAYS(member) offsetof(struct estate, member)
static const struct kit kits[] = {
	{"fire", "消防栓系统", "各楼栋", NULL, 30, 1, SAYS(has_fire_system)},
	{"gate", "主出入口道闸", "主出入口", NULL, 90, 1, SAYS(has_gate_control)},
	{"camera", "视频监控系统", "监控室", NULL, 60, 1, SAYS(has_video)},
	{"power", "箱式变电站", "东侧绿地", "供电", 180, 1, 0},
	{"emergency_power", "柴油发电机组", "地下室", NULL, 90, 0, SAYS(has_emergency_power)},
	{"secondary_water", "二次供水泵房", "地下室", "供水", 180, 0, 0},
	{"gas", "燃气调压柜", "西侧围墙", "供气", 180, 1, 0},
	{"septic", "化粪池", "各楼栋北侧", NULL, 180, 1, 0},
	{"lighting", "公共照明", "小区道路", NULL, 30, 1, SAYS(has_lighting)},
	{"charger", "电动自行车充电棚", "非机动车库", NULL, 30, 1, SAYS(has_ev_charging)},
	{"recreation", "健身器材", "中心绿地", NULL, 90, 1, SAYS(has_recreation)},
	{"waste", "垃圾分类投放点", "南门西侧", NULL, 7, 1, SAYS(has_waste_sorting)},
};

static bool is_there(const struct demo_estate *e, const struct kit *k)
{
	const char *estate = (const char *)&e->estate;
	if (e->layout.floors < 8 && !k->low_floors_too)
		return false;
	return !k->flag || *(const int64_t *)(const void *)(estate + k->flag) == 1;
}

/* One in twelve is late. */
static void maintain(mem *m, const struct demo_plan *p, struct dice *d, struct facility *f)
{
	int64_t every = f->maintain_every_days;
	int64_t ago = dice_hit(d, 80) ? every + dice_between(d, 5, 60) : dice_below(d, every);
	const char *since = f->installed_on ? f->installed_on : "";
	const char *on = demo_date(m, p->day - ago);
	f->maintained_on = strcmp(on, since) > 0 ? on : NULL;
	f->state = dice_hit(d, 960) ? 1 : 2; /* working, faulty */
}

static const char *installed_on(const struct demo_estate *e)
{
	return e->estate.delivered_on ? e->estate.delivered_on : e->estate.completed_on;
}

/* Inspected once a year; some wait for it. */
static void inspect(mem *m, const struct demo_plan *p, struct dice *d, struct facility *f)
{
	int64_t ago = dice_hit(d, 60) ? dice_between(d, 366, 460) : dice_between(d, 5, 355);
	f->inspected_on = demo_date(m, p->day - ago);
	f->inspect_due_on = demo_date(m, p->day - ago + 365);
}

static int add_lifts(mem *m, const struct demo_plan *p, const struct demo_estate *e,
		     struct demo_facility *ret)
{
	struct dice d = dice_of("lifts", e->district, e->index);
	const struct demo_layout *l = &e->layout;
	int per_entrance = l->floors < 8 ? 0 : l->per_floor > 2 ? 2 : 1, n = 0;
	int most = FACILITIES_MAX - (int)(sizeof kits / sizeof *kits);
	for (int i = 0; i < l->buildings * l->entrances * per_entrance && n < most; i++, n++) {
		struct facility *f = &ret[n].facility;
		int entrance = i / per_entrance % l->entrances,
		    building = i / per_entrance / l->entrances;
		fields_clear(facility_fields, f);
		ret[n].operator_key = NULL;
		f->name = mem_format(m, "%d号楼%d单元%d号梯", building + 1, entrance + 1,
				     i % per_entrance + 1);
		f->kind = choice_find(&facility_kinds, "lift");
		f->number = mem_format(m, "梯示例%d%04d%03d", e->district + 1, e->index, i + 1);
		f->place = mem_format(m, "%d号楼%d单元", building + 1, entrance + 1);
		f->installed_on = installed_on(e);
		f->maintainer = demo_company_name(m, e->district, "电梯维保", e->index % 3);
		f->maintain_every_days = 15;
		maintain(m, p, &d, f);
		inspect(m, p, &d, f);
	}
	return n;
}

int demo_facilities(mem *m, const struct demo_plan *p, const struct demo_estate *e,
		    struct demo_facility ret[static FACILITIES_MAX])
{
	struct dice d = dice_of("facilities", e->district, e->index);
	int n = add_lifts(m, p, e, ret);
	for (size_t i = 0; i < sizeof kits / sizeof *kits; i++) {
		const struct kit *k = &kits[i];
		struct facility *f = &ret[n].facility;
		if (!is_there(e, k))
			continue;
		fields_clear(facility_fields, f);
		ret[n].operator_key = k->utility && dice_hit(&d, 550)
					      ? demo_utility_key(m, e->district, k->utility)
					      : NULL;
		f->name = k->name;
		f->kind = choice_find(&facility_kinds, k->kind);
		f->place = k->place;
		f->installed_on = installed_on(e);
		f->maintain_every_days = k->every_days;
		maintain(m, p, &d, f);
		n++;
	}
	return n;
}
