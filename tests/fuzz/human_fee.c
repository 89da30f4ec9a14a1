/* Cells of a spreadsheet through every parser of values as people write them. */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "registry/human.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What is wrong is said, in both languages and in whole characters. */
static void check_fault(enum human h, const struct human_fault *f)
{
	if (h != HUMAN_WRONG)
		return;
	assert(f->text.key && f->text.zh && f->text.en);
	assert(utf8_is_valid(f->what, strlen(f->what)));
}

static void read_money_and_counts(const char *s)
{
	struct human_fault fault;
	struct fee fee;
	struct amount amount;
	struct years years;
	enum human h = human_fee(s, &fee, &fault);
	check_fault(h, &fault);
	if (h == HUMAN_VALUE) {
		assert(fee.low_e4 > 0 && fee.high_e4 >= fee.low_e4);
		assert(fee.is_range == (fee.high_e4 > fee.low_e4));
		assert(choice_of(&fee_units, fee.unit));
	}
	h = human_area(s, &amount, &fault);
	check_fault(h, &fault);
	assert(h != HUMAN_VALUE || amount.value >= 0);
	h = human_count(s, &amount, &fault);
	check_fault(h, &fault);
	assert(h != HUMAN_VALUE || amount.value >= 0);
	h = human_years(s, &years, &fault);
	check_fault(h, &fault);
	assert(h != HUMAN_VALUE || (years.from >= 1800 && years.to >= years.from));
}

static void read_dates(const char *s)
{
	struct human_fault fault;
	struct human_date date;
	bool flag;
	enum human h = human_date(s, &date, &fault);
	check_fault(h, &fault);
	assert(h != HUMAN_VALUE || date_is_valid(date.date));
	check_fault(human_flag(s, &flag, &fault), &fault);
}

static void read_roll(mem *m, const char *s)
{
	struct human_fault fault;
	struct human_owner *owners;
	struct human_house house;
	const char **phones;
	size_t n;
	enum human h = human_owners(m, s, &owners, &n, &fault);
	check_fault(h, &fault);
	for (size_t i = 0; h == HUMAN_VALUE && i < n; i++)
		assert(*owners[i].name && owners[i].num <= owners[i].den);
	h = human_phones(m, s, &phones, &n, &fault);
	check_fault(h, &fault);
	assert(h != HUMAN_VALUE || n > 0);
	h = human_house(s, &house, &fault);
	check_fault(h, &fault);
	if (h == HUMAN_VALUE) { /* the one form of a house is read as itself */
		struct human_house again;
		char *normal = human_house_normal(m, &house);
		assert(human_house(normal, &again, &fault) == HUMAN_VALUE);
		assert(!strcmp(again.building, house.building));
		assert(!strcmp(again.entrance, house.entrance));
		assert(!strcmp(again.house, house.house));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	mem *m = mem_pool(1 << 14);
	char *s = mem_strn(m, (const char *)data, n);
	if (utf8_is_text(s, strlen(s))) {
		read_money_and_counts(s);
		read_dates(s);
		read_roll(m, s);
	}
	mem_free(m);
	return 0;
}
