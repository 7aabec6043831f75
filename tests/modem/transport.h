/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What stands between the modem and a host controller.  A transport hands transfers to the core
 * with usb_submit() and gets each back exactly once: through complete(), or by taking it away with
 * usb_cancel().  The core keeps no other relation to the transport.
 */
#ifndef _MODEM_TRANSPORT_H
#define _MODEM_TRANSPORT_H

#include "util.h"

struct modem;

/*
 * One transfer.  IN: buf has room for len bytes, the core sets actual.  OUT: buf holds len bytes.
 * Control transfers carry the setup packet, and their data stage in buf.
 */
struct xfer {
	struct list_head node;	/* the core's, while the transfer waits on an endpoint */
	u8 ep;			/* endpoint address, direction in bit 7; 0 for control */
	bool zero;		/* OUT: a zero-length packet follows whole packets */
	u8 setup[8];
	u8 *buf;
	u32 len;
	u32 actual;
	int status;		/* 0 or a negative errno as the kernel's URBs have them */
};

struct transport {
	const struct transport_ops *ops;
	struct modem *modem;
};

struct transport_ops {
	/* Plug the modem in.  Return: 0 or a negative errno. */
	int (*attach)(struct transport *t);
	/* Unplug: fail everything, then vanish.  usb_unplugged() follows, maybe later. */
	void (*detach)(struct transport *t);
	bool (*attached)(struct transport *t);
	/* Takes the transfer back; status and actual are set. */
	void (*complete)(struct transport *t, struct xfer *x);
	void (*destroy)(struct transport *t);
};

struct transport *transport_vhci_create(struct modem *m);

#endif
