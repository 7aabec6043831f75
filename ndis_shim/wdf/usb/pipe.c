// SPDX-License-Identifier: GPL-2.0
/*
 * WDFUSBPIPE: the object and what a client can ask about it. One is made for
 * each endpoint of the selected setting, and dies with it.
 *
 * Not here: transfers (pipe_io.c), the continuous reader (reader.c).
 */
#include <linux/slab.h>
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

static struct wdf_usb_pipe *wdf_usb_pipe_from_object(struct wdf_object *obj)
{
	return container_of(obj, struct wdf_usb_pipe, target.base);
}

static bool wdf_usb_pipe_in_callback(struct wdf_object *obj)
{
	struct wdf_usb_reader *reader = wdf_usb_pipe_from_object(obj)->reader;

	return reader && wdf_usb_reader_in_callback(reader);
}

static void wdf_usb_pipe_release(struct wdf_object *obj)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_object(obj);

	if (pipe->reader)
		wdf_usb_reader_free(pipe->reader);
	kfree(pipe);
}

static const struct wdf_object_class wdf_usb_pipe_class = {
	.name = "WDFUSBPIPE",
	.type = WDF_TYPE_USBPIPE,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_FIXED_PARENT,
	.in_callback = wdf_usb_pipe_in_callback,
	.quiesce = wdf_iotarget_quiesce,
	.release = wdf_usb_pipe_release,
};

static NTSTATUS wdf_usb_pipe_target_start(struct wdf_iotarget *target)
{
	struct wdf_usb_pipe *pipe = container_of(target, struct wdf_usb_pipe, target);

	return pipe->reader ? wdf_usb_reader_start(pipe->reader) : STATUS_SUCCESS;
}

static void wdf_usb_pipe_target_stop(struct wdf_iotarget *target, enum wdf_iotarget_stop how)
{
	struct wdf_usb_pipe *pipe = container_of(target, struct wdf_usb_pipe, target);

	if (pipe->reader)
		wdf_usb_reader_stop(pipe->reader, how);
}

static const struct wdf_iotarget_ops wdf_usb_pipe_ops = {
	.present = wdf_usb_present,
	.start = wdf_usb_pipe_target_start,
	.stop = wdf_usb_pipe_target_stop,
};

static unsigned int wdf_usb_pipe_for_urb(struct usb_device *udev,
					 const struct usb_endpoint_descriptor *desc)
{
	bool in = usb_endpoint_dir_in(desc);
	unsigned int num = usb_endpoint_num(desc);

	switch (usb_endpoint_type(desc)) {
	case USB_ENDPOINT_XFER_INT:
		return in ? usb_rcvintpipe(udev, num) : usb_sndintpipe(udev, num);
	case USB_ENDPOINT_XFER_BULK:
		return in ? usb_rcvbulkpipe(udev, num) : usb_sndbulkpipe(udev, num);
	case USB_ENDPOINT_XFER_ISOC:
		return in ? usb_rcvisocpipe(udev, num) : usb_sndisocpipe(udev, num);
	default:
		return in ? usb_rcvctrlpipe(udev, num) : usb_sndctrlpipe(udev, num);
	}
}

/**
 * wdf_usb_pipe_create() - the pipe object of an endpoint
 * @owner: its interface
 * @ep: endpoint of the setting in effect; maxpacket is not 0
 * @setting: that setting
 * @attributes: the client's for pipes, may be NULL
 * @out: result; wdf_object_delete() ends it
 *
 * Context: process.
 */
NTSTATUS wdf_usb_pipe_create(struct wdf_usb_interface *owner,
			     const struct usb_host_endpoint *ep, u8 setting,
			     PWDF_OBJECT_ATTRIBUTES attributes, struct wdf_usb_pipe **out)
{
	struct wdf_usb_pipe *pipe = kzalloc(sizeof(*pipe), GFP_KERNEL);
	NTSTATUS status;

	if (!pipe)
		return STATUS_INSUFFICIENT_RESOURCES;

	wdf_iotarget_init(&pipe->target, &wdf_usb_pipe_class, &wdf_usb_pipe_ops,
			  owner->usb->target.device);
	pipe->owner = owner;
	pipe->desc = ep->desc;
	pipe->setting = setting;
	pipe->urb_pipe = wdf_usb_pipe_for_urb(owner->usb->fn->udev, &ep->desc);

	status = wdf_object_publish(&pipe->target.base, attributes, &owner->base);
	if (!NT_SUCCESS(status)) {
		kfree(pipe);
		return status;
	}
	*out = pipe;
	return STATUS_SUCCESS;
}

struct wdf_usb_pipe *wdf_usb_pipe_from_handle(WDFUSBPIPE handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_USBPIPE, who);

	return obj ? wdf_usb_pipe_from_object(obj) : NULL;
}

WDFUSBPIPE wdf_usb_pipe_to_handle(struct wdf_usb_pipe *pipe)
{
	return (WDFUSBPIPE)&pipe->target.base;
}

static WDF_USB_PIPE_TYPE wdf_usb_pipe_type(const struct usb_endpoint_descriptor *desc)
{
	switch (usb_endpoint_type(desc)) {
	case USB_ENDPOINT_XFER_ISOC:
		return WdfUsbPipeTypeIsochronous;
	case USB_ENDPOINT_XFER_BULK:
		return WdfUsbPipeTypeBulk;
	case USB_ENDPOINT_XFER_INT:
		return WdfUsbPipeTypeInterrupt;
	default:
		return WdfUsbPipeTypeControl;
	}
}

/**
 * wdf_usb_pipe_information() - an endpoint as WDF describes it
 * @desc: endpoint descriptor
 * @setting: alternate setting it belongs to
 * @info: Size was checked
 */
void wdf_usb_pipe_information(const struct usb_endpoint_descriptor *desc, u8 setting,
			      PWDF_USB_PIPE_INFORMATION info)
{
	/* What fits into one interval of a high-bandwidth endpoint. */
	info->MaximumPacketSize = usb_endpoint_maxp(desc);
	if (usb_endpoint_xfer_isoc(desc))
		info->MaximumPacketSize *= usb_endpoint_maxp_mult(desc);
	info->EndpointAddress = desc->bEndpointAddress;
	info->Interval = desc->bInterval;
	info->SettingIndex = setting;
	info->PipeType = wdf_usb_pipe_type(desc);
	info->MaximumTransferSize = WDF_USB_MAX_TRANSFER;
}

VOID WdfUsbTargetPipeGetInformation(WDFUSBPIPE Pipe, PWDF_USB_PIPE_INFORMATION PipeInformation)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	if (!pipe || !PipeInformation)
		return;
	if (PipeInformation->Size != sizeof(*PipeInformation)) {
		nt_violation(pipe->target.base.driver, NT_RULE_TARGET_ARGUMENT,
			     "%s: Size %u", __func__, PipeInformation->Size);
		return;
	}
	wdf_usb_pipe_information(&pipe->desc, pipe->setting, PipeInformation);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeGetInformation, NDIS_SHIM);

WDF_USB_PIPE_TYPE WdfUsbTargetPipeGetType(WDFUSBPIPE Pipe)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	return pipe ? wdf_usb_pipe_type(&pipe->desc) : WdfUsbPipeTypeInvalid;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeGetType, NDIS_SHIM);

BOOLEAN WdfUsbTargetPipeIsInEndpoint(WDFUSBPIPE Pipe)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	return pipe && usb_endpoint_dir_in(&pipe->desc);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeIsInEndpoint, NDIS_SHIM);

BOOLEAN WdfUsbTargetPipeIsOutEndpoint(WDFUSBPIPE Pipe)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	return pipe && usb_endpoint_dir_out(&pipe->desc);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeIsOutEndpoint, NDIS_SHIM);

WDFIOTARGET WdfUsbTargetPipeGetIoTarget(WDFUSBPIPE Pipe)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	return pipe ? wdf_iotarget_to_handle(&pipe->target) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeGetIoTarget, NDIS_SHIM);

VOID WdfUsbTargetPipeSetNoMaximumPacketSizeCheck(WDFUSBPIPE Pipe)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	if (pipe)
		pipe->no_size_check = true;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeSetNoMaximumPacketSizeCheck, NDIS_SHIM);

/* The handle itself: an URB names a pipe as every other call does. */
USBD_PIPE_HANDLE WdfUsbTargetPipeWdmGetPipeHandle(WDFUSBPIPE Pipe)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	return pipe ? (USBD_PIPE_HANDLE)wdf_usb_pipe_to_handle(pipe) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeWdmGetPipeHandle, NDIS_SHIM);
