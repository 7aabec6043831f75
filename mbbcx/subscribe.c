// SPDX-License-Identifier: GPL-2.0
/*
 * Event subscriptions: the function has one list, ports have one each. What a
 * port's user wants to hear is decided here, and so is what the function has to
 * be asked for: everything that somebody wants. Sets as such are in
 * mbim_subscribe.c.
 *
 * A user who has never subscribed gets the standard services (MBIM 1.0
 * §10.5.22). The function's list is only ever widened on our own account; what
 * nobody wants any more is not sent on.
 */
#include <linux/slab.h>

#include "mbim_host.h"
#include "port.h"

static const u8 * const standard_services[] = {
	mbim_uuid_basic_connect,
	mbim_uuid_sms,
	mbim_uuid_ussd,
	mbim_uuid_phonebook,
	mbim_uuid_stk,
	mbim_uuid_auth,
	mbim_uuid_dss,
};

/* The standard services' CIDs that notify (MBIM 1.0 §10.4, table of CIDs). */
static const struct {
	const u8 *service;
	u32 cid;
} standard_events[] = {
	{ mbim_uuid_basic_connect, MBIM_CID_SUBSCRIBER_READY_STATUS },
	{ mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE },
	{ mbim_uuid_basic_connect, MBIM_CID_PREFERRED_PROVIDERS },
	{ mbim_uuid_basic_connect, MBIM_CID_REGISTER_STATE },
	{ mbim_uuid_basic_connect, MBIM_CID_PACKET_SERVICE },
	{ mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE },
	{ mbim_uuid_basic_connect, MBIM_CID_CONNECT },
	{ mbim_uuid_basic_connect, MBIM_CID_PROVISIONED_CONTEXTS },
	{ mbim_uuid_basic_connect, MBIM_CID_IP_CONFIGURATION },
	{ mbim_uuid_basic_connect, MBIM_CID_EMERGENCY_MODE },
	{ mbim_uuid_basic_connect, MBIM_CID_MULTICARRIER_PROVIDERS },
	{ mbim_uuid_sms, MBIM_CID_SMS_CONFIGURATION },
	{ mbim_uuid_sms, MBIM_CID_SMS_READ },
	{ mbim_uuid_sms, MBIM_CID_SMS_MESSAGE_STORE_STATUS },
	{ mbim_uuid_ussd, MBIM_CID_USSD },
	{ mbim_uuid_phonebook, 1 },	/* PHONEBOOK_CONFIGURATION */
	{ mbim_uuid_stk, 1 },		/* STK_PAC */
};

static bool is_standard(const u8 service[16])
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(standard_services); i++)
		if (!memcmp(service, standard_services[i], 16))
			return true;
	return false;
}

bool mbb_port_subscribed(struct mbb_port *port, const u8 service[16], u32 cid)
{
	lockdep_assert_held(&port->lock);
	if (!port->subscribed)
		return is_standard(service);
	return mbim_subscribe_has(port->subscribed, service, cid);
}

/* ---- the union ---- */

/*
 * Add what the function supports of the standard events: some functions refuse
 * a whole list for one service that they do not have. As long as nobody knows
 * what it supports, Basic Connect it does.
 */
static int add_standard(struct mbb_device *mbb, struct mbim_subscribe_set *set)
{
	bool known = mbb_device_has_cid(mbb, mbim_uuid_basic_connect, MBIM_CID_CONNECT);
	unsigned int i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(standard_events) && !err; i++) {
		const u8 *service = standard_events[i].service;
		u32 cid = standard_events[i].cid;

		if (known ? mbb_device_has_cid(mbb, service, cid) :
			    service == mbim_uuid_basic_connect && cid <= MBIM_CID_IP_CONFIGURATION)
			err = mbim_subscribe_add(set, service, cid);
	}
	return err;
}

/* What MbbCx itself has to hear, whoever listens. */
static int add_own(struct mbim_subscribe_set *set)
{
	int err = mbim_subscribe_add(set, mbim_uuid_basic_connect, MBIM_CID_CONNECT);

	if (err)
		return err;
	return mbim_subscribe_add(set, mbim_uuid_basic_connect, MBIM_CID_PACKET_SERVICE);
}

struct mbim_subscribe_set *mbb_subscriptions_union(struct mbb_ports *ports,
						   const struct mbb_port *port,
						   const struct mbim_subscribe_set *wish)
{
	struct mbim_subscribe_set *set = kzalloc(sizeof(*set), GFP_KERNEL);
	bool standard = false;
	unsigned int i;
	int err;

	if (!set)
		return NULL;
	/* The asking user's own first: it survives when the rest does not fit. */
	err = wish ? mbim_subscribe_merge(set, wish) : 0;
	if (!err)
		err = add_own(set);
	for (i = 0; i < ports->count && !err; i++) {
		struct mbb_port *other = ports->port[i];

		if (wish && other == port)
			continue;
		spin_lock_bh(&other->lock);
		if (other->state != MBB_PORT_CLOSED) {
			if (other->subscribed)
				err = mbim_subscribe_merge(set, other->subscribed);
			else
				standard = true;
		}
		spin_unlock_bh(&other->lock);
	}
	if (standard && !err)
		err = add_standard(ports->mbb, set);
	if (err)
		dev_warn_ratelimited(mbb_device_linux(ports->mbb),
				     "too many event subscriptions: some are left out\n");
	return set;
}

/* Does a function that was asked for @in_force tell everything in @set? */
static bool covered(const struct mbim_subscribe_set *set,
		    const struct mbim_subscribe_set *in_force)
{
	u32 i;

	if (in_force)
		return mbim_subscribe_within(set, in_force);
	for (i = 0; i < set->count; i++)
		if (!is_standard(set->entries[i].service))
			return false;
	return true;
}

/* ---- what is in force ---- */

static void set_in_force(struct mbb_ports *ports, struct mbim_subscribe_set *set)
{
	struct mbim_subscribe_set *old;

	mutex_lock(&ports->in_force_lock);
	old = ports->in_force;
	ports->in_force = set;
	mutex_unlock(&ports->in_force_lock);
	kfree(old);
}

void mbb_subscriptions_accepted(struct mbb_ports *ports, struct mbim_subscribe_set *set)
{
	set_in_force(ports, set);
}

void mbb_subscriptions_reset(struct mbb_device *mbb)
{
	struct mbb_ports *ports = mbb_ports_get(mbb);

	if (!ports)
		return;
	set_in_force(ports, NULL);
	mbb_ports_put(ports);
}

/* ---- asking for more ---- */

struct refresh {
	struct mbb_command cmd;
	struct mbb_ports *ports;
	struct mbim_subscribe_set *set;
	u8 msg[];
};

/* True: somebody wanted a look meanwhile. */
static bool refresh_over(struct mbb_ports *ports)
{
	bool again;

	mutex_lock(&ports->in_force_lock);
	again = ports->again;
	ports->refreshing = false;
	ports->again = false;
	mutex_unlock(&ports->in_force_lock);
	return again;
}

static void refresh_free(struct refresh *refresh)
{
	mbb_ports_put(refresh->ports);
	kfree(refresh->set);
	kvfree(refresh);
}

static void refresh_done(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	struct refresh *refresh = container_of(cmd, struct refresh, cmd);
	const struct mbim_command_done *done = answer;

	if (!err && len >= sizeof(*done) &&
	    get_unaligned_le32(&done->Status) == MBIM_STATUS_SUCCESS) {
		mbb_subscriptions_accepted(refresh->ports, refresh->set);
		refresh->set = NULL;
	} else if (err != -ENODEV && err != -ESHUTDOWN) {
		dev_warn_ratelimited(mbb_device_linux(refresh->ports->mbb),
				     "event subscriptions refused, the old ones stay\n");
	}
	if (refresh_over(refresh->ports))
		mbb_subscriptions_refresh(refresh->ports);
	refresh_free(refresh);
}

/* Takes over @set. */
static void refresh_submit(struct mbb_ports *ports, struct mbim_subscribe_set *set)
{
	size_t info_len = mbim_subscribe_size(set);
	struct mbb_device *mbb = ports->mbb;
	struct mbim_command_msg *msg;
	struct refresh *refresh;

	refresh = kvzalloc(struct_size(refresh, msg, sizeof(*msg) + info_len), GFP_KERNEL);
	if (!refresh) {
		refresh_over(ports);
		kfree(set);
		return;
	}
	kref_get(&ports->ref);
	refresh->ports = ports;
	refresh->set = set;
	msg = (void *)refresh->msg;
	refresh->cmd.msg = msg;
	refresh->cmd.len = mbim_build_command(msg, 1, mbim_uuid_basic_connect,
					      MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST, true,
					      NULL, info_len);
	mbim_subscribe_build(set, msg->InformationBuffer);
	refresh->cmd.done = refresh_done;
	/* Refused: the function is closed. It is asked again when it is open. */
	if (mbb_command_submit(mbb, mbb_device_own_source(mbb), &refresh->cmd)) {
		refresh_over(ports);
		refresh_free(refresh);
	}
}

/*
 * One at a time: a user who opens a port over and over must not fill the queue
 * that goes before everybody else's.
 */
void mbb_subscriptions_refresh(struct mbb_ports *ports)
{
	struct mbim_subscribe_set *set;
	bool wait;

	/* Before it is open there is nothing in force, and mbb_ports_state() will
	 * look again.
	 */
	if (mbb_device_state(ports->mbb) != MBB_STATE_OPEN)
		return;
	set = mbb_subscriptions_union(ports, NULL, NULL);
	if (!set)
		return;
	mutex_lock(&ports->in_force_lock);
	wait = covered(set, ports->in_force);
	if (!wait && ports->refreshing) {
		ports->again = true;
		wait = true;
	} else if (!wait) {
		ports->refreshing = true;
	}
	mutex_unlock(&ports->in_force_lock);
	if (wait)
		kfree(set);
	else
		refresh_submit(ports, set);
}

/* ---- for the engine ---- */

/* What may wake the host, by what the client said of its hardware. The end of a
 * context is worth it while the machine works, since its interface has a carrier;
 * the machine is woken for it if its owner said so.
 */
static int add_wake(struct mbb_device *mbb, struct mbim_subscribe_set *set,
		    enum mbb_listen listen)
{
	MBB_DEVICE_WAKE_CAPABILITIES caps = mbb_device_wake_caps(mbb);
	int err = 0;

	if (listen == MBB_LISTEN_IDLE || mbb_sessions_waking(mbb, false))
		err = add_own(set);
	if (!err && caps.RegisterState)
		err = mbim_subscribe_add(set, mbim_uuid_basic_connect, MBIM_CID_REGISTER_STATE);
	if (!err && caps.PacketState)
		err = mbim_subscribe_add(set, mbim_uuid_basic_connect, MBIM_CID_PACKET_SERVICE);
	if (!err && caps.UiccChange)
		err = mbim_subscribe_add(set, mbim_uuid_basic_connect,
					 MBIM_CID_SUBSCRIBER_READY_STATUS);
	if (!err && caps.SmsReceive)
		err = mbim_subscribe_add(set, mbim_uuid_sms, MBIM_CID_SMS_READ);
	if (!err && caps.UssdReceive)
		err = mbim_subscribe_add(set, mbim_uuid_ussd, MBIM_CID_USSD);
	return err;
}

/* Without ports the function keeps what it has after OPEN: all that is standard. */
static struct mbim_subscribe_set *build_awake(struct mbb_device *mbb)
{
	struct mbb_ports *ports = mbb_ports_get(mbb);
	struct mbim_subscribe_set *set = NULL;

	if (!ports) {
		set = kzalloc(sizeof(*set), GFP_KERNEL);
		if (set && (add_own(set) || add_standard(mbb, set)))
			mbim_subscribe_clear(set);
		return set;
	}
	/* A list that had been narrowed for sleep is put back as it was; one that
	 * had never been set is spelled out.
	 */
	set = mbb_subscriptions_union(ports, NULL, NULL);
	if (set) {
		mutex_lock(&ports->in_force_lock);
		if (!(ports->in_force ? mbim_subscribe_merge(set, ports->in_force) :
					add_standard(mbb, set))) {
			kfree(ports->in_force);
			ports->in_force = kmemdup(set, sizeof(*set), GFP_KERNEL);
		}
		mutex_unlock(&ports->in_force_lock);
	}
	mbb_ports_put(ports);
	return set;
}

void *mbb_subscriptions_build(struct mbb_device *mbb, enum mbb_listen listen, size_t *len)
{
	struct mbim_subscribe_set *set;
	void *info = NULL;

	*len = 0;
	if (listen != MBB_LISTEN_AWAKE) {
		set = kzalloc(sizeof(*set), GFP_KERNEL);
		if (set && add_wake(mbb, set, listen))
			mbim_subscribe_clear(set);
	} else {
		set = build_awake(mbb);
	}
	if (!set)
		return NULL;
	info = kzalloc(mbim_subscribe_size(set), GFP_KERNEL);
	if (info)
		*len = mbim_subscribe_build(set, info);
	kfree(set);
	return info;
}
