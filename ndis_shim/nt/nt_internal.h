/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NT base, private side: the client module, context checks, status and errno.
 */
#ifndef _NDIS_SHIM_NT_INTERNAL_H
#define _NDIS_SHIM_NT_INTERNAL_H

#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/gfp.h>
#include <linux/types.h>

#include <wdf.h>

#include "verifier.h"

struct dentry;
struct nt_module;	/* include/ntmodule.h: what the client's glue declares */
struct wdf_driver;
struct wdf_root_driver;
struct wdf_usb_driver;

/**
 * struct nt_driver - a loaded client module
 * @module: the glue's description; name, owner, id tables
 * @object: the DRIVER_OBJECT that DriverEntry gets
 * @wdf: set by WdfDriverCreate(), else NULL
 * @usb: its Linux USB driver, or NULL: wdf/usb/driver.c
 * @root: its devices without hardware, or NULL: wdf/root_bus.c
 * @objects: live WDF objects it owns
 * @pool: bytes of pool it owns
 * @reported: rules of which it was told that it broke them
 * @ndis_ready: its protocols may be bound; ndis_table_lock
 * @ndis_over: its unload routine has returned: no new protocol; ndis_table_lock
 * @intermediate: it has registered a layered miniport: bound to nothing by default
 * @unloading: its unload routine returned: no timer is set, no work queued any more
 */
struct nt_driver {
	struct nt_module *module;
	DRIVER_OBJECT object;
	struct wdf_driver *wdf;
	struct wdf_usb_driver *usb;
	struct wdf_root_driver *root;
	atomic_t objects;
	atomic_long_t pool;
	DECLARE_BITMAP(reported, NT_RULE_LIMIT);
	bool ndis_ready;
	bool ndis_over;
	bool intermediate;
	bool unloading;
};

const char *nt_driver_name(const struct nt_driver *driver);	/* "?" for NULL */
struct nt_driver *nt_driver_from_globals(PWDF_DRIVER_GLOBALS globals);

/* status.c: the one translation, both ways. Unknown status -> -EIO, unknown
 * errno -> STATUS_UNSUCCESSFUL.
 */
int nt_errno_from_status(NTSTATUS status);
NTSTATUS nt_status_from_errno(int err);

/* irql.c */
bool nt_may_sleep(void);
static inline gfp_t nt_gfp(void)
{
	return nt_may_sleep() ? GFP_KERNEL : GFP_ATOMIC;
}

/* time.c: a Windows timeout, in units of 100 ns: negative is relative, positive
 * a point in system time. In jiffies, rounded up, at most MAX_JIFFY_OFFSET.
 */
unsigned long nt_timeout_to_jiffies(LONGLONG timeout);
/* The same in nanoseconds from now, never negative. */
u64 nt_timeout_to_ns(LONGLONG timeout);

/* dbg_format.c: DbgPrint()'s format, which is not printk()'s. Any context. */
void nt_vformat(char *buffer, size_t size, const char *format, va_list args);

/* pool.c */
int nt_pool_init(void);
void nt_pool_exit(void);
/* What ExAllocatePool2() does, charged to @driver (may be NULL). Any context. */
void *nt_pool_alloc(struct nt_driver *driver, POOL_FLAGS flags, size_t size, u32 tag);
void nt_pool_free(void *data);
/* Reports, and no longer charges, what @driver leaves behind at unload. */
void nt_pool_orphan(struct nt_driver *driver);
unsigned int nt_pool_blocks(void);	/* live blocks of all drivers */

extern struct dentry *nt_debugfs_root;	/* /sys/kernel/debug/ndis_shim */

#endif
