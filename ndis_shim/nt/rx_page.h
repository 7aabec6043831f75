/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that devices write received packets into and that may go up the network
 * stack as it is. Whoever made it marks it, and whoever finds a packet in memory
 * of a client's can tell by the mark that the page allocator, and nobody else,
 * looks after it: the last reference frees it, and it needs nothing of ours.
 */
#ifndef _NDIS_SHIM_NT_RX_PAGE_H
#define _NDIS_SHIM_NT_RX_PAGE_H

#include <linux/mm.h>

/* Marked memory is never smaller; see nt_rx_page_find(). */
#define NT_RX_PAGE_MINIMUM	(PAGE_SIZE + 1)
/* Larger pieces are too hard to come by in softirq. */
#define NT_RX_PAGE_MAXIMUM	(128u << 10)

struct page *nt_rx_page_alloc(size_t size);
struct page *nt_rx_page_find(const void *data);

/*
 * What the client has said that the memory holds since it was last read into: bytes of
 * packets that may go up as they are, and how much less their sockets are charged for
 * sk_buffs with fragments than for copies, the page's size not counted. Both 0: it has
 * said nothing. In the head page's index, which is the owner's as private is: no such page
 * is ever mapped. One at a time says something; who asks meanwhile gets part of the sum.
 */
static inline void nt_rx_page_forget(struct page *page)
{
	WRITE_ONCE(page_folio(page)->index, 0);
}

static inline void nt_rx_page_say(struct page *page, u32 bytes, u32 saved)
{
	struct folio *folio = page_folio(page);

	if (IS_ENABLED(CONFIG_64BIT))
		WRITE_ONCE(folio->index, folio->index + ((u64)saved << 32 | bytes));
}

static inline void nt_rx_page_said(const struct page *page, u32 *bytes, u32 *saved)
{
	u64 said = READ_ONCE(page_folio(page)->index);

	*bytes = lower_32_bits(said);
	*saved = upper_32_bits(said);
}

/* No reference but its owner's: nobody reads there any more. Any context. */
static inline bool nt_rx_page_idle(struct page *page)
{
	return page_ref_count(page) == 1;
}

#endif
