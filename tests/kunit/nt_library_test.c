// SPDX-License-Identifier: GPL-2.0
/*
 * The run-time library's exported part: formatted and counted strings, numbers,
 * GUIDs, UTF-8, bitmaps, calendar, version; careful arithmetic.
 */
#include <ntintsafe.h>
#include <ntstrsafe.h>

#include "nt_device_mock.h"

static void strings_are_formatted(struct kunit *test)
{
	UNICODE_STRING counted = RTL_CONSTANT_STRING(L"zz");
	WCHAR wide[32], *end;
	char text[16];
	size_t left;

	KUNIT_EXPECT_EQ(test, RtlStringCchPrintfA(text, 16, "%d %s", -5, "ab"), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, text, "-5 ab");
	KUNIT_EXPECT_EQ(test, RtlStringCbPrintfA(text, 4, "%s", "abcd"), STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_STREQ(test, text, "abc");
	KUNIT_EXPECT_EQ(test, RtlStringCbPrintfA(text, 5, "%s", "abcd"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlStringCchPrintfA(text, 0, "x"), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, RtlStringCchPrintfW(wide, 32, L"%s-%S-%wZ-%04x", L"w", "n", &counted,
						  0xab), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(wide, L"w-n-zz-00ab", 24), 0);
	KUNIT_EXPECT_EQ(test, RtlStringCbPrintfW(wide, 6, L"%s", L"abc"), STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, memcmp(wide, L"ab", 6), 0);
	KUNIT_EXPECT_EQ(test, RtlStringCbPrintfExW(wide, sizeof(wide), &end, &left, 0, L"%u", 77),
			STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, end, wide + 2);
	KUNIT_EXPECT_EQ(test, left, sizeof(wide) - 4);
	KUNIT_EXPECT_EQ(test, RtlStringCchCopyExW(wide, 3, L"long", NULL, NULL,
						  STRSAFE_NO_TRUNCATION), STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, (int)wide[0], 0);
}

static void counted_strings_are_bounded(struct kunit *test)
{
	WCHAR buffer[4];
	UNICODE_STRING string = { 0, sizeof(buffer), buffer };
	UNICODE_STRING source = RTL_CONSTANT_STRING(L"12");

	KUNIT_EXPECT_EQ(test, RtlUnicodeStringCopyString(&string, L"abc"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringCat(&string, &source), STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, string.Length, 8);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, L"abc1", 8), 0);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringPrintf(&string, L"%u", 1234), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, L"1234", 8), 0);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringPrintf(&string, L"%u", 12345),
			STATUS_BUFFER_OVERFLOW);
	string.Length = 9;
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringCopy(&source, &string), STATUS_INVALID_PARAMETER);
}

static void counted_strings_say_what_is_left(struct kunit *test)
{
	UNICODE_STRING source = RTL_CONSTANT_STRING(L"123");
	WCHAR buffer[4], text[8], *end;
	UNICODE_STRING string = { 0, sizeof(buffer), buffer }, left;
	size_t room;

	KUNIT_EXPECT_EQ(test, RtlUnicodeStringCbCopyN(&string, &source, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, string.Length, 4);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringCatEx(&string, &source, &left, 0),
			STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, left.MaximumLength, 0);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringCopyEx(&string, &source, &left,
						     STRSAFE_FILL_BYTE(0x41)), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, left.MaximumLength, 2);
	KUNIT_EXPECT_PTR_EQ(test, left.Buffer, buffer + 3);
	KUNIT_EXPECT_EQ(test, (int)buffer[3], 0x4141);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringCatEx(&string, &source, NULL,
						    STRSAFE_NO_TRUNCATION), STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, string.Length, 0);
	KUNIT_EXPECT_EQ(test, RtlStringCbCopyUnicodeStringEx(text, sizeof(text), &source, &end,
							     &room, 0), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, end, text + 3);
	KUNIT_EXPECT_EQ(test, room, sizeof(text) - 6);
	KUNIT_EXPECT_EQ(test, RtlStringCchCatNExW(text, 8, L"4567", 2, &end, &room, 0),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, room, 3ul);
	KUNIT_EXPECT_EQ(test, memcmp(text, L"12345", 12), 0);
}

static void access_lists_are_built(struct kunit *test)
{
	SID_IDENTIFIER_AUTHORITY authority = SECURITY_NT_AUTHORITY;
	struct { SID sid; ULONG more; } sid;
	SECURITY_DESCRIPTOR sd;
	struct { ACL acl; u8 aces[40]; } list;
	PACCESS_ALLOWED_ACE ace;

	KUNIT_EXPECT_EQ(test, RtlInitializeSid(&sid, &authority, 2), STATUS_SUCCESS);
	*RtlSubAuthoritySid(&sid, 0) = SECURITY_BUILTIN_DOMAIN_RID;
	*RtlSubAuthoritySid(&sid, 1) = DOMAIN_ALIAS_RID_ADMINS;
	KUNIT_EXPECT_EQ(test, RtlLengthSid(&sid), 16u);
	KUNIT_EXPECT_EQ(test, RtlInitializeSid(&sid, &authority, 16), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, RtlCreateAcl(&list.acl, sizeof(list), ACL_REVISION), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlCreateAcl(&list.acl, 7, ACL_REVISION), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, RtlAddAccessAllowedAce(&list.acl, ACL_REVISION, GENERIC_ALL, &sid),
			STATUS_SUCCESS);
	/* 8 of the list, 24 of each entry: the second has no room. */
	KUNIT_EXPECT_EQ(test, RtlAddAccessAllowedAce(&list.acl, ACL_REVISION, GENERIC_ALL, &sid),
			STATUS_ALLOTTED_SPACE_EXCEEDED);
	ace = (PACCESS_ALLOWED_ACE)list.aces;
	KUNIT_EXPECT_EQ(test, ace->Header.AceSize, 24);
	KUNIT_EXPECT_TRUE(test, RtlEqualSid(&ace->SidStart, &sid));
	KUNIT_EXPECT_EQ(test, RtlCreateSecurityDescriptor(&sd, 1), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlSetDaclSecurityDescriptor(&sd, TRUE, &list.acl, FALSE),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, RtlValidSecurityDescriptor(&sd));
	KUNIT_EXPECT_EQ(test, sd.Control, SE_DACL_PRESENT);
	KUNIT_EXPECT_PTR_EQ(test, sd.Dacl, &list.acl);
}

static void strings_change_width_and_case(struct kunit *test)
{
	struct nt_driver *driver = mock.module.priv;
	long pool = atomic_long_read(&driver->pool);
	UNICODE_STRING wide, other;
	ANSI_STRING ansi, back;
	char small[2];

	RtlInitAnsiString(&ansi, "aB\xe4");
	KUNIT_EXPECT_EQ(test, RtlAnsiStringToUnicodeString(&wide, &ansi, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(wide.Buffer, L"aB\xe4", 8), 0);
	KUNIT_EXPECT_EQ(test, RtlUpcaseUnicodeString(&other, &wide, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(other.Buffer, L"AB\xe4", 6), 0);
	KUNIT_EXPECT_TRUE(test, RtlPrefixUnicodeString(&other, &wide, TRUE));
	KUNIT_EXPECT_FALSE(test, RtlPrefixUnicodeString(&other, &wide, FALSE));
	RtlFreeUnicodeString(&other);
	wide.Buffer[0] = 0x4e2d;
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToAnsiString(&back, &wide, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, back.Buffer, "?B\xe4");
	RtlFreeAnsiString(&back);
	back.Buffer = small;
	back.MaximumLength = sizeof(small);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToAnsiString(&back, &wide, FALSE),
			STATUS_BUFFER_OVERFLOW);
	RtlFreeUnicodeString(&wide);
	KUNIT_EXPECT_NULL(test, wide.Buffer);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&driver->pool), pool);
}

static void utf8_is_strict(struct kunit *test)
{
	static const WCHAR wide[] = { 'a', 0xe4, 0x4e2d, 0xd83d, 0xde00 };
	static const char text[] = "a\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80";
	WCHAR out[8];
	char utf8[16];
	ULONG size;

	KUNIT_EXPECT_EQ(test, RtlUnicodeToUTF8N(utf8, sizeof(utf8), &size, wide, sizeof(wide)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, size, (ULONG)sizeof(text) - 1);
	KUNIT_EXPECT_EQ(test, memcmp(utf8, text, size), 0);
	KUNIT_EXPECT_EQ(test, RtlUTF8ToUnicodeN(out, sizeof(out), &size, text, sizeof(text) - 1),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, size, (ULONG)sizeof(wide));
	KUNIT_EXPECT_EQ(test, memcmp(out, wide, size), 0);
	KUNIT_EXPECT_EQ(test, RtlUTF8ToUnicodeN(out, 4, &size, text, sizeof(text) - 1),
			STATUS_BUFFER_TOO_SMALL);
	/* Overlong, alone, cut off. */
	KUNIT_EXPECT_EQ(test, RtlUTF8ToUnicodeN(out, sizeof(out), &size, "\xc0\x80", 2),
			STATUS_SOME_NOT_MAPPED);
	KUNIT_EXPECT_EQ(test, (int)out[0], 0xfffd);
	KUNIT_EXPECT_EQ(test, RtlUTF8ToUnicodeN(out, sizeof(out), &size, "\xe4\xb8", 2),
			STATUS_SOME_NOT_MAPPED);
	KUNIT_EXPECT_EQ(test, RtlUnicodeToUTF8N(utf8, sizeof(utf8), &size, wide + 3, 2),
			STATUS_SOME_NOT_MAPPED);
	KUNIT_EXPECT_EQ(test, RtlUnicodeToUTF8N(NULL, 0, &size, wide, sizeof(wide)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, size, 10u);
}

static void numbers_and_guids_are_text(struct kunit *test)
{
	static const GUID guid = { 0x12345678, 0x9abc, 0xdef0, { 1, 2, 3, 4, 5, 6, 7, 8 } };
	UNICODE_STRING text, bad = RTL_CONSTANT_STRING(L"{12345678-9ABC-DEF0-0102-03040506070}}");
	UNICODE_STRING hex = RTL_CONSTANT_STRING(L" -0x1F;"), dec = RTL_CONSTANT_STRING(L"12ab");
	WCHAR buffer[12];
	UNICODE_STRING out = { 0, sizeof(buffer), buffer };
	GUID back;
	ULONG value;

	KUNIT_EXPECT_EQ(test, RtlStringFromGUID(&guid, &text), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, text.Length, 76);
	KUNIT_EXPECT_EQ(test, memcmp(text.Buffer, L"{12345678-9ABC-DEF0-0102-030405060708}", 78),
			0);
	KUNIT_EXPECT_EQ(test, RtlGUIDFromString(&text, &back), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, IsEqualGUID(&guid, &back));
	KUNIT_EXPECT_EQ(test, RtlGUIDFromString(&bad, &back), STATUS_INVALID_PARAMETER);
	RtlFreeUnicodeString(&text);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&hex, 0, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, (ULONG)-31);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&dec, 10, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 12u);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&dec, 7, &value), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, RtlIntegerToUnicodeString(0xbeef, 16, &out), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, L"BEEF", 10), 0);
	KUNIT_EXPECT_EQ(test, RtlInt64ToUnicodeString(1ull << 40, 10, &out),
			STATUS_BUFFER_OVERFLOW);
	RtlHashUnicodeString(&dec, FALSE, HASH_STRING_ALGORITHM_X65599, &value);
	KUNIT_EXPECT_EQ(test, value, ((('1' * 65599u) + '2') * 65599u + 'a') * 65599u + 'b');
}

static void bitmaps_are_searched(struct kunit *test)
{
	ULONG buffer[3] = { 0, 0, 0xffffffff }, start;
	RTL_BITMAP map;

	RtlInitializeBitMap(&map, buffer, 50);
	RtlSetAllBits(&map);
	KUNIT_EXPECT_EQ(test, buffer[1], 0x3ffffu);
	RtlClearAllBits(&map);
	KUNIT_EXPECT_EQ(test, buffer[2], 0xffffffffu);
	RtlSetBits(&map, 30, 4);
	KUNIT_EXPECT_EQ(test, buffer[0], 0xc0000000u);
	KUNIT_EXPECT_EQ(test, buffer[1], 3u);
	RtlSetBits(&map, 48, 3);
	KUNIT_EXPECT_EQ(test, RtlNumberOfSetBits(&map), 4u);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&map, 20, 20), 0u);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&map, 31, 0), 0xffffffffu);
	KUNIT_EXPECT_EQ(test, RtlFindSetBits(&map, 4, 0), 30u);
	KUNIT_EXPECT_EQ(test, RtlFindClearBitsAndSet(&map, 16, 25), 34u);
	KUNIT_EXPECT_TRUE(test, RtlAreBitsSet(&map, 30, 20));
	KUNIT_EXPECT_FALSE(test, RtlAreBitsSet(&map, 30, 21));
	KUNIT_EXPECT_TRUE(test, RtlAreBitsClear(&map, 0, 30));
	RtlSetBit(&map, 5);
	KUNIT_EXPECT_EQ(test, RtlFindLongestRunClear(&map, &start), 24u);
	KUNIT_EXPECT_EQ(test, start, 6u);
	KUNIT_EXPECT_EQ(test, RtlFindNextForwardRunClear(&map, 30, &start), 0u);
	KUNIT_EXPECT_FALSE(test, RtlTestBit(&map, 64));
	KUNIT_EXPECT_EQ(test, RtlFindMostSignificantBit(0x100000000ull), 32);
	KUNIT_EXPECT_EQ(test, RtlFindLeastSignificantBit(0), -1);
}

static void calendars_go_both_ways(struct kunit *test)
{
	LARGE_INTEGER time = { .QuadPart = 0 }, back;
	TIME_FIELDS fields;
	ULONG seconds;

	RtlTimeToTimeFields(&time, &fields);
	KUNIT_EXPECT_EQ(test, fields.Year, 1601);
	KUNIT_EXPECT_EQ(test, fields.Weekday, 1);
	KUNIT_EXPECT_TRUE(test, RtlTimeFieldsToTime(&fields, &back));
	KUNIT_EXPECT_EQ(test, back.QuadPart, 0ll);
	KUNIT_EXPECT_FALSE(test, RtlTimeToSecondsSince1970(&time, &seconds));
	RtlSecondsSince1970ToTime(951782400, &time);	/* 29 February 2000 */
	time.QuadPart += 1230000;
	RtlTimeToTimeFields(&time, &fields);
	KUNIT_EXPECT_EQ(test, fields.Day, 29);
	KUNIT_EXPECT_EQ(test, fields.Month, 2);
	KUNIT_EXPECT_EQ(test, fields.Milliseconds, 123);
	KUNIT_EXPECT_TRUE(test, RtlTimeFieldsToTime(&fields, &back));
	KUNIT_EXPECT_EQ(test, back.QuadPart, time.QuadPart);
	KUNIT_EXPECT_TRUE(test, RtlTimeToSecondsSince1970(&time, &seconds));
	KUNIT_EXPECT_EQ(test, seconds, 951782400u);
	fields.Year = 2001;
	KUNIT_EXPECT_FALSE(test, RtlTimeFieldsToTime(&fields, &back));
}

static void versions_compare(struct kunit *test)
{
	RTL_OSVERSIONINFOEXW info = { .dwOSVersionInfoSize = sizeof(info) };
	ULONGLONG mask = 0;

	KUNIT_EXPECT_EQ(test, RtlGetVersion((PRTL_OSVERSIONINFOW)&info), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, info.dwMajorVersion, 10u);
	VER_SET_CONDITION(mask, VER_MAJORVERSION, VER_GREATER_EQUAL);
	VER_SET_CONDITION(mask, VER_MINORVERSION, VER_GREATER_EQUAL);
	info.dwMajorVersion = 6;
	info.dwMinorVersion = 3;
	KUNIT_EXPECT_EQ(test, RtlVerifyVersionInfo(&info, VER_MAJORVERSION | VER_MINORVERSION,
						   mask), STATUS_SUCCESS);
	info.dwMajorVersion = 11;
	KUNIT_EXPECT_EQ(test, RtlVerifyVersionInfo(&info, VER_MAJORVERSION | VER_MINORVERSION,
						   mask), STATUS_REVISION_MISMATCH);
	info.dwOSVersionInfoSize = 4;
	KUNIT_EXPECT_EQ(test, RtlGetVersion((PRTL_OSVERSIONINFOW)&info), STATUS_INVALID_PARAMETER);
}

static void arithmetic_notices(struct kunit *test)
{
	USHORT small;
	LONG number;
	INT8 tiny;

	KUNIT_EXPECT_EQ(test, RtlLongAdd(0x7fffffff, 1, &number), STATUS_INTEGER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, RtlLongSub(5, 7, &number), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number, -2);
	KUNIT_EXPECT_EQ(test, RtlLongToUShort(-1, &small), STATUS_INTEGER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, small, 0xffff);
	KUNIT_EXPECT_EQ(test, RtlIntToUShort(0xffff, &small), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlLongLongToInt8(-129, &tiny), STATUS_INTEGER_OVERFLOW);
}

static struct kunit_case library_cases[] = {
	KUNIT_CASE(strings_are_formatted),
	KUNIT_CASE(counted_strings_are_bounded),
	KUNIT_CASE(counted_strings_say_what_is_left),
	KUNIT_CASE(access_lists_are_built),
	KUNIT_CASE(strings_change_width_and_case),
	KUNIT_CASE(utf8_is_strict),
	KUNIT_CASE(numbers_and_guids_are_text),
	KUNIT_CASE(bitmaps_are_searched),
	KUNIT_CASE(calendars_go_both_ways),
	KUNIT_CASE(versions_compare),
	KUNIT_CASE(arithmetic_notices),
	{}
};

static struct kunit_suite library_suite = {
	.name = "nt_library",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = library_cases,
};

kunit_test_suite(library_suite);
