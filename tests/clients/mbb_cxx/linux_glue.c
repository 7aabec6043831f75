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

static bool takeover = true;
module_param(takeover, bool, 0644);
MODULE_PARM_DESC(takeover, "Take MBIM devices over from cdc_mbim and cdc_ncm (default: yes)");

static const char * const mbb_cxx_stock_drivers[] = { "cdc_mbim", "cdc_ncm", NULL };

static const struct nt_takeover mbb_cxx_takeover = {
	.drivers = mbb_cxx_stock_drivers,
	.enabled = &takeover,
};

static const struct usb_device_id mbb_cxx_ids[] = {
	{ USB_INTERFACE_INFO(USB_CLASS_COMM, USB_CDC_SUBCLASS_MBIM, USB_CDC_PROTO_NONE) },
	/* setting 0 of a function that is NCM and MBIM */
	{ USB_INTERFACE_INFO(USB_CLASS_COMM, USB_CDC_SUBCLASS_NCM, USB_CDC_PROTO_NONE) },
	{ }
};
MODULE_DEVICE_TABLE(usb, mbb_cxx_ids);

static bool mbb_cxx_probe(struct usb_interface *intf)
{
	unsigned int i;

	for (i = 0; i < intf->num_altsetting; i++) {
		const struct usb_interface_descriptor *desc = &intf->altsetting[i].desc;

		if (desc->bInterfaceClass == USB_CLASS_COMM &&
		    desc->bInterfaceSubClass == USB_CDC_SUBCLASS_MBIM)
			return true;
	}
	return false;
}

NT_USB_MODULE_PROBE(test_mbb_cxx, mbb_cxx_ids, &mbb_cxx_takeover, mbb_cxx_probe,
		    .counter = mbb_cxx_counter);
NT_USES_MBBCX;
MODULE_DESCRIPTION("MBB client for USB MBIM functions in C++");
MODULE_LICENSE("GPL");
