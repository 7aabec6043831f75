/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The class-extension interface: all that mbbcx.ko, or another class
 * extension, may know of ndis_shim.ko. NetAdapterCx, which lives inside
 * ndis_shim, uses the same PnP/power hooks.
 *
 * Exported in the symbol namespace NDIS_SHIM_INTERNAL.
 */
#ifndef _NDIS_SHIM_CX_H
#define _NDIS_SHIM_CX_H

#include <linux/types.h>

#include <wdf.h>
#include <netadaptercx.h>

struct device;
struct module;
struct net_device;
struct nt_coalesce;

/* ---- PnP and power hooks: wdf/cx.c ---- */

/*
 * Steps of a device's life in which an extension may act. Start steps call
 * pre() and post() of the extensions in the order they attached, stop steps
 * (from SELF_MANAGED_IO_SUSPEND on) in the reverse order.
 */
enum cx_step {
	CX_PREPARE_HARDWARE,
	CX_D0_ENTRY,
	CX_D0_ENTRY_POST_INTERRUPTS_ENABLED,
	CX_DISARM_WAKE,			/* only if the device had been armed */
	CX_SELF_MANAGED_IO_INIT,
	CX_SELF_MANAGED_IO_RESTART,
	CX_SURPRISE_REMOVAL,
	CX_SELF_MANAGED_IO_SUSPEND,
	CX_ARM_WAKE,			/* only if wake is wanted */
	CX_D0_EXIT_PRE_INTERRUPTS_DISABLED,
	CX_D0_EXIT,
	CX_RELEASE_HARDWARE,
	CX_SELF_MANAGED_IO_FLUSH,
	CX_SELF_MANAGED_IO_CLEANUP,
	CX_NUM_STEPS
};

/**
 * struct cx_step_info - what pre() and post() are told
 * @step: which step
 * @state: previous state (entry steps) or target state (exit steps)
 * @system: the power transition is a system one (Sx), not S0 idle
 * @armed: the client's arm callback succeeded (exit steps after CX_ARM_WAKE,
 *	entry steps of the matching power-up)
 * @woke: the device has signalled wake from S0 idle (entry steps). Whether it was
 *	the one that woke the machine is not known
 * @lost: the device lost its state while down (entry steps): nothing that was
 *	set up before can be relied on, even if @armed
 * @gone: the hardware has vanished
 * @status: post(): the client callback's status
 */
struct cx_step_info {
	enum cx_step step;
	WDF_POWER_DEVICE_STATE state;
	bool system;
	bool armed;
	bool woke;
	bool lost;
	bool gone;
	NTSTATUS status;
};

/**
 * struct cx_device_ops - one extension
 * @pre: before the client's callback. On a start step a failure counts as the
 *	callback's and the callback is not called.
 * @post: after it; on start steps only if the client succeeded, on stop steps
 *	always. A failure on a start step is treated as the client's own.
 *	CX_PREPARE_HARDWARE failing in post() leads to the whole stop sequence.
 * @created: WdfDeviceCreate() made @device; still inside it.
 * @destroy: the device object, or the init structure that never became one, is
 *	going: free @ctx. Process context, nothing else is called any more.
 * All run in process context with the device's PnP lock held by the caller,
 * CX_SURPRISE_REMOVAL excepted, which may run beside the others.
 */
struct cx_device_ops {
	const char *name;
	struct module *owner;
	NTSTATUS (*pre)(void *ctx, WDFDEVICE device, const struct cx_step_info *info);
	NTSTATUS (*post)(void *ctx, WDFDEVICE device, const struct cx_step_info *info);
	void (*created)(void *ctx, WDFDEVICE device);
	void (*destroy)(void *ctx);
};

NTSTATUS cx_device_attach(PWDFDEVICE_INIT init, const struct cx_device_ops *ops, void *ctx);
/* The extension's context, NULL if it is not attached. Any context. */
void *cx_init_context(PWDFDEVICE_INIT init, const struct cx_device_ops *ops);
void *cx_device_context(WDFDEVICE device, const struct cx_device_ops *ops);

struct device *cx_device_linux(WDFDEVICE device);	/* the bus device */
const char *cx_device_driver_name(WDFDEVICE device);
struct module *cx_device_module(WDFDEVICE device);	/* the client's module */
/* What the client's glue counts: nt_module.counter. For netadapter/ only. */
bool cx_device_counter(WDFDEVICE device, u32 index, const char **name, u64 *value);
/* nt_module.get_coalesce and set_coalesce; -EOPNOTSUPP without. For netadapter/ only. */
int cx_device_get_coalesce(WDFDEVICE device, struct nt_coalesce *coalesce);
int cx_device_set_coalesce(WDFDEVICE device, const struct nt_coalesce *coalesce);
/* nt_module.mbb_fragments_anywhere */
bool cx_device_fragments_anywhere(WDFDEVICE device);
bool cx_device_gone(WDFDEVICE device);
/* Keep the device in D0: as WdfDeviceStopIdle()/ResumeIdle(), but legal inside
 * power callbacks when @wait is false. -errno: no reference taken.
 */
int cx_device_power_get(WDFDEVICE device, bool wait);
void cx_device_power_put(WDFDEVICE device);
/* D0Exit and D0Entry, as after a loss of power: for an extension whose device has
 * got stuck. One that does not come back has failed. False: it was not in D0, and
 * is left alone. Process context, no power callback.
 */
bool cx_device_power_cycle(WDFDEVICE device);
/* As WdfDeviceSetFailed() with a restart. Any context. */
void cx_device_fail(WDFDEVICE device, const char *why);
/* Forbid or allow idle power-down as a whole (an active session, no arming). */
void cx_device_idle_block(WDFDEVICE device, bool block);
/* The client's idle settings let the device wake the host from S0 idle. */
bool cx_device_wakes_from_s0(WDFDEVICE device);

/* ---- framework objects of an extension: wdf/cx.c ---- */

struct cx_object_type {
	const char *name;		/* "MBBREQUEST" */
	size_t size;			/* of the extension's data */
	void (*release)(void *data);	/* last reference gone; any context; optional */
};

/* The client cannot delete it; cx_object_delete() can. Memory is kmalloc'd,
 * zeroed, and stays until the last WdfObjectDereference().
 */
void *cx_object_create(const struct cx_object_type *type, WDFDEVICE parent, gfp_t gfp);
void *cx_object_handle(void *data);
/* NULL and a violation naming @who when @handle is something else. */
void *cx_object_from_handle(const void *handle, const struct cx_object_type *type,
			    const char *who);
/* The client has hung nothing on it, neither child nor context, so none of its
 * callbacks can come when it is deleted. Any context, while the client adds nothing.
 */
bool cx_object_is_bare(void *data);
/* It has not been deleted, and @references is all there are, its own one included. */
bool cx_object_is_ours(void *data, unsigned int references);
void cx_object_get(void *data);
void cx_object_put(void *data);
void cx_object_delete(void *data);

/* ---- verifier: verifier.c ---- */

/* One numbered rule broken by a client: a line with the driver's and the
 * rule's name, a trace event, a counter. Any context.
 */
__printf(4, 5)
void cx_violation(WDFDEVICE device, unsigned int rule, const char *name, const char *fmt, ...);

/* ---- adapters: netadapter/cx_adapter.c ---- */

/* Has NetDeviceInitConfig() been called? netadapter/device.c */
bool cx_init_has_adapters(PWDFDEVICE_INIT init);

/**
 * struct cx_adapter_ops - an extension's view of an adapter it had created
 * @open: the interface was brought up (RTNL held). -errno refuses.
 * @stop: it was brought down (RTNL held).
 * @released: the NETADAPTER's EvtDestroy has run: its id may be used again.
 *	Process context, no lock held.
 * @collects: its clients put several packets into one transfer: a few that come while
 *	the client has others, and is to tell of their end, may wait for that.
 */
struct cx_adapter_ops {
	const char *name;
	int (*open)(void *ctx, NETADAPTER adapter);
	void (*stop)(void *ctx, NETADAPTER adapter);
	void (*released)(void *ctx);
	bool collects;
};

/* AdapterInit for a client's create-adapter callback; freed by the extension
 * after the callback, whatever it returned. It holds no reference to what
 * NetAdapterCreate() made of it. NULL: no memory.
 */
NETADAPTER_INIT *cx_adapter_init_alloc(WDFDEVICE device, const struct cx_adapter_ops *ops,
				       void *ctx);
void cx_adapter_init_free(NETADAPTER_INIT *init);
/* What NetAdapterCreate() made of it, or NULL. */
NETADAPTER cx_adapter_init_created(NETADAPTER_INIT *init);
/* ctx of cx_adapter_init_alloc(), NULL and a violation for a foreign adapter. */
void *cx_adapter_context(NETADAPTER adapter, const struct cx_adapter_ops *ops, const char *who);
WDFDEVICE cx_adapter_device(NETADAPTER adapter);

/* The extension's half of the start: the datapath comes up when the client
 * (NetAdapterStart) and the extension have asked for it and the device is in
 * D0. Starts on the client's behalf if it never called NetAdapterStart().
 */
NTSTATUS cx_adapter_start(NETADAPTER adapter);
/* Queues: Cancel, Advance until empty, Stop, destroy. May sleep, no RTNL. */
void cx_adapter_stop(NETADAPTER adapter);
/* Stop and delete; the netdev must have been unbound. EvtCleanup, EvtDestroy
 * have run on return unless the client holds a reference. May sleep, no RTNL.
 */
void cx_adapter_delete(NETADAPTER adapter);
/* Any context. Carrier = this AND the client has not said disconnected. */
void cx_adapter_set_carrier(NETADAPTER adapter, bool on);
bool cx_adapter_carrier(NETADAPTER adapter);
/* Link speeds in bit/s for ethtool and sysfs; 0 = unknown. Any context. */
void cx_adapter_set_speed(NETADAPTER adapter, u64 tx, u64 rx);
u32 cx_adapter_mtu(NETADAPTER adapter);
/* What the client's hardware can wake the machine for and user space has switched
 * on (ethtool's Wake-on-LAN). Any context.
 */
bool cx_adapter_wakes_for_packets(NETADAPTER adapter);
bool cx_adapter_wakes_for_media(NETADAPTER adapter);

/* ---- foreign-allocated netdevs: netadapter/linux/seam.c ---- */

/*
 * The WWAN core allocates a link's net_device itself. An extension gives it
 * cx_netdev_setup() and cx_netdev_priv_size(), then, in newlink, under RTNL:
 *	cx_netdev_bind(adapter, dev, wwan_netdev_drvpriv(dev)); register_netdevice(dev);
 * and in dellink unregister_netdevice_queue(). Unbinding happens by itself in
 * ndo_uninit: from then on the adapter has no netdev, drops what it receives,
 * and may be bound again.
 */
size_t cx_netdev_priv_size(void);
void cx_netdev_setup(struct net_device *dev);
int cx_netdev_bind(NETADAPTER adapter, struct net_device *dev, void *priv);
/* Undo bind when register_netdevice() failed before ndo_init ran. */
void cx_netdev_unbind(struct net_device *dev);
/* The netdev bound to @adapter with a reference held (dev_put), or NULL. */
struct net_device *cx_adapter_netdev_get(NETADAPTER adapter);
/* The adapter of a netdev that is ours, else NULL. RTNL or RCU held. */
NETADAPTER cx_netdev_adapter(struct net_device *dev);

#endif
