/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sessions inside: one slot for each session id, the adapter that the client
 * made for it, the link (net_device) bound to the adapter. Included by the
 * session files and linux/link.c only.
 *
 * A slot's way:
 *
 *	FREE --newlink--> CREATING --client ok--> LIVE --link gone--> DOOMED
 *	  ^                  \--client failed--> DOOMED --worker--> DELETING
 *	  \------------------------- EvtDestroy has run ----------------/
 *
 * Session 0 goes to LIVE when the device starts and stays until it stops,
 * whether it has a link or not.
 *
 * Locks: RTNL, then mbb_sessions.lock. Every step from or to LIVE, and every
 * change of a link, happens with RTNL held (start and stop, where nobody else
 * can reach the slot, excepted), so whoever holds RTNL sees slots stand still.
 * The spinlock is for the readers and carriers that come without RTNL. What
 * needs sleeping without RTNL (starting queues, deleting adapters) is the
 * slot's work item, so it never runs twice at a time for one session.
 */
#ifndef _MBBCX_SESSION_H
#define _MBBCX_SESSION_H

#include <linux/rcupdate.h>

#include "mbbcx_internal.h"
#include "upper.h"

struct attribute_group;
struct mbb_links;
struct net_device;

enum mbb_session_state {
	MBB_SESSION_FREE,
	MBB_SESSION_CREATING,	/* the client's create-adapter callback runs */
	MBB_SESSION_LIVE,
	MBB_SESSION_DOOMED,	/* no link, never again; the worker deletes the adapter */
	MBB_SESSION_DELETING,	/* waiting for EvtDestroy */
};

#define MBB_IP_SHOWN	4	/* addresses, and name servers, of a family that are kept */

/* One address family of the last IP_CONFIGURATION; zero: nothing was said. */
struct mbb_session_ip {
	unsigned int addresses;
	struct {
		u8 addr[16];
		u32 prefix;
	} address[MBB_IP_SHOWN];
	bool has_gateway;
	u8 gateway[16];
	unsigned int dns_servers;
	u8 dns[MBB_IP_SHOWN][16];
	u32 mtu;
};

/**
 * struct mbb_session - one session id
 * @table: its table, which the adapter and the link hold a reference to
 * @id: constant
 * @state: see above
 * @adapter: valid while LIVE, DOOMED
 * @offered: CREATING: what the client called MbbAdapterInitialize() with
 * @creator: CREATING: the thread inside the callback
 * @linked: @dev is there
 * @demand: made for a CONNECT, unmade with it
 * @used: the context was up at least once since the link was made
 * @expire: the host ended the context: an on-demand link goes even if it is up
 * @relink: session 0: its link died with a network namespace
 * @started: the worker has asked for the datapath
 * @broken: the datapath did not start; carrier stays off
 * @active: the function says the context is activated; also without an adapter
 * @context: ContextType of the last activation
 * @ip4, @ip6: to be shown
 * @holds: CONNECTs on their way: neither an on-demand link nor the adapter goes
 * @mtu: what the network wants, 0: it has not said
 * @mtu_due: the link has not got it yet
 * @dev: RTNL
 * @work: mbb_session_work()
 */
struct mbb_session {
	struct mbb_sessions *table;
	u32 id;
	enum mbb_session_state state;
	NETADAPTER adapter;
	NETADAPTER offered;
	struct task_struct *creator;
	bool linked;
	bool demand;
	bool used;
	bool expire;
	bool relink;
	bool started;
	bool broken;
	bool active;
	u8 context[16];
	struct mbb_session_ip ip4;
	struct mbb_session_ip ip6;
	unsigned int holds;
	u32 mtu;
	bool mtu_due;
	struct net_device *dev;
	struct work_struct work;
};

/**
 * struct mbb_sessions - all sessions of a device, from start to stop
 * @ref: the device until stop, each adapter until EvtDestroy, each link until
 *	its net_device is freed
 * @lock: what is not constant here and in the slots; process and BH
 * @stopping: no link is made any more; RTNL or lock to read, both to write
 * @tx_speed, @rx_speed: bit/s of the last PACKET_SERVICE
 * @links: linux/link.c
 */
struct mbb_sessions {
	struct kref ref;
	struct rcu_head rcu;
	struct mbb_device *mbb;
	spinlock_t lock;	/* see above */
	bool stopping;
	u64 tx_speed;
	u64 rx_speed;
	struct mbb_links *links;
	struct mbb_session session[MBB_MAX_SESSIONS];
};

/* ---- session.c ---- */
/* The device's table with a reference, or NULL. Any context. */
struct mbb_sessions *mbb_sessions_get(struct mbb_device *mbb);
void mbb_sessions_put(struct mbb_sessions *table);
/* See mbb_session_hold(); unhold does nothing about the link or the adapter: who
 * wants that kicks. Any context.
 */
void mbb_session_slot_hold(struct mbb_session *session);
void mbb_session_slot_unhold(struct mbb_session *session);
/* Let the worker look whether something has to be done. Any context. */
void mbb_session_kick(struct mbb_session *session);
/* ---- session_adapter.c ---- */
/* FREE -> LIVE through the client's callback, else FREE or DOOMED and -errno; a
 * kick takes care of DOOMED. Sleeps; RTNL may be held.
 */
int mbb_session_create_adapter(struct mbb_session *session);
/* DOOMED -> DELETING -> FREE. Sleeps, no RTNL. */
void mbb_session_delete_adapter(struct mbb_session *session);
/* LIVE: the extension's half of the datapath's start, once. Sleeps, no RTNL. */
int mbb_session_start_adapter(struct mbb_session *session);
/* The slot behind an adapter; NULL and a violation naming @who if it is not
 * one of ours. Any context.
 */
struct mbb_session *mbb_session_from_adapter(NETADAPTER adapter, const char *who);
/* MbbAdapterInitialize(). */
NTSTATUS mbb_session_offer_adapter(struct mbb_session *session, NETADAPTER adapter);

/* ---- session_link.c ---- */
/* The session has a link. RTNL. */
void mbb_session_linked(struct mbb_session *session, struct net_device *dev);
/* It has none any more; true: the context is to be deactivated. RTNL. */
bool mbb_session_unlinked(struct mbb_session *session, bool namespace_dies);
/* Should the worker make a link in place of the one lost? Asked once. */
bool mbb_session_claim_relink(struct mbb_session *session);
/* Is it worth asking mbb_session_claim_unwanted()? Any context. */
bool mbb_session_may_expire(struct mbb_session *session);
/* Should the worker take the link away? Then it must: to everybody else it is
 * gone. RTNL.
 */
bool mbb_session_claim_unwanted(struct mbb_session *session);
/* The network wants packets of @mtu bytes at most; 0: it says nothing. Lock held. */
void mbb_session_set_mtu(struct mbb_session *session, u32 mtu);
/* Is it worth asking mbb_session_claim_mtu()? Any context. */
bool mbb_session_mtu_due(struct mbb_session *session);
/* The MTU that the link has to be given now, 0: none. RTNL. */
u32 mbb_session_claim_mtu(struct mbb_session *session);

/* ---- session_state.c ---- */
/* Carrier and speeds as they should be; lock held. */
void mbb_session_apply(struct mbb_session *session);
/* The context is up or down; @host: the host wanted it. Lock held. */
void mbb_session_set_active(struct mbb_session *session, bool active, bool host);
/* Send CONNECT deactivate on MbbCx's own account. Sleeps; RTNL may be held. */
void mbb_session_deactivate(struct mbb_session *session);

/* ---- session_ip.c ---- */
/* The context is no more; lock held. */
void mbb_session_ip_forget(struct mbb_session *session);

/* ---- linux/link_sysfs.c ---- */
extern const struct attribute_group mbb_link_group;

/* ---- linux/link.c ---- */
/* Whose link it is. */
struct mbb_session *mbb_link_session(struct net_device *dev);
/* Announce links to the WWAN core, which makes session 0's. Sleeps, no RTNL. */
int mbb_links_register(struct mbb_sessions *table);
/* Unmakes all links; on return no newlink or dellink runs or will. No RTNL. */
void mbb_links_unregister(struct mbb_sessions *table);
/* Make the session's link in the initial namespace. 0 if there is one. Takes
 * RTNL.
 */
int mbb_link_create(struct mbb_session *session, bool demand);
/* Take the link away if mbb_session_claim_unwanted(). Takes RTNL. */
void mbb_link_remove_unwanted(struct mbb_session *session);
/* Give the link mbb_session_claim_mtu(). Takes RTNL. */
void mbb_link_apply_mtu(struct mbb_session *session);
/* Is the link's interface up? RTNL. */
bool mbb_link_is_up(struct mbb_session *session);
/* RTNL. */
void mbb_links_lock(void);
void mbb_links_unlock(void);

#endif
