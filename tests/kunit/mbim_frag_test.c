// SPDX-License-Identifier: GPL-2.0
/*
 * MBIM fragments: cutting as the specification's example shows it, and the
 * rules for putting together: order, gap, lengths, limits.
 */
#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mbbcx/mbim_frag.c"
#include "../../mbbcx/mbim_msg.c"

#define FRAG	64

/* CONNECT set of 124 bytes: session 0, activate, APN "internet", IPv4v6 */
static const u8 connect_set[] = {
	0x03, 0x00, 0x00, 0x00, 0x7c, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00,
	0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xa2, 0x89, 0xcc, 0x33,
	0xbc, 0xbb, 0x8b, 0x4f, 0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf,
	0x0c, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x4c, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x3c, 0x00, 0x00, 0x00,
	0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x7e, 0x5e, 0x2a, 0x7e,
	0x4e, 0x6f, 0x72, 0x72, 0x73, 0x6b, 0x65, 0x6e, 0x7e, 0x5e, 0x2a, 0x7e,
	0x69, 0x00, 0x6e, 0x00, 0x74, 0x00, 0x65, 0x00, 0x72, 0x00, 0x6e, 0x00,
	0x65, 0x00, 0x74, 0x00,
};

/* the same with MaxControlTransfer 64 */
static const u8 connect_fragment[3][64] = {
	{
		0x03, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00,
		0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xa2, 0x89, 0xcc, 0x33,
		0xbc, 0xbb, 0x8b, 0x4f, 0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf,
		0x0c, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x4c, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x3c, 0x00, 0x00, 0x00,
		0x10, 0x00, 0x00, 0x00,
	}, {
		0x03, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00,
		0x03, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00,
		0x7e, 0x5e, 0x2a, 0x7e, 0x4e, 0x6f, 0x72, 0x72, 0x73, 0x6b, 0x65, 0x6e,
		0x7e, 0x5e, 0x2a, 0x7e,
	}, {
		0x03, 0x00, 0x00, 0x00, 0x24, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00,
		0x03, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x69, 0x00, 0x6e, 0x00,
		0x74, 0x00, 0x65, 0x00, 0x72, 0x00, 0x6e, 0x00, 0x65, 0x00, 0x74, 0x00,
	},
};

static const size_t connect_length[] = { 64, 64, 36 };

/* ---- cutting ---- */

static void split_as_in_the_example(struct kunit *test)
{
	u8 buf[FRAG];
	u32 i;

	KUNIT_ASSERT_EQ(test, mbim_split_count(sizeof(connect_set), FRAG), 3U);
	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_EQ(test,
				mbim_split(buf, FRAG, connect_set, sizeof(connect_set), 6, i),
				connect_length[i]);
		KUNIT_EXPECT_EQ(test, memcmp(buf, connect_fragment[i], connect_length[i]), 0);
	}
	KUNIT_EXPECT_EQ(test, mbim_split(buf, FRAG, connect_set, sizeof(connect_set), 6, 3),
			(size_t)0);
}

static void split_fits_in_one(struct kunit *test)
{
	u8 buf[124];

	KUNIT_EXPECT_EQ(test, mbim_split_count(124, 124), 1U);
	KUNIT_EXPECT_EQ(test, mbim_split(buf, 124, connect_set, 124, 6, 0), (size_t)124);
	KUNIT_EXPECT_EQ(test, memcmp(buf, connect_set, 124), 0);
	KUNIT_EXPECT_EQ(test, mbim_split_count(124, 123), 2U);
	/* payload that fills the last fragment to the brim */
	KUNIT_EXPECT_EQ(test, mbim_split_count(20 + 2 * 44, FRAG), 2U);
	KUNIT_EXPECT_EQ(test, mbim_split_count(20 + 2 * 44 + 1, FRAG), 3U);
	KUNIT_EXPECT_EQ(test, mbim_split_count(20, FRAG), 1U);
}

static void split_replaces_the_id(struct kunit *test)
{
	u8 buf[FRAG];

	mbim_split(buf, FRAG, connect_set, sizeof(connect_set), 0x12345678, 2);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(buf + 8), 0x12345678U);
}

static void split_refuses_nonsense(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, mbim_split_count(19, FRAG), 0U);
	KUNIT_EXPECT_EQ(test, mbim_split_count(124, 63), 0U);
	KUNIT_EXPECT_EQ(test, mbim_split_count((size_t)MBIM_MESSAGE_MAX + 1, FRAG), 0U);
}

/* ---- putting together ---- */

/* COMMAND_DONE with @payload bytes of information, cut to FRAG. */
struct answer {
	struct mbim_collector c;
	u8 msg[256];
	size_t len;
	u32 count;
	u8 frag[FRAG];
	struct mbim_msg_info info;
};

static int frag_test_init(struct kunit *test)
{
	struct answer *a = kunit_kzalloc(test, sizeof(*a), GFP_KERNEL);
	struct mbim_command_done *done;
	size_t i;

	if (!a)
		return -ENOMEM;
	test->priv = a;
	a->len = 48 + 100;
	done = (struct mbim_command_done *)a->msg;
	put_unaligned_le32(MBIM_COMMAND_DONE, &done->header.MessageType);
	put_unaligned_le32(a->len, &done->header.MessageLength);
	put_unaligned_le32(7, &done->header.TransactionId);
	put_unaligned_le32(1, &done->frag.TotalFragments);
	put_unaligned_le32(100, &done->InformationBufferLength);
	for (i = 48; i < a->len; i++)
		a->msg[i] = i;
	a->count = mbim_split_count(a->len, FRAG);
	a->c.buf = kunit_kzalloc(test, 512, GFP_KERNEL);
	a->c.size = 512;
	return a->c.buf ? 0 : -ENOMEM;
}

static enum mbim_collect feed(struct kunit *test, u32 index, u64 now)
{
	struct answer *a = test->priv;
	size_t len = mbim_split(a->frag, FRAG, a->msg, a->len, 7, index);

	KUNIT_EXPECT_EQ(test, mbim_msg_check(a->frag, len, &a->info), 0);
	return mbim_collect(&a->c, a->frag, &a->info, now);
}

static void collect_in_order(struct kunit *test)
{
	struct answer *a = test->priv;

	KUNIT_ASSERT_EQ(test, a->count, 3U);
	KUNIT_EXPECT_EQ(test, feed(test, 0, 0), MBIM_COLLECT_MORE);
	KUNIT_EXPECT_TRUE(test, mbim_collector_busy(&a->c));
	KUNIT_EXPECT_EQ(test, feed(test, 1, 100), MBIM_COLLECT_MORE);
	KUNIT_EXPECT_EQ(test, feed(test, 2, 200), MBIM_COLLECT_DONE);
	KUNIT_ASSERT_EQ(test, a->c.used, a->len);
	KUNIT_EXPECT_EQ(test, memcmp(a->c.buf, a->msg, a->len), 0);
}

static void collect_single(struct kunit *test)
{
	struct answer *a = test->priv;

	KUNIT_EXPECT_EQ(test, mbim_msg_check(a->msg, a->len, &a->info), 0);
	KUNIT_EXPECT_EQ(test, mbim_collect(&a->c, a->msg, &a->info, 0), MBIM_COLLECT_DONE);
	KUNIT_EXPECT_EQ(test, memcmp(a->c.buf, a->msg, a->len), 0);
}

static void collect_asks_for_memory(struct kunit *test)
{
	struct answer *a = test->priv;

	a->c.size = 64;
	KUNIT_EXPECT_EQ(test, feed(test, 0, 0), MBIM_COLLECT_MORE);
	KUNIT_EXPECT_EQ(test, feed(test, 1, 0), MBIM_COLLECT_GROW);
	KUNIT_EXPECT_EQ(test, a->c.need, (size_t)108);
	a->c.size = 512;
	KUNIT_EXPECT_EQ(test, feed(test, 1, 0), MBIM_COLLECT_MORE);
	KUNIT_EXPECT_EQ(test, feed(test, 2, 0), MBIM_COLLECT_DONE);
}

static void expect_error(struct kunit *test, enum mbim_collect got, u32 error)
{
	struct answer *a = test->priv;

	KUNIT_EXPECT_EQ(test, got, MBIM_COLLECT_ERROR);
	KUNIT_EXPECT_EQ(test, a->c.error, error);
	KUNIT_EXPECT_FALSE(test, mbim_collector_busy(&a->c));
}

static void first_is_not_0(struct kunit *test)
{
	expect_error(test, feed(test, 1, 0), MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
	/* again for each further one */
	expect_error(test, feed(test, 2, 0), MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
}

static void out_of_order(struct kunit *test)
{
	feed(test, 0, 0);
	expect_error(test, feed(test, 2, 0), MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
}

static void same_fragment_twice(struct kunit *test)
{
	feed(test, 0, 0);
	feed(test, 1, 0);
	expect_error(test, feed(test, 1, 0), MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
}

static void total_changes(struct kunit *test)
{
	struct answer *a = test->priv;

	feed(test, 0, 0);
	mbim_split(a->frag, FRAG, a->msg, a->len, 7, 1);
	put_unaligned_le32(4, a->frag + 12);
	mbim_msg_check(a->frag, FRAG, &a->info);
	expect_error(test, mbim_collect(&a->c, a->frag, &a->info, 0),
		     MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
}

static void current_beyond_total(struct kunit *test)
{
	struct answer *a = test->priv;

	mbim_split(a->frag, FRAG, a->msg, a->len, 7, 0);
	put_unaligned_le32(3, a->frag + 16);
	mbim_msg_check(a->frag, FRAG, &a->info);
	expect_error(test, mbim_collect(&a->c, a->frag, &a->info, 0),
		     MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
}

static void fragment_0_starts_anew(struct kunit *test)
{
	struct answer *a = test->priv;

	feed(test, 0, 0);
	feed(test, 1, 0);
	KUNIT_EXPECT_EQ(test, feed(test, 0, 0), MBIM_COLLECT_MORE);
	KUNIT_EXPECT_EQ(test, feed(test, 1, 0), MBIM_COLLECT_MORE);
	KUNIT_EXPECT_EQ(test, feed(test, 2, 0), MBIM_COLLECT_DONE);
	KUNIT_EXPECT_EQ(test, memcmp(a->c.buf, a->msg, a->len), 0);
}

static void gap_of_1250_ms_is_allowed(struct kunit *test)
{
	struct answer *a = test->priv;

	feed(test, 0, 1000);
	KUNIT_EXPECT_FALSE(test, mbim_collector_expired(&a->c, 2250));
	KUNIT_EXPECT_TRUE(test, mbim_collector_expired(&a->c, 2251));
	KUNIT_EXPECT_EQ(test, feed(test, 1, 2250), MBIM_COLLECT_MORE);
	/* counted from the last fragment, not from the first */
	KUNIT_EXPECT_EQ(test, feed(test, 2, 3500), MBIM_COLLECT_DONE);
}

static void longer_gap_is_a_timeout(struct kunit *test)
{
	feed(test, 0, 0);
	expect_error(test, feed(test, 1, 1251), MBIM_ERROR_TIMEOUT_FRAGMENT);
}

static void idle_collector_never_expires(struct kunit *test)
{
	struct answer *a = test->priv;

	KUNIT_EXPECT_FALSE(test, mbim_collector_expired(&a->c, ~0ULL));
}

/* A clock that was read before the last fragment's is no gap. */
static void older_time_is_no_gap(struct kunit *test)
{
	struct answer *a = test->priv;

	feed(test, 0, 5000);
	KUNIT_EXPECT_FALSE(test, mbim_collector_expired(&a->c, 0));
}

static void information_length_disagrees(struct kunit *test)
{
	struct answer *a = test->priv;

	put_unaligned_le32(101, a->msg + 44);
	feed(test, 0, 0);
	feed(test, 1, 0);
	expect_error(test, feed(test, 2, 0), MBIM_ERROR_LENGTH_MISMATCH);
}

static void empty_fragments_are_refused(struct kunit *test)
{
	struct answer *a = test->priv;

	mbim_split(a->frag, FRAG, a->msg, a->len, 7, 0);
	put_unaligned_le32(~0U, a->frag + 12);
	put_unaligned_le32(20, a->frag + 4);
	mbim_msg_check(a->frag, 20, &a->info);
	expect_error(test, mbim_collect(&a->c, a->frag, &a->info, 0), MBIM_ERROR_LENGTH_MISMATCH);
}

static void memory_is_bounded(struct kunit *test)
{
	struct answer *a = test->priv;
	enum mbim_collect result = MBIM_COLLECT_MORE;
	u32 i;

	a->c.buf = kvmalloc(MBIM_MESSAGE_MAX, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, a->c.buf);
	a->c.size = MBIM_MESSAGE_MAX;
	mbim_split(a->frag, FRAG, a->msg, a->len, 7, 0);
	put_unaligned_le32(~0U, a->frag + 12);
	for (i = 0; result == MBIM_COLLECT_MORE && i < MBIM_MESSAGE_MAX; i++) {
		put_unaligned_le32(i, a->frag + 16);
		mbim_msg_check(a->frag, FRAG, &a->info);
		result = mbim_collect(&a->c, a->frag, &a->info, 0);
	}
	kvfree(a->c.buf);
	a->c.buf = NULL;
	expect_error(test, result, MBIM_ERROR_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, i, (MBIM_MESSAGE_MAX - 20) / 44 + 1);
}

static void whose_fragments(struct kunit *test)
{
	struct answer *a = test->priv;

	feed(test, 0, 0);
	KUNIT_EXPECT_TRUE(test, mbim_collector_is_for(&a->c, &a->info));
	a->info.tid++;
	KUNIT_EXPECT_FALSE(test, mbim_collector_is_for(&a->c, &a->info));
	a->info.tid--;
	a->info.type = MBIM_INDICATE_STATUS_MSG;
	KUNIT_EXPECT_FALSE(test, mbim_collector_is_for(&a->c, &a->info));
	mbim_collector_reset(&a->c);
	KUNIT_EXPECT_FALSE(test, mbim_collector_busy(&a->c));
}

static struct kunit_case frag_cases[] = {
	KUNIT_CASE(split_as_in_the_example),
	KUNIT_CASE(split_fits_in_one),
	KUNIT_CASE(split_replaces_the_id),
	KUNIT_CASE(split_refuses_nonsense),
	KUNIT_CASE(collect_in_order),
	KUNIT_CASE(collect_single),
	KUNIT_CASE(collect_asks_for_memory),
	KUNIT_CASE(first_is_not_0),
	KUNIT_CASE(out_of_order),
	KUNIT_CASE(same_fragment_twice),
	KUNIT_CASE(total_changes),
	KUNIT_CASE(current_beyond_total),
	KUNIT_CASE(fragment_0_starts_anew),
	KUNIT_CASE(gap_of_1250_ms_is_allowed),
	KUNIT_CASE(longer_gap_is_a_timeout),
	KUNIT_CASE(idle_collector_never_expires),
	KUNIT_CASE(older_time_is_no_gap),
	KUNIT_CASE(information_length_disagrees),
	KUNIT_CASE(empty_fragments_are_refused),
	KUNIT_CASE(memory_is_bounded),
	KUNIT_CASE(whose_fragments),
	{}
};

static struct kunit_suite frag_suite = {
	.name = "mbbcx_frag",
	.init = frag_test_init,
	.test_cases = frag_cases,
};

kunit_test_suite(frag_suite);

MODULE_LICENSE("GPL");
