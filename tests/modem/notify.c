// SPDX-License-Identifier: GPL-2.0
/*
 * The interrupt pipe: notifications wait in order for transfers of the host, and one that does not
 * fit into a packet goes out in pieces.
 */
#include "core.h"

#include <errno.h>
#include <stdlib.h>

#define NOTIFICATION_MAX 1024	/* with a fault in it */

struct notification {
	struct list_head node;
	u32 len, off;
	u8 data[NOTIFICATION_MAX];
};

static void notify_queue(struct modem *m, u8 code, const u8 *payload, u32 len)
{
	const struct fault *f = fault_take(m, FAULT_notify);
	struct notification *n;

	if (f)
		m->control.excused += CONTROL_GUESSES;
	if (fault_swallows(f))
		return;
	n = xalloc(sizeof(*n));

	n->data[0] = 0xa1;
	n->data[1] = code;
	put_le16(n->data + 4, m->cfg.comm_if);
	put_le16(n->data + 6, len);
	if (len)
		memcpy(n->data + 8, payload, len);
	n->len = 8 + len;
	if (knob_take(&m->knobs.notify_short))
		n->len = 4;
	n->len = fault_bytes(f, FORM_NOTIFY, n->data, n->len, sizeof(n->data));
	if (fault_flow(f) == FLOW_STALL)
		usb_halt(m, &m->usb.notify);
	list_add_tail(&n->node, &m->control.notifications);
}

void notify_response_available(struct modem *m)
{
	if (knob_take(&m->knobs.notify_drop)) {
		m->control.excused += CONTROL_GUESSES;
		return;
	}
	notify_queue(m, CDC_RESPONSE_AVAILABLE, NULL, 0);
	if (knob_take(&m->knobs.notify_extra))
		notify_queue(m, CDC_RESPONSE_AVAILABLE, NULL, 0);
	notify_kick(m);
}

void notify_speed_change(struct modem *m, u32 down, u32 up)
{
	u8 speeds[8];

	put_le32(speeds, down);
	put_le32(speeds + 4, up);
	notify_queue(m, CDC_CONNECTION_SPEED_CHANGE, speeds, sizeof(speeds));
	notify_kick(m);
}

void notify_kick(struct modem *m)
{
	struct usb_endpoint *ep = &m->usb.notify;

	while (!list_empty(&ep->queue) && !list_empty(&m->control.notifications)) {
		struct xfer *x = list_first_entry(&ep->queue, struct xfer, node);
		struct notification *n;
		u32 piece;

		n = list_first_entry(&m->control.notifications, struct notification, node);
		if (knob_take(&m->knobs.notify_error)) {
			usb_complete(m, x, -EPROTO);
			continue;
		}
		piece = min_u32(n->len - n->off, x->len);
		memcpy(x->buf, n->data + n->off, piece);
		n->off += piece;
		if (n->off == n->len) {
			if (n->data[1] == CDC_RESPONSE_AVAILABLE && n->len == 8) {
				m->control.credits++;
				m->control.notifications_sent++;
			}
			list_del(&n->node);
			free(n);
		}
		x->actual = piece;
		usb_complete(m, x, 0);
	}
}

void notify_flush(struct modem *m)
{
	struct notification *n, *tmp;

	list_for_each_entry_safe(n, tmp, &m->control.notifications, node) {
		list_del(&n->node);
		free(n);
	}
}
