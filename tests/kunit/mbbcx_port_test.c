// SPDX-License-Identifier: GPL-2.0
/*
 * mbbcx's control ports: what a program that writes MBIM reads back, and what
 * the function gets to see. What ports share is mbbcx_port_share_test.c.
 */
#include <linux/delay.h>

#include "mbb_port_mock.h"

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

/* Later the program tries again, and so does MbbCx. */
static void open_of_a_failed_function_tries_again(struct kunit *test)
{
	mock.state = MBB_STATE_FAILED;
	write_open(test, 0, 5, 4096);
	expect_short(test, 0, MBIM_OPEN_DONE, 5, MBIM_STATUS_FAILURE);
	mock.mended = true;
	write_open(test, 0, 6, 4096);
	expect_nothing(test, 0);
	mock.state = MBB_STATE_OPEN;
	mbb_ports_state(&mock, MBB_STATE_OPEN);
	expect_short(test, 0, MBIM_OPEN_DONE, 6, MBIM_STATUS_SUCCESS);
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

/* A program may be kept waiting between two, if only by the port. */
static void fragments_may_take_their_time(struct kunit *test)
{
	open_port(test, 0, 64);
	write_fragment(test, 6, 0);
	msleep(2 * MBIM_FRAGMENT_GAP_MS);
	write_fragment(test, 6, 1);
	msleep(2 * MBIM_FRAGMENT_GAP_MS);
	write_fragment(test, 6, 2);
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

static void ip_configuration_reaches_the_session(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 info[60] = {};

	open_port(test, 0, 4096);
	write_query(test, 0, 7, MBIM_CID_IP_CONFIGURATION);
	answer(test, sent(0), MBIM_STATUS_CONTEXT_NOT_ACTIVATED, info, sizeof(info));
	KUNIT_EXPECT_EQ(test, mock.configured, 0);
	write_query(test, 0, 8, MBIM_CID_IP_CONFIGURATION);
	answer(test, sent(0), MBIM_STATUS_SUCCESS, info, sizeof(info));
	KUNIT_EXPECT_EQ(test, mock.configured, 1);
	KUNIT_EXPECT_EQ(test, read_port(0, f->out), 108);
	KUNIT_EXPECT_EQ(test, read_port(0, f->out), 108);
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

/* The mock has room for 8 sessions, whatever the function says. */
static void caps_are_what_can_be_had(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 info[64] = {};

	open_port(test, 0, 4096);
	put_unaligned_le32(255, info + 28);
	write_query(test, 0, 7, MBIM_CID_DEVICE_CAPS);
	answer(test, sent(0), 0, info, sizeof(info));
	expect_done(test, 0, 7, MBIM_CID_DEVICE_CAPS, 0, sizeof(info));
	KUNIT_EXPECT_EQ(test, le(f->out, 48 + 28), 8);
	/* the extension's in the layout that was negotiated */
	write_command(test, 0, 8, mbim_uuid_ms_extensions, MBIM_CID_MS_DEVICE_CAPS, false, NULL, 0);
	answer(test, sent(0), 0, info, sizeof(info));
	expect_done(test, 0, 8, MBIM_CID_MS_DEVICE_CAPS, 0, sizeof(info));
	KUNIT_EXPECT_EQ(test, le(f->out, 48 + 28), 8);
	/* fewer are fewer, and what is too short is the program's to judge */
	put_unaligned_le32(3, info + 28);
	write_query(test, 0, 9, MBIM_CID_DEVICE_CAPS);
	answer(test, sent(0), 0, info, 32);
	expect_done(test, 0, 9, MBIM_CID_DEVICE_CAPS, 0, 32);
	KUNIT_EXPECT_EQ(test, le(f->out, 48 + 28), 3);
	write_query(test, 0, 10, MBIM_CID_DEVICE_CAPS);
	answer(test, sent(0), 0, info, 31);
	expect_done(test, 0, 10, MBIM_CID_DEVICE_CAPS, 0, 31);
	KUNIT_EXPECT_EQ(test, mbim_device_caps_sessions(40, true, 0x0300), (size_t)36);
	KUNIT_EXPECT_EQ(test, mbim_device_caps_sessions(39, true, 0x0300), (size_t)0);
}

/* ---- answers from where they come ---- */

/* The engine offers the answer at once. True: it was taken. */
static bool offer(struct kunit *test, struct mbb_command *cmd, const void *info, size_t len)
{
	const struct mbim_command_msg *msg = cmd->msg;
	struct fixture *f = test->priv;
	bool taken;

	len = mbim_build_command_done(f->in, 0x77777777, msg->DeviceServiceId,
				      get_unaligned_le32(&msg->CID), 0, info, len);
	list_del(&cmd->node);
	local_bh_disable();
	taken = cmd->soon(cmd, f->in, len);
	local_bh_enable();
	if (!taken)
		list_add(&cmd->node, &mock.sent);
	return taken;
}

static void plain_answers_are_taken_at_once(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 info[64] = {};

	open_port(test, 0, 4096);
	write_query(test, 0, 7, MBIM_CID_PIN);
	KUNIT_ASSERT_NOT_NULL(test, sent(0)->soon);
	KUNIT_ASSERT_TRUE(test, offer(test, sent(0), "late", 4));
	expect_done(test, 0, 7, MBIM_CID_PIN, 0, 4);
	/* with the sessions that can be had */
	put_unaligned_le32(255, info + 28);
	write_query(test, 0, 7, MBIM_CID_DEVICE_CAPS);
	KUNIT_ASSERT_TRUE(test, offer(test, sent(0), info, sizeof(info)));
	expect_done(test, 0, 7, MBIM_CID_DEVICE_CAPS, 0, sizeof(info));
	KUNIT_EXPECT_EQ(test, le(f->out, 48 + 28), 8);
	KUNIT_EXPECT_EQ(test, port_of(0)->pending, 0U);
	KUNIT_EXPECT_EQ(test, atomic_read(&port_of(0)->alive), 0);
}

static void answers_with_consequences_are_not(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_command(test, 0, 7, mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE, true, "\1\0\0", 4);
	write_query(test, 0, 8, MBIM_CID_PACKET_SERVICE);
	write_query(test, 0, 9, MBIM_CID_IP_CONFIGURATION);
	KUNIT_EXPECT_NULL(test, sent(0)->soon);
	KUNIT_EXPECT_NULL(test, sent(1)->soon);
	KUNIT_EXPECT_NULL(test, sent(2)->soon);
}

/* Too long for the program's buffer; and one that it does not wait for any more. */
static void answers_that_need_more_come_later(struct kunit *test)
{
	static const u8 info[60];
	struct fixture *f = test->priv;
	u8 msg[16];

	open_port(test, 0, 64);
	write_query(test, 0, 7, MBIM_CID_PIN);
	KUNIT_ASSERT_FALSE(test, offer(test, sent(0), info, sizeof(info)));
	expect_nothing(test, 0);
	answer(test, sent(0), 0, info, sizeof(info));
	KUNIT_EXPECT_EQ(test, read_port(0, f->out), (size_t)64);
	KUNIT_EXPECT_EQ(test, read_port(0, f->out), (size_t)64);

	write_query(test, 0, 8, MBIM_CID_PIN);
	mbim_build_host_error(msg, 8, MBIM_ERROR_CANCEL);
	KUNIT_EXPECT_EQ(test, write_port(0, msg, sizeof(msg)), 0);
	KUNIT_ASSERT_FALSE(test, list_empty(&mock.cancelled));
	KUNIT_EXPECT_FALSE(test, offer(test, list_first_entry(&mock.cancelled, struct mbb_command,
							      node), NULL, 0));
	expect_nothing(test, 0);
	answer(test, sent(0), 0, NULL, 0);
	expect_nothing(test, 0);
}

static void a_scan_may_take_minutes(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_query(test, 0, 7, MBIM_CID_VISIBLE_PROVIDERS);
	write_query(test, 0, 8, MBIM_CID_PIN);
	KUNIT_EXPECT_GT(test, sent(0)->timeout_ms, 200U * 1000);
	KUNIT_EXPECT_EQ(test, sent(1)->timeout_ms, 0U);
}

/* ---- CONNECT ---- */

static void write_connect_to(struct kunit *test, unsigned int index, u32 tid, u32 session,
			     bool activate)
{
	u8 info[60] = {};

	put_unaligned_le32(session, info);
	put_unaligned_le32(activate, info + 4);
	write_command(test, index, tid, mbim_uuid_basic_connect, MBIM_CID_CONNECT, true, info, 60);
}

static void write_connect(struct kunit *test, u32 tid, u32 session, bool activate)
{
	write_connect_to(test, 0, tid, session, activate);
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

/* In write(), but for what has to wait for a worker of its own. */
static void commands_are_sent_by_their_program(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_connect(test, 7, 0, true);
	flush_work(&port_of(0)->connect_work);
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	KUNIT_EXPECT_FALSE(test, sent(0)->at_once);
	answer(test, sent(0), 0, NULL, 0);
	expect_done(test, 0, 7, MBIM_CID_CONNECT, 0, 0);
	write_query(test, 0, 8, MBIM_CID_PIN);
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	KUNIT_EXPECT_TRUE(test, sent(0)->at_once);
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

/* Who may open the port may not for that reason make network interfaces. */
static void connect_makes_links_for_the_privileged_only(struct kunit *test)
{
	open_port(test, 0, 4096);
	mock.unprivileged = true;
	write_connect(test, 7, 1, true);
	mock.unprivileged = false;	/* who wrote it counts, not whoever is next */
	flush_work(&port_of(0)->connect_work);
	expect_done(test, 0, 7, MBIM_CID_CONNECT, MBIM_STATUS_OPERATION_NOT_ALLOWED, 0);
	KUNIT_EXPECT_EQ(test, mock.ensured, 0);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	/* a session that somebody has made a link for is another matter */
	mock.unprivileged = true;
	mock.ready = BIT(1);
	write_connect(test, 8, 1, true);
	KUNIT_EXPECT_EQ(test, sent_count(), 1);
	write_connect(test, 9, 2, false);	/* to deactivate takes no link */
	KUNIT_EXPECT_EQ(test, sent_count(), 2);
	KUNIT_EXPECT_EQ(test, mock.ensured, 0);
	/* or is just about to */
	mock.unprivileged = false;
	write_connect(test, 10, 3, true);
	mock.unprivileged = true;
	write_connect(test, 11, 3, true);
	flush_work(&port_of(0)->connect_work);
	KUNIT_EXPECT_EQ(test, mock.ensured, 1);
	KUNIT_EXPECT_EQ(test, sent_count(), 4);
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

/* But not one that was still in the queue: nobody asks for it any more. */
static void connect_not_sent_is_taken_back(struct kunit *test)
{
	open_port(test, 0, 4096);
	mock.ready = BIT(2);
	mock.unsent = true;
	write_connect(test, 7, 2, true);
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	mbb_port_stop(port_of(0));
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	end_cancelled();
	KUNIT_EXPECT_EQ(test, mock.holds[2], 0);
}

/* The program goes while its adapter is made. */
static void connect_given_up_while_parked(struct kunit *test)
{
	open_port(test, 0, 4096);
	mock.port_stops = port_of(0);
	write_connect(test, 7, 2, true);
	flush_work(&port_of(0)->connect_work);
	KUNIT_EXPECT_EQ(test, mock.ensured, 1);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	KUNIT_EXPECT_EQ(test, mock.holds[2], 0);
}

/*
 * Two programs, one session, no adapter yet: it is made once or found, both commands
 * go to the function, which decides, and each program hears what became of the
 * other's.
 */
static void two_ports_one_session(struct kunit *test)
{
	struct fixture *f = test->priv;

	open_port(test, 0, 4096);
	open_port(test, 1, 4096);
	write_connect_to(test, 0, 7, 3, true);
	write_connect_to(test, 1, 7, 3, true);
	flush_work(&port_of(0)->connect_work);
	flush_work(&port_of(1)->connect_work);
	KUNIT_ASSERT_EQ(test, sent_count(), 2);
	KUNIT_EXPECT_EQ(test, mock.holds[3], 2);
	KUNIT_EXPECT_PTR_NE(test, sent(0)->source, sent(1)->source);
	if (sent(0)->source != &port_of(0)->source)
		list_rotate_left(&mock.sent);
	answer(test, sent(0), 0, "up", 2);
	KUNIT_EXPECT_EQ(test, mock.holds[3], 1);
	answer(test, sent(0), MBIM_STATUS_MAX_ACTIVATED_CONTEXTS, NULL, 0);
	KUNIT_EXPECT_EQ(test, mock.holds[3], 0);
	expect_done(test, 0, 7, MBIM_CID_CONNECT, 0, 2);
	expect_nothing(test, 0);
	KUNIT_EXPECT_EQ(test, read_port(1, f->out), 46);
	KUNIT_EXPECT_EQ(test, le(f->out, 0), MBIM_INDICATE_STATUS_MSG);
	expect_done(test, 1, 7, MBIM_CID_CONNECT, MBIM_STATUS_MAX_ACTIVATED_CONTEXTS, 0);
}

/* Each OPEN forgets what is owed, but CONNECTs go on: they have a bound. */
static void orphans_have_a_bound(struct kunit *test)
{
	unsigned int i;

	open_port(test, 0, 4096);
	mock.ready = BIT(2);
	for (i = 0; i < MBB_PORT_PENDING_HARD; i++) {
		write_connect(test, 7, 2, false);
		open_port(test, 0, 4096);
	}
	KUNIT_EXPECT_EQ(test, sent_count(), MBB_PORT_PENDING_HARD);
	write_connect(test, 7, 2, false);
	expect_short(test, 0, MBIM_FUNCTION_ERROR_MSG, 7, MBIM_ERROR_UNKNOWN);
	KUNIT_EXPECT_EQ(test, sent_count(), MBB_PORT_PENDING_HARD);
	answer(test, sent(0), 0, NULL, 0);
	write_connect(test, 7, 2, false);
	KUNIT_EXPECT_EQ(test, sent_count(), MBB_PORT_PENDING_HARD);
	expect_nothing(test, 0);
}

static struct kunit_case port_cases[] = {
	KUNIT_CASE(open_is_answered_here),
	KUNIT_CASE(open_waits_for_the_function),
	KUNIT_CASE(open_fails_with_the_function),
	KUNIT_CASE(open_of_a_failed_function_tries_again),
	KUNIT_CASE(open_announces_at_least_64),
	KUNIT_CASE(open_again_forgets_everything),
	KUNIT_CASE(close_ends_this_port_only),
	KUNIT_CASE(answers_carry_the_users_id),
	KUNIT_CASE(ids_in_use_are_refused),
	KUNIT_CASE(answers_are_cut_to_what_was_announced),
	KUNIT_CASE(commands_are_put_together),
	KUNIT_CASE(fragments_out_of_order),
	KUNIT_CASE(fragments_may_take_their_time),
	KUNIT_CASE(writes_are_judged),
	KUNIT_CASE(several_messages_in_one_write),
	KUNIT_CASE(cancel_frees_the_id),
	KUNIT_CASE(failures_become_answers),
	KUNIT_CASE(ip_configuration_reaches_the_session),
	KUNIT_CASE(version_is_the_same_for_all),
	KUNIT_CASE(caps_are_what_can_be_had),
	KUNIT_CASE(plain_answers_are_taken_at_once),
	KUNIT_CASE(answers_with_consequences_are_not),
	KUNIT_CASE(answers_that_need_more_come_later),
	KUNIT_CASE(a_scan_may_take_minutes),
	KUNIT_CASE(connect_waits_for_its_adapter),
	KUNIT_CASE(commands_are_sent_by_their_program),
	KUNIT_CASE(connect_without_adapter_fails),
	KUNIT_CASE(connect_makes_links_for_the_privileged_only),
	KUNIT_CASE(connect_outlives_its_program),
	KUNIT_CASE(connect_not_sent_is_taken_back),
	KUNIT_CASE(connect_given_up_while_parked),
	KUNIT_CASE(two_ports_one_session),
	KUNIT_CASE(orphans_have_a_bound),
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
