// SPDX-License-Identifier: GPL-2.0
/*
 * The device: memory, references, rundown, and what other parts may ask of it.
 * When things happen to it is in power.c.
 *
 * Who can hold a pointer, and what ends it:
 *	the class-extension interface	destroy(), which is the last call
 *	channel, delivery, timers	stopped in mbb_device_destroy()
 *	an MBBREQUEST			a reference, dropped with the request
 *	sessions, ports			stopped by power.c; references of skbs
 *	debugfs readers			debugfs_remove() waits for them
 * The last reference may go in any context and frees memory only.
 */
#include "device.h"

#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/uuid.h>

struct mbb_device *mbb_device_alloc(void)
{
	struct mbb_device *mbb = kzalloc(sizeof(*mbb), GFP_KERNEL);

	if (!mbb)
		return NULL;

	kref_init(&mbb->ref);
	spin_lock_init(&mbb->lock);
	init_waitqueue_head(&mbb->wait);
	guid_gen((guid_t *)&mbb->correlation);
	mbb->state = MBB_STATE_DOWN;
	mbb->stopping = true;		/* until PrepareHardware */
	mbb->hold = true;
	mbb_commands_init(mbb);
	mbb_open_init(mbb);
	mbb_recovery_init(mbb);
	mbb_bringup_init(mbb);
	mbb_deliver_init(mbb);
	mbb_dss_init(mbb);
	mbb_power_init(mbb);

	/* Not freezable: power callbacks wait for the work. Not WQ_MEM_RECLAIM:
	 * clients and the netdev side flush ordinary work from it.
	 */
	mbb->wq = alloc_workqueue("mbbcx", WQ_UNBOUND, 0);
	if (!mbb->wq)
		goto err_free;
	if (mbb_channel_init(mbb))
		goto err_destroy_wq;
	return mbb;

err_destroy_wq:
	destroy_workqueue(mbb->wq);
err_free:
	kfree(mbb);
	return NULL;
}

/* WdfDeviceCreate() has made the device. */
void mbb_device_created(struct mbb_device *mbb, WDFDEVICE device)
{
	mbb->wdf = device;
	mbb->fragments_anywhere = cx_device_fragments_anywhere(device);
	mbb->dev = get_device(cx_device_linux(device));
	mbb->debugfs = debugfs_create_dir(dev_name(mbb->dev), mbb_debugfs_root);
	mbb_stats_register(mbb);
}

/*
 * The WDFDEVICE, or its init structure, is no more.
 *
 * Everything was stopped by power.c before, if it ever ran: what is left are
 * work items that find nothing to do.
 */
void mbb_device_destroy(struct mbb_device *mbb)
{
	debugfs_remove_recursive(mbb->debugfs);
	mbb_recovery_exit(mbb);
	mbb_channel_exit(mbb);
	mbb_open_exit(mbb);
	mbb_bringup_exit(mbb);
	mbb_commands_exit(mbb);
	mbb_deliver_exit(mbb);
	mbb_power_exit(mbb);
	mbb_dss_exit(mbb);
	destroy_workqueue(mbb->wq);

	mbb->wdf = NULL;
	put_device(mbb->dev);
	mbb->dev = NULL;
	mbb_device_put(mbb);
}

static void mbb_device_release(struct kref *ref)
{
	struct mbb_device *mbb = container_of(ref, struct mbb_device, ref);

	kfree(mbb->caps.services);
	kfree(mbb);
}

struct mbb_device *mbb_device_get(struct mbb_device *mbb)
{
	kref_get(&mbb->ref);
	return mbb;
}

void mbb_device_put(struct mbb_device *mbb)
{
	kref_put(&mbb->ref, mbb_device_release);
}

struct mbb_device *mbb_device_from_handle(WDFDEVICE device, const char *who)
{
	struct mbb_device *mbb = cx_device_context(device, &mbb_cx_ops);

	if (!mbb)
		mbb_violation(device, MBB_INIT_ORDER,
			      "%s: MbbDeviceInitConfig was not called for this device", who);
	return mbb;
}

/* ---- rundown ---- */

bool mbb_device_enter(struct mbb_device *mbb)
{
	unsigned long flags;
	bool ok;

	spin_lock_irqsave(&mbb->lock, flags);
	ok = !mbb->stopping;
	if (ok)
		mbb->users++;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return ok;
}

void mbb_device_leave(struct mbb_device *mbb)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	if (!WARN_ON_ONCE(!mbb->users) && !--mbb->users)
		wake_up_all(&mbb->wait);
	spin_unlock_irqrestore(&mbb->lock, flags);
}

static bool mbb_device_unused(struct mbb_device *mbb)
{
	unsigned long flags;
	bool unused;

	spin_lock_irqsave(&mbb->lock, flags);
	unused = !mbb->users;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return unused;
}

/*
 * Users are inside EvtMbbDeviceCreateAdapter or on the way there: going on
 * without them would take the device from under the client, so there is no
 * bound, only a complaint.
 */
void mbb_device_rundown(struct mbb_device *mbb)
{
	might_sleep();
	while (!wait_event_timeout(mbb->wait, mbb_device_unused(mbb), 10 * HZ))
		dev_warn(mbb->dev, "removal waits for EvtMbbDeviceCreateAdapter to return\n");
}

/* ---- accessors ---- */

WDFDEVICE mbb_device_wdf(struct mbb_device *mbb)
{
	return mbb->wdf;
}

struct device *mbb_device_linux(struct mbb_device *mbb)
{
	return mbb->dev;
}

const char *mbb_device_name(struct mbb_device *mbb)
{
	return mbb->dev ? dev_name(mbb->dev) : "?";
}

const MBB_DEVICE_CONFIG *mbb_device_config(struct mbb_device *mbb)
{
	return &mbb->config;
}

u32 mbb_device_max_fragment(struct mbb_device *mbb)
{
	return mbb->max_fragment;
}

struct workqueue_struct *mbb_device_wq(struct mbb_device *mbb)
{
	return mbb->wq;
}

struct dentry *mbb_device_debugfs(struct mbb_device *mbb)
{
	return mbb->debugfs;
}

MBB_DEVICE_WAKE_CAPABILITIES mbb_device_wake_caps(struct mbb_device *mbb)
{
	return mbb->wake_caps;
}

struct mbb_sessions *mbb_device_sessions(struct mbb_device *mbb)
{
	return READ_ONCE(mbb->sessions);
}

void mbb_device_set_sessions(struct mbb_device *mbb, struct mbb_sessions *sessions)
{
	WRITE_ONCE(mbb->sessions, sessions);
}

struct mbb_ports *mbb_device_ports(struct mbb_device *mbb)
{
	return READ_ONCE(mbb->ports);
}

void mbb_device_set_ports(struct mbb_device *mbb, struct mbb_ports *ports)
{
	WRITE_ONCE(mbb->ports, ports);
}

struct mbb_dss_table *mbb_device_dss(struct mbb_device *mbb)
{
	return READ_ONCE(mbb->dss);
}

void mbb_device_set_dss(struct mbb_device *mbb, struct mbb_dss_table *dss)
{
	WRITE_ONCE(mbb->dss, dss);
}

struct mbb_source *mbb_device_own_source(struct mbb_device *mbb)
{
	return &mbb->own;
}
