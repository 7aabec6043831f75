/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mbbcx inside: what its files offer each other, grouped by the file that
 * implements it.
 *
 * Layers, top down:  linux/port.c, linux/link.c (WWAN core)
 *                    port.c, subscribe.c, session.c (who talks, who carries data)
 *                    command.c, open.c (transactions, OPEN/CLOSE)
 *                    channel.c, request.c (one MBBREQUEST at a time)
 *                    device.c, power.c (the client, PnP and power)
 * Pure files (mbim_*.c) hold what is known about bytes.
 */
#ifndef _MBBCX_MBBCX_INTERNAL_H
#define _MBBCX_MBBCX_INTERNAL_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include <wdf.h>
#include <netadaptercx.h>
#include <mbbcx.h>

#include "cx.h"

struct mbb_device;
struct mbb_dss_table;
struct mbb_port;
struct mbb_session;

#define MBB_MAX_SESSIONS	17	/* ids 0..16: what clients size their tables for */

/* ---- open.c: is the function open ---- */

enum mbb_state {
	MBB_STATE_DOWN,		/* not in D0 */
	MBB_STATE_OPENING,	/* OPEN sent, or about to be; commands wait */
	MBB_STATE_OPEN,
	MBB_STATE_ARMED,	/* asleep, not closed: sessions live on */
	MBB_STATE_CLOSING,
	MBB_STATE_FAILED,	/* OPEN refused or unanswered; commands fail */
	MBB_STATE_GONE,		/* surprise removal or removal */
};

enum mbb_state mbb_device_state(struct mbb_device *mbb);
/* Somebody would like the function to be open: leaves FAILED, if it is time. */
void mbb_device_want_open(struct mbb_device *mbb);

/* ---- device.c ---- */
/*
 * One per WDFDEVICE, from MbbDeviceInitConfig() until the device object is
 * destroyed; kref, so that whoever holds one may outlive the WDFDEVICE's use.
 * Members are in device.h, for the engine's files only; others ask here.
 */
struct mbb_device *mbb_device_get(struct mbb_device *mbb);
void mbb_device_put(struct mbb_device *mbb);
WDFDEVICE mbb_device_wdf(struct mbb_device *mbb);
struct device *mbb_device_linux(struct mbb_device *mbb);	/* parent for WWAN objects */
const MBB_DEVICE_CONFIG *mbb_device_config(struct mbb_device *mbb);
u32 mbb_device_max_fragment(struct mbb_device *mbb);
/* Not freezable, for anything that may block. */
struct workqueue_struct *mbb_device_wq(struct mbb_device *mbb);
/* Where session.c, port.c and the linux files hang their per-device state. */
struct mbb_sessions *mbb_device_sessions(struct mbb_device *mbb);
void mbb_device_set_sessions(struct mbb_device *mbb, struct mbb_sessions *sessions);
struct mbb_ports *mbb_device_ports(struct mbb_device *mbb);
void mbb_device_set_ports(struct mbb_device *mbb, struct mbb_ports *ports);
struct mbb_dss_table *mbb_device_dss(struct mbb_device *mbb);
void mbb_device_set_dss(struct mbb_device *mbb, struct mbb_dss_table *dss);
/* Rundown: fails after removal began; holds removal off until put. For callers
 * that come from outside PnP (newlink under RTNL, CONNECT workers).
 */
bool mbb_device_enter(struct mbb_device *mbb);
void mbb_device_leave(struct mbb_device *mbb);
/* NULL and a violation naming @who if @device has no MbbCx or is no device. */
struct mbb_device *mbb_device_from_handle(WDFDEVICE device, const char *who);
struct dentry *mbb_device_debugfs(struct mbb_device *mbb);	/* mbbcx/<device> */
/* What the client said in MBB_DEVICE_WAKE_CAPABILITIES. */
MBB_DEVICE_WAKE_CAPABILITIES mbb_device_wake_caps(struct mbb_device *mbb);

/* ---- bringup.c: what the function said about itself after OPEN ---- */
/* Sessions to hand out: 1..MBB_MAX_SESSIONS; MBB_MAX_SESSIONS until known. */
u32 mbb_device_max_sessions(struct mbb_device *mbb);
/* Does DEVICE_SERVICES list it? False until known. Any context. */
bool mbb_device_has_cid(struct mbb_device *mbb, const u8 service[16], u32 cid);
/* Copy of the last DEVICE_SERVICES information buffer, kmalloc'd; may be NULL. */
void *mbb_device_services(struct mbb_device *mbb, size_t *len);
/* MBIMEx version in force, BCD (0x0100 if none was negotiated). */
u16 mbb_device_mbimex(struct mbb_device *mbb);

/* ---- trace.c ---- */
/* What has become of a session, @service: a device service session. Any context. */
void mbb_trace_session(struct mbb_device *mbb, bool service, u32 id, const char *what);

/* ---- command.c: transactions ---- */

/**
 * struct mbb_source - somebody who sends commands: a port, or MbbCx itself
 *
 * Sources take turns, so that one port cannot starve another; the queue of one
 * source is in order. MbbCx's own source goes first.
 */
struct mbb_source {
	struct list_head node;		/* device's ring of sources; command.c */
	struct list_head queue;		/* of mbb_command.node; command.c */
	unsigned int queued;
	unsigned int inflight;		/* being sent, or waiting for an answer */
	unsigned int live;		/* submitted and done() not yet over */
	bool paused;			/* no lock */
};

void mbb_source_init(struct mbb_source *source);
/* Nothing more of @source's is sent until it goes on: nobody has room for answers.
 * What has been sent is not affected, nor are the ends of commands. The caller
 * orders its own calls. Any context.
 */
void mbb_source_pause(struct mbb_device *mbb, struct mbb_source *source, bool paused);

/* Place in the queue of what is delivered upwards, in order: deliver.c. */
struct mbb_event {
	struct list_head node;
	int kind;
};

/**
 * struct mbb_command - one COMMAND message and who waits for its answer
 * @msg: whole message as one fragment (TotalFragments 1), @len bytes, owned by
 *	the caller until @done; command.c refragments it and uses an id of its
 *	own on the wire: the TransactionId in @msg is left alone
 * @timeout_ms: from the moment the last fragment was sent; 0 = 60 s
 * @at_once: whoever submits it may sleep and holds no lock, and may be kept for as
 *	long as the client's send callback takes: it sends the command itself, if it
 *	is its turn
 * @done: exactly once, process context, no lock held. @err 0: @answer is the
 *	reassembled COMMAND_DONE (TotalFragments 1, wire TransactionId), valid
 *	during the call. -EPROTO: FUNCTION_ERROR, code in @function_error.
 *	-ETIMEDOUT, -ENODEV (gone), -ESHUTDOWN (closing, closed or failed),
 *	-ECANCELED, -EIO (the client failed the send), -ENOMEM.
 * May be submitted again, or freed, from @done.
 * @soon: NULL, or instead of @done, for an answer: takes it where it came, in any
 *	context up to softirq, with no lock held. False: not here, @done follows. Else
 *	the command is over, and may have been freed.
 */
struct mbb_command {
	const void *msg;
	size_t len;
	unsigned int timeout_ms;
	bool during_power;	/* may run while the device is powering down (wake) */
	bool at_once;
	void (*done)(struct mbb_command *cmd, int err, const void *answer, size_t len);
	bool (*soon)(struct mbb_command *cmd, const void *answer, size_t len);
	u32 function_error;
	/* private to command.c */
	struct list_head node;
	struct mbb_event event;
	struct mbb_source *source;
	u32 wire_id;
	int state;
	int err;
	bool direct;		/* done() from the channel's own worker */
	bool powered;		/* holds a power reference */
	u8 retries;
	unsigned int together;	/* in flight when it was sent, itself included */
	GUID correlation;	/* for the client's logs */
	unsigned long deadline;
	void *rx;
	size_t rx_len;
};

/* Any context that may sleep or not; never calls done() from inside. 0 or
 * -ENODEV/-ESHUTDOWN (done() will not be called). While OPENING it waits.
 */
int mbb_command_submit(struct mbb_device *mbb, struct mbb_source *source,
		       struct mbb_command *cmd);
/* done(-ECANCELED) follows soon unless done() is already running or over. A
 * command whose fragments are being sent is sent to its end first.
 */
void mbb_command_cancel(struct mbb_device *mbb, struct mbb_command *cmd);
/* The same, but only if nothing of @cmd has been sent. */
void mbb_command_withdraw(struct mbb_device *mbb, struct mbb_command *cmd);
/* Cancels all of @source; on return none of its done() runs or will run. Not
 * from inside done() or another call that MbbCx makes upwards. Sleeps.
 */
void mbb_source_drain(struct mbb_device *mbb, struct mbb_source *source);
/* Send and wait: MbbCx's own traffic. @answer: kvmalloc'd COMMAND_DONE, caller
 * kvfrees; may be NULL if not wanted. @mbim_status: the Status field. Sleeps;
 * legal in done() and the other calls upwards, a CONNECT set excepted.
 */
int mbb_command_run(struct mbb_device *mbb, const u8 service[16], u32 cid, bool set,
		    const void *info, size_t info_len, bool during_power,
		    u32 *mbim_status, void **answer, size_t *answer_len);
/* MbbCx's own source, for asynchronous commands of its own. */
struct mbb_source *mbb_device_own_source(struct mbb_device *mbb);

/* ---- dss.c: device service sessions ---- */
#define MBB_DSS_MAX	65536	/* bytes of a message: no NTB has room for more */

/* A session's user: bytes from the device. Any context. */
struct mbb_dss_user {
	struct list_head node;
	u32 session;
	bool listed;
	/* false: it had no room */
	bool (*rx)(struct mbb_dss_user *user, const void *data, size_t len);
	/* a loan of this user ended; any context */
	void (*sent)(struct mbb_dss_user *user, size_t len, int err);
	unsigned int loans;
};

int mbb_dss_open(struct mbb_device *mbb, struct mbb_dss_user *user);	/* -EBUSY: taken */
/* Nothing is received any more, and another user may have the session. */
void mbb_dss_leave(struct mbb_device *mbb, struct mbb_dss_user *user);
void mbb_dss_close(struct mbb_device *mbb, struct mbb_dss_user *user);	/* no callback after */
/* -EAGAIN: not now; when it may be tried again, mbb_dss_kick() comes. */
int mbb_dss_send(struct mbb_device *mbb, struct mbb_dss_user *user, const void *data, size_t len);

/*
 * ---- what the engine calls above itself ----
 *
 * Answers (mbb_sessions_connect_answer(), done()), indications, state changes
 * and resets come from one worker, one after the other, in the order in which
 * things happened. They may sleep, but must not wait for PnP (hooks, removal)
 * or for another answer that is delivered the same way.
 */

/* ---- session.c: adapters and their state (above the engine) ---- */

/* Called by power.c. */
int mbb_sessions_start(struct mbb_device *mbb);	/* PrepareHardware done: adapter 0, then wwan0 */
void mbb_sessions_stop(struct mbb_device *mbb);	/* before ReleaseHardware: links, then adapters */
/* The function was (re)opened or closed: contexts are gone unless @kept. */
void mbb_sessions_reset(struct mbb_device *mbb, bool kept);
/* Which contexts are up: bit n = session n. No idle power-down then unless armed. */
u32 mbb_sessions_active(struct mbb_device *mbb);
/* Those of them that are to wake the machine: for packets, or for their end. */
u32 mbb_sessions_waking(struct mbb_device *mbb, bool packets);
/* The context of @id has ended without a word: carrier off, and the ports hear it. */
void mbb_sessions_lost(struct mbb_device *mbb, u32 id);
/* Every answer to a CONNECT set, @asked, whoever asked, and every indication. */
void mbb_sessions_connect_answer(struct mbb_device *mbb, const void *asked, size_t asked_len,
				 const void *msg, size_t len);
void mbb_sessions_indication(struct mbb_device *mbb, const void *msg, size_t len);
/* No answer came to a CONNECT set, @asked; one came after all, as an indication. */
void mbb_sessions_connect_lost(struct mbb_device *mbb, const void *asked, size_t asked_len);
void mbb_sessions_connect_late(struct mbb_device *mbb, const void *msg, size_t len);
/* Makes the adapter (EvtMbbDeviceCreateAdapter) and link of @id if there is
 * none. Process context, no RTNL. @demand: destroyed again on deactivation.
 */
int mbb_session_ensure(struct mbb_device *mbb, u32 id, bool demand);

/* ---- port.c: the multiplexer ---- */
int mbb_ports_start(struct mbb_device *mbb);	/* after the first D0 start: /dev/wwanNmbimM */
void mbb_ports_stop(struct mbb_device *mbb);	/* remove them; all commands of theirs end */
void mbb_ports_indication(struct mbb_device *mbb, const void *msg, size_t len);
/* The function was closed under the ports, re-opened, or failed. */
void mbb_ports_state(struct mbb_device *mbb, enum mbb_state state);

/* ---- dss_table.c: device service sessions ---- */
int mbb_dss_start(struct mbb_device *mbb);	/* with the ports */
void mbb_dss_stop(struct mbb_device *mbb);	/* after them; sessions end */
void mbb_dss_reset(struct mbb_device *mbb);	/* the function has forgotten all sessions */
/* No answer came to a DSS_CONNECT set with this information buffer; one came after all. */
void mbb_dss_connect_lost(struct mbb_device *mbb, const void *info, size_t len);
void mbb_dss_connect_late(struct mbb_device *mbb, const void *info, size_t len);
void mbb_dss_kick(struct mbb_device *mbb);	/* data may be sent (again) */
/* They may not: on return the client is not being given any. Sleeps. */
void mbb_dss_quiesce(struct mbb_device *mbb);

/* ---- subscribe.c: merged event subscriptions ---- */

/* What the function is to tell. */
enum mbb_listen {
	MBB_LISTEN_AWAKE,	/* what ports subscribed to, and what MbbCx needs */
	MBB_LISTEN_IDLE,	/* asleep while the machine works: what MbbCx needs, and
				 * what the client's hardware wakes for
				 */
	MBB_LISTEN_ASLEEP,	/* the machine sleeps: the latter, and what its owner asked for */
};

/* The SUBSCRIBE_LIST information buffer for that; kmalloc'd. */
void *mbb_subscriptions_build(struct mbb_device *mbb, enum mbb_listen listen, size_t *len);

/* ---- catch_up.c: what the function may have kept to itself ---- */
/* Are the contexts that we believe in still up? Any context that may sleep. */
void mbb_catch_up_contexts(struct mbb_device *mbb);
/* The same, and the state of SIM, radio and network. */
void mbb_catch_up(struct mbb_device *mbb);

#endif
