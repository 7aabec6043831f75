/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The buffers of a continuous reader: made, lent to the client, used again.
 */
#ifndef _NDIS_SHIM_WDF_USB_READER_POOL_H
#define _NDIS_SHIM_WDF_USB_READER_POOL_H

#include <linux/spinlock.h>

#include <wdf.h>

#include "wdf/driver.h"
#include "wdf/memory.h"

#define WDF_USB_POOL_MAX	32

/**
 * struct wdf_usb_pool - where a reader's buffers come from
 * @attributes: of each buffer, with the pipe as parent
 * @size: bytes of a buffer
 * @lock: protects @count, @lent; any context, irqsave
 * @limit: how many buffers may be in @lent
 * @count: how many are
 * @lent: buffers that the client took, or whose pages others still read, in the
 *	order in which they went; children of the pipe, and gone with it
 */
struct wdf_usb_pool {
	WDF_OBJECT_ATTRIBUTES attributes;
	size_t size;
	spinlock_t lock;
	unsigned int limit;
	unsigned int count;
	struct wdf_memory *lent[WDF_USB_POOL_MAX];
};

void wdf_usb_pool_init(struct wdf_usb_pool *pool, PWDF_OBJECT_ATTRIBUTES attributes,
		       WDFOBJECT parent, size_t size);
struct wdf_memory *wdf_usb_pool_get(struct wdf_usb_pool *pool);
void wdf_usb_pool_filled(struct wdf_memory *memory, size_t offset, size_t length);
bool wdf_usb_pool_busy(const struct wdf_memory *memory);
void wdf_usb_pool_lend(struct wdf_usb_pool *pool, struct wdf_memory *memory);

#endif
