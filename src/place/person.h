/* People: owners, tenants, officials, workers. The ID number and the phones are sealed in the
 * database and found by keyed hash; what a reply shows of them is masked, and a look in the clear
 * needs a permission and a reason and is told to the person (audit.h).
 */
#ifndef LINLI_PLACE_PERSON_H
#define LINLI_PLACE_PERSON_H

#include "audit/record.h"

enum id_kind {
	ID_RESIDENT = 1, /* 居民身份证 */
	ID_HK_MACAO,     /* 港澳居民来往内地通行证 */
	ID_TAIWAN,       /* 台湾居民来往大陆通行证 */
	ID_RESIDENCE,    /* 港澳台居民居住证 */
	ID_FOREIGN,      /* 外国人永久居留身份证 */
	ID_PASSPORT,     /* 护照 */
	ID_CREDIT_CODE,  /* an organisation that owns: 统一社会信用代码 */
	ID__MAX
};
extern const struct choices id_kinds, sexes, public_roles;

struct person {
	struct record rec;
	const char *name;
	int64_t id_kind; /* enum id_kind */
	const char *id_number, *phone, *other_phone;
	int64_t sex, birth_year, is_party_member, public_role;
	const char *note;
};
extern const struct entity person_entity;
extern const struct field person_fields[];

err person_load(struct ctx *cx, int64_t id, struct person *ret);

/* The person with this number: `kind` is "id_number" or "phone", the value normalised. *ret is 0
 * if there is none, and 0 with *ret_many if a phone is shared. */
err person_find(struct ctx *cx, const char *kind, const char *value, int64_t *ret, bool *ret_many);

#endif
