// SPDX-License-Identifier: GPL-2.0
/*
 * The C run-time, of which nt_crt_client.c sees what clients do.
 */
#include "nt_device_mock.h"

const char *crt_prints(void);
const char *crt_lists(void);
const char *crt_strings(void);
const char *crt_wide_strings(void);
const char *crt_secure(void);
const char *crt_numbers(void);
const char *crt_characters(void);
const char *crt_arrays(void);

#define CRT_CASE(name)							\
static void name(struct kunit *test)					\
{									\
	KUNIT_EXPECT_STREQ(test, crt_##name() ?: "", "");		\
}

CRT_CASE(prints)
CRT_CASE(lists)
CRT_CASE(strings)
CRT_CASE(wide_strings)
CRT_CASE(secure)
CRT_CASE(numbers)
CRT_CASE(characters)
CRT_CASE(arrays)

static struct kunit_case crt_cases[] = {
	KUNIT_CASE(prints),
	KUNIT_CASE(lists),
	KUNIT_CASE(strings),
	KUNIT_CASE(wide_strings),
	KUNIT_CASE(secure),
	KUNIT_CASE(numbers),
	KUNIT_CASE(characters),
	KUNIT_CASE(arrays),
	{}
};

static struct kunit_suite crt_suite = {
	.name = "nt_crt",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = crt_cases,
};

kunit_test_suite(crt_suite);
