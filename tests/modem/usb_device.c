// SPDX-License-Identifier: GPL-2.0
/*
 * Endpoints of the emulated modem: which transfer goes where, halts, cancellation, unplug.
 * Control transfers are handled one at a time in order, as the bus has them.
 */
#include "core.h"

#include <errno.h>

#include "poison.h"

bool usb_mbim_selected(const struct modem *m)
{
	return !m->cfg.dual || m->usb.comm_alt == 1;
}

u8 usb_data_alt_mbim(const struct modem *m)
{
	return m->cfg.dual ? 2 : 1;
}

bool usb_data_active(const struct modem *m)
{
	return m->usb.configuration && m->usb.data_alt;
}

void usb_complete(struct modem *m, struct xfer *x, int status)
{
	list_del(&x->node);
	x->status = status;
	spoil_transfer(m, x);
	m->transport->ops->complete(m->transport, x);
}

void usb_resume_stuck(struct modem *m)
{
	while (!list_empty(&m->usb.stuck))
		usb_complete(m, list_first_entry(&m->usb.stuck, struct xfer, node), -EPROTO);
}

void usb_fail_queue(struct modem *m, struct usb_endpoint *ep, int status)
{
	while (!list_empty(&ep->queue))
		usb_complete(m, list_first_entry(&ep->queue, struct xfer, node), status);
}

/* A halted endpoint refuses everything until the host clears it. */
void usb_halt(struct modem *m, struct usb_endpoint *ep)
{
	ep->halted = true;
	usb_fail_queue(m, ep, -EPIPE);
}

static void usb_stick(struct modem *m, struct xfer *x)
{
	list_del(&x->node);
	list_add_tail(&x->node, &m->usb.stuck);
}

bool usb_fault(struct modem *m, struct usb_endpoint *ep, struct xfer *x, const struct fault *f)
{
	switch (fault_flow(f)) {
	case FLOW_STALL:
		if (ep == &m->usb.ep0)
			usb_complete(m, x, -EPIPE);
		else
			usb_halt(m, ep);
		return true;
	case FLOW_ERROR:
		usb_complete(m, x, -EPROTO);
		return true;
	case FLOW_NEVER:
	case FLOW_UNPLUG:
		usb_stick(m, x);
		return true;
	default:
		return false;
	}
}

/* Where faults of a request are to be found, and what its answer looks like. */
static const struct {
	u8 type, request;
	enum fault_point point;
	enum fault_form form;
} requests[] = {
	{ 0, USB_REQ_GET_STATUS, FAULT_get_status, FORM_NONE },
	{ 0, USB_REQ_CLEAR_FEATURE, FAULT_clear_feature, FORM_NONE },
	{ 0, USB_REQ_SET_FEATURE, FAULT_set_feature, FORM_NONE },
	{ 0, USB_REQ_GET_DESCRIPTOR, FAULT_get_descriptor, FORM_NONE },
	{ 0, USB_REQ_SET_CONFIGURATION, FAULT_set_configuration, FORM_NONE },
	{ 0, USB_REQ_SET_INTERFACE, FAULT_set_interface, FORM_NONE },
	{ USB_TYPE_CLASS, CDC_SEND_ENCAPSULATED_COMMAND, FAULT_send, FORM_NONE },
	{ USB_TYPE_CLASS, CDC_GET_ENCAPSULATED_RESPONSE, FAULT_fetch, FORM_MESSAGE },
	{ USB_TYPE_CLASS, CDC_RESET_FUNCTION, FAULT_reset, FORM_NONE },
	{ USB_TYPE_CLASS, CDC_GET_NTB_PARAMETERS, FAULT_params, FORM_PARAMS },
	{ USB_TYPE_CLASS, CDC_GET_NTB_FORMAT, FAULT_get_format, FORM_SIZE },
	{ USB_TYPE_CLASS, CDC_SET_NTB_FORMAT, FAULT_set_format, FORM_NONE },
	{ USB_TYPE_CLASS, CDC_GET_NTB_INPUT_SIZE, FAULT_get_input, FORM_SIZE },
	{ USB_TYPE_CLASS, CDC_SET_NTB_INPUT_SIZE, FAULT_set_input, FORM_NONE },
	{ USB_TYPE_CLASS, CDC_GET_MAX_DATAGRAM_SIZE, FAULT_get_datagram, FORM_SIZE },
	{ USB_TYPE_CLASS, CDC_SET_MAX_DATAGRAM_SIZE, FAULT_set_datagram, FORM_NONE },
};

static const struct fault *usb_request_fault(struct modem *m, const struct setup *s,
					     enum fault_form *form)
{
	*form = FORM_NONE;
	for (size_t i = 0; i < ARRAY_SIZE(requests); i++) {
		if (requests[i].type != (s->type & USB_TYPE_MASK) ||
		    requests[i].request != s->request)
			continue;
		*form = requests[i].form;
		return fault_take(m, requests[i].point);
	}
	return NULL;
}

static void usb_control_transfer(struct modem *m, struct xfer *x)
{
	struct setup s = {
		.type = x->setup[0],
		.request = x->setup[1],
		.value = get_le16(x->setup + 2),
		.index = get_le16(x->setup + 4),
		.length = get_le16(x->setup + 6),
	};
	const struct fault *fault;
	enum fault_form form;
	int ret;

	if (s.length > x->len) {
		/* A host controller cannot do this; a broken transport can. */
		usb_complete(m, x, -EPROTO);
		return;
	}
	fault = usb_request_fault(m, &s, &form);
	if (usb_fault(m, &m->usb.ep0, x, fault))
		return;
	if ((s.type & USB_TYPE_MASK) == USB_TYPE_CLASS) {
		ret = usb_class_request(m, &s, x->buf);
	} else if (!(s.type & USB_TYPE_MASK)) {
		ret = usb_standard_request(m, &s, x->buf);
	} else {
		violation_record(m, V_USB_REQUEST, "type %02x request %02x", s.type, s.request);
		ret = -EPIPE;
	}
	if (ret >= 0 && form != FORM_NONE)
		ret = fault_bytes(fault, form, x->buf, ret, s.length);
	x->actual = ret < 0 ? 0 : ret;
	usb_complete(m, x, ret < 0 ? ret : 0);
}

static void usb_ep0_kick(struct modem *m)
{
	while (!m->usb.ep0_timer.armed && !list_empty(&m->usb.ep0.queue)) {
		if (m->knobs.ep0_delay_ms) {
			loop_timer_set(m->loop, &m->usb.ep0_timer, m->knobs.ep0_delay_ms * 1000ull);
			return;
		}
		usb_control_transfer(m, list_first_entry(&m->usb.ep0.queue, struct xfer, node));
	}
}

static void usb_ep0_timer(struct loop_timer *timer)
{
	struct modem *m = container_of(timer, struct modem, usb.ep0_timer);

	if (!list_empty(&m->usb.ep0.queue))
		usb_control_transfer(m, list_first_entry(&m->usb.ep0.queue, struct xfer, node));
	usb_ep0_kick(m);
}

static void usb_queue(struct modem *m, struct usb_endpoint *ep, struct xfer *x)
{
	list_add_tail(&x->node, &ep->queue);
	if (ep->halted)
		usb_complete(m, x, -EPIPE);
}

static void usb_check_poison(struct modem *m, const struct xfer *x)
{
	bool out = x->ep ? x->ep == EP_BULK_OUT : !(x->setup[0] & 0x80);
	size_t end = out ? poison_end(x->buf, x->len) : 0;

	if (end)
		violation_record(m, V_USB_POISON, "endpoint %02x, %u bytes, %02x up to byte %zu",
				 x->ep, x->len, x->buf[end - 1], end - 1);
}

void usb_submit(struct modem *m, struct xfer *x)
{
	list_init(&x->node);
	x->actual = 0;
	usb_check_poison(m, x);

	if (!x->ep) {
		usb_queue(m, &m->usb.ep0, x);
		usb_ep0_kick(m);
	} else if (x->ep == EP_NOTIFY && m->usb.configuration) {
		usb_queue(m, &m->usb.notify, x);
		notify_kick(m);
	} else if (x->ep == EP_BULK_IN && usb_data_active(m)) {
		if (x->len < m->data.in_size)
			violation_record(m, V_IN_BUFFER_SMALL, "%u bytes for NTBs of up to %u",
					 x->len, m->data.in_size);
		if (x->len % m->cfg.bulk_mps)
			violation_record(m, V_IN_BUFFER_ODD, "%u bytes, packets of %u", x->len,
					 m->cfg.bulk_mps);
		usb_queue(m, &m->usb.bulk_in, x);
		data_in_kick(m);
	} else if (x->ep == EP_BULK_OUT && usb_data_active(m)) {
		usb_queue(m, &m->usb.bulk_out, x);
		data_out_kick(m);
	} else {
		violation_record(m, V_USB_NO_ENDPOINT, "endpoint %02x, data setting %u", x->ep,
				 m->usb.data_alt);
		usb_complete(m, x, -EPIPE);
	}
}

bool usb_cancel(struct modem *m __unused, struct xfer *x)
{
	if (list_empty(&x->node))
		return false;
	list_del(&x->node);
	return true;
}

void usb_init(struct modem *m)
{
	list_init(&m->usb.ep0.queue);
	list_init(&m->usb.notify.queue);
	list_init(&m->usb.bulk_in.queue);
	list_init(&m->usb.bulk_out.queue);
	list_init(&m->usb.stuck);
	m->usb.ep0_timer.fire = usb_ep0_timer;
}

void usb_unplugged(struct modem *m)
{
	if (m->control.open)
		m->usb.unplugged_while_open++;
	loop_timer_cancel(m->loop, &m->usb.ep0_timer);
	usb_fail_queue(m, &m->usb.ep0, -EPROTO);
	usb_fail_queue(m, &m->usb.notify, -EPROTO);
	usb_resume_stuck(m);
	data_alt_changed(m, false);
	m->usb.configuration = 0;
	m->usb.comm_alt = 0;
	m->usb.data_alt = 0;
	m->usb.notify.halted = false;
	control_reset(m);
	data_reset(m);
	modem_log(m, "unplugged");
}
