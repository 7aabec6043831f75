// SPDX-License-Identifier: GPL-2.0
/*
 * What the NT base's headers do inline: lists, interlocked operations, memory,
 * byte order, strings; and debug output.
 */
#include "wdf_mock.h"

#include <linux/console.h>

#include <ntstrsafe.h>

#include "nt_rtl_checked.h"

/* ---- lists ---- */

struct item {
	int number;
	LIST_ENTRY link;
};

/* The numbers from head to tail, and back: "123/321". */
static const char *walk(LIST_ENTRY *head)
{
	static char text[32];
	LIST_ENTRY *entry;
	char *p = text;

	for (entry = head->Flink; entry != head; entry = entry->Flink)
		*p++ = '0' + CONTAINING_RECORD(entry, struct item, link)->number;
	*p++ = '/';
	for (entry = head->Blink; entry != head; entry = entry->Blink)
		*p++ = '0' + CONTAINING_RECORD(entry, struct item, link)->number;
	*p = '\0';
	return text;
}

static void doubly_linked_lists(struct kunit *test)
{
	struct item one = { 1 }, two = { 2 }, three = { 3 };
	LIST_ENTRY head;

	InitializeListHead(&head);
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&head));
	InsertTailList(&head, &two.link);
	KUNIT_EXPECT_FALSE(test, IsListEmpty(&head));
	InsertTailList(&head, &three.link);
	KUNIT_EXPECT_STREQ(test, walk(&head), "23/32");
	InsertHeadList(&head, &one.link);
	KUNIT_EXPECT_STREQ(test, walk(&head), "123/321");
	KUNIT_EXPECT_FALSE(test, RemoveEntryList(&two.link));
	KUNIT_EXPECT_STREQ(test, walk(&head), "13/31");
	InsertHeadList(&head, &two.link);
	KUNIT_EXPECT_PTR_EQ(test, RemoveHeadList(&head), &two.link);
	KUNIT_EXPECT_STREQ(test, walk(&head), "13/31");
	KUNIT_EXPECT_PTR_EQ(test, RemoveTailList(&head), &three.link);
	KUNIT_EXPECT_STREQ(test, walk(&head), "1/1");
	KUNIT_EXPECT_TRUE(test, RemoveEntryList(&one.link));
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&head));
}

/* The second list has no head: its first entry takes that part. */
static void lists_are_joined(struct kunit *test)
{
	struct item one = { 1 }, two = { 2 }, three = { 3 }, four = { 4 };
	LIST_ENTRY head;

	InitializeListHead(&head);
	InsertTailList(&head, &one.link);
	InsertTailList(&head, &two.link);
	InitializeListHead(&three.link);
	InsertTailList(&three.link, &four.link);
	AppendTailList(&head, &three.link);
	KUNIT_EXPECT_STREQ(test, walk(&head), "1234/4321");
}

static void singly_linked_lists(struct kunit *test)
{
	SINGLE_LIST_ENTRY head = { NULL }, one, two;

	KUNIT_EXPECT_NULL(test, PopEntryList(&head));
	PushEntryList(&head, &one);
	PushEntryList(&head, &two);
	KUNIT_EXPECT_PTR_EQ(test, PopEntryList(&head), &two);
	KUNIT_EXPECT_PTR_EQ(test, PopEntryList(&head), &one);
	KUNIT_EXPECT_NULL(test, PopEntryList(&head));
}

/* ---- interlocked operations ---- */

/* What is returned and what is left: some return the old, some the new value. */
#define EXPECT_OP(test, result, left)				\
	do {							\
		KUNIT_EXPECT_EQ(test, result, (left)[0]);	\
		KUNIT_EXPECT_EQ(test, value, (left)[1]);	\
	} while (0)
#define OP(type, old, new)	((type[]){ (old), (new) })

static void interlocked_longs(struct kunit *test)
{
	LONG value = -1;

	EXPECT_OP(test, InterlockedIncrement(&value), OP(LONG, 0, 0));
	EXPECT_OP(test, InterlockedIncrement(&value), OP(LONG, 1, 1));
	EXPECT_OP(test, InterlockedDecrement(&value), OP(LONG, 0, 0));
	EXPECT_OP(test, InterlockedAdd(&value, 10), OP(LONG, 10, 10));
	EXPECT_OP(test, InterlockedExchangeAdd(&value, 3), OP(LONG, 10, 13));
	EXPECT_OP(test, InterlockedExchange(&value, 12), OP(LONG, 13, 12));
	EXPECT_OP(test, InterlockedCompareExchange(&value, 9, 11), OP(LONG, 12, 12));
	EXPECT_OP(test, InterlockedCompareExchange(&value, 9, 12), OP(LONG, 12, 9));
	EXPECT_OP(test, InterlockedOr(&value, 6), OP(LONG, 9, 15));
	EXPECT_OP(test, InterlockedAnd(&value, 10), OP(LONG, 15, 10));
	EXPECT_OP(test, InterlockedXor(&value, 3), OP(LONG, 10, 9));
}

static void interlocked_longlongs(struct kunit *test)
{
	const LONG64 big = 1ll << 32;
	LONG64 value = big - 1;

	EXPECT_OP(test, InterlockedIncrement64(&value), OP(LONG64, big, big));
	EXPECT_OP(test, InterlockedDecrement64(&value), OP(LONG64, big - 1, big - 1));
	EXPECT_OP(test, InterlockedAdd64(&value, big), OP(LONG64, 2 * big - 1, 2 * big - 1));
	EXPECT_OP(test, InterlockedExchangeAdd64(&value, 1), OP(LONG64, 2 * big - 1, 2 * big));
	EXPECT_OP(test, InterlockedExchange64(&value, 9 * big), OP(LONG64, 2 * big, 9 * big));
	EXPECT_OP(test, InterlockedCompareExchange64(&value, 1, 0), OP(LONG64, 9 * big, 9 * big));
	EXPECT_OP(test, InterlockedCompareExchange64(&value, 5 * big, 9 * big),
		  OP(LONG64, 9 * big, 5 * big));
	EXPECT_OP(test, InterlockedOr64(&value, 2 * big), OP(LONG64, 5 * big, 7 * big));
	EXPECT_OP(test, InterlockedAnd64(&value, 3 * big), OP(LONG64, 7 * big, 3 * big));
	EXPECT_OP(test, InterlockedXor64(&value, 1 * big), OP(LONG64, 3 * big, 2 * big));
}

static void interlocked_pointers(struct kunit *test)
{
	int a, b;
	int *value = &a;

	KUNIT_EXPECT_PTR_EQ(test, InterlockedExchangePointer(&value, &b), (PVOID)&a);
	KUNIT_EXPECT_PTR_EQ(test, value, &b);
	KUNIT_EXPECT_PTR_EQ(test, InterlockedCompareExchangePointer(&value, NULL, &a), (PVOID)&b);
	KUNIT_EXPECT_PTR_EQ(test, value, &b);
	KUNIT_EXPECT_PTR_EQ(test, InterlockedCompareExchangePointer(&value, NULL, &b), (PVOID)&b);
	KUNIT_EXPECT_NULL(test, value);
}

static void interlocked_bits(struct kunit *test)
{
	LONG bits[2] = { 0, 0 };

	KUNIT_EXPECT_FALSE(test, InterlockedBitTestAndSet(bits, 33));
	KUNIT_EXPECT_TRUE(test, InterlockedBitTestAndSet(bits, 33));
	KUNIT_EXPECT_FALSE(test, InterlockedBitTestAndSet(bits, 31));
	KUNIT_EXPECT_EQ(test, bits[1], 2);
	KUNIT_EXPECT_EQ(test, (ULONG)bits[0], 0x80000000u);
	KUNIT_EXPECT_TRUE(test, InterlockedBitTestAndReset(bits, 33));
	KUNIT_EXPECT_FALSE(test, InterlockedBitTestAndReset(bits, 33));
	KUNIT_EXPECT_EQ(test, bits[1], 0);
	KUNIT_EXPECT_EQ(test, (ULONG)bits[0], 0x80000000u);
}

static void fenced_reads_and_writes(struct kunit *test)
{
	ULONG number = 0;
	LONG value = 0;

	WriteRelease(&value, -4);
	KUNIT_EXPECT_EQ(test, ReadAcquire(&value), -4);
	WriteNoFence(&value, 5);
	KUNIT_EXPECT_EQ(test, ReadNoFence(&value), 5);
	KeMemoryBarrier();
	WriteULongRelease(&number, 0x80000000u);
	KUNIT_EXPECT_EQ(test, ReadULongAcquire(&number), 0x80000000u);
}

/* ---- memory and byte order ---- */

static void memory_blocks(struct kunit *test)
{
	UCHAR a[8], b[8];

	RtlFillMemory(a, 8, 0x5a);
	KUNIT_EXPECT_NULL(test, memchr_inv(a, 0x5a, 8));
	RtlZeroMemory(a + 2, 4);
	KUNIT_EXPECT_EQ(test, memcmp(a, "\x5a\x5a\0\0\0\0\x5a\x5a", 8), 0);
	RtlCopyMemory(b, a, 8);
	KUNIT_EXPECT_EQ(test, memcmp(b, a, 8), 0);
	KUNIT_EXPECT_TRUE(test, RtlEqualMemory(a, b, 8));
	KUNIT_EXPECT_EQ(test, RtlCompareMemory(a, b, 8), (SIZE_T)8);
	b[6] = 0;
	KUNIT_EXPECT_FALSE(test, RtlEqualMemory(a, b, 8));
	KUNIT_EXPECT_EQ(test, RtlCompareMemory(a, b, 8), (SIZE_T)6);
	RtlCopyMemory(a, "abcdefgh", 8);
	RtlMoveMemory(a + 1, a, 7);
	KUNIT_EXPECT_EQ(test, memcmp(a, "aabcdefg", 8), 0);
	KUNIT_EXPECT_PTR_EQ(test, RtlSecureZeroMemory(a, 8), (PVOID)a);
	KUNIT_EXPECT_NULL(test, memchr_inv(a, 0, 8));
}

static void byte_swaps(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)RtlUshortByteSwap(0x0102), 0x0201);
	KUNIT_EXPECT_EQ(test, RtlUlongByteSwap(0x01020304), 0x04030201u);
	KUNIT_EXPECT_EQ(test, RtlUlonglongByteSwap(0x0102030405060708ull), 0x0807060504030201ull);
}

/* ---- counted strings ---- */

static void counted_strings_begin(struct kunit *test)
{
	UNICODE_STRING string;
	ANSI_STRING ansi;
	WCHAR buffer[4];

	RtlInitUnicodeString(&string, L"abc");
	KUNIT_EXPECT_EQ(test, (int)string.Length, 6);
	KUNIT_EXPECT_EQ(test, (int)string.MaximumLength, 8);
	RtlInitUnicodeString(&string, NULL);
	KUNIT_EXPECT_EQ(test, (int)string.Length, 0);
	KUNIT_EXPECT_EQ(test, (int)string.MaximumLength, 0);
	RtlInitAnsiString(&ansi, "abc");
	KUNIT_EXPECT_EQ(test, (int)ansi.Length, 3);
	KUNIT_EXPECT_EQ(test, (int)ansi.MaximumLength, 4);
	RtlInitEmptyUnicodeString(&string, buffer, sizeof(buffer));
	KUNIT_EXPECT_EQ(test, (int)string.Length, 0);
	KUNIT_EXPECT_EQ(test, (int)string.MaximumLength, 8);
	KUNIT_EXPECT_PTR_EQ(test, string.Buffer, &buffer[0]);
}

static void counted_strings_compare(struct kunit *test)
{
	UNICODE_STRING a, b;

	KUNIT_EXPECT_EQ(test, (int)RtlUpcaseUnicodeChar(L'z'), 'Z');
	KUNIT_EXPECT_EQ(test, (int)RtlUpcaseUnicodeChar(L'{'), '{');
	RtlInitUnicodeString(&a, L"abc");
	RtlInitUnicodeString(&b, L"ABD");
	KUNIT_EXPECT_GT(test, RtlCompareUnicodeString(&a, &b, FALSE), 0);
	KUNIT_EXPECT_LT(test, RtlCompareUnicodeString(&a, &b, TRUE), 0);
	KUNIT_EXPECT_FALSE(test, RtlEqualUnicodeString(&a, &b, TRUE));
	b.Length = 4;
	KUNIT_EXPECT_GT(test, RtlCompareUnicodeString(&a, &b, TRUE), 0);
	KUNIT_EXPECT_FALSE(test, RtlEqualUnicodeString(&a, &b, TRUE));
	a.Length = 4;
	KUNIT_EXPECT_EQ(test, RtlCompareUnicodeString(&a, &b, TRUE), 0);
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&a, &b, TRUE));
	KUNIT_EXPECT_FALSE(test, RtlEqualUnicodeString(&a, &b, FALSE));
}

static void counted_strings_grow(struct kunit *test)
{
	static const WCHAR wwan[8] = L"wwan";
	DECLARE_UNICODE_STRING_SIZE(string, 6);
	UNICODE_STRING part;

	memset(string_buffer, 0xff, sizeof(string_buffer));
	RtlInitUnicodeString(&part, wwan);
	RtlCopyUnicodeString(&string, &part);
	KUNIT_EXPECT_EQ(test, (int)string.Length, 8);
	KUNIT_EXPECT_EQ(test, memcmp(string_buffer, L"wwan", 10), 0);
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeToString(&string, L"123"), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, (int)string.Length, 8);
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeToString(&string, L"1"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(string_buffer, L"wwan1", 12), 0);
	part.Length = 2;
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeStringToString(&string, &part), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)string.Length, 12);
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeStringToString(&string, &part),
			STATUS_BUFFER_TOO_SMALL);
	/* What does not fit is cut; without a source there is nothing. */
	string.MaximumLength = 4;
	part.Length = 8;
	RtlCopyUnicodeString(&string, &part);
	KUNIT_EXPECT_EQ(test, (int)string.Length, 4);
	KUNIT_EXPECT_EQ(test, memcmp(string_buffer, L"wwan1w", 12), 0);
	RtlCopyUnicodeString(&string, NULL);
	KUNIT_EXPECT_EQ(test, (int)string.Length, 0);
}

/* ---- bounded strings ---- */

#define BOUNDED_STRINGS(suffix, type, prefix)							\
static void bounded_strings_##suffix(struct kunit *test)					\
{												\
	const size_t w = sizeof(type);								\
	type text[6];										\
	size_t length = 99;									\
												\
	KUNIT_EXPECT_EQ(test, RtlStringCchCopy##suffix(text, 6, prefix##"abc"),			\
			STATUS_SUCCESS);							\
	KUNIT_EXPECT_EQ(test, memcmp(text, prefix##"abc", 4 * w), 0);				\
	KUNIT_EXPECT_EQ(test, RtlStringCchLength##suffix(text, 6, &length), STATUS_SUCCESS);	\
	KUNIT_EXPECT_EQ(test, length, (size_t)3);						\
	KUNIT_EXPECT_EQ(test, RtlStringCbLength##suffix(text, 6 * w, &length), STATUS_SUCCESS);	\
	KUNIT_EXPECT_EQ(test, length, 3 * w);							\
	/* Not terminated within the bound. */							\
	KUNIT_EXPECT_EQ(test, RtlStringCchLength##suffix(text, 3, &length),			\
			STATUS_INVALID_PARAMETER);						\
	KUNIT_EXPECT_EQ(test, RtlStringCbLength##suffix(text, 4 * w - 1, &length),		\
			STATUS_INVALID_PARAMETER);						\
	KUNIT_EXPECT_EQ(test, length, (size_t)0);						\
	KUNIT_EXPECT_EQ(test, RtlStringCchCat##suffix(text, 6, prefix##"d"), STATUS_SUCCESS);	\
	KUNIT_EXPECT_EQ(test, memcmp(text, prefix##"abcd", 5 * w), 0);				\
	KUNIT_EXPECT_EQ(test, RtlStringCbCat##suffix(text, 6 * w, prefix##"ef"),		\
			STATUS_BUFFER_OVERFLOW);						\
	KUNIT_EXPECT_EQ(test, memcmp(text, prefix##"abcde", 6 * w), 0);				\
	KUNIT_EXPECT_EQ(test, RtlStringCchCat##suffix(text, 6, prefix##"f"),			\
			STATUS_BUFFER_OVERFLOW);						\
	KUNIT_EXPECT_EQ(test, RtlStringCbCopy##suffix(text, 4 * w, prefix##"wxyz"),		\
			STATUS_BUFFER_OVERFLOW);						\
	KUNIT_EXPECT_EQ(test, memcmp(text, prefix##"wxy\0e", 6 * w), 0);			\
	KUNIT_EXPECT_EQ(test, RtlStringCbCat##suffix(text, 6 * w, prefix##"z"),			\
			STATUS_SUCCESS);							\
	KUNIT_EXPECT_EQ(test, memcmp(text, prefix##"wxyz", 5 * w), 0);				\
	KUNIT_EXPECT_EQ(test, RtlStringCchCopyN##suffix(text, 6, prefix##"12345", 2),		\
			STATUS_SUCCESS);							\
	KUNIT_EXPECT_EQ(test, memcmp(text, prefix##"12\0z", 5 * w), 0);				\
	KUNIT_EXPECT_EQ(test, RtlStringCbCopyN##suffix(text, 6 * w, prefix##"6789", 3 * w),	\
			STATUS_SUCCESS);							\
	KUNIT_EXPECT_EQ(test, memcmp(text, prefix##"678", 4 * w), 0);				\
	KUNIT_EXPECT_EQ(test, RtlStringCbCopyN##suffix(text, 3 * w, prefix##"abcd", 4 * w),	\
			STATUS_BUFFER_OVERFLOW);						\
	KUNIT_EXPECT_EQ(test, memcmp(text, prefix##"ab", 3 * w), 0);				\
	KUNIT_EXPECT_EQ(test, RtlStringCchCopyN##suffix(text, 2, prefix##"xyz", 3),		\
			STATUS_BUFFER_OVERFLOW);						\
	KUNIT_EXPECT_EQ(test, RtlStringCchCopy##suffix(text, 0, prefix##"a"),			\
			STATUS_INVALID_PARAMETER);						\
	KUNIT_EXPECT_EQ(test, RtlStringCbCopy##suffix(text, w - 1, prefix##"a"),		\
			STATUS_INVALID_PARAMETER);						\
}

BOUNDED_STRINGS(A, char, )
BOUNDED_STRINGS(W, wchar_t, L)

/* ---- debug output ---- */

static char printed[1024];
static bool capturing;

static void capture_write(struct console *console, const char *text, unsigned int length)
{
	size_t used = strlen(printed);

	if (capturing)
		strscpy(printed + used, text, min(sizeof(printed) - used, (size_t)length + 1));
}

static struct console capture = {
	.name = "kunit",
	.write = capture_write,
};

/* What goes to the kernel log until capture_end(), whatever its level. */
static int capture_begin(void)
{
	int level = console_loglevel;

	printed[0] = '\0';
	console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
	capture.flags = CON_ENABLED | CON_ANYTIME;
	capture.index = -1;
	register_console(&capture);
	/* Not the message that there is a new console. */
	capturing = true;
	return level;
}

static void capture_end(int level)
{
	capturing = false;
	unregister_console(&capture);
	console_loglevel = level;
}

static void debug_prints(struct kunit *test)
{
	int level = capture_begin();
	ULONG result[3];

	result[0] = DbgPrint("number %d\n", 4711);
	result[1] = DbgPrintEx(DPFLTR_IHVNETWORK_ID, DPFLTR_ERROR_LEVEL, "error %s\n", "text");
	result[2] = DbgPrintEx(DPFLTR_IHVNETWORK_ID, DPFLTR_INFO_LEVEL, "chatter\n");
	capture_end(level);
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "number 4711\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "error text\n"));
	/* Below a warning nothing is shown unless somebody asks. */
	KUNIT_EXPECT_NULL(test, strstr(printed, "chatter"));
	KUNIT_EXPECT_EQ(test, result[0] | result[1] | result[2], (ULONG)STATUS_SUCCESS);
}

#define PRINT_ERROR(...)	DbgPrintEx(DPFLTR_IHVDRIVER_ID, DPFLTR_ERROR_LEVEL, __VA_ARGS__)
#define PRINT_WARNING(...)	DbgPrintEx(DPFLTR_IHVDRIVER_ID, DPFLTR_WARNING_LEVEL, __VA_ARGS__)

/* Windows' sizes of integers, its wide and its counted strings. */
static void debug_prints_as_windows(struct kunit *test)
{
	UNICODE_STRING wide = RTL_CONSTANT_STRING(L"counted, not more");
	ANSI_STRING narrow = RTL_CONSTANT_STRING("narrow");
	LARGE_INTEGER big = { .QuadPart = -2 };
	int level = capture_begin();

	wide.Length = 7 * sizeof(WCHAR);
	/* A long and what comes after it: 32 bit each. */
	DbgPrint("a %lx %08lX %lu %ld|\n", 0xfedcba98, 0xab, 0xffffffff, -1);
	DbgPrint("b %I64x %I64d %llu %I32u %Iu|\n", 1ULL << 40, big.QuadPart, 1ULL << 33, 7, 8UL);
	DbgPrint("c %hx %hhx %hd|\n", 0x12345, 0x1ff, 0x1ffff);
	DbgPrint("d %ws %S %ls %hs %hS|\n", L"wide", L"Tall", L"BIG", "n", "N");
	PRINT_ERROR("e %wZ %Z %.3wZ %12wZ|%-9Z|\n", &wide, &narrow, &wide, &wide,
		    &narrow);
	PRINT_ERROR("f %s %ws %wZ %c%C %%|\n", NULL, NULL, NULL, 'x', L'y');
	PRINT_ERROR("g %5d|%-5d|%05d|%+d|%#x|%*d|%-*d|%.2s|%.*s|\n", 42, 42, 42,
		    42, 0x2a, 4, 1, 4, 1, "string", 3, "string");
	PRINT_ERROR("h %y %ws|\n", L"\x263a ok");
	capture_end(level);

	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "a fedcba98 000000AB 4294967295 -1|"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "b 10000000000 -2 8589934592 7 8|"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "c 2345 ff -1|"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "d wide Tall BIG n N|"));
	KUNIT_EXPECT_NOT_NULL(test,
			      strstr(printed, "e counted narrow cou      counted|narrow   |"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "f (null) (null) (null) xy %|"));
	KUNIT_EXPECT_NOT_NULL(test,
			      strstr(printed, "g    42|42   |00042|+42|0x2a|   1|1   |st|str|"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "h %y ? ok|"));
}

/* %!NAME! of trace messages: what it takes is taken, or what follows is nonsense. */
static void debug_prints_of_traces(struct kunit *test)
{
	UNICODE_STRING wide = RTL_CONSTANT_STRING(L"counted");
	ANSI_STRING narrow = RTL_CONSTANT_STRING("narrow");
	int level = capture_begin();

	PRINT_WARNING("a %!FUNC! %!STATUS! %!status! %d|\n", STATUS_UNSUCCESSFUL, 1, 7);
	PRINT_WARNING("b %!USTR! %!ANSTR! %!ASTR! %!WSTR! %d|\n", &wide, &narrow, "n", L"w", 7);
	PRINT_WARNING("c %!MYENUM! %!LEVEL!%!WINERROR! %d|\n", 3, 5, 7);
	PRINT_WARNING("d %!open %d|\n", 7);
	capture_end(level);

	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "a  0xc0000001 0x00000001 7|"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "b counted narrow n w 7|"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "c 3 5 7|"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "d open 7|"));
}

/* A message is cut where Windows cuts it, not where it does harm. */
static void debug_prints_are_cut(struct kunit *test)
{
	char *text = kunit_kzalloc(test, 1024, GFP_KERNEL);
	int level;

	KUNIT_ASSERT_NOT_NULL(test, text);
	memset(text, 'z', 1023);
	level = capture_begin();
	PRINT_WARNING("%s", text);
	PRINT_WARNING("\n");
	capture_end(level);
	KUNIT_EXPECT_GT(test, strlen(printed), (size_t)400);
	KUNIT_EXPECT_LE(test, strspn(strchrnul(printed, 'z'), "z"), (size_t)511);
	level = capture_begin();
	PRINT_WARNING("%4000d", 1);
	PRINT_WARNING("%%%");
	capture_end(level);
}

static int evaluated;

static int evaluate(int value)
{
	evaluated++;
	return value;
}

/* Nothing of an assertion is evaluated, but for the one that says so. */
static void assertions_of_a_free_build(struct kunit *test)
{
	int level = capture_begin();
	int verified;

	evaluated = 0;
	NT_ASSERT(evaluate(0));
	NT_ASSERTMSG("never", evaluate(0));
	KdPrint(("%d\n", evaluate(0)));
	KdPrintEx((DPFLTR_IHVDRIVER_ID, DPFLTR_ERROR_LEVEL, "%d\n", evaluate(0)));
	verified = NT_VERIFY(evaluate(1));
	/* Code is never paged: they say nothing, at any level. */
	PAGED_CODE();
	local_bh_disable();
	PAGED_CODE();
	PAGED_CODE_LOCKED();
	local_bh_enable();
	capture_end(level);
	KUNIT_EXPECT_TRUE(test, verified);
	KUNIT_EXPECT_EQ(test, evaluated, 1);
	KUNIT_EXPECT_STREQ(test, printed, "");
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void assertions_of_a_checked_build(struct kunit *test)
{
	int level = capture_begin();
	int verified;

	checked_prints(12);
	checked_assert(1);
	verified = NT_VERIFY(evaluate(0));
	capture_end(level);
	KUNIT_EXPECT_FALSE(test, verified);
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "checked 12\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "checked too 12\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "assertion failed: evaluate(0)"));
	KUNIT_EXPECT_NULL(test, strstr(printed, "value"));

	level = capture_begin();
	checked_assert(0);
	capture_end(level);
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "assertion failed: value != 0"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "assertion failed: value > 0"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "assertion failed: value == 1"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "assertion failed: value <= 1 && value"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(printed, "assertion failed: DbgBreakPoint"));
}

static struct kunit_case nt_rtl_cases[] = {
	KUNIT_CASE(doubly_linked_lists),
	KUNIT_CASE(lists_are_joined),
	KUNIT_CASE(singly_linked_lists),
	KUNIT_CASE(interlocked_longs),
	KUNIT_CASE(interlocked_longlongs),
	KUNIT_CASE(interlocked_pointers),
	KUNIT_CASE(interlocked_bits),
	KUNIT_CASE(fenced_reads_and_writes),
	KUNIT_CASE(memory_blocks),
	KUNIT_CASE(byte_swaps),
	KUNIT_CASE(counted_strings_begin),
	KUNIT_CASE(counted_strings_compare),
	KUNIT_CASE(counted_strings_grow),
	KUNIT_CASE(bounded_strings_A),
	KUNIT_CASE(bounded_strings_W),
	KUNIT_CASE(debug_prints),
	KUNIT_CASE(debug_prints_as_windows),
	KUNIT_CASE(debug_prints_of_traces),
	KUNIT_CASE(debug_prints_are_cut),
	KUNIT_CASE(assertions_of_a_free_build),
	KUNIT_CASE(assertions_of_a_checked_build),
	{}
};

static struct kunit_suite nt_rtl_suite = {
	.name = "ndis_shim_rtl",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = nt_rtl_cases,
};

kunit_test_suite(nt_rtl_suite);
