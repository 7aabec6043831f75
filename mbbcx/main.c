// SPDX-License-Identifier: GPL-2.0
/*
 * mbbcx.ko: module parameters, debugfs, and what the upper part registers for
 * the whole module. Devices come and go with their clients (device_api.c).
 */
#include <linux/debugfs.h>
#include <linux/init.h>
#include <linux/module.h>

#include <ntversion.h>

#include "device.h"
#include "dss_session.h"

struct dentry *mbb_debugfs_root;

/*
 * Negotiated once for all users of a function, so that what one of them asks
 * for never changes the bytes another one parses.
 */
unsigned int mbb_mbimex = 0x0100;

static int mbb_mbimex_set(const char *val, const struct kernel_param *kp)
{
	static const struct {
		const char *text;
		unsigned int bcd;
	} versions[] = {
		{ "1.0", 0x0100 },
		{ "2.0", 0x0200 },
		{ "3.0", 0x0300 },
		{ "4.0", 0x0400 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(versions); i++) {
		if (sysfs_streq(val, versions[i].text)) {
			mbb_mbimex = versions[i].bcd;
			return 0;
		}
	}
	return -EINVAL;
}

static int mbb_mbimex_get(char *buf, const struct kernel_param *kp)
{
	return sysfs_emit(buf, "%x.%x\n", mbb_mbimex >> 8, mbb_mbimex & 0xff);
}

static const struct kernel_param_ops mbb_mbimex_ops = {
	.set = mbb_mbimex_set,
	.get = mbb_mbimex_get,
};
module_param_cb(mbimex, &mbb_mbimex_ops, NULL, 0644);
MODULE_PARM_DESC(mbimex, "highest MBIMEx version to ask a function for: 1.0 (default) to 4.0");

static int __init mbb_init(void)
{
	int err = mbb_dss_nodes_init();

	if (err)
		return err;
	mbb_debugfs_root = debugfs_create_dir("mbbcx", NULL);
	return 0;
}
module_init(mbb_init);

static void __exit mbb_exit(void)
{
	debugfs_remove_recursive(mbb_debugfs_root);
	mbb_dss_nodes_exit();
}
module_exit(mbb_exit);

MODULE_DESCRIPTION("MBB class extension: MBIM for client drivers in the Windows model");
MODULE_LICENSE("GPL");
MODULE_VERSION(NT_SHIM_VERSION);
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
