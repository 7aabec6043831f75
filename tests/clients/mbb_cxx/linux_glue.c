// SPDX-License-Identifier: GPL-2.0
/*
 * What an INF file would say about the test client mbb_cxx: the same devices and
 * parameters as mbim_usb, so that the same guest cases can be run with it.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/usb.h>
#include <linux/usb/cdc.h>

#include <ntmodule.h>

#include "../../../drivers/mbim_usb/linux_devices.h"
#include "settings.h"

ULONG MbbIdleTimeout;
ULONG MbbNtbFormat;
module_param_named(idle_timeout_ms, MbbIdleTimeout, uint, 0644);
MODULE_PARM_DESC(idle_timeout_ms, "Idle time before USB selective suspend; 0 (default) = never");
module_param_named(ntb_format, MbbNtbFormat, uint, 0644);
MODULE_PARM_DESC(ntb_format, "NTB format to prefer: 16, 32, or 0 (default) = what sizes need");

static int mbb_cxx_counters_get(char *buffer, const struct kernel_param *kp)
{
	const char *name;
	ULONG64 value;
	int len = 0;
	u32 i;

	for (i = 0; MbbQueryCounter(NULL, i, &name, &value); i++)
		if (name && value)
			len += scnprintf(buffer + len, PAGE_SIZE - len, "%s %llu\n", name, value);
	return len;
}

static const struct kernel_param_ops mbb_cxx_counters_ops = {
	.get = mbb_cxx_counters_get,
};
module_param_cb(counters, &mbb_cxx_counters_ops, NULL, 0444);
MODULE_PARM_DESC(counters, "Blocks, datagrams and errors of all devices");

static bool mbb_cxx_counter(WDFDEVICE device, u32 index, const char **name, u64 *value)
{
	return MbbQueryCounter(device, index, name, value);
}

NT_USB_MODULE_PROBE(test_mbb_cxx, mbim_usb_ids, &mbim_usb_takeover, mbim_usb_probe,
		    .counter = mbb_cxx_counter);
NT_USES_MBBCX;
MODULE_DESCRIPTION("MBB client for USB MBIM functions in C++");
MODULE_LICENSE("GPL");
