// SPDX-License-Identifier: GPL-2.0
/*
 * Strings and memory.
 */
#include "ndis_client.h"

/* ---- memory ---- */

static void memory_is_allocated_and_charged(struct kunit *test)
{
	NDIS_PHYSICAL_ADDRESS highest = NDIS_PHYSICAL_ADDRESS_CONST(-1, -1);
	u8 *one = NULL, *two = NULL;

	KUNIT_EXPECT_EQ(test, NdisAllocateMemoryWithTag(&one, 100, CLIENT_TAG),
			NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, one);
	KUNIT_EXPECT_EQ(test, NdisAllocateMemory(&two, 28, NDIS_MEMORY_CONTIGUOUS, highest),
			NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, two);
	KUNIT_EXPECT_EQ(test, client_pool(), 128l);
	NdisFillMemory(one, 100, 0x55);
	KUNIT_EXPECT_NULL(test, memchr_inv(one, 0x55, 100));
	NdisZeroMemory(one, 100);
	KUNIT_EXPECT_NULL(test, memchr_inv(one, 0, 100));
	/* With its length or without. */
	NdisFreeMemory(one, 100, 0);
	NdisFreeMemory(two, 0, 0);
	KUNIT_EXPECT_EQ(test, client_pool(), 0l);
	EXPECT_NO_VIOLATION(test);
}

static void memory_at_dispatch_level(struct kunit *test)
{
	u8 *data = NULL;

	local_bh_disable();
	KUNIT_EXPECT_EQ(test, NdisAllocateMemoryWithTag(&data, 4096, CLIENT_TAG),
			NDIS_STATUS_SUCCESS);
	if (data)
		NdisFreeMemory(data, 4096, 0);
	local_bh_enable();
	EXPECT_NO_VIOLATION(test);
}

static void memory_that_there_is_not(struct kunit *test)
{
	PVOID data = &data;

	KUNIT_EXPECT_EQ(test, NdisAllocateMemoryWithTag(&data, UINT_MAX, CLIENT_TAG),
			NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, data);
	data = &data;
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 1);
	KUNIT_EXPECT_EQ(test, NdisAllocateMemoryWithTag(&data, 8, CLIENT_TAG),
			NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, data);
}

static void memory_freed_twice(struct kunit *test)
{
	PVOID data;

	NdisAllocateMemoryWithTag(&data, 8, CLIENT_TAG);
	NdisFreeMemory(data, 8, 0);
	NdisFreeMemory(data, 8, 0);
	EXPECT_VIOLATIONS(test, POOL_BAD_FREE, 1);
	NdisFreeMemory(NULL, 8, 0);
	EXPECT_VIOLATIONS(test, POOL_BAD_FREE, 1);
}

static void memory_left_at_unload(struct kunit *test)
{
	PVOID data;

	NdisAllocateMemoryWithTag(&data, 8, CLIENT_TAG);
	client_unload();
	EXPECT_VIOLATIONS(test, POOL_LEAK, 1);
	NdisFreeMemory(data, 8, 0);
	EXPECT_NO_VIOLATION(test);
}

static void memory_moves_and_compares(struct kunit *test)
{
	char text[] = "0123456789", look[4];

	NdisMoveMemory(text + 2, text, 5);
	KUNIT_EXPECT_STREQ(test, text, "0101234789");
	KUNIT_EXPECT_TRUE(test, NdisEqualMemory(text, text + 2, 2));
	KUNIT_EXPECT_FALSE(test, NdisEqualMemory(text, text + 1, 2));
	NdisMoveMappedMemory(text, "xy", 2);
	KUNIT_EXPECT_STREQ(test, text, "xy01234789");
	NdisCopyLookaheadData(look, text + 1, 4, 1);
	KUNIT_EXPECT_EQ(test, memcmp(look, "y012", 4), 0);
}

/* ---- strings ---- */

static void string_of_bytes_is_allocated(struct kunit *test)
{
	static const UCHAR source[] = "wwan\xe4";
	NDIS_STRING string;

	NdisInitializeString(&string, source);
	KUNIT_ASSERT_NOT_NULL(test, string.Buffer);
	KUNIT_EXPECT_EQ(test, (int)string.Length, 10);
	KUNIT_EXPECT_EQ(test, (int)string.MaximumLength, 12);
	KUNIT_EXPECT_EQ(test, memcmp(string.Buffer, L"wwan\xe4", 12), 0);
	KUNIT_EXPECT_EQ(test, client_pool(), 12l);
	NdisFreeString(string);
	KUNIT_EXPECT_EQ(test, client_pool(), 0l);
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 1);
	NdisInitializeString(&string, source);
	KUNIT_EXPECT_NULL(test, string.Buffer);
	KUNIT_EXPECT_EQ(test, (int)string.Length, 0);
}

static void strings_over_literals(struct kunit *test)
{
	NDIS_STRING constant = NDIS_STRING_CONST("eth0"), string;
	ANSI_STRING ansi;

	KUNIT_EXPECT_EQ(test, (int)constant.Length, 8);
	KUNIT_EXPECT_EQ(test, (int)constant.MaximumLength, 10);
	NdisInitUnicodeString(&string, L"eth0");
	KUNIT_EXPECT_EQ(test, (int)string.Length, 8);
	KUNIT_EXPECT_EQ(test, (int)string.MaximumLength, 10);
	KUNIT_EXPECT_TRUE(test, NdisEqualString(&constant, &string, FALSE));
	NdisInitUnicodeString(&string, NULL);
	KUNIT_EXPECT_EQ(test, (int)string.Length, 0);
	KUNIT_EXPECT_EQ(test, (int)string.MaximumLength, 0);
	NdisInitAnsiString(&ansi, "eth0");
	KUNIT_EXPECT_EQ(test, (int)ansi.Length, 4);
}

static void strings_become_wide(struct kunit *test)
{
	ANSI_STRING ansi;
	WCHAR buffer[6];
	UNICODE_STRING wide = { 0, sizeof(buffer), buffer };

	memset(buffer, 0xff, sizeof(buffer));
	NdisInitAnsiString(&ansi, "ab\xfc");
	KUNIT_EXPECT_EQ(test, NdisAnsiStringToUnicodeString(&wide, &ansi), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)wide.Length, 6);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, L"ab\xfc", 8), 0);
	KUNIT_EXPECT_EQ(test, (int)buffer[4], 0xffff);
	/* Just as long as the buffer: without an end. One more: not at all. */
	NdisInitAnsiString(&ansi, "abcdef");
	KUNIT_EXPECT_EQ(test, NdisAnsiStringToUnicodeString(&wide, &ansi), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)wide.Length, 12);
	NdisInitAnsiString(&ansi, "abcdefg");
	wide.Length = 2;
	KUNIT_EXPECT_EQ(test, NdisAnsiStringToUnicodeString(&wide, &ansi), NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, (int)wide.Length, 2);
}

static void strings_become_narrow(struct kunit *test)
{
	char buffer[5] = { 1, 1, 1, 1, 1 };
	ANSI_STRING ansi = { 0, 4, buffer };
	UNICODE_STRING wide;

	NdisInitUnicodeString(&wide, L"a\xfc\x20ac");
	KUNIT_EXPECT_EQ(test, NdisUnicodeStringToAnsiString(&ansi, &wide), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)ansi.Length, 3);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, "a\xfc?\0\1", 5), 0);
	NdisInitUnicodeString(&wide, L"abcd");
	KUNIT_EXPECT_EQ(test, NdisUnicodeStringToAnsiString(&ansi, &wide), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)ansi.Length, 4);
	KUNIT_EXPECT_EQ(test, (int)buffer[4], 1);
	NdisInitUnicodeString(&wide, L"abcde");
	KUNIT_EXPECT_EQ(test, NdisUnicodeStringToAnsiString(&ansi, &wide), NDIS_STATUS_FAILURE);
}

static void strings_in_upper_case(struct kunit *test)
{
	WCHAR buffer[4];
	UNICODE_STRING upper = { 0, sizeof(buffer), buffer }, source;

	NdisInitUnicodeString(&source, L"aZ{`");
	KUNIT_EXPECT_EQ(test, NdisUpcaseUnicodeString(&upper, &source), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, L"AZ{`", 8), 0);
	KUNIT_EXPECT_EQ(test, (int)upper.Length, 8);
	NdisInitUnicodeString(&source, L"abcde");
	KUNIT_EXPECT_EQ(test, NdisUpcaseUnicodeString(&upper, &source), NDIS_STATUS_FAILURE);
	/* Onto itself. */
	buffer[0] = 'q';
	KUNIT_EXPECT_EQ(test, NdisUpcaseUnicodeString(&upper, &upper), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)buffer[0], (int)'Q');
}

static void strings_are_compared(struct kunit *test)
{
	NDIS_STRING lower = NDIS_STRING_CONST("wwan0"), mixed = NDIS_STRING_CONST("WwaN0");
	NDIS_STRING longer = NDIS_STRING_CONST("wwan00");

	KUNIT_EXPECT_TRUE(test, NdisEqualString(&lower, &mixed, TRUE));
	KUNIT_EXPECT_FALSE(test, NdisEqualString(&lower, &mixed, FALSE));
	KUNIT_EXPECT_FALSE(test, NdisEqualUnicodeString(&lower, &longer, TRUE));
	KUNIT_EXPECT_TRUE(test, NdisEqualUnicodeString(&lower, &lower, FALSE));
}

static struct kunit_case string_cases[] = {
	KUNIT_CASE(memory_is_allocated_and_charged),
	KUNIT_CASE(memory_at_dispatch_level),
	KUNIT_CASE(memory_that_there_is_not),
	KUNIT_CASE(memory_freed_twice),
	KUNIT_CASE(memory_left_at_unload),
	KUNIT_CASE(memory_moves_and_compares),
	KUNIT_CASE(string_of_bytes_is_allocated),
	KUNIT_CASE(strings_over_literals),
	KUNIT_CASE(strings_become_wide),
	KUNIT_CASE(strings_become_narrow),
	KUNIT_CASE(strings_in_upper_case),
	KUNIT_CASE(strings_are_compared),
	{}
};

static struct kunit_suite string_suite = {
	.name = "ndis_string",
	.init = client_setup,
	.exit = client_teardown,
	.test_cases = string_cases,
};

kunit_test_suite(string_suite);
