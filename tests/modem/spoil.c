// SPDX-License-Identifier: GPL-2.0
/*
 * What the modem sends is spoiled on its way to the bus, whatever it is: descriptors, answers to
 * class requests, fragments, notifications, NTBs.  Knobs say how often, and what numbers are
 * drawn.  The core goes on as if the host had got what was meant.
 */
#include "core.h"
#include "usb.h"

#include <errno.h>

#include "../fuzz/make.h"

/* A transfer that had worked does not, or has nothing in it, or more than was meant. */
static void spoil_whole(struct maker *maker, struct xfer *x)
{
	switch (make_pick(maker, 4)) {
	case 0:
		x->status = -EPIPE;
		break;
	case 1:
		x->status = -EPROTO;
		break;
	case 2:
		make_noise(maker, make_pick(maker, x->len - x->actual + 1));
		x->actual = maker->size;
		return;
	}
	x->actual = 0;
}

void spoil_transfer(struct modem *m, struct xfer *x)
{
	bool in = x->ep ? x->ep & USB_DIR_IN : x->setup[0] & USB_DIR_IN;
	struct maker maker = { x->buf, x->actual, x->len, m->usb.spoil_random };

	if (!m->knobs.spoil_rate || x->status || !in)
		return;
	if (!maker.random)
		maker.random = m->knobs.spoil_seed * 0x9e3779b97f4a7c15ull | 1;
	m->usb.transfers_in++;
	if (make_chance(&maker, m->knobs.spoil_rate)) {
		m->usb.spoiled++;
		if (!x->actual || make_chance(&maker, 8)) {
			spoil_whole(&maker, x);
		} else {
			make_worse(&maker);
			x->actual = maker.size;
		}
	}
	m->usb.spoil_random = maker.random;
}
