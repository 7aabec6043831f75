// SPDX-License-Identifier: GPL-2.0
/*
 * mbbcx's control ports against a mock engine and a mock character device: what
 * a program that writes MBIM reads back, and what the function gets to see.
 */
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
#include "../../mbbcx/port_queue.c"
#include "../../mbbcx/ports.c"
#include "../../mbbcx/subscribe.c"

/* ---- the mock engine ---- */

struct mbb_device {
	enum mbb_state state;
	struct mbb_ports *ports;
	struct mbb_source own;
	struct list_head sent;		/* mbb_command.node, oldest first */
	struct list_head cancelled;
	u32 ready;			/* sessions with an adapter */
	int ensure_err;
	unsigned int ensured;
	int holds[MBB_MAX_SESSIONS];
	unsigned int power;
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
u32 mbb_device_max_sessions(struct mbb_device *mbb) { return 8; }
u16 mbb_device_mbimex(struct mbb_device *mbb) { return 0x0100; }
struct mbb_source *mbb_device_own_source(struct mbb_device *mbb) { return &mbb->own; }
void mbb_source_init(struct mbb_source *source) { }

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
void mbb_sessions_packet_service(struct mbb_device *mbb, const void *info, size_t len) { }

int mbb_session_ensure(struct mbb_device *mbb, u32 id, bool demand)
{
	mbb->ensured++;
	if (!mbb->ensure_err)
		mbb->ready |= BIT(id);
	return mbb->ensure_err;
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

static void dev_txoff(struct mbb_port *port) { writer_off[port->index] = true; }
static void dev_txon(struct mbb_port *port) { writer_off[port->index] = false; }

const struct mbb_port_ops mbb_wwan_port_ops = {
	.create = dev_create,
	.remove = dev_remove,
	.rx = dev_rx,
	.txoff = dev_txoff,
	.txon = dev_txon,
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

static unsigned int sent_count(void)
{
	return list_count_nodes(&mock.sent);
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

static void indicate(struct kunit *test, const u8 service[16], u32 cid, u32 value)
{
	struct fixture *f = test->priv;
	__le32 info = cpu_to_le32(value);
	size_t len = mbim_build_indication(f->in, service, cid, &info, sizeof(info));

	mbb_ports_indication(&mock, f->in, len);
}

/* ---- OPEN and CLOSE ---- */

static void open_is_answered_here(struct kunit *test)
{
	open_port(test, 0, 4096);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	KUNIT_EXPECT_EQ(test, port_of(0)->max_transfer, 4096);
	KUNIT_EXPECT_EQ(test, port_of(1)->state, MBB_PORT_CLOSED);
}

static void open_waits_for_the_function(struct kunit *test)
{
	mock.state = MBB_STATE_OPENING;
	write_open(test, 0, 5, 4096);
	expect_nothing(test, 0);
	KUNIT_EXPECT_EQ(test, mock.power, 1);
	mbb_ports_state(&mock, MBB_STATE_OPENING);
	expect_nothing(test, 0);
	mock.state = MBB_STATE_OPEN;
	mbb_ports_state(&mock, MBB_STATE_OPEN);
	expect_short(test, 0, MBIM_OPEN_DONE, 5, MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock.power, 0);
}

static void open_fails_with_the_function(struct kunit *test)
{
	mock.state = MBB_STATE_OPENING;
	write_open(test, 0, 5, 4096);
	mock.state = MBB_STATE_FAILED;
	mbb_ports_state(&mock, MBB_STATE_FAILED);
	expect_short(test, 0, MBIM_OPEN_DONE, 5, MBIM_STATUS_FAILURE);
	write_open(test, 0, 6, 4096);
	expect_short(test, 0, MBIM_OPEN_DONE, 6, MBIM_STATUS_FAILURE);
}

static void open_announces_at_least_64(struct kunit *test)
{
	write_open(test, 0, 3, 63);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 3, MBIM_ERROR_MAX_TRANSFER);
	write_query(test, 0, 4, MBIM_CID_DEVICE_CAPS);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 4, MBIM_ERROR_NOT_OPENED);
}

static void open_again_forgets_everything(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_query(test, 0, 9, MBIM_CID_DEVICE_CAPS);
	write_open(test, 0, 10, 1024);
	expect_short(test, 0, MBIM_OPEN_DONE, 10, 0);
	end_cancelled();
	expect_nothing(test, 0);
	write_query(test, 0, 9, MBIM_CID_DEVICE_CAPS);	/* the id is free again */
	answer(test, sent(0), 0, NULL, 0);
	expect_done(test, 0, 9, MBIM_CID_DEVICE_CAPS, 0, 0);
}

static void close_ends_this_port_only(struct kunit *test)
{
	u8 msg[12];

	open_port(test, 0, 4096);
	open_port(test, 1, 4096);
	mbim_build_close(msg, 2);
	KUNIT_EXPECT_EQ(test, write_port(0, msg, sizeof(msg)), 0);
	expect_short(test, 0, MBIM_CLOSE_DONE, 2, MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	write_query(test, 0, 3, MBIM_CID_DEVICE_CAPS);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 3, MBIM_ERROR_NOT_OPENED);
	write_query(test, 1, 3, MBIM_CID_DEVICE_CAPS);
	KUNIT_EXPECT_EQ(test, sent_count(), 1);
}

/* ---- commands ---- */

static void answers_carry_the_users_id(struct kunit *test)
{
	open_port(test, 0, 4096);
	open_port(test, 1, 4096);
	write_query(test, 0, 7, MBIM_CID_DEVICE_CAPS);
	write_query(test, 1, 7, MBIM_CID_PIN);
	write_query(test, 0, 8, MBIM_CID_PIN_LIST);
	answer(test, sent(2), 0, "late", 4);
	answer(test, sent(1), 0, NULL, 0);
	answer(test, sent(0), MBIM_STATUS_BUSY, NULL, 0);
	expect_done(test, 0, 8, MBIM_CID_PIN_LIST, 0, 4);
	expect_done(test, 0, 7, MBIM_CID_DEVICE_CAPS, MBIM_STATUS_BUSY, 0);
	expect_done(test, 1, 7, MBIM_CID_PIN, 0, 0);
	expect_nothing(test, 1);
}

static void ids_in_use_are_refused(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_query(test, 0, 7, MBIM_CID_DEVICE_CAPS);
	write_query(test, 0, 7, MBIM_CID_PIN);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 7, MBIM_ERROR_DUPLICATED_TID);
	KUNIT_EXPECT_EQ(test, sent_count(), 1);
	answer(test, sent(0), 0, NULL, 0);
	expect_done(test, 0, 7, MBIM_CID_DEVICE_CAPS, 0, 0);
}

static void answers_are_cut_to_what_was_announced(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 info[76];
	u32 i;

	open_port(test, 0, 64);
	write_query(test, 0, 7, MBIM_CID_DEVICE_CAPS);
	memset(info, 0x5a, sizeof(info));
	answer(test, sent(0), 0, info, sizeof(info));
	/* 124 bytes: 104 of payload, 44 in each fragment */
	for (i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, read_port(0, f->out), i < 2 ? 64 : 36);
		KUNIT_EXPECT_EQ(test, le(f->out, 8), 7);
		KUNIT_EXPECT_EQ(test, le(f->out, 12), 3);
		KUNIT_EXPECT_EQ(test, le(f->out, 16), i);
	}
	expect_nothing(test, 0);
}

/* Write fragment @index of a command of 124 bytes, cut at 64. */
static void write_fragment(struct kunit *test, u32 tid, u32 index)
{
	struct fixture *f = test->priv;
	u8 info[76], part[64];
	size_t len;

	memset(info, 0x11, sizeof(info));
	len = mbim_build_command(f->in, tid, mbim_uuid_basic_connect, MBIM_CID_PIN, true, info,
				 sizeof(info));
	len = mbim_split(part, 64, f->in, len, tid, index);
	KUNIT_ASSERT_EQ(test, write_port(0, part, len), 0);
}

static void commands_are_put_together(struct kunit *test)
{
	open_port(test, 0, 64);
	write_fragment(test, 6, 0);
	write_fragment(test, 6, 1);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	write_fragment(test, 6, 2);
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	KUNIT_EXPECT_EQ(test, sent(0)->len, 124);
	KUNIT_EXPECT_EQ(test, le(sent(0)->msg, 12), 1);
	expect_nothing(test, 0);
}

static void fragments_out_of_order(struct kunit *test)
{
	open_port(test, 0, 64);
	write_fragment(test, 6, 1);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 6, MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
	write_fragment(test, 6, 0);
	write_fragment(test, 6, 2);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 6, MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
	/* another command's first fragment ends this one, a later one does not */
	write_fragment(test, 6, 0);
	write_fragment(test, 7, 1);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 7, MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
	write_fragment(test, 7, 0);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 6, MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
	write_fragment(test, 7, 1);
	write_fragment(test, 7, 2);
	KUNIT_EXPECT_EQ(test, sent_count(), 1);
	expect_nothing(test, 0);
}

static void writes_are_judged(struct kunit *test)
{
	struct fixture *f = test->priv;
	size_t len;

	open_port(test, 0, 4096);
	KUNIT_EXPECT_EQ(test, write_port(0, f->in, MBB_PORT_WRITE_MAX + 1), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, write_port(0, f->in, 3), 0);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 0, MBIM_ERROR_LENGTH_MISMATCH);

	len = mbim_build_command(f->in, 4, mbim_uuid_sms, 1, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, write_port(0, f->in, len - 1), 0);	/* cut short */
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 4, MBIM_ERROR_LENGTH_MISMATCH);
	put_unaligned_le32(4, f->in + 44);	/* InformationBufferLength lies */
	KUNIT_EXPECT_EQ(test, write_port(0, f->in, len), 0);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 4, MBIM_ERROR_LENGTH_MISMATCH);
	put_unaligned_le32(9, f->in);		/* no such type */
	KUNIT_EXPECT_EQ(test, write_port(0, f->in, len), 0);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 4, MBIM_ERROR_UNKNOWN);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
}

static void several_messages_in_one_write(struct kunit *test)
{
	struct fixture *f = test->priv;
	size_t len = 0;

	len += mbim_build_open(f->in, 1, 4096);
	len += mbim_build_command(f->in + len, 2, mbim_uuid_sms, 1, false, NULL, 0);
	len += mbim_build_command(f->in + len, 3, mbim_uuid_sms, 1, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, write_port(0, f->in, len), 0);
	expect_short(test, 0, MBIM_OPEN_DONE, 1, 0);
	KUNIT_EXPECT_EQ(test, sent_count(), 2);
}

static void cancel_frees_the_id(struct kunit *test)
{
	u8 msg[16];

	open_port(test, 0, 4096);
	write_query(test, 0, 7, MBIM_CID_VISIBLE_PROVIDERS);
	mbim_build_host_error(msg, 7, MBIM_ERROR_CANCEL);
	KUNIT_EXPECT_EQ(test, write_port(0, msg, sizeof(msg)), 0);
	KUNIT_EXPECT_EQ(test, port_of(0)->pending, 0);
	end_cancelled();
	expect_nothing(test, 0);
}

static void failures_become_answers(struct kunit *test)
{
	static const struct { int err; u32 code; u32 type; u32 value; } rows[] = {
		{ -ETIMEDOUT, 0, MBIM_COMMAND_DONE, MBIM_STATUS_FAILURE },
		{ -ESHUTDOWN, 0, MBIM_COMMAND_DONE, MBIM_STATUS_FAILURE },
		{ -EIO, 0, MBIM_COMMAND_DONE, MBIM_STATUS_FAILURE },
		{ -EPROTO, MBIM_ERROR_NOT_OPENED, MBIM_COMMAND_DONE, MBIM_STATUS_FAILURE },
		{ -EPROTO, MBIM_ERROR_DUPLICATED_TID, MBIM_COMMAND_DONE, MBIM_STATUS_FAILURE },
		{ -EPROTO, MBIM_ERROR_LENGTH_MISMATCH, MBIM_FUNCTION_ERROR_MSG, 3 },
		{ -EPROTO, MBIM_ERROR_UNKNOWN, MBIM_FUNCTION_ERROR_MSG, 6 },
	};
	struct fixture *f = test->priv;
	unsigned int i;

	open_port(test, 0, 4096);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		write_query(test, 0, 50 + i, MBIM_CID_PIN);
		sent(0)->function_error = rows[i].code;
		end_command(sent(0), rows[i].err, NULL, 0);
		KUNIT_ASSERT_GT(test, read_port(0, f->out), 0);
		KUNIT_EXPECT_EQ(test, le(f->out, 0), rows[i].type);
		KUNIT_EXPECT_EQ(test, le(f->out, 8), 50 + i);
		KUNIT_EXPECT_EQ(test, le(f->out, rows[i].type == MBIM_COMMAND_DONE ? 40 : 12),
				rows[i].value);
	}
}

static void version_is_the_same_for_all(struct kunit *test)
{
	static const u8 wish[4] = { 0x00, 0x01, 0x00, 0x03 };
	struct fixture *f = test->priv;

	open_port(test, 0, 4096);
	write_command(test, 0, 7, mbim_uuid_ms_extensions, MBIM_CID_MS_VERSION, false, wish, 4);
	expect_done(test, 0, 7, MBIM_CID_MS_VERSION, 0, 4);
	KUNIT_EXPECT_EQ(test, le(f->out, 48), 0x01000100);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
}

/* ---- CONNECT ---- */

static void write_connect(struct kunit *test, u32 tid, u32 session, bool activate)
{
	u8 info[60] = {};

	put_unaligned_le32(session, info);
	put_unaligned_le32(activate, info + 4);
	write_command(test, 0, tid, mbim_uuid_basic_connect, MBIM_CID_CONNECT, true, info, 60);
}

static void connect_waits_for_its_adapter(struct kunit *test)
{
	open_port(test, 0, 4096);
	flush_work(&port_of(0)->connect_work);
	write_connect(test, 7, 0, true);	/* no adapter yet, in this mock */
	flush_work(&port_of(0)->connect_work);
	KUNIT_EXPECT_EQ(test, mock.ensured, 1);
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	KUNIT_EXPECT_EQ(test, mock.holds[0], 1);
	answer(test, sent(0), 0, NULL, 0);
	expect_done(test, 0, 7, MBIM_CID_CONNECT, 0, 0);
	KUNIT_EXPECT_EQ(test, mock.holds[0], 0);
	/* the second time there is one */
	write_connect(test, 8, 0, true);
	KUNIT_EXPECT_EQ(test, sent_count(), 1);
	flush_work(&port_of(0)->connect_work);
	KUNIT_EXPECT_EQ(test, mock.ensured, 1);
}

static void connect_without_adapter_fails(struct kunit *test)
{
	open_port(test, 0, 4096);
	mock.ensure_err = -EIO;
	write_connect(test, 7, 1, true);
	flush_work(&port_of(0)->connect_work);
	expect_done(test, 0, 7, MBIM_CID_CONNECT, MBIM_STATUS_FAILURE, 0);
	mock.ensure_err = -ERANGE;
	write_connect(test, 8, 1, true);
	flush_work(&port_of(0)->connect_work);
	expect_done(test, 0, 8, MBIM_CID_CONNECT, MBIM_STATUS_MAX_ACTIVATED_CONTEXTS, 0);
	KUNIT_EXPECT_EQ(test, mock.holds[1], 0);
	write_connect(test, 9, 8, true);	/* the function has 8: 0 to 7 */
	expect_done(test, 0, 9, MBIM_CID_CONNECT, MBIM_STATUS_MAX_ACTIVATED_CONTEXTS, 0);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	write_connect(test, 10, 8, false);	/* to deactivate takes no adapter */
	KUNIT_EXPECT_EQ(test, sent_count(), 1);
}

static void connect_outlives_its_program(struct kunit *test)
{
	struct fixture *f = test->priv;

	open_port(test, 0, 4096);
	open_port(test, 1, 4096);
	mock.ready = BIT(2);
	write_connect(test, 7, 2, true);
	write_query(test, 0, 8, MBIM_CID_PIN);
	mbb_port_stop(port_of(0));
	KUNIT_EXPECT_FALSE(test, list_empty(&mock.cancelled));
	end_cancelled();
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	KUNIT_EXPECT_EQ(test, mock.holds[2], 1);
	answer(test, sent(0), 0, "up", 2);
	KUNIT_EXPECT_EQ(test, mock.holds[2], 0);
	expect_nothing(test, 0);
	/* and the other port's program hears of it */
	KUNIT_EXPECT_EQ(test, read_port(1, f->out), 46);
	KUNIT_EXPECT_EQ(test, le(f->out, 0), MBIM_INDICATE_STATUS_MSG);
}

/* ---- subscriptions and indications ---- */

static const u8 list_register_and_sms[] = {
	0x02, 0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x18, 0x00, 0x00, 0x00, 0x2c, 0x00,
	0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0xa2, 0x89, 0xcc, 0x33, 0xbc, 0xbb, 0x8b, 0x4f,
	0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf, 0x01, 0x00, 0x00, 0x00, 0x09, 0x00,
	0x00, 0x00, 0x53, 0x3f, 0xbe, 0xeb, 0x14, 0xfe, 0x44, 0x67, 0x9f, 0x90, 0x33, 0xa2,
	0x23, 0xe5, 0x6c, 0x3f, 0x00, 0x00, 0x00, 0x00,
};

static void write_subscribe(struct kunit *test, unsigned int index, u32 tid)
{
	write_command(test, index, tid, mbim_uuid_basic_connect,
		      MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST, true, list_register_and_sms,
		      sizeof(list_register_and_sms));
}

static void standard_events_until_the_first_list(struct kunit *test)
{
	struct fixture *f = test->priv;

	indicate(test, mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE, 1);
	expect_nothing(test, 0);	/* nobody has opened */
	open_port(test, 0, 4096);
	indicate(test, mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE, 2);
	indicate(test, mbim_uuid_ms_extensions, 4, 3);
	KUNIT_EXPECT_EQ(test, read_port(0, f->out), 48);
	KUNIT_EXPECT_EQ(test, le(f->out, 8), 0);
	KUNIT_EXPECT_EQ(test, le(f->out, 44), 2);
	expect_nothing(test, 0);

	write_subscribe(test, 0, 7);
	answer(test, sent(0), 0, NULL, 0);
	expect_done(test, 0, 7, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST, 0,
		    sizeof(list_register_and_sms));
	KUNIT_EXPECT_EQ(test, memcmp(f->out + 48, list_register_and_sms,
				     sizeof(list_register_and_sms)), 0);
	indicate(test, mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE, 4);
	indicate(test, mbim_uuid_basic_connect, MBIM_CID_REGISTER_STATE, 5);
	indicate(test, mbim_uuid_sms, 77, 6);
	KUNIT_EXPECT_EQ(test, read_port(0, f->out), 48);
	KUNIT_EXPECT_EQ(test, le(f->out, 44), 5);
	KUNIT_EXPECT_EQ(test, read_port(0, f->out), 48);
	KUNIT_EXPECT_EQ(test, le(f->out, 44), 6);
	expect_nothing(test, 0);
}

static void the_function_gets_the_union(struct kunit *test)
{
	struct mbim_subscribe_set *set = kunit_kzalloc(test, sizeof(*set), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, set);
	open_port(test, 0, 4096);
	open_port(test, 1, 4096);
	write_subscribe(test, 0, 7);
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	KUNIT_ASSERT_EQ(test, mbim_subscribe_read(set, sent(0)->msg + 48, sent(0)->len - 48), 0);
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_basic_connect, 9));
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_sms, 77));
	/* the other port's standard events, ours among them, only supported ones */
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_basic_connect,
						   MBIM_CID_CONNECT));
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_basic_connect,
						   MBIM_CID_SIGNAL_STATE));
	KUNIT_EXPECT_FALSE(test, mbim_subscribe_has(set, mbim_uuid_ussd, 1));
}

static void a_refused_list_changes_nothing(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_subscribe(test, 0, 7);
	answer(test, sent(0), MBIM_STATUS_INVALID_PARAMETERS, NULL, 0);
	expect_done(test, 0, 7, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST,
		    MBIM_STATUS_INVALID_PARAMETERS, 0);
	KUNIT_EXPECT_NULL(test, port_of(0)->subscribed);
	KUNIT_EXPECT_NULL(test, mock.ports->in_force);
	write_command(test, 0, 8, mbim_uuid_basic_connect, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST,
		      true, list_register_and_sms, 20);
	expect_done(test, 0, 8, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST,
		    MBIM_STATUS_INVALID_PARAMETERS, 0);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
}

static void a_newcomer_widens_the_list(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_subscribe(test, 0, 7);
	answer(test, sent(0), 0, NULL, 0);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	open_port(test, 1, 4096);		/* wants the standard ones */
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	KUNIT_EXPECT_PTR_EQ(test, sent(0)->source, &mock.own);
	answer(test, sent(0), 0, NULL, 0);
	expect_nothing(test, 1);
	open_port(test, 1, 4096);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);	/* in force already */
}

static void a_new_open_restores_the_list(struct kunit *test)
{
	u8 ext[44];
	struct fixture *f = test->priv;
	u32 i;

	/* a list with a service that is not standard */
	memcpy(ext, list_register_and_sms + 16, 28);
	memmove(ext + 12, ext + 4, 24);
	put_unaligned_le32(1, ext);
	put_unaligned_le32(12, ext + 4);
	put_unaligned_le32(24, ext + 8);
	memcpy(ext + 12, mbim_uuid_ms_extensions, 16);
	put_unaligned_le32(1, ext + 28);
	put_unaligned_le32(4, ext + 32);
	open_port(test, 0, 4096);
	write_command(test, 0, 7, mbim_uuid_basic_connect, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST,
		      true, ext, 36);
	answer(test, sent(0), 0, NULL, 0);
	KUNIT_EXPECT_GT(test, read_port(0, f->out), 0);

	mbb_ports_state(&mock, MBB_STATE_OPEN);		/* kept: nothing to do */
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	mbb_subscriptions_reset(&mock);
	for (i = 0; i < 2; i++) {
		mbb_ports_state(&mock, MBB_STATE_OPEN);
		KUNIT_EXPECT_EQ(test, sent_count(), i ? 0 : 1);
		if (!i)
			answer(test, sent(0), 0, NULL, 0);
	}
}

static void wake_list_is_what_the_client_said(struct kunit *test)
{
	struct mbim_subscribe_set *set = kunit_kzalloc(test, sizeof(*set), GFP_KERNEL);
	size_t len;
	void *info;

	KUNIT_ASSERT_NOT_NULL(test, set);
	info = mbb_subscriptions_build(&mock, true, &len);
	KUNIT_ASSERT_NOT_NULL(test, info);
	KUNIT_ASSERT_EQ(test, mbim_subscribe_read(set, info, len), 0);
	kfree(info);
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_sms, MBIM_CID_SMS_READ));
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_basic_connect,
						   MBIM_CID_PACKET_SERVICE));
	KUNIT_EXPECT_FALSE(test, mbim_subscribe_has(set, mbim_uuid_basic_connect,
						    MBIM_CID_CONNECT));
}

static void sets_are_told_to_the_others(struct kunit *test)
{
	struct fixture *f = test->priv;
	__le32 on = cpu_to_le32(1);
	u8 info[8] = { 1, 0, 0, 0, 1, 0, 0, 0 };

	open_port(test, 0, 4096);
	open_port(test, 1, 4096);
	write_command(test, 0, 7, mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE, true, &on, 4);
	answer(test, sent(0), 0, info, sizeof(info));
	expect_done(test, 0, 7, MBIM_CID_RADIO_STATE, 0, 8);
	expect_nothing(test, 0);
	KUNIT_EXPECT_EQ(test, read_port(1, f->out), 52);
	KUNIT_EXPECT_EQ(test, le(f->out, 0), MBIM_INDICATE_STATUS_MSG);
	KUNIT_EXPECT_EQ(test, memcmp(f->out + 44, info, 8), 0);
	/* not a query's answer, not a refusal, not what has no notification */
	write_query(test, 0, 8, MBIM_CID_RADIO_STATE);
	answer(test, sent(0), 0, info, sizeof(info));
	write_command(test, 0, 9, mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE, true, &on, 4);
	answer(test, sent(0), MBIM_STATUS_FAILURE, info, sizeof(info));
	write_command(test, 0, 10, mbim_uuid_basic_connect, MBIM_CID_PIN, true, &on, 4);
	answer(test, sent(0), 0, info, sizeof(info));
	expect_nothing(test, 1);
}

/* ---- the reader's queue, the writer's debt ---- */

static void unread_indications_go_oldest_first(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int i, count = 0;
	u32 last = 0;

	open_port(test, 0, 64);
	write_query(test, 0, 7, MBIM_CID_PIN);
	for (i = 1; i <= 3 * MBB_PORT_INDICATIONS; i++) {
		indicate(test, mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE, i);
		if (i == MBB_PORT_INDICATIONS)
			answer(test, sent(0), 0, f->out, 500);
	}
	KUNIT_EXPECT_EQ(test, skb_queue_len(&reader[0]), MBB_PORT_WINDOW);
	KUNIT_EXPECT_EQ(test, port_of(0)->rx_indications, MBB_PORT_INDICATIONS);
	/* the window's four are the oldest, then the newest; the answer is whole */
	for (i = 0; read_port(0, f->out); i++) {
		if (le(f->out, 0) == MBIM_COMMAND_DONE) {
			KUNIT_EXPECT_EQ(test, le(f->out, 16), count);
			count++;
		} else {
			KUNIT_EXPECT_GT(test, le(f->out, 44), last);
			last = le(f->out, 44);
		}
	}
	KUNIT_EXPECT_EQ(test, count, mbim_split_count(548, 64));
	KUNIT_EXPECT_EQ(test, last, 3 * MBB_PORT_INDICATIONS);
	KUNIT_EXPECT_EQ(test, i - count, MBB_PORT_INDICATIONS + MBB_PORT_WINDOW);
}

static void writers_wait_for_readers(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int i;

	open_port(test, 0, 4096);
	for (i = 0; i < MBB_PORT_PENDING_HIGH; i++) {
		KUNIT_EXPECT_FALSE(test, writer_off[0]);
		write_query(test, 0, 100 + i, MBIM_CID_PIN);
	}
	KUNIT_EXPECT_TRUE(test, writer_off[0]);
	while (sent(0))
		answer(test, sent(0), 0, NULL, 0);
	KUNIT_EXPECT_TRUE(test, writer_off[0]);	/* answered, not read */
	for (i = 0; i < MBB_PORT_PENDING_HIGH - MBB_PORT_PENDING_LOW; i++) {
		KUNIT_EXPECT_TRUE(test, writer_off[0]);
		KUNIT_EXPECT_GT(test, read_port(0, f->out), 0);
	}
	KUNIT_EXPECT_FALSE(test, writer_off[0]);
}

static void one_write_cannot_owe_without_bound(struct kunit *test)
{
	struct fixture *f = test->priv;
	size_t len = 0;

	while (len < 12 * (MBB_PORT_PENDING_HARD + 1))
		len += mbim_build_close(f->in + len, 1);
	KUNIT_EXPECT_EQ(test, write_port(0, f->in, len), -ENOBUFS);
	expect_nothing(test, 0);
	KUNIT_EXPECT_EQ(test, write_port(0, f->in, 12 * MBB_PORT_PENDING_HARD), 0);
}

static void removal_with_a_reader_in_the_middle(struct kunit *test)
{
	struct mbb_port *port = mbb_port_get(port_of(0));
	struct sk_buff *skb;

	open_port(test, 0, 4096);
	write_query(test, 0, 7, MBIM_CID_PIN);
	indicate(test, mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE, 1);
	indicate(test, mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE, 2);
	skb = skb_dequeue(&reader[0]);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	mbb_ports_stop(&mock);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	KUNIT_EXPECT_EQ(test, mbb_port_start(port, port), -ENODEV);
	drop(port, skb);
	drain_reader(0);
	KUNIT_EXPECT_EQ(test, port->rx_window, 0);
	KUNIT_EXPECT_EQ(test, kref_read(&port->ref), 1);
	mbb_port_put(port);
}

static void failure_closes_the_port(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_query(test, 0, 7, MBIM_CID_PIN);
	end_command(sent(0), -ESHUTDOWN, NULL, 0);
	mock.state = MBB_STATE_FAILED;
	mbb_ports_state(&mock, MBB_STATE_FAILED);
	expect_done(test, 0, 7, MBIM_CID_PIN, MBIM_STATUS_FAILURE, 0);
	write_query(test, 0, 8, MBIM_CID_PIN);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 8, MBIM_ERROR_NOT_OPENED);
	mock.state = MBB_STATE_OPEN;
	open_port(test, 0, 4096);
}

static struct kunit_case port_cases[] = {
	KUNIT_CASE(open_is_answered_here),
	KUNIT_CASE(open_waits_for_the_function),
	KUNIT_CASE(open_fails_with_the_function),
	KUNIT_CASE(open_announces_at_least_64),
	KUNIT_CASE(open_again_forgets_everything),
	KUNIT_CASE(close_ends_this_port_only),
	KUNIT_CASE(answers_carry_the_users_id),
	KUNIT_CASE(ids_in_use_are_refused),
	KUNIT_CASE(answers_are_cut_to_what_was_announced),
	KUNIT_CASE(commands_are_put_together),
	KUNIT_CASE(fragments_out_of_order),
	KUNIT_CASE(writes_are_judged),
	KUNIT_CASE(several_messages_in_one_write),
	KUNIT_CASE(cancel_frees_the_id),
	KUNIT_CASE(failures_become_answers),
	KUNIT_CASE(version_is_the_same_for_all),
	KUNIT_CASE(connect_waits_for_its_adapter),
	KUNIT_CASE(connect_without_adapter_fails),
	KUNIT_CASE(connect_outlives_its_program),
	KUNIT_CASE(standard_events_until_the_first_list),
	KUNIT_CASE(the_function_gets_the_union),
	KUNIT_CASE(a_refused_list_changes_nothing),
	KUNIT_CASE(a_newcomer_widens_the_list),
	KUNIT_CASE(a_new_open_restores_the_list),
	KUNIT_CASE(wake_list_is_what_the_client_said),
	KUNIT_CASE(sets_are_told_to_the_others),
	KUNIT_CASE(unread_indications_go_oldest_first),
	KUNIT_CASE(writers_wait_for_readers),
	KUNIT_CASE(one_write_cannot_owe_without_bound),
	KUNIT_CASE(removal_with_a_reader_in_the_middle),
	KUNIT_CASE(failure_closes_the_port),
	{}
};

static struct kunit_suite port_suite = {
	.name = "mbbcx_port",
	.init = port_test_init,
	.exit = port_test_exit,
	.test_cases = port_cases,
};
kunit_test_suite(port_suite);

MODULE_LICENSE("GPL");
