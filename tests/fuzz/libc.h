/* SPDX-License-Identifier: GPL-2.0 */
/* What targets that see kernel/linux/types.h need of the C library, whose headers they do not. */
#ifndef _FUZZ_LIBC_H
#define _FUZZ_LIBC_H

#include <stddef.h>

void *malloc(size_t size);
void free(void *memory);
void abort(void);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

#endif
