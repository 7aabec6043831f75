// SPDX-License-Identifier: GPL-2.0
/*
 * mbbcx's session table against mock adapters and links: what becomes of a
 * client's EvtMbbDeviceCreateAdapter, whatever it does, and when links come,
 * go, and have a carrier.
 */
#include "mbb_session_mock.h"

/* Sessions that have one. */
static u32 adapters(void)
{
	u32 id, mask = 0;

	for (id = 0; id < MBB_MAX_SESSIONS; id++)
		if (slot(id)->state == MBB_SESSION_LIVE)
			mask |= BIT(id);
	return mask;
}

/* ---- the client's adapter ---- */

static void session_0_lives_with_the_device(struct kunit *test)
{
	start(test);
	KUNIT_EXPECT_EQ(test, mock.adapters, 1);
	KUNIT_EXPECT_EQ(test, mock.last_id, 0);
	KUNIT_EXPECT_EQ(test, adapters(), BIT(0));
	KUNIT_EXPECT_TRUE(test, mbb_session_ready(&mock, 0));
	KUNIT_EXPECT_TRUE(test, mock_of(slot(0)->adapter)->started);
	/* its link may go, the adapter stays */
	link_unmake(slot(0));
	flush_work(&slot(0)->work);
	KUNIT_EXPECT_EQ(test, mock.adapters, 1);
	KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, 0, true), 0);
	KUNIT_EXPECT_EQ(test, mock.links_made, 1);
	KUNIT_EXPECT_EQ(test, mbb_link_create(slot(0), false), 0);
	KUNIT_EXPECT_EQ(test, mock.adapters, 1);
}

static void bad_manners_fail_the_start(struct kunit *test)
{
	static const enum client_manners manners[] = {
		CLIENT_FAILS, CLIENT_CREATES_NOTHING, CLIENT_FORGETS_INITIALIZE,
		CLIENT_INITIALIZES_FOREIGN, CLIENT_INITIALIZES_TWICE,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(manners); i++) {
		mock.manners = manners[i];
		KUNIT_EXPECT_NE_MSG(test, mbb_sessions_start(&mock), 0, "manners %d", manners[i]);
		KUNIT_EXPECT_EQ(test, mock.adapters, 0);
		KUNIT_EXPECT_NULL(test, mock.sessions);
	}
	/* those that said "success", and those that called at the wrong time */
	KUNIT_EXPECT_EQ(test, mock.violations, 4);
}

static void a_datapath_that_fails_fails_the_start(struct kunit *test)
{
	mock.start_status = STATUS_INSUFFICIENT_RESOURCES;
	KUNIT_EXPECT_NE(test, mbb_sessions_start(&mock), 0);
	KUNIT_EXPECT_EQ(test, mock.adapters, 0);
}

static void initialize_outside_the_callback(struct kunit *test)
{
	start(test);
	KUNIT_EXPECT_EQ(test, MbbAdapterInitialize(slot(0)->adapter), STATUS_INVALID_DEVICE_STATE);
	KUNIT_EXPECT_EQ(test, MbbAdapterInitialize(handle(&foreign_adapter)),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, mock.violations, 2);
}

static void initialize_of_another_sessions_adapter(struct kunit *test)
{
	start(test);
	mock.manners = CLIENT_INITIALIZES_ANOTHER;
	KUNIT_EXPECT_NE(test, mbb_session_ensure(&mock, 1, false), 0);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_EQ(test, mock.status, STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, mock.violations, 1);
	KUNIT_EXPECT_EQ(test, mock.adapters, 1);
}

static void a_failing_session_leaves_others_alone(struct kunit *test)
{
	start(test);
	KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, 2, false), 0);
	mock.manners = CLIENT_FAILS;
	KUNIT_EXPECT_NE(test, mbb_session_ensure(&mock, 3, true), 0);
	flush_work(&slot(3)->work);
	KUNIT_EXPECT_EQ(test, slot(3)->state, MBB_SESSION_FREE);
	KUNIT_EXPECT_EQ(test, adapters(), BIT(0) | BIT(2));
	mock.manners = CLIENT_GOOD;
	KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, 3, true), 0);
	KUNIT_EXPECT_EQ(test, mock.last_id, 3);
}

static void ids_have_bounds(struct kunit *test)
{
	start(test);
	KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, 8, true), -ERANGE);
	KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, U32_MAX, true), -ERANGE);
	KUNIT_EXPECT_FALSE(test, mbb_session_ready(&mock, U32_MAX));
	mbb_session_hold(&mock, U32_MAX);
	mbb_session_release(&mock, U32_MAX);
	connect_indication(U32_MAX, MBIM_ACTIVATION_ACTIVATED);
	mock.gone = true;
	KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, 1, true), -ENODEV);
	KUNIT_EXPECT_EQ(test, mock.adapters, 1);
}

static void an_id_is_free_after_destroy(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_EQ(test, mbb_session_ensure(&mock, 1, false), 0);
	mock.hold_destroy = true;
	link_unmake(slot(1));
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_EQ(test, slot(1)->state, MBB_SESSION_DELETING);
	KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, 1, false), -EBUSY);
	mock.hold_destroy = false;
	mbb_adapter_ops.released(mock.held);
	KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, 1, false), 0);
}

/* ---- carrier and links ---- */

static void carrier_follows_connect(struct kunit *test)
{
	start(test);
	KUNIT_EXPECT_FALSE(test, carrier(0));
	connect_answer(0, MBIM_ACTIVATION_ACTIVATING);
	KUNIT_EXPECT_FALSE(test, carrier(0));
	connect_answer(0, MBIM_ACTIVATION_ACTIVATED);
	KUNIT_EXPECT_TRUE(test, carrier(0));
	KUNIT_EXPECT_EQ(test, mbb_sessions_active(&mock), BIT(0));
	connect_indication(0, MBIM_ACTIVATION_DEACTIVATED);
	KUNIT_EXPECT_FALSE(test, carrier(0));
	KUNIT_EXPECT_EQ(test, mbb_sessions_active(&mock), 0U);
	connect_indication(0, MBIM_ACTIVATION_ACTIVATED);
	KUNIT_EXPECT_TRUE(test, carrier(0));
	/* known before the link is made */
	connect_indication(1, MBIM_ACTIVATION_ACTIVATED);
	KUNIT_ASSERT_EQ(test, mbb_session_ensure(&mock, 1, false), 0);
	KUNIT_EXPECT_TRUE(test, carrier(1));
}

static void changes_are_traced(struct kunit *test)
{
	start(test);
	connect_answer(0, MBIM_ACTIVATION_ACTIVATING);
	KUNIT_EXPECT_EQ(test, mock.traced, 0U);
	connect_answer(0, MBIM_ACTIVATION_ACTIVATED);
	KUNIT_EXPECT_EQ(test, mock.traced, 1U);
	KUNIT_EXPECT_STREQ(test, mock.trace, "activated");
	connect_indication(0, MBIM_ACTIVATION_ACTIVATED);
	KUNIT_EXPECT_EQ(test, mock.traced, 1U);
	connect_answer(0, MBIM_ACTIVATION_DEACTIVATED);
	KUNIT_EXPECT_STREQ(test, mock.trace, "deactivated by the host");
	connect_indication(0, MBIM_ACTIVATION_ACTIVATED);
	connect_indication(0, MBIM_ACTIVATION_DEACTIVATED);
	KUNIT_EXPECT_EQ(test, mock.traced, 4U);
	KUNIT_EXPECT_STREQ(test, mock.trace, "deactivated by the function");
}

static void a_broken_datapath_has_no_carrier(struct kunit *test)
{
	start(test);
	mock.start_status = STATUS_UNSUCCESSFUL;
	KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, 1, false), -EIO);
	connect_indication(1, MBIM_ACTIVATION_ACTIVATED);
	KUNIT_EXPECT_FALSE(test, carrier(1));
}

static void the_host_ends_a_link_on_demand(struct kunit *test)
{
	start(test);
	mbb_session_hold(&mock, 1);
	KUNIT_ASSERT_EQ(test, mbb_session_ensure(&mock, 1, true), 0);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_TRUE(test, slot(1)->linked);	/* down and idle, but held */
	connect_answer(1, MBIM_ACTIVATION_ACTIVATED);
	mbb_session_release(&mock, 1);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_TRUE(test, carrier(1));
	mock.ups |= BIT(1);
	connect_answer(1, MBIM_ACTIVATION_DEACTIVATED);
	KUNIT_EXPECT_FALSE(test, slot(1)->linked);	/* up or not */
	KUNIT_EXPECT_EQ(test, mock.adapters, 1);
}

static void the_network_ends_only_the_carrier(struct kunit *test)
{
	start(test);
	mbb_session_hold(&mock, 1);
	KUNIT_ASSERT_EQ(test, mbb_session_ensure(&mock, 1, true), 0);
	connect_answer(1, MBIM_ACTIVATION_ACTIVATED);
	mbb_session_release(&mock, 1);
	mock.ups |= BIT(1);
	connect_indication(1, MBIM_ACTIVATION_DEACTIVATED);
	KUNIT_EXPECT_TRUE(test, slot(1)->linked);
	KUNIT_EXPECT_FALSE(test, carrier(1));
	/* until it is down, too */
	mock.ups = 0;
	mbb_adapter_ops.stop(slot(1), slot(1)->adapter);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_FALSE(test, slot(1)->linked);
}

static void a_connect_that_fails_takes_its_link_along(struct kunit *test)
{
	start(test);
	mbb_session_hold(&mock, 1);
	KUNIT_ASSERT_EQ(test, mbb_session_ensure(&mock, 1, true), 0);
	mock.ups |= BIT(1);
	mbb_session_hold(&mock, 1);		/* somebody else wants it, too */
	mbb_session_release(&mock, 1);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_TRUE(test, slot(1)->linked);
	mbb_session_release(&mock, 1);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_FALSE(test, slot(1)->linked);
}

/*
 * Deleting the link just before CONNECT went out left the driver without an
 * adapter for a session that the function then activated.
 */
static void an_adapter_waits_for_the_connects_end(struct kunit *test)
{
	start(test);
	mbb_session_hold(&mock, 1);
	KUNIT_ASSERT_EQ(test, mbb_session_ensure(&mock, 1, true), 0);
	link_unmake(slot(1));
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_EQ(test, mock.adapters, 2);
	KUNIT_EXPECT_FALSE(test, mbb_session_ready(&mock, 1));
	mbb_session_release(&mock, 1);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_EQ(test, mock.adapters, 1);
}

static void session_0_survives_its_namespace(struct kunit *test)
{
	start(test);
	connect_answer(0, MBIM_ACTIVATION_ACTIVATED);
	mbb_links_lock();
	link_end(slot(0), true);
	mbb_links_unlock();
	flush_work(&slot(0)->work);
	KUNIT_EXPECT_TRUE(test, slot(0)->linked);
	KUNIT_EXPECT_EQ(test, mock.links_made, 2);
	KUNIT_EXPECT_TRUE(test, carrier(0));
	KUNIT_EXPECT_TRUE(test, list_empty(&mock.sent));
	/* who deletes it wants none, and no context */
	mbb_links_lock();
	link_unmake(slot(0));
	mbb_links_unlock();
	flush_work(&slot(0)->work);
	KUNIT_EXPECT_FALSE(test, slot(0)->linked);
	KUNIT_EXPECT_FALSE(test, list_empty(&mock.sent));
}

static void other_sessions_go_with_their_namespace(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_EQ(test, mbb_session_ensure(&mock, 1, false), 0);
	connect_answer(1, MBIM_ACTIVATION_ACTIVATED);
	mbb_links_lock();
	link_end(slot(1), true);
	mbb_links_unlock();
	KUNIT_EXPECT_FALSE(test, list_empty(&mock.sent));	/* the context ends */
	end_sent(test, MBIM_STATUS_SUCCESS);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_EQ(test, slot(1)->state, MBB_SESSION_FREE);
	KUNIT_EXPECT_EQ(test, mock.links_made, 2);
}

static void seventeen_sessions(struct kunit *test)
{
	u32 id;

	start(test);
	mock.max_sessions = MBB_MAX_SESSIONS;
	for (id = 1; id < MBB_MAX_SESSIONS; id++)
		KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, id, true), 0);
	KUNIT_EXPECT_EQ(test, mbb_session_ensure(&mock, id, true), -ERANGE);
	KUNIT_EXPECT_EQ(test, mock.adapters, MBB_MAX_SESSIONS);
	KUNIT_EXPECT_EQ(test, adapters(), BIT(MBB_MAX_SESSIONS) - 1);
}

static void links_made_by_hand_stay(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_EQ(test, mbb_session_ensure(&mock, 1, false), 0);
	connect_answer(1, MBIM_ACTIVATION_ACTIVATED);
	connect_answer(1, MBIM_ACTIVATION_DEACTIVATED);
	KUNIT_EXPECT_TRUE(test, slot(1)->linked);
	KUNIT_EXPECT_FALSE(test, carrier(1));
}

static void a_context_without_its_link_is_ended(struct kunit *test)
{
	const struct mbim_command_msg *msg;
	struct mbim_connect_set set;
	struct mbb_command *cmd;

	start(test);
	mbb_session_hold(&mock, 1);
	KUNIT_ASSERT_EQ(test, mbb_session_ensure(&mock, 1, false), 0);
	link_unmake(slot(1));
	connect_answer(1, MBIM_ACTIVATION_ACTIVATED);
	mbb_session_release(&mock, 1);
	cmd = list_first_entry_or_null(&mock.sent, struct mbb_command, node);
	KUNIT_ASSERT_NOT_NULL(test, cmd);
	msg = cmd->msg;
	KUNIT_ASSERT_EQ(test, mbim_connect_set_read(msg->InformationBuffer, cmd->len - 48, &set),
			0);
	KUNIT_EXPECT_EQ(test, set.session, 1);
	KUNIT_EXPECT_FALSE(test, set.activate);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_EQ(test, mock.adapters, 2);	/* until it is answered */
	end_sent(test, MBIM_STATUS_CONTEXT_NOT_ACTIVATED);
	KUNIT_EXPECT_EQ(test, mbb_sessions_active(&mock), 0U);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_EQ(test, mock.adapters, 1);
}

/* CONTEXT_NOT_ACTIVATED comes without information: what was asked tells whose. */
static void a_context_that_was_down_already(struct kunit *test)
{
	u8 set[60] = {}, cmd[48 + 60], msg[48];
	size_t cmd_len, len;

	start(test);
	connect_answer(0, MBIM_ACTIVATION_ACTIVATED);
	connect_answer(3, MBIM_ACTIVATION_ACTIVATED);
	len = mbim_build_command_done(msg, 1, mbim_uuid_basic_connect, MBIM_CID_CONNECT,
				      MBIM_STATUS_CONTEXT_NOT_ACTIVATED, NULL, 0);
	put_unaligned_le32(1, set + 4);		/* activate: says nothing */
	cmd_len = mbim_build_command(cmd, 1, mbim_uuid_basic_connect, MBIM_CID_CONNECT, true, set,
				     sizeof(set));
	mbb_sessions_connect_answer(&mock, cmd, cmd_len, msg, len);
	KUNIT_EXPECT_TRUE(test, carrier(0));
	put_unaligned_le32(0, cmd + 52);
	put_unaligned_le32(MBB_MAX_SESSIONS, cmd + 48);
	mbb_sessions_connect_answer(&mock, cmd, cmd_len, msg, len);
	mbb_sessions_connect_answer(&mock, cmd, 48, msg, len);
	put_unaligned_le32(0, cmd + 48);
	put_unaligned_le32(MBIM_STATUS_FAILURE, msg + 40);
	mbb_sessions_connect_answer(&mock, cmd, cmd_len, msg, len);
	KUNIT_EXPECT_TRUE(test, carrier(0));
	put_unaligned_le32(MBIM_STATUS_CONTEXT_NOT_ACTIVATED, msg + 40);
	mbb_sessions_connect_answer(&mock, cmd, cmd_len, msg, len);
	KUNIT_EXPECT_FALSE(test, carrier(0));
	KUNIT_EXPECT_TRUE(test, slot(3)->active);
}

static void packet_service(u32 state)
{
	u8 msg[44 + 28], info[28] = {};
	size_t len;

	put_unaligned_le32(state, info + 4);
	len = mbim_build_indication(msg, mbim_uuid_basic_connect, MBIM_CID_PACKET_SERVICE, info,
				    sizeof(info));
	mbb_sessions_indication(&mock, msg, len);
}

/* Some functions say that the packet service is lost, and no more. */
static void no_packet_service_no_contexts(struct kunit *test)
{
	start(test);
	packet_service(MBIM_PACKET_SERVICE_DETACHED);
	KUNIT_EXPECT_EQ(test, mock.asked, 0U);
	connect_answer(0, MBIM_ACTIVATION_ACTIVATED);
	packet_service(2);
	KUNIT_EXPECT_EQ(test, mock.asked, 0U);
	packet_service(MBIM_PACKET_SERVICE_DETACHED);
	KUNIT_EXPECT_EQ(test, mock.asked, 1U);
	KUNIT_EXPECT_TRUE(test, carrier(0));	/* until it is answered */
	mbb_sessions_lost(&mock, 0);
	KUNIT_EXPECT_FALSE(test, carrier(0));
	KUNIT_EXPECT_EQ(test, mock.indicated, 1U);
	mbb_sessions_lost(&mock, 0);
	KUNIT_EXPECT_EQ(test, mock.indicated, 1U);
}

static void a_function_opened_anew_has_no_contexts(struct kunit *test)
{
	start(test);
	connect_answer(0, MBIM_ACTIVATION_ACTIVATED);
	mbb_sessions_reset(&mock, true);
	KUNIT_EXPECT_TRUE(test, carrier(0));
	KUNIT_EXPECT_EQ(test, mock.indicated, 0);
	mbb_sessions_reset(&mock, false);
	KUNIT_EXPECT_FALSE(test, carrier(0));
	/* and ports are told, once */
	mbb_sessions_reset(&mock, false);
	KUNIT_EXPECT_EQ(test, mock.indicated, 1);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(mock.indication + 48),
			MBIM_ACTIVATION_DEACTIVATED);
	KUNIT_EXPECT_EQ(test, memcmp(mock.indication + 60, mbim_context_internet, 16), 0);
}

static void malformed_information_is_ignored(struct kunit *test)
{
	u8 msg[48 + 36];
	size_t len;

	start(test);
	connect_answer(0, MBIM_ACTIVATION_ACTIVATED);
	memset(msg, 0xff, sizeof(msg));
	len = mbim_build_command_done(msg, 1, mbim_uuid_basic_connect, MBIM_CID_CONNECT, 0, msg,
				      35);
	mbb_sessions_connect_answer(&mock, NULL, 0, msg, len);
	mbb_sessions_connect_answer(&mock, NULL, 0, msg, len - 1);
	mbb_sessions_connect_answer(&mock, NULL, 0, msg, 48);
	mbb_sessions_indication(&mock, msg, 12);
	KUNIT_EXPECT_TRUE(test, carrier(0));
}

/* ---- a CONNECT without an answer ---- */

static void connect_lost(u32 id, bool activate)
{
	u8 msg[48 + MBIM_CONNECT_BUF_SIZE], info[MBIM_CONNECT_BUF_SIZE];
	size_t len;

	len = mbim_connect_deactivate_build(info, 0x0100, id, mbim_context_internet);
	put_unaligned_le32(activate, info + 4);
	len = mbim_build_command(msg, 1, mbim_uuid_basic_connect, MBIM_CID_CONNECT, true, info,
				 len);
	mbb_sessions_connect_lost(&mock, msg, len);
}

static void connect_late(u32 id, u32 state)
{
	u8 msg[44 + 64], info[64];
	size_t len = connect_info_of(info, id, state);

	len = mbim_build_indication(msg, mbim_uuid_basic_connect, MBIM_CID_CONNECT, info, len);
	mbb_sessions_indication(&mock, msg, len);
	mbb_sessions_connect_late(&mock, msg, len);
	flush_work(&slot(id)->work);
}

/* A deactivation of session @id is on its way. */
static bool undoing(u32 id)
{
	struct mbb_command *cmd = list_first_entry_or_null(&mock.sent, struct mbb_command, node);
	const u8 *msg = cmd ? cmd->msg : NULL;

	return msg && get_unaligned_le32(msg + 48) == id && !get_unaligned_le32(msg + 52);
}

static void connect_without_an_answer_is_undone(struct kunit *test)
{
	start(test);
	mbb_session_hold(&mock, 2);	/* the command's own */
	connect_lost(2, false);
	KUNIT_EXPECT_TRUE(test, list_empty(&mock.sent));
	mbb_session_hold(&mock, 2);	/* somebody else is at it */
	connect_lost(2, true);
	KUNIT_EXPECT_TRUE(test, list_empty(&mock.sent));
	mbb_session_release(&mock, 2);
	connect_lost(2, true);
	KUNIT_EXPECT_TRUE(test, undoing(2));
	mbb_session_release(&mock, 2);
	end_sent(test, MBIM_STATUS_CONTEXT_NOT_ACTIVATED);
	/* somebody has it */
	connect_indication(2, MBIM_ACTIVATION_ACTIVATED);
	connect_lost(2, true);
	KUNIT_EXPECT_TRUE(test, list_empty(&mock.sent));
	connect_lost(MBB_MAX_SESSIONS, true);
	KUNIT_EXPECT_TRUE(test, list_empty(&mock.sent));
}

static void late_activation_is_undone(struct kunit *test)
{
	start(test);
	connect_late(2, MBIM_ACTIVATION_DEACTIVATED);
	KUNIT_EXPECT_TRUE(test, list_empty(&mock.sent));
	connect_late(2, MBIM_ACTIVATION_ACTIVATED);
	KUNIT_EXPECT_TRUE(test, undoing(2));
	KUNIT_EXPECT_TRUE(test, slot(2)->active);
	end_sent(test, 0);
	KUNIT_EXPECT_FALSE(test, slot(2)->active);
	/* unless somebody tries again: that CONNECT's answer counts */
	mbb_session_hold(&mock, 2);
	connect_late(2, MBIM_ACTIVATION_ACTIVATED);
	KUNIT_EXPECT_TRUE(test, list_empty(&mock.sent));
	mbb_session_release(&mock, 2);
	connect_indication(2, MBIM_ACTIVATION_DEACTIVATED);
}

static struct kunit_case session_cases[] = {
	KUNIT_CASE(session_0_lives_with_the_device),
	KUNIT_CASE(bad_manners_fail_the_start),
	KUNIT_CASE(a_datapath_that_fails_fails_the_start),
	KUNIT_CASE(initialize_outside_the_callback),
	KUNIT_CASE(initialize_of_another_sessions_adapter),
	KUNIT_CASE(a_failing_session_leaves_others_alone),
	KUNIT_CASE(ids_have_bounds),
	KUNIT_CASE(an_id_is_free_after_destroy),
	KUNIT_CASE(carrier_follows_connect),
	KUNIT_CASE(changes_are_traced),
	KUNIT_CASE(a_broken_datapath_has_no_carrier),
	KUNIT_CASE(the_host_ends_a_link_on_demand),
	KUNIT_CASE(the_network_ends_only_the_carrier),
	KUNIT_CASE(a_connect_that_fails_takes_its_link_along),
	KUNIT_CASE(an_adapter_waits_for_the_connects_end),
	KUNIT_CASE(session_0_survives_its_namespace),
	KUNIT_CASE(other_sessions_go_with_their_namespace),
	KUNIT_CASE(seventeen_sessions),
	KUNIT_CASE(links_made_by_hand_stay),
	KUNIT_CASE(a_context_without_its_link_is_ended),
	KUNIT_CASE(a_context_that_was_down_already),
	KUNIT_CASE(no_packet_service_no_contexts),
	KUNIT_CASE(a_function_opened_anew_has_no_contexts),
	KUNIT_CASE(malformed_information_is_ignored),
	KUNIT_CASE(connect_without_an_answer_is_undone),
	KUNIT_CASE(late_activation_is_undone),
	{}
};

static struct kunit_suite session_suite = {
	.name = "mbbcx_session",
	.init = session_test_init,
	.exit = session_test_exit,
	.test_cases = session_cases,
};

kunit_test_suite(session_suite);

MODULE_LICENSE("GPL");
