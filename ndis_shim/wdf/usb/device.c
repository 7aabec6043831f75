// SPDX-License-Identifier: GPL-2.0
/*
 * WDFUSBDEVICE: the object, and what a client can ask about the device.
 *
 * Not here: configurations and interfaces (config.c, interface.c), control
 * transfers (control.c).
 */
#include <linux/slab.h>
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

static void wdf_usb_device_dispose(struct wdf_object *obj)
{
	struct wdf_usb_device *usb = container_of(obj, struct wdf_usb_device, target.base);

	/* The interface objects are freed after this, not before. */
	mutex_lock(&usb->fn->target_lock);
	list_del_init(&usb->node);
	mutex_unlock(&usb->fn->target_lock);
}

static void wdf_usb_device_release(struct wdf_object *obj)
{
	struct wdf_usb_device *usb = container_of(obj, struct wdf_usb_device, target.base);

	wdf_usb_function_put(usb->fn);
	mutex_destroy(&usb->lock);
	kfree(usb);
}

static const struct wdf_object_class wdf_usb_device_class = {
	.name = "WDFUSBDEVICE",
	.type = WDF_TYPE_USBDEVICE,
	.flags = WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_FIXED_PARENT,
	.quiesce = wdf_iotarget_quiesce,
	.dispose = wdf_usb_device_dispose,
	.release = wdf_usb_device_release,
};

/* Of all targets of this folder: the device and its pipes. Any context. */
bool wdf_usb_present(struct wdf_iotarget *target)
{
	struct wdf_usb_device *usb;

	if (target->base.cls->type == WDF_TYPE_USBPIPE)
		usb = container_of(target, struct wdf_usb_pipe, target)->owner->usb;
	else
		usb = container_of(target, struct wdf_usb_device, target);
	return wdf_usb_function_present(usb->fn);
}

static const struct wdf_iotarget_ops wdf_usb_device_ops = {
	.present = wdf_usb_present,
};

struct wdf_usb_device *wdf_usb_device_from_handle(WDFUSBDEVICE handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_USBDEVICE, who);

	return obj ? container_of(obj, struct wdf_usb_device, target.base) : NULL;
}

/* The pipes of an interface and their references, at this moment. */
static unsigned int wdf_usb_get_pipes(struct wdf_usb_interface *intf,
				      struct wdf_usb_pipe *pipes[WDF_USB_MAX_PIPES])
{
	unsigned int i, num;
	unsigned long flags;

	spin_lock_irqsave(&intf->pipe_lock, flags);
	num = intf->num_pipes;
	for (i = 0; i < num; i++) {
		pipes[i] = intf->pipes[i];
		wdf_object_get(&pipes[i]->target.base);
	}
	spin_unlock_irqrestore(&intf->pipe_lock, flags);
	return num;
}

static void wdf_usb_kill_device(struct wdf_usb_device *usb)
{
	struct wdf_usb_pipe *pipes[WDF_USB_MAX_PIPES];
	unsigned int i, j, num;

	wdf_iotarget_kill(&usb->target);
	for (i = 0; i < usb->count; i++) {
		num = wdf_usb_get_pipes(usb->intf[i], pipes);
		for (j = 0; j < num; j++) {
			wdf_iotarget_kill(&pipes[j]->target);
			wdf_object_put(&pipes[j]->target.base);
		}
	}
}

/**
 * wdf_usb_kill_targets() - the device is gone: fail all I/O at once
 * @fn: function
 *
 * USB core would kill the URBs of one interface before disconnect() and those
 * of endpoint 0 and of the other interfaces much later, when somebody may be
 * waiting for them.
 *
 * Context: process.
 */
void wdf_usb_kill_targets(struct wdf_usb_function *fn)
{
	struct wdf_usb_device *usb;

	/* Kills do not wait, so nobody waits for this lock longer than that. */
	mutex_lock(&fn->target_lock);
	list_for_each_entry(usb, &fn->targets, node)
		wdf_usb_kill_device(usb);
	mutex_unlock(&fn->target_lock);
}

static void wdf_usb_device_free_interfaces(struct wdf_usb_device *usb, unsigned int from)
{
	while (usb->count > from)
		kfree(usb->intf[--usb->count]);
}

/* An object for each interface of the function. */
static NTSTATUS wdf_usb_device_alloc_interfaces(struct wdf_usb_device *usb)
{
	struct wdf_usb_function *fn = usb->fn;

	for (; usb->count < fn->set.count; usb->count++) {
		usb->intf[usb->count] = wdf_usb_interface_alloc(usb, fn->intf[usb->count]);
		if (!usb->intf[usb->count]) {
			wdf_usb_device_free_interfaces(usb, 0);
			return STATUS_INSUFFICIENT_RESOURCES;
		}
	}
	return STATUS_SUCCESS;
}

/* The device was published. The only failure is that its deletion has begun. */
static NTSTATUS wdf_usb_device_publish_interfaces(struct wdf_usb_device *usb)
{
	NTSTATUS status;
	unsigned int i;

	for (i = 0; i < usb->count; i++) {
		status = wdf_object_publish(&usb->intf[i]->base, NULL, &usb->target.base);
		if (!NT_SUCCESS(status)) {
			wdf_usb_device_free_interfaces(usb, i);
			return status;
		}
	}
	return STATUS_SUCCESS;
}

static NTSTATUS wdf_usb_device_create(struct wdf_device *device,
				      PWDF_OBJECT_ATTRIBUTES attributes,
				      struct wdf_usb_device **out)
{
	struct wdf_usb_function *fn;
	struct wdf_usb_device *usb;
	NTSTATUS status;

	fn = wdf_usb_function_get(device);
	if (!fn) {
		nt_violation(wdf_device_object(device)->driver, NT_RULE_USB_WRONG_BUS,
			     "WdfUsbTargetDeviceCreateWithParameters");
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	usb = kzalloc(sizeof(*usb), GFP_KERNEL);
	if (!usb) {
		status = STATUS_INSUFFICIENT_RESOURCES;
		goto err_put_function;
	}

	wdf_iotarget_init(&usb->target, &wdf_usb_device_class, &wdf_usb_device_ops, device);
	usb->fn = fn;
	INIT_LIST_HEAD(&usb->node);
	mutex_init(&usb->lock);
	/* First what needs memory: once the device is published, its end calls
	 * the client, who must not hear of one that was never created.
	 */
	status = wdf_usb_device_alloc_interfaces(usb);
	if (!NT_SUCCESS(status))
		goto err_free_device;
	status = wdf_object_publish(&usb->target.base, attributes, wdf_device_object(device));
	if (!NT_SUCCESS(status))
		goto err_free_interfaces;

	/* From here on the object owns the reference on the function. */
	status = wdf_usb_device_publish_interfaces(usb);
	if (!NT_SUCCESS(status))
		return status;

	/* After this a disconnect kills it; one that came before is noticed. */
	mutex_lock(&fn->target_lock);
	list_add_tail(&usb->node, &fn->targets);
	if (!wdf_usb_function_present(fn))
		wdf_usb_kill_device(usb);
	mutex_unlock(&fn->target_lock);
	*out = usb;
	return STATUS_SUCCESS;

err_free_interfaces:
	wdf_usb_device_free_interfaces(usb, 0);
err_free_device:
	mutex_destroy(&usb->lock);
	kfree(usb);
err_put_function:
	wdf_usb_function_put(fn);
	return status;
}

NTSTATUS WdfUsbTargetDeviceCreateWithParameters(WDFDEVICE Device,
						PWDF_USB_DEVICE_CREATE_CONFIG Config,
						PWDF_OBJECT_ATTRIBUTES Attributes,
						WDFUSBDEVICE *UsbDevice)
{
	struct wdf_device *device;
	struct wdf_usb_device *usb;
	NTSTATUS status;

	if (!UsbDevice)
		return STATUS_INVALID_PARAMETER;
	*UsbDevice = NULL;
	device = wdf_device_from_handle(Device, __func__);
	if (!device)
		return STATUS_INVALID_HANDLE;
	if (!Config)
		return STATUS_INVALID_PARAMETER;
	if (Config->Size != sizeof(*Config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (nt_irql_violation(wdf_device_object(device)->driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;

	status = wdf_usb_device_create(device, Attributes, &usb);
	if (NT_SUCCESS(status))
		*UsbDevice = (WDFUSBDEVICE)&usb->target.base;
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceCreateWithParameters, NDIS_SHIM);

NTSTATUS WdfUsbTargetDeviceCreate(WDFDEVICE Device, PWDF_OBJECT_ATTRIBUTES Attributes,
				  WDFUSBDEVICE *UsbDevice)
{
	WDF_USB_DEVICE_CREATE_CONFIG config;

	WDF_USB_DEVICE_CREATE_CONFIG_INIT(&config, USBD_CLIENT_CONTRACT_VERSION_602);
	return WdfUsbTargetDeviceCreateWithParameters(Device, &config, Attributes, UsbDevice);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceCreate, NDIS_SHIM);

NTSTATUS WdfUsbTargetDeviceRetrieveInformation(WDFUSBDEVICE UsbDevice,
					       PWDF_USB_DEVICE_INFORMATION Information)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);
	struct usb_device *udev;
	u8 attributes;

	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!Information)
		return STATUS_INVALID_PARAMETER;
	if (Information->Size != sizeof(*Information))
		return STATUS_INFO_LENGTH_MISMATCH;

	udev = usb->fn->udev;
	if (!wdf_usb_present(&usb->target) || !udev->actconfig)
		return STATUS_DEVICE_REMOVED;
	attributes = udev->actconfig->desc.bmAttributes;
	memset(&Information->UsbdVersionInformation, 0,
	       sizeof(Information->UsbdVersionInformation));
	Information->UsbdVersionInformation.USBDI_Version = USBD_CLIENT_CONTRACT_VERSION_602;
	Information->UsbdVersionInformation.Supported_USB_Version =
		le16_to_cpu(udev->descriptor.bcdUSB);
	Information->HcdPortCapabilities = 0;
	Information->Traits = 0;
	if (attributes & USB_CONFIG_ATT_SELFPOWER)
		Information->Traits |= WDF_USB_DEVICE_TRAIT_SELF_POWERED;
	if (attributes & USB_CONFIG_ATT_WAKEUP)
		Information->Traits |= WDF_USB_DEVICE_TRAIT_REMOTE_WAKE_CAPABLE;
	if (udev->speed >= USB_SPEED_HIGH)
		Information->Traits |= WDF_USB_DEVICE_TRAIT_AT_HIGH_SPEED;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceRetrieveInformation, NDIS_SHIM);

VOID WdfUsbTargetDeviceGetDeviceDescriptor(WDFUSBDEVICE UsbDevice,
					   PUSB_DEVICE_DESCRIPTOR UsbDeviceDescriptor)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	static_assert(sizeof(*UsbDeviceDescriptor) == USB_DT_DEVICE_SIZE);
	if (usb && UsbDeviceDescriptor)
		memcpy(UsbDeviceDescriptor, &usb->fn->udev->descriptor,
		       sizeof(*UsbDeviceDescriptor));
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceGetDeviceDescriptor, NDIS_SHIM);

NTSTATUS WdfUsbTargetDeviceRetrieveConfigDescriptor(WDFUSBDEVICE UsbDevice,
						    PVOID ConfigDescriptor,
						    PUSHORT ConfigDescriptorLength)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);
	struct usb_host_config *config;
	struct usb_device *udev;
	size_t length, needed;
	const u8 *raw;

	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!ConfigDescriptorLength)
		return STATUS_INVALID_PARAMETER;

	udev = usb->fn->udev;
	config = udev->actconfig;
	if (!wdf_usb_present(&usb->target) || !config)
		return STATUS_DEVICE_REMOVED;
	/* USB core has corrected wTotalLength to what it really got. */
	raw = udev->rawdescriptors[config - udev->config];
	length = le16_to_cpu(config->desc.wTotalLength);

	needed = wdf_usb_slice_config(raw, length, &usb->fn->set, NULL, 0);
	if (!needed)
		return STATUS_UNSUCCESSFUL;
	if (!ConfigDescriptor || *ConfigDescriptorLength < needed) {
		*ConfigDescriptorLength = needed;
		return STATUS_BUFFER_TOO_SMALL;
	}
	wdf_usb_slice_config(raw, length, &usb->fn->set, ConfigDescriptor, needed);
	*ConfigDescriptorLength = needed;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceRetrieveConfigDescriptor, NDIS_SHIM);

/**
 * wdf_usb_query_capability() - what USB core and the device can do
 * @udev: device
 * @type: one of GUID_USB_CAPABILITY_*
 *
 * Chained MDLs are taken, but copied: better not to make any. Streams and what
 * else there may be does not exist here.
 */
NTSTATUS wdf_usb_query_capability(struct usb_device *udev, const GUID *type)
{
	if (IsEqualGUID(type, &GUID_USB_CAPABILITY_DEVICE_CONNECTION_HIGH_SPEED_COMPATIBLE))
		return udev->speed >= USB_SPEED_HIGH ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
	if (IsEqualGUID(type, &GUID_USB_CAPABILITY_DEVICE_CONNECTION_SUPER_SPEED_COMPATIBLE))
		return udev->speed >= USB_SPEED_SUPER ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
	if (IsEqualGUID(type, &GUID_USB_CAPABILITY_SELECTIVE_SUSPEND))
		return IS_ENABLED(CONFIG_PM) ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
	return STATUS_NOT_SUPPORTED;
}

/* None of them has anything to put into a buffer. */
NTSTATUS WdfUsbTargetDeviceQueryUsbCapability(WDFUSBDEVICE UsbDevice, const GUID *CapabilityType,
					      ULONG CapabilityBufferLength,
					      PVOID CapabilityBuffer, PULONG ResultLength)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	if (ResultLength)
		*ResultLength = 0;
	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!CapabilityType)
		return STATUS_INVALID_PARAMETER;
	return wdf_usb_query_capability(usb->fn->udev, CapabilityType);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceQueryUsbCapability, NDIS_SHIM);

WDFIOTARGET WdfUsbTargetDeviceGetIoTarget(WDFUSBDEVICE UsbDevice)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	return usb ? wdf_iotarget_to_handle(&usb->target) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceGetIoTarget, NDIS_SHIM);
