// SPDX-License-Identifier: GPL-2.0
/*
 * Standard requests of USB chapter 9.  Address handling is the host controller's and never comes
 * here through USB/IP.
 */
#include "core.h"

#include <errno.h>

#define FEATURE_ENDPOINT_HALT	0
#define FEATURE_REMOTE_WAKEUP	1

static int ep0_get_descriptor(struct modem *m, const struct setup *s, u8 *data)
{
	enum fault_form form = FORM_NONE;
	enum fault_point point;
	const struct fault *f;
	u8 buf[1024];
	u32 len = 0;

	switch (s->value >> 8) {
	case 0x01:
		len = usb_device_descriptor(m, buf);
		point = FAULT_device;
		form = FORM_DEVICE;
		break;
	case 0x02:
		len = usb_config_descriptor(m, buf);
		point = FAULT_config;
		form = FORM_CONFIG;
		break;
	case 0x03:
		len = usb_string_descriptor(m, s->value & 0xff, buf);
		point = FAULT_string;
		break;
	case 0x0f:
		len = usb_bos_descriptor(m, buf);
		point = FAULT_bos;
		break;
	}
	if (!len)
		return -EPIPE;
	f = fault_take(m, point);
	if (fault_flow(f) != FLOW_GOES)
		return -EPIPE;
	/* The whole of it, however much of it was asked for. */
	len = min_u32(fault_bytes(f, form, buf, len, sizeof(buf)), s->length);
	memcpy(data, buf, len);
	return len;
}

/* SET_CONFIGURATION is also what a port reset looks like from here. */
static int ep0_set_configuration(struct modem *m, const struct setup *s)
{
	if (s->value > 1)
		return -EPIPE;
	if (m->control.open) {
		m->usb.reset_while_open++;
		modem_log(m, "device reset or reconfigured while the function is open");
	}
	m->usb.configuration = s->value;
	m->usb.comm_alt = 0;
	m->usb.data_alt = 0;
	m->usb.remote_wakeup = false;
	m->usb.notify.halted = false;
	m->usb.configured += s->value;
	data_alt_changed(m, false);
	control_reset(m);
	data_reset(m);
	return 0;
}

static int ep0_set_interface(struct modem *m, const struct setup *s)
{
	u32 max_alt;

	if (s->index == m->cfg.comm_if) {
		max_alt = m->cfg.dual;
	} else if (s->index == m->cfg.data_if) {
		max_alt = usb_data_alt_mbim(m);
	} else {
		violation_record(m, V_USB_INTERFACE, "interface %u", s->index);
		return -EPIPE;
	}
	if (s->value > max_alt) {
		violation_record(m, V_USB_INTERFACE, "interface %u setting %u", s->index, s->value);
		return -EPIPE;
	}
	modem_log(m, "SET_INTERFACE %u setting %u", s->index, s->value);

	if (s->index == m->cfg.comm_if) {
		m->usb.comm_alt = s->value;
		m->usb.notify.halted = false;
		return 0;
	}

	if (s->value && m->cfg.dual && s->value != 1 + m->usb.comm_alt)
		violation_record(m, V_DATA_ALT_PAIRING, "data setting %u with comm setting %u",
				 s->value, m->usb.comm_alt);
	if (!s->value && m->control.open)
		m->usb.alt0_while_open++;
	m->usb.data_alt = s->value;
	data_alt_changed(m, s->value != 0);
	if (!s->value)
		data_reset(m);
	return 0;
}

/* NULL: there is none in the current settings. */
static struct usb_endpoint *ep0_endpoint(struct modem *m, u16 addr)
{
	if (!m->usb.configuration || (addr != EP_NOTIFY && !m->usb.data_alt))
		return NULL;
	switch (addr) {
	case EP_NOTIFY:
		return &m->usb.notify;
	case EP_BULK_IN:
		return &m->usb.bulk_in;
	case EP_BULK_OUT:
		return &m->usb.bulk_out;
	default:
		return NULL;
	}
}

static int ep0_feature(struct modem *m, const struct setup *s, bool on)
{
	struct usb_endpoint *ep;

	switch (s->type & USB_RECIP_MASK) {
	case USB_RECIP_DEVICE:
		/* SuperSpeed's U1 and U2 enable (48, 49) and LTM are accepted without effect. */
		if (s->value == FEATURE_REMOTE_WAKEUP)
			m->usb.remote_wakeup = on;
		else if (m->cfg.speed != SPEED_SUPER)
			return -EPIPE;
		return 0;
	case USB_RECIP_INTERFACE:
		return m->cfg.speed == SPEED_SUPER ? 0 : -EPIPE;	/* function suspend */
	case USB_RECIP_ENDPOINT:
		ep = ep0_endpoint(m, s->index);
		if (!ep) {
			violation_record(m, V_USB_NO_ENDPOINT, "%s halt of endpoint %02x",
					 on ? "set" : "clear", s->index);
			return -EPIPE;
		}
		if (s->value != FEATURE_ENDPOINT_HALT)
			return -EPIPE;
		ep->halted = on;
		modem_log(m, "%s halt of endpoint %02x", on ? "set" : "clear", s->index);
		return 0;
	default:
		return -EPIPE;
	}
}

static int ep0_get_status(struct modem *m, const struct setup *s, u8 *data)
{
	struct usb_endpoint *ep;
	u16 status = 0;

	switch (s->type & USB_RECIP_MASK) {
	case USB_RECIP_DEVICE:
		status = m->usb.remote_wakeup ? 2 : 0;
		break;
	case USB_RECIP_ENDPOINT:
		ep = ep0_endpoint(m, s->index);
		status = ep && ep->halted;
		break;
	}
	u8 buf[2];

	put_le16(buf, status);
	memcpy(data, buf, min_u32(2, s->length));
	return min_u32(2, s->length);
}

static int ep0_get_byte(const struct setup *s, u8 *data, u8 value)
{
	if (!s->length)
		return -EPIPE;
	data[0] = value;
	return 1;
}

int usb_standard_request(struct modem *m, const struct setup *s, u8 *data)
{
	switch (s->request) {
	case USB_REQ_GET_DESCRIPTOR:
		return ep0_get_descriptor(m, s, data);
	case USB_REQ_SET_CONFIGURATION:
		return ep0_set_configuration(m, s);
	case USB_REQ_GET_CONFIGURATION:
		return ep0_get_byte(s, data, m->usb.configuration);
	case USB_REQ_SET_INTERFACE:
		return ep0_set_interface(m, s);
	case USB_REQ_GET_INTERFACE:
		return ep0_get_byte(s, data, s->index == m->cfg.comm_if ? m->usb.comm_alt :
						     m->usb.data_alt);
	case USB_REQ_GET_STATUS:
		return ep0_get_status(m, s, data);
	case USB_REQ_CLEAR_FEATURE:
	case USB_REQ_SET_FEATURE:
		return ep0_feature(m, s, s->request == USB_REQ_SET_FEATURE);
	case USB_REQ_SET_ADDRESS:
		return 0;
	case USB_REQ_SET_SEL:
	case USB_REQ_SET_ISOCH_DELAY:
		return m->cfg.speed == SPEED_SUPER ? s->length : -EPIPE;
	default:
		violation_record(m, V_USB_REQUEST, "standard request %u", s->request);
		return -EPIPE;
	}
}
