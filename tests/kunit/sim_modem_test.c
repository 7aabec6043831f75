// SPDX-License-Identifier: GPL-2.0
/*
 * mbim_sim's modem in memory: what its host gets for an answer, what it is told
 * without asking, and what becomes of messages that are wrong.
 */
#include "sim_host.h"

/* ---- the function ---- */

static void open_and_close(struct kunit *test)
{
	host_command(CID_DEVICE_CAPS, false, NULL, 0);
	KUNIT_ASSERT_EQ(test, host.count, 1u);
	KUNIT_EXPECT_EQ(test, host_word(0, 0), MBIM_FUNCTION_ERROR_MSG);
	KUNIT_EXPECT_EQ(test, host_word(0, 8), host.id);
	KUNIT_EXPECT_EQ(test, host_word(0, 12), MBIM_ERROR_NOT_OPENED);
	EXPECT_VIOLATION(test, not_open, 1);

	host_open(63);
	KUNIT_EXPECT_EQ(test, host_word(0, 12), MBIM_ERROR_MAX_TRANSFER);
	KUNIT_EXPECT_FALSE(test, host.modem->Open);

	host_open(4096);
	KUNIT_EXPECT_EQ(test, host_word(0, 0), MBIM_OPEN_DONE);
	KUNIT_EXPECT_EQ(test, host_word(0, 12), MBIM_STATUS_SUCCESS);
	host_command(CID_DEVICE_CAPS, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(28), SIM_SESSIONS);

	host_close();
	KUNIT_EXPECT_EQ(test, host_word(0, 0), MBIM_CLOSE_DONE);
	host_close();
	KUNIT_EXPECT_EQ(test, host_word(0, 0), MBIM_FUNCTION_ERROR_MSG);
}

static void answers_are_cut_to_size(struct kunit *test)
{
	host_open(64);
	host_command_cut(SimBasicConnect.Uuid, CID_DEVICE_SERVICES, false, NULL, 0, 64);
	KUNIT_EXPECT_GT(test, host.count, 5u);
	/* each fragment's size is looked at as it is put together */
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(0), 5u);
	KUNIT_EXPECT_EQ(test, host_info(4), SIM_DSS_ACTIVE);
}

/* Basic Connect with @cids of its CIDs, or all of it with none. */
static u32 subscribe_info(u8 *info, const u32 *cids, u32 count)
{
	u32 i;

	LePut32(info, 1);
	LePut32(info + 4, 12);
	LePut32(info + 8, 20 + 4 * count);
	memcpy(info + 12, SimBasicConnect.Uuid, 16);
	LePut32(info + 28, count);
	for (i = 0; i < count; i++)
		LePut32(info + 32 + 4 * i, cids[i]);
	return 32 + 4 * count;
}

static void commands_are_put_together(struct kunit *test)
{
	u32 cids[60], i, length;
	u8 info[512];

	for (i = 0; i < ARRAY_SIZE(cids); i++)
		cids[i] = i + 1;
	length = subscribe_info(info, cids, ARRAY_SIZE(cids));
	host_open(64);
	host_command_cut(SimBasicConnect.Uuid, CID_SUBSCRIBE_LIST, true, info, length, 64);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host.done_length, MBIM_COMMAND_LENGTH + length);
	KUNIT_EXPECT_EQ(test, memcmp(host.done + MBIM_COMMAND_LENGTH, info, length), 0);
	KUNIT_EXPECT_EQ(test, host.modem->Subscriptions, (UINT32)ARRAY_SIZE(cids));
	EXPECT_VIOLATION(test, fragment_order, 0);
}

static void fragments_out_of_order(struct kunit *test)
{
	u8 fragment[MBIM_COMMAND_LENGTH] = { 0 };

	host_open(4096);
	/* a second one without a first */
	host_forget();
	host_header(fragment, MBIM_COMMAND_MSG, sizeof(fragment));
	LePut32(fragment + 12, 2);
	LePut32(fragment + 16, 1);
	host_send(fragment, sizeof(fragment));
	KUNIT_EXPECT_EQ(test, host_word(0, 12), MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);

	/* none of none */
	host_forget();
	LePut32(fragment + 12, 0);
	LePut32(fragment + 16, 0);
	host_send(fragment, sizeof(fragment));
	KUNIT_EXPECT_EQ(test, host_word(0, 12), MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);

	/* the third behind the first */
	LePut32(fragment + 12, 3);
	host_send(fragment, sizeof(fragment));
	host_forget();
	LePut32(fragment + 16, 2);
	host_send(fragment, sizeof(fragment));
	KUNIT_ASSERT_EQ(test, host.count, 1u);
	KUNIT_EXPECT_EQ(test, host_word(0, 12), MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
	EXPECT_VIOLATION(test, fragment_order, 3);

	/* the first of two, then a whole command: the first one is given up */
	LePut32(fragment + 12, 2);
	LePut32(fragment + 16, 0);
	host_send(fragment, sizeof(fragment));
	EXPECT_VIOLATION(test, fragment_order, 3);
	host_command(CID_PIN_LIST, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	EXPECT_VIOLATION(test, fragment_order, 4);
}

static void lengths_are_checked(struct kunit *test)
{
	u8 message[MBIM_COMMAND_LENGTH] = { 0 };
	u32 length;

	host_open(4096);
	for (length = 0; length < MBIM_FRAGMENT_LENGTH; length++) {
		host_forget();
		host_header(message, MBIM_COMMAND_MSG, length);
		host_send(message, length);
		KUNIT_ASSERT_EQ(test, host.count, 1u);
		KUNIT_EXPECT_EQ(test, host_word(0, 12), MBIM_ERROR_LENGTH_MISMATCH);
	}
	/* one fragment that is no whole command, and one that says it is longer */
	for (length = MBIM_FRAGMENT_LENGTH; length <= sizeof(message); length++) {
		host_forget();
		host_header(message, MBIM_COMMAND_MSG, length);
		LePut32(message + 12, 1);
		LePut32(message + 44, 1);
		host_send(message, length);
		KUNIT_ASSERT_EQ(test, host.count, 1u);
		KUNIT_EXPECT_EQ(test, host_word(0, 12), MBIM_ERROR_LENGTH_MISMATCH);
	}
}

static void commands_have_a_longest(struct kunit *test)
{
	static u8 fragment[SIM_TRANSFER];
	u32 i;

	host_open(4096);
	host_forget();
	host.id++;
	for (i = 0; i < 5; i++) {
		host.id--;
		host_header(fragment, MBIM_COMMAND_MSG, sizeof(fragment));
		LePut32(fragment + 12, 6);
		LePut32(fragment + 16, i);
		host_send(fragment, sizeof(fragment));
	}
	/* at once, and not when the last one has come */
	KUNIT_ASSERT_EQ(test, host.count, 1u);
	KUNIT_EXPECT_EQ(test, host_word(0, 12), MBIM_ERROR_LENGTH_MISMATCH);
}

static void unknown_things_are_refused(struct kunit *test)
{
	static const u8 nobody[16] = { 1 };

	host_open(4096);
	host_command_cut(nobody, 1, false, NULL, 0, 4096);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_NO_DEVICE_SUPPORT);
	host_command(CID_SERVICE_ACTIVATION, true, NULL, 0);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_NO_DEVICE_SUPPORT);
	host_command(CID_DEVICE_CAPS, true, NULL, 0);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
	EXPECT_VIOLATION(test, command_type, 1);
	host_command(CID_RADIO_STATE, true, nobody, 3);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
	EXPECT_VIOLATION(test, information, 1);
}

/* Each query of Basic Connect with nothing, and with 64 bytes of nonsense. */
static void every_query_is_answered(struct kunit *test)
{
	u8 nonsense[64];
	u32 cid, set;

	memset(nonsense, 0xff, sizeof(nonsense));
	host_open(4096);
	for (cid = 0; cid <= 25; cid++) {
		for (set = 0; set < 2; set++) {
			host_command(cid, set, nonsense, 0);
			KUNIT_EXPECT_NE(test, host_status(), ~0u);
			host_command(cid, set, nonsense, sizeof(nonsense));
			KUNIT_EXPECT_NE(test, host_status(), ~0u);
		}
	}
}

/* ---- sessions ---- */

static void connected_sessions_have_addresses(struct kunit *test)
{
	static const u8 v4[] = { 10, 64, 3, 2 }, gateway[] = { 10, 64, 3, 1 };
	static const u8 v6[] = { 0xfd, 0, 0, 0x51, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 2 };
	const u8 *info = host.done + MBIM_COMMAND_LENGTH;
	u8 session[4] = { 3 };

	host_open(4096);
	host_command(CID_IP_CONFIGURATION, false, session, 4);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_CONTEXT_NOT_ACTIVATED);
	KUNIT_ASSERT_EQ(test, host_connect(3, 1, IP_DEFAULT), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(0), 3u);
	KUNIT_EXPECT_EQ(test, host_info(4), CONNECT_ACTIVATED);
	KUNIT_EXPECT_EQ(test, host_info(12), IP_V4V6);
	host_command(CID_IP_CONFIGURATION, false, session, 4);
	KUNIT_ASSERT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(12), 1u);
	KUNIT_EXPECT_EQ(test, host_info(host_info(16)), 24u);
	KUNIT_EXPECT_EQ(test, memcmp(info + host_info(16) + 4, v4, 4), 0);
	KUNIT_EXPECT_EQ(test, memcmp(info + host_info(28), gateway, 4), 0);
	KUNIT_EXPECT_EQ(test, host_info(host_info(24)), 64u);
	KUNIT_EXPECT_EQ(test, memcmp(info + host_info(24) + 4, v6, 16), 0);
	KUNIT_EXPECT_EQ(test, host_info(52), 1500u);

	KUNIT_EXPECT_EQ(test, host_connect(3, 0, 0), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(4), CONNECT_DEACTIVATED);
	KUNIT_EXPECT_EQ(test, host_connect(3, 0, 0), MBIM_STATUS_CONTEXT_NOT_ACTIVATED);

	KUNIT_ASSERT_EQ(test, host_connect(3, 1, IP_V6), MBIM_STATUS_SUCCESS);
	host_command(CID_IP_CONFIGURATION, false, session, 4);
	KUNIT_ASSERT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(4), 0u);
	KUNIT_EXPECT_EQ(test, host_info(8), 0xfu);
}

static void sessions_have_bounds(struct kunit *test)
{
	host_open(4096);
	KUNIT_EXPECT_EQ(test, host_connect(16, 1, IP_V4), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_connect(17, 1, IP_V4), MBIM_STATUS_MAX_ACTIVATED_CONTEXTS);
	KUNIT_EXPECT_EQ(test, host_connect(0xffffffff, 0, 0), MBIM_STATUS_MAX_ACTIVATED_CONTEXTS);
	EXPECT_VIOLATION(test, session, 2);
}

static void connect_is_judged(struct kunit *test)
{
	u8 info[64] = { 0 };

	host_open(4096);
	KUNIT_EXPECT_EQ(test, host_connect(0, 2, 0), MBIM_STATUS_INVALID_PARAMETERS);
	KUNIT_EXPECT_EQ(test, host_connect(0, 1, 5), MBIM_STATUS_INVALID_PARAMETERS);
	EXPECT_VIOLATION(test, value, 2);
	/* strings: odd place, odd size, beyond the end */
	LePut32(info + 4, 1);
	LePut32(info + 8, 61);
	LePut32(info + 12, 2);
	host_command(CID_CONNECT, true, info, sizeof(info));
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
	LePut32(info + 8, 60);
	LePut32(info + 12, 3);
	host_command(CID_CONNECT, true, info, sizeof(info));
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
	LePut32(info + 12, 6);
	host_command(CID_CONNECT, true, info, sizeof(info));
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
	EXPECT_VIOLATION(test, information, 3);
	KUNIT_EXPECT_FALSE(test, host.modem->Session[0].Active);
}

static void version_changes_connect(struct kunit *test)
{
	u8 info[64] = { 0 }, version[4] = { 0, 1, 0, 4 };

	host_open(4096);
	host_command_cut(SimMsExtensions.Uuid, CID_MS_VERSION, false, version, 4, 4096);
	KUNIT_ASSERT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(0), 0x03000100u);

	LePut32(info, 1);
	LePut32(info + 4, 1);
	LePut32(info + 16, IP_V4);
	LePut16(info + 40, 10);		/* "xy", then two empty ones */
	LePut32(info + 44, 4);
	LePut16(info + 48, 'x');
	LePut16(info + 50, 'y');
	LePut16(info + 52, 10);
	host_command(CID_CONNECT, true, info, 60);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
	KUNIT_EXPECT_FALSE(test, host.modem->Session[1].Active);
	{
		u8 whole[68] = { 0 };

		memcpy(whole, info, 60);
		LePut16(whole + 60, 10);
		host_command(CID_CONNECT, true, whole, sizeof(whole));
	}
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, host.modem->Session[1].Apn, "xy");
	KUNIT_EXPECT_EQ(test, host_info(40), 10u);

	/* closing forgets what was agreed */
	host_close();
	KUNIT_EXPECT_EQ(test, host.modem->Mbimex, MBIMEX_1_0);
}

static void filters_are_judged(struct kunit *test)
{
	u8 info[40] = { 0 };

	LePut32(info + 4, 1);
	LePut32(info + 8, 16);
	LePut32(info + 12, 20);
	LePut32(info + 16, 1);
	LePut32(info + 20, 12);
	LePut32(info + 24, 16);
	host_open(4096);
	host_command(CID_IP_PACKET_FILTERS, true, info, 36);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host.done_length, MBIM_COMMAND_LENGTH + 36);
	LePut32(info + 24, 20);		/* the mask: just behind the end */
	host_command(CID_IP_PACKET_FILTERS, true, info, 36);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
	LePut32(info + 4, 17);
	host_command(CID_IP_PACKET_FILTERS, true, info, 36);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
	/* as many as would wrap round */
	LePut32(info + 4, 0x20000001);
	host_command(CID_IP_PACKET_FILTERS, true, info, 36);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
	host_command(CID_IP_PACKET_FILTERS, false, info, 4);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(4), 1u);
}

static void closing_ends_everything(struct kunit *test)
{
	host_open(4096);
	KUNIT_EXPECT_EQ(test, host_connect(2, 1, IP_V4), MBIM_STATUS_SUCCESS);
	host_close();
	KUNIT_EXPECT_FALSE(test, host.modem->Session[2].Active);
	/* and nobody is told */
	KUNIT_EXPECT_EQ(test, host.count, 1u);

	host_open(4096);
	KUNIT_EXPECT_EQ(test, host_connect(2, 1, IP_V4), MBIM_STATUS_SUCCESS);
	host_open(4096);
	KUNIT_EXPECT_FALSE(test, host.modem->Session[2].Active);
	KUNIT_EXPECT_EQ(test, host.count, 1u);
}

static void device_service_sessions(struct kunit *test)
{
	u8 info[24] = { 0 };
	u32 id;

	host_open(4096);
	LePut32(info + 20, 1);
	host_command_cut(SimDss.Uuid, 1, true, info, sizeof(info), 4096);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_SERVICE_OPERATION);
	memcpy(info, SimDssEcho.Uuid, 16);
	for (id = 0; id < SIM_DSS_ACTIVE; id++) {
		LePut32(info + 16, id * 50);
		host_command_cut(SimDss.Uuid, 1, true, info, sizeof(info), 4096);
		KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
		KUNIT_EXPECT_TRUE(test, host.modem->Dss[id * 50]);
	}
	LePut32(info + 16, 255);
	host_command_cut(SimDss.Uuid, 1, true, info, sizeof(info), 4096);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_DSS_INSTANCE_LIMIT);
	LePut32(info + 16, 256);
	host_command_cut(SimDss.Uuid, 1, true, info, sizeof(info), 4096);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
	host_close();
	KUNIT_EXPECT_FALSE(test, host.modem->Dss[0]);
}

/* ---- the world ---- */

static void losses_from_the_inside_out(struct kunit *test)
{
	host_open(4096);
	host_connect(0, 1, IP_V4);
	host_connect(5, 1, IP_V4);
	host_forget();
	SimSetCoverage(host.modem, FALSE);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_CONNECT);
	KUNIT_EXPECT_EQ(test, LeGet32(host.done + MBIM_INDICATION_LENGTH), 0u);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_CONNECT);
	KUNIT_EXPECT_EQ(test, LeGet32(host.done + MBIM_INDICATION_LENGTH), 5u);
	KUNIT_EXPECT_EQ(test, LeGet32(host.done + MBIM_INDICATION_LENGTH + 4), CONNECT_DEACTIVATED);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_PACKET_SERVICE);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_REGISTER_STATE);
	KUNIT_EXPECT_EQ(test, LeGet32(host.done + MBIM_INDICATION_LENGTH + 4), REGISTER_SEARCHING);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_SIGNAL_STATE);
	KUNIT_EXPECT_EQ(test, host_indication(), 0u);
	KUNIT_EXPECT_EQ(test, host_connect(0, 1, IP_V4), MBIM_STATUS_PACKET_SERVICE_DETACHED);

	host_forget();
	SimSetCoverage(host.modem, TRUE);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_REGISTER_STATE);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_SIGNAL_STATE);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_PACKET_SERVICE);
	KUNIT_EXPECT_EQ(test, host_connect(0, 1, IP_V4), MBIM_STATUS_SUCCESS);
}

static void answers_come_before_what_they_bring_about(struct kunit *test)
{
	u8 off[4] = { 0 };

	host_open(4096);
	host_connect(0, 1, IP_V4);
	host_command(CID_RADIO_STATE, true, off, 4);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(0), 1u);
	KUNIT_EXPECT_EQ(test, host_info(4), 0u);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_RADIO_STATE);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_CONNECT);
	KUNIT_EXPECT_EQ(test, host_connect(0, 1, IP_V4), MBIM_STATUS_RADIO_POWER_OFF);
}

static void the_network_ends_a_session(struct kunit *test)
{
	host_open(4096);
	KUNIT_EXPECT_FALSE(test, SimDeactivate(host.modem, 4, 36));
	KUNIT_EXPECT_FALSE(test, SimDeactivate(host.modem, SIM_SESSIONS, 36));
	host_connect(4, 1, IP_V4);
	host_forget();
	KUNIT_EXPECT_TRUE(test, SimDeactivate(host.modem, 4, 36));
	KUNIT_EXPECT_EQ(test, host_indication(), CID_CONNECT);
	KUNIT_EXPECT_EQ(test, LeGet32(host.done + MBIM_INDICATION_LENGTH + 32), 36u);
	KUNIT_EXPECT_EQ(test, host_indication(), 0u);

	host_connect(4, 1, IP_V4);
	host_connect(7, 1, IP_V4);
	host_forget();
	SimDetach(host.modem);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_CONNECT);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_CONNECT);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_PACKET_SERVICE);
}

static void indications_are_subscribed_to(struct kunit *test)
{
	u32 cids[] = { CID_CONNECT }, length;
	u8 info[64];

	/* nobody is there */
	SimSetSignal(host.modem, 5);
	KUNIT_EXPECT_EQ(test, host.count, 0u);

	host_open(4096);
	host_forget();
	SimSetSignal(host.modem, 6);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_SIGNAL_STATE);
	KUNIT_EXPECT_EQ(test, LeGet32(host.done + MBIM_INDICATION_LENGTH), 6u);

	length = subscribe_info(info, cids, 1);
	host_command(CID_SUBSCRIBE_LIST, true, info, length);
	host_forget();
	SimSetSignal(host.modem, 7);
	KUNIT_EXPECT_EQ(test, host.count, 0u);

	/* no CIDs: all of the service */
	length = subscribe_info(info, cids, 0);
	host_command(CID_SUBSCRIBE_LIST, true, info, length);
	host_forget();
	SimSetSignal(host.modem, 8);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_SIGNAL_STATE);

	/* one more than the element has room for */
	LePut32(info + 28, 1);
	host_command(CID_SUBSCRIBE_LIST, true, info, length);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_INVALID_PARAMETERS);
}

static u32 enter_pin(const char *pin)
{
	u8 info[40] = { 0 };
	u32 i;

	LePut32(info, PIN_TYPE_PIN1);
	LePut32(info + 8, 24);
	LePut32(info + 12, 2 * strlen(pin));
	for (i = 0; pin[i]; i++)
		LePut16(info + 24 + 2 * i, pin[i]);
	host_command(CID_PIN, true, info, sizeof(info));
	return host_status();
}

static void a_pin_locks(struct kunit *test)
{
	host_open(4096);
	host_connect(0, 1, IP_V4);
	host_forget();
	SimSetPin(host.modem, "1234");
	KUNIT_EXPECT_FALSE(test, host.modem->Session[0].Active);
	host_command(CID_SUBSCRIBER_READY, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(0), READY_LOCKED);
	KUNIT_EXPECT_EQ(test, enter_pin("1235"), MBIM_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, host_info(8), 2u);
	KUNIT_EXPECT_EQ(test, enter_pin("123"), MBIM_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, enter_pin("1234"), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host_info(4), 0u);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_SUBSCRIBER_READY);
	KUNIT_EXPECT_EQ(test, host_indication(), CID_REGISTER_STATE);
	KUNIT_EXPECT_EQ(test, host.modem->PinAttempts, 3u);

	SimSetPin(host.modem, "1234");
	enter_pin("1");
	enter_pin("1");
	enter_pin("1");
	KUNIT_EXPECT_EQ(test, enter_pin("1234"), MBIM_STATUS_FAILURE);
	SimSetPin(host.modem, "");
	KUNIT_EXPECT_EQ(test, host_connect(0, 1, IP_V4), MBIM_STATUS_SUCCESS);
	SimSetSim(host.modem, FALSE);
	KUNIT_EXPECT_EQ(test, enter_pin("1234"), MBIM_STATUS_SIM_NOT_INSERTED);
	KUNIT_EXPECT_EQ(test, host_connect(0, 1, IP_V4), MBIM_STATUS_SIM_NOT_INSERTED);
}

static void faults_happen_as_often_as_wanted(struct kunit *test)
{
	SIM_FAULTS *faults = &host.modem->Faults;

	faults->open_drop = 1;
	host_open(4096);
	KUNIT_EXPECT_EQ(test, host.count, 0u);
	faults->open_status = MBIM_STATUS_BUSY;
	host_open(4096);
	KUNIT_EXPECT_EQ(test, host_word(0, 12), MBIM_STATUS_BUSY);
	KUNIT_EXPECT_FALSE(test, host.modem->Open);
	faults->open_status = 0;
	host_open(4096);

	faults->answer_drop = 1;
	host_command(CID_PIN_LIST, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, host.count, 0u);
	faults->answer_busy = 1;
	host_command(CID_PIN_LIST, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, host_status(), MBIM_STATUS_BUSY);
	faults->function_error = 1;
	host_command(CID_PIN_LIST, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, host_word(0, 0), MBIM_FUNCTION_ERROR_MSG);
	faults->answer_twice = 1;
	host_command(CID_PIN_LIST, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, host.count, 2u);
	faults->fragment_drop = 1;
	host_command(CID_PIN_LIST, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, host.count, 0u);
	faults->connect_fail = 1;
	faults->connect_fail_nw_error = 33;
	KUNIT_EXPECT_EQ(test, host_connect(0, 1, IP_V4), MBIM_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, host_info(32), 33u);

	faults->answer_delay_ms = 20;
	faults->connect_delay_ms = 300;
	host_command(CID_PIN_LIST, false, NULL, 0);
	KUNIT_EXPECT_EQ(test, host.sent[0].delay, 20u);
	KUNIT_EXPECT_EQ(test, host_connect(0, 1, IP_V4), MBIM_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, host.sent[0].delay, 320u);
	faults->close_drop = 1;
	host_close();
	KUNIT_EXPECT_EQ(test, host.count, 0u);
}

/* ---- addresses ---- */

static void packets_find_their_session(struct kunit *test)
{
	u32 modem, session, i;
	u8 packet[40];

	for (i = 0; i < SIM_MODEMS * SIM_SESSIONS; i++) {
		memset(packet, 0, sizeof(packet));
		packet[0] = 0x45;
		SimAddressV4(i % SIM_MODEMS, i / SIM_MODEMS, 2, packet + 16);
		KUNIT_ASSERT_TRUE(test, SimRoute(packet, 20, &modem, &session));
		KUNIT_EXPECT_EQ(test, modem, i % SIM_MODEMS);
		KUNIT_EXPECT_EQ(test, session, i / SIM_MODEMS);
		packet[0] = 0x60;
		SimAddressV6(i % SIM_MODEMS, i / SIM_MODEMS, 9, packet + 24);
		KUNIT_ASSERT_TRUE(test, SimRoute(packet, 40, &modem, &session));
		KUNIT_EXPECT_EQ(test, modem, i % SIM_MODEMS);
		KUNIT_EXPECT_EQ(test, session, i / SIM_MODEMS);
	}
	KUNIT_EXPECT_FALSE(test, SimRoute(packet, 39, &modem, &session));
	packet[29] = SIM_MODEMS;
	KUNIT_EXPECT_FALSE(test, SimRoute(packet, 40, &modem, &session));
	packet[0] = 0x45;
	packet[16] = 10;
	packet[17] = 63;
	KUNIT_EXPECT_FALSE(test, SimRoute(packet, 20, &modem, &session));
	packet[17] = 64 + SIM_MODEMS;
	KUNIT_EXPECT_FALSE(test, SimRoute(packet, 20, &modem, &session));
	packet[0] = 0x55;
	packet[17] = 64;
	KUNIT_EXPECT_FALSE(test, SimRoute(packet, 20, &modem, &session));
	KUNIT_EXPECT_FALSE(test, SimIsIp(packet, 0));
}

static int sim_modem_setup(struct kunit *test)
{
	memset(&host, 0, sizeof(host));
	host.modem = kunit_kzalloc(test, sizeof(*host.modem), GFP_KERNEL);
	if (!host.modem)
		return -ENOMEM;
	SimModemInit(host.modem, 0, MBIMEX_3_0, host_take, NULL);
	return 0;
}

static void sim_modem_teardown(struct kunit *test)
{
	host_forget();
}

static struct kunit_case sim_modem_cases[] = {
	KUNIT_CASE(open_and_close),
	KUNIT_CASE(answers_are_cut_to_size),
	KUNIT_CASE(commands_are_put_together),
	KUNIT_CASE(fragments_out_of_order),
	KUNIT_CASE(lengths_are_checked),
	KUNIT_CASE(commands_have_a_longest),
	KUNIT_CASE(unknown_things_are_refused),
	KUNIT_CASE(every_query_is_answered),
	KUNIT_CASE(connected_sessions_have_addresses),
	KUNIT_CASE(sessions_have_bounds),
	KUNIT_CASE(connect_is_judged),
	KUNIT_CASE(version_changes_connect),
	KUNIT_CASE(filters_are_judged),
	KUNIT_CASE(closing_ends_everything),
	KUNIT_CASE(device_service_sessions),
	KUNIT_CASE(losses_from_the_inside_out),
	KUNIT_CASE(answers_come_before_what_they_bring_about),
	KUNIT_CASE(the_network_ends_a_session),
	KUNIT_CASE(indications_are_subscribed_to),
	KUNIT_CASE(a_pin_locks),
	KUNIT_CASE(faults_happen_as_often_as_wanted),
	KUNIT_CASE(packets_find_their_session),
	{}
};

static struct kunit_suite sim_modem_suite = {
	.name = "mbim_sim_modem",
	.init = sim_modem_setup,
	.exit = sim_modem_teardown,
	.test_cases = sim_modem_cases,
};

kunit_test_suite(sim_modem_suite);

MODULE_LICENSE("GPL");
