/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about WWAN ports and about making an
 * rtnetlink link from inside the kernel.
 */
#ifndef _COMPAT_WWAN_H
#define _COMPAT_WWAN_H

#include <linux/version.h>
#include <linux/wwan.h>
#include <net/rtnetlink.h>

/* Since 6.4 a port may tell how its messages are to be cut; ours takes them as
 * they are written.
 */
static inline struct wwan_port *nt_wwan_create_port(struct device *parent,
						    enum wwan_port_type type,
						    const struct wwan_port_ops *ops, void *drvdata)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	return wwan_create_port(parent, type, ops, NULL, drvdata);
#else
	return wwan_create_port(parent, type, ops, drvdata);
#endif
}

/* Since 6.15 newlink gets what it is told in a structure. */
static inline int nt_rtnl_newlink(const struct rtnl_link_ops *ops, struct net *net,
				  struct net_device *dev, struct nlattr *tb[],
				  struct nlattr *data[])
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0)
	struct rtnl_newlink_params params = {
		.src_net = net,
		.tb = tb,
		.data = data,
	};

	return ops->newlink(dev, &params, NULL);
#else
	return ops->newlink(net, dev, tb, data, NULL);
#endif
}

#endif
