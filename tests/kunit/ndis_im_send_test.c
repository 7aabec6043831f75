// SPDX-License-Identifier: GPL-2.0
/*
 * Sends through a miniport: each completed once, in order, deserialized and
 * serialized; what a miniport loses or completes twice.
 */
#include "ndis_im_mock.h"

#define FRAMES	8

static struct im_frame *frames[FRAMES];

static void make_frames(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < FRAMES; i++)
		frames[i] = im_frame(test, 60 + i);
}

static void free_frames(void)
{
	unsigned int i;

	for (i = 0; i < FRAMES; i++)
		im_frame_free(frames[i]);
}

static void send_all(void)
{
	PNDIS_PACKET packets[FRAMES];
	unsigned int i;

	for (i = 0; i < FRAMES; i++)
		packets[i] = frames[i]->packet;
	NdisSendPackets(upper.handle, packets, FRAMES);
	memset(packets, 0xff, sizeof(packets));
}

static void expect_order(struct kunit *test)
{
	unsigned int i;

	for (i = 1; i < FRAMES; i++)
		KUNIT_EXPECT_EQ(test, im.order[i], (u8)(im.order[i - 1] + 1));
}

static void run(struct kunit *test, bool serialized, bool array)
{
	if (serialized)
		im.attributes &= ~NDIS_ATTRIBUTE_DESERIALIZE;
	if (!array)
		im.chars.SendPacketsHandler = NULL;
	im_run(test, true);
	make_frames(test);
}

static void stop(struct kunit *test)
{
	up_close(test);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	free_frames();
}

static void pend_and_complete(struct kunit *test, bool serialized, bool array)
{
	unsigned int i;

	run(test, serialized, array);
	send_all();
	KUNIT_EXPECT_EQ(test, im.n_sent, FRAMES);
	/* The driver that can have all of them at once does. */
	if (array && !serialized)
		KUNIT_EXPECT_EQ(test, atomic_read(&im.sends_asked), 1);
	expect_order(test);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), 0);
	for (i = 0; i < FRAMES; i++)
		im_complete(i, i ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), FRAMES);
	KUNIT_EXPECT_EQ(test, upper.send_status[0], NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, upper.send_status[1], NDIS_STATUS_SUCCESS);
	stop(test);
}

static void array_deserialized(struct kunit *test)
{
	pend_and_complete(test, false, true);
}

static void array_serialized(struct kunit *test)
{
	pend_and_complete(test, true, true);
}

static void one_by_one_deserialized(struct kunit *test)
{
	pend_and_complete(test, false, false);
}

static void one_by_one_serialized(struct kunit *test)
{
	pend_and_complete(test, true, false);
}

/* Completed before the handler returns. */
static void completed_inside(struct kunit *test)
{
	run(test, false, true);
	im.completes_inside = true;
	send_all();
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), FRAMES);
	expect_order(test);
	stop(test);
}

static void completed_inside_serialized(struct kunit *test)
{
	run(test, true, false);
	im.completes_inside = true;
	send_all();
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), FRAMES);
	stop(test);
}

/* A final status of MiniportSend is the end of it. */
static void status_of_send(struct kunit *test)
{
	NDIS_STATUS status = 0x7777;

	run(test, false, false);
	im.send = NDIS_STATUS_NO_CABLE;
	NdisSend(&status, upper.handle, frames[0]->packet);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_NO_CABLE);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), 0);
	/* Deserialized: RESOURCES is one, too. */
	im.send = NDIS_STATUS_RESOURCES;
	NdisSend(&status, upper.handle, frames[0]->packet);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_RESOURCES);
	NdisMSendComplete(im.handle, frames[0]->packet, NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_DOUBLE_COMPLETE, 1);
	stop(test);
}

static void flags_reach_send(struct kunit *test)
{
	NDIS_STATUS status;

	run(test, false, false);
	im.send = NDIS_STATUS_SUCCESS;
	NdisSetPacketFlags(frames[0]->packet, NDIS_FLAGS_DONT_LOOPBACK);
	NdisSend(&status, upper.handle, frames[0]->packet);
	KUNIT_EXPECT_TRUE(test, im.flags & NDIS_FLAGS_DONT_LOOPBACK);
	stop(test);
}

static void completed_twice(struct kunit *test)
{
	run(test, false, true);
	send_all();
	im_complete(0, NDIS_STATUS_SUCCESS);
	im_complete(0, NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_DOUBLE_COMPLETE, 1);
	im_complete(1, NDIS_STATUS_PENDING);
	EXPECT_VIOLATIONS(test, NDIS_COMPLETION, 1);
	KUNIT_EXPECT_EQ(test, upper.send_status[1], NDIS_STATUS_FAILURE);
	NdisMSendComplete(im.handle, (PNDIS_PACKET)&im, NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	while (atomic_read(&upper.sends) < FRAMES)
		im_complete(atomic_read(&upper.sends), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), FRAMES);
	stop(test);
}

/* ---- RESOURCES: serialized miniports get them again, in order ---- */

static void resources(struct kunit *test, bool array)
{
	unsigned int i;
	int asked;

	run(test, true, array);
	im.room = 3;
	send_all();
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), 3);
	/* Not asked over and over. */
	asked = atomic_read(&im.sends_asked);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends_asked), asked);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), 0);
	/* A completion says that there is room, whether there is or not. */
	im_complete(0, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), 3);
	im.room = 2;
	NdisMSendResourcesAvailable(im.handle);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), 5);
	im.room = -1;
	im_complete(1, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), FRAMES);
	expect_order(test);
	for (i = 2; i < FRAMES; i++)
		im_complete(i, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), FRAMES);
	stop(test);
}

static void resources_one_by_one(struct kunit *test)
{
	resources(test, false);
}

static void resources_of_arrays(struct kunit *test)
{
	resources(test, true);
}

static void room_at_last(void)
{
	im.in_send = NULL;
	im.room = -1;
}

static void room_again(void)
{
	im.in_send = room_at_last;
	NdisMSendResourcesAvailable(im.handle);
}

/* There is room again between the refusal and its return: asked again at once. */
static void resources_in_between(struct kunit *test)
{
	unsigned int i;

	run(test, true, false);
	im.room = 0;
	im.in_send = room_again;
	send_all();
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), FRAMES);
	expect_order(test);
	for (i = 0; i < FRAMES; i++)
		im_complete(i, NDIS_STATUS_SUCCESS);
	stop(test);
}

static void leaves(void)
{
	struct ndis_instance *instance = ndis_instance_get(im.handle, __func__);

	im.in_send = NULL;
	WRITE_ONCE(instance->adapter.state, NDIS_ADAPTER_LEAVING);
	ndis_instance_put(instance);
}

/* Nobody would send it: who halts the miniport waits for its end. */
static void no_resources_while_leaving(struct kunit *test, bool array)
{
	struct ndis_instance *instance;

	run(test, true, array);
	im.room = 0;
	im.in_send = leaves;
	send_all();
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), FRAMES);
	KUNIT_EXPECT_EQ(test, upper.send_status[0], NDIS_STATUS_ADAPTER_REMOVED);
	instance = ndis_instance_get(im.handle, __func__);
	WRITE_ONCE(instance->adapter.state, NDIS_ADAPTER_PRESENT);
	ndis_instance_put(instance);
	stop(test);
}

static void leaving_one_by_one(struct kunit *test)
{
	no_resources_while_leaving(test, false);
}

static void leaving_array(struct kunit *test)
{
	no_resources_while_leaving(test, true);
}

static int most_inside;

static void look_inside(PNDIS_PACKET packet)
{
	most_inside = max(most_inside, atomic_read(&im.inside));
}

/* Its driver may free it then: not while it is looked at here. */
static void completed_after_the_handler(struct kunit *test)
{
	struct ndis_instance *instance;

	run(test, true, true);
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	most_inside = 0;
	upper.in_send_complete = look_inside;
	im.completes_inside = true;
	/* Whoever sends has let go of them by then. */
	im_begin_handler(instance);
	send_all();
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), 0);
	im_end_handler(instance);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), FRAMES);
	KUNIT_EXPECT_EQ(test, most_inside, 0);
	ndis_instance_put(instance);
	stop(test);
}

/* What waits when it is stopped is not sent any more. */
static void waiting_is_aborted(struct kunit *test)
{
	run(test, true, false);
	im.room = 0;
	send_all();
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	upper.handle = NULL;
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), FRAMES);
	KUNIT_EXPECT_EQ(test, upper.send_status[0], NDIS_STATUS_ADAPTER_REMOVED);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), 0);
	free_frames();
}

static void cancelled(struct kunit *test)
{
	run(test, true, false);
	im.room = 0;
	NDIS_SET_PACKET_CANCEL_ID(frames[2]->packet, (PVOID)0x77);
	send_all();
	NdisCancelSendPackets(upper.handle, (PVOID)0x77);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), 1);
	KUNIT_EXPECT_EQ(test, upper.send_status[0], NDIS_STATUS_REQUEST_ABORTED);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.cancels), 1);
	KUNIT_EXPECT_PTR_EQ(test, im.cancel_id, (PVOID)0x77);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	upper.handle = NULL;
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), FRAMES);
	free_frames();
}

/* One MiniportXxx at a time. */
static void cancelled_in_turn(struct kunit *test)
{
	struct ndis_instance *instance;

	run(test, true, false);
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	im_begin_handler(instance);
	NdisCancelSendPackets(upper.handle, (PVOID)0x77);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.cancels), 0);
	im_end_handler(instance);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.cancels), 1);
	ndis_instance_put(instance);
	stop(test);
}

/* ---- one MiniportXxx at a time ---- */

static atomic_t finished;

static int sender(void *data)
{
	NDIS_STATUS status;
	unsigned int i;

	for (i = 0; i < 200; i++) {
		NdisSend(&status, upper.handle, frames[(unsigned long)data]->packet);
		if (status == NDIS_STATUS_PENDING)
			while (!try_wait_for_completion(&upper.opened))
				cond_resched();
		if (!(i % 16))
			cond_resched();
	}
	atomic_inc(&finished);
	return 0;
}

static void sent_one(PNDIS_PACKET packet)
{
	complete(&upper.opened);
}

static void threads(struct kunit *test, bool serialized)
{
	unsigned long i;

	run(test, serialized, false);
	im.completes_inside = true;
	im.delay = 2;
	upper.in_send_complete = sent_one;
	init_completion(&upper.opened);
	atomic_set(&finished, 0);
	atomic_set(&im.inside_max, 0);
	for (i = 0; i < 4; i++)
		kthread_run(sender, (void *)i, "sender%lu", i);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&finished) == 4));
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), 800);
	if (serialized)
		KUNIT_EXPECT_EQ(test, atomic_read(&im.inside_max), 1);
	msleep(20);
	stop(test);
}

static void threads_serialized(struct kunit *test)
{
	threads(test, true);
}

static void threads_deserialized(struct kunit *test)
{
	threads(test, false);
}

static void sends_again(PNDIS_PACKET packet)
{
	NDIS_STATUS status;

	upper.in_send_complete = NULL;
	NdisSend(&status, upper.handle, packet);
}

static void sends_another(void)
{
	NDIS_STATUS status;

	im.in_send = NULL;
	NdisSend(&status, upper.handle, frames[1]->packet);
}

/* Out of the handler of the first: not before that has returned. */
static void send_out_of_the_handler(struct kunit *test)
{
	NDIS_STATUS status;

	run(test, true, false);
	im.in_send = sends_another;
	NdisSend(&status, upper.handle, frames[0]->packet);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.inside_max), 1);
	KUNIT_EXPECT_PTR_EQ(test, im.sent[0], frames[0]->packet);
	im_complete(0, NDIS_STATUS_SUCCESS);
	im_complete(1, NDIS_STATUS_SUCCESS);
	stop(test);
}

static void send_out_of_completion(struct kunit *test)
{
	run(test, true, false);
	upper.in_send_complete = sends_again;
	send_all();
	im_complete(0, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), FRAMES + 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.inside_max), 1);
	while (atomic_read(&upper.sends) < FRAMES + 1)
		im_complete(atomic_read(&upper.sends), NDIS_STATUS_SUCCESS);
	stop(test);
}

#define MANY	500

static VOID once_more(NDIS_HANDLE context, PVOID argument)
{
	if (atomic_inc_return(&im.callbacks) < MANY)
		NdisIMQueueMiniportCallback(im.handle, once_more, argument);
}

static VOID two_more(NDIS_HANDLE context, PVOID argument)
{
	int now = atomic_inc_return(&im.callbacks);

	if (now * 2 < MANY) {
		NdisIMQueueMiniportCallback(im.handle, two_more, argument);
		NdisIMQueueMiniportCallback(im.handle, two_more, argument);
	}
}

static bool it_ran;

static VOID runs(NDIS_HANDLE context, PVOID argument)
{
	WRITE_ONCE(it_ran, true);
}

/* SUCCESS is for what has run: not where others wait that a worker is to do. */
static void pending_until_it_has_run(struct kunit *test)
{
	NDIS_STATUS status;

	it_ran = false;
	run(test, true, true);
	NdisIMQueueMiniportCallback(im.handle, two_more, NULL);
	status = NdisIMQueueMiniportCallback(im.handle, runs, NULL);
	if (status == NDIS_STATUS_SUCCESS)
		KUNIT_EXPECT_TRUE(test, READ_ONCE(it_ran));
	else
		KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(it_ran)));
	stop(test);
}

/* Who finds work for ever does not do it for ever. */
static void nobody_is_kept_at_it(struct kunit *test)
{
	run(test, true, true);
	NdisIMQueueMiniportCallback(im.handle, once_more, NULL);
	KUNIT_EXPECT_LT(test, atomic_read(&im.callbacks), MANY);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&im.callbacks) == MANY));
	stop(test);
}

/* ---- switching ---- */

static VOID callback(NDIS_HANDLE context, PVOID argument)
{
	im.bad_context |= context != IM_CONTEXT || argument != &im;
	im.bad_level |= KeGetCurrentIrql() != DISPATCH_LEVEL;
	atomic_inc(&im.callbacks);
}

static int switch_elsewhere(void *result)
{
	NDIS_HANDLE handle;

	*(int *)result = NdisIMSwitchToMiniport(im.handle, &handle);
	if (*(int *)result)
		NdisIMRevertBack(im.handle, handle);
	complete(&upper.closed);
	return 0;
}

static void switching(struct kunit *test)
{
	struct ndis_instance *instance;
	NDIS_HANDLE handle, nested;
	NDIS_STATUS status;

	run(test, true, false);
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	KUNIT_ASSERT_TRUE(test, NdisIMSwitchToMiniport(im.handle, &handle));
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), DISPATCH_LEVEL);
	KUNIT_EXPECT_TRUE(test, NdisIMSwitchToMiniport(im.handle, &nested));
	/* Meanwhile nothing of the miniport's runs. */
	NdisSend(&status, upper.handle, frames[0]->packet);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, NdisIMQueueMiniportCallback(im.handle, callback, &im),
			NDIS_STATUS_PENDING);
	/* Another thread has not switched. */
	WRITE_ONCE(instance->token.owner, &init_task);
	NdisIMRevertBack(im.handle, handle);
	EXPECT_VIOLATIONS(test, NDIS_NOT_SWITCHED, 1);
	WRITE_ONCE(instance->token.owner, current);
	NdisIMRevertBack(im.handle, nested);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.callbacks), 0);
	NdisIMRevertBack(im.handle, handle);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.sends), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.callbacks), 1);
	KUNIT_EXPECT_EQ(test, NdisIMQueueMiniportCallback(im.handle, callback, &im),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.callbacks), 2);
	NdisIMRevertBack(im.handle, handle);
	EXPECT_VIOLATIONS(test, NDIS_NOT_SWITCHED, 1);
	im_complete(0, NDIS_STATUS_SUCCESS);
	ndis_instance_put(instance);
	stop(test);
}

static void revert_inside(void)
{
	NdisIMRevertBack(im.handle, im.handle);
}

/* A handler has not switched, although the miniport is this thread's. */
static void reverting_out_of_a_handler(struct kunit *test)
{
	NDIS_STATUS status;

	run(test, true, false);
	im.in_send = revert_inside;
	NdisSend(&status, upper.handle, frames[0]->packet);
	EXPECT_VIOLATIONS(test, NDIS_NOT_SWITCHED, 1);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	im_complete(0, NDIS_STATUS_SUCCESS);
	stop(test);
}

static void switching_while_it_runs(struct kunit *test)
{
	NDIS_HANDLE handle = im.handle;
	struct ndis_instance *instance;

	run(test, true, false);
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	im_begin_handler(instance);
	KUNIT_EXPECT_FALSE(test, NdisIMSwitchToMiniport(im.handle, &handle));
	KUNIT_EXPECT_PTR_EQ(test, handle, NULL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	im_end_handler(instance);
	ndis_instance_put(instance);
	stop(test);
}

static void switching_without_pointers(struct kunit *test)
{
	run(test, true, false);
	KUNIT_EXPECT_FALSE(test, NdisIMSwitchToMiniport(im.handle, NULL));
	KUNIT_EXPECT_EQ(test, NdisIMQueueMiniportCallback(im.handle, NULL, &im),
			NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 2);
	NdisMSendComplete(im.handle, NULL, NDIS_STATUS_SUCCESS);
	NdisMTransferDataComplete(im.handle, NULL, NDIS_STATUS_SUCCESS, 0);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 2);
	stop(test);
}

static atomic_t elsewhere;

static void look_elsewhere(void)
{
	int result = 2;

	im.in_send = NULL;
	if (!IS_ERR(kthread_run(switch_elsewhere, &result, "elsewhere"))) {
		while (!try_wait_for_completion(&upper.closed))
			cpu_relax();
	}
	atomic_set(&elsewhere, result);
}

/* FALSE while a handler runs in another thread. */
static void switching_from_another_thread(struct kunit *test)
{
	NDIS_STATUS status;

	if (num_online_cpus() < 2)
		kunit_skip(test, "the handler does not sleep: it takes two processors");
	run(test, true, false);
	im.in_send = look_elsewhere;
	NdisSend(&status, upper.handle, frames[0]->packet);
	KUNIT_EXPECT_EQ(test, atomic_read(&elsewhere), 0);
	im_complete(0, NDIS_STATUS_SUCCESS);
	stop(test);
}

/* ---- stacks of drivers ---- */

static void deep_stacks_defer(struct kunit *test)
{
	struct ndis_instance *instance;
	unsigned int i;

	run(test, false, true);
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	instance->adapter.depth = NDIS_DEPTH_INLINE + 1;
	send_all();
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&im.sends) == FRAMES));
	expect_order(test);
	for (i = 0; i < FRAMES; i++)
		im_complete(i, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.sends), FRAMES);
	instance->adapter.depth = 1;
	ndis_instance_put(instance);
	stop(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(array_deserialized),
	KUNIT_CASE(array_serialized),
	KUNIT_CASE(one_by_one_deserialized),
	KUNIT_CASE(one_by_one_serialized),
	KUNIT_CASE(completed_inside),
	KUNIT_CASE(completed_inside_serialized),
	KUNIT_CASE(status_of_send),
	KUNIT_CASE(flags_reach_send),
	KUNIT_CASE(completed_twice),
	KUNIT_CASE(resources_one_by_one),
	KUNIT_CASE(resources_of_arrays),
	KUNIT_CASE(resources_in_between),
	KUNIT_CASE(leaving_one_by_one),
	KUNIT_CASE(leaving_array),
	KUNIT_CASE(completed_after_the_handler),
	KUNIT_CASE(waiting_is_aborted),
	KUNIT_CASE(cancelled),
	KUNIT_CASE(cancelled_in_turn),
	KUNIT_CASE(threads_serialized),
	KUNIT_CASE(threads_deserialized),
	KUNIT_CASE(send_out_of_the_handler),
	KUNIT_CASE(send_out_of_completion),
	KUNIT_CASE(pending_until_it_has_run),
	KUNIT_CASE(nobody_is_kept_at_it),
	KUNIT_CASE(switching),
	KUNIT_CASE(reverting_out_of_a_handler),
	KUNIT_CASE(switching_while_it_runs),
	KUNIT_CASE(switching_without_pointers),
	KUNIT_CASE(switching_from_another_thread),
	KUNIT_CASE(deep_stacks_defer),
	{}
};

static struct kunit_suite suite = {
	.name = "ndis_shim_ndis_im_send",
	.init = im_setup,
	.exit = im_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
