// SPDX-License-Identifier: GPL-2.0
/*
 * The setup packets that URBs stand for. Touches only the URB that it is given.
 */
#include <linux/usb.h>

#include <wdf.h>

#include "wdf/usb/usb_internal.h"

/* What the fields behind the common part of an URB mean. */
enum urb_kind {
	URB_DESCRIPTOR = 1,
	URB_FEATURE,
	URB_STATUS_REQUEST,
	URB_VENDOR,
	URB_CONFIGURATION,
	URB_INTERFACE,
};

struct urb_function {
	u8 kind;
	u8 type;	/* bmRequestType, without the direction where data decides */
	u8 request;
};

static const struct urb_function urb_functions[] = {
#define DESCRIPTOR(recipient, dir, request)	\
	{ URB_DESCRIPTOR, (dir) | (recipient), (request) }
	[URB_FUNCTION_GET_DESCRIPTOR_FROM_DEVICE] =
		DESCRIPTOR(USB_RECIP_DEVICE, USB_DIR_IN, USB_REQ_GET_DESCRIPTOR),
	[URB_FUNCTION_GET_DESCRIPTOR_FROM_INTERFACE] =
		DESCRIPTOR(USB_RECIP_INTERFACE, USB_DIR_IN, USB_REQ_GET_DESCRIPTOR),
	[URB_FUNCTION_GET_DESCRIPTOR_FROM_ENDPOINT] =
		DESCRIPTOR(USB_RECIP_ENDPOINT, USB_DIR_IN, USB_REQ_GET_DESCRIPTOR),
	[URB_FUNCTION_SET_DESCRIPTOR_TO_DEVICE] =
		DESCRIPTOR(USB_RECIP_DEVICE, 0, USB_REQ_SET_DESCRIPTOR),
	[URB_FUNCTION_SET_DESCRIPTOR_TO_INTERFACE] =
		DESCRIPTOR(USB_RECIP_INTERFACE, 0, USB_REQ_SET_DESCRIPTOR),
	[URB_FUNCTION_SET_DESCRIPTOR_TO_ENDPOINT] =
		DESCRIPTOR(USB_RECIP_ENDPOINT, 0, USB_REQ_SET_DESCRIPTOR),
#undef DESCRIPTOR
#define FEATURE(to)									\
	[URB_FUNCTION_SET_FEATURE_TO_##to] =						\
		{ URB_FEATURE, USB_RECIP_##to, USB_REQ_SET_FEATURE },			\
	[URB_FUNCTION_CLEAR_FEATURE_TO_##to] =						\
		{ URB_FEATURE, USB_RECIP_##to, USB_REQ_CLEAR_FEATURE },			\
	[URB_FUNCTION_GET_STATUS_FROM_##to] =						\
		{ URB_STATUS_REQUEST, USB_DIR_IN | USB_RECIP_##to, USB_REQ_GET_STATUS },	\
	[URB_FUNCTION_VENDOR_##to] = { URB_VENDOR, USB_TYPE_VENDOR | USB_RECIP_##to },	\
	[URB_FUNCTION_CLASS_##to] = { URB_VENDOR, USB_TYPE_CLASS | USB_RECIP_##to }
	FEATURE(DEVICE),
	FEATURE(INTERFACE),
	FEATURE(ENDPOINT),
	FEATURE(OTHER),
#undef FEATURE
	[URB_FUNCTION_GET_CONFIGURATION] = {
		URB_CONFIGURATION, USB_DIR_IN, USB_REQ_GET_CONFIGURATION
	},
	[URB_FUNCTION_GET_INTERFACE] = {
		URB_INTERFACE, USB_DIR_IN | USB_RECIP_INTERFACE, USB_REQ_GET_INTERFACE
	},
};

/* A value from 4 on replaces the recipient: the reserved bits and all. */
static u8 urb_vendor_type(const struct _URB_CONTROL_VENDOR_OR_CLASS_REQUEST *urb, u8 type)
{
	u8 bits = urb->RequestTypeReservedBits & 0x1f;

	if (bits >= 4)
		type = (type & USB_TYPE_MASK) | bits;
	return type | (urb->TransferFlags & USBD_TRANSFER_DIRECTION_IN ? USB_DIR_IN : 0);
}

/**
 * wdf_usb_urb_setup() - the setup packet of an URB for the default pipe
 * @urb: of any function; at least its header is there
 * @room: bytes of memory that it has
 * @setup: result, without wLength
 * @needed: bytes that such an URB has to have
 *
 * Looks behind the header only if it is there, by UrbHeader.Length and by @room.
 *
 * Return: false if URBs of this function have none.
 */
bool wdf_usb_urb_setup(const URB *urb, size_t room, struct usb_ctrlrequest *setup,
		       size_t *needed)
{
	static const size_t sizes[] = {
		[URB_DESCRIPTOR] = sizeof(urb->UrbControlDescriptorRequest),
		[URB_FEATURE] = sizeof(urb->UrbControlFeatureRequest),
		[URB_STATUS_REQUEST] = sizeof(urb->UrbControlGetStatusRequest),
		[URB_VENDOR] = sizeof(urb->UrbControlVendorClassRequest),
		[URB_CONFIGURATION] = sizeof(urb->UrbControlGetConfigurationRequest),
		[URB_INTERFACE] = sizeof(urb->UrbControlGetInterfaceRequest),
	};
	const struct urb_function *function = &urb_functions[0];
	u16 value = 0, index = 0;

	if (urb->UrbHeader.Function < ARRAY_SIZE(urb_functions))
		function = &urb_functions[urb->UrbHeader.Function];
	if (!function->kind)
		return false;

	memset(setup, 0, sizeof(*setup));
	*needed = sizes[function->kind];
	if (urb->UrbHeader.Length < *needed || room < *needed)
		return true;
	setup->bRequestType = function->type;
	setup->bRequest = function->request;
	switch (function->kind) {
	case URB_DESCRIPTOR:
		value = urb->UrbControlDescriptorRequest.DescriptorType << 8 |
			urb->UrbControlDescriptorRequest.Index;
		index = urb->UrbControlDescriptorRequest.LanguageId;
		break;
	case URB_FEATURE:
		value = urb->UrbControlFeatureRequest.FeatureSelector;
		index = urb->UrbControlFeatureRequest.Index;
		break;
	case URB_STATUS_REQUEST:
		index = urb->UrbControlGetStatusRequest.Index;
		break;
	case URB_VENDOR:
		setup->bRequestType = urb_vendor_type(&urb->UrbControlVendorClassRequest,
						      function->type);
		setup->bRequest = urb->UrbControlVendorClassRequest.Request;
		value = urb->UrbControlVendorClassRequest.Value;
		index = urb->UrbControlVendorClassRequest.Index;
		break;
	case URB_INTERFACE:
		index = urb->UrbControlGetInterfaceRequest.Interface;
		break;
	}
	setup->wValue = cpu_to_le16(value);
	setup->wIndex = cpu_to_le16(index);
	return true;
}
