// SPDX-License-Identifier: GPL-2.0
/*
 * Links: the net_devices of sessions. The WWAN core allocates them and calls
 * newlink and dellink, whether user space asked (ip link add ... type wwan
 * linkid N) or session.c did; here they are bound to the session's adapter,
 * named, registered and unregistered. Packets are NetAdapterCx's affair.
 *
 * All under RTNL. Where the end of a link is finished without it is told at
 * link_destructor().
 */
#include <linux/device.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <uapi/linux/wwan.h>

#include "compat_wwan.h"
#include "linux/name.h"
#include "session.h"

/**
 * struct mbb_links - what the WWAN core knows of a device's links
 * @ops: priv_size is only known when this module runs
 * @kind: the core's rtnl_link_ops, learnt from the first link; RTNL
 * @wwan: the wwan_dev, likewise
 * @parent: its name
 * @registering: the thread inside mbb_links_register(), whose newlink it is
 * @made: its newlink succeeded
 */
struct mbb_links {
	struct wwan_ops ops;
	const struct rtnl_link_ops *kind;
	struct device *wwan;
	char parent[IFNAMSIZ];
	struct task_struct *registering;
	bool made;
};

/**
 * struct mbb_link - our part of a link's private area
 * @session: whose link; its table is referenced
 * @seam: NetAdapterCx's private area
 */
struct mbb_link {
	struct mbb_session *session;
	u8 seam[] __aligned(SMP_CACHE_BYTES);
};

static struct mbb_link *link_priv(struct net_device *dev)
{
	return PTR_ALIGN(wwan_netdev_drvpriv(dev), __alignof__(struct mbb_link));
}

struct mbb_session *mbb_link_session(struct net_device *dev)
{
	return link_priv(dev)->session;
}

void mbb_links_lock(void)
{
	rtnl_lock();
}

void mbb_links_unlock(void)
{
	rtnl_unlock();
}

bool mbb_link_is_up(struct mbb_session *session)
{
	ASSERT_RTNL();
	return session->dev && netif_running(session->dev);
}

/*
 * Runs when the last reference to an unregistered link is gone, in the thread
 * that unregistered it and without RTNL. Waiting for the session's worker there
 * makes "ip link del" return when the session id is free again: adding the link
 * anew at once works. The worker itself gets here when it takes an unwanted
 * link away; it goes on to the adapter by itself.
 */
static void link_destructor(struct net_device *dev)
{
	struct mbb_session *session = link_priv(dev)->session;

	if (current_work() != &session->work)
		flush_work(&session->work);
	mbb_sessions_put(session->table);
	/* Last, as a tail call: nothing of ours is executed after it. */
	module_put(THIS_MODULE);
}

/*
 * Names. User space finds the data port by its name: libmbim takes the
 * interface called like the wwan_dev for the base of all links, ModemManager
 * takes one with another name for a multiplexed one. "wwan%d" alone drifts away
 * as soon as another driver has taken a number, so a link without a name of its
 * own is called like the wwan_dev, or <wwan_dev>.<session>. Predictable, that
 * is: udev keeps its hands off.
 */
static void link_name(struct mbb_links *links, struct net_device *dev, u32 id)
{
	char name[IFNAMSIZ];
	int len;

	if (strcmp(dev->name, "wwan%d"))
		return;
	if (id)
		len = snprintf(name, sizeof(name), "%s.%u", links->parent, id);
	else
		len = snprintf(name, sizeof(name), "%s", links->parent);
	if (len >= sizeof(name) || netdev_name_in_use(dev_net(dev), name))
		return;
	strscpy(dev->name, name, sizeof(dev->name));
	dev->name_assign_type = NET_NAME_PREDICTABLE;
}

/* May @session get a link now? With a word for the user if not. */
static int link_check(struct mbb_session *session, struct netlink_ext_ack *extack)
{
	struct mbb_sessions *table = session->table;
	int err = 0;

	spin_lock_bh(&table->lock);
	if (table->stopping) {
		NL_SET_ERR_MSG_MOD(extack, "the device is going");
		err = -ENODEV;
	} else if (session->linked) {
		NL_SET_ERR_MSG_MOD(extack, "the session has an interface already");
		err = -EEXIST;
	} else if (session->state != MBB_SESSION_FREE && session->state != MBB_SESSION_LIVE) {
		NL_SET_ERR_MSG_MOD(extack, "the session's last interface is still being removed");
		err = -EBUSY;
	}
	spin_unlock_bh(&table->lock);
	return err;
}

/* The session's adapter: the one it has, or a new one from the client. */
static int link_adapter(struct mbb_session *session, struct netlink_ext_ack *extack,
			NETADAPTER *adapter)
{
	int err = 0;

	/* Both states stand still: RTNL is held, and only works and stop, which
	 * take it, lead out of them.
	 */
	if (session->state == MBB_SESSION_FREE)
		err = mbb_session_create_adapter(session);
	if (err) {
		NL_SET_ERR_MSG_MOD(extack, "the driver refuses an adapter for the session");
		mbb_session_kick(session);
		return err;
	}
	*adapter = session->adapter;
	return 0;
}

static int link_register(struct mbb_session *session, struct net_device *dev, NETADAPTER adapter)
{
	struct mbb_sessions *table = session->table;
	struct mbb_link *link = link_priv(dev);
	int err;

	link->session = session;
	err = cx_netdev_bind(adapter, dev, link->seam);
	if (err)
		return err;
	link_name(table->links, dev, session->id);
	dev->sysfs_groups[0] = &mbb_link_group;
	err = register_netdevice(dev);
	if (err) {
		cx_netdev_unbind(dev);
		return err;
	}

	/* From here on link_destructor() runs, and not before: a failed
	 * register_netdevice() may or may not call the destructor.
	 */
	dev->priv_destructor = link_destructor;
	kref_get(&table->ref);
	__module_get(THIS_MODULE);

	mbb_session_linked(session, dev);
	return 0;
}

static int link_new(struct mbb_sessions *table, struct net_device *dev, u32 id,
		    struct netlink_ext_ack *extack)
{
	struct mbb_session *session = &table->session[id];
	NETADAPTER adapter;
	int err;

	err = link_check(session, extack);
	if (err)
		return err;
	err = link_adapter(session, extack, &adapter);
	if (err)
		return err;
	err = link_register(session, dev, adapter);
	/* Starts the datapath without RTNL, or deletes an adapter made in vain. */
	mbb_session_kick(session);
	return err;
}

/*
 * newlink, RTNL held. The rundown reference keeps removal from beginning while
 * the client makes an adapter; before removal has begun to wait for it, link
 * making is refused by it, later by @stopping.
 */
static int mbb_wwan_newlink(void *ctxt, struct net_device *dev, u32 id,
			    struct netlink_ext_ack *extack)
{
	struct mbb_sessions *table = ctxt;
	struct mbb_links *links = table->links;
	int err;

	ASSERT_RTNL();
	links->kind = dev->rtnl_link_ops;
	links->wwan = dev->dev.parent;
	strscpy(links->parent, dev_name(links->wwan), sizeof(links->parent));

	/* The core tells nobody when the default link cannot be made, it warns: a
	 * user who is faster than the core must not take session 0 away from it.
	 * PnP is starting the device and holds removal off by itself.
	 */
	if (READ_ONCE(links->registering) == current) {
		err = link_new(table, dev, id, extack);
		links->made = !err;
		return err;
	}
	if (READ_ONCE(links->registering)) {
		NL_SET_ERR_MSG_MOD(extack, "the device is being set up");
		return -EBUSY;
	}

	if (id >= MBB_MAX_SESSIONS || id >= mbb_device_max_sessions(table->mbb)) {
		NL_SET_ERR_MSG_MOD(extack, "the modem does not have so many sessions");
		return -ERANGE;
	}
	if (!mbb_device_enter(table->mbb)) {
		NL_SET_ERR_MSG_MOD(extack, "the device is going");
		return -ENODEV;
	}
	err = link_new(table, dev, id, extack);
	mbb_device_leave(table->mbb);
	return err;
}

/*
 * dellink, RTNL held, for whatever reason: ip link del, a network namespace
 * that died, our worker, or wwan_unregister_ops(). Unbinding happens in
 * ndo_uninit; what follows is the worker's, which cannot start before RTNL is
 * released and so finds the net_device gone.
 */
static void mbb_wwan_dellink(void *ctxt, struct net_device *dev, struct list_head *head)
{
	struct mbb_session *session = link_priv(dev)->session;
	bool deactivate;

	ASSERT_RTNL();
	deactivate = mbb_session_unlinked(session, !check_net(dev_net(dev)));
	unregister_netdevice_queue(dev, head);
	mbb_session_kick(session);
	if (deactivate)
		mbb_session_deactivate(session);
}

int mbb_links_register(struct mbb_sessions *table)
{
	struct device *parent = mbb_device_linux(table->mbb);
	struct mbb_links *links;
	struct mbb_names names;
	int err;

	links = kzalloc(sizeof(*links), GFP_KERNEL);
	if (!links)
		return -ENOMEM;
	links->ops.priv_size = sizeof(struct mbb_link) + __alignof__(struct mbb_link) +
			       cx_netdev_priv_size();
	links->ops.setup = cx_netdev_setup;
	links->ops.newlink = mbb_wwan_newlink;
	links->ops.dellink = mbb_wwan_dellink;
	table->links = links;

	mbb_names_reserve(&names);
	WRITE_ONCE(links->registering, current);
	err = wwan_register_ops(parent, &links->ops, table, 0);
	WRITE_ONCE(links->registering, NULL);
	mbb_names_release(&names);
	if (err)
		goto err_free;

	if (links->made)	/* the core says 0 even if there is no link */
		return 0;
	dev_err(parent, "no interface for session 0\n");
	err = -ENOMEM;

	wwan_unregister_ops(parent);
err_free:
	table->links = NULL;
	kfree(links);
	return err;
}

void mbb_links_unregister(struct mbb_sessions *table)
{
	wwan_unregister_ops(mbb_device_linux(table->mbb));
	kfree(table->links);
	table->links = NULL;
}

/* Learnt before anybody else can reach the table, and the same for each link. */
struct device *mbb_links_parent(struct mbb_device *mbb)
{
	struct mbb_sessions *table = mbb_sessions_get(mbb);
	struct device *wwan = NULL;

	if (!table)
		return NULL;
	if (table->links)
		wwan = table->links->wwan;
	mbb_sessions_put(table);
	return wwan;
}

/* The two attributes that the core wants of a link's maker. */
struct link_attrs {
	struct nlattr parent;
	char parent_name[IFNAMSIZ];
	struct nlattr id;
	u32 link_id;
};

static_assert(offsetof(struct link_attrs, parent_name) == NLA_HDRLEN);
static_assert(offsetof(struct link_attrs, link_id) == offsetof(struct link_attrs, id) + NLA_HDRLEN);

static void link_attrs_init(struct link_attrs *attrs, const struct mbb_links *links, u32 id)
{
	attrs->parent.nla_type = IFLA_PARENT_DEV_NAME;
	attrs->parent.nla_len = NLA_HDRLEN + sizeof(attrs->parent_name);
	strscpy_pad(attrs->parent_name, links->parent, sizeof(attrs->parent_name));
	attrs->id.nla_type = IFLA_WWAN_LINK_ID;
	attrs->id.nla_len = NLA_HDRLEN + sizeof(attrs->link_id);
	attrs->link_id = id;
}

/*
 * The core exports no way to make a link, but the first one led us to its
 * rtnl_link_ops. So a link of ours is one like any other: "ip link" shows and
 * deletes it.
 */
static int link_create_locked(struct mbb_session *session)
{
	struct mbb_links *links = session->table->links;
	struct nlattr *data[IFLA_WWAN_MAX + 1] = {};
	struct nlattr *tb[IFLA_MAX + 1] = {};
	struct link_attrs attrs;
	struct net_device *dev;
	int err;

	if (!links || !links->kind)
		return -ENODEV;
	link_attrs_init(&attrs, links, session->id);
	tb[IFLA_PARENT_DEV_NAME] = &attrs.parent;
	data[IFLA_WWAN_LINK_ID] = &attrs.id;

	dev = rtnl_create_link(&init_net, "wwan%d", NET_NAME_ENUM, links->kind, tb, NULL);
	if (IS_ERR(dev))
		return PTR_ERR(dev);
	err = nt_rtnl_newlink(links->kind, &init_net, dev, tb, data);
	if (err) {
		free_netdev(dev);
		return err;
	}
	rtnl_configure_link(dev, NULL, 0, NULL);
	return 0;
}

int mbb_link_create(struct mbb_session *session, bool demand)
{
	struct mbb_sessions *table = session->table;
	int err = 0;

	rtnl_lock();
	if (table->stopping) {
		err = -ENODEV;
	} else if (!session->linked) {
		err = link_create_locked(session);
		if (!err) {
			spin_lock_bh(&table->lock);
			session->demand = demand;
			spin_unlock_bh(&table->lock);
		}
	}
	rtnl_unlock();
	return err;
}

void mbb_link_remove_unwanted(struct mbb_session *session)
{
	struct net_device *dev;
	LIST_HEAD(kill);

	rtnl_lock();
	dev = session->dev;
	if (dev && mbb_session_claim_unwanted(session)) {
		dev->rtnl_link_ops->dellink(dev, &kill);
		unregister_netdevice_many(&kill);
	}
	rtnl_unlock();
}

/*
 * A value that the interface cannot have, or that would take IPv6 away from it,
 * is the network's mistake: the nearest one that will do is taken.
 */
void mbb_link_apply_mtu(struct mbb_session *session)
{
	struct net_device *dev;
	u32 mtu;
	int err;

	rtnl_lock();
	dev = session->dev;
	mtu = mbb_session_claim_mtu(session);
	if (dev && mtu) {
		mtu = clamp(mtu, dev->min_mtu, dev->max_mtu);
		err = mtu == dev->mtu ? 0 : dev_set_mtu(dev, mtu);
		if (err)
			netdev_warn(dev, "the network's MTU, %u, is not taken: %d\n", mtu, err);
	}
	rtnl_unlock();
}
