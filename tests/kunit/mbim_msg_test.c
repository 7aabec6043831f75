// SPDX-License-Identifier: GPL-2.0
/*
 * MBIM messages: the host's are built byte for byte as the specification shows
 * them, a function's are checked before anything in them is believed.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "../../mbbcx/mbim_msg.c"

static const u8 open_msg[] = {
	0x01, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
	0x00, 0x10, 0x00, 0x00,
};

static const u8 open_done[] = {
	0x01, 0x00, 0x00, 0x80, 0x10, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00,
};

static const u8 close_msg[] = {
	0x02, 0x00, 0x00, 0x00, 0x0c, 0x00, 0x00, 0x00, 0x09, 0x00, 0x00, 0x00,
};

static const u8 close_done[] = {
	0x02, 0x00, 0x00, 0x80, 0x10, 0x00, 0x00, 0x00, 0x09, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00,
};

/* the real thing: a dongle that refuses MaxControlTransfer 1024 */
static const u8 function_error[] = {
	0x04, 0x00, 0x00, 0x80, 0x10, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
	0x08, 0x00, 0x00, 0x00,
};

static const u8 host_error[] = {
	0x04, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x21, 0x00, 0x00, 0x00,
	0x01, 0x00, 0x00, 0x00,
};

static const u8 device_caps_query[] = {
	0x03, 0x00, 0x00, 0x00, 0x30, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00,
	0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xa2, 0x89, 0xcc, 0x33,
	0xbc, 0xbb, 0x8b, 0x4f, 0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf,
	0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};

static const u8 radio_on_set[] = {
	0x03, 0x00, 0x00, 0x00, 0x34, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x00, 0x00,
	0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xa2, 0x89, 0xcc, 0x33,
	0xbc, 0xbb, 0x8b, 0x4f, 0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf,
	0x03, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00,
	0x01, 0x00, 0x00, 0x00,
};

static const u8 radio_done[] = {
	0x03, 0x00, 0x00, 0x80, 0x38, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x00, 0x00,
	0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xa2, 0x89, 0xcc, 0x33,
	0xbc, 0xbb, 0x8b, 0x4f, 0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf,
	0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00,
	0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
};

static void expect_bytes(struct kunit *test, const void *got, size_t got_len, const void *want,
			 size_t want_len)
{
	KUNIT_ASSERT_EQ(test, got_len, want_len);
	KUNIT_EXPECT_EQ(test, memcmp(got, want, want_len), 0);
}

static void open_is_built(struct kunit *test)
{
	u8 buf[64];

	expect_bytes(test, buf, mbim_build_open(buf, 1, 4096), open_msg, sizeof(open_msg));
}

static void close_is_built(struct kunit *test)
{
	u8 buf[64];

	expect_bytes(test, buf, mbim_build_close(buf, 9), close_msg, sizeof(close_msg));
}

static void host_error_is_built(struct kunit *test)
{
	u8 buf[64];

	expect_bytes(test, buf,
		     mbim_build_host_error(buf, 0x21, MBIM_ERROR_TIMEOUT_FRAGMENT),
		     host_error, sizeof(host_error));
}

static void query_is_built(struct kunit *test)
{
	u8 buf[64];

	expect_bytes(test, buf,
		     mbim_build_command(buf, 2, mbim_uuid_basic_connect, MBIM_CID_DEVICE_CAPS,
					false, NULL, 0),
		     device_caps_query, sizeof(device_caps_query));
}

static void set_is_built(struct kunit *test)
{
	static const u8 on[] = { 1, 0, 0, 0 };
	u8 buf[64];

	expect_bytes(test, buf,
		     mbim_build_command(buf, 10, mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE,
					true, on, sizeof(on)),
		     radio_on_set, sizeof(radio_on_set));
}

static void set_without_bytes_is_zeroed(struct kunit *test)
{
	u8 buf[64];
	size_t len;

	memset(buf, 0xff, sizeof(buf));
	len = mbim_build_command(buf, 1, mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE, true,
				 NULL, 4);
	KUNIT_EXPECT_EQ(test, len, (size_t)52);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(buf + 48), 0U);
}

static void check_reads_headers(struct kunit *test)
{
	struct mbim_msg_info info;

	KUNIT_EXPECT_EQ(test, mbim_msg_check(open_done, sizeof(open_done), &info), 0);
	KUNIT_EXPECT_EQ(test, info.type, MBIM_OPEN_DONE);
	KUNIT_EXPECT_EQ(test, info.tid, 1U);
	KUNIT_EXPECT_EQ(test, info.total, 1U);

	KUNIT_EXPECT_EQ(test, mbim_msg_check(close_done, sizeof(close_done), &info), 0);
	KUNIT_EXPECT_EQ(test, info.type, MBIM_CLOSE_DONE);
	KUNIT_EXPECT_EQ(test, info.tid, 9U);

	KUNIT_EXPECT_EQ(test, mbim_msg_check(function_error, sizeof(function_error), &info), 0);
	KUNIT_EXPECT_EQ(test, info.type, MBIM_FUNCTION_ERROR_MSG);

	KUNIT_EXPECT_EQ(test, mbim_msg_check(radio_done, sizeof(radio_done), &info), 0);
	KUNIT_EXPECT_EQ(test, info.type, MBIM_COMMAND_DONE);
	KUNIT_EXPECT_EQ(test, info.len, 56U);
	KUNIT_EXPECT_EQ(test, info.tid, 10U);
	KUNIT_EXPECT_EQ(test, info.current_frag, 0U);
}

/* Every length of every message: no prefix is taken for the whole. */
static void check_refuses_every_prefix(struct kunit *test)
{
	struct mbim_msg_info info;
	size_t len;

	for (len = 0; len < sizeof(radio_done); len++)
		KUNIT_EXPECT_EQ(test, mbim_msg_check(radio_done, len, &info), -1);
}

static void check_refuses_short_message_length(struct kunit *test)
{
	struct mbim_msg_info info;
	u8 buf[sizeof(radio_done)];
	u32 len;

	memcpy(buf, radio_done, sizeof(buf));
	for (len = 0; len < 12; len++) {
		put_unaligned_le32(len, buf + 4);
		KUNIT_EXPECT_EQ(test, mbim_msg_check(buf, sizeof(buf), &info), -1);
	}
	/* long enough for a header, too short for a fragment */
	put_unaligned_le32(19, buf + 4);
	KUNIT_EXPECT_EQ(test, mbim_msg_check(buf, sizeof(buf), &info), -2);
	KUNIT_EXPECT_EQ(test, info.len, 19U);
	put_unaligned_le32(~0U, buf + 4);
	KUNIT_EXPECT_EQ(test, mbim_msg_check(buf, sizeof(buf), &info), -1);
}

static void check_refuses_host_messages(struct kunit *test)
{
	struct mbim_msg_info info;

	KUNIT_EXPECT_EQ(test, mbim_msg_check(open_msg, sizeof(open_msg), &info), -2);
	KUNIT_EXPECT_EQ(test, info.len, 16U);
}

static void check_refuses_no_fragments(struct kunit *test)
{
	struct mbim_msg_info info;
	u8 buf[sizeof(radio_done)];

	memcpy(buf, radio_done, sizeof(buf));
	put_unaligned_le32(0, buf + 12);
	KUNIT_EXPECT_EQ(test, mbim_msg_check(buf, sizeof(buf), &info), -2);
}

static void complete_compares_lengths(struct kunit *test)
{
	u8 buf[sizeof(radio_done)];

	memcpy(buf, radio_done, sizeof(buf));
	KUNIT_EXPECT_TRUE(test, mbim_msg_complete(buf, sizeof(buf)));
	put_unaligned_le32(7, buf + 44);
	KUNIT_EXPECT_FALSE(test, mbim_msg_complete(buf, sizeof(buf)));
	put_unaligned_le32(9, buf + 44);
	KUNIT_EXPECT_FALSE(test, mbim_msg_complete(buf, sizeof(buf)));
	put_unaligned_le32(~0U, buf + 44);
	KUNIT_EXPECT_FALSE(test, mbim_msg_complete(buf, sizeof(buf)));
	KUNIT_EXPECT_FALSE(test, mbim_msg_complete(buf, 47));
}

/* An indication has no Status: its length field sits four bytes earlier. */
static void complete_knows_indications(struct kunit *test)
{
	u8 buf[52];

	memcpy(buf, radio_done, sizeof(buf));
	put_unaligned_le32(MBIM_INDICATE_STATUS_MSG, buf);
	put_unaligned_le32(8, buf + 40);
	KUNIT_EXPECT_TRUE(test, mbim_msg_complete(buf, sizeof(buf)));
	put_unaligned_le32(4, buf + 40);
	KUNIT_EXPECT_FALSE(test, mbim_msg_complete(buf, sizeof(buf)));
}

static void command_complete_checks_all(struct kunit *test)
{
	u8 buf[sizeof(radio_on_set)];

	memcpy(buf, radio_on_set, sizeof(buf));
	KUNIT_EXPECT_TRUE(test, mbim_command_complete(buf, sizeof(buf)));
	KUNIT_EXPECT_FALSE(test, mbim_command_complete(buf, sizeof(buf) - 1));
	put_unaligned_le32(MBIM_OPEN_MSG, buf);
	KUNIT_EXPECT_FALSE(test, mbim_command_complete(buf, sizeof(buf)));
	put_unaligned_le32(MBIM_COMMAND_MSG, buf);
	put_unaligned_le32(8, buf + 44);
	KUNIT_EXPECT_FALSE(test, mbim_command_complete(buf, sizeof(buf)));
	KUNIT_EXPECT_FALSE(test, mbim_command_complete(buf, 12));
}

static void about_compares_service_and_cid(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mbim_msg_is_about(radio_on_set, sizeof(radio_on_set),
						  mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE));
	KUNIT_EXPECT_FALSE(test, mbim_msg_is_about(radio_on_set, sizeof(radio_on_set),
						   mbim_uuid_basic_connect, MBIM_CID_CONNECT));
	KUNIT_EXPECT_FALSE(test, mbim_msg_is_about(radio_on_set, sizeof(radio_on_set),
						   mbim_uuid_sms, MBIM_CID_RADIO_STATE));
	KUNIT_EXPECT_FALSE(test, mbim_msg_is_about(radio_on_set, 39, mbim_uuid_basic_connect,
						   MBIM_CID_RADIO_STATE));
}

static struct kunit_case msg_cases[] = {
	KUNIT_CASE(open_is_built),
	KUNIT_CASE(close_is_built),
	KUNIT_CASE(host_error_is_built),
	KUNIT_CASE(query_is_built),
	KUNIT_CASE(set_is_built),
	KUNIT_CASE(set_without_bytes_is_zeroed),
	KUNIT_CASE(check_reads_headers),
	KUNIT_CASE(check_refuses_every_prefix),
	KUNIT_CASE(check_refuses_short_message_length),
	KUNIT_CASE(check_refuses_host_messages),
	KUNIT_CASE(check_refuses_no_fragments),
	KUNIT_CASE(complete_compares_lengths),
	KUNIT_CASE(complete_knows_indications),
	KUNIT_CASE(command_complete_checks_all),
	KUNIT_CASE(about_compares_service_and_cid),
	{}
};

static struct kunit_suite msg_suite = {
	.name = "mbbcx_msg",
	.test_cases = msg_cases,
};

kunit_test_suite(msg_suite);

MODULE_LICENSE("GPL");
