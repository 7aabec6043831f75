// SPDX-License-Identifier: GPL-2.0
/*
 * What an INF file says on Windows: which devices, which parameters, whose
 * licence. The only file of this driver that knows of Linux.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/usb.h>
#include <linux/usb/cdc.h>

#include <ntmodule.h>

#include "params.h"

MBIM_PARAMETERS MbimParameters;

module_param_named(idle_timeout_ms, MbimParameters.IdleTimeout, uint, 0644);
MODULE_PARM_DESC(idle_timeout_ms,
		 "Idle time before USB selective suspend; 0 (default) = never suspend");
module_param_named(ntb_format, MbimParameters.NtbFormat, uint, 0644);
MODULE_PARM_DESC(ntb_format, "NTB format to prefer: 16, 32, or 0 (default) = what sizes need");

/* Read-only: every counter that is not zero, one "name value" a line. */
static int mbim_usb_counters_get(char *buffer, const struct kernel_param *kp)
{
	const char *name;
	UINT64 value;
	int len = 0;
	u32 i;

	for (i = 0; MbimQueryCounter(i, &name, &value); i++)
		if (name && value)
			len += scnprintf(buffer + len, PAGE_SIZE - len, "%s %llu\n", name, value);
	return len;
}

static const struct kernel_param_ops mbim_usb_counters_ops = {
	.get = mbim_usb_counters_get,
};
module_param_cb(counters, &mbim_usb_counters_ops, NULL, 0444);
MODULE_PARM_DESC(counters, "Blocks, datagrams and errors of all devices");

/* For ethtool -S. */
static bool mbim_usb_counter(WDFDEVICE device, u32 index, const char **name, u64 *value)
{
	return MbimQueryDeviceCounter(device, index, name, value);
}

static bool takeover = true;
module_param(takeover, bool, 0644);
MODULE_PARM_DESC(takeover, "Take MBIM devices over from cdc_mbim and cdc_ncm (default: yes)");

static const char * const mbim_usb_stock_drivers[] = { "cdc_mbim", "cdc_ncm", NULL };

static const struct nt_takeover mbim_usb_takeover = {
	.drivers = mbim_usb_stock_drivers,
	.enabled = &takeover,
};

static const struct usb_device_id mbim_usb_ids[] = {
	{ USB_INTERFACE_INFO(USB_CLASS_COMM, USB_CDC_SUBCLASS_MBIM, USB_CDC_PROTO_NONE) },
	/* setting 0 of an NCM/MBIM dual function */
	{ USB_INTERFACE_INFO(USB_CLASS_COMM, USB_CDC_SUBCLASS_NCM, USB_CDC_PROTO_NONE) },
	{ }
};
MODULE_DEVICE_TABLE(usb, mbim_usb_ids);

/* A function that is only NCM is left to others. */
static bool mbim_usb_probe(struct usb_interface *intf)
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

NT_USB_MODULE_PROBE(mbim_usb, mbim_usb_ids, &mbim_usb_takeover, mbim_usb_probe,
		    .counter = mbim_usb_counter);
NT_USES_MBBCX;
MODULE_DESCRIPTION("Mobile broadband client driver for USB MBIM functions");
MODULE_LICENSE("GPL");
