// SPDX-License-Identifier: GPL-2.0
/*
 * The framework's half of a NET_RING: sizes, the header's layout, how much can
 * be posted, and which moves of BeginIndex are believed.
 */
#include <kunit/test.h>
#include <linux/log2.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../ndis_shim/netadapter/ring.c"

#define TEST_STRIDE	24

/* A ring of @elements in memory of the case's. */
static void ring_test_make(struct kunit *test, struct netcx_ring *ring, u32 elements)
{
	void *memory = kunit_kzalloc(test, netcx_ring_bytes(elements, TEST_STRIDE), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, memory);
	netcx_ring_init(ring, memory, elements, TEST_STRIDE);
}

static void ring_test_post(struct netcx_ring *ring, u32 n)
{
	netcx_ring_prepare(ring, n);
	netcx_ring_publish(ring, n);
}

static void header_is_64_bytes(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, offsetof(NET_RING, Buffer), (size_t)64);
	KUNIT_EXPECT_EQ(test, offsetof(NET_RING, BeginIndex), (size_t)48);
	KUNIT_EXPECT_EQ(test, offsetof(NET_RING, EndIndex), (size_t)12);
}

static void header_describes_the_ring(struct kunit *test)
{
	struct netcx_ring ring;

	ring_test_make(test, &ring, 64);
	KUNIT_EXPECT_EQ(test, ring.pub->NumberOfElements, 64u);
	KUNIT_EXPECT_EQ(test, ring.pub->ElementIndexMask, 63u);
	KUNIT_EXPECT_EQ(test, ring.pub->ElementStride, TEST_STRIDE);
	KUNIT_EXPECT_EQ(test, ring.pub->BeginIndex, 0u);
	KUNIT_EXPECT_EQ(test, ring.pub->NextIndex, 0u);
	KUNIT_EXPECT_EQ(test, ring.pub->EndIndex, 0u);
}

struct elements_case {
	u32 hint;
	u32 minimum;
	u32 expected;
};

static const struct elements_case elements_cases[] = {
	{ 0, 0, 256 },		/* no hint */
	{ 128, 0, 128 },
	{ 1, 0, 64 },		/* below the minimum */
	{ 1 << 20, 0, 4096 },	/* above the maximum */
	{ 64, 256, 256 },	/* never fewer fragments than packets */
	{ 512, 256, 512 },
	{ 100, 0, 128 },
};

static void elements_case_name(const struct elements_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "hint_%u_minimum_%u", c->hint, c->minimum);
}

KUNIT_ARRAY_PARAM(elements, elements_cases, elements_case_name);

static void number_of_elements(struct kunit *test)
{
	const struct elements_case *c = test->param_value;

	KUNIT_EXPECT_EQ(test, netcx_ring_elements(c->hint, c->minimum), c->expected);
}

static void memory_is_large_enough_and_a_power_of_2(struct kunit *test)
{
	size_t bytes = netcx_ring_bytes(256, TEST_STRIDE);

	KUNIT_EXPECT_GE(test, bytes, (size_t)(64 + 256 * TEST_STRIDE));
	KUNIT_EXPECT_TRUE(test, is_power_of_2(bytes));
}

static void client_helpers_agree_on_elements(struct kunit *test)
{
	struct netcx_ring ring;
	u32 i;

	ring_test_make(test, &ring, 64);
	for (i = 0; i < 64; i++)
		KUNIT_EXPECT_PTR_EQ(test, netcx_ring_element(&ring, i),
				    NetRingGetElementAtIndex(ring.pub, i));
	KUNIT_EXPECT_PTR_EQ(test, netcx_ring_element(&ring, 64), netcx_ring_element(&ring, 0));
}

static void one_element_stays_behind(struct kunit *test)
{
	struct netcx_ring ring;

	ring_test_make(test, &ring, 64);
	KUNIT_EXPECT_EQ(test, netcx_ring_room(&ring), 63u);
	ring_test_post(&ring, 63);
	KUNIT_EXPECT_EQ(test, netcx_ring_room(&ring), 0u);
	KUNIT_EXPECT_EQ(test, netcx_ring_held(&ring), 63u);
	KUNIT_EXPECT_EQ(test, ring.pub->EndIndex, 63u);
}

static void room_comes_back_only_when_taken(struct kunit *test)
{
	struct netcx_ring ring;

	ring_test_make(test, &ring, 64);
	ring_test_post(&ring, 63);
	ring.pub->BeginIndex = 10;
	KUNIT_EXPECT_TRUE(test, netcx_ring_sync(&ring));
	KUNIT_EXPECT_EQ(test, netcx_ring_returned(&ring), 10u);
	KUNIT_EXPECT_EQ(test, netcx_ring_held(&ring), 53u);
	KUNIT_EXPECT_EQ(test, netcx_ring_room(&ring), 0u);
	netcx_ring_take(&ring, 10);
	KUNIT_EXPECT_EQ(test, netcx_ring_returned(&ring), 0u);
	KUNIT_EXPECT_EQ(test, netcx_ring_room(&ring), 10u);
}

/* The reference's worked example: N = 64 here, wrap at the mask. */
static void indices_wrap(struct kunit *test)
{
	struct netcx_ring ring;
	u32 i;

	ring_test_make(test, &ring, 64);
	for (i = 0; i < 1000; i++) {
		ring_test_post(&ring, 7);
		ring.pub->BeginIndex = ring.pub->EndIndex;
		KUNIT_ASSERT_TRUE(test, netcx_ring_sync(&ring));
		KUNIT_ASSERT_EQ(test, netcx_ring_returned(&ring), 7u);
		netcx_ring_take(&ring, 7);
	}
	KUNIT_EXPECT_EQ(test, ring.pub->EndIndex, 7000u % 64);
	KUNIT_EXPECT_EQ(test, netcx_ring_room(&ring), 63u);
}

static void posted_element_is_zeroed(struct kunit *test)
{
	static const u8 zero[TEST_STRIDE];
	struct netcx_ring ring;

	ring_test_make(test, &ring, 64);
	memset(netcx_ring_element(&ring, 0), 0xff, TEST_STRIDE);
	memset(netcx_ring_element(&ring, 1), 0xff, TEST_STRIDE);
	netcx_ring_prepare(&ring, 1);
	KUNIT_EXPECT_EQ(test, memcmp(netcx_ring_element(&ring, 0), zero, TEST_STRIDE), 0);
	KUNIT_EXPECT_EQ(test, *(u8 *)netcx_ring_element(&ring, 1), 0xff);
}

static void posted_elements_are_zeroed_past_the_end(struct kunit *test)
{
	struct netcx_ring ring;
	u32 i;

	ring_test_make(test, &ring, 64);
	memset(netcx_ring_element(&ring, 0), 0xff, 64 * TEST_STRIDE);
	ring.taken = 62;
	ring.begin = 62;
	ring.end = 62;
	netcx_ring_prepare(&ring, 4);
	for (i = 0; i < 64; i++) {
		const u8 *element = netcx_ring_element(&ring, i);
		u8 want = i < 2 || i >= 62 ? 0 : 0xff;

		KUNIT_EXPECT_EQ(test, element[0], want);
		KUNIT_EXPECT_EQ(test, element[TEST_STRIDE - 1], want);
	}
}

static void begin_past_end_is_put_back(struct kunit *test)
{
	struct netcx_ring ring;

	ring_test_make(test, &ring, 64);
	ring_test_post(&ring, 10);
	ring.pub->BeginIndex = 4;
	KUNIT_ASSERT_TRUE(test, netcx_ring_sync(&ring));
	ring.pub->BeginIndex = 11;
	KUNIT_EXPECT_FALSE(test, netcx_ring_sync(&ring));
	KUNIT_EXPECT_EQ(test, ring.pub->BeginIndex, 4u);
	KUNIT_EXPECT_EQ(test, ring.begin, 4u);
}

static void begin_backwards_is_put_back(struct kunit *test)
{
	struct netcx_ring ring;

	ring_test_make(test, &ring, 64);
	ring_test_post(&ring, 10);
	ring.pub->BeginIndex = 4;
	KUNIT_ASSERT_TRUE(test, netcx_ring_sync(&ring));
	ring.pub->BeginIndex = 3;
	KUNIT_EXPECT_FALSE(test, netcx_ring_sync(&ring));
	KUNIT_EXPECT_EQ(test, ring.pub->BeginIndex, 4u);
}

static void begin_outside_the_ring_is_put_back(struct kunit *test)
{
	struct netcx_ring ring;

	ring_test_make(test, &ring, 64);
	ring_test_post(&ring, 10);
	ring.pub->BeginIndex = 64 + 5;	/* masked it would pass */
	KUNIT_EXPECT_FALSE(test, netcx_ring_sync(&ring));
	ring.pub->BeginIndex = U32_MAX;
	KUNIT_EXPECT_FALSE(test, netcx_ring_sync(&ring));
	KUNIT_EXPECT_EQ(test, ring.pub->BeginIndex, 0u);
}

static void header_is_never_read_back(struct kunit *test)
{
	struct netcx_ring ring;

	ring_test_make(test, &ring, 64);
	ring.pub->ElementIndexMask = U32_MAX;
	ring.pub->ElementStride = 0xffff;
	ring.pub->EndIndex = 12345;
	KUNIT_EXPECT_EQ(test, netcx_ring_room(&ring), 63u);
	KUNIT_EXPECT_PTR_EQ(test, netcx_ring_element(&ring, 1),
			    (void *)(ring.pub->Buffer + TEST_STRIDE));
	ring_test_post(&ring, 1);
	KUNIT_EXPECT_EQ(test, ring.pub->EndIndex, 1u);
}

static void client_index_helpers(struct kunit *test)
{
	struct netcx_ring ring;

	ring_test_make(test, &ring, 64);
	KUNIT_EXPECT_EQ(test, NetRingIncrementIndex(ring.pub, 63), 0u);
	KUNIT_EXPECT_EQ(test, NetRingAdvanceIndex(ring.pub, 1, -2), 63u);
	KUNIT_EXPECT_EQ(test, NetRingGetRangeCount(ring.pub, 62, 1), 3u);
	KUNIT_EXPECT_EQ(test, NetRingGetRangeCount(ring.pub, 7, 7), 0u);
}

static struct kunit_case ring_cases[] = {
	KUNIT_CASE(header_is_64_bytes),
	KUNIT_CASE(header_describes_the_ring),
	KUNIT_CASE_PARAM(number_of_elements, elements_gen_params),
	KUNIT_CASE(memory_is_large_enough_and_a_power_of_2),
	KUNIT_CASE(client_helpers_agree_on_elements),
	KUNIT_CASE(one_element_stays_behind),
	KUNIT_CASE(room_comes_back_only_when_taken),
	KUNIT_CASE(indices_wrap),
	KUNIT_CASE(posted_element_is_zeroed),
	KUNIT_CASE(posted_elements_are_zeroed_past_the_end),
	KUNIT_CASE(begin_past_end_is_put_back),
	KUNIT_CASE(begin_backwards_is_put_back),
	KUNIT_CASE(begin_outside_the_ring_is_put_back),
	KUNIT_CASE(header_is_never_read_back),
	KUNIT_CASE(client_index_helpers),
	{ }
};

static struct kunit_suite ring_suite = {
	.name = "ndis_shim_ring",
	.test_cases = ring_cases,
};

kunit_test_suite(ring_suite);

MODULE_LICENSE("GPL");
