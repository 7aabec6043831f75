// SPDX-License-Identifier: GPL-2.0
/*
 * Memory for the linear parts of received packets: a few large pages for each
 * processor, cut up from their ends and used again in turn.
 *
 * napi_alloc_frag() gives its page up when packets of it are still about, as is the case
 * whenever a batch goes up the stack. Each new one is cleared, which takes as long as
 * to copy what comes into it. Here the page's turn comes again when all the others were
 * used, by when the stack mostly is done with it; if it is not, another page takes its
 * place, and the stack frees the old one.
 *
 * Whoever has a piece, or bytes of one (a fragment, a pipe), has a reference on its page,
 * which nobody else's piece lies in before all of them are gone. Bytes of a piece that
 * nothing was put into show what was received earlier; that they stay within the
 * sk_buff's room, where nobody looks, is as true as for all network drivers' memory.
 */
#include "netadapter/linux/linux.h"

#include <linux/mm.h>
#include <linux/percpu.h>

#define NETCX_HEAD_PAGES	4
#define NETCX_HEAD_ORDER	get_order(32768)
#define NETCX_HEAD_BYTES	(PAGE_SIZE << NETCX_HEAD_ORDER)
/* References taken at a time, to be handed out; more than a page has pieces. */
#define NETCX_HEAD_REFS		(NETCX_HEAD_BYTES / SMP_CACHE_BYTES * 16)
#define NETCX_HEAD_REFS_MIN	(NETCX_HEAD_BYTES / SMP_CACHE_BYTES + 1)

/**
 * struct netcx_head_page - a page that is cut up
 * @page: the page; NULL: there was no memory for one
 * @refs: references on it that are ours; each piece that is about has another
 */
struct netcx_head_page {
	struct page *page;
	unsigned int refs;
};

/**
 * struct netcx_heads - a processor's pages
 * @pages: all of them
 * @turn: the one that is being cut up
 * @left: bytes at its beginning that were not handed out since its turn came
 */
struct netcx_heads {
	struct netcx_head_page pages[NETCX_HEAD_PAGES];
	unsigned int turn;
	u32 left;
};

static DEFINE_PER_CPU(struct netcx_heads, netcx_heads);

/* All pieces came back. The references that are left are ours alone. */
static bool netcx_head_idle(const struct netcx_head_page *head)
{
	if (page_ref_count(head->page) != head->refs)
		return false;
	/* What was done with the pieces is over. */
	smp_acquire__after_ctrl_dep();
	return true;
}

static void netcx_head_drop(struct netcx_head_page *head)
{
	if (!head->page)
		return;
	page_ref_sub(head->page, head->refs - 1);
	put_page(head->page);
	head->page = NULL;
	head->refs = 0;
}

/* Not out of the reserves: sockets drop what lies there, for as long as it is used. */
static void netcx_head_make(struct netcx_head_page *head)
{
	head->page = alloc_pages(GFP_ATOMIC | __GFP_COMP | __GFP_NOWARN | __GFP_NORETRY |
				 __GFP_NOMEMALLOC, NETCX_HEAD_ORDER);
	head->refs = head->page ? 1 : 0;
}

static bool netcx_head_next(struct netcx_heads *heads)
{
	struct netcx_head_page *head;

	heads->turn = (heads->turn + 1) % NETCX_HEAD_PAGES;
	heads->left = 0;
	head = &heads->pages[heads->turn];
	if (head->page && !netcx_head_idle(head))
		netcx_head_drop(head);
	if (!head->page)
		netcx_head_make(head);
	if (!head->page)
		return false;
	if (head->refs < NETCX_HEAD_REFS_MIN) {
		page_ref_add(head->page, NETCX_HEAD_REFS - head->refs);
		head->refs = NETCX_HEAD_REFS;
	}
	heads->left = NETCX_HEAD_BYTES;
	return true;
}

/**
 * netcx_head_get() - memory for an sk_buff's linear part
 * @size: a multiple of SMP_CACHE_BYTES, at most PAGE_SIZE
 *
 * Return: memory for napi_build_skb(), not zeroed, or NULL. skb_free_frag() frees it.
 * Context: BH disabled, so that nobody else is in this processor's heads.
 */
void *netcx_head_get(u32 size)
{
	struct netcx_heads *heads = this_cpu_ptr(&netcx_heads);
	struct netcx_head_page *head;

	if (heads->left < size && !netcx_head_next(heads))
		return NULL;
	head = &heads->pages[heads->turn];
	head->refs--;
	heads->left -= size;
	return page_address(head->page) + heads->left;
}

/**
 * netcx_heads_free() - give the pages up
 *
 * Pieces that are still about keep their pages, and need nothing of this module.
 *
 * Context: process; the queues are gone, so nobody receives any more.
 */
void netcx_heads_free(void)
{
	unsigned int cpu, i;

	for_each_possible_cpu(cpu) {
		struct netcx_heads *heads = per_cpu_ptr(&netcx_heads, cpu);

		for (i = 0; i < NETCX_HEAD_PAGES; i++)
			netcx_head_drop(&heads->pages[i]);
		heads->left = 0;
	}
}
