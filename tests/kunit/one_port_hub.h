/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The root hub of a host controller that is only memory: one port, whose wPortStatus
 * and wPortChange << 16 are a word of the controller's, under its lock.
 */
#ifndef _TESTS_KUNIT_ONE_PORT_HUB_H
#define _TESTS_KUNIT_ONE_PORT_HUB_H

#include <linux/string.h>
#include <linux/usb/ch11.h>
#include <linux/usb/hcd.h>

static inline void one_port_set_feature(u32 *port, u16 feature)
{
	switch (feature) {
	case USB_PORT_FEAT_RESET:
		if (*port & USB_PORT_STAT_CONNECTION)
			*port |= USB_PORT_STAT_ENABLE | USB_PORT_STAT_HIGH_SPEED;
		*port &= ~USB_PORT_STAT_SUSPEND;
		*port |= USB_PORT_STAT_C_RESET << 16;
		break;
	case USB_PORT_FEAT_SUSPEND:
	case USB_PORT_FEAT_POWER:
		*port |= 1 << feature;
		break;
	}
}

static inline void one_port_clear_feature(u32 *port, u16 feature)
{
	if (feature == USB_PORT_FEAT_SUSPEND && *port & USB_PORT_STAT_SUSPEND)
		*port |= USB_PORT_STAT_C_SUSPEND << 16;
	*port &= ~(1 << feature);
}

/* hc_driver.hub_status_data. */
static inline int one_port_status(u32 port, char *buf)
{
	buf[0] = port >> 16 ? 1 << 1 : 0;
	return buf[0] ? 1 : 0;
}

/* hc_driver.hub_control. What a reset is to the device, the caller knows. */
static inline int one_port_control(u32 *port, u16 request, u16 value, char *buf)
{
	struct usb_hub_descriptor *hub = (struct usb_hub_descriptor *)buf;

	switch (request) {
	case GetHubDescriptor:
		memset(hub, 0, USB_DT_HUB_NONVAR_SIZE + 2);
		hub->bDescLength = USB_DT_HUB_NONVAR_SIZE + 2;
		hub->bDescriptorType = USB_DT_HUB;
		hub->bNbrPorts = 1;
		hub->wHubCharacteristics = cpu_to_le16(HUB_CHAR_INDV_PORT_LPSM |
						       HUB_CHAR_COMMON_OCPM);
		hub->u.hs.DeviceRemovable[1] = 0xff;
		return 0;
	case GetHubStatus:
		memset(buf, 0, 4);
		return 0;
	case GetPortStatus:
		((__le16 *)buf)[0] = cpu_to_le16(*port);
		((__le16 *)buf)[1] = cpu_to_le16(*port >> 16);
		return 0;
	case SetPortFeature:
		one_port_set_feature(port, value);
		return 0;
	case ClearPortFeature:
		one_port_clear_feature(port, value);
		return 0;
	case ClearHubFeature:
		return 0;
	default:
		return -EPIPE;
	}
}

/* Is the port being reset with this? */
static inline bool one_port_is_reset(u16 request, u16 value)
{
	return request == SetPortFeature && value == USB_PORT_FEAT_RESET;
}

#endif
