// SPDX-License-Identifier: GPL-2.0
/*
 * The C run-time as clients have it: each function returns what is not so, or NULL.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wdm.h>

const char *crt_prints(void);
const char *crt_lists(void);
const char *crt_strings(void);
const char *crt_wide_strings(void);
const char *crt_secure(void);
const char *crt_numbers(void);
const char *crt_characters(void);
const char *crt_arrays(void);

#define SO(e)		do { if (!(e)) return #e; } while (0)
#define SAME(a, b)	SO(!strcmp((a), (b)))
#define WSAME(a, b)	SO(!wcscmp((a), (b)))

const char *crt_prints(void)
{
	CHAR text[16] = "----------";
	WCHAR wide[16];

	SO(sprintf(text, "%lx %s", (ULONG)0xabcdef12, "x") == 10);
	SAME(text, "abcdef12 x");
	SO(_snprintf(text, 4, "%d", 123456) == -1 && text[3] == '4' && text[4] == 'e');
	SO(_snprintf(text, 4, "%d", 1234) == 4 && text[4] == 'e');
	SO(_snprintf(text, 4, "%d", 123) == 3);
	SAME(text, "123");
	SO(sprintf_s(text, 4, "%d", 1234) == -1 && !text[0]);
	SO(sprintf_s(text, 5, "%d", 1234) == 4);
	SAME(text, "1234");
	SO(_snprintf_s(text, 4, _TRUNCATE, "%d", 98765) == -1);
	SAME(text, "987");
	SO(_snprintf_s(text, 16, 2, "%d", 98765) == -1);
	SAME(text, "98");
	SO(_snprintf_s(text, 4, 4, "%d", 98765) == -1 && !text[0]);
	SO(snprintf(text, 3, "%I64d", 1234567890123LL) == 13);
	SAME(text, "12");
	SO(_scprintf("%05u", 7) == 5);
	SO(swprintf(wide, L"%s-%S-%04x", L"w", "n", 0xab) == 8);
	WSAME(wide, L"w-n-00ab");
	SO(swprintf(wide, 4, L"%d", 5) == 1 && wide[0] == L'5');
	SO(_snwprintf(wide, 2, L"%d", 123) == -1 && wide[1] == L'2');
	SO(swprintf_s(wide, 3, L"%d", 123) == -1 && !wide[0]);
	SO(_scwprintf(L"%ws", L"abc") == 3);
	return NULL;
}

/* The functions with a list are what the others are made of. */
static int listed(int which, char *text, PWSTR wide, ...)
{
	va_list list;
	int length = -2;

	va_start(list, wide);
	switch (which) {
	case 0:
		length = _vsnprintf(text, 3, "%d", list);
		break;
	case 1:
		length = vsprintf_s(text, 8, "%d", list);
		break;
	case 2:
		length = _vsnprintf_s(text, 8, _TRUNCATE, "%d", list);
		break;
	case 3:
		length = vsprintf(text, "%d", list);
		break;
	case 4:
		length = vsnprintf(text, 8, "%d", list);
		break;
	case 5:
		length = _vscprintf("%d", list);
		break;
	case 6:
		length = _vsnwprintf(wide, 8, L"%d", list);
		break;
	case 7:
		length = vswprintf_s(wide, 8, L"%d", list);
		break;
	case 8:
		length = _vsnwprintf_s(wide, 8, 7, L"%d", list);
		break;
	case 9:
		length = _vscwprintf(L"%d", list);
		break;
	}
	va_end(list);
	return length;
}

const char *crt_lists(void)
{
	char text[16];
	WCHAR wide[16];
	int i;

	for (i = 0; i < 10; i++) {
		strcpy(text, "123");
		wcscpy(wide, L"123");
		SO(listed(i, text, wide, 123) == 3);
		SO(!strncmp(text, "123", 3) && !wcscmp(wide, L"123"));
	}
	SO(_snwprintf_s(wide, 4, _TRUNCATE, L"%d", 98765) == -1);
	WSAME(wide, L"987");
	return NULL;
}

const char *crt_strings(void)
{
	char text[16] = "", *next = NULL;
	ULONG a = 0, guard = 0x55;
	ULONG64 b = 0;

	SAME(strcpy(text, "abcabc"), "abcabc");
	SO(strchr(text, 'b') == text + 1 && strrchr(text, 'b') == text + 4);
	SO(!strchr(text, 'x') && !strrchr(text, 'x') && strchr(text, 0) == text + 6);
	SO(strstr(text, "ca") == text + 2 && !strstr(text, "cc") && strstr(text, "") == text);
	SO(strspn(text, "ab") == 2 && strcspn(text, "c") == 2 && strpbrk(text, "cb") == text + 1);
	SO(strnlen(text, 3) == 3 && strnlen(text, 16) == 6);
	SAME(strcat(text, "d"), "abcabcd");
	SAME(strncat(text, "efgh", 2), "abcabcdef");
	strncpy(text, "xy", 4);
	SO(!memcmp(text, "xy\0\0bcdef", 9) && memchr(text, 'c', 9) == text + 5);
	SO(!memchr(text, 'c', 5) && !_memicmp("aB", "Ab", 2) && _memicmp("a", "b", 1) < 0);
	strcpy(text, ",a,,b");
	SAME(strtok_s(text, ",", &next), "a");
	SAME(strtok_s(NULL, ",", &next), "b");
	SO(!strtok_s(NULL, ",", &next));
	strcpy(text, "Mixed");
	SAME(_strupr(text), "MIXED");
	SAME(_strlwr(text), "mixed");
	SAME(_strrev(text), "dexim");
	SO(!stricmp("AbC", "aBc") && strnicmp("AbC", "abd", 3) < 0);
	SO(sscanf("l 12 fff", "l %lu %I64x", &a, &b) == 2 && a == 12 && b == 0xfff &&
	   guard == 0x55);
	return NULL;
}

const char *crt_wide_strings(void)
{
	WCHAR text[16] = L"";
	PWSTR next = NULL;

	WSAME(wcscat(wcscpy(text, L"abc"), L"abc"), L"abcabc");
	SO(wcschr(text, L'c') == text + 2 && wcsrchr(text, L'c') == text + 5);
	SO(wcsstr(text, L"ca") == text + 2 && !wcsstr(text, L"x"));
	SO(wcsnlen(text, 4) == 4 && wcsspn(text, L"ba") == 2 && wcscspn(text, L"c") == 2);
	WSAME(_wcsupr(text), L"ABCABC");
	WSAME(wcstok_s(text, L"C", &next), L"AB");
	SO(!wcsncmp(next, L"ABC", 3) && !_wcsicmp(L"x", L"X") && iswdigit(L'7') &&
	   !iswdigit(0x666));
	SO(towupper(L'q') == L'Q');
	return NULL;
}

const char *crt_secure(void)
{
	char text[8] = "zz";
	WCHAR wide[4] = L"";
	UCHAR bytes[4] = { 1, 2, 3, 4 };

	SO(strcpy_s(text, 8, "1234567") == 0);
	SAME(text, "1234567");
	SO(strcpy_s(text, 7, "1234567") == ERANGE && !text[0]);
	SO(strcpy_s(text, 8, NULL) == EINVAL && strcpy_s(NULL, 8, "a") == EINVAL);
	SO(strncpy_s(text, 4, "abcdef", 2) == 0);
	SAME(text, "ab");
	SO(strncpy_s(text, 4, "abcdef", _TRUNCATE) == STRUNCATE);
	SAME(text, "abc");
	SO(strncpy_s(text, 4, "abc", _TRUNCATE) == 0);
	SO(strcat_s(text, 5, "d") == 0);
	SAME(text, "abcd");
	SO(strcat_s(text, 5, "e") == ERANGE && !text[0]);
	SO(wcscpy_s(wide, _countof(wide), L"abc") == 0 && wcscat_s(wide, 4, L"d") == ERANGE);
	SO(memcpy_s(bytes, 4, "ab", 2) == 0 && bytes[1] == 'b' && bytes[2] == 3);
	SO(memcpy_s(bytes, 1, "ab", 2) == ERANGE && bytes[0] == 0 && bytes[1] == 'b');
	SO(memmove_s(bytes + 1, 3, bytes, 3) == 0 && bytes[2] == 'b');
	return NULL;
}

const char *crt_numbers(void)
{
	char text[70], *end;
	WCHAR wide[70];

	SO(strtoul(" 0x1fz", &end, 0) == 31 && *end == 'z');
	SO(strtoul("-1", NULL, 10) == MAXULONG && strtoul("4294967296", NULL, 10) == MAXULONG);
	SO(strtol("-2147483649", NULL, 10) == -MAXLONG - 1 && strtol("077", NULL, 0) == 63);
	SO(strtoul("zz", &end, 10) == 0 && *end == 'z' && strtoul("0x", &end, 16) == 0 &&
	   *end == 'x');
	SO(_strtoui64("18446744073709551615", NULL, 10) == MAXULONG64);
	SO(_strtoui64("18446744073709551616", NULL, 10) == MAXULONG64);
	SO(_strtoi64("-9223372036854775808", NULL, 10) == -9223372036854775807LL - 1);
	SO(atoi("-42x") == -42 && _wtoi(L"17") == 17 && wcstoul(L"ff", NULL, 16) == 255);
	SAME(_itoa(-255, text, 10), "-255");
	SAME(_itoa(-1, text, 16), "ffffffff");
	SAME(_ui64toa(MAXULONG64, text, 2),
	     "1111111111111111111111111111111111111111111111111111111111111111");
	WSAME(_ultow(4000000000u, wide, 10), L"4000000000");
	SO(_itow_s(-7, wide, 2, 10) == ERANGE && !wide[0] && _itow_s(-7, wide, 3, 10) == 0);
	SO(_rotl(0x80000001, 1) == 3 && _rotr(1, 1) == 0x80000000 &&
	   _byteswap_ulong(1) == 0x01000000);
	SO(abs(-3) == 3);
	return NULL;
}

const char *crt_characters(void)
{
	int c;

	for (c = -1; c < 256; c++) {
		SO(!!isalnum(c) == (!!isalpha(c) || !!isdigit(c)));
		SO(!!isprint(c) == (isgraph(c) || c == ' '));
		SO(!ispunct(c) || (isgraph(c) && !isalnum(c)));
		SO(!islower(c) || (isupper(toupper(c)) && tolower(toupper(c)) == c));
	}
	SO(isspace('\v') && isxdigit('F') && !isxdigit('g') && iscntrl(0x7f) && !isalpha(0xe4));
	return NULL;
}

static int order(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

const char *crt_arrays(void)
{
	int values[] = { 5, 3, 9, 1, 7 }, wanted = 7, none = 4;

	qsort(values, ARRAYSIZE(values), sizeof(values[0]), order);
	SO(values[0] == 1 && values[2] == 5 && values[4] == 9);
	SO(bsearch(&wanted, values, 5, sizeof(int), order) == &values[3]);
	SO(!bsearch(&none, values, 5, sizeof(int), order) && !bsearch(&none, values, 0, 4, order));
	SO(min(2, 3) == 2 && __max(2, 3) == 3);
	return NULL;
}
