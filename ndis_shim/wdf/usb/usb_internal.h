/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The USB side of KMDF, shared by the files of this folder.
 *
 *	usb_driver (bus.c)  ->  function  ->  WDFUSBDEVICE  ->  interfaces -> pipes
 *
 * A function is the set of interfaces that one WDFDEVICE drives; it is what
 * probe() finds and disconnect() loses, and it outlives both for as long as a
 * WDFUSBDEVICE does.
 */
#ifndef _NDIS_SHIM_WDF_USB_INTERNAL_H
#define _NDIS_SHIM_WDF_USB_INTERNAL_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/spinlock.h>
#include <linux/usb.h>
#include <linux/workqueue.h>

#include <wdf.h>
#include <wdfusb.h>

#include "wdf/device.h"
#include "wdf/iotarget.h"
#include "wdf/request.h"
#include "wdf/usb/descriptor.h"

struct nt_driver;
struct wdf_usb_reader;

/* Largest single transfer: what kmalloc() can give. */
#define WDF_USB_MAX_TRANSFER		(4u << 20)
/* USB 2.0 §9.2.6.4; also what the Windows stack puts on such requests. */
#define WDF_USB_CONTROL_TIMEOUT		(5 * HZ)
#define WDF_USB_MAX_PIPES		USB_MAXENDPOINTS
/* bLength of a string descriptor has eight bits. */
#define WDF_USB_STRING_MAX		255
#define WDF_USB_POOL_TAG		0x42535557	/* "WUSB" */

/**
 * struct wdf_usb_driver - the Linux driver of one client module
 * @usb: registered with USB core; named like the module
 * @nt: client module
 * @notifier: plugged devices, for takeover
 * @took: has taken a device over: only works on wdf_usb_wq write it
 * @stopping: unloading: nothing is bound any more
 */
struct wdf_usb_driver {
	struct usb_driver usb;
	struct nt_driver *nt;
	struct notifier_block notifier;
	bool took;
	bool stopping;
};

enum {
	WDF_USB_FN_REMOVING,	/* disconnect() of one interface does it for all */
	WDF_USB_FN_GONE,	/* surprise removal has been announced */
	WDF_USB_FN_DETACHED,	/* the interfaces are not ours any more */
	WDF_USB_FN_SHUTDOWN,
	WDF_USB_FN_SUSPENDED,
	WDF_USB_FN_IN_RESET,
	WDF_USB_FN_NO_IDLE,	/* holds a PM reference against idling */
	WDF_USB_FN_SLEEP,	/* another one, while the machine goes to sleep */
};

/**
 * struct wdf_usb_function - interfaces of one device that belong together
 * @pdo: what the PnP state machine sees
 * @refs: the bus's, one for each WDFUSBDEVICE and for queued work
 * @drv: the module's driver; gone after disconnect()
 * @udev: referenced
 * @control: the interface that was probed; runtime PM goes through it
 * @node: in the list of all functions, by which a device object is found
 * @set: interface numbers, that of @control first
 * @intf: interfaces in the order of the configuration descriptor, referenced
 * @flags: WDF_USB_FN_*
 * @pm_lock: protects @pm_refs, @pm_dead; any context, irqsave
 * @pm_refs: runtime PM references that were handed out
 * @pm_dead: no more of them
 * @target_lock: protects @targets, and keeps their interfaces alive for whoever
 *	walks them; process context
 * @targets: WDFUSBDEVICEs, to be killed when the device vanishes
 * @sleep: hears of the machine's sleep
 * @watch: looks for an unplug while callbacks run under the device lock
 * @work: restart or fail
 * @rebind: @work binds again
 * @reset: and resets the port before that
 */
struct wdf_usb_function {
	struct wdf_pdo pdo;
	struct kref refs;
	struct wdf_usb_driver *drv;
	struct usb_device *udev;
	struct usb_interface *control;
	struct list_head node;
	struct wdf_usb_ifset set;
	struct usb_interface *intf[WDF_USB_MAX_INTERFACES];
	unsigned long flags;
	spinlock_t pm_lock;
	unsigned int pm_refs;
	bool pm_dead;
	struct mutex target_lock;
	struct list_head targets;
	struct notifier_block sleep;
	struct delayed_work watch;
	struct work_struct work;
	bool rebind;
	bool reset;
};

/**
 * struct wdf_usb_device - WDFUSBDEVICE; its target is endpoint 0
 * @target: first: the handle is a WDFIOTARGET, too
 * @fn: the function, referenced
 * @node: in the function's list
 * @lock: protects settings and pipes of all interfaces; process context
 * @count: interfaces
 * @intf: in the order of the configuration descriptor; fixed once published
 */
struct wdf_usb_device {
	struct wdf_iotarget target;
	struct wdf_usb_function *fn;
	struct list_head node;
	struct mutex lock;
	unsigned int count;
	struct wdf_usb_interface *intf[WDF_USB_MAX_INTERFACES];
};

/**
 * struct wdf_usb_interface - WDFUSBINTERFACE
 * @base: object; child of the WDFUSBDEVICE, which it so pins
 * @usb: parent
 * @intf: USB core's; pinned by the function
 * @setting: bAlternateSetting in effect
 * @configured: a setting was selected; written under the WDFUSBDEVICE's lock
 * @pipe_lock: protects @num_pipes, @pipes against readers; any context, irqsave
 * @num_pipes: configured pipes; 0 before a setting was selected
 * @pipes: in the order of the endpoint descriptors
 */
struct wdf_usb_interface {
	struct wdf_object base;
	struct wdf_usb_device *usb;
	struct usb_interface *intf;
	u8 setting;
	bool configured;
	spinlock_t pipe_lock;
	unsigned int num_pipes;
	struct wdf_usb_pipe *pipes[WDF_USB_MAX_PIPES];
};

/**
 * struct wdf_usb_pipe - WDFUSBPIPE
 * @target: first: the handle is a WDFIOTARGET, too
 * @owner: parent
 * @desc: endpoint descriptor, a copy
 * @setting: alternate setting it belongs to
 * @urb_pipe: for usb_fill_*_urb()
 * @no_size_check: WdfUsbTargetPipeSetNoMaximumPacketSizeCheck()
 * @reader: continuous reader; set once, freed with the pipe
 */
struct wdf_usb_pipe {
	struct wdf_iotarget target;
	struct wdf_usb_interface *owner;
	struct usb_endpoint_descriptor desc;
	u8 setting;
	unsigned int urb_pipe;
	bool no_size_check;
	struct wdf_usb_reader *reader;
};

/* bus.c */
extern const struct wdf_bus_ops wdf_usb_bus_ops;
void wdf_usb_function_put(struct wdf_usb_function *fn);
struct wdf_usb_function *wdf_usb_function_get(struct wdf_device *device);
bool wdf_usb_function_present(struct wdf_usb_function *fn);
bool wdf_usb_driver_wants(struct wdf_usb_driver *drv, struct usb_interface *intf);
void wdf_usb_watch_start(struct wdf_usb_function *fn);
void wdf_usb_watch_stop(struct wdf_usb_function *fn);
int wdf_usb_probe(struct usb_interface *intf, const struct usb_device_id *id);
void wdf_usb_disconnect(struct usb_interface *intf);
void wdf_usb_shutdown(struct device *dev);

/* driver.c */
/* Takeover, restart, the watch. Works take the device lock: flushed without. */
extern struct workqueue_struct *wdf_usb_wq;
/* Operations of requests. Works take no lock but a WDFUSBDEVICE's own, so that
 * somebody who waits for one may hold the device lock.
 */
extern struct workqueue_struct *wdf_usb_op_wq;
/* usb_driver.h: wdf_usb_register(), wdf_usb_unregister() */

/* power.c */
int wdf_usb_suspend(struct usb_interface *intf, pm_message_t msg);
int wdf_usb_resume(struct usb_interface *intf);
int wdf_usb_reset_resume(struct usb_interface *intf);
int wdf_usb_pre_reset(struct usb_interface *intf);
int wdf_usb_post_reset(struct usb_interface *intf);
void wdf_usb_power_up_for_removal(struct wdf_usb_function *fn);
void wdf_usb_pm_drain(struct wdf_usb_function *fn);
int wdf_usb_pm_get(struct wdf_pdo *pdo, bool wait);
void wdf_usb_pm_put(struct wdf_pdo *pdo);
int wdf_usb_set_idle(struct wdf_pdo *pdo, bool enable, bool can_wake, int timeout_ms);
int wdf_usb_set_wake(struct wdf_pdo *pdo, bool arm);

/* sleep.c */
void wdf_usb_sleep_start(struct wdf_usb_function *fn);
void wdf_usb_sleep_stop(struct wdf_usb_function *fn);

/* rebind.c */
void wdf_usb_restart(struct wdf_pdo *pdo, bool reset);
void wdf_usb_fail(struct wdf_pdo *pdo);
void wdf_usb_rebind_work(struct work_struct *work);

/* takeover.c */
void wdf_usb_takeover_start(struct wdf_usb_driver *drv);
void wdf_usb_takeover_stop(struct wdf_usb_driver *drv);
void wdf_usb_give_back(struct wdf_usb_driver *drv);

/* status.c */
NTSTATUS wdf_usb_status(int err);
USBD_STATUS wdf_usb_usbd_status(int err);
NTSTATUS wdf_usb_status_of_usbd(USBD_STATUS status);

/* device.c */
struct wdf_usb_device *wdf_usb_device_from_handle(WDFUSBDEVICE handle, const char *who);
bool wdf_usb_present(struct wdf_iotarget *target);
void wdf_usb_kill_targets(struct wdf_usb_function *fn);
NTSTATUS wdf_usb_query_capability(struct usb_device *udev, const GUID *type);

/* config.c */
NTSTATUS wdf_usb_select_by_urb(struct wdf_usb_device *usb, PWDF_OBJECT_ATTRIBUTES attributes,
			       PURB urb);
NTSTATUS wdf_usb_select_interface_by_urb(struct wdf_usb_device *usb,
					 struct wdf_usb_interface *only,
					 PWDF_OBJECT_ATTRIBUTES attributes, PURB urb);

/* control.c */
NTSTATUS wdf_usb_frame_number(struct wdf_usb_device *usb, ULONG *frame);

/* interface.c */
struct wdf_usb_interface *wdf_usb_interface_alloc(struct wdf_usb_device *usb,
						  struct usb_interface *intf);
struct wdf_usb_interface *wdf_usb_interface_from_handle(WDFUSBINTERFACE handle, const char *who);
WDFUSBINTERFACE wdf_usb_interface_to_handle(struct wdf_usb_interface *intf);
NTSTATUS wdf_usb_interface_select(struct wdf_usb_interface *intf, u8 setting, bool always,
				  PWDF_OBJECT_ATTRIBUTES pipe_attributes);
void wdf_usb_interface_unselect(struct wdf_usb_interface *intf);

/* pipe.c */
NTSTATUS wdf_usb_pipe_create(struct wdf_usb_interface *owner,
			     const struct usb_host_endpoint *ep, u8 setting,
			     PWDF_OBJECT_ATTRIBUTES attributes, struct wdf_usb_pipe **out);
struct wdf_usb_pipe *wdf_usb_pipe_from_handle(WDFUSBPIPE handle, const char *who);
WDFUSBPIPE wdf_usb_pipe_to_handle(struct wdf_usb_pipe *pipe);
void wdf_usb_pipe_information(const struct usb_endpoint_descriptor *desc, u8 setting,
			      PWDF_USB_PIPE_INFORMATION info);

/* transfer.c */
NTSTATUS wdf_usb_format_control(struct wdf_usb_device *usb, struct wdf_request *req,
				const struct usb_ctrlrequest *setup,
				const struct wdf_buffer *buffer);
NTSTATUS wdf_usb_format_pipe(struct wdf_usb_pipe *pipe, struct wdf_request *req,
			     const struct wdf_buffer *buffer);
NTSTATUS wdf_usb_format_string(struct wdf_usb_device *usb, struct wdf_request *req,
			       const struct wdf_buffer *buffer, u8 index, u16 language);
bool wdf_usb_dma_able(const void *data, size_t length);
struct urb *wdf_usb_xfer_urb(struct wdf_request *req);

/* string.c */
void wdf_usb_string_setup(struct usb_ctrlrequest *setup, u8 index, u16 language);
NTSTATUS wdf_usb_string_decode(const u8 *descriptor, u32 length, void *out, unsigned int room,
			       unsigned int *characters);

/* op.c */
enum wdf_usb_op_kind {
	WDF_USB_OP_PIPE_ABORT,
	WDF_USB_OP_PIPE_RESET,
	WDF_USB_OP_CYCLE_PORT,
	WDF_USB_OP_RESET_PORT,
	WDF_USB_OP_PORT_STATUS,
};

NTSTATUS wdf_usb_format_op(struct wdf_iotarget *target, WDFREQUEST request,
			   enum wdf_usb_op_kind kind, const char *who);
NTSTATUS wdf_usb_format_port_op(struct wdf_iotarget *target, struct wdf_request *req,
				enum wdf_usb_op_kind kind, const struct wdf_buffer *answer);
NTSTATUS wdf_usb_pipe_check(struct wdf_usb_pipe *pipe, const char *who);
void wdf_usb_pipe_abort(struct wdf_usb_pipe *pipe);

/* internal_ioctl.c */
ULONG wdf_usb_port_status(struct wdf_usb_device *usb);

/* urb.c */
NTSTATUS wdf_usb_format_urb(struct wdf_iotarget *target, struct wdf_request *req, PURB urb,
			    size_t room, struct wdf_object *memory);
struct urb *wdf_usb_client_urb(struct wdf_request *req);

/* urb_setup.c */
bool wdf_usb_urb_setup(const URB *urb, size_t room, struct usb_ctrlrequest *setup,
		       size_t *needed);

/* usbd_parse.c */
size_t wdf_usb_select_config_length(const USBD_INTERFACE_LIST_ENTRY *list);
void wdf_usb_select_config_build(PURB urb, size_t length, PUSB_CONFIGURATION_DESCRIPTOR config,
				 PUSBD_INTERFACE_LIST_ENTRY list);
void wdf_usb_select_interface_build(PURB urb, USBD_CONFIGURATION_HANDLE config,
				    PUSBD_INTERFACE_LIST_ENTRY entry);

/* usbd_handle.c */
void wdf_usb_function_listed(struct wdf_usb_function *fn, bool listed);

/* sync.c */
NTSTATUS wdf_usb_request_begin(struct nt_driver *driver, WDFREQUEST handle,
			       struct wdf_request **req, const char *who);
NTSTATUS wdf_usb_request_run(struct wdf_iotarget *target, struct wdf_request *req,
			     ULONG flags, unsigned long timeout, PULONG transferred);
NTSTATUS wdf_usb_control_sync(struct wdf_usb_device *usb, WDFREQUEST request,
			      PWDF_REQUEST_SEND_OPTIONS options,
			      const struct usb_ctrlrequest *setup,
			      const struct wdf_buffer *buffer, PULONG transferred,
			      const char *who);
NTSTATUS wdf_usb_clear_halt(struct wdf_usb_pipe *pipe, WDFREQUEST request,
			    PWDF_REQUEST_SEND_OPTIONS options);
NTSTATUS wdf_usb_clear_stall(struct wdf_usb_pipe *pipe, WDFREQUEST request,
			     PWDF_REQUEST_SEND_OPTIONS options);

/* reader.c */
NTSTATUS wdf_usb_reader_start(struct wdf_usb_reader *reader);
void wdf_usb_reader_stop(struct wdf_usb_reader *reader, enum wdf_iotarget_stop how);
bool wdf_usb_reader_running(struct wdf_usb_reader *reader);
bool wdf_usb_reader_in_callback(struct wdf_usb_reader *reader);
void wdf_usb_reader_free(struct wdf_usb_reader *reader);

#endif
