/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The few types and helpers that the pure files (mbim_*.c) need, from Linux or
 * from the C library: the same file is built into the module, into KUnit and
 * into user-space fuzzers. Nothing else may be included by a pure file.
 */
#ifndef _MBBCX_PURE_H
#define _MBBCX_PURE_H

#ifdef __KERNEL__

#include <linux/build_bug.h>
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/types.h>

#include "compat_unaligned.h"

#else

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef uint16_t __le16;
typedef uint32_t __le32;
typedef uint64_t __le64;

#define __packed __attribute__((packed))

static inline u16 get_unaligned_le16(const void *p)
{
	const u8 *b = (const u8 *)p;

	return (u16)(b[0] | b[1] << 8);
}

static inline u32 get_unaligned_le32(const void *p)
{
	const u8 *b = (const u8 *)p;

	return b[0] | (u32)b[1] << 8 | (u32)b[2] << 16 | (u32)b[3] << 24;
}

static inline u64 get_unaligned_le64(const void *p)
{
	return get_unaligned_le32(p) | (u64)get_unaligned_le32((const u8 *)p + 4) << 32;
}

static inline void put_unaligned_le16(u16 val, void *p)
{
	u8 *b = (u8 *)p;

	b[0] = (u8)val;
	b[1] = (u8)(val >> 8);
}

static inline void put_unaligned_le32(u32 val, void *p)
{
	u8 *b = (u8 *)p;

	b[0] = (u8)val;
	b[1] = (u8)(val >> 8);
	b[2] = (u8)(val >> 16);
	b[3] = (u8)(val >> 24);
}

static inline void put_unaligned_le64(u64 val, void *p)
{
	put_unaligned_le32((u32)val, p);
	put_unaligned_le32((u32)(val >> 32), (u8 *)p + 4);
}

#endif /* __KERNEL__ */

#endif
