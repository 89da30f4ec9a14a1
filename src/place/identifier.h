/* Codes and numbers with rules of their own: credit codes, ID numbers, phones, plates, real-estate
 * unit numbers, division codes. A check says which character is wrong, and why, so that a person
 * can mend it:
 *
 *     char *code = identifier_normalise(cx->mem, typed);
 *     struct identifier_fault fault;
 *     if (!identifier_check_credit_code(code, &fault))
 *             identifier_fail(cx, "credit_code", &fault);
 *
 * Checking expects what normalising makes; a blank or a lower-case letter is a fault. A check digit
 * that does not fit tells that some character is wrong, not which: the fault points at the check
 * digit and says so.
 */
#ifndef LINLI_PLACE_IDENTIFIER_H
#define LINLI_PLACE_IDENTIFIER_H

#include <stdbool.h>

#include "base/ctx.h"
#include "base/date.h"

struct identifier_fault {
	int at;           /* the character that is wrong, from 1; 0: the number as a whole */
	struct text text; /* {1} where, {2} what stands there, {3} what should */
	char seen[24], expected[24];
};

/* The fault as an error of a field. */
void identifier_fail(struct ctx *cx, const char *path, const struct identifier_fault *f);

/* Half width, upper case, without blanks, dashes, dots and brackets. */
char *identifier_normalise(mem *parent, const char *s);

/* 统一社会信用代码, GB 32100-2015: 18 characters. */
bool identifier_check_credit_code(const char *s, struct identifier_fault *ret);

/* 组织机构代码, GB 11714-1997: 9 characters (the dash before the last is left out). */
bool identifier_check_organisation_code(const char *s, struct identifier_fault *ret);

/* 公民身份号码, GB 11643-1999, also of residence permits for Hong Kong, Macao and Taiwan: a day of
 * birth that exists and is not after `today`. Division codes come and go, so any is accepted. */
bool identifier_check_id_number(const char *s, const char *today, struct identifier_fault *ret);

/* What an ID number that was checked tells. */
void id_number_birth(const char *s, char out[static DATE_SIZE]);
bool id_number_is_male(const char *s);

/* Mobile phones, landlines with their area code (and an extension), 400 and 800 numbers, and the
 * short ones of services (12345, 95598). */
enum phone_kind { PHONE_NONE, PHONE_MOBILE, PHONE_LANDLINE, PHONE_SERVICE };

/* "+86 138-0000-0000" → "13800000000", "(0571) 8888 6666 转 801" → "057188886666-801". */
char *phone_normalise(mem *parent, const char *s);
bool identifier_check_phone(const char *s, struct identifier_fault *ret);
enum phone_kind phone_kind_of(const char *s);

/* 机动车号牌, GA 36: ordinary, new energy, 警 学 挂 港 澳 领 at the end, 使. */
bool identifier_check_plate(const char *s, struct identifier_fault *ret);
bool plate_is_new_energy(const char *s); /* of a plate that was checked */

/* 不动产单元号, GB/T 37346-2019: 28 characters; a fault names the part that it is in. */
bool identifier_check_unit_number(const char *s, struct identifier_fault *ret);

/* A division code by its shape: 6 digits (province, city, county), 9 with the township, 12 with the
 * community. Whether there is such a place, only the register of regions knows. */
bool identifier_check_division_code(const char *s, struct identifier_fault *ret);

#endif
