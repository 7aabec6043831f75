// SPDX-License-Identifier: GPL-2.0
/*
 * ndis_shim: module init and exit, one rung for each area.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/printk.h>

#include <ntversion.h>

#include "ndis/linux/netdev.h"
#include "ndis/support_internal.h"
#include "ndis_shim.h"
#include "nt/dpc.h"
#include "nt/io.h"
#include "nt/nt_internal.h"
#include "nt/ob.h"
#include "verifier.h"
#include "wdf/callback.h"
#include "wdf/device_internal.h"
#include "wdf/object.h"

struct dentry *nt_debugfs_root;

static int __init ndis_shim_init(void)
{
	int err;

	nt_debugfs_root = debugfs_create_dir("ndis_shim", NULL);
	err = nt_verifier_init();
	if (err)
		goto err_remove_debugfs;
	err = nt_pool_init();
	if (err)
		goto err_exit_verifier;
	nt_dpc_init();
	err = nt_io_init();
	if (err)
		goto err_exit_pool;
	err = ndis_support_init();
	if (err)
		goto err_exit_io;
	err = ndis_init();
	if (err)
		goto err_exit_ndis_support;
	err = ndis_miniport_init();
	if (err)
		goto err_exit_ndis;
	err = ndis_netdev_init();
	if (err)
		goto err_exit_ndis_miniport;
	err = wdf_objects_init();
	if (err)
		goto err_exit_ndis_netdev;
	err = wdf_callback_init();
	if (err)
		goto err_exit_objects;
	err = wdf_usb_init();
	if (err)
		goto err_exit_callback;
	err = wdf_root_bus_init();
	if (err)
		goto err_exit_usb;
	err = netcx_init();
	if (err)
		goto err_exit_root_bus;
	return 0;

err_exit_root_bus:
	wdf_root_bus_exit();
err_exit_usb:
	wdf_usb_exit();
err_exit_callback:
	wdf_callback_exit();
err_exit_objects:
	wdf_objects_exit();
err_exit_ndis_netdev:
	ndis_netdev_exit();
err_exit_ndis_miniport:
	ndis_miniport_exit();
err_exit_ndis:
	ndis_exit();
err_exit_ndis_support:
	ndis_support_exit();
err_exit_io:
	nt_io_exit();
err_exit_pool:
	nt_pool_exit();
err_exit_verifier:
	nt_verifier_exit();
err_remove_debugfs:
	debugfs_remove(nt_debugfs_root);
	return err;
}

/*
 * No client is left: each holds a reference on this module by the symbols that
 * it uses. What they left behind is counted once everything has stopped.
 */
static void __exit ndis_shim_exit(void)
{
	unsigned int objects, blocks;
	u64 violations = nt_violation_count(0);

	netcx_exit();
	wdf_root_bus_exit();
	wdf_usb_exit();
	wdf_callback_exit();
	wdf_objects_exit();
	ndis_netdev_exit();
	ndis_miniport_exit();
	ndis_exit();
	ndis_support_exit();
	nt_io_exit();
	nt_dpc_exit();
	nt_handles_exit();
	objects = wdf_objects_live() + ndis_objects_live();
	blocks = nt_pool_blocks();
	/* Before the files go whose functions look at them. */
	debugfs_remove(nt_debugfs_root);
	nt_pool_exit();
	nt_verifier_exit();
	wdf_restart_exit();

	pr_info("unload: %u objects, %u pool blocks, %llu violations\n", objects, blocks,
		(unsigned long long)violations);
	WARN(objects || blocks, "ndis_shim: %u objects and %u pool blocks leaked\n", objects,
	     blocks);
}

module_init(ndis_shim_init);
module_exit(ndis_shim_exit);
MODULE_DESCRIPTION("Windows driver model for Linux: NT base, KMDF, NetAdapterCx");
MODULE_LICENSE("GPL");
MODULE_VERSION(NT_SHIM_VERSION);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
