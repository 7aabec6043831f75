// SPDX-License-Identifier: GPL-2.0
/*
 * What an INF file says on Windows, and what belongs together: an interface of
 * cdc_mbim and the node that cdc-wdm has made for the same function. The only file of
 * this driver that knows of Linux.
 */
#include <linux/ctype.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/netdevice.h>
#include <linux/string.h>
#include <linux/usb.h>
#include <linux/usb/cdc.h>
#include <net/net_namespace.h>

#include <ntmodule.h>

#include "params.h"

static char *mbim_cdc_bind;
module_param_named(bind, mbim_cdc_bind, charp, 0444);
MODULE_PARM_DESC(bind, "Interfaces to take over: names and globs (default: all of cdc_mbim)");

/* Read-only: every counter that is not zero, one "name value" a line. */
static int mbim_cdc_counters_get(char *buffer, const struct kernel_param *kp)
{
	const char *name;
	UINT64 value;
	int len = 0;
	u32 i;

	for (i = 0; CdcQueryCounter(i, &name, &value); i++)
		if (value)
			len += scnprintf(buffer + len, PAGE_SIZE - len, "%s %llu\n", name, value);
	return len;
}

static const struct kernel_param_ops mbim_cdc_counters_ops = {
	.get = mbim_cdc_counters_get,
};
module_param_cb(counters, &mbim_cdc_counters_ops, NULL, 0444);
MODULE_PARM_DESC(counters, "Datagrams, messages and errors of all devices");

static bool mbim_cdc_counter(WDFDEVICE device, u32 index, const char **name, u64 *value)
{
	return CdcQueryDeviceCounter(device, index, name, value);
}

/* ---- whose interface it is ---- */

/* The stock driver's name is its own: it has the function for as long as its interface
 * is there, which whoever looks here keeps from going.
 */
static bool mbim_cdc_is_stock(const struct net_device *dev)
{
	const struct device *parent = dev->dev.parent;

	return parent && parent->driver && !strcmp(parent->driver->name, "cdc_mbim");
}

static bool mbim_cdc_suits(const char *adapter)
{
	struct net_device *dev;
	bool suits;

	rcu_read_lock();
	dev = dev_get_by_name_rcu(&init_net, adapter);
	suits = dev && mbim_cdc_is_stock(dev);
	rcu_read_unlock();
	return suits;
}

/* Strips \Device\. False: not a name that an interface can have. */
static bool mbim_cdc_name(const WCHAR *name, u32 length, char *text)
{
	static const char prefix[] = "\\Device\\";
	u32 i, skip = strlen(prefix);

	for (i = 0; i < skip && i < length; i++)
		if (name[i] >= 0x80 || tolower(name[i]) != tolower(prefix[i]))
			break;
	if (i == skip) {
		name += skip;
		length -= skip;
	}
	if (!length || length >= IFNAMSIZ)
		return false;
	for (i = 0; i < length; i++) {
		if (name[i] <= ' ' || name[i] >= 0x7f)
			return false;
		text[i] = name[i];
	}
	text[length] = '\0';
	return true;
}

/* Copies the node's name, if that is one. */
static int mbim_cdc_take_node(struct device *dev, void *function)
{
	CDC_FUNCTION *to = function;

	if (!dev->class || strcmp(dev->class->name, "usbmisc") ||
	    strncmp(dev_name(dev), "cdc-wdm", 7))
		return 0;
	strscpy(to->Node, dev_name(dev), sizeof(to->Node));
	return 1;
}

static void mbim_cdc_read_descriptor(struct usb_interface *intf, CDC_FUNCTION *function)
{
	struct usb_cdc_parsed_header header = {};

	cdc_parse_cdc_header(&header, intf, intf->cur_altsetting->extra,
			     intf->cur_altsetting->extralen);
	if (header.usb_cdc_mbim_desc)
		function->MaximumControl =
			le16_to_cpu(header.usb_cdc_mbim_desc->wMaxControlMessage);
	if (header.usb_cdc_mbim_extended_desc)
		function->ExtendedVersion =
			le16_to_cpu(header.usb_cdc_mbim_extended_desc->bcdMBIMExtendedVersion);
}

/*
 * Without the device's lock: who unbinds it has that, and waits for interfaces that go.
 * The descriptor lives as long as the reference; a node that is about to go is found
 * gone when it is opened.
 */
static bool mbim_cdc_describe(struct device *parent, CDC_FUNCTION *function)
{
	if (!device_for_each_child(parent, function, mbim_cdc_take_node))
		return false;
	mbim_cdc_read_descriptor(to_usb_interface(parent), function);
	return true;
}

BOOLEAN CdcGlueDescribe(const WCHAR *Name, ULONG Length, CDC_FUNCTION *Function)
{
	struct device *parent = NULL;
	struct net_device *dev;
	char name[IFNAMSIZ];
	bool found;

	memset(Function, 0, sizeof(*Function));
	if (!mbim_cdc_name(Name, Length, name))
		return FALSE;
	rcu_read_lock();
	dev = dev_get_by_name_rcu(&init_net, name);
	if (dev && mbim_cdc_is_stock(dev))
		parent = get_device(dev->dev.parent);
	rcu_read_unlock();
	if (!parent)
		return FALSE;
	found = mbim_cdc_describe(parent, Function);
	put_device(parent);
	return found;
}

/* ---- the module ---- */

#define MBIM_CDC_EDGE	(NT_NDIS_TAKES_OVER | NT_NDIS_TAGS)

__NT_MODULE(mbim_cdc, .counter = mbim_cdc_counter, .root_demand = "mbim_cdc",
	    .ndis_bind = &mbim_cdc_bind, .ndis_suits = mbim_cdc_suits, .ndis_edge = MBIM_CDC_EDGE);
NT_USES_MBBCX;
MODULE_DESCRIPTION("Mobile broadband client driver over cdc_mbim, which stays");
MODULE_LICENSE("GPL");
MODULE_VERSION(NT_SHIM_VERSION);
MODULE_SOFTDEP("pre: cdc_mbim");

BOOLEAN CdcGlueAddDevice(UINT32 Number)
{
	int err = nt_root_add(&nt_this_module, Number);

	if (err)
		pr_warn("mbim_cdc: modem %u cannot be added: %d\n", Number, err);
	return !err;
}

VOID CdcGlueRemoveDevice(UINT32 Number, BOOLEAN Gone)
{
	nt_root_remove(&nt_this_module, Number, Gone);
}
