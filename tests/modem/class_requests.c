// SPDX-License-Identifier: GPL-2.0
/*
 * CDC class requests: NTB negotiation, the encapsulated channel, RESET_FUNCTION, each checked
 * against the rules of NCM 1.0 and MBIM 1.0 before it is obeyed.
 */
#include "core.h"

#include <errno.h>

#define NTB_INPUT_MIN 2048

static int class_get_ntb_parameters(struct modem *m, const struct setup *s, u8 *data)
{
	const struct modem_config *c = &m->cfg;
	u8 p[28] = { 0 };
	u32 n = min_u32(s->length, sizeof(p));

	if (s->length != sizeof(p))
		violation_record(m, V_CLASS_WLENGTH, "GET_NTB_PARAMETERS of %u bytes", s->length);
	put_le16(p, sizeof(p));
	put_le16(p + 2, c->formats);
	put_le32(p + 4, c->in_max);
	put_le16(p + 8, c->in_divisor);
	put_le16(p + 10, c->in_remainder);
	put_le16(p + 12, c->in_alignment);
	put_le32(p + 16, c->out_max);
	put_le16(p + 20, c->out_divisor);
	put_le16(p + 22, c->out_remainder);
	put_le16(p + 24, c->out_alignment);
	put_le16(p + 26, c->out_datagrams);
	memcpy(data, p, n);
	return n;
}

static int class_get_ntb_format(struct modem *m, const struct setup *s, u8 *data)
{
	if (s->length != 2) {
		violation_record(m, V_CLASS_WLENGTH, "GET_NTB_FORMAT of %u bytes", s->length);
		return -EPIPE;
	}
	put_le16(data, m->data.ntb32);
	return 2;
}

static int class_set_ntb_format(struct modem *m, const struct setup *s)
{
	if (s->length)
		violation_record(m, V_CLASS_WLENGTH, "SET_NTB_FORMAT with %u bytes", s->length);
	if (s->value > 1) {
		violation_record(m, V_CLASS_WVALUE, "SET_NTB_FORMAT %u", s->value);
		return -EPIPE;
	}
	if (!(m->cfg.formats & 2)) {
		violation_record(m, V_NTB_FORMAT_UNSUPPORTED, "format %u, formats supported %u",
				 s->value, m->cfg.formats);
		return -EPIPE;
	}
	if (m->usb.data_alt) {
		violation_record(m, V_NTB_FORMAT_ALT, "format %u in data setting %u", s->value,
				 m->usb.data_alt);
		return -EPIPE;
	}
	m->data.ntb32 = s->value;
	modem_log(m, "NTB format %u", s->value ? 32 : 16);
	return 0;
}

static int class_get_ntb_input_size(struct modem *m, const struct setup *s, u8 *data)
{
	if (s->length != 4 && !(s->length == 8 && m->cfg.net_caps & NCM_CAP_NTB_INPUT_SIZE_8)) {
		violation_record(m, V_CLASS_WLENGTH, "GET_NTB_INPUT_SIZE of %u bytes", s->length);
		return -EPIPE;
	}
	if (m->knobs.input_size_stall)
		return -EPIPE;
	put_le32(data, m->data.in_size);
	if (s->length == 8) {
		put_le16(data + 4, m->data.in_datagrams);
		put_le16(data + 6, 0);
	}
	return s->length;
}

static int class_set_ntb_input_size(struct modem *m, const struct setup *s, const u8 *data)
{
	u32 size;

	if (s->length != 4 && !(s->length == 8 && m->cfg.net_caps & NCM_CAP_NTB_INPUT_SIZE_8)) {
		violation_record(m, V_CLASS_WLENGTH, "SET_NTB_INPUT_SIZE of %u bytes", s->length);
		return -EPIPE;
	}
	size = get_le32(data);
	if (size > m->cfg.in_max || size < min_u32(NTB_INPUT_MIN, m->cfg.in_max)) {
		violation_record(m, V_NTB_INPUT_SIZE_RANGE, "%u, dwNtbInMaxSize %u", size,
				 m->cfg.in_max);
		return -EPIPE;
	}
	if (m->usb.data_alt)
		violation_record(m, V_NTB_INPUT_SIZE_ALT, "%u in data setting %u", size,
				 m->usb.data_alt);
	if (s->length == 8 && get_le16(data + 6))
		violation_record(m, V_NTB_INPUT_SIZE_RESERVED, "%04x", get_le16(data + 6));
	m->data.in_size = size;
	m->data.in_datagrams = s->length == 8 ? get_le16(data + 4) : 0;
	modem_log(m, "NTB input size %u, %u datagrams", size, m->data.in_datagrams);
	return s->length;
}

static int class_max_datagram_size(struct modem *m, const struct setup *s, u8 *data)
{
	u32 size;

	if (!(m->cfg.net_caps & NCM_CAP_MAX_DATAGRAM)) {
		violation_record(m, V_CLASS_UNSUPPORTED,
				 "MAX_DATAGRAM_SIZE without capability bit 3");
		return -EPIPE;
	}
	if (s->length != 2) {
		violation_record(m, V_CLASS_WLENGTH, "MAX_DATAGRAM_SIZE of %u bytes", s->length);
		return -EPIPE;
	}
	if (s->request == CDC_GET_MAX_DATAGRAM_SIZE) {
		put_le16(data, m->data.datagram_size);
		return 2;
	}
	size = get_le16(data);
	if (size > m->cfg.segment || size < min_u32(1280, m->cfg.segment)) {
		violation_record(m, V_MAX_DATAGRAM_RANGE, "%u, wMaxSegmentSize %u", size,
				 m->cfg.segment);
		return -EPIPE;
	}
	if (m->usb.data_alt)
		violation_record(m, V_MAX_DATAGRAM_ALT, "in data setting %u", m->usb.data_alt);
	if (m->cfg.datagram_fixed)
		return -EPIPE;
	m->data.datagram_size = size;
	return 2;
}

static int class_reset_function(struct modem *m, const struct setup *s)
{
	if (s->length)
		violation_record(m, V_CLASS_WLENGTH, "RESET_FUNCTION with %u bytes", s->length);
	if (knob_take(&m->knobs.reset_stall))
		return -EPIPE;
	modem_log(m, "RESET_FUNCTION");
	m->usb.resets++;
	control_reset(m);
	data_reset(m);
	return 0;
}

static int class_send_encapsulated(struct modem *m, const struct setup *s, const u8 *data)
{
	if (s->length > m->cfg.max_control) {
		violation_record(m, V_ENCAP_COMMAND_LENGTH, "%u bytes, wMaxControlMessage %u",
				 s->length, m->cfg.max_control);
		return -EPIPE;
	}
	if (s->length < MBIM_HEADER_LEN) {
		violation_record(m, V_ENCAP_COMMAND_EMPTY, "%u bytes", s->length);
		return -EPIPE;
	}
	if (knob_take(&m->knobs.command_stall))
		return -EPIPE;
	if (knob_take(&m->knobs.command_error))
		return -EPROTO;
	control_message(m, data, s->length);
	return s->length;
}

/*
 * A host that is owed several answers may find out whether they come faster than their
 * notifications, and go on while they do.  Each read that finds nothing has to make it slower.
 */
static bool class_reads_ahead(struct control *c)
{
	if (c->outstanding && c->queued)
		return true;
	return c->outstanding && ++c->guesses <= CONTROL_AHEAD + c->commands / 32;
}

/*
 * One that goes on may be ahead of a notification that it has got, and not looked at yet.
 * When it does, it reads for that one, too.
 */
static void class_note_early(struct control *c)
{
	if (c->going && c->queued && c->early < CONTROL_AHEAD)
		c->early++;
}

/*
 * A read without a notification of its own is the host's guess.  On a closed function a bounded
 * number is a legitimate way to drain answers of an earlier life; on an open one it is a mistake.
 */
static void class_check_fetch(struct modem *m)
{
	struct control *c = &m->control;

	if (c->credits) {
		c->credits--;
		class_note_early(c);
	} else if (m->cfg.notify == NOTIFY_MESSAGE && c->queued) {
		return;		/* a modem that announces messages expects to be read empty */
	} else if (c->excused) {
		c->excused--;
	} else if (class_reads_ahead(c)) {
		return;
	} else if (c->early) {
		c->early--;
	} else if (c->open || c->opening) {
		violation_record(m, V_ENCAP_UNASKED, "%u fragments waiting", c->queued);
	} else if (++c->drained == m->cfg.drain_limit + 1) {
		violation_record(m, V_ENCAP_DRAIN_UNBOUNDED, "%u reads", c->drained);
	}
}

static int class_get_encapsulated(struct modem *m, const struct setup *s, u8 *data)
{
	u32 n;

	class_check_fetch(m);
	if (knob_take(&m->knobs.response_stall))
		return -EPIPE;
	if (knob_take(&m->knobs.response_error)) {
		/* what waits is still there, but not announced any more */
		m->control.excused += CONTROL_GUESSES;
		return -EPROTO;
	}
	if (knob_take(&m->knobs.response_empty))
		return 0;
	n = control_fetch(m, data, s->length);
	m->control.going = n && m->control.outstanding;
	if (!n && m->cfg.empty == EMPTY_STALL)
		return -EPIPE;
	return n;
}

/* Requests that only make sense for Ethernet framing. */
static bool class_is_ncm_only(u8 request)
{
	return (request >= CDC_SET_ETH_MULTICAST_FILTERS && request <= CDC_GET_ETH_STATISTIC) ||
	       request == CDC_GET_NET_ADDRESS || request == CDC_SET_NET_ADDRESS ||
	       request == CDC_GET_CRC_MODE || request == CDC_SET_CRC_MODE;
}

static bool class_needs_mbim(u8 request)
{
	return request == CDC_SEND_ENCAPSULATED_COMMAND || request == CDC_GET_ENCAPSULATED_RESPONSE;
}

static bool class_is_read(u8 request)
{
	switch (request) {
	case CDC_GET_ENCAPSULATED_RESPONSE:
	case CDC_GET_NTB_PARAMETERS:
	case CDC_GET_NTB_FORMAT:
	case CDC_GET_NTB_INPUT_SIZE:
	case CDC_GET_MAX_DATAGRAM_SIZE:
		return true;
	default:
		return false;
	}
}

/* What every class request has to satisfy. */
static int class_check(struct modem *m, const struct setup *s)
{
	if (!m->usb.configuration) {
		violation_record(m, V_USB_NOT_CONFIGURED, "request %02x", s->request);
		return -EPIPE;
	}
	if ((s->type & USB_RECIP_MASK) != USB_RECIP_INTERFACE || s->index != m->cfg.comm_if) {
		violation_record(m, V_CLASS_WINDEX, "request %02x, type %02x, wIndex %u",
				 s->request, s->type, s->index);
		return -EPIPE;
	}
	if (class_is_ncm_only(s->request)) {
		if (usb_mbim_selected(m))
			violation_record(m, V_CLASS_NCM_ONLY, "request %02x", s->request);
		return -EPIPE;
	}
	if (!(s->type & USB_DIR_IN) == class_is_read(s->request)) {
		violation_record(m, V_CLASS_DIRECTION, "request %02x, type %02x", s->request,
				 s->type);
		return -EPIPE;
	}
	if (s->value && s->request != CDC_SET_NTB_FORMAT)
		violation_record(m, V_CLASS_WVALUE, "request %02x, wValue %u", s->request,
				 s->value);
	if (class_needs_mbim(s->request) && !usb_mbim_selected(m)) {
		violation_record(m, V_CLASS_COMM_ALT, "request %02x", s->request);
		return -EPIPE;
	}
	return 0;
}

int usb_class_request(struct modem *m, const struct setup *s, u8 *data)
{
	int ret = class_check(m, s);

	if (ret)
		return ret;
	switch (s->request) {
	case CDC_SEND_ENCAPSULATED_COMMAND:
		return class_send_encapsulated(m, s, data);
	case CDC_GET_ENCAPSULATED_RESPONSE:
		return class_get_encapsulated(m, s, data);
	case CDC_RESET_FUNCTION:
		return class_reset_function(m, s);
	case CDC_GET_NTB_PARAMETERS:
		return class_get_ntb_parameters(m, s, data);
	case CDC_GET_NTB_FORMAT:
		return class_get_ntb_format(m, s, data);
	case CDC_SET_NTB_FORMAT:
		return class_set_ntb_format(m, s);
	case CDC_GET_NTB_INPUT_SIZE:
		return class_get_ntb_input_size(m, s, data);
	case CDC_SET_NTB_INPUT_SIZE:
		return class_set_ntb_input_size(m, s, data);
	case CDC_GET_MAX_DATAGRAM_SIZE:
	case CDC_SET_MAX_DATAGRAM_SIZE:
		return class_max_datagram_size(m, s, data);
	default:
		violation_record(m, V_USB_REQUEST, "class request %02x", s->request);
		return -EPIPE;
	}
}
