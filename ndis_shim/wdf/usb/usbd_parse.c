// SPDX-License-Identifier: GPL-2.0
/*
 * Descriptors for drivers that look at them themselves: USBD_ParseDescriptors()
 * and its relatives, and the URBs that select what was found.
 *
 * All of it touches only the memory it is given. The bytes came from a device:
 * a descriptor that does not fit ends the walk.
 */
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/string.h>

#include <wdf.h>
#include <usbdlib.h>

#include "compat_unaligned.h"
#include "nt/nt_internal.h"
#include "wdf/usb/usb_internal.h"

/* Position in a chain of descriptors. */
struct usbd_walk {
	u8 *next;
	u8 *end;
};

/* The next descriptor, complete and at least two bytes long, or NULL. */
static PUSB_COMMON_DESCRIPTOR usbd_walk_next(struct usbd_walk *walk)
{
	PUSB_COMMON_DESCRIPTOR desc = (PUSB_COMMON_DESCRIPTOR)walk->next;

	if (walk->end - walk->next < (ptrdiff_t)sizeof(*desc) ||
	    desc->bLength < sizeof(*desc) || desc->bLength > walk->end - walk->next)
		return NULL;
	walk->next += desc->bLength;
	return desc;
}

/* From @start, or from the beginning; false if @start is not in the buffer. */
static bool usbd_walk_begin(struct usbd_walk *walk, void *buffer, u32 length, void *start)
{
	walk->next = start ? start : buffer;
	walk->end = (u8 *)buffer + length;
	return buffer && walk->next >= (u8 *)buffer && walk->next <= walk->end;
}

PUSB_COMMON_DESCRIPTOR USBD_ParseDescriptors(PVOID DescriptorBuffer, ULONG TotalLength,
					     PVOID StartPosition, LONG DescriptorType)
{
	PUSB_COMMON_DESCRIPTOR desc;
	struct usbd_walk walk;

	if (!usbd_walk_begin(&walk, DescriptorBuffer, TotalLength, StartPosition))
		return NULL;
	while ((desc = usbd_walk_next(&walk))) {
		if (desc->bDescriptorType == DescriptorType)
			return desc;
	}
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(USBD_ParseDescriptors, NDIS_SHIM);

static bool usbd_matches(u8 value, LONG wanted)
{
	return wanted == -1 || value == wanted;
}

PUSB_INTERFACE_DESCRIPTOR
USBD_ParseConfigurationDescriptorEx(PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
				    PVOID StartPosition, LONG InterfaceNumber,
				    LONG AlternateSetting, LONG InterfaceClass,
				    LONG InterfaceSubClass, LONG InterfaceProtocol)
{
	PUSB_INTERFACE_DESCRIPTOR intf;
	PUSB_COMMON_DESCRIPTOR desc;
	struct usbd_walk walk;

	if (!ConfigurationDescriptor ||
	    !usbd_walk_begin(&walk, ConfigurationDescriptor,
			     get_unaligned_le16(&ConfigurationDescriptor->wTotalLength),
			     StartPosition))
		return NULL;
	while ((desc = usbd_walk_next(&walk))) {
		if (desc->bDescriptorType != USB_INTERFACE_DESCRIPTOR_TYPE ||
		    desc->bLength < sizeof(*intf))
			continue;
		intf = (PUSB_INTERFACE_DESCRIPTOR)desc;
		if (usbd_matches(intf->bInterfaceNumber, InterfaceNumber) &&
		    usbd_matches(intf->bAlternateSetting, AlternateSetting) &&
		    usbd_matches(intf->bInterfaceClass, InterfaceClass) &&
		    usbd_matches(intf->bInterfaceSubClass, InterfaceSubClass) &&
		    usbd_matches(intf->bInterfaceProtocol, InterfaceProtocol))
			return intf;
	}
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(USBD_ParseConfigurationDescriptorEx, NDIS_SHIM);

PUSB_INTERFACE_DESCRIPTOR
USBD_ParseConfigurationDescriptor(PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
				  UCHAR InterfaceNumber, UCHAR AlternateSetting)
{
	return USBD_ParseConfigurationDescriptorEx(ConfigurationDescriptor,
						   ConfigurationDescriptor, InterfaceNumber,
						   AlternateSetting, -1, -1, -1);
}
EXPORT_SYMBOL_NS_GPL(USBD_ParseConfigurationDescriptor, NDIS_SHIM);

ULONG USBD_GetInterfaceLength(PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor, PUCHAR BufferEnd)
{
	PUSB_COMMON_DESCRIPTOR desc;
	struct usbd_walk walk;
	ULONG length = 0;

	if (!InterfaceDescriptor || BufferEnd < (PUCHAR)InterfaceDescriptor)
		return 0;
	walk.next = (u8 *)InterfaceDescriptor;
	walk.end = BufferEnd;
	while ((desc = usbd_walk_next(&walk))) {
		if (length && desc->bDescriptorType == USB_INTERFACE_DESCRIPTOR_TYPE)
			break;
		length += desc->bLength;
	}
	return length;
}
EXPORT_SYMBOL_NS_GPL(USBD_GetInterfaceLength, NDIS_SHIM);

/* ---- validation ---- */

/* Endpoints still to come of the interface that the walk is in. */
struct usbd_check {
	USHORT level;
	unsigned int endpoints;
	unsigned int interfaces;	/* first settings seen */
};

static USBD_STATUS usbd_check_interface(struct usbd_check *check, PUSB_COMMON_DESCRIPTOR desc)
{
	PUSB_INTERFACE_DESCRIPTOR intf = (PUSB_INTERFACE_DESCRIPTOR)desc;

	if (desc->bLength < sizeof(*intf))
		return USBD_STATUS_BAD_INTERFACE_DESCRIPTOR;
	if (check->level > 1 && check->endpoints)
		return USBD_STATUS_BAD_NUMBER_OF_ENDPOINTS;
	check->endpoints = intf->bNumEndpoints;
	check->interfaces += !intf->bAlternateSetting;
	return USBD_STATUS_SUCCESS;
}

static USBD_STATUS usbd_check_endpoint(struct usbd_check *check, PUSB_COMMON_DESCRIPTOR desc)
{
	PUSB_ENDPOINT_DESCRIPTOR ep = (PUSB_ENDPOINT_DESCRIPTOR)desc;

	if (desc->bLength < sizeof(*ep))
		return USBD_STATUS_BAD_ENDPOINT_DESCRIPTOR;
	if (check->level > 1 && !check->endpoints)
		return USBD_STATUS_BAD_NUMBER_OF_ENDPOINTS;
	if (check->level > 2 && !(ep->bEndpointAddress & USB_ENDPOINT_ADDRESS_MASK))
		return USBD_STATUS_BAD_ENDPOINT_ADDRESS;
	if (check->endpoints)
		check->endpoints--;
	return USBD_STATUS_SUCCESS;
}

static USBD_STATUS usbd_check_one(struct usbd_check *check, PUSB_COMMON_DESCRIPTOR desc)
{
	switch (desc->bDescriptorType) {
	case USB_INTERFACE_DESCRIPTOR_TYPE:
		return usbd_check_interface(check, desc);
	case USB_ENDPOINT_DESCRIPTOR_TYPE:
		return usbd_check_endpoint(check, desc);
	case USB_INTERFACE_ASSOCIATION_DESCRIPTOR_TYPE:
		return desc->bLength < sizeof(USB_INTERFACE_ASSOCIATION_DESCRIPTOR) ?
		       USBD_STATUS_BAD_INTERFACE_ASSOC_DESCRIPTOR : USBD_STATUS_SUCCESS;
	default:
		return USBD_STATUS_SUCCESS;
	}
}

USBD_STATUS USBD_ValidateConfigurationDescriptor(PUSB_CONFIGURATION_DESCRIPTOR ConfigDesc,
						 ULONG BufferLength, USHORT Level,
						 PUCHAR *Offset, ULONG Tag)
{
	struct usbd_check check = { .level = Level };
	PUSB_COMMON_DESCRIPTOR desc;
	struct usbd_walk walk;
	USBD_STATUS status;
	u16 total;

	if (!ConfigDesc || !Offset || !Level || Level > 3)
		return USBD_STATUS_INVALID_PARAMETER;
	*Offset = (PUCHAR)ConfigDesc;
	if (BufferLength < sizeof(*ConfigDesc))
		return USBD_STATUS_BUFFER_TOO_SMALL;
	if (ConfigDesc->bDescriptorType != USB_CONFIGURATION_DESCRIPTOR_TYPE)
		return USBD_STATUS_BAD_DESCRIPTOR_TYPE;
	if (ConfigDesc->bLength < sizeof(*ConfigDesc))
		return USBD_STATUS_BAD_DESCRIPTOR_BLEN;
	total = get_unaligned_le16(&ConfigDesc->wTotalLength);
	if (total < ConfigDesc->bLength || total > BufferLength)
		return USBD_STATUS_BAD_CONFIG_DESC_LENGTH;

	usbd_walk_begin(&walk, ConfigDesc, total, NULL);
	usbd_walk_next(&walk);
	for (;;) {
		*Offset = walk.next;
		desc = usbd_walk_next(&walk);
		if (!desc)
			break;
		status = usbd_check_one(&check, desc);
		if (!USBD_SUCCESS(status))
			return status;
	}
	if (walk.next != walk.end)
		return USBD_STATUS_BAD_DESCRIPTOR_BLEN;
	if (Level > 1 && check.endpoints)
		return USBD_STATUS_BAD_NUMBER_OF_ENDPOINTS;
	if (Level > 1 && check.interfaces != ConfigDesc->bNumInterfaces)
		return USBD_STATUS_BAD_NUMBER_OF_INTERFACES;
	*Offset = NULL;
	return USBD_STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(USBD_ValidateConfigurationDescriptor, NDIS_SHIM);

/* ---- URBs that select ---- */

/**
 * wdf_usb_interface_info_init() - one interface of an URB, as yet unanswered
 * @info: GET_USBD_INTERFACE_SIZE() bytes
 * @desc: the setting that is to be selected
 *
 * Return: where the next one may begin.
 */
static PUSBD_INTERFACE_INFORMATION wdf_usb_interface_info_init(PUSBD_INTERFACE_INFORMATION info,
							       PUSB_INTERFACE_DESCRIPTOR desc)
{
	unsigned int i;

	info->Length = GET_USBD_INTERFACE_SIZE(desc->bNumEndpoints);
	info->InterfaceNumber = desc->bInterfaceNumber;
	info->AlternateSetting = desc->bAlternateSetting;
	info->NumberOfPipes = desc->bNumEndpoints;
	for (i = 0; i < desc->bNumEndpoints; i++)
		info->Pipes[i].MaximumTransferSize = USBD_DEFAULT_MAXIMUM_TRANSFER_SIZE;
	return (void *)info + info->Length;
}

/**
 * wdf_usb_select_config_length() - bytes of an URB that selects a list
 * @list: ends with an entry without a descriptor
 *
 * Return: 0 if an URB cannot be so long.
 */
size_t wdf_usb_select_config_length(const USBD_INTERFACE_LIST_ENTRY *list)
{
	size_t length = offsetof(struct _URB_SELECT_CONFIGURATION, Interface);

	for (; list->InterfaceDescriptor && length <= U16_MAX; list++)
		length += GET_USBD_INTERFACE_SIZE(list->InterfaceDescriptor->bNumEndpoints);
	return length <= U16_MAX ? max(length, sizeof(struct _URB_SELECT_CONFIGURATION)) : 0;
}

/**
 * wdf_usb_select_config_build() - fill in an URB that selects a list
 * @urb: zeroed
 * @length: wdf_usb_select_config_length()
 * @config: configuration descriptor
 * @list: is told where its interfaces are
 */
void wdf_usb_select_config_build(PURB urb, size_t length, PUSB_CONFIGURATION_DESCRIPTOR config,
				 PUSBD_INTERFACE_LIST_ENTRY list)
{
	PUSBD_INTERFACE_INFORMATION info = &urb->UrbSelectConfiguration.Interface;

	UsbBuildSelectConfigurationRequest(urb, length, config);
	for (; list->InterfaceDescriptor; list++) {
		list->Interface = info;
		info = wdf_usb_interface_info_init(info, list->InterfaceDescriptor);
	}
}

/**
 * wdf_usb_select_interface_build() - fill in an URB that selects a setting
 * @urb: zeroed, GET_SELECT_INTERFACE_REQUEST_SIZE() bytes
 * @config: configuration handle
 * @entry: is told where its interface is
 */
void wdf_usb_select_interface_build(PURB urb, USBD_CONFIGURATION_HANDLE config,
				    PUSBD_INTERFACE_LIST_ENTRY entry)
{
	PUSB_INTERFACE_DESCRIPTOR desc = entry->InterfaceDescriptor;

	UsbBuildSelectInterfaceRequest(urb, GET_SELECT_INTERFACE_REQUEST_SIZE(desc->bNumEndpoints),
				       config, desc->bInterfaceNumber, desc->bAlternateSetting);
	entry->Interface = &urb->UrbSelectInterface.Interface;
	wdf_usb_interface_info_init(entry->Interface, desc);
}

PURB USBD_CreateConfigurationRequestExWorker(PWDF_DRIVER_GLOBALS Globals,
					     PUSB_CONFIGURATION_DESCRIPTOR
						     ConfigurationDescriptor,
					     PUSBD_INTERFACE_LIST_ENTRY InterfaceList)
{
	size_t length;
	PURB urb;

	if (!ConfigurationDescriptor || !InterfaceList)
		return NULL;
	length = wdf_usb_select_config_length(InterfaceList);
	if (!length)
		return NULL;
	urb = nt_pool_alloc(nt_driver_from_globals(Globals), POOL_FLAG_NON_PAGED, length,
			    WDF_USB_POOL_TAG);
	if (urb)
		wdf_usb_select_config_build(urb, length, ConfigurationDescriptor, InterfaceList);
	return urb;
}
EXPORT_SYMBOL_NS_GPL(USBD_CreateConfigurationRequestExWorker, NDIS_SHIM);

PURB USBD_CreateConfigurationRequestWorker(PWDF_DRIVER_GLOBALS Globals,
					   PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
					   PUSHORT Size)
{
	USBD_INTERFACE_LIST_ENTRY list[WDF_USB_MAX_INTERFACES + 1] = {};
	unsigned int number, count = 0;
	PUSB_INTERFACE_DESCRIPTOR desc;
	PURB urb;

	if (Size)
		*Size = 0;
	if (!ConfigurationDescriptor || !Size)
		return NULL;
	for (number = 0; number <= U8_MAX && count < WDF_USB_MAX_INTERFACES; number++) {
		desc = USBD_ParseConfigurationDescriptor(ConfigurationDescriptor, number, 0);
		if (desc)
			list[count++].InterfaceDescriptor = desc;
	}
	urb = USBD_CreateConfigurationRequestExWorker(Globals, ConfigurationDescriptor, list);
	if (urb)
		*Size = urb->UrbHeader.Length;
	return urb;
}
EXPORT_SYMBOL_NS_GPL(USBD_CreateConfigurationRequestWorker, NDIS_SHIM);
