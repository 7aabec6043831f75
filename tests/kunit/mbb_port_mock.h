/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mbbcx's control ports between a mock engine and a mock character device, for
 * the suites of ports. Included once by each.
 */
#ifndef _TESTS_KUNIT_MBB_PORT_MOCK_H
#define _TESTS_KUNIT_MBB_PORT_MOCK_H

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mbbcx/mbim_basic.c"
#include "../../mbbcx/mbim_frag.c"
#undef FRAGMENT_HEAD
#include "../../mbbcx/mbim_host.c"
#define build_header host_build_header	/* each file has its own */
#include "../../mbbcx/mbim_msg.c"
#undef build_header
#define list_pair subscribe_list_pair
#include "../../mbbcx/mbim_subscribe.c"
#undef list_pair
#include "../../mbbcx/port.c"
#include "../../mbbcx/port_command.c"
#include "../../mbbcx/port_connect.c"
#include "../../mbbcx/port_dss.c"
#include "../../mbbcx/port_queue.c"
#include "../../mbbcx/ports.c"
#include "../../mbbcx/subscribe.c"

/* ---- the mock engine ---- */

struct mbb_device {
	enum mbb_state state;
	bool mended;			/* FAILED, but an OPEN may help */
	struct mbb_ports *ports;
	struct mbb_source own;
	struct list_head sent;		/* mbb_command.node, oldest first */
	struct list_head cancelled;
	bool unsent;			/* what is in @sent is only queued */
	u32 ready;			/* sessions with an adapter */
	int ensure_err;
	bool unprivileged;		/* who writes may not make links */
	unsigned int ensured;
	struct mbb_port *port_stops;	/* while an adapter is made */
	int holds[MBB_MAX_SESSIONS];
	unsigned int configured;	/* IP_CONFIGURATIONs passed on */
	unsigned int power;
	struct mbb_dss_session *dss;	/* expected, NULL: none is */
	int dss_err;
	unsigned int dss_activated, dss_deactivated;
};

static struct mbb_device mock;

struct mbb_device *mbb_device_get(struct mbb_device *mbb) { return mbb; }
void mbb_device_put(struct mbb_device *mbb) { }
WDFDEVICE mbb_device_wdf(struct mbb_device *mbb) { return NULL; }
struct device *mbb_device_linux(struct mbb_device *mbb) { return NULL; }
struct workqueue_struct *mbb_device_wq(struct mbb_device *mbb) { return system_wq; }
struct mbb_ports *mbb_device_ports(struct mbb_device *mbb) { return mbb->ports; }
void mbb_device_set_ports(struct mbb_device *mbb, struct mbb_ports *p) { mbb->ports = p; }
enum mbb_state mbb_device_state(struct mbb_device *mbb) { return mbb->state; }

void mbb_device_want_open(struct mbb_device *mbb)
{
	if (mbb->state == MBB_STATE_FAILED && mbb->mended)
		mbb->state = MBB_STATE_OPENING;
}

u32 mbb_device_max_sessions(struct mbb_device *mbb) { return 8; }
u16 mbb_device_mbimex(struct mbb_device *mbb) { return 0x0100; }
struct mbb_source *mbb_device_own_source(struct mbb_device *mbb) { return &mbb->own; }
void mbb_source_init(struct mbb_source *source) { }

void mbb_source_pause(struct mbb_device *mbb, struct mbb_source *source, bool paused)
{
	source->paused = paused;
}

bool mbb_device_has_cid(struct mbb_device *mbb, const u8 service[16], u32 cid)
{
	return !memcmp(service, mbim_uuid_basic_connect, 16) ||
	       !memcmp(service, mbim_uuid_sms, 16);
}

MBB_DEVICE_WAKE_CAPABILITIES mbb_device_wake_caps(struct mbb_device *mbb)
{
	return (MBB_DEVICE_WAKE_CAPABILITIES){ .SmsReceive = TRUE, .PacketState = TRUE };
}

int cx_device_power_get(WDFDEVICE device, bool wait)
{
	mock.power++;
	return 0;
}

void cx_device_power_put(WDFDEVICE device)
{
	mock.power--;
}

int mbb_command_submit(struct mbb_device *mbb, struct mbb_source *source, struct mbb_command *cmd)
{
	if (mbb->state == MBB_STATE_FAILED)
		return -ESHUTDOWN;
	cmd->source = source;
	list_add_tail(&cmd->node, &mbb->sent);
	return 0;
}

void mbb_command_cancel(struct mbb_device *mbb, struct mbb_command *cmd)
{
	list_move_tail(&cmd->node, &mbb->cancelled);
}

void mbb_command_withdraw(struct mbb_device *mbb, struct mbb_command *cmd)
{
	/* not that of a parked command, which has never come here */
	if (mbb->unsent && cmd->source)
		mbb_command_cancel(mbb, cmd);
}

static void end_command(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	list_del(&cmd->node);
	cmd->done(cmd, err, answer, len);
}

static void end_cancelled(void)
{
	struct mbb_command *cmd, *next;

	list_for_each_entry_safe(cmd, next, &mock.cancelled, node)
		end_command(cmd, -ECANCELED, NULL, 0);
}

void mbb_source_drain(struct mbb_device *mbb, struct mbb_source *source)
{
	struct mbb_command *cmd, *next;

	end_cancelled();
	list_for_each_entry_safe(cmd, next, &mbb->sent, node)
		if (cmd->source == source)
			end_command(cmd, -ECANCELED, NULL, 0);
}

bool mbb_session_ready(struct mbb_device *mbb, u32 id) { return mbb->ready & BIT(id); }
void mbb_session_hold(struct mbb_device *mbb, u32 id) { mbb->holds[id]++; }
void mbb_session_release(struct mbb_device *mbb, u32 id) { mbb->holds[id]--; }
u32 mbb_sessions_waking(struct mbb_device *mbb, bool packets) { return 0; }
void mbb_sessions_packet_service(struct mbb_device *mbb, const void *info, size_t len) { }

void mbb_sessions_ip_configuration(struct mbb_device *mbb, const void *info, size_t len)
{
	mbb->configured++;
}

int mbb_session_ensure(struct mbb_device *mbb, u32 id, bool demand)
{
	mbb->ensured++;
	if (mbb->port_stops)
		mbb_port_stop(mbb->port_stops);
	if (!mbb->ensure_err)
		mbb->ready |= BIT(id);
	return mbb->ensure_err;
}

struct mbb_dss_session *mbb_dss_expect(struct mbb_device *mbb, u32 id)
{
	if (mbb->dss_err)
		return ERR_PTR(mbb->dss_err);
	mbb->dss = (void *)mbb + id;
	return mbb->dss;
}

void mbb_dss_forget(struct mbb_dss_session *session)
{
	mock.dss = NULL;
}

int mbb_dss_activated(struct mbb_device *mbb, u32 id, const u8 service[16])
{
	mbb->dss_activated++;
	return mbb->dss_err;
}

void mbb_dss_deactivated(struct mbb_device *mbb, u32 id)
{
	mbb->dss_deactivated++;
}

/* ---- the mock character device ---- */

static struct sk_buff_head reader[MBB_PORTS_MAX];
static bool writer_off[MBB_PORTS_MAX];

static int dev_create(struct mbb_port *port, struct device *parent)
{
	return mbb_port_start(port, port);
}

static void dev_remove(struct mbb_port *port)
{
	spin_lock_bh(&port->lock);
	port->chardev = NULL;
	port->removed = true;
	spin_unlock_bh(&port->lock);
	mbb_port_stop(port);
}

static void dev_rx(struct mbb_port *port, struct sk_buff *skb)
{
	mbb_port_get(port);
	skb_queue_tail(&reader[port->index], skb);
}

static void dev_txoff(struct mbb_port *port)
{
	writer_off[port->index] = true;
}

static void dev_txon(struct mbb_port *port)
{
	writer_off[port->index] = false;
}

static bool dev_may_make_links(void) { return !mock.unprivileged; }

const struct mbb_port_ops mbb_wwan_port_ops = {
	.create = dev_create,
	.remove = dev_remove,
	.rx = dev_rx,
	.txoff = dev_txoff,
	.txon = dev_txon,
	.may_make_links = dev_may_make_links,
};

static void drop(struct mbb_port *port, struct sk_buff *skb)
{
	mbb_port_read(port, skb);
	mbb_port_put(port);
	kfree_skb(skb);
}

/* One message as read() would give it: its length, 0 if there is none. */
static size_t read_port(unsigned int index, u8 *buf)
{
	struct sk_buff *skb = skb_dequeue(&reader[index]);
	size_t len;

	if (!skb)
		return 0;
	len = skb->len;
	memcpy(buf, skb->data, len);
	drop(mbb_rx_cb(skb)->port, skb);
	return len;
}

static void drain_reader(unsigned int index)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(&reader[index])))
		drop(mbb_rx_cb(skb)->port, skb);
}

/* ---- helpers ---- */

#define BUF 8192

struct fixture {
	u8 in[BUF];
	u8 out[BUF];
};

static int port_test_init(struct kunit *test)
{
	unsigned int i;

	test->priv = kunit_kzalloc(test, sizeof(struct fixture), GFP_KERNEL);
	if (!test->priv)
		return -ENOMEM;
	memset(&mock, 0, sizeof(mock));
	INIT_LIST_HEAD(&mock.sent);
	INIT_LIST_HEAD(&mock.cancelled);
	mock.state = MBB_STATE_OPEN;
	for (i = 0; i < MBB_PORTS_MAX; i++) {
		skb_queue_head_init(&reader[i]);
		writer_off[i] = false;
	}
	control_ports = 2;
	return mbb_ports_start(&mock);
}

static void port_test_exit(struct kunit *test)
{
	unsigned int i;

	mbb_source_drain(&mock, &mock.own);
	mbb_ports_stop(&mock);
	for (i = 0; i < MBB_PORTS_MAX; i++)
		drain_reader(i);
	for (i = 0; i < MBB_MAX_SESSIONS; i++)
		KUNIT_EXPECT_EQ(test, mock.holds[i], 0);
	KUNIT_EXPECT_EQ(test, mock.power, 0);
	KUNIT_EXPECT_TRUE(test, list_empty(&mock.sent));
}

static struct mbb_port *port_of(unsigned int index)
{
	return mock.ports->port[index];
}

static int write_port(unsigned int index, const void *msg, size_t len)
{
	return mbb_port_tx(port_of(index), msg, len);
}

static u32 le(const u8 *buf, size_t at)
{
	return get_unaligned_le32(buf + at);
}

/* Expect a message without information: type, tid, value at 12. */
static void expect_short(struct kunit *test, unsigned int index, u32 type, u32 tid, u32 value)
{
	struct fixture *f = test->priv;

	KUNIT_ASSERT_EQ(test, read_port(index, f->out), 16);
	KUNIT_EXPECT_EQ(test, le(f->out, 0), type);
	KUNIT_EXPECT_EQ(test, le(f->out, 8), tid);
	KUNIT_EXPECT_EQ(test, le(f->out, 12), value);
}

static void expect_nothing(struct kunit *test, unsigned int index)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_EQ(test, read_port(index, f->out), 0);
}

static void write_open(struct kunit *test, unsigned int index, u32 tid, u32 max)
{
	u8 msg[16];

	mbim_build_open(msg, tid, max);
	KUNIT_ASSERT_EQ(test, write_port(index, msg, sizeof(msg)), 0);
}

static void open_port(struct kunit *test, unsigned int index, u32 max)
{
	write_open(test, index, 1, max);
	expect_short(test, index, MBIM_OPEN_DONE, 1, MBIM_STATUS_SUCCESS);
}

static void write_command(struct kunit *test, unsigned int index, u32 tid, const u8 service[16],
			  u32 cid, bool set, const void *info, size_t len)
{
	struct fixture *f = test->priv;

	len = mbim_build_command(f->in, tid, service, cid, set, info, len);
	KUNIT_ASSERT_EQ(test, write_port(index, f->in, len), 0);
}

static void write_query(struct kunit *test, unsigned int index, u32 tid, u32 cid)
{
	write_command(test, index, tid, mbim_uuid_basic_connect, cid, false, NULL, 0);
}

static struct mbb_command *sent(unsigned int n)
{
	struct mbb_command *cmd;

	list_for_each_entry(cmd, &mock.sent, node)
		if (!n--)
			return cmd;
	return NULL;
}

/* By hand: list_count_nodes() is not in every stable kernel of 6.1. */
static unsigned int sent_count(void)
{
	struct mbb_command *cmd;
	unsigned int n = 0;

	list_for_each_entry(cmd, &mock.sent, node)
		n++;
	return n;
}

/* The function's answer to the command, under an id of its own. */
static void answer(struct kunit *test, struct mbb_command *cmd, u32 status, const void *info,
		   size_t len)
{
	const struct mbim_command_msg *msg = cmd->msg;
	struct fixture *f = test->priv;

	len = mbim_build_command_done(f->in, 0x77777777, msg->DeviceServiceId,
				      get_unaligned_le32(&msg->CID), status, info, len);
	end_command(cmd, 0, f->in, len);
}

static void expect_done(struct kunit *test, unsigned int index, u32 tid, u32 cid, u32 status,
			size_t info_len)
{
	struct fixture *f = test->priv;

	KUNIT_ASSERT_EQ(test, read_port(index, f->out), 48 + info_len);
	KUNIT_EXPECT_EQ(test, le(f->out, 0), MBIM_COMMAND_DONE);
	KUNIT_EXPECT_EQ(test, le(f->out, 8), tid);
	KUNIT_EXPECT_EQ(test, le(f->out, 36), cid);
	KUNIT_EXPECT_EQ(test, le(f->out, 40), status);
	KUNIT_EXPECT_EQ(test, le(f->out, 44), info_len);
}

#endif
