// SPDX-License-Identifier: GPL-2.0
/*
 * USBD_HANDLE: a driver's registration with the USB stack, and the URBs that it
 * allocates through it. WDF drivers do without, except for those that ask for
 * capabilities or build URBs themselves.
 *
 * Handles and URBs are in lists: a stale one is a violation and not a memory
 * error.
 */
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/usb.h>

#include <wdf.h>
#include <usbdlib.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"
#include "wdf/usb/usb_driver.h"
#include "wdf/usb/usb_internal.h"

/**
 * struct USBD_HANDLE__ - a registration
 * @node: in the list of all
 * @driver: whose
 * @target: what the driver's device is attached to
 * @urbs: allocated with it
 */
struct USBD_HANDLE__ {
	struct list_head node;
	struct nt_driver *driver;
	PDEVICE_OBJECT target;
	struct list_head urbs;
};

/* In front of an URB. */
struct usbd_urb {
	struct list_head node;
	URB urb;
};

/* Both lists and what is in them; any context, irqsave, innermost. */
static DEFINE_SPINLOCK(usbd_lock);
static LIST_HEAD(usbd_handles);
static LIST_HEAD(usbd_functions);

/**
 * wdf_usb_function_listed() - a function can be found by its device's objects
 * @fn: function
 * @listed: from now on, or no longer
 *
 * Context: any.
 */
void wdf_usb_function_listed(struct wdf_usb_function *fn, bool listed)
{
	unsigned long flags;

	spin_lock_irqsave(&usbd_lock, flags);
	if (listed)
		list_add_tail(&fn->node, &usbd_functions);
	else
		list_del(&fn->node);
	spin_unlock_irqrestore(&usbd_lock, flags);
}

/* The USB device that a device of WDF is attached to, referenced, or NULL. */
static struct usb_device *usbd_device_of(PDEVICE_OBJECT object)
{
	struct wdf_usb_function *fn;
	struct usb_device *udev = NULL;
	unsigned long flags;

	spin_lock_irqsave(&usbd_lock, flags);
	list_for_each_entry(fn, &usbd_functions, node) {
		/* Compared only: it may be on its way out. */
		struct wdf_device *dev = READ_ONCE(fn->pdo.fdo);

		if (dev && (void *)object >= (void *)dev && (void *)object < (void *)(dev + 1)) {
			udev = usb_get_dev(fn->udev);
			break;
		}
	}
	spin_unlock_irqrestore(&usbd_lock, flags);
	return udev;
}

/* Under usbd_lock. */
static bool usbd_handle_valid(USBD_HANDLE wanted)
{
	struct USBD_HANDLE__ *handle;

	lockdep_assert_held(&usbd_lock);
	list_for_each_entry(handle, &usbd_handles, node) {
		if (handle == wanted)
			return true;
	}
	return false;
}

static NTSTATUS usbd_bad_handle(const char *who)
{
	nt_violation(NULL, NT_RULE_BAD_HANDLE, "%s: not a USBD_HANDLE", who);
	return STATUS_INVALID_HANDLE;
}

NTSTATUS USBD_CreateHandle(PDEVICE_OBJECT DeviceObject, PDEVICE_OBJECT TargetDeviceObject,
			   ULONG USBDClientContractVersion, ULONG PoolTag,
			   USBD_HANDLE *USBDHandle)
{
	struct USBD_HANDLE__ *handle;
	struct nt_driver *driver = NULL;
	unsigned long flags;

	if (!USBDHandle)
		return STATUS_INVALID_PARAMETER;
	*USBDHandle = NULL;
	if (!DeviceObject || !TargetDeviceObject ||
	    USBDClientContractVersion != USBD_CLIENT_CONTRACT_VERSION_602)
		return STATUS_INVALID_PARAMETER;
	if (DeviceObject->DriverObject)
		driver = container_of(DeviceObject->DriverObject, struct nt_driver, object);
	if (nt_irql_violation(driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;

	handle = kzalloc(sizeof(*handle), GFP_KERNEL);
	if (!handle)
		return STATUS_INSUFFICIENT_RESOURCES;
	handle->driver = driver;
	handle->target = TargetDeviceObject;
	INIT_LIST_HEAD(&handle->urbs);
	spin_lock_irqsave(&usbd_lock, flags);
	list_add(&handle->node, &usbd_handles);
	spin_unlock_irqrestore(&usbd_lock, flags);
	*USBDHandle = handle;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(USBD_CreateHandle, NDIS_SHIM);

/* Nobody finds it any more. */
static void usbd_handle_free(USBD_HANDLE handle)
{
	struct usbd_urb *urb, *next;
	unsigned int left = 0;

	list_for_each_entry_safe(urb, next, &handle->urbs, node) {
		left++;
		kfree(urb);
	}
	if (left)
		nt_violation(handle->driver, NT_RULE_POOL_LEAK, "USBD_CloseHandle: %u URBs", left);
	kfree(handle);
}

VOID USBD_CloseHandle(USBD_HANDLE USBDHandle)
{
	unsigned long flags;
	bool valid;

	spin_lock_irqsave(&usbd_lock, flags);
	valid = usbd_handle_valid(USBDHandle);
	if (valid)
		list_del(&USBDHandle->node);
	spin_unlock_irqrestore(&usbd_lock, flags);
	if (valid)
		usbd_handle_free(USBDHandle);
	else
		usbd_bad_handle(__func__);
}
EXPORT_SYMBOL_NS_GPL(USBD_CloseHandle, NDIS_SHIM);

/**
 * wdf_usbd_orphan() - handles that an unloading client left open
 * @nt: none of its code runs any more
 *
 * Context: process.
 */
void wdf_usbd_orphan(struct nt_driver *nt)
{
	struct USBD_HANDLE__ *handle, *next;
	unsigned int count = 0;
	LIST_HEAD(left);

	spin_lock_irq(&usbd_lock);
	list_for_each_entry_safe(handle, next, &usbd_handles, node) {
		if (handle->driver == nt)
			list_move_tail(&handle->node, &left);
	}
	spin_unlock_irq(&usbd_lock);
	list_for_each_entry_safe(handle, next, &left, node) {
		usbd_handle_free(handle);
		count++;
	}
	if (count)
		nt_violation(nt, NT_RULE_HANDLE_LEAK, "%u of USBD's", count);
}
EXPORT_SYMBOL_NS_GPL(wdf_usbd_orphan, NDIS_SHIM_INTERNAL);

/* Zeroed, @size bytes of URB. */
static NTSTATUS usbd_urb_alloc(USBD_HANDLE handle, size_t size, PURB *out, const char *who)
{
	struct usbd_urb *urb;
	unsigned long flags;
	bool valid;

	if (!out)
		return STATUS_INVALID_PARAMETER;
	*out = NULL;
	urb = kzalloc(offsetof(struct usbd_urb, urb) + max(size, sizeof(URB)), nt_gfp());
	if (!urb)
		return STATUS_INSUFFICIENT_RESOURCES;
	spin_lock_irqsave(&usbd_lock, flags);
	valid = usbd_handle_valid(handle);
	if (valid)
		list_add(&urb->node, &handle->urbs);
	spin_unlock_irqrestore(&usbd_lock, flags);
	if (!valid) {
		kfree(urb);
		return usbd_bad_handle(who);
	}
	*out = &urb->urb;
	return STATUS_SUCCESS;
}

NTSTATUS USBD_UrbAllocate(USBD_HANDLE USBDHandle, PURB *Urb)
{
	return usbd_urb_alloc(USBDHandle, sizeof(URB), Urb, __func__);
}
EXPORT_SYMBOL_NS_GPL(USBD_UrbAllocate, NDIS_SHIM);

NTSTATUS USBD_IsochUrbAllocate(USBD_HANDLE USBDHandle, ULONG NumberOfIsochPacket, PURB *Urb)
{
	if (!NumberOfIsochPacket || GET_ISO_URB_SIZE((size_t)NumberOfIsochPacket) > U16_MAX) {
		if (Urb)
			*Urb = NULL;
		return STATUS_INVALID_PARAMETER;
	}
	return usbd_urb_alloc(USBDHandle, GET_ISO_URB_SIZE(NumberOfIsochPacket), Urb, __func__);
}
EXPORT_SYMBOL_NS_GPL(USBD_IsochUrbAllocate, NDIS_SHIM);

VOID USBD_UrbFree(USBD_HANDLE USBDHandle, PURB Urb)
{
	struct usbd_urb *urb, *found = NULL;
	unsigned long flags;
	bool valid;

	spin_lock_irqsave(&usbd_lock, flags);
	valid = usbd_handle_valid(USBDHandle);
	if (valid) {
		list_for_each_entry(urb, &USBDHandle->urbs, node) {
			if (&urb->urb == Urb) {
				list_del(&urb->node);
				found = urb;
				break;
			}
		}
	}
	spin_unlock_irqrestore(&usbd_lock, flags);
	if (!valid)
		usbd_bad_handle(__func__);
	else if (!found)
		nt_violation(NULL, NT_RULE_POOL_BAD_FREE, "%s: not of this handle", __func__);
	kfree(found);
}
EXPORT_SYMBOL_NS_GPL(USBD_UrbFree, NDIS_SHIM);

VOID USBD_AssignUrbToIoStackLocation(USBD_HANDLE USBDHandle, PIO_STACK_LOCATION IoStackLocation,
				     PURB Urb)
{
	unsigned long flags;
	bool valid;

	spin_lock_irqsave(&usbd_lock, flags);
	valid = usbd_handle_valid(USBDHandle);
	spin_unlock_irqrestore(&usbd_lock, flags);
	if (!valid)
		usbd_bad_handle(__func__);
	else if (IoStackLocation)
		IoStackLocation->Parameters.Others.Argument1 = Urb;
}
EXPORT_SYMBOL_NS_GPL(USBD_AssignUrbToIoStackLocation, NDIS_SHIM);

NTSTATUS
USBD_SelectConfigUrbAllocateAndBuild(USBD_HANDLE USBDHandle,
				     PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
				     PUSBD_INTERFACE_LIST_ENTRY InterfaceList, PURB *Urb)
{
	NTSTATUS status;
	size_t length;

	if (Urb)
		*Urb = NULL;
	if (!ConfigurationDescriptor || !InterfaceList)
		return STATUS_INVALID_PARAMETER;
	length = wdf_usb_select_config_length(InterfaceList);
	if (!length)
		return STATUS_INVALID_PARAMETER;
	status = usbd_urb_alloc(USBDHandle, length, Urb, __func__);
	if (NT_SUCCESS(status))
		wdf_usb_select_config_build(*Urb, length, ConfigurationDescriptor, InterfaceList);
	return status;
}
EXPORT_SYMBOL_NS_GPL(USBD_SelectConfigUrbAllocateAndBuild, NDIS_SHIM);

NTSTATUS
USBD_SelectInterfaceUrbAllocateAndBuild(USBD_HANDLE USBDHandle,
					USBD_CONFIGURATION_HANDLE ConfigurationHandle,
					PUSBD_INTERFACE_LIST_ENTRY InterfaceListEntry, PURB *Urb)
{
	NTSTATUS status;

	if (Urb)
		*Urb = NULL;
	if (!ConfigurationHandle || !InterfaceListEntry ||
	    !InterfaceListEntry->InterfaceDescriptor)
		return STATUS_INVALID_PARAMETER;
	status = usbd_urb_alloc(USBDHandle, GET_SELECT_INTERFACE_REQUEST_SIZE(
				InterfaceListEntry->InterfaceDescriptor->bNumEndpoints), Urb,
				__func__);
	if (NT_SUCCESS(status))
		wdf_usb_select_interface_build(*Urb, ConfigurationHandle, InterfaceListEntry);
	return status;
}
EXPORT_SYMBOL_NS_GPL(USBD_SelectInterfaceUrbAllocateAndBuild, NDIS_SHIM);

NTSTATUS USBD_QueryUsbCapability(USBD_HANDLE USBDHandle, const GUID *CapabilityType,
				 ULONG OutputBufferLength, PUCHAR OutputBuffer,
				 PULONG ResultLength)
{
	PDEVICE_OBJECT object = NULL;
	struct usb_device *udev;
	unsigned long flags;
	NTSTATUS status;
	bool valid;

	if (ResultLength)
		*ResultLength = 0;
	if (!CapabilityType)
		return STATUS_INVALID_PARAMETER;
	spin_lock_irqsave(&usbd_lock, flags);
	valid = usbd_handle_valid(USBDHandle);
	if (valid)
		object = USBDHandle->target;
	spin_unlock_irqrestore(&usbd_lock, flags);
	if (!valid)
		return usbd_bad_handle(__func__);

	udev = usbd_device_of(object);
	if (!udev)
		return STATUS_NOT_SUPPORTED;
	status = wdf_usb_query_capability(udev, CapabilityType);
	usb_put_dev(udev);
	return status;
}
EXPORT_SYMBOL_NS_GPL(USBD_QueryUsbCapability, NDIS_SHIM);

BOOLEAN USBD_IsInterfaceVersionSupported(USBD_HANDLE USBDHandle, ULONG USBDInterfaceVersion)
{
	return USBDInterfaceVersion <= USBD_INTERFACE_VERSION_602;
}
EXPORT_SYMBOL_NS_GPL(USBD_IsInterfaceVersionSupported, NDIS_SHIM);

VOID USBD_GetUSBDIVersion(PUSBD_VERSION_INFORMATION VersionInformation)
{
	if (!VersionInformation)
		return;
	VersionInformation->USBDI_Version = USBDI_VERSION;
	VersionInformation->Supported_USB_Version = 0x200;
}
EXPORT_SYMBOL_NS_GPL(USBD_GetUSBDIVersion, NDIS_SHIM);
