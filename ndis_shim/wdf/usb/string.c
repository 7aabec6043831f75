// SPDX-License-Identifier: GPL-2.0
/*
 * String descriptors: asked for synchronously, into memory of the framework's,
 * or by a request of the client's.
 */
#include <linux/minmax.h>
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/driver.h"
#include "wdf/memory.h"
#include "wdf/usb/usb_internal.h"

/**
 * wdf_usb_string_setup() - GET_DESCRIPTOR of a string
 * @setup: result
 * @index: of the string
 * @language: LANGID
 */
void wdf_usb_string_setup(struct usb_ctrlrequest *setup, u8 index, u16 language)
{
	setup->bRequestType = USB_DIR_IN;
	setup->bRequest = USB_REQ_GET_DESCRIPTOR;
	setup->wValue = cpu_to_le16((USB_DT_STRING << 8) | index);
	setup->wIndex = cpu_to_le16(language);
	setup->wLength = 0;
}

/**
 * wdf_usb_string_decode() - the characters of a string descriptor
 * @descriptor: what the device sent
 * @length: of it
 * @out: room for @room characters, or NULL to count them only; any alignment
 * @room: in characters
 * @characters: how many there are
 *
 * UTF-16 as Windows wants it, without a terminator.
 *
 * Return: STATUS_BUFFER_OVERFLOW if @out holds less than all.
 */
NTSTATUS wdf_usb_string_decode(const u8 *descriptor, u32 length, void *out, unsigned int room,
			       unsigned int *characters)
{
	*characters = 0;
	if (length < 2 || descriptor[1] != USB_DT_STRING || descriptor[0] < 2 ||
	    descriptor[0] > length)
		return STATUS_UNSUCCESSFUL;

	*characters = (descriptor[0] - 2) / 2;
	if (!out)
		return STATUS_SUCCESS;
	memcpy(out, descriptor + 2, 2 * min(room, *characters));
	return room < *characters ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

/* The descriptor itself; @length is what the device sent of it. */
static NTSTATUS wdf_usb_string_get(struct wdf_usb_device *usb, WDFREQUEST request,
				   PWDF_REQUEST_SEND_OPTIONS options, u8 index, u16 language,
				   u8 descriptor[WDF_USB_STRING_MAX], ULONG *length,
				   const char *who)
{
	const struct wdf_buffer buffer = { .data = descriptor, .length = WDF_USB_STRING_MAX };
	struct usb_ctrlrequest setup;

	wdf_usb_string_setup(&setup, index, language);
	return wdf_usb_control_sync(usb, request, options, &setup, &buffer, length, who);
}

NTSTATUS WdfUsbTargetDeviceQueryString(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
				       PWDF_REQUEST_SEND_OPTIONS RequestOptions, PUSHORT String,
				       PUSHORT NumCharacters, UCHAR StringIndex, USHORT LangID)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);
	u8 descriptor[WDF_USB_STRING_MAX] = {};
	unsigned int characters;
	NTSTATUS status;
	ULONG length;

	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!NumCharacters)
		return STATUS_INVALID_PARAMETER;

	status = wdf_usb_string_get(usb, Request, RequestOptions, StringIndex, LangID, descriptor,
				    &length, __func__);
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_usb_string_decode(descriptor, length, String, *NumCharacters, &characters);
	if (NT_SUCCESS(status) || status == STATUS_BUFFER_OVERFLOW)
		*NumCharacters = characters;
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceQueryString, NDIS_SHIM);

NTSTATUS WdfUsbTargetDeviceAllocAndQueryString(WDFUSBDEVICE UsbDevice,
					       PWDF_OBJECT_ATTRIBUTES StringMemoryAttributes,
					       WDFMEMORY *StringMemory, PUSHORT NumCharacters,
					       UCHAR StringIndex, USHORT LangID)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);
	u8 descriptor[WDF_USB_STRING_MAX] = {};
	struct wdf_creator creator;
	struct wdf_memory *memory;
	unsigned int characters;
	NTSTATUS status;
	ULONG length;

	if (StringMemory)
		*StringMemory = NULL;
	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!StringMemory)
		return STATUS_INVALID_PARAMETER;

	status = wdf_usb_string_get(usb, NULL, NULL, StringIndex, LangID, descriptor, &length,
				    __func__);
	if (NT_SUCCESS(status))
		status = wdf_usb_string_decode(descriptor, length, NULL, 0, &characters);
	if (!NT_SUCCESS(status))
		return status;
	/* A device may have an empty string; no memory object is empty. */
	if (!characters)
		return STATUS_INVALID_DEVICE_REQUEST;

	creator.driver = usb->target.base.driver;
	creator.parent = &usb->target.base;
	status = wdf_memory_create(&creator, StringMemoryAttributes, NonPagedPoolNx,
				   WDF_USB_POOL_TAG, 2 * characters, &memory);
	if (!NT_SUCCESS(status))
		return status;
	wdf_usb_string_decode(descriptor, length, memory->buffer, characters, &characters);
	*StringMemory = (WDFMEMORY)&memory->base;
	if (NumCharacters)
		*NumCharacters = characters;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceAllocAndQueryString, NDIS_SHIM);

NTSTATUS WdfUsbTargetDeviceFormatRequestForString(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
						  WDFMEMORY Memory, PWDFMEMORY_OFFSET Offset,
						  UCHAR StringIndex, USHORT LangID)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);
	struct wdf_buffer buffer;
	struct wdf_request *req;
	NTSTATUS status;

	if (!usb)
		return STATUS_INVALID_HANDLE;
	req = wdf_request_from_handle(Request, __func__);
	if (!req)
		return STATUS_INVALID_HANDLE;
	if (!Memory)
		return STATUS_INVALID_PARAMETER;
	status = wdf_buffer_from_memory(Memory, Offset, &buffer, __func__);
	if (!NT_SUCCESS(status))
		return status;
	/* Half a character is none. */
	if (buffer.length % sizeof(WCHAR))
		return STATUS_INVALID_BUFFER_SIZE;
	status = wdf_request_format_begin(req, __func__);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_usb_format_string(usb, req, &buffer, StringIndex, LangID);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceFormatRequestForString, NDIS_SHIM);
