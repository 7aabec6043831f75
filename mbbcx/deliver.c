// SPDX-License-Identifier: GPL-2.0
/*
 * One queue and one worker for everything that goes upwards: ends of commands,
 * indications, state changes. They arrive there in the order in which they
 * happened, in process context, with no lock held; and the channel goes on
 * while sessions and ports think.
 *
 * One exception: an answer that its port can take at once, up to softirq
 * (mbb_command.soon), is given to it by whoever has the channel's token, if nothing
 * is waiting and nobody is delivering. mbb->delivering is what keeps the order: it is
 * held by one at a time, worker or not (delivering_soon), and given up under the lock
 * with nothing in the list, or with the worker queued.
 */
#include "device.h"

#include <linux/mm.h>
#include <linux/slab.h>

/* A device may send faster than ports take: more than this is dropped. */
#define MBB_INDICATIONS_MAX	256

struct mbb_indication {
	struct mbb_event event;
	void *msg;
	size_t len;
	bool late;		/* was an answer */
};

struct mbb_state_event {
	struct mbb_event event;
	enum mbb_state state;
	enum mbb_reset reset;
};

static void mbb_deliver_kick(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	if (!mbb->delivering)
		queue_work(mbb->wq, &mbb->deliver_work);
}

bool mbb_deliver_begin(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	if (mbb->delivering || mbb->state_missed || !list_empty(&mbb->events))
		return false;
	mbb->delivering = true;
	mbb->delivering_soon = true;
	return true;
}

void mbb_deliver_end(struct mbb_device *mbb, struct mbb_command *cmd)
{
	lockdep_assert_held(&mbb->lock);
	mbb->delivering = false;
	mbb->delivering_soon = false;
	if (cmd) {
		cmd->event.kind = MBB_EVENT_COMMAND;
		list_add(&cmd->event.node, &mbb->events);
	}
	if (mbb->state_missed || !list_empty(&mbb->events))
		mbb_deliver_kick(mbb);
	/* Who waits looks under the lock that is held here, so none is missed. */
	if (waitqueue_active(&mbb->wait))
		wake_up_all(&mbb->wait);
}

static void mbb_deliver_queue(struct mbb_device *mbb, struct mbb_event *event, int kind)
{
	lockdep_assert_held(&mbb->lock);
	event->kind = kind;
	list_add_tail(&event->node, &mbb->events);
	mbb_deliver_kick(mbb);
}

void mbb_deliver_command(struct mbb_device *mbb, struct mbb_command *cmd)
{
	mbb_deliver_queue(mbb, &cmd->event, MBB_EVENT_COMMAND);
}

/*
 * Tell ports the state, and sessions what it did to them.
 *
 * Without memory the worker tells the state it finds when it has told the
 * rest, and that the contexts are lost: that is always safe to believe.
 */
void mbb_deliver_state(struct mbb_device *mbb, enum mbb_reset reset)
{
	struct mbb_state_event *ev = kmalloc(sizeof(*ev), GFP_ATOMIC);

	lockdep_assert_held(&mbb->lock);
	if (!ev) {
		mbb->state_missed = true;
		mbb_deliver_kick(mbb);
		return;
	}
	ev->state = mbb->state;
	ev->reset = reset;
	mbb_deliver_queue(mbb, &ev->event, MBB_EVENT_STATE);
}

static void mbb_deliver_message(struct mbb_device *mbb, void *msg, size_t len, bool late)
{
	struct mbb_indication *ind = kmalloc(sizeof(*ind), GFP_NOIO);
	unsigned long flags;
	bool queued = false;

	if (ind) {
		ind->msg = msg;
		ind->len = len;
		ind->late = late;
		spin_lock_irqsave(&mbb->lock, flags);
		if (mbb->indications < MBB_INDICATIONS_MAX) {
			mbb->indications++;
			mbb_deliver_queue(mbb, &ind->event, MBB_EVENT_INDICATION);
			queued = true;
		}
		spin_unlock_irqrestore(&mbb->lock, flags);
	}
	if (!queued) {
		mbb_count(mbb, MBB_STAT_indications_dropped);
		kfree(ind);
		kvfree(msg);
	}
}

void mbb_deliver_indication(struct mbb_device *mbb, void *msg, size_t len)
{
	mbb_deliver_message(mbb, msg, len, false);
}

void mbb_deliver_late(struct mbb_device *mbb, void *msg, size_t len)
{
	mbb_deliver_message(mbb, msg, len, true);
}

static void mbb_deliver_to_all(struct mbb_device *mbb, const struct mbb_indication *ind)
{
	/* Sessions first: a port's user who hears of a deactivation finds the
	 * carrier off already.
	 */
	if (READ_ONCE(mbb->sessions_up))
		mbb_sessions_indication(mbb, ind->msg, ind->len);
	if (READ_ONCE(mbb->ports_up))
		mbb_ports_indication(mbb, ind->msg, ind->len);
	if (ind->late && READ_ONCE(mbb->sessions_up))
		mbb_sessions_connect_late(mbb, ind->msg, ind->len);
}

static void mbb_deliver_one_indication(struct mbb_device *mbb, struct mbb_indication *ind)
{
	const struct mbim_indicate_status_msg *msg = ind->msg;

	/* No user may be told of a DSS_CONNECT: no function indicates one. */
	if (ind->late && mbim_msg_is_about(msg, ind->len, mbim_uuid_dss, MBIM_CID_DSS_CONNECT))
		mbb_dss_connect_late(mbb, msg->InformationBuffer, ind->len - sizeof(*msg));
	else
		mbb_deliver_to_all(mbb, ind);
	kvfree(ind->msg);
	kfree(ind);
}

static void mbb_deliver_one_state(struct mbb_device *mbb, enum mbb_state state,
				  enum mbb_reset reset)
{
	if (reset != MBB_RESET_NONE && READ_ONCE(mbb->sessions_up))
		mbb_sessions_reset(mbb, reset == MBB_RESET_KEPT);
	if (reset == MBB_RESET_LOST)
		mbb_dss_reset(mbb);
	if (READ_ONCE(mbb->ports_up))
		mbb_ports_state(mbb, state);
}

/* One step of the worker's, while it is the one that delivers. */
struct mbb_next {
	struct mbb_event *event;	/* NULL: a state that was missed */
	enum mbb_state state;
};

/* False: there is nothing left, and somebody else may deliver. */
static bool mbb_deliver_next(struct mbb_device *mbb, struct mbb_next *next)
{
	unsigned long flags;
	bool any = true;

	spin_lock_irqsave(&mbb->lock, flags);
	next->event = list_first_entry_or_null(&mbb->events, struct mbb_event, node);
	next->state = mbb->state;
	if (next->event) {
		list_del_init(&next->event->node);
		if (next->event->kind == MBB_EVENT_INDICATION)
			mbb->indications--;
	} else if (mbb->state_missed) {
		mbb->state_missed = false;
	} else {
		mbb->delivering = false;
		any = false;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	return any;
}

static void mbb_deliver_event(struct mbb_device *mbb, struct mbb_event *event)
{
	struct mbb_state_event *ev;

	switch (event->kind) {
	case MBB_EVENT_COMMAND:
		mbb_command_deliver(mbb, container_of(event, struct mbb_command, event));
		break;
	case MBB_EVENT_INDICATION:
		mbb_deliver_one_indication(mbb, container_of(event, struct mbb_indication,
							     event));
		break;
	case MBB_EVENT_STATE:
		ev = container_of(event, struct mbb_state_event, event);
		mbb_deliver_one_state(mbb, ev->state, ev->reset);
		kfree(ev);
		break;
	}
	mbb_power_sessions_changed(mbb);
}

static void mbb_deliver_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(work, struct mbb_device, deliver_work);
	struct mbb_next next;
	unsigned long flags;
	bool mine;

	spin_lock_irqsave(&mbb->lock, flags);
	mine = !mbb->delivering;
	mbb->delivering = true;
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (!mine)
		return;		/* mbb_deliver_end() queues this again */

	while (mbb_deliver_next(mbb, &next)) {
		if (next.event)
			mbb_deliver_event(mbb, next.event);
		else
			mbb_deliver_one_state(mbb, next.state, MBB_RESET_LOST);
		cond_resched();
	}
}

static bool mbb_deliver_none_soon(struct mbb_device *mbb)
{
	unsigned long flags;
	bool none;

	spin_lock_irqsave(&mbb->lock, flags);
	none = !mbb->delivering_soon;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return none;
}

/*
 * What had been queued has been delivered. Who delivers without the worker queues it
 * for what came meanwhile before the wait is over, and nobody else can do so before it
 * has run, since something is waiting then. The worker itself goes on until it finds
 * nothing.
 */
static void mbb_deliver_flush(struct mbb_device *mbb)
{
	wait_event(mbb->wait, mbb_deliver_none_soon(mbb));
	flush_work(&mbb->deliver_work);
}

/*
 * Clearing the flag stops new upcalls, the flush waits for one that runs.
 * Upcalls never wait for PnP, so PnP may wait for them here.
 */
void mbb_deliver_ports_off(struct mbb_device *mbb)
{
	WRITE_ONCE(mbb->ports_up, false);
	mbb_deliver_flush(mbb);
}

void mbb_deliver_sessions_off(struct mbb_device *mbb)
{
	WRITE_ONCE(mbb->sessions_up, false);
	mbb_deliver_flush(mbb);
}

void mbb_deliver_init(struct mbb_device *mbb)
{
	INIT_LIST_HEAD(&mbb->events);
	INIT_WORK(&mbb->deliver_work, mbb_deliver_work);
}

/* What is still queued is told to nobody, but commands are ended and memory is
 * freed: run it rather than cancel it.
 */
void mbb_deliver_exit(struct mbb_device *mbb)
{
	mbb_deliver_flush(mbb);
}
