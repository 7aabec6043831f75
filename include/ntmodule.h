/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Glue between a client driver written for Windows and the Linux module it
 * lives in: what Windows keeps in an INF file. The one header in include/ that
 * includes Linux headers; only a driver's linux_glue.c uses it.
 *
 *	static const struct usb_device_id ids[] = { ... };
 *	MODULE_DEVICE_TABLE(usb, ids);
 *	NT_USB_MODULE(mbim_usb, ids);
 *	MODULE_LICENSE("GPL");
 *
 * The whole of it for a protocol or intermediate driver:
 *
 *	NT_NDIS_MODULE(ndisprot, "GPL", "raw frames for programs");
 */
#ifndef _NT_NTMODULE_H
#define _NT_NTMODULE_H

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/usb.h>

#include <ntversion.h>
#include <wdf.h>

struct nt_driver;

/**
 * struct nt_takeover - taking devices over from stock drivers
 * @drivers: NULL-terminated names of usb drivers that may be released
 * @enabled: module parameter, read when a device is seen
 */
struct nt_takeover {
	const char * const *drivers;
	const bool *enabled;
};

/**
 * struct nt_root_kind - devices without hardware of one kind
 * @id: their hardware ID, and how they are called in Linux, with a dot and their
 *	number, which is DevicePropertyAddress, behind it
 * @count: how many, a module parameter that is read at load; NULL: one
 */
struct nt_root_kind {
	const char *id;
	const unsigned int *count;
};

/**
 * struct nt_coalesce - how long packets of a device wait for each other, to be sent in one
 *	transfer
 * @tx_usecs: microseconds, at most; 0: not at all
 * @tx_frames: so many do not wait any more; 0: as many as there are
 */
struct nt_coalesce {
	u32 tx_usecs;
	u32 tx_frames;
};

/* struct nt_module.ndis_edge */
/* A protocol that gets frames instead of Linux, not beside it. What it is bound to is
 * up meanwhile, without IPv6 of its own, and goes back to what it was.
 */
#define NT_NDIS_TAKES_OVER	0x00000001
/* 802.1Q tags of received frames are in Ieee8021QInfo of their packets, as hardware
 * has it that strips them; else they are in the frame, as they are where a frame comes
 * to ProtocolReceive.
 */
#define NT_NDIS_TAGS		0x00000002

/**
 * struct nt_module - what a client module declares about itself
 * @name: the service name; the Linux usb_driver is called the same
 * @owner: THIS_MODULE
 * @entry: DriverEntry
 * @globals: the module's WdfDriverGlobals
 * @usb_ids: devices for EvtDriverDeviceAdd; NULL: no USB driver
 * @usb_probe: optional: a closer look at an interface that @usb_ids matched,
 *	before it is bound or taken over; false = not ours
 * @takeover: optional
 * @counter: optional: something that the driver counts for one of its devices, which
 *	ethtool -S shows as "device_" and its name; Windows has no place for it. Names
 *	have at most 24 characters, a NULL one is a gap; they never change. False: no
 *	@index as high. Process context, while the device has adapters
 * @get_coalesce, @set_coalesce: optional, both or none: what ethtool -c shows, and -C
 *	sets, for all adapters of a device; Windows has no place for it. Return: 0 or
 *	-errno. Process context, RTNL held, while the device has adapters
 * @mbb_fragments_anywhere: of a client of MbbCx: EvtMbbDeviceSendMbimFragment and
 *	EvtMbbDeviceReceiveMbimFragment may be called at up to DISPATCH_LEVEL, and from
 *	within MbbDeviceResponseAvailable() and the functions that complete an MBBREQUEST,
 *	if not from within each other: no thread is between a notification and the
 *	fragment then. Windows promises PASSIVE_LEVEL, and so it is without
 * @root_devices: number of devices without hardware to enumerate at load
 * @root_kinds: instead of @root_devices: devices of several kinds, enumerated in
 *	this order; ends with an empty one
 * @root_demand: instead of both: how those are called that nt_root_add() makes
 * @ndis_bind: module parameter bind=: the adapters that its protocols bind to,
 *	names and globs (* ? [...]), separated by commas or blanks; *@ndis_bind is
 *	NULL where the parameter was not given. NULL: no NDIS driver
 * @ndis_suits: optional: what they bind to where *@ndis_bind is NULL, by an
 *	adapter's name. Any context
 * @ndis_edge: NT_NDIS_*: what they are beside Linux; an INF says it of a driver's
 *	lower edge
 * @ndis_config: module parameter config=: name=value pairs for its configuration
 *	sections, separated by semicolons; adapter/name=value is for the section
 *	of one adapter, adapter/key/name=value for a key below it. Strings of a
 *	list are separated by commas. NULL as @ndis_bind
 * @priv: ndis_shim's
 */
struct nt_module {
	const char *name;
	struct module *owner;
	NTSTATUS (*entry)(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath);
	PWDF_DRIVER_GLOBALS globals;
	const struct usb_device_id *usb_ids;
	bool (*usb_probe)(struct usb_interface *intf);
	const struct nt_takeover *takeover;
	bool (*counter)(WDFDEVICE device, u32 index, const char **name, u64 *value);
	int (*get_coalesce)(WDFDEVICE device, struct nt_coalesce *coalesce);
	int (*set_coalesce)(WDFDEVICE device, const struct nt_coalesce *coalesce);
	bool mbb_fragments_anywhere;
	unsigned int root_devices;
	const struct nt_root_kind *root_kinds;
	const char *root_demand;
	char * const *ndis_bind;
	bool (*ndis_suits)(const char *adapter);
	unsigned int ndis_edge;
	char * const *ndis_config;
	struct nt_driver *priv;
};

/* DriverEntry, then devices. Process context. 0 or -errno, all undone. */
int nt_module_load(struct nt_module *module);
/*
 * A device without hardware for as long as something else is there: what an installer,
 * or a bus driver, would tell Windows of. @number is its DevicePropertyAddress, below 64.
 * Process context, from no callback of such a device; one at a time. 0, -EEXIST, -ENODEV
 * while the module is being loaded or unloaded, or what adding a device failed with;
 * that its driver does not want it is the device's affair.
 */
int nt_root_add(struct nt_module *module, unsigned int number);
/* Removes it: in an orderly way, or because it is @gone. Nothing where there is none. */
void nt_root_remove(struct nt_module *module, unsigned int number, bool gone);

/**
 * nt_rx_block_holds() - what a continuous reader's buffer has brought
 * @block: the buffer of the EvtUsbTargetPipeReadComplete that runs
 * @pieces: offset and length of IP packets in it, which are about to be received
 * @count: how many
 *
 * Windows has no place for it. A socket that keeps a packet in the memory that it came in
 * keeps all of that, and is charged its part. Which part that is the shim sees by itself
 * if all the packets come in one queue; of a client that sorts them to many it has to
 * hear, or copies them. May be called several times, each packet once, before the first
 * packet of the buffer is indicated. Any context.
 */
void nt_rx_block_holds(const void *block, const u32 (*pieces)[2], unsigned int count);
/**
 * nt_rx_arming_tells() - a client that does not keep packets to itself
 * @queue: its receiving NETPACKETQUEUE
 *
 * The client promises that its EvtSetNotificationEnabled, called with TRUE, notifies at
 * once if it has packets, and elements to put them into. So nobody has to call EvtAdvance
 * until nothing comes of it before notifications are switched on, which Windows does, and
 * which costs as much again where a queue has a packet at a time. Any context; not undone.
 */
void nt_rx_arming_tells(const void *queue);

/* Devices removed, EvtDriverUnload, driver object deleted. Process context. */
void nt_module_unload(struct nt_module *module);

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath);

#define NT_MODULE_GLOBALS						\
	static WDF_DRIVER_GLOBALS nt_module_globals;			\
	PWDF_DRIVER_GLOBALS WdfDriverGlobals = &nt_module_globals

/* Every driver has a parameter for what it looks up below its Parameters key. */
#define NT_MODULE_CONFIG						\
	static char *nt_module_config;					\
	module_param_named(config, nt_module_config, charp, 0444);	\
	MODULE_PARM_DESC(config,					\
		"[adapter/][key/]name=value of its parameters, semicolon-separated")

#define __NT_MODULE(_name, ...)						\
	NT_MODULE_GLOBALS;						\
	NT_MODULE_CONFIG;						\
	static struct nt_module nt_this_module = {			\
		.name = #_name,						\
		.owner = THIS_MODULE,					\
		.entry = DriverEntry,					\
		.globals = &nt_module_globals,				\
		.ndis_config = &nt_module_config,			\
		__VA_ARGS__						\
	};								\
	static int __init nt_this_module_init(void)			\
	{								\
		return nt_module_load(&nt_this_module);			\
	}								\
	module_init(nt_this_module_init);				\
	static void __exit nt_this_module_exit(void)			\
	{								\
		nt_module_unload(&nt_this_module);			\
	}								\
	module_exit(nt_this_module_exit);				\
	MODULE_INFO(import_ns, "NDIS_SHIM")

/* A driver for USB functions; NT_USB_MODULE_TAKEOVER also takes devices over,
 * NT_USB_MODULE_PROBE looks at them first. More members of struct nt_module may
 * follow.
 */
#define NT_USB_MODULE(_name, _ids)					\
	__NT_MODULE(_name, .usb_ids = (_ids))
#define NT_USB_MODULE_TAKEOVER(_name, _ids, _takeover)			\
	__NT_MODULE(_name, .usb_ids = (_ids), .takeover = (_takeover))
#define NT_USB_MODULE_PROBE(_name, _ids, _takeover, _probe, ...)	\
	__NT_MODULE(_name, .usb_ids = (_ids), .takeover = (_takeover),	\
		    .usb_probe = (_probe), ##__VA_ARGS__)
/* A driver without hardware: @_count devices, enumerated at load. */
#define NT_ROOT_MODULE(_name, _count)					\
	__NT_MODULE(_name, .root_devices = (_count))
/* The same for network adapters. */
#define NT_NET_MODULE(_name, _count)	NT_ROOT_MODULE(_name, _count)
/* The same for devices of several kinds, as many as the user wants. */
#define NT_ROOT_MODULE_KINDS(_name, _kinds)				\
	__NT_MODULE(_name, .root_kinds = (_kinds))
/* An NDIS protocol or intermediate driver: what it binds to is a parameter. */
#define NT_NDIS_MODULE(_name, _license, _description)			\
	static char *nt_ndis_bind;					\
	module_param_named(bind, nt_ndis_bind, charp, 0444);		\
	MODULE_PARM_DESC(bind, "Adapters to bind to: names and globs, comma-separated");	\
	MODULE_DESCRIPTION(_description);				\
	MODULE_LICENSE(_license);					\
	__NT_MODULE(_name, .ndis_bind = &nt_ndis_bind)
/* An MBB client says so once, too. */
#define NT_USES_MBBCX	MODULE_INFO(import_ns, "MBBCX")

#endif
