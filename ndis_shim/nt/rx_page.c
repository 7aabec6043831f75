// SPDX-License-Identifier: GPL-2.0
/*
 * Marked pages: compound ones, with the address of an object of ours in the head
 * page's private word.
 */
#include "nt/rx_page.h"

#include <linux/export.h>
#include <linux/gfp.h>

#include "nt/nt_internal.h"

static const char nt_rx_page_mark[] = "ndis_shim";

/**
 * nt_rx_page_alloc() - get marked memory
 * @size: within [NT_RX_PAGE_MINIMUM, NT_RX_PAGE_MAXIMUM]
 *
 * Not out of the reserves: a page from there is marked for good, and sockets drop what
 * lies in it, as often as it is used again.
 *
 * Return: the head page with one reference, whose memory is not zeroed, or NULL.
 * Context: any.
 */
struct page *nt_rx_page_alloc(size_t size)
{
	struct page *page = alloc_pages(nt_gfp() | __GFP_COMP | __GFP_NOWARN | __GFP_NOMEMALLOC,
					get_order(size));

	if (!page)
		return NULL;
	set_page_private(page, (unsigned long)nt_rx_page_mark);
	nt_rx_page_forget(page);
	return page;
}
EXPORT_SYMBOL_NS_GPL(nt_rx_page_alloc, NDIS_SHIM_INTERNAL);

/**
 * nt_rx_page_find() - is this memory marked
 * @data: memory that somebody vouches for
 *
 * The page allocator clears the private word of what it hands out, but leaves it
 * alone in pages that it joins to larger ones and cuts apart again. So only the
 * head of a compound page is believed.
 *
 * Return: the head page, without a reference; or NULL.
 * Context: any.
 */
struct page *nt_rx_page_find(const void *data)
{
	struct page *page;

	if (!virt_addr_valid(data))
		return NULL;
	page = virt_to_head_page(data);
	if (!PageHead(page) || PageSlab(page) ||
	    page_private(page) != (unsigned long)nt_rx_page_mark)
		return NULL;
	return page;
}
