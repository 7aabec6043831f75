/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that nobody has written: a kernel that marks it (tests/vm/run.sh) has there a run of
 * one byte, which is another one in a fresh page, in a fresh and in a freed object.  No test
 * sends such data.
 */
#ifndef MODEM_POISON_H
#define MODEM_POISON_H

#include <stddef.h>

#define POISON_RUN 8

/* Return: where the first run of them ends, 0: there is none. */
static inline size_t poison_end(const unsigned char *p, size_t len)
{
	size_t run = 0;

	for (size_t i = 0; i < len; i++) {
		run = i && p[i] == p[i - 1] ? run + 1 : 1;
		if (run >= POISON_RUN && (p[i] == 0xaa || p[i] == 0x5a || p[i] == 0x6b))
			return i + 1;
	}
	return 0;
}

#endif
