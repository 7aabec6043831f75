/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WDFMEMORY inside.
 */
#ifndef _NDIS_SHIM_WDF_MEMORY_H
#define _NDIS_SHIM_WDF_MEMORY_H

#include "wdf/object.h"

struct page;
struct wdf_creator;

/**
 * struct wdf_memory - a buffer with an object around it
 * @base: object
 * @buffer: what the client sees
 * @size: of it
 * @owned: @buffer is ours; otherwise the caller's
 * @page: marked page (nt/rx_page.h) that @buffer is at the start of; NULL: if
 *	@owned, it is pool
 * @fresh: @page may hold what others left there
 */
struct wdf_memory {
	struct wdf_object base;
	void *buffer;
	size_t size;
	bool owned;
	struct page *page;
	bool fresh;
};

/**
 * wdf_memory_create() - WdfMemoryCreate() for the shim itself
 * @creator: who, below what
 * @attributes: the client's, or NULL
 * @pool: type of memory
 * @tag: pool tag
 * @size: bytes; 0 is refused
 * @memory: result, NULL on failure
 *
 * Return: STATUS_SUCCESS, STATUS_INVALID_PARAMETER, STATUS_INSUFFICIENT_RESOURCES,
 * or what wdf_object_publish() said.
 * Context: any.
 */
NTSTATUS wdf_memory_create(const struct wdf_creator *creator, PWDF_OBJECT_ATTRIBUTES attributes,
			   POOL_TYPE pool, ULONG tag, size_t size,
			   struct wdf_memory **memory);

/**
 * wdf_memory_create_page() - a WDFMEMORY whose buffer is a marked page
 * @attributes: name a parent
 * @size: bytes, fit for nt_rx_page_alloc(); they are not zeroed
 * @memory: result, NULL on failure
 *
 * Return: as wdf_memory_create().
 * Context: any.
 */
NTSTATUS wdf_memory_create_page(PWDF_OBJECT_ATTRIBUTES attributes, size_t size,
				struct wdf_memory **memory);
/* Another page; the old one is for those who still refer to it. False: there is
 * none. Any context; nobody uses the buffer.
 */
bool wdf_memory_change_page(struct wdf_memory *memory);

/**
 * wdf_memory_wrap() - a WDFMEMORY of the framework's for a buffer of somebody's
 * @parent: goes with it
 * @buffer: valid until wdf_memory_unwrap()
 * @size: bytes
 * @memory: result, its memory held
 *
 * Context: any. Return: STATUS_SUCCESS or why not.
 */
NTSTATUS wdf_memory_wrap(struct wdf_object *parent, void *buffer, size_t size,
			 struct wdf_memory **memory);
/* The buffer is about to go: who still has the object finds it empty. */
void wdf_memory_unwrap(struct wdf_memory *memory);
WDFMEMORY wdf_memory_handle(struct wdf_memory *memory);

#endif
