/* Codes and numbers as they are typed, through every check, before and after normalising. */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "place/identifier.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_fault(bool is_good, const char *s, const struct identifier_fault *f)
{
	if (is_good)
		return;
	assert(f->text.key && f->text.zh && f->text.en);
	assert(f->at >= 0 && (size_t)f->at <= utf8_length(s) + 1);
	assert(utf8_is_valid(f->seen, strlen(f->seen)));
}

static void check_all(const char *s)
{
	static bool (*const checks[])(const char *, struct identifier_fault *) = {
		identifier_check_credit_code, identifier_check_organisation_code,
		identifier_check_phone,       identifier_check_plate,
		identifier_check_unit_number, identifier_check_division_code,
	};
	struct identifier_fault fault;
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		check_fault(checks[i](s, &fault), s, &fault);
	bool is_good = identifier_check_id_number(s, "2026-11-21", &fault);
	check_fault(is_good, s, &fault);
	if (is_good) {
		char birth[DATE_SIZE];
		id_number_birth(s, birth);
		assert(date_is_valid(birth) && strcmp(birth, "2026-11-21") <= 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	mem *m = mem_pool(1 << 14);
	char *s = mem_strn(m, (const char *)data, n);
	if (utf8_is_text(s, strlen(s))) {
		check_all(s);
		char *plain = identifier_normalise(m, s), *phone = phone_normalise(m, s);
		check_all(plain);
		check_all(phone);
		assert(!strcmp(identifier_normalise(m, plain), plain));
		assert(phone_kind_of(phone) == PHONE_NONE ||
		       !strcmp(phone_normalise(m, phone), phone));
	}
	mem_free(m);
	return 0;
}
