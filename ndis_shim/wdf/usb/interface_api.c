// SPDX-License-Identifier: GPL-2.0
/*
 * The exported WdfUsbInterface functions: check, convert, call. The logic is in
 * interface.c.
 */
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

static NTSTATUS wdf_usb_interface_select_urb(struct wdf_usb_interface *intf,
					     PWDF_OBJECT_ATTRIBUTES attributes, PURB urb)
{
	NTSTATUS status;

	if (!urb)
		return STATUS_INVALID_PARAMETER;
	mutex_lock(&intf->usb->lock);
	status = wdf_usb_select_interface_by_urb(intf->usb, intf, attributes, urb);
	mutex_unlock(&intf->usb->lock);
	urb->UrbHeader.Status = NT_SUCCESS(status) ? USBD_STATUS_SUCCESS :
						     USBD_STATUS_REQUEST_FAILED;
	return status;
}

NTSTATUS WdfUsbInterfaceSelectSetting(WDFUSBINTERFACE UsbInterface,
				      PWDF_OBJECT_ATTRIBUTES PipesAttributes,
				      PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS Params)
{
	struct wdf_usb_interface *intf = wdf_usb_interface_from_handle(UsbInterface, __func__);
	NTSTATUS status;
	u8 setting;

	if (!intf)
		return STATUS_INVALID_HANDLE;
	if (!Params)
		return STATUS_INVALID_PARAMETER;
	if (Params->Size != sizeof(*Params))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (nt_irql_violation(intf->base.driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;

	switch (Params->Type) {
	case WdfUsbInterfaceSelectSettingTypeSetting:
		setting = Params->Types.Interface.SettingIndex;
		break;
	case WdfUsbInterfaceSelectSettingTypeDescriptor:
		if (!Params->Types.Descriptor.InterfaceDescriptor)
			return STATUS_INVALID_PARAMETER;
		setting = Params->Types.Descriptor.InterfaceDescriptor->bAlternateSetting;
		break;
	case WdfUsbInterfaceSelectSettingTypeUrb:
		return wdf_usb_interface_select_urb(intf, PipesAttributes, Params->Types.Urb.Urb);
	default:
		return STATUS_INVALID_PARAMETER;
	}

	mutex_lock(&intf->usb->lock);
	status = wdf_usb_interface_select(intf, setting, true, PipesAttributes);
	mutex_unlock(&intf->usb->lock);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbInterfaceSelectSetting, NDIS_SHIM);

UCHAR WdfUsbInterfaceGetInterfaceNumber(WDFUSBINTERFACE UsbInterface)
{
	struct wdf_usb_interface *intf = wdf_usb_interface_from_handle(UsbInterface, __func__);

	return intf ? intf->intf->altsetting[0].desc.bInterfaceNumber : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbInterfaceGetInterfaceNumber, NDIS_SHIM);

UCHAR WdfUsbInterfaceGetNumSettings(WDFUSBINTERFACE UsbInterface)
{
	struct wdf_usb_interface *intf = wdf_usb_interface_from_handle(UsbInterface, __func__);

	return intf ? intf->intf->num_altsetting : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbInterfaceGetNumSettings, NDIS_SHIM);

UCHAR WdfUsbInterfaceGetConfiguredSettingIndex(WDFUSBINTERFACE Interface)
{
	struct wdf_usb_interface *intf = wdf_usb_interface_from_handle(Interface, __func__);

	return intf ? intf->setting : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbInterfaceGetConfiguredSettingIndex, NDIS_SHIM);

VOID WdfUsbInterfaceGetDescriptor(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex,
				  PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor)
{
	struct wdf_usb_interface *intf = wdf_usb_interface_from_handle(UsbInterface, __func__);
	struct usb_host_interface *alt;

	if (!InterfaceDescriptor)
		return;
	memset(InterfaceDescriptor, 0, sizeof(*InterfaceDescriptor));
	if (!intf)
		return;

	alt = usb_altnum_to_altsetting(intf->intf, SettingIndex);
	static_assert(sizeof(*InterfaceDescriptor) == USB_DT_INTERFACE_SIZE);
	if (alt)
		memcpy(InterfaceDescriptor, &alt->desc, sizeof(*InterfaceDescriptor));
}
EXPORT_SYMBOL_NS_GPL(WdfUsbInterfaceGetDescriptor, NDIS_SHIM);

UCHAR WdfUsbInterfaceGetNumEndpoints(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex)
{
	struct wdf_usb_interface *intf = wdf_usb_interface_from_handle(UsbInterface, __func__);
	struct usb_host_interface *alt;

	if (!intf)
		return 0;
	alt = usb_altnum_to_altsetting(intf->intf, SettingIndex);
	return alt ? alt->desc.bNumEndpoints : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbInterfaceGetNumEndpoints, NDIS_SHIM);

VOID WdfUsbInterfaceGetEndpointInformation(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex,
					   UCHAR EndpointIndex,
					   PWDF_USB_PIPE_INFORMATION EndpointInfo)
{
	struct wdf_usb_interface *intf = wdf_usb_interface_from_handle(UsbInterface, __func__);
	struct usb_host_interface *alt;

	if (!intf || !EndpointInfo)
		return;
	if (EndpointInfo->Size != sizeof(*EndpointInfo)) {
		nt_violation(intf->base.driver, NT_RULE_TARGET_ARGUMENT, "%s: Size %u", __func__,
			     EndpointInfo->Size);
		return;
	}
	alt = usb_altnum_to_altsetting(intf->intf, SettingIndex);
	if (alt && EndpointIndex < alt->desc.bNumEndpoints)
		wdf_usb_pipe_information(&alt->endpoint[EndpointIndex].desc, SettingIndex,
					 EndpointInfo);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbInterfaceGetEndpointInformation, NDIS_SHIM);

BYTE WdfUsbInterfaceGetNumConfiguredPipes(WDFUSBINTERFACE UsbInterface)
{
	struct wdf_usb_interface *intf = wdf_usb_interface_from_handle(UsbInterface, __func__);

	return intf ? READ_ONCE(intf->num_pipes) : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbInterfaceGetNumConfiguredPipes, NDIS_SHIM);

WDFUSBPIPE WdfUsbInterfaceGetConfiguredPipe(WDFUSBINTERFACE UsbInterface, UCHAR PipeIndex,
					    PWDF_USB_PIPE_INFORMATION PipeInfo)
{
	struct wdf_usb_interface *intf = wdf_usb_interface_from_handle(UsbInterface, __func__);
	struct wdf_usb_pipe *pipe = NULL;
	unsigned long flags;

	if (!intf)
		return NULL;
	if (PipeInfo && PipeInfo->Size != sizeof(*PipeInfo)) {
		nt_violation(intf->base.driver, NT_RULE_TARGET_ARGUMENT, "%s: Size %u", __func__,
			     PipeInfo->Size);
		return NULL;
	}

	spin_lock_irqsave(&intf->pipe_lock, flags);
	if (PipeIndex < intf->num_pipes) {
		pipe = intf->pipes[PipeIndex];
		if (PipeInfo)
			wdf_usb_pipe_information(&pipe->desc, pipe->setting, PipeInfo);
	}
	spin_unlock_irqrestore(&intf->pipe_lock, flags);
	return pipe ? wdf_usb_pipe_to_handle(pipe) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbInterfaceGetConfiguredPipe, NDIS_SHIM);
