/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tables for the suites about headers. What a client compiles against is a
 * promise like any other: values, sizes and offsets are written down here a
 * second time, as Windows' documentation for 64-bit drivers has them.
 */
#ifndef _TESTS_KUNIT_HEADERS_H
#define _TESTS_KUNIT_HEADERS_H

#include <kunit/test.h>
#include <linux/stddef.h>

/* One line: a name, what the header makes of it, what it has to be. */
struct header_row {
	const char *name;
	u64 value;
	u64 expected;
};

#define VALUE(name, expected)	{ #name, (u64)(name), (u64)(expected) }
#define VALUE32(name, expected)	{ #name, (u32)(name), (u32)(expected) }
#define SIZE(type, expected)	{ "sizeof " #type, sizeof(type), (expected) }
#define OFFSET(type, field, expected)	\
	{ #type "." #field, offsetof(type, field), (expected) }
/* Size, and one bit more for a type that has negative numbers. */
#define SIGNED(type, size)	{ #type, sizeof(type) | (((type)-1 < 1) << 8), (size) | 0x100 }
#define UNSIGNED(type, size)	{ #type, sizeof(type) | (((type)-1 < 1) << 8), (size) }
/* @type is exactly ... */
#define SAME(type, ...)	\
	{ #type, __builtin_types_compatible_p(type, __VA_ARGS__), 1 }
/* A handle: a pointer, and of a type of its own. */
#define HANDLE_ROW(type, other)	\
	{ #type, sizeof(type) + __builtin_types_compatible_p(type, other), sizeof(void *) }

#define EXPECT_ROWS(test, rows)							\
	do {									\
		size_t __i;							\
										\
		for (__i = 0; __i < ARRAY_SIZE(rows); __i++)			\
			KUNIT_EXPECT_EQ_MSG(test, (rows)[__i].value,		\
					    (rows)[__i].expected, "%s",		\
					    (rows)[__i].name);			\
	} while (0)

/* An initialiser has to clear what was in the structure before it. */
#define DIRTY(variable)	memset(&(variable), 0xa5, sizeof(variable))

/* The first field of nearly everything; cleared for EXPECT_REST_ZERO(). */
#define EXPECT_INIT_SIZE(test, variable)					\
	do {									\
		KUNIT_EXPECT_EQ(test, (size_t)(variable).Size, sizeof(variable));	\
		(variable).Size = 0;						\
	} while (0)

/* All zero but for what the caller has checked and cleared. */
#define EXPECT_REST_ZERO(test, variable)	\
	KUNIT_EXPECT_NULL(test, memchr_inv(&(variable), 0, sizeof(variable)))

#endif
