#include "place/person.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/secret.h"
#include "place/identifier.h"

static const struct choice id_values[] = {
	{"resident", "居民身份证", "Resident ID card"},
	{"hk_macao", "港澳居民来往内地通行证", "Hong Kong and Macao permit"},
	{"taiwan", "台湾居民来往大陆通行证", "Taiwan permit"},
	{"residence", "港澳台居民居住证", "Residence permit"},
	{"foreign", "外国人永久居留身份证", "Foreigner's permanent residence card"},
	{"passport", "护照", "Passport"},
	{"credit_code", "统一社会信用代码", "Credit code of an organisation"},
};
const struct choices id_kinds = CHOICES("id_kind", id_values);
_Static_assert(sizeof id_values / sizeof *id_values == ID__MAX - 1, "a name for each");

static const struct choice sex_values[] = {{"male", "男", "Male"}, {"female", "女", "Female"}};
const struct choices sexes = CHOICES("sex", sex_values);

static const struct choice role_values[] = {
	{"deputy", "人大代表", "People's deputy"},
	{"cppcc", "政协委员", "CPPCC member"},
	{"official", "公职人员", "Official"},
	{"veteran", "退役军人、老党员", "Veteran"},
};
const struct choices public_roles = CHOICES("public_role", role_values);

const struct field person_fields[] = {
	RECORD_FIELDS(person),
	{"name", F_TEXT, REQUIRED | MASKED, AT(person, name), L("姓名", "Name"), 1, 60,
	 .mask = MASK_NAME},
	{"id_kind", F_ENUM, 0, AT(person, id_kind), L("证件类型", "ID kind"), .of = &id_kinds},
	{"id_number", F_TEXT, PERSONAL, AT(person, id_number), L("证件号码", "ID number"), 4, 30,
	 .mask = MASK_ID_NUMBER},
	{"phone", F_TEXT, PERSONAL, AT(person, phone), L("联系电话", "Phone"), 5, 20,
	 .mask = MASK_PHONE},
	{"other_phone", F_TEXT, PERSONAL, AT(person, other_phone), L("备用电话", "Other phone"), 5,
	 60, .mask = MASK_PHONE},
	{"sex", F_ENUM, 0, AT(person, sex), L("性别", "Sex"), .of = &sexes},
	{"birth_year", F_INT, 0, AT(person, birth_year), L("出生年份", "Year of birth"), 1880,
	 2200},
	{"is_party_member", F_FLAG, 0, AT(person, is_party_member), L("中共党员", "Party member")},
	{"public_role", F_ENUM, 0, AT(person, public_role), L("公共身份", "Public role"),
	 .of = &public_roles},
	{"note", F_TEXT, 0, AT(person, note), L("备注", "Note")},
	{0},
};

static bool needs_check_digit(const struct person *p)
{
	return p->id_kind == ID_RESIDENT || p->id_kind == ID_RESIDENCE;
}

static void check_id_number(struct ctx *cx, const struct person *p)
{
	struct identifier_fault fault;
	char today[DATE_SIZE];
	date_of_instant(cx->now, today);
	if (needs_check_digit(p) && !identifier_check_id_number(p->id_number, today, &fault))
		identifier_fail(cx, "id_number", &fault);
	if (p->id_kind == ID_CREDIT_CODE && !identifier_check_credit_code(p->id_number, &fault))
		identifier_fail(cx, "id_number", &fault);
}

static void check_is_new(struct ctx *cx, const struct person *p)
{
	int64_t other;
	bool many;
	if (person_find(cx, "id_number", p->id_number, &other, &many))
		return;
	if (many || (other && other != p->rec.id))
		fail_field(cx, "id_number",
			   T("person.taken", "这个证件号码已登记在另一人名下",
			     "this number is already registered to another person"));
}

static void normalise(struct ctx *cx, void *obj)
{
	struct person *p = obj;
	if (p->id_number)
		p->id_number = identifier_normalise(cx->mem, p->id_number);
	if (p->phone)
		p->phone = phone_normalise(cx->mem, p->phone);
	if (p->other_phone)
		p->other_phone = phone_normalise(cx->mem, p->other_phone);
}

static err check(struct ctx *cx, const void *obj)
{
	const struct person *p = obj;
	struct identifier_fault fault;
	if (p->id_number && !p->id_kind)
		fail_field(cx, "id_kind",
			   T("person.id_kind", "填写证件号码时须选择证件类型",
			     "say what kind of paper the number is of"));
	if (p->id_number)
		check_id_number(cx, p);
	if (p->id_number && !ctx_err(cx))
		check_is_new(cx, p);
	if (p->phone && !identifier_check_phone(p->phone, &fault))
		identifier_fail(cx, "phone", &fault);
	return ctx_err(cx);
}

static err add_key(struct ctx *cx, const char *kind, const char *value, int64_t person_id)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	if (!value)
		return OK;
	secret_hash(cx->keys, kind, value, hash);
	return sql_exec(cx,
			"INSERT INTO person_key (kind, hash, person_id) VALUES ($1, $2, $3)"
			" ON CONFLICT DO NOTHING",
			str(kind), blob(hash, sizeof hash), i64(person_id));
}

static err saved(struct ctx *cx, const void *old, const void *new)
{
	const struct person *p = new;
	err e = old ? sql_exec(cx, "DELETE FROM person_key WHERE person_id = $1", i64(p->rec.id))
		    : OK;
	if (e || p->rec.deleted_at != NONE)
		return e;
	if ((e = add_key(cx, "id_number", p->id_number, p->rec.id)) ||
	    (e = add_key(cx, "phone", p->phone, p->rec.id)))
		return e;
	return add_key(cx, "phone", p->other_phone, p->rec.id);
}

#define VALUES_OF_PERSON                                                                      \
	"version, deleted_at, name, id_kind, id_number, phone, other_phone, sex, birth_year," \
	" is_party_member, public_role, note"
#define VALUE_PARAMETERS "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14"

const struct entity person_entity = {
	.kind = "person",
	.zh = "人员",
	.en = "person",
	.fields = person_fields,
	.size = sizeof(struct person),
	.normalise = normalise,
	.check = check,
	.saved = saved,
	.is_own_home = true,
	.columns = "home_id, id, " VALUES_OF_PERSON,
	/* Distributed by person_id, which is home and id at once. */
	.load = SQL("SELECT person_id AS home_id, person_id AS id, " VALUES_OF_PERSON
		    " FROM person WHERE person_id = $1 AND person_id = $2"),
	.insert = SQL("INSERT INTO person (person_id, " VALUES_OF_PERSON ")"
		      " SELECT $1, " VALUE_PARAMETERS " WHERE $1 = $2"),
	.update = SQL("UPDATE person SET (" VALUES_OF_PERSON ") = (" VALUE_PARAMETERS ")"
		      " WHERE person_id = $1 AND person_id = $2 AND version = $3 - 1"),
	.stage = SQL("stage_person(home_id, id, " VALUES_OF_PERSON ", import_id)"),
	.staged = SQL("SELECT home_id, id, " VALUES_OF_PERSON " FROM stage_person"
		      " WHERE import_id = $1 AND id > $2 ORDER BY id LIMIT $3"),
	.unstage = SQL("DELETE FROM stage_person WHERE import_id = $1 AND id > $2 AND id <= $3"),
	.unstage_some = SQL("DELETE FROM stage_person WHERE import_id = $1 AND id <="
			    " (SELECT max(id) FROM (SELECT id FROM stage_person"
			    " WHERE import_id = $1 ORDER BY id LIMIT 2000) x)"),
	.stage_stale = SQL("SELECT s.id, s.home_id FROM stage_person s WHERE s.import_id = $1"
			   " AND s.version > 1 AND NOT EXISTS (SELECT 1 FROM person t"
			   " WHERE t.person_id = s.id AND t.version = s.version - 1)"
			   " ORDER BY s.id LIMIT 100"),
	.stage_new = SQL("INSERT INTO person (person_id, " VALUES_OF_PERSON ") SELECT id,"
			 " " VALUES_OF_PERSON " FROM stage_person WHERE import_id = $1"
			 " AND version = 1"),
	.stage_changed = SQL("UPDATE person SET (" VALUES_OF_PERSON ") ="
			     " (SELECT " VALUES_OF_PERSON " FROM stage_person s"
			     " WHERE s.import_id = $1 AND s.id = person.person_id)"
			     " WHERE person_id IN (SELECT id FROM stage_person"
			     " WHERE import_id = $1 AND version > 1)"),
};

err person_load(struct ctx *cx, int64_t id, struct person *ret)
{
	return record_load(cx, &person_entity, id, id, ret);
}

err person_find(struct ctx *cx, const char *kind, const char *value, int64_t *ret, bool *ret_many)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	secret_hash(cx->keys, kind, value, hash);
	struct stmt *q =
		sql(cx, "SELECT person_id FROM person_key WHERE kind = $1 AND hash = $2 LIMIT 2",
		    str(kind), blob(hash, sizeof hash));
	*ret = sql_next(q) ? col_i64(q, 0) : 0;
	*ret_many = sql_next(q);
	if (*ret_many)
		*ret = 0;
	return sql_end(q);
}
