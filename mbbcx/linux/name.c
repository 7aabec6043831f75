// SPDX-License-Identifier: GPL-2.0
/*
 * Which number a wwan_dev gets. The WWAN core gives out the lowest that is free, and
 * user space takes the interface called like the wwan_dev for that modem's: libmbim the
 * base of its links, "ip link" the parent. Stock drivers that know nothing of the core
 * call their interfaces wwanN, too. So a number whose interface is somebody else's is
 * taken here for the moment in which a modem of ours gets its own: by a wwan_dev of
 * nobody's, which comes and goes.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/string.h>
#include <net/net_namespace.h>

#include "compat_wwan.h"
#include "linux/name.h"

static DEFINE_MUTEX(mbb_names_lock);	/* one modem at a time; RTNL inside */

static void names_setup(struct net_device *dev)
{
}

static int names_newlink(void *ctxt, struct net_device *dev, u32 id,
			 struct netlink_ext_ack *extack)
{
	return -EBUSY;
}

static void names_dellink(void *ctxt, struct net_device *dev, struct list_head *head)
{
}

static const struct wwan_ops names_ops = {
	.setup = names_setup,
	.newlink = names_newlink,
	.dellink = names_dellink,
};

static bool names_is_wwan(const struct device *dev)
{
	return dev->class && !strcmp(dev->class->name, "wwan");
}

/* Has a wwan_dev the name of an interface? */
static int names_is_taken_by(struct device *dev, void *taken)
{
	if (!names_is_wwan(dev))
		return 0;
	rcu_read_lock();
	*(bool *)taken = dev_get_by_name_rcu(&init_net, dev_name(dev));
	rcu_read_unlock();
	return 1;
}

/* The same of the one below @holder. */
static bool names_is_taken(struct device *holder)
{
	bool taken = false;

	device_for_each_child(holder, &taken, names_is_taken_by);
	return taken;
}

static struct device *names_hold(unsigned int i)
{
	struct device *holder;
	char name[16];
	int err;

	snprintf(name, sizeof(name), "mbbcx-name%u", i);
	holder = __root_device_register(name, NULL);
	if (IS_ERR(holder))
		return NULL;
	err = wwan_register_ops(holder, &names_ops, NULL, WWAN_NO_DEFAULT_LINK);
	if (!err)
		return holder;
	root_device_unregister(holder);
	return NULL;
}

static void names_drop(struct device *holder)
{
	wwan_unregister_ops(holder);
	root_device_unregister(holder);
}

/* What cannot be had costs a name, nothing else. */
void mbb_names_reserve(struct mbb_names *names)
{
	struct device *holder;

	mutex_lock(&mbb_names_lock);
	names->count = 0;
	while (names->count < ARRAY_SIZE(names->holder)) {
		holder = names_hold(names->count);
		if (!holder)
			return;
		if (!names_is_taken(holder)) {
			names_drop(holder);
			return;
		}
		names->holder[names->count++] = holder;
	}
}

void mbb_names_release(struct mbb_names *names)
{
	while (names->count)
		names_drop(names->holder[--names->count]);
	mutex_unlock(&mbb_names_lock);
}
