/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What pure files of ndis_shim want of the kernel, in user space. Nothing of the C
 * library: include/ has much of that itself, under the same names.
 */
#ifndef _FUZZ_KERNEL_H
#define _FUZZ_KERNEL_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof(*(array)))
#define EXPORT_SYMBOL_IF_KUNIT(symbol)
#define roundup(x, y)		(((x) + (y) - 1) / (y) * (y))

int strncasecmp(const char *one, const char *two, size_t count);

static inline int hex_to_bin(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Digits to the end, with a newline behind them at most; @max: of the magnitude. */
static inline int fuzz_number(const char *text, unsigned int base, u64 max, u64 *number)
{
	const char *start;

	if (base == 16 && text[0] == '0' && (text[1] | 0x20) == 'x')
		text += 2;
	*number = 0;
	for (start = text; hex_to_bin((unsigned char)*text) >= 0; text++) {
		unsigned int digit = (unsigned int)hex_to_bin((unsigned char)*text);

		if (digit >= base)
			return -EINVAL;
		*number = *number * base + digit;
		if (*number > max)
			return -EINVAL;
	}
	return text == start || *text ? -EINVAL : 0;
}

static inline int kstrtou32(const char *text, unsigned int base, u32 *number)
{
	u64 value;

	if (fuzz_number(text + (*text == '+'), base, UINT32_MAX, &value))
		return -EINVAL;
	*number = (u32)value;
	return 0;
}

static inline int kstrtos32(const char *text, unsigned int base, s32 *number)
{
	u64 value;

	if (*text != '-')
		return kstrtou32(text, base, (u32 *)number);
	if (fuzz_number(text + 1, base, 1ull << 31, &value))
		return -EINVAL;
	*number = (s32)-(int64_t)value;
	return 0;
}

#endif
