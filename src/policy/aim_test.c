#include "policy/aim.h"

#include "base/date.h"
#include "test.h"

static int32_t day(const char *date)
{
	return date_to_day(date);
}

static struct target share_of(int64_t permille)
{
	return (struct target){.count = NONE,
			       .share_permille = permille,
			       .from = day("2026-01-01"),
			       .by = day("2026-12-31")};
}

static struct target count_of(int64_t count)
{
	struct target t = share_of(NONE);
	t.count = count;
	return t;
}

struct row {
	const char *today, *state;
	int64_t met, unmet, unknown;
};

static void check_rows(const struct target *t, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct total now = {rows[i].met, rows[i].unmet, rows[i].unknown, 0};
		enum aim_state s = aim_state_of(t, day(rows[i].today), &now, NULL);
		assert_string_equal(choice_of(&aim_states, s)->code, rows[i].state);
	}
}

TEST(a_share_is_judged_against_a_straight_line)
{
	const struct target t = share_of(800);
	static const struct row rows[] = {
		{"2026-01-01", "on_track", 0, 10, 0}, /* nothing is due on the first day */
		{"2026-07-02", "on_track", 4, 6, 0},  /* half the time, half the share */
		{"2026-07-02", "behind", 3, 7, 0},
		{"2026-07-02", "reached", 8, 2, 0},
		{"2026-12-31", "reached", 8, 2, 0}, /* the day itself still counts */
		{"2026-12-31", "behind", 7, 3, 0},
		{"2026-12-31", "behind", 7, 0, 3}, /* what is unknown is not met */
		{"2026-07-02", "not_applicable", 0, 0, 0},
	};
	check_rows(&t, rows, sizeof rows / sizeof *rows);
}

TEST(a_count_needs_no_whole)
{
	const struct target t = count_of(20);
	static const struct row rows[] = {
		{"2026-07-02", "on_track", 10, 0, 0}, {"2026-07-02", "behind", 9, 500, 0},
		{"2026-12-31", "reached", 20, 0, 0},  {"2026-12-31", "behind", 19, 0, 0},
		{"2026-03-01", "behind", 0, 0, 0},
	};
	check_rows(&t, rows, sizeof rows / sizeof *rows);
}

TEST(without_a_first_day_a_target_is_behind_until_it_is_reached)
{
	struct target t = share_of(500);
	t.from = 0;
	static const struct row rows[] = {
		{"2026-01-02", "behind", 4, 6, 0},
		{"2026-01-02", "reached", 5, 5, 0},
	};
	check_rows(&t, rows, sizeof rows / sizeof *rows);
}

TEST(after_its_day_a_target_has_the_result_of_that_day)
{
	const struct target t = share_of(800);
	const struct total low = {7, 3, 0, 0}, high = {8, 2, 0, 0};
	int32_t after = day("2027-01-01");
	assert_int_equal(aim_state_of(&t, after, &high, &low), AIM_MISSED);
	assert_int_equal(aim_state_of(&t, after, &low, &high), AIM_REACHED);
	assert_int_equal(aim_state_of(&t, after, &high, NULL), AIM_NO_RECORD);
}

TEST(an_exact_share_is_reached_and_a_hair_less_is_not)
{
	const struct target two_thirds = share_of(667);
	const struct total at = {667, 333, 0, 0}, below = {666, 334, 0, 0};
	int32_t last = day("2026-12-31");
	assert_int_equal(aim_state_of(&two_thirds, last, &at, NULL), AIM_REACHED);
	assert_int_equal(aim_state_of(&two_thirds, last, &below, NULL), AIM_BEHIND);
}
