// SPDX-License-Identifier: GPL-2.0
/*
 * Ports as the WWAN core's character devices, /dev/wwan<N>mbim<M>. What is said
 * over them is in port.c; here are the core's rules: when its calls come, how
 * an skb goes to the reader, and what may outlive the device.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/module.h>

#include "compat_wwan.h"
#include "port.h"

/*
 * The core tells nobody about reads. The only sign is the end of the skb, which
 * may come late: a reader that sleeps in copy_to_user() can outlive the port's
 * removal, and with a file descriptor left open a half-read skb stays until
 * close. So each skb holds the port and this module, and the module's reference
 * goes last, as a tail call: nothing of ours is executed after it.
 */
static void port_skb_destructor(struct sk_buff *skb)
{
	struct mbb_port *port = mbb_rx_cb(skb)->port;

	mbb_port_read(port, skb);
	mbb_port_put(port);
	module_put(THIS_MODULE);
}

static void port_wwan_rx(struct mbb_port *port, struct sk_buff *skb)
{
	lockdep_assert_held(&port->lock);
	mbb_port_get(port);
	__module_get(THIS_MODULE);
	skb->destructor = port_skb_destructor;
	wwan_port_rx(port->chardev, skb);
}

static void port_wwan_txoff(struct mbb_port *port)
{
	wwan_port_txoff(port->chardev);
}

static void port_wwan_txon(struct mbb_port *port)
{
	wwan_port_txon(port->chardev);
}

/* Links are made in the initial namespace: it takes the right to do so there. */
static bool port_wwan_may_make_links(void)
{
	return capable(CAP_NET_ADMIN);
}

/* start, stop and tx run under the core's ops lock, one at a time for a port;
 * wwan_remove_port() takes it, too, and afterwards none of them is called.
 */

static int port_wwan_start(struct wwan_port *wwan)
{
	/* The first open may come before wwan_create_port() has returned. */
	return mbb_port_start(wwan_port_get_drvdata(wwan), wwan);
}

static void port_wwan_stop(struct wwan_port *wwan)
{
	mbb_port_stop(wwan_port_get_drvdata(wwan));
}

static int port_wwan_tx(struct wwan_port *wwan, struct sk_buff *skb)
{
	int err;

	/* Linear: the port was made without a fragment length. */
	err = mbb_port_tx(wwan_port_get_drvdata(wwan), skb->data, skb->len);
	if (!err)
		consume_skb(skb);
	return err;
}

static const struct wwan_port_ops port_wwan_ops = {
	.start = port_wwan_start,
	.stop = port_wwan_stop,
	.tx = port_wwan_tx,
};

static int port_wwan_create(struct mbb_port *port, struct device *parent)
{
	struct wwan_port *wwan;

	wwan = nt_wwan_create_port(parent, WWAN_PORT_MBIM, &port_wwan_ops, port);
	if (IS_ERR(wwan))
		return PTR_ERR(wwan);
	spin_lock_bh(&port->lock);
	port->chardev = wwan;
	spin_unlock_bh(&port->lock);
	return 0;
}

static void port_wwan_remove(struct mbb_port *port)
{
	struct wwan_port *wwan;

	/* Whoever holds the lock and finds no device leaves the core alone: this
	 * is what keeps a late refill away from a port that is gone.
	 */
	spin_lock_bh(&port->lock);
	wwan = port->chardev;
	port->chardev = NULL;
	port->removed = true;
	spin_unlock_bh(&port->lock);
	wwan_remove_port(wwan);
}

const struct mbb_port_ops mbb_wwan_port_ops = {
	.create = port_wwan_create,
	.remove = port_wwan_remove,
	.rx = port_wwan_rx,
	.txoff = port_wwan_txoff,
	.txon = port_wwan_txon,
	.may_make_links = port_wwan_may_make_links,
};
