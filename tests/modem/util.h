/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Fixed-width names, unaligned little/big-endian accessors and an intrusive list for the emulated
 * modem.  Nothing here knows about USB or MBIM.
 */
#ifndef _MODEM_UTIL_H
#define _MODEM_UTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define container_of(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))
#define __printf(fmt, args) __attribute__((format(printf, fmt, args)))
#define __unused __attribute__((unused))

static inline u32 min_u32(u32 a, u32 b)
{
	return a < b ? a : b;
}

static inline u32 align_up(u32 v, u32 a)
{
	return (v + a - 1) / a * a;
}

/* ------------------------------ endian ------------------------------ */

static inline u16 get_le16(const void *p)
{
	const u8 *b = p;

	return b[0] | b[1] << 8;
}

static inline u32 get_le32(const void *p)
{
	const u8 *b = p;

	return get_le16(b) | (u32)get_le16(b + 2) << 16;
}

static inline void put_le16(void *p, u16 v)
{
	u8 *b = p;

	b[0] = v;
	b[1] = v >> 8;
}

static inline void put_le32(void *p, u32 v)
{
	put_le16(p, v);
	put_le16((u8 *)p + 2, v >> 16);
}

static inline void put_le64(void *p, u64 v)
{
	put_le32(p, v);
	put_le32((u8 *)p + 4, v >> 32);
}

static inline u16 get_be16(const void *p)
{
	const u8 *b = p;

	return b[0] << 8 | b[1];
}

static inline u32 get_be32(const void *p)
{
	const u8 *b = p;

	return (u32)get_be16(b) << 16 | get_be16(b + 2);
}

static inline void put_be16(void *p, u16 v)
{
	u8 *b = p;

	b[0] = v >> 8;
	b[1] = v;
}

static inline void put_be32(void *p, u32 v)
{
	put_be16(p, v >> 16);
	put_be16((u8 *)p + 2, v);
}

/* ------------------------------- list ------------------------------- */

struct list_head {
	struct list_head *next, *prev;
};

static inline void list_init(struct list_head *head)
{
	head->next = head;
	head->prev = head;
}

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

static inline void list_insert_before(struct list_head *node, struct list_head *pos)
{
	node->prev = pos->prev;
	node->next = pos;
	pos->prev->next = node;
	pos->prev = node;
}

#define list_add_tail(node, head) list_insert_before(node, head)

/* Leaves the node pointing at itself, so that deleting twice is harmless. */
static inline void list_del(struct list_head *node)
{
	node->prev->next = node->next;
	node->next->prev = node->prev;
	list_init(node);
}

#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define list_first_entry(head, type, member) list_entry((head)->next, type, member)
#define list_for_each_entry(pos, head, member) \
	for (pos = list_entry((head)->next, typeof(*pos), member); &pos->member != (head); \
	     pos = list_entry(pos->member.next, typeof(*pos), member))
#define list_for_each_entry_safe(pos, tmp, head, member) \
	for (pos = list_entry((head)->next, typeof(*pos), member), \
	     tmp = list_entry(pos->member.next, typeof(*pos), member); \
	     &pos->member != (head); \
	     pos = tmp, tmp = list_entry(tmp->member.next, typeof(*tmp), member))

/* ----------------------------- allocation --------------------------- */

/* A test tool has nothing better to do without memory than to say so and stop. */
void *xalloc(size_t size);
char *xstrdup(const char *s);

#endif
