// SPDX-License-Identifier: GPL-2.0
/*
 * Selecting a configuration. Linux has done that before the driver is bound;
 * what is left is the alternate setting of each interface, and the pipes.
 */
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

static bool wdf_usb_device_owns(struct wdf_usb_device *usb, struct wdf_usb_interface *intf)
{
	return intf && intf->usb == usb;
}

static void wdf_usb_deconfigure(struct wdf_usb_device *usb)
{
	unsigned int i;

	for (i = 0; i < usb->count; i++)
		wdf_usb_interface_unselect(usb->intf[i]);
}

/* The first interface, as drivers of single-interface functions expect. */
static NTSTATUS wdf_usb_select_single(struct wdf_usb_device *usb,
				      PWDF_OBJECT_ATTRIBUTES attributes,
				      PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS params)
{
	NTSTATUS status;

	params->Types.SingleInterface.NumberConfiguredPipes = 0;
	params->Types.SingleInterface.ConfiguredUsbInterface = NULL;
	status = wdf_usb_interface_select(usb->intf[0], 0, false, attributes);
	if (!NT_SUCCESS(status))
		return status;

	params->Types.SingleInterface.NumberConfiguredPipes = usb->intf[0]->num_pipes;
	params->Types.SingleInterface.ConfiguredUsbInterface =
		wdf_usb_interface_to_handle(usb->intf[0]);
	return STATUS_SUCCESS;
}

/* The settings of the pairs; interfaces that are in none get setting 0. */
static NTSTATUS wdf_usb_select_multiple(struct wdf_usb_device *usb,
					PWDF_OBJECT_ATTRIBUTES attributes,
					PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS params,
					const u8 *settings)
{
	NTSTATUS status;
	unsigned int i;

	params->Types.MultiInterface.NumberOfConfiguredInterfaces = 0;
	for (i = 0; i < usb->count; i++) {
		status = wdf_usb_interface_select(usb->intf[i], settings[i], false, attributes);
		if (!NT_SUCCESS(status))
			return status;
		params->Types.MultiInterface.NumberOfConfiguredInterfaces++;
	}
	return STATUS_SUCCESS;
}

/* Settings by position, out of the client's pairs. */
static NTSTATUS wdf_usb_read_pairs(struct wdf_usb_device *usb,
				   PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS params, u8 *settings)
{
	PWDF_USB_INTERFACE_SETTING_PAIR pair = params->Types.MultiInterface.Pairs;
	struct wdf_usb_interface *intf;
	unsigned int i, j;

	if (params->Types.MultiInterface.NumberInterfaces && !pair)
		return STATUS_INVALID_PARAMETER;

	for (i = 0; i < params->Types.MultiInterface.NumberInterfaces; i++, pair++) {
		intf = wdf_usb_interface_from_handle(pair->UsbInterface,
						     "WdfUsbTargetDeviceSelectConfig");
		if (!wdf_usb_device_owns(usb, intf))
			return STATUS_INVALID_PARAMETER;
		for (j = 0; j < usb->count; j++) {
			if (usb->intf[j] == intf)
				settings[j] = pair->SettingIndex;
		}
	}
	return STATUS_SUCCESS;
}

static struct wdf_usb_interface *wdf_usb_interface_by_number(struct wdf_usb_device *usb, u8 number)
{
	unsigned int i;

	for (i = 0; i < usb->count; i++) {
		if (usb->intf[i]->intf->altsetting[0].desc.bInterfaceNumber == number)
			return usb->intf[i];
	}
	return NULL;
}

/* Linux has selected one configuration; a driver cannot have another one. */
static NTSTATUS wdf_usb_check_config(struct wdf_usb_device *usb,
				     PUSB_CONFIGURATION_DESCRIPTOR config)
{
	struct usb_host_config *active = usb->fn->udev->actconfig;

	if (!wdf_usb_present(&usb->target) || !active)
		return STATUS_DEVICE_REMOVED;
	if (config && config->bConfigurationValue != active->desc.bConfigurationValue)
		return STATUS_NOT_SUPPORTED;
	return STATUS_SUCCESS;
}

/* The interfaces and settings of the list; others are not configured. */
static NTSTATUS wdf_usb_select_descriptors(struct wdf_usb_device *usb,
					   PWDF_OBJECT_ATTRIBUTES attributes,
					   PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS params)
{
	PUSB_INTERFACE_DESCRIPTOR *list = params->Types.Descriptor.InterfaceDescriptors;
	ULONG i, count = params->Types.Descriptor.NumInterfaceDescriptors;
	struct wdf_usb_interface *intf;
	NTSTATUS status;

	if (!list || !count || count > WDF_USB_MAX_INTERFACES)
		return STATUS_INVALID_PARAMETER;
	status = wdf_usb_check_config(usb, params->Types.Descriptor.ConfigurationDescriptor);
	for (i = 0; NT_SUCCESS(status) && i < count; i++) {
		intf = list[i] ? wdf_usb_interface_by_number(usb, list[i]->bInterfaceNumber) : NULL;
		if (!intf)
			return STATUS_INVALID_PARAMETER;
		status = wdf_usb_interface_select(intf, list[i]->bAlternateSetting, false,
						  attributes);
	}
	return status;
}

/* ---- by URB ---- */

/* What Windows writes into an URB about an interface that it has configured. */
static void wdf_usb_answer_interface(struct wdf_usb_interface *intf,
				     PUSBD_INTERFACE_INFORMATION info)
{
	struct usb_host_interface *alt = usb_altnum_to_altsetting(intf->intf, intf->setting);
	unsigned int i, room;

	room = (info->Length - offsetof(USBD_INTERFACE_INFORMATION, Pipes)) /
	       sizeof(info->Pipes[0]);
	info->Class = alt->desc.bInterfaceClass;
	info->SubClass = alt->desc.bInterfaceSubClass;
	info->Protocol = alt->desc.bInterfaceProtocol;
	info->InterfaceHandle = (USBD_INTERFACE_HANDLE)wdf_usb_interface_to_handle(intf);
	info->NumberOfPipes = intf->num_pipes;
	for (i = 0; i < intf->num_pipes && i < room; i++) {
		PUSBD_PIPE_INFORMATION pipe = &info->Pipes[i];
		WDF_USB_PIPE_INFORMATION known;

		wdf_usb_pipe_information(&intf->pipes[i]->desc, intf->setting, &known);
		pipe->MaximumPacketSize = known.MaximumPacketSize;
		pipe->EndpointAddress = known.EndpointAddress;
		pipe->Interval = known.Interval;
		/* WdfUsbPipeTypeControl is 1, UsbdPipeTypeControl 0, and so on. */
		pipe->PipeType = (USBD_PIPE_TYPE)(known.PipeType - WdfUsbPipeTypeControl);
		pipe->PipeHandle = (USBD_PIPE_HANDLE)wdf_usb_pipe_to_handle(intf->pipes[i]);
	}
}

static NTSTATUS wdf_usb_select_info(struct wdf_usb_device *usb, PUSBD_INTERFACE_INFORMATION info,
				    bool always, PWDF_OBJECT_ATTRIBUTES attributes)
{
	struct wdf_usb_interface *intf = wdf_usb_interface_by_number(usb, info->InterfaceNumber);
	NTSTATUS status;

	if (!intf)
		return STATUS_INVALID_PARAMETER;
	status = wdf_usb_interface_select(intf, info->AlternateSetting, always, attributes);
	if (NT_SUCCESS(status))
		wdf_usb_answer_interface(intf, info);
	return status;
}

/* The interface at @info fits between it and the end of the URB. */
static bool wdf_usb_info_fits(PURB urb, PUSBD_INTERFACE_INFORMATION info)
{
	size_t left = (u8 *)urb + urb->UrbHeader.Length - (u8 *)info;

	return left >= offsetof(USBD_INTERFACE_INFORMATION, Pipes) &&
	       info->Length >= offsetof(USBD_INTERFACE_INFORMATION, Pipes) &&
	       info->Length <= left;
}

/**
 * wdf_usb_select_by_urb() - an URB_FUNCTION_SELECT_CONFIGURATION
 * @usb: device
 * @attributes: for the new pipes, may be NULL
 * @urb: UrbHeader.Length bytes
 *
 * The interfaces in the URB are selected and answered, up to the number that the
 * configuration descriptor has; without a descriptor none is configured any more.
 *
 * Context: process, the device's lock held.
 */
NTSTATUS wdf_usb_select_by_urb(struct wdf_usb_device *usb, PWDF_OBJECT_ATTRIBUTES attributes,
			       PURB urb)
{
	struct _URB_SELECT_CONFIGURATION *select = &urb->UrbSelectConfiguration;
	PUSBD_INTERFACE_INFORMATION info = &select->Interface;
	NTSTATUS status;
	unsigned int i;

	lockdep_assert_held(&usb->lock);

	if (urb->UrbHeader.Function != URB_FUNCTION_SELECT_CONFIGURATION ||
	    urb->UrbHeader.Length < offsetof(struct _URB_SELECT_CONFIGURATION, Interface))
		return STATUS_INVALID_PARAMETER;
	if (!select->ConfigurationDescriptor) {
		wdf_usb_deconfigure(usb);
		return STATUS_SUCCESS;
	}
	status = wdf_usb_check_config(usb, select->ConfigurationDescriptor);
	for (i = 0; NT_SUCCESS(status) && i < select->ConfigurationDescriptor->bNumInterfaces;
	     i++) {
		/* As many as there are in it; at least one. */
		if (!wdf_usb_info_fits(urb, info)) {
			status = i ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
			break;
		}
		status = wdf_usb_select_info(usb, info, false, attributes);
		info = (void *)info + info->Length;
	}
	/* As a whole or not at all, however the URB came. */
	if (NT_SUCCESS(status))
		select->ConfigurationHandle = (USBD_CONFIGURATION_HANDLE)&usb->target.base;
	else
		wdf_usb_deconfigure(usb);
	return status;
}

/**
 * wdf_usb_select_interface_by_urb() - an URB_FUNCTION_SELECT_INTERFACE
 * @usb: device
 * @only: the interface that it has to be about, NULL for any
 * @attributes: for the new pipes, may be NULL
 * @urb: UrbHeader.Length bytes
 *
 * Context: process, the device's lock held.
 */
NTSTATUS wdf_usb_select_interface_by_urb(struct wdf_usb_device *usb,
					 struct wdf_usb_interface *only,
					 PWDF_OBJECT_ATTRIBUTES attributes, PURB urb)
{
	PUSBD_INTERFACE_INFORMATION info = &urb->UrbSelectInterface.Interface;

	lockdep_assert_held(&usb->lock);

	if (urb->UrbHeader.Function != URB_FUNCTION_SELECT_INTERFACE ||
	    urb->UrbHeader.Length < offsetof(struct _URB_SELECT_INTERFACE, Interface.Pipes) ||
	    !wdf_usb_info_fits(urb, info) ||
	    (only && only != wdf_usb_interface_by_number(usb, info->InterfaceNumber)))
		return STATUS_INVALID_PARAMETER;
	return wdf_usb_select_info(usb, info, true, attributes);
}

/* The URB is the client's, who learns from it, too, what has become of it. */
static NTSTATUS wdf_usb_select_urb_param(struct wdf_usb_device *usb,
					 PWDF_OBJECT_ATTRIBUTES attributes, PURB urb)
{
	NTSTATUS status;

	if (!urb)
		return STATUS_INVALID_PARAMETER;
	status = wdf_usb_select_by_urb(usb, attributes, urb);
	urb->UrbHeader.Status = NT_SUCCESS(status) ? USBD_STATUS_SUCCESS :
						     USBD_STATUS_SET_CONFIG_FAILED;
	return status;
}

NTSTATUS WdfUsbTargetDeviceSelectConfig(WDFUSBDEVICE UsbDevice,
					PWDF_OBJECT_ATTRIBUTES PipeAttributes,
					PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);
	u8 settings[WDF_USB_MAX_INTERFACES] = {};
	NTSTATUS status;

	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!Params)
		return STATUS_INVALID_PARAMETER;
	if (Params->Size != sizeof(*Params))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (nt_irql_violation(usb->target.base.driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;

	mutex_lock(&usb->lock);
	switch (Params->Type) {
	case WdfUsbTargetDeviceSelectConfigTypeDeconfig:
		wdf_usb_deconfigure(usb);
		status = STATUS_SUCCESS;
		break;
	case WdfUsbTargetDeviceSelectConfigTypeSingleInterface:
		status = wdf_usb_select_single(usb, PipeAttributes, Params);
		break;
	case WdfUsbTargetDeviceSelectConfigTypeMultiInterface:
		status = wdf_usb_select_multiple(usb, PipeAttributes, Params, settings);
		break;
	case WdfUsbTargetDeviceSelectConfigTypeInterfacesPairs:
		status = wdf_usb_read_pairs(usb, Params, settings);
		if (NT_SUCCESS(status))
			status = wdf_usb_select_multiple(usb, PipeAttributes, Params, settings);
		break;
	case WdfUsbTargetDeviceSelectConfigTypeInterfacesDescriptor:
		status = wdf_usb_select_descriptors(usb, PipeAttributes, Params);
		break;
	case WdfUsbTargetDeviceSelectConfigTypeUrb:
		status = wdf_usb_select_urb_param(usb, PipeAttributes, Params->Types.Urb.Urb);
		break;
	default:
		mutex_unlock(&usb->lock);
		return STATUS_INVALID_PARAMETER;
	}
	/* A configuration is selected as a whole or not at all. */
	if (!NT_SUCCESS(status))
		wdf_usb_deconfigure(usb);
	mutex_unlock(&usb->lock);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceSelectConfig, NDIS_SHIM);

/* The handle itself; it says nothing that the device's own does not. */
USBD_CONFIGURATION_HANDLE WdfUsbTargetDeviceWdmGetConfigurationHandle(WDFUSBDEVICE UsbDevice)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);
	unsigned int i;

	for (i = 0; usb && i < usb->count; i++) {
		if (READ_ONCE(usb->intf[i]->configured))
			return (USBD_CONFIGURATION_HANDLE)&usb->target.base;
	}
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceWdmGetConfigurationHandle, NDIS_SHIM);

UCHAR WdfUsbTargetDeviceGetNumInterfaces(WDFUSBDEVICE UsbDevice)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	return usb ? usb->count : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceGetNumInterfaces, NDIS_SHIM);

/* By position in the configuration descriptor, not by bInterfaceNumber. */
WDFUSBINTERFACE WdfUsbTargetDeviceGetInterface(WDFUSBDEVICE UsbDevice, UCHAR InterfaceIndex)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	if (!usb || InterfaceIndex >= usb->count)
		return NULL;
	return wdf_usb_interface_to_handle(usb->intf[InterfaceIndex]);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceGetInterface, NDIS_SHIM);
