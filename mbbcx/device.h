/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The engine inside: struct mbb_device and what the engine's files offer each
 * other. Only the engine includes this; sessions and ports use
 * mbbcx_internal.h.
 *
 * Contexts
 *	channel		whoever has the channel's token (channel.c), mostly one ordered
 *			work item: calls the client's send and receive callbacks, parses
 *			what comes in
 *	delivery worker	one work item, calls sessions and ports
 *	soon		an answer that a port takes from where it came, see deliver.c
 *	PnP		power.c, under the device's PnP lock
 *	timers		delayed work
 *	client		request completion, ResponseAvailable: any context
 *
 * Neither worker ever takes the PnP lock, and PnP waits for both: wake-up
 * messages and CLOSE are exchanged in the middle of power transitions.
 *
 * mbb_device.lock protects every member that does not say otherwise. It is a
 * leaf, taken with interrupts off because completions come in any context; no
 * callback runs under it, mbb_command.direct ones excepted.
 */
#ifndef _MBBCX_DEVICE_H
#define _MBBCX_DEVICE_H

#include <linux/completion.h>
#include <linux/wait.h>

#include "mbbcx_internal.h"
#include "mbim_basic.h"
#include "mbim_frag.h"
#include "stats.h"
#include "violation.h"

#define MBB_COLLECTORS		4	/* messages that may arrive fragmented at a time */
#define MBB_HOST_ERRORS		8	/* HOST_ERRORs waiting to be sent */
#define MBB_PENDING_MAX		1024	/* notifications remembered */

#define MBB_WINDOW_START	4	/* commands in flight */
#define MBB_WINDOW_MAX		16

#define MBB_OPEN_TIMEOUT_MS	30000
#define MBB_OPEN_TRIES		3
#define MBB_CLOSE_TIMEOUT_MS	10000
#define MBB_COMMAND_TIMEOUT_MS	60000
#define MBB_OWN_TIMEOUT_MS	10000	/* MbbCx's own commands */
#define MBB_WAKE_TIMEOUT_MS	5000	/* those that hold up a power transition */

struct mbb_request;

/* A message of MbbCx's that is not a command: built when its turn comes. */
struct mbb_ctl {
	u32 type;
	u32 tid;
	u32 value;
};

/**
 * struct mbb_channel - one MBBREQUEST at a time
 * @stepping: somebody has the token, see channel.c
 * @prompt: the client's send callback returns before the fragment is sent
 * @req: the outstanding one. Set and cleared by who has the token, or cleared by
 *	mbb_channel_stop() when the client keeps it for too long
 * @listening: from the beginning of D0Entry: notifications count
 * @up: D0: callbacks are allowed
 * @rx_on: OPEN went out since power-up, or the function stayed open: responses
 *	are fetched. Earlier ones stay counted
 * @rx_last: the last request was a receive: sends go first
 * @pending: RESPONSE_AVAILABLE not yet answered by a fetch
 * @notified_ms: when the first one came of those that are, or were last, pending
 * @coalesces: this device raises one notification for a message of several
 *	fragments
 * @fetch_unasked: fetch the next fragment although nothing was notified
 * @ctl, @have_ctl: OPEN or CLOSE waiting to be sent
 * @tx_cmd: command whose fragments are being sent, @tx_index next
 * @spare: a request of each kind that nobody has, for the next time; xchg()
 */
struct mbb_channel {
	struct workqueue_struct *wq;
	struct work_struct work;
	struct delayed_work fetch_work;		/* speculative fetch */
	struct delayed_work gap_work;		/* fragments that do not come */

	bool stepping;
	bool prompt;
	struct mbb_request *req;
	struct mbb_request *spare[2];
	bool listening;
	bool up;
	bool rx_on;
	bool rx_last;
	unsigned int pending;
	u64 notified_ms;

	bool coalesces;
	bool fetch_unasked;

	struct mbb_ctl ctl;
	bool have_ctl;
	struct mbb_ctl host_error[MBB_HOST_ERRORS];
	unsigned int host_errors;

	struct mbb_command *tx_cmd;
	u32 tx_index;
	u32 tx_total;

	bool rx_reset;		/* open.c: forget the collectors before the next transfer */

	/* no lock: changed by work of the ordered @wq with the token, read by either */
	struct mbim_collector collectors[MBB_COLLECTORS];
};

/* Where opening stands; enum mbb_state is what the others see of it. */
enum mbb_open_phase {
	MBB_OPEN_IDLE,
	MBB_OPEN_QUEUED,	/* OPEN waits in the channel */
	MBB_OPEN_SENT,		/* waiting for OPEN_DONE */
	MBB_OPEN_RESYNC,	/* CLOSE sent because a stray CLOSE_DONE came */
	MBB_OPEN_BACKOFF,	/* refused: the next try is due later */
	MBB_OPEN_BRINGUP,	/* open; MbbCx's own questions come first */
};

struct mbb_open {
	enum mbb_open_phase phase;
	u32 tid;		/* of the OPEN, or CLOSE, that waits for its DONE */
	unsigned int tries;
	unsigned int generation;	/* counts openings */
	u32 max_transfer;	/* MaxControlTransfer to announce */
	bool size_tried;
	bool resynced;
	bool powered;		/* holds a power reference */
	bool asked;		/* an OPEN was sent, and not refused: it may be open */
	struct delayed_work work;
	struct completion closed;
};

/* What was done to arm the function, so that exactly this can be undone. */
struct mbb_wake {
	/* PnP thread only */
	bool listed;		/* the wake list is in force */
	u32 filtered;		/* sessions that were given filters */
	bool armed;		/* stay open over the power-down */
	bool system;		/* for the sleep of the machine, not the device's alone */
	bool silent;		/* no answer when it was undone */
	bool arming;		/* inside the client's arm callback */
	bool disarming;
	/* no lock, see wake_reason.c */
	bool listening;		/* what the function says first is why it woke us */
	bool told;		/* that is known */
};

/* What the function said after OPEN. */
struct mbb_caps {
	u32 max_sessions;
	u16 mbimex;
	void *services;		/* DEVICE_SERVICES information buffer, checked */
	size_t services_len;
	int radio;		/* last RADIO_STATE set by a user; -1 none */
};

/* See recovery.c. */
enum mbb_remedy {
	MBB_REMEDY_NONE,
	MBB_REMEDY_REOPEN,
	MBB_REMEDY_CYCLE,
	MBB_REMEDY_RESTART,
	MBB_REMEDY_GIVE_UP,
};

struct mbb_recovery {
	enum mbb_remedy remedy;		/* the last one tried */
	unsigned long changed;		/* jiffies: since then, or open since then */
	bool worked;			/* the function has answered a command */
	struct work_struct work;
};

#define MBB_LATE_MAX		8

/* A CONNECT or DSS_CONNECT set that ended without its answer. */
struct mbb_late_set {
	u32 wire_id;		/* 0: free */
	bool dss;
	u8 info[MBIM_DSS_CONNECT_SIZE];	/* what was asked, of a DSS_CONNECT */
};

struct mbb_late {
	struct mbb_late_set set[MBB_LATE_MAX];
	unsigned int next;
};

/* A function that may hang. */
struct mbb_hang {
	unsigned long heard;		/* jiffies of its last message; no lock */
	bool asking;			/* the rest is in use; mbb->lock */
	unsigned int tries;
	unsigned long asked_at;
	struct delayed_work again;
	struct mbb_command cmd;
	u8 msg[sizeof(struct mbim_command_msg)];
};

struct mbb_device {
	struct kref ref;
	WDFDEVICE wdf;			/* from created() to destroy(), then NULL */
	struct device *dev;		/* the same; referenced */
	struct dentry *debugfs;

	/* Set in DeviceAdd and PrepareHardware, constant while the device runs. */
	MBB_DEVICE_CONFIG config;
	bool fragments_anywhere;	/* nt_module.mbb_fragments_anywhere */
	bool initialized;
	bool preparing;			/* PrepareHardware: setters are welcome */
	bool params_set;
	bool params_bad;
	MBB_MBIM_VERSION version;
	MBB_MBIM_EXTENDED_VERSION extended_version;
	u32 max_fragment;
	MBB_DEVICE_WAKE_CAPABILITIES wake_caps;

	spinlock_t lock;		/* all that does not say otherwise */
	wait_queue_head_t wait;		/* anything below that somebody may wait for */
	struct workqueue_struct *wq;	/* delivery, timers, bring-up, adapters for ports */

	enum mbb_state state;
	bool fn_open;			/* the function answers commands */
	bool admitted;			/* sources other than our own may send */
	bool hold;			/* power transition: only during_power commands */
	bool stopping;			/* on the way to D3Final */
	bool gone;
	unsigned int users;		/* rundown: mbb_device_enter() */
	struct mbb_channel ch;
	struct mbb_open open;
	struct mbb_recovery recovery;
	struct mbb_wake wake;
	struct mbb_caps caps;
	struct work_struct bringup_work;

	/* request.c */
	GUID correlation;		/* constant */
	atomic_t correlated;

	/* command.c */
	struct mbb_source own;
	struct list_head sources;	/* with something queued, next first */
	struct list_head inflight;
	unsigned int inflight_count;
	unsigned int window;
	unsigned int window_good;	/* answers since the window last changed */
	struct mbb_hang hang;
	struct mbb_late late;
	u32 next_id;
	struct delayed_work timeout_work;

	/* deliver.c */
	struct list_head events;
	unsigned int indications;	/* in events */
	bool state_missed;
	struct work_struct deliver_work;
	bool delivering;		/* somebody delivers: it looks at events again */
	bool delivering_soon;		/* and is not the worker */
	bool sessions_up;		/* upcalls allowed; lock, flushed after clearing */
	bool ports_up;

	/* power.c */
	struct work_struct idle_work;
	atomic_t puts;			/* power references to give back */
	bool s0_wake_refused;		/* arming from S0 has failed */
	bool idle_blocked;		/* idle_work only */

	/* dss.c */
	spinlock_t dss_lock;		/* changes of dss_users; any context */
	struct list_head dss_users;	/* RCU */

	struct mbb_sessions *sessions;	/* owned by session.c */
	struct mbb_ports *ports;	/* owned by port.c */
	struct mbb_dss_table *dss;	/* owned by dss_table.c */
	struct mbb_stats stats;
};

/* ---- device.c ---- */
extern const struct cx_device_ops mbb_cx_ops;	/* power.c */
struct mbb_device *mbb_device_alloc(void);
void mbb_device_created(struct mbb_device *mbb, WDFDEVICE device);
void mbb_device_destroy(struct mbb_device *mbb);
/* No more users from outside; returns when the last has left. Sleeps. */
void mbb_device_rundown(struct mbb_device *mbb);
const char *mbb_device_name(struct mbb_device *mbb);

/* ---- request.c ---- */
enum mbb_request_kind { MBB_REQUEST_SEND, MBB_REQUEST_RECEIVE };
enum mbb_request_state {
	MBB_REQUEST_NEW,
	MBB_REQUEST_OUTSTANDING,	/* the client's */
	MBB_REQUEST_COMPLETED,
	MBB_REQUEST_ABANDONED,		/* the client's still, nobody waits for it */
	MBB_REQUEST_DEAD,
};

/**
 * struct mbb_request - what an MBBREQUEST points to
 * @mbb: referenced
 * @kind, @buf, @capacity, @correlation: constant
 * @state, @status, @information: mbb->lock
 * @len: send: bytes of the fragment
 * @used: bytes of @buf that may be other than 0
 * @powered: holds a power reference; mbb->lock while it is ch.req
 * @unasked: receive: nothing had been notified
 * @notified_ms: receive: since when there was something to fetch, otherwise
 * @ctl: send: what was built from, type 0 for a command's fragment
 */
struct mbb_request {
	struct mbb_device *mbb;
	enum mbb_request_kind kind;
	enum mbb_request_state state;
	u8 *buf;
	size_t capacity;
	size_t len;
	NTSTATUS status;
	size_t information;
	GUID correlation;
	size_t used;
	bool powered;
	bool unasked;
	u64 notified_ms;
	struct mbb_ctl ctl;
};

/* An id that no other pair of command and answer of this device has. Any context. */
void mbb_request_correlate(struct mbb_device *mbb, GUID *id);
struct mbb_request *mbb_request_create(struct mbb_device *mbb, enum mbb_request_kind kind,
				       size_t capacity, gfp_t gfp);
/* With the token: the client is done with it, or never saw it. */
void mbb_request_put_away(struct mbb_request *req);
/* D0 is over: what was kept for the next time goes. Process or softirq. */
void mbb_requests_free(struct mbb_device *mbb);
MBBREQUEST mbb_request_handle(struct mbb_request *req);
struct mbb_request *mbb_request_from_handle(MBBREQUEST handle, const char *who);
/* The client's completion. Any context. */
void mbb_request_complete(struct mbb_request *req, enum mbb_request_kind kind,
			  NTSTATUS status, size_t information, const char *who);

/* ---- trace.c ---- */
/* A fragment as the client gets it or has got it. Up to softirq. */
void mbb_trace_fragment(struct mbb_device *mbb, bool out, const u8 *data, u32 len);

/* ---- channel.c ---- */
int mbb_channel_init(struct mbb_device *mbb);
void mbb_channel_exit(struct mbb_device *mbb);
bool mbb_channel_wants_receive(const struct mbb_channel *ch);	/* lock held */
/* channel_stop.c */
void mbb_channel_listen(struct mbb_device *mbb);
void mbb_channel_start(struct mbb_device *mbb);
void mbb_channel_stop(struct mbb_device *mbb);
bool mbb_channel_drain(struct mbb_device *mbb, unsigned int timeout_ms);
/* channel.c again */
void mbb_channel_kick(struct mbb_device *mbb);	/* any context, lock or not */
/* Something has changed that may be a reason for a step; lock held. */
void mbb_channel_changed(struct mbb_device *mbb);
/* Take the token, if it is free; lock held. */
bool mbb_channel_take(struct mbb_device *mbb);
bool mbb_channel_take_idle(struct mbb_device *mbb);	/* and no request is out */
void mbb_channel_write(struct mbb_device *mbb);		/* with the token; may sleep */
bool mbb_channel_completed(struct mbb_device *mbb, bool here);	/* lock held */
void mbb_channel_settle_here(struct mbb_device *mbb);	/* with the token; up to softirq */
/* Keep the others from making steps for a moment. False: somebody is at it. */
bool mbb_channel_enter(struct mbb_device *mbb);
void mbb_channel_leave(struct mbb_device *mbb);
void mbb_channel_notify(struct mbb_device *mbb);	/* ResponseAvailable */
/* Queue a control message; lock held. A HOST_ERROR too many is dropped. */
void mbb_channel_queue_ctl(struct mbb_device *mbb, u32 type, u32 tid, u32 value);
void mbb_channel_queue_host_error(struct mbb_device *mbb, u32 tid, u32 error);
void mbb_channel_host_error(struct mbb_device *mbb, u32 tid, u32 error);

/* ---- receive.c ---- channel worker, mbb_receive_simple() excepted ---- */
/* With the token, up to softirq: an answer that needs no more. False: not done. */
bool mbb_receive_simple(struct mbb_device *mbb, const void *buf, size_t len);
void mbb_receive_transfer(struct mbb_device *mbb, const void *buf, size_t len, u64 when_ms);
bool mbb_receive_expecting(struct mbb_device *mbb);	/* a message is incomplete */
void mbb_receive_drop(struct mbb_device *mbb);		/* a fetch failed: no partial survives */
void mbb_receive_gap_work(struct work_struct *work);
u64 mbb_now_ms(void);

/* ---- command.c ---- */
enum mbb_command_state {
	MBB_COMMAND_IDLE,
	MBB_COMMAND_QUEUED,
	MBB_COMMAND_SENDING,
	MBB_COMMAND_SENT,
	MBB_COMMAND_ENDED,
};

void mbb_commands_init(struct mbb_device *mbb);
void mbb_commands_exit(struct mbb_device *mbb);
/* With mbb->lock held. */
bool mbb_command_ready(struct mbb_device *mbb);
struct mbb_command *mbb_command_pick(struct mbb_device *mbb);
void mbb_command_finish(struct mbb_device *mbb, struct mbb_command *cmd, int err);
struct mbb_command *mbb_command_find(struct mbb_device *mbb, u32 wire_id);
struct mbb_command *mbb_command_oldest(struct mbb_device *mbb);
u32 mbb_command_new_id(struct mbb_device *mbb);
/* All without it. */
/* Commands that came during a power transition get their power reference. */
void mbb_commands_power(struct mbb_device *mbb);
/* Takes over @msg (kvmalloc'd). Channel worker. */
void mbb_command_answer(struct mbb_device *mbb, void *msg, size_t len);
/* The same, up to softirq, if it is what its command waits for: else false, and @msg
 * is the caller's. soon: and can be told at once, without a copy; @msg stays the caller's.
 */
bool mbb_command_answer_simple(struct mbb_device *mbb, void *msg, size_t len);
bool mbb_command_answer_soon(struct mbb_device *mbb, const void *msg, size_t len);
void mbb_command_function_error(struct mbb_device *mbb, u32 tid, u32 error);
/* A message of the function could not be put together. */
void mbb_command_broken(struct mbb_device *mbb, u32 tid, u32 error);
/* done() and what follows it; delivery worker, no lock. */
void mbb_command_deliver(struct mbb_device *mbb, struct mbb_command *cmd);

/* ---- command_end.c ---- */
/* The last fragment is out: the clock starts. Lock held. */
void mbb_command_sent(struct mbb_device *mbb, struct mbb_command *cmd);
void mbb_command_timeout_work(struct work_struct *work);
/* Time out what its clock does not cover yet. */
void mbb_command_expire_unsent(struct mbb_device *mbb, struct mbb_command *cmd);
/* Which commands mbb_commands_fail() ends. */
#define MBB_FAIL_INFLIGHT	BIT(0)
#define MBB_FAIL_OWN		BIT(1)	/* queued by MbbCx itself */
#define MBB_FAIL_QUEUED		BIT(2)	/* queued by anybody */
#define MBB_FAIL_ALL		(MBB_FAIL_INFLIGHT | MBB_FAIL_OWN | MBB_FAIL_QUEUED)
/* Lock held. */
void mbb_commands_fail(struct mbb_device *mbb, unsigned int which, int err, u32 function_error);
void mbb_commands_abandon(struct mbb_device *mbb, int err);
/* Without the lock. */
bool mbb_commands_idle_wait(struct mbb_device *mbb, unsigned int timeout_ms);

/* ---- hang.c ---- */
void mbb_hang_init(struct mbb_device *mbb);
void mbb_hang_exit(struct mbb_device *mbb);
/* A message, whatever it is. Any context. */
void mbb_hang_heard(struct mbb_device *mbb);
bool mbb_hang_silent_since(struct mbb_device *mbb, unsigned long when);
/* Find out; mbb_open_lost() if it hangs. May sleep; without the lock. */
void mbb_hang_suspect(struct mbb_device *mbb);

/* ---- late.c ---- */
/* With mbb->lock held. */
void mbb_late_remember(struct mbb_device *mbb, const struct mbb_command *cmd);
void mbb_late_forget(struct mbb_device *mbb);
/* Is it one? It is given away to @set, and is not any more. */
bool mbb_late_take(struct mbb_device *mbb, u32 wire_id, struct mbb_late_set *set);
/* Channel worker, without the lock. */
void mbb_late_answer(struct mbb_device *mbb, const struct mbb_late_set *set, const void *answer,
		     size_t len);

/* ---- deliver.c ---- */
enum mbb_event_kind { MBB_EVENT_COMMAND, MBB_EVENT_INDICATION, MBB_EVENT_STATE };
enum mbb_reset { MBB_RESET_NONE, MBB_RESET_KEPT, MBB_RESET_LOST };
void mbb_deliver_init(struct mbb_device *mbb);
void mbb_deliver_exit(struct mbb_device *mbb);
void mbb_deliver_command(struct mbb_device *mbb, struct mbb_command *cmd);	/* lock held */
/* May the caller deliver something now, without the worker? Then it has to say when it
 * has done so, or that @cmd is for the worker after all, before all else. Lock held.
 */
bool mbb_deliver_begin(struct mbb_device *mbb);
void mbb_deliver_end(struct mbb_device *mbb, struct mbb_command *cmd);
void mbb_deliver_state(struct mbb_device *mbb, enum mbb_reset reset);		/* lock held */
void mbb_deliver_indication(struct mbb_device *mbb, void *msg, size_t len);	/* takes @msg */
void mbb_deliver_late(struct mbb_device *mbb, void *msg, size_t len);	/* the same, late.c's */
/* No upcalls to sessions or ports any more once this has returned. Sleeps. */
void mbb_deliver_ports_off(struct mbb_device *mbb);
void mbb_deliver_sessions_off(struct mbb_device *mbb);

/* ---- open.c ---- */
void mbb_open_init(struct mbb_device *mbb);
void mbb_open_exit(struct mbb_device *mbb);
void mbb_state_set(struct mbb_device *mbb, enum mbb_state state, enum mbb_reset reset); /* lock */
void mbb_open_begin(struct mbb_device *mbb);
void mbb_open_finish(struct mbb_device *mbb, unsigned int generation);	/* bring-up is over */
void mbb_open_cancel(struct mbb_device *mbb);
void mbb_close(struct mbb_device *mbb);		/* CLOSE and wait, bounded; PnP */
/* Channel worker. */
void mbb_open_ctl_sent(struct mbb_device *mbb, const struct mbb_ctl *ctl, bool ok);
void mbb_open_done(struct mbb_device *mbb, u32 tid, u32 status);
void mbb_close_done(struct mbb_device *mbb, u32 tid, u32 status);
bool mbb_open_error(struct mbb_device *mbb, u32 tid, u32 error);	/* true: it was ours */
void mbb_open_lost(struct mbb_device *mbb, const char *why);
const char *mbb_state_name(enum mbb_state state);

/* ---- recovery.c ---- */
void mbb_recovery_init(struct mbb_device *mbb);
void mbb_recovery_exit(struct mbb_device *mbb);
/* With mbb->lock held. */
void mbb_recovery_opened(struct mbb_device *mbb);		/* it is open */
enum mbb_remedy mbb_recovery_lost(struct mbb_device *mbb);	/* it was: what now? */
enum mbb_remedy mbb_recovery_unopened(struct mbb_device *mbb);	/* no OPEN has worked */
void mbb_recovery_start(struct mbb_device *mbb);		/* CYCLE or RESTART */
/* FAILED, and nobody has tried for a while. */
bool mbb_recovery_may_retry(struct mbb_device *mbb);

/* ---- bringup.c ---- */
void mbb_bringup_init(struct mbb_device *mbb);
void mbb_bringup_exit(struct mbb_device *mbb);
void mbb_bringup_start(struct mbb_device *mbb);		/* any context */
void mbb_bringup_note(struct mbb_device *mbb, const void *cmd, size_t cmd_len, u32 status);

/* ---- wake.c ---- PnP thread ---- */
bool mbb_wake_possible(struct mbb_device *mbb);
void mbb_wake_arm(struct mbb_device *mbb);
void mbb_wake_disarm(struct mbb_device *mbb);
void mbb_wake_forget(struct mbb_device *mbb);		/* the function lost it by itself */

/* ---- wake_reason.c ---- */
bool mbb_wake_report(struct mbb_device *mbb, MBB_WAKE_REASON_TYPE reason);
void mbb_wake_word(struct mbb_device *mbb, const void *msg, size_t len);

/* ---- dss.c ---- */
void mbb_dss_init(struct mbb_device *mbb);
void mbb_dss_sent(WDFMEMORY data, NTSTATUS status, const char *who);
void mbb_dss_received(struct mbb_device *mbb, u32 session, const void *data, size_t len);
void mbb_dss_gone(struct mbb_device *mbb);
void mbb_dss_exit(struct mbb_device *mbb);

/* ---- power.c ---- */
void mbb_power_init(struct mbb_device *mbb);
void mbb_power_exit(struct mbb_device *mbb);
void mbb_power_sessions_changed(struct mbb_device *mbb);	/* any context */
/* A reference that keeps the device in D0, or asks for it. Does not wait.
 * False: none was taken. Any context.
 */
bool mbb_power_get(struct mbb_device *mbb);
void mbb_power_put(struct mbb_device *mbb);
/* The same from under mbb->lock, which is held with interrupts off while the
 * framework's own locks may not be: neither get nor put is called there.
 */
void mbb_power_put_later(struct mbb_device *mbb);

/* ---- main.c ---- */
extern unsigned int mbb_mbimex;			/* highest MBIMEx to ask for, BCD */
extern struct dentry *mbb_debugfs_root;

#endif
