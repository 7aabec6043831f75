// SPDX-License-Identifier: GPL-2.0
/*
 * Sends inside SendComplete.
 */
#include "ndis_data_mock.h"

#define NEST_PACKETS	24

static PNDIS_PACKET nest_packets[NEST_PACKETS];
static atomic_t nest_next, nest_depth, nest_deepest;

static void send_next(void)
{
	int depth = atomic_inc_return(&nest_depth), next = atomic_inc_return(&nest_next);

	atomic_set(&nest_deepest, max(atomic_read(&nest_deepest), depth));
	if (next < NEST_PACKETS)
		NdisSendPackets(data.open->handle, &nest_packets[next], 1);
	atomic_dec(&nest_depth);
}

/* A driver may send the next packet from there, however many it has. */
static void sends_do_not_nest(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < NEST_PACKETS; i++)
		nest_packets[i] = data_packet(test, data.frame, FRAME);
	data.sent_at_once = true;
	data.in_send_complete = send_next;
	atomic_set(&nest_next, 0);
	atomic_set(&nest_deepest, 0);
	NdisSendPackets(data.open->handle, nest_packets, 1);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(data.n_done) == NEST_PACKETS));
	/* Once more for who unwinds while the rest is sent elsewhere. */
	KUNIT_EXPECT_LE(test, atomic_read(&nest_deepest), 8);
	for (i = 0; i < NEST_PACKETS; i++) {
		KUNIT_EXPECT_PTR_EQ(test, data.done[i], nest_packets[i]);
		data_free(nest_packets[i]);
	}
}

static int nest_setup(struct kunit *test)
{
	return data_setup(test, false);
}

static struct kunit_case nest_cases[] = {
	KUNIT_CASE(sends_do_not_nest),
	{}
};

static struct kunit_suite nest_suite = {
	.name = "ndis_nest",
	.init = nest_setup,
	.exit = data_teardown,
	.test_cases = nest_cases,
};

kunit_test_suite(nest_suite);
