/* People who cannot be, and their numbers.
 *
 * Each passes the checks that the register makes, and none can be anybody's:
 * - ID numbers begin with 9900. Division codes begin with the province, and there is no province
 *   99; the check digit fits.
 * - Credit codes carry the division 000000, which is nobody's, and a body that begins with DEM.
 * - Phones, those of offices too, are mobiles beginning with 154, which no operator has.
 * - Plates have a letter that no city of the province has (X).
 * A surname is a real one, a given name is one of the 24 solar terms or the twelve flower months:
 * what nobody would take for a colleague.
 */
#include "app/demo_priv.h"

#include <stdlib.h>

#include "base/date.h"

const char *demo_date(mem *m, int64_t day)
{
	char date[DATE_SIZE];
	date_from_day((int32_t)day, date);
	return mem_str(m, date);
}

/* Born between these days, by crowd. */
static const struct {
	const char *first, *last;
} born[CROWD__MAX] = {
	[CROWD_STAFF] = {"1966-01-01", "2000-12-31"},
	[CROWD_COMMITTEE] = {"1948-01-01", "1992-12-31"},
	[CROWD_OWNER] = {"1945-01-01", "1999-12-31"},
	[CROWD_SPOUSE] = {"1948-01-01", "1999-12-31"},
	[CROWD_CHILD] = {"1996-01-01", "2020-12-31"},
	[CROWD_ELDER] = {"1932-01-01", "1962-12-31"},
	[CROWD_TENANT] = {"1960-01-01", "2003-12-31"},
	[CROWD_OFFICIAL] = {"1968-01-01", "1999-12-31"},
	[CROWD_FIRM] = {"2000-01-01", "2019-12-31"},
};

/* A day and a serial number of three digits, no pair twice: neighbours are born years apart. */
static void birth_of(struct demo_who who, bool is_male, char out_date[static DATE_SIZE],
		     int64_t *ret_serial)
{
	enum { STRIDE = 4447 }; /* a prime that divides no span of days above */
	int32_t first = date_to_day(born[who.crowd].first);
	int64_t days = date_to_day(born[who.crowd].last) - first + 1;
	date_from_day(first + (int32_t)(who.index * STRIDE % days), out_date);
	*ret_serial = 2 * (1 + who.index / days) + is_male;
}

int64_t demo_birth_day(struct demo_who who)
{
	char birth[DATE_SIZE];
	int64_t ignored;
	birth_of(who, false, birth, &ignored);
	return date_to_day(birth);
}

static bool is_male(struct demo_who who)
{
	struct dice d = dice_of("sex", who.crowd * 10 + who.district, who.index);
	return dice_hit(&d, 500);
}

static char id_check(const char *s)
{
	static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;
	for (int i = 0; i < 17; i++)
		sum += (s[i] - '0') * weights[i];
	return "10X98765432"[sum % 11];
}

const char *demo_id_number(mem *m, struct demo_who who)
{
	char birth[DATE_SIZE];
	int64_t serial;
	birth_of(who, is_male(who), birth, &serial);
	char *s = mem_format(m, "9900%d%d%.4s%.2s%.2s%03d?", who.crowd, who.district + 1, birth,
			     birth + 5, birth + 8, (int)serial);
	s[17] = id_check(s);
	return s;
}

const char *demo_phone(mem *m, struct demo_who who)
{
	return mem_format(m, "154%d%d%06lld", who.crowd, who.district + 1, (long long)who.index);
}

/* The alphabets of GB 11714 and GB 32100; a value is a place in them. */
static int64_t weigh(const char *s, const char *alphabet, const int *weights, int n)
{
	int64_t sum = 0;
	for (int i = 0; i < n; i++)
		for (int v = 0; alphabet[v]; v++)
			sum += alphabet[v] == s[i] ? v * weights[i] : 0;
	return sum;
}

const char *demo_credit_code(mem *m, const char *class, int64_t serial)
{
	static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char credit[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	static const int body[] = {3, 7, 9, 10, 5, 8, 4, 2};
	static const int whole[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
	char *s = mem_format(m, "%s000000DEM%05d??", class, (int)serial);
	int64_t c = 11 - weigh(s + 8, letters, body, 8) % 11;
	s[16] = c == 10 ? 'X' : (char)('0' + c % 11);
	s[17] = credit[(31 - weigh(s, credit, whole, 17) % 31) % 31];
	return s;
}

const char *demo_plate(mem *m, const struct demo_district *d, int64_t serial, bool is_electric)
{
	return mem_format(m, is_electric ? "%sD%05d" : "%s%05d", d->plate, (int)serial);
}

static void firm(mem *m, struct demo_who who, struct person *p)
{
	enum { FIRMS = 80000 }; /* serials of credit codes above those of organisations */
	p->name = demo_company_name(m, who.district, "商业管理", (int)who.index + 400);
	p->id_kind = ID_CREDIT_CODE;
	p->id_number = demo_credit_code(m, "91", FIRMS + who.district * 2000 + who.index % 2000);
}

/* Of the families of owners a register knows less. */
static bool is_often_unrecorded(enum demo_crowd crowd)
{
	return crowd == CROWD_CHILD || crowd == CROWD_ELDER || crowd == CROWD_SPOUSE;
}

static void human(mem *m, struct demo_who who, struct dice *d, struct person *p)
{
	char birth[DATE_SIZE];
	int64_t serial;
	birth_of(who, is_male(who), birth, &serial);
	p->name = demo_person_name(m, d);
	p->sex = is_male(who) ? 1 : 2;
	if (!is_often_unrecorded(who.crowd) || dice_hit(d, 550)) {
		p->id_kind = ID_RESIDENT;
		p->id_number = demo_id_number(m, who);
		p->birth_year = strtol(mem_strn(m, birth, 4), NULL, 10);
	}
	if (who.crowd != CROWD_CHILD && dice_hit(d, 140))
		p->is_party_member = 1;
	if (who.crowd == CROWD_COMMITTEE && dice_hit(d, 120))
		p->public_role = dice_between(d, 1, public_roles.n);
	if (who.crowd == CROWD_OFFICIAL)
		p->public_role = choice_find(&public_roles, "official");
}

void demo_person(mem *m, struct demo_who who, struct person *ret)
{
	struct dice d = dice_of("person", who.crowd * 10 + who.district, who.index);
	fields_clear(person_fields, ret);
	if (who.crowd == CROWD_FIRM)
		firm(m, who, ret);
	else
		human(m, who, &d, ret);
	if (who.crowd != CROWD_CHILD)
		ret->phone = demo_phone(m, who);
}
