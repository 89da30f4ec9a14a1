/* Unit tests that register themselves. One executable a room, run by cmocka.
 *
 *     TEST(a_leap_day_exists_in_leap_years_only)
 *     {
 *             assert_true(date_is_valid("2024-02-29"));
 *     }
 *
 * test_ctx() is a fresh context with its own memory, freed after the test.
 */
#ifndef LINLI_TEST_H
#define LINLI_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours (base/ctx.h) has the name */

#include "base/ctx.h"

void test_register(const char *name, void (*run)(void **));

#define TEST(name)                                                     \
	static void name(void **state);                                \
	__attribute__((constructor)) static void register_##name(void) \
	{                                                              \
		test_register(#name, name);                            \
	}                                                              \
	static void name(void **state __attribute__((unused)))

struct ctx *test_ctx(void);

/* A fresh folder, removed after the test. */
const char *test_folder(void);

#define assert_ok(expression) assert_int_equal((expression), OK)

#endif
