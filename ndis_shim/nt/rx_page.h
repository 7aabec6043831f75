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

/* No reference but its owner's: nobody reads there any more. Any context. */
static inline bool nt_rx_page_idle(struct page *page)
{
	return page_ref_count(page) == 1;
}

#endif
