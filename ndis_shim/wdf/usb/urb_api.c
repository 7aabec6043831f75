// SPDX-License-Identifier: GPL-2.0
/*
 * The exported functions for URBs that are sent through WDF: check, convert,
 * call. What an URB does is in urb.c.
 */
#include <linux/limits.h>
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/driver.h"
#include "wdf/memory.h"
#include "wdf/usb/usb_internal.h"

static NTSTATUS wdf_usb_urb_create(WDFUSBDEVICE handle, PWDF_OBJECT_ATTRIBUTES attributes,
				   size_t size, WDFMEMORY *memory, PURB *urb, const char *who)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(handle, who);
	struct wdf_creator creator;
	struct wdf_memory *made;
	NTSTATUS status;

	if (memory)
		*memory = NULL;
	if (urb)
		*urb = NULL;
	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!memory)
		return STATUS_INVALID_PARAMETER;

	creator.driver = usb->target.base.driver;
	creator.parent = &usb->target.base;
	status = wdf_memory_create(&creator, attributes, NonPagedPoolNx, WDF_USB_POOL_TAG, size,
				   &made);
	if (!NT_SUCCESS(status))
		return status;
	memset(made->buffer, 0, size);
	*memory = (WDFMEMORY)&made->base;
	if (urb)
		*urb = made->buffer;
	return STATUS_SUCCESS;
}

NTSTATUS WdfUsbTargetDeviceCreateUrb(WDFUSBDEVICE UsbDevice, PWDF_OBJECT_ATTRIBUTES Attributes,
				     WDFMEMORY *UrbMemory, PURB *Urb)
{
	return wdf_usb_urb_create(UsbDevice, Attributes, sizeof(URB), UrbMemory, Urb, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceCreateUrb, NDIS_SHIM);

NTSTATUS WdfUsbTargetDeviceCreateIsochUrb(WDFUSBDEVICE UsbDevice,
					  PWDF_OBJECT_ATTRIBUTES Attributes,
					  ULONG NumberOfIsochPackets, WDFMEMORY *UrbMemory,
					  PURB *Urb)
{
	/* No URB could say that it is longer. */
	if (!NumberOfIsochPackets || GET_ISO_URB_SIZE((size_t)NumberOfIsochPackets) > U16_MAX) {
		if (UrbMemory)
			*UrbMemory = NULL;
		return STATUS_INVALID_PARAMETER;
	}
	return wdf_usb_urb_create(UsbDevice, Attributes, GET_ISO_URB_SIZE(NumberOfIsochPackets),
				  UrbMemory, Urb, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceCreateIsochUrb, NDIS_SHIM);

static NTSTATUS wdf_usb_urb_format(struct wdf_iotarget *target, WDFREQUEST request,
				   WDFMEMORY memory, PWDFMEMORY_OFFSET offset, const char *who)
{
	struct wdf_request *req = wdf_request_from_handle(request, who);
	struct wdf_buffer buffer;
	NTSTATUS status;

	if (!req)
		return STATUS_INVALID_HANDLE;
	if (!memory)
		return STATUS_INVALID_PARAMETER;
	status = wdf_buffer_from_memory(memory, offset, &buffer, who);
	if (!NT_SUCCESS(status))
		return status;
	if (buffer.length < sizeof(struct _URB_HEADER))
		return STATUS_INVALID_BUFFER_SIZE;
	status = wdf_request_format_begin(req, who);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_usb_format_urb(target, req, buffer.data, buffer.length, buffer.memory);
}

NTSTATUS WdfUsbTargetDeviceFormatRequestForUrb(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
					       WDFMEMORY UrbMemory,
					       PWDFMEMORY_OFFSET UrbMemoryOffset)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	if (!usb)
		return STATUS_INVALID_HANDLE;
	return wdf_usb_urb_format(&usb->target, Request, UrbMemory, UrbMemoryOffset, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceFormatRequestForUrb, NDIS_SHIM);

NTSTATUS WdfUsbTargetPipeFormatRequestForUrb(WDFUSBPIPE Pipe, WDFREQUEST Request,
					     WDFMEMORY UrbMemory, PWDFMEMORY_OFFSET UrbMemoryOffset)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	if (!pipe)
		return STATUS_INVALID_HANDLE;
	return wdf_usb_urb_format(&pipe->target, Request, UrbMemory, UrbMemoryOffset, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeFormatRequestForUrb, NDIS_SHIM);

/* The URB's own length is all that is known about its memory. */
static NTSTATUS wdf_usb_urb_send(struct wdf_iotarget *target, WDFREQUEST request,
				 PWDF_REQUEST_SEND_OPTIONS options, PURB urb, const char *who)
{
	struct wdf_request *req;
	unsigned long timeout;
	NTSTATUS status;
	ULONG flags;

	if (!urb)
		return STATUS_INVALID_PARAMETER;
	status = wdf_send_options_parse(options, &flags, &timeout);
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_usb_request_begin(target->base.driver, request, &req, who);
	if (!NT_SUCCESS(status))
		return status;

	status = wdf_usb_format_urb(target, req, urb, SIZE_MAX, NULL);
	if (NT_SUCCESS(status))
		status = wdf_usb_request_run(target, req, flags, timeout, NULL);
	wdf_request_put(req);
	return status;
}

NTSTATUS WdfUsbTargetDeviceSendUrbSynchronously(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
						PWDF_REQUEST_SEND_OPTIONS RequestOptions, PURB Urb)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	if (!usb)
		return STATUS_INVALID_HANDLE;
	return wdf_usb_urb_send(&usb->target, Request, RequestOptions, Urb, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceSendUrbSynchronously, NDIS_SHIM);

NTSTATUS WdfUsbTargetPipeSendUrbSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					      PWDF_REQUEST_SEND_OPTIONS RequestOptions, PURB Urb)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	if (!pipe)
		return STATUS_INVALID_HANDLE;
	return wdf_usb_urb_send(&pipe->target, Request, RequestOptions, Urb, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeSendUrbSynchronously, NDIS_SHIM);
