/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MbbCx's engine with a client and a function that do as a case asks, and with nothing
 * above it: for the suite of who makes its steps. Included once.
 */
#ifndef _TESTS_KUNIT_MBB_STEP_MOCK_H
#define _TESTS_KUNIT_MBB_STEP_MOCK_H

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

/* Its events belong to mbbcx. */
#define _MBBCX_TRACE_H
#define trace_mbb_message(...)	do { } while (0)
#define trace_mbb_request(...)	do { } while (0)

#include "../../mbbcx/channel.c"
#include "../../mbbcx/channel_stop.c"
#include "../../mbbcx/command.c"
#include "../../mbbcx/command_end.c"
#include "../../mbbcx/deliver.c"
#include "../../mbbcx/receive.c"
#include "../../mbbcx/request.c"
#include "../../mbbcx/mbim_frag.c"
#undef FRAGMENT_HEAD
#include "../../mbbcx/mbim_host.c"
#define build_header host_build_header	/* each file has its own */
#include "../../mbbcx/mbim_msg.c"
#undef build_header

#define WAIT_MS		8000
#define COMMANDS	8
#define WRITES		150	/* of each of two writers */
#define ANSWERS		64	/* a power of 2, more than are ever in flight */

struct test_command {
	struct mbb_command cmd;
	u8 msg[48];
	struct completion over;
	int err;
	struct task_struct *told_by;	/* who called soon() or done() */
	bool told_soon;
	bool refuses;			/* soon() is not for it */
};

enum manner {
	KEEP,		/* the case completes requests */
	AT_ONCE,	/* inside the callback */
	LATER,		/* in another context, as softirq does */
};

static struct bed {
	struct mbb_device mbb;
	struct mbb_source a, b;
	struct test_command c[COMMANDS];
	wait_queue_head_t wait;
	enum manner manner;
	atomic_t objects, power, gets;

	/* the client */
	struct mbb_request *out;	/* one at a time: nobody else touches it */
	struct task_struct *caller;	/* of the last callback */
	bool passive;			/* so was that one */
	atomic_t inside;		/* callbacks */
	bool nested, twice;		/* a callback in a callback; two requests */
	bool dressed;			/* it hangs things on its requests */
	unsigned int sends, receives;
	struct work_struct later;

	/* the function: answers that wait */
	spinlock_t lock;
	u32 id[ANSWERS];
	unsigned int put, got;

	/* above */
	char order[16];
	unsigned int told;
	struct completion block, blocked;
	bool blocks;
} *bed;

/* ---- the rest of the engine ---- */

void mbb_count(struct mbb_device *mbb, enum mbb_stat stat)
{
	atomic64_inc(&mbb->stats.value[stat]);
}

const char *mbb_device_name(struct mbb_device *mbb) { return "step"; }
struct mbb_device *mbb_device_get(struct mbb_device *mbb) { return mbb; }
void mbb_device_put(struct mbb_device *mbb) { }
void mbb_trace_fragment(struct mbb_device *mbb, bool out, const u8 *data, u32 len) { }
void mbb_hang_init(struct mbb_device *mbb) { }
void mbb_hang_exit(struct mbb_device *mbb) { }
void mbb_hang_heard(struct mbb_device *mbb) { }
void mbb_hang_suspect(struct mbb_device *mbb) { }
bool mbb_hang_silent_since(struct mbb_device *mbb, unsigned long when) { return false; }
void mbb_late_remember(struct mbb_device *mbb, const struct mbb_command *cmd) { }
void mbb_bringup_note(struct mbb_device *mbb, const void *msg, size_t len, u32 status) { }
void mbb_wake_word(struct mbb_device *mbb, const void *msg, size_t len) { }
void mbb_open_done(struct mbb_device *mbb, u32 tid, u32 status) { }
void mbb_close_done(struct mbb_device *mbb, u32 tid, u32 status) { }
void mbb_open_lost(struct mbb_device *mbb, const char *why) { }
bool mbb_open_error(struct mbb_device *mbb, u32 tid, u32 error) { return false; }
void mbb_open_ctl_sent(struct mbb_device *mbb, const struct mbb_ctl *ctl, bool ok) { }
void mbb_power_sessions_changed(struct mbb_device *mbb) { }
void mbb_sessions_reset(struct mbb_device *mbb, bool kept) { }
void mbb_dss_reset(struct mbb_device *mbb) { }
void mbb_ports_state(struct mbb_device *mbb, enum mbb_state state) { }
void mbb_sessions_indication(struct mbb_device *mbb, const void *msg, size_t len) { }
void mbb_sessions_connect_late(struct mbb_device *mbb, const void *msg, size_t len) { }
void mbb_dss_connect_late(struct mbb_device *mbb, const void *info, size_t len) { }
void mbb_dss_connect_lost(struct mbb_device *mbb, const void *info, size_t len) { }
void mbb_sessions_connect_lost(struct mbb_device *mbb, const void *asked, size_t len) { }

void mbb_sessions_connect_answer(struct mbb_device *mbb, const void *asked, size_t asked_len,
				 const void *msg, size_t len)
{
}

bool mbb_late_take(struct mbb_device *mbb, u32 wire_id, struct mbb_late_set *set)
{
	return false;
}

void mbb_late_answer(struct mbb_device *mbb, const struct mbb_late_set *set, const void *answer,
		     size_t len)
{
}

bool mbb_power_get(struct mbb_device *mbb)
{
	atomic_inc(&bed->power);
	atomic_inc(&bed->gets);
	return true;
}

void mbb_power_put(struct mbb_device *mbb)
{
	atomic_dec(&bed->power);
}

void mbb_power_put_later(struct mbb_device *mbb)
{
	atomic_dec(&bed->power);
}

static void order(char what)
{
	unsigned long flags;

	spin_lock_irqsave(&bed->lock, flags);
	if (bed->told + 1 < sizeof(bed->order))
		bed->order[bed->told++] = what;
	spin_unlock_irqrestore(&bed->lock, flags);
}

void mbb_ports_indication(struct mbb_device *mbb, const void *msg, size_t len)
{
	if (bed->blocks) {
		complete(&bed->blocked);
		wait_for_completion(&bed->block);
	}
	order('i');
}

/* ---- objects: a reference count before the data ---- */

struct object {
	refcount_t ref;
	const struct cx_object_type *type;
	u8 data[] __aligned(16);
};

static struct object *object_of(const void *data)
{
	return container_of((void *)data, struct object, data[0]);
}

void *cx_object_create(const struct cx_object_type *type, WDFDEVICE parent, gfp_t gfp)
{
	struct object *o = kzalloc(struct_size(o, data, type->size), gfp);

	if (!o)
		return NULL;
	refcount_set(&o->ref, 1);
	o->type = type;
	atomic_inc(&bed->objects);
	return o->data;
}

void cx_object_get(void *data) { refcount_inc(&object_of(data)->ref); }

void cx_object_put(void *data)
{
	struct object *o = object_of(data);

	if (!refcount_dec_and_test(&o->ref))
		return;
	o->type->release(data);
	kfree(o);
	atomic_dec(&bed->objects);
}

void cx_object_delete(void *data) { cx_object_put(data); }
bool cx_object_is_bare(void *data) { return !bed->dressed; }
bool cx_object_is_ours(void *data, unsigned int references)
{
	return refcount_read(&object_of(data)->ref) == references;
}

void *cx_object_handle(void *data) { return data; }

void *cx_object_from_handle(const void *handle, const struct cx_object_type *type,
			    const char *who)
{
	return (void *)handle;
}

/* ---- the function ---- */

static void function_owes(u32 id)
{
	unsigned long flags;

	spin_lock_irqsave(&bed->lock, flags);
	bed->id[bed->put++ % ANSWERS] = id;
	spin_unlock_irqrestore(&bed->lock, flags);
}

static size_t function_answer(u8 *buf)
{
	unsigned long flags;
	bool any;
	u32 id = 0;

	spin_lock_irqsave(&bed->lock, flags);
	any = bed->got != bed->put;
	if (any)
		id = bed->id[bed->got++ % ANSWERS];
	spin_unlock_irqrestore(&bed->lock, flags);
	if (!any)
		return 0;
	return mbim_build_command_done(buf, id, mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE,
				       MBIM_STATUS_SUCCESS, NULL, 0);
}

/* ---- the client ---- */

/* What was asked is done by the function, and the client says so. */
static void client_complete(struct mbb_request *req)
{
	bool send = req->kind == MBB_REQUEST_SEND;
	struct mbb_device *mbb = req->mbb;
	size_t len = 0;

	if (send)
		function_owes(get_unaligned_le32(req->buf + 8));
	else
		len = function_answer(req->buf);
	WRITE_ONCE(bed->out, NULL);
	mbb_request_complete(req, req->kind, STATUS_SUCCESS, len, __func__);
	if (send)
		mbb_channel_notify(mbb);
}

static void client_later(struct work_struct *work)
{
	local_bh_disable();
	client_complete(bed->out);
	local_bh_enable();
}

static void client_called(MBBREQUEST request)
{
	if (!bed->mbb.fragments_anywhere)
		might_sleep();
	bed->passive = !in_interrupt() && !irqs_disabled();
	bed->nested |= atomic_inc_return(&bed->inside) > 1;
	bed->twice |= !!READ_ONCE(bed->out);
	bed->caller = current;
	WRITE_ONCE(bed->out, mbb_request_from_handle(request, __func__));
	switch (bed->manner) {
	case AT_ONCE:
		client_complete(bed->out);
		break;
	case LATER:
		schedule_work(&bed->later);
		break;
	case KEEP:
		break;
	}
	atomic_dec(&bed->inside);
	wake_up_all(&bed->wait);
}

static VOID client_send(WDFDEVICE device, MBBREQUEST request)
{
	bed->sends++;
	client_called(request);
}

static VOID client_receive(WDFDEVICE device, MBBREQUEST request)
{
	bed->receives++;
	client_called(request);
}

/* ---- programs ---- */

static void test_done(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	struct test_command *c = container_of(cmd, struct test_command, cmd);

	might_sleep();
	c->err = err;
	c->told_by = current;
	order('d');
	complete(&c->over);
}

static bool test_soon(struct mbb_command *cmd, const void *answer, size_t len)
{
	struct test_command *c = container_of(cmd, struct test_command, cmd);

	if (c->refuses)
		return false;
	c->err = 0;
	c->told_by = current;
	c->told_soon = true;
	order('s');
	complete(&c->over);
	return true;
}

static int write_command(struct test_command *c, struct mbb_source *source)
{
	c->cmd.msg = c->msg;
	c->cmd.len = mbim_build_command(c->msg, 1, mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE,
					false, NULL, 0);
	c->cmd.at_once = true;
	c->cmd.done = test_done;
	c->cmd.soon = test_soon;
	c->told_soon = false;
	init_completion(&c->over);
	return mbb_command_submit(&bed->mbb, source, &c->cmd);
}

static bool wait_over(struct test_command *c)
{
	return wait_for_completion_timeout(&c->over, msecs_to_jiffies(WAIT_MS));
}

/* The worker is out of the callback, too, and has given up the token. */
static bool wait_out(void)
{
	bool out = wait_event_timeout(bed->wait, READ_ONCE(bed->out), msecs_to_jiffies(WAIT_MS));

	flush_work(&bed->mbb.ch.work);
	return out;
}

/* In a context that is not above softirq. */
static void complete_here(struct mbb_request *req)
{
	local_bh_disable();
	client_complete(req);
	local_bh_enable();
}

/* The client has shown that it does not keep its caller: the test completes for it. */
static void be_prompt(struct kunit *test)
{
	enum manner manner = bed->manner;

	bed->manner = KEEP;
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[COMMANDS - 1], &bed->a), 0);
	KUNIT_ASSERT_TRUE(test, wait_out());
	complete_here(bed->out);
	KUNIT_ASSERT_TRUE(test, wait_out());	/* the fetch */
	complete_here(bed->out);
	KUNIT_ASSERT_TRUE(test, wait_over(&bed->c[COMMANDS - 1]));
	mbb_channel_drain(&bed->mbb, WAIT_MS);
	flush_work(&bed->mbb.ch.work);
	KUNIT_ASSERT_TRUE(test, bed->mbb.ch.prompt);
	bed->manner = manner;
	bed->sends = 0;
	bed->receives = 0;
	bed->told = 0;
	memset(bed->order, 0, sizeof(bed->order));
}

/* ---- before and after ---- */

static int step_init(struct kunit *test)
{
	struct mbb_device *mbb;

	bed = kzalloc(sizeof(*bed), GFP_KERNEL);
	if (!bed)
		return -ENOMEM;
	mbb = &bed->mbb;
	spin_lock_init(&bed->lock);
	init_waitqueue_head(&bed->wait);
	init_completion(&bed->block);
	init_completion(&bed->blocked);
	INIT_WORK(&bed->later, client_later);
	mbb->config.SendMbimFragment = client_send;
	mbb->config.ReceiveMbimFragment = client_receive;
	mbb->max_fragment = 512;
	mbb->open.max_transfer = 512;
	spin_lock_init(&mbb->lock);
	init_waitqueue_head(&mbb->wait);
	mbb->wq = alloc_workqueue("mbbcx_test", WQ_UNBOUND, 0);
	if (!mbb->wq || mbb_channel_init(mbb))
		return -ENOMEM;
	mbb_commands_init(mbb);
	mbb_deliver_init(mbb);
	mbb_source_init(&bed->a);
	mbb_source_init(&bed->b);
	mbb->state = MBB_STATE_OPEN;
	mbb->fn_open = true;
	mbb->admitted = true;
	mbb->ports_up = true;
	mbb_channel_listen(mbb);
	mbb_channel_start(mbb);
	return 0;
}

/* What has to be true after every case: nobody is left, and nothing. */
static void step_exit(struct kunit *test)
{
	struct mbb_device *mbb = &bed->mbb;
	unsigned long flags;

	bed->manner = LATER;
	spin_lock_irqsave(&mbb->lock, flags);
	mbb_commands_fail(mbb, MBB_FAIL_ALL, -ENODEV, 0);
	spin_unlock_irqrestore(&mbb->lock, flags);
	flush_work(&bed->later);
	flush_work(&mbb->ch.work);
	if (bed->out)
		complete_here(bed->out);
	mbb_channel_stop(mbb);
	flush_work(&bed->later);
	mbb_channel_exit(mbb);
	mbb_deliver_exit(mbb);
	mbb_commands_exit(mbb);
	destroy_workqueue(mbb->wq);
	KUNIT_EXPECT_FALSE(test, bed->nested);
	KUNIT_EXPECT_FALSE(test, bed->twice);
	KUNIT_EXPECT_EQ(test, bed->a.live + bed->b.live, 0U);
	KUNIT_EXPECT_EQ(test, atomic_read(&bed->power), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&bed->objects), 0);
	kfree(bed);
}

#endif
