// SPDX-License-Identifier: GPL-2.0
/*
 * The ports of a device: their start and stop, and what all of them are told.
 * A single port is in port.c.
 */
#include <linux/device.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "mbim_host.h"
#include "port.h"

static unsigned int control_ports = 1;
module_param(control_ports, uint, 0444);
MODULE_PARM_DESC(control_ports,
		 "MBIM control ports for each device, 1 to 8: one program per port (default 1)");

struct mbb_port *mbb_port_get(struct mbb_port *port)
{
	kref_get(&port->ref);
	return port;
}

static void port_free(struct kref *ref)
{
	struct mbb_port *port = container_of(ref, struct mbb_port, ref);

	kvfree(port->collector.buf);
	kfree(port->subscribed);
	mbb_device_put(port->mbb);
	kfree(port);
}

void mbb_port_put(struct mbb_port *port)
{
	kref_put(&port->ref, port_free);
}

struct mbb_port *mbb_port_alloc(struct mbb_device *mbb, unsigned int index,
				const struct mbb_port_ops *ops)
{
	struct mbb_port *port = kzalloc(sizeof(*port), GFP_KERNEL);

	if (!port)
		return NULL;
	kref_init(&port->ref);
	port->mbb = mbb_device_get(mbb);
	port->index = index;
	port->ops = ops;
	port->max_transfer = MBIM_FRAGMENT_MIN;
	mbb_source_init(&port->source);
	spin_lock_init(&port->lock);
	INIT_LIST_HEAD(&port->commands);
	__skb_queue_head_init(&port->rxq);
	INIT_LIST_HEAD(&port->parked);
	INIT_WORK(&port->connect_work, mbb_port_connect_work);
	return port;
}

/*
 * What could still touch the port, now that its character device is gone (so
 * no tx, start or stop):
 *
 * - connect_work: cancelled, and since only tx parks, never queued again; what
 *   was parked is dropped;
 * - the engine: drained, after which no done() of this source runs or will;
 * - upward calls: they look at ports through the table, with a reference, and
 *   find the port closed;
 * - a reader in the middle of copying a fragment: the fragment holds a reference
 *   to the port and to the module; with @chardev NULL nothing follows it.
 */
void mbb_port_shutdown(struct mbb_port *port)
{
	mbb_port_stop(port);
	cancel_work_sync(&port->connect_work);
	mbb_port_drop_parked(port);
	mbb_source_drain(port->mbb, &port->source);
}

/* ---- the table ---- */

static void ports_free(struct kref *ref)
{
	struct mbb_ports *ports = container_of(ref, struct mbb_ports, ref);
	unsigned int i;

	for (i = 0; i < ports->count; i++)
		mbb_port_put(ports->port[i]);
	kfree(ports->in_force);
	mbb_device_put(ports->mbb);
	kfree_rcu(ports, rcu);
}

void mbb_ports_put(struct mbb_ports *ports)
{
	kref_put(&ports->ref, ports_free);
}

struct mbb_ports *mbb_ports_get(struct mbb_device *mbb)
{
	struct mbb_ports *ports;

	/* mbb_ports_stop() clears the pointer before it drops its reference. */
	rcu_read_lock();
	ports = mbb_device_ports(mbb);
	if (ports && !kref_get_unless_zero(&ports->ref))
		ports = NULL;
	rcu_read_unlock();
	return ports;
}

static struct mbb_ports *ports_alloc(struct mbb_device *mbb, unsigned int count)
{
	struct mbb_ports *ports = kzalloc(sizeof(*ports), GFP_KERNEL);
	struct mbb_port *port;

	if (!ports)
		return NULL;
	kref_init(&ports->ref);
	mutex_init(&ports->in_force_lock);
	ports->mbb = mbb_device_get(mbb);
	for (; ports->count < count; ports->count++) {
		port = mbb_port_alloc(mbb, ports->count, &mbb_wwan_port_ops);
		if (!port) {
			mbb_ports_put(ports);
			return NULL;
		}
		ports->port[ports->count] = port;
	}
	return ports;
}

/* @created: how many have a character device. */
static void ports_shutdown(struct mbb_ports *ports, unsigned int created)
{
	unsigned int i;

	/* All character devices first: their readers and writers get their errors
	 * at once, whatever the ends of commands take.
	 */
	for (i = created; i-- > 0; )
		ports->port[i]->ops->remove(ports->port[i]);
	mbb_device_set_ports(ports->mbb, NULL);
	for (i = ports->count; i-- > 0; )
		mbb_port_shutdown(ports->port[i]);
	mbb_ports_put(ports);
}

int mbb_ports_start(struct mbb_device *mbb)
{
	unsigned int count = clamp(control_ports, 1U, (unsigned int)MBB_PORTS_MAX);
	struct mbb_ports *ports;
	unsigned int i;
	int err;

	ports = ports_alloc(mbb, count);
	if (!ports)
		return -ENOMEM;
	mbb_device_set_ports(mbb, ports);
	for (i = 0; i < count; i++) {
		err = ports->port[i]->ops->create(ports->port[i], mbb_device_linux(mbb));
		if (err) {
			ports_shutdown(ports, i);
			return err;
		}
	}
	return 0;
}

void mbb_ports_stop(struct mbb_device *mbb)
{
	struct mbb_ports *ports = mbb_device_ports(mbb);

	if (ports)
		ports_shutdown(ports, ports->count);
}

/* ---- what all are told ---- */

static void ports_indicate(struct mbb_device *mbb, const struct mbb_port *except,
			   const void *msg, size_t len)
{
	struct mbb_ports *ports = mbb_ports_get(mbb);
	unsigned int i;

	if (!ports)
		return;
	for (i = 0; i < ports->count; i++)
		if (ports->port[i] != except)
			mbb_port_indicate(ports->port[i], msg, len);
	mbb_ports_put(ports);
}

void mbb_ports_indication(struct mbb_device *mbb, const void *msg, size_t len)
{
	ports_indicate(mbb, NULL, msg, len);
}

void mbb_ports_state(struct mbb_device *mbb, enum mbb_state state)
{
	struct mbb_ports *ports = mbb_ports_get(mbb);
	unsigned int i;

	if (!ports)
		return;
	for (i = 0; i < ports->count; i++)
		mbb_port_function_state(ports->port[i], state);
	if (state == MBB_STATE_OPEN)
		mbb_subscriptions_refresh(ports);
	mbb_ports_put(ports);
}

/* Sets whose answer carries the same information as the notification of that
 * name (MBIM 1.0 §10.5 to §10.9): it can be passed on as one.
 */
static const struct {
	const u8 *service;
	u32 cid;
} published[] = {
	{ mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE },
	{ mbim_uuid_basic_connect, MBIM_CID_PREFERRED_PROVIDERS },
	{ mbim_uuid_basic_connect, MBIM_CID_REGISTER_STATE },
	{ mbim_uuid_basic_connect, MBIM_CID_PACKET_SERVICE },
	{ mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE },
	{ mbim_uuid_basic_connect, MBIM_CID_CONNECT },
	{ mbim_uuid_basic_connect, MBIM_CID_PROVISIONED_CONTEXTS },
	{ mbim_uuid_basic_connect, MBIM_CID_EMERGENCY_MODE },
	{ mbim_uuid_basic_connect, MBIM_CID_MULTICARRIER_PROVIDERS },
	{ mbim_uuid_sms, MBIM_CID_SMS_CONFIGURATION },
	{ mbim_uuid_ussd, MBIM_CID_USSD },
};

void mbb_ports_publish(struct mbb_device *mbb, const struct mbb_port *except,
		       const void *answer, size_t len)
{
	const struct mbim_command_done *done = answer;
	size_t info_len;
	unsigned int i;
	void *msg;

	if (!mbim_msg_complete(answer, len) || len == sizeof(*done) ||
	    get_unaligned_le32(&done->Status) != MBIM_STATUS_SUCCESS)
		return;
	for (i = 0; i < ARRAY_SIZE(published); i++)
		if (mbim_msg_is_about(answer, len, published[i].service, published[i].cid))
			break;
	if (i == ARRAY_SIZE(published))
		return;

	info_len = len - sizeof(*done);
	msg = kvmalloc(info_len + sizeof(struct mbim_indicate_status_msg), GFP_KERNEL);
	if (!msg)
		return;
	ports_indicate(mbb, except, msg,
		       mbim_build_indication(msg, done->DeviceServiceId,
					     get_unaligned_le32(&done->CID),
					     done->InformationBuffer, info_len));
	kvfree(msg);
}
