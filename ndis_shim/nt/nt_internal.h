/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NT base, private side: the client module, context checks, status and errno.
 */
#ifndef _NDIS_SHIM_NT_INTERNAL_H
#define _NDIS_SHIM_NT_INTERNAL_H

#include <linux/list.h>
#include <linux/types.h>

#include <wdf.h>

#include "verifier.h"

struct dentry;
struct nt_module;	/* include/ntmodule.h: what the client's glue declares */
struct wdf_driver;

/**
 * struct nt_driver - a loaded client module
 * @module: the glue's description; name, owner, id tables
 * @object: the DRIVER_OBJECT that DriverEntry gets
 * @wdf: set by WdfDriverCreate(), else NULL
 * @node: list of all client modules
 */
struct nt_driver {
	struct nt_module *module;
	DRIVER_OBJECT object;
	struct wdf_driver *wdf;
	struct list_head node;
	atomic_t objects;	/* live WDF objects it owns */
	atomic_long_t pool;	/* bytes of pool it owns */
};

const char *nt_driver_name(const struct nt_driver *driver);	/* "?" for NULL */
struct nt_driver *nt_driver_from_globals(PWDF_DRIVER_GLOBALS globals);

/* status.c: the one translation, both ways. Unknown status -> -EIO, unknown
 * errno -> STATUS_UNSUCCESSFUL. */
int nt_errno_from_status(NTSTATUS status);
NTSTATUS nt_status_from_errno(int err);

/* irql.c */
bool nt_may_sleep(void);
static inline gfp_t nt_gfp(void)
{
	return nt_may_sleep() ? GFP_KERNEL : GFP_ATOMIC;
}

extern struct dentry *nt_debugfs_root;	/* /sys/kernel/debug/ndis_shim */

#endif
