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
	default:	/* by descriptors or by URB */
		status = STATUS_NOT_SUPPORTED;
		break;
	}
	/* A configuration is selected as a whole or not at all. */
	if (!NT_SUCCESS(status) && status != STATUS_NOT_SUPPORTED)
		wdf_usb_deconfigure(usb);
	mutex_unlock(&usb->lock);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceSelectConfig, NDIS_SHIM);

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
