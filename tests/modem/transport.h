/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What stands between an emulated device and a host controller.  A transport hands transfers to
 * the device with submit() and gets each back exactly once: through complete(), or by taking it
 * away with cancel().  The device keeps no other relation to the transport.
 */
#ifndef _MODEM_TRANSPORT_H
#define _MODEM_TRANSPORT_H

#include "util.h"

struct loop;

#define USB_DIR_IN		0x80

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
};

struct transport_ops {
	/* Plug the device in.  Return: 0 or a negative errno. */
	int (*attach)(struct transport *t);
	/* Unplug: fail everything, then vanish.  unplugged() follows, maybe later. */
	void (*detach)(struct transport *t);
	bool (*attached)(struct transport *t);
	/* Takes the transfer back; status and actual are set. */
	void (*complete)(struct transport *t, struct xfer *x);
	void (*destroy)(struct transport *t);
};

/* What a transport has to know of the device that it plugs in. */
struct transport_device {
	void *device;			/* first argument of the functions */
	const char *name;		/* of the program, in messages */
	struct loop *loop;
	void (*submit)(void *device, struct xfer *x);
	/* Takes a waiting transfer away.  Return: false when the device does not have it. */
	bool (*cancel)(void *device, struct xfer *x);
	void (*plugged)(void *device, u32 port);
	/* Gone from the bus: everything back to power-up, waiting transfers failed. */
	void (*unplugged)(void *device);
	const char *vhci;		/* sysfs folder of vhci_hcd */
	u32 vhci_port;			/* or VHCI_ANY_PORT */
	bool super;			/* SuperSpeed, else high speed */
};

#define VHCI_ANY_PORT	255

/* @device is copied; its strings are not. */
struct transport *transport_vhci_create(const struct transport_device *device);

#endif
