// SPDX-License-Identifier: GPL-2.0
/*
 * One queue and one worker for everything that goes upwards: ends of commands,
 * indications, state changes. They arrive there in the order in which they
 * happened, in process context, with no lock held; and the channel goes on
 * while sessions and ports think.
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

static void mbb_deliver_queue(struct mbb_device *mbb, struct mbb_event *event, int kind)
{
	lockdep_assert_held(&mbb->lock);
	event->kind = kind;
	list_add_tail(&event->node, &mbb->events);
	queue_work(mbb->wq, &mbb->deliver_work);
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
		queue_work(mbb->wq, &mbb->deliver_work);
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

static struct mbb_event *mbb_deliver_next(struct mbb_device *mbb, bool *missed,
					  enum mbb_state *state)
{
	struct mbb_event *event;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	event = list_first_entry_or_null(&mbb->events, struct mbb_event, node);
	if (event) {
		list_del_init(&event->node);
		if (event->kind == MBB_EVENT_INDICATION)
			mbb->indications--;
	} else {
		*missed = mbb->state_missed;
		*state = mbb->state;
		mbb->state_missed = false;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	return event;
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
	struct mbb_event *event;
	enum mbb_state state;
	bool missed = false;

	while ((event = mbb_deliver_next(mbb, &missed, &state))) {
		mbb_deliver_event(mbb, event);
		cond_resched();
	}
	if (missed)
		mbb_deliver_one_state(mbb, state, MBB_RESET_LOST);
}

/*
 * Clearing the flag stops new upcalls, the flush waits for one that runs.
 * Upcalls never wait for PnP, so PnP may wait for them here.
 */
void mbb_deliver_ports_off(struct mbb_device *mbb)
{
	WRITE_ONCE(mbb->ports_up, false);
	flush_work(&mbb->deliver_work);
}

void mbb_deliver_sessions_off(struct mbb_device *mbb)
{
	WRITE_ONCE(mbb->sessions_up, false);
	flush_work(&mbb->deliver_work);
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
	flush_work(&mbb->deliver_work);
}
