// SPDX-License-Identifier: GPL-2.0
/*
 * What mbbcx's control ports share and how they end: subscriptions of several
 * programs, indications, readers that do not read, removal and failure.
 */
#include "mbb_port_mock.h"

static void indicate(struct kunit *test, const u8 service[16], u32 cid, u32 value)
{
	struct fixture *f = test->priv;
	__le32 info = cpu_to_le32(value);
	size_t len = mbim_build_indication(f->in, service, cid, &info, sizeof(info));

	mbb_ports_indication(&mock, f->in, len);
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

/* MS Basic Connect Extensions, CID 4. */
static const u8 list_extension[] = {
	0x01, 0x00, 0x00, 0x00, 0x0c, 0x00, 0x00, 0x00, 0x18, 0x00, 0x00, 0x00,
	0x3d, 0x01, 0xdc, 0xc5, 0xfe, 0xf5, 0x4d, 0x05, 0x0d, 0x3a, 0xbe, 0xf7,
	0x05, 0x8e, 0x9a, 0xaf, 0x01, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00,
};

/* What one program asks for does not end what another one hears. */
static void the_list_is_everybodys(struct kunit *test)
{
	struct mbim_subscribe_set *set = kunit_kzalloc(test, sizeof(*set), GFP_KERNEL);
	struct fixture *f = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, set);
	open_port(test, 0, 4096);
	write_subscribe(test, 0, 7);
	answer(test, sent(0), 0, NULL, 0);
	drain_reader(0);
	mock.state = MBB_STATE_OPENING;		/* no refresh in between */
	write_open(test, 1, 1, 4096);
	mock.state = MBB_STATE_OPEN;
	port_open_decide(port_of(1), MBB_STATE_OPEN);
	drain_reader(1);
	write_command(test, 1, 8, mbim_uuid_basic_connect, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST,
		      true, list_extension, sizeof(list_extension));
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	KUNIT_ASSERT_EQ(test, mbim_subscribe_read(set, sent(0)->msg + 48, sent(0)->len - 48), 0);
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_ms_extensions, 4));
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_sms, 77));
	answer(test, sent(0), 0, NULL, 0);
	drain_reader(1);
	/* and each hears its own */
	indicate(test, mbim_uuid_ms_extensions, 4, 5);
	expect_nothing(test, 0);
	KUNIT_EXPECT_EQ(test, read_port(1, f->out), 48);
	indicate(test, mbim_uuid_sms, 77, 6);
	expect_nothing(test, 1);
	KUNIT_EXPECT_EQ(test, read_port(0, f->out), 48);
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

/* Opening a port over and over must not fill the queue that goes first. */
static void one_widening_at_a_time(struct kunit *test)
{
	unsigned int i;

	open_port(test, 0, 4096);
	write_subscribe(test, 0, 7);
	answer(test, sent(0), 0, NULL, 0);
	for (i = 0; i < 5; i++)
		open_port(test, 1, 4096);
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	/* refused: it is asked once more, since somebody has asked meanwhile */
	answer(test, sent(0), MBIM_STATUS_FAILURE, NULL, 0);
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	answer(test, sent(0), MBIM_STATUS_FAILURE, NULL, 0);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
	open_port(test, 1, 4096);
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	answer(test, sent(0), 0, NULL, 0);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
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
	enum mbb_listen listen;
	size_t len;
	void *info;

	KUNIT_ASSERT_NOT_NULL(test, set);
	for (listen = MBB_LISTEN_IDLE; listen <= MBB_LISTEN_ASLEEP; listen++) {
		info = mbb_subscriptions_build(&mock, listen, &len);
		KUNIT_ASSERT_NOT_NULL(test, info);
		KUNIT_ASSERT_EQ(test, mbim_subscribe_read(set, info, len), 0);
		kfree(info);
		KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_sms,
							   MBIM_CID_SMS_READ));
		KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_basic_connect,
							   MBIM_CID_PACKET_SERVICE));
		/* The end of a context wakes a device, not the machine. */
		KUNIT_EXPECT_EQ(test, mbim_subscribe_has(set, mbim_uuid_basic_connect,
							 MBIM_CID_CONNECT),
				listen == MBB_LISTEN_IDLE);
		mbim_subscribe_clear(set);
	}
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

/* A long message in the smallest fragments takes many times its size. */
static void unread_indications_have_a_size(struct kunit *test)
{
	const size_t long_info = 16 * 1024;
	struct mbb_port *port = port_of(0);
	u8 *msg = kunit_kzalloc(test, 44 + long_info, GFP_KERNEL);
	unsigned int i;
	size_t len;

	KUNIT_ASSERT_NOT_NULL(test, msg);
	open_port(test, 0, 64);
	len = mbim_build_indication(msg, mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE, NULL, 0);
	put_unaligned_le32(len + long_info, msg + 4);
	put_unaligned_le32(long_info, msg + 40);
	for (i = 0; i < 20; i++)
		mbb_ports_indication(&mock, msg, len + long_info);
	KUNIT_EXPECT_LE(test, port->rx_indication_bytes, (size_t)MBB_PORT_INDICATION_BYTES);
	KUNIT_EXPECT_LT(test, port->rx_indications, 20U);
	KUNIT_EXPECT_GT(test, port->dropped, 0UL);
	/* the last one is there, and the books are right in the end */
	indicate(test, mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE, 77);
	KUNIT_EXPECT_GE(test, port->rx_indications, 1U);
	drain_reader(0);
	KUNIT_EXPECT_TRUE(test, skb_queue_empty(&port->rxq));
	KUNIT_EXPECT_EQ(test, port->rx_indication_bytes, (size_t)0);
	KUNIT_EXPECT_EQ(test, port->rx_indications, 0U);
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

/* Commands count with their length from when they are written until they end. */
static void bytes_written_have_a_bound(struct kunit *test)
{
	const size_t long_info = 60 * 1000;
	size_t len = 48 + long_info, total = 0;
	u8 *msg = kunit_kzalloc(test, len, GFP_KERNEL);
	u32 tid = 100;

	KUNIT_ASSERT_NOT_NULL(test, msg);
	open_port(test, 0, 4096);
	open_port(test, 1, 4096);
	for (; total + len <= MBB_PORT_BYTES_HARD; total += len) {
		KUNIT_EXPECT_EQ(test, writer_off[0], total >= MBB_PORT_BYTES_HIGH);
		mbim_build_command(msg, tid++, mbim_uuid_sms, 1, true, NULL, 0);
		put_unaligned_le32(len, msg + 4);
		put_unaligned_le32(long_info, msg + 44);
		KUNIT_ASSERT_EQ(test, write_port(0, msg, len), 0);
	}
	KUNIT_EXPECT_EQ(test, write_port(0, msg, len), -ENOBUFS);
	KUNIT_EXPECT_FALSE(test, writer_off[1]);
	while (sent(0)) {
		answer(test, sent(0), 0, NULL, 0);
		drain_reader(0);
	}
	KUNIT_EXPECT_EQ(test, port_of(0)->command_bytes, (size_t)0);
	KUNIT_EXPECT_FALSE(test, writer_off[0]);
}

/* No writing, and no sending of what was written, until somebody reads. */
static void bytes_unread_have_a_bound(struct kunit *test)
{
	const size_t long_info = 4000;
	struct mbb_port *port = port_of(0);
	u8 *info = kunit_kzalloc(test, long_info, GFP_KERNEL);
	u32 tid = 100;

	KUNIT_ASSERT_NOT_NULL(test, info);
	open_port(test, 0, 64);
	while (port->answer_bytes < MBB_PORT_BYTES_HIGH && tid < 130) {
		KUNIT_EXPECT_FALSE(test, port->source.paused);
		write_query(test, 0, tid++, MBIM_CID_PIN);
		answer(test, sent(0), 0, info, long_info);
	}
	KUNIT_EXPECT_TRUE(test, port->source.paused);
	KUNIT_EXPECT_TRUE(test, writer_off[0]);
	drain_reader(0);
	KUNIT_EXPECT_EQ(test, port->answer_bytes, (size_t)0);
	KUNIT_EXPECT_FALSE(test, port->source.paused);
	KUNIT_EXPECT_FALSE(test, writer_off[0]);
}

/* The next user of the port does not inherit it. */
static void unread_answers_end_with_their_user(struct kunit *test)
{
	struct mbb_port *port = port_of(0);
	u8 *info = kunit_kzalloc(test, 4000, GFP_KERNEL);
	u32 tid;

	KUNIT_ASSERT_NOT_NULL(test, info);
	open_port(test, 0, 64);
	for (tid = 100; tid < 130 && !port->source.paused; tid++) {
		write_query(test, 0, tid, MBIM_CID_PIN);
		answer(test, sent(0), 0, info, 4000);
	}
	mbb_port_stop(port);
	KUNIT_EXPECT_EQ(test, port->answer_bytes, (size_t)0);
	KUNIT_EXPECT_FALSE(test, port->source.paused);
	KUNIT_EXPECT_FALSE(test, writer_off[0]);
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

/* ---- DSS_CONNECT ---- */

static void write_dss(struct kunit *test, unsigned int index, u32 tid, u32 id, u32 state)
{
	u8 info[MBIM_DSS_CONNECT_SIZE];

	mbim_dss_deactivate_build(info, mbim_uuid_sms, id);
	put_unaligned_le32(state, info + 20);
	write_command(test, index, tid, mbim_uuid_dss, MBIM_CID_DSS_CONNECT, true, info,
		      sizeof(info));
}

static void dss_session_follows_the_answer(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_dss(test, 0, 7, 5, 1);
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	KUNIT_EXPECT_PTR_EQ(test, (void *)mock.dss, (void *)&mock + 5);
	KUNIT_EXPECT_EQ(test, mock.dss_activated, 0U);
	answer(test, sent(0), 0, NULL, 0);
	KUNIT_EXPECT_EQ(test, mock.dss_activated, 1U);
	KUNIT_EXPECT_NULL(test, mock.dss);
	expect_done(test, 0, 7, MBIM_CID_DSS_CONNECT, 0, 0);

	write_dss(test, 0, 8, 5, 0);
	answer(test, sent(0), 0, NULL, 0);
	KUNIT_EXPECT_EQ(test, mock.dss_deactivated, 1U);
	expect_done(test, 0, 8, MBIM_CID_DSS_CONNECT, 0, 0);
}

static void dss_session_that_was_refused(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_dss(test, 0, 7, 5, 1);
	answer(test, sent(0), MBIM_STATUS_DSS_INSTANCE_LIMIT, NULL, 0);
	expect_done(test, 0, 7, MBIM_CID_DSS_CONNECT, MBIM_STATUS_DSS_INSTANCE_LIMIT, 0);
	write_dss(test, 0, 8, 5, 0);
	end_command(sent(0), -ETIMEDOUT, NULL, 0);
	expect_done(test, 0, 8, MBIM_CID_DSS_CONNECT, MBIM_STATUS_FAILURE, 0);
	KUNIT_EXPECT_NULL(test, mock.dss);
	KUNIT_EXPECT_EQ(test, mock.dss_activated + mock.dss_deactivated, 0U);
	/* not even asked: malformed, out of range, a client without any */
	write_dss(test, 0, 9, 5, 2);
	expect_done(test, 0, 9, MBIM_CID_DSS_CONNECT, MBIM_STATUS_INVALID_PARAMETERS, 0);
	mock.dss_err = -ERANGE;
	write_dss(test, 0, 10, 256, 1);
	expect_done(test, 0, 10, MBIM_CID_DSS_CONNECT, MBIM_STATUS_INVALID_PARAMETERS, 0);
	mock.dss_err = -EOPNOTSUPP;
	write_dss(test, 0, 11, 5, 1);
	expect_done(test, 0, 11, MBIM_CID_DSS_CONNECT, MBIM_STATUS_NO_DEVICE_SUPPORT, 0);
	KUNIT_EXPECT_EQ(test, sent_count(), 0);
}

/* The function agreed, but no character device could be made. */
static void dss_session_without_device(struct kunit *test)
{
	open_port(test, 0, 4096);
	write_dss(test, 0, 7, 5, 1);
	mock.dss_err = -ENOMEM;
	answer(test, sent(0), 0, NULL, 0);
	expect_done(test, 0, 7, MBIM_CID_DSS_CONNECT, MBIM_STATUS_FAILURE, 0);
}

/* Sent is sent: whoever asked may go, the session comes all the same. */
static void dss_session_outlives_its_program(struct kunit *test)
{
	struct fixture *f = test->priv;

	open_port(test, 0, 4096);
	write_dss(test, 0, 7, 5, 1);
	KUNIT_ASSERT_EQ(test, write_port(0, f->in, mbim_build_close(f->in, 8)), 0);
	expect_short(test, 0, MBIM_CLOSE_DONE, 8, 0);
	KUNIT_EXPECT_TRUE(test, list_empty(&mock.cancelled));
	KUNIT_ASSERT_EQ(test, sent_count(), 1);
	answer(test, sent(0), 0, NULL, 0);
	KUNIT_EXPECT_EQ(test, mock.dss_activated, 1U);
	expect_nothing(test, 0);
}

static struct kunit_case share_cases[] = {
	KUNIT_CASE(standard_events_until_the_first_list),
	KUNIT_CASE(the_function_gets_the_union),
	KUNIT_CASE(the_list_is_everybodys),
	KUNIT_CASE(a_refused_list_changes_nothing),
	KUNIT_CASE(a_newcomer_widens_the_list),
	KUNIT_CASE(one_widening_at_a_time),
	KUNIT_CASE(a_new_open_restores_the_list),
	KUNIT_CASE(wake_list_is_what_the_client_said),
	KUNIT_CASE(sets_are_told_to_the_others),
	KUNIT_CASE(unread_indications_go_oldest_first),
	KUNIT_CASE(unread_indications_have_a_size),
	KUNIT_CASE(writers_wait_for_readers),
	KUNIT_CASE(one_write_cannot_owe_without_bound),
	KUNIT_CASE(bytes_written_have_a_bound),
	KUNIT_CASE(bytes_unread_have_a_bound),
	KUNIT_CASE(unread_answers_end_with_their_user),
	KUNIT_CASE(removal_with_a_reader_in_the_middle),
	KUNIT_CASE(failure_closes_the_port),
	KUNIT_CASE(dss_session_follows_the_answer),
	KUNIT_CASE(dss_session_that_was_refused),
	KUNIT_CASE(dss_session_without_device),
	KUNIT_CASE(dss_session_outlives_its_program),
	{}
};

static struct kunit_suite share_suite = {
	.name = "mbbcx_port_share",
	.init = port_test_init,
	.exit = port_test_exit,
	.test_cases = share_cases,
};

kunit_test_suite(share_suite);

MODULE_LICENSE("GPL");
