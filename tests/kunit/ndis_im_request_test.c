// SPDX-License-Identifier: GPL-2.0
/*
 * Requests to a miniport, one at a time; its resets and its status.
 */
#include "ndis_im_mock.h"

#define REQUESTS	4
#define SOME_OID	0xff00cafe	/* in no table: the miniport's own */

static struct query {
	NDIS_REQUEST request;
	u32 value;
} queries[REQUESTS];

static NDIS_STATUS ask(unsigned int i, NDIS_REQUEST_TYPE type, NDIS_OID oid)
{
	NDIS_STATUS status = 0x7777;

	memset(&queries[i], 0, sizeof(queries[i]));
	queries[i].request.RequestType = type;
	queries[i].request.DATA.QUERY_INFORMATION.Oid = oid;
	queries[i].request.DATA.QUERY_INFORMATION.InformationBuffer = &queries[i].value;
	queries[i].request.DATA.QUERY_INFORMATION.InformationBufferLength = 4;
	NdisRequest(&status, upper.handle, &queries[i].request);
	return status;
}

static void stop(struct kunit *test)
{
	up_close(test);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
}

static int answered;
static int asked;

/* As if nothing had been asked while the case was set up. */
static void look(void)
{
	answered = atomic_read(&upper.requests);
	asked = atomic_read(&im.requests);
}

#define ANSWERED	(atomic_read(&upper.requests) - answered)
#define ASKED		(atomic_read(&im.requests) - asked)

static void answer(struct kunit *test)
{
	im_run(test, true);
	look();
	KUNIT_EXPECT_EQ(test, ask(0, NdisRequestQueryInformation, SOME_OID), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, ANSWERED, 1);
	KUNIT_EXPECT_EQ(test, upper.request_status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, queries[0].value, 0x55aau);
	KUNIT_EXPECT_EQ(test, queries[0].request.DATA.QUERY_INFORMATION.BytesWritten, 4u);
	KUNIT_EXPECT_EQ(test, im.oid, SOME_OID);
	queries[1].value = 0;
	KUNIT_EXPECT_EQ(test, ask(1, NdisRequestSetInformation, SOME_OID), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, queries[1].request.DATA.SET_INFORMATION.BytesRead, 4u);
	im.request = NDIS_STATUS_NOT_SUPPORTED;
	ask(0, NdisRequestQueryInformation, SOME_OID);
	KUNIT_EXPECT_EQ(test, upper.request_status, NDIS_STATUS_NOT_SUPPORTED);
	im.request = NDIS_STATUS_SUCCESS;
	stop(test);
}

static void one_at_a_time(struct kunit *test, bool serialized)
{
	unsigned int i;

	if (serialized)
		im.attributes &= ~NDIS_ATTRIBUTE_DESERIALIZE;
	im_run(test, true);
	im.request = NDIS_STATUS_PENDING;
	look();
	for (i = 0; i < REQUESTS; i++)
		KUNIT_EXPECT_EQ(test, ask(i, NdisRequestQueryInformation, SOME_OID + i),
				NDIS_STATUS_PENDING);
	for (i = 0; i < REQUESTS; i++) {
		KUNIT_EXPECT_EQ(test, ASKED, i + 1);
		KUNIT_EXPECT_EQ(test, im.oid, SOME_OID + i);
		KUNIT_EXPECT_EQ(test, ANSWERED, i);
		NdisMQueryInformationComplete(im.handle, NDIS_STATUS_SUCCESS);
	}
	KUNIT_EXPECT_EQ(test, ANSWERED, REQUESTS);
	NdisMQueryInformationComplete(im.handle, NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_DOUBLE_COMPLETE, 1);
	KUNIT_EXPECT_EQ(test, ANSWERED, REQUESTS);
	im.request = NDIS_STATUS_SUCCESS;
	stop(test);
}

static void one_at_a_time_deserialized(struct kunit *test)
{
	one_at_a_time(test, false);
}

static void one_at_a_time_serialized(struct kunit *test)
{
	one_at_a_time(test, true);
}

/* One MiniportXxx at a time. */
static void request_in_turn(struct kunit *test)
{
	struct ndis_instance *instance;

	im.attributes &= ~NDIS_ATTRIBUTE_DESERIALIZE;
	im_run(test, true);
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	look();
	im_begin_handler(instance);
	KUNIT_EXPECT_EQ(test, ask(0, NdisRequestQueryInformation, SOME_OID), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, ASKED, 0);
	im_end_handler(instance);
	KUNIT_EXPECT_EQ(test, ASKED, 1);
	KUNIT_EXPECT_EQ(test, ANSWERED, 1);
	ndis_instance_put(instance);
	stop(test);
}

static void asks_again(void)
{
	if (ANSWERED < REQUESTS)
		ask(ANSWERED, NdisRequestQueryInformation, SOME_OID);
}

/* Complete before the handler returns PENDING: the next one waits for the return. */
static void completed_inside(struct kunit *test)
{
	im_run(test, true);
	im.request = NDIS_STATUS_PENDING;
	im.request_inside = true;
	upper.in_request_complete = asks_again;
	look();
	atomic_set(&im.inside_max, 0);
	ask(0, NdisRequestQueryInformation, SOME_OID);
	KUNIT_EXPECT_EQ(test, ANSWERED, REQUESTS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.inside_max), 1);
	upper.in_request_complete = NULL;
	im.request_inside = false;
	im.request = NDIS_STATUS_SUCCESS;
	stop(test);
}

static void complete_too(NDIS_OID oid)
{
	im.in_request = NULL;
	NdisMQueryInformationComplete(im.handle, NDIS_STATUS_RESOURCES);
}

/* Completed, and a final status returned: the first counts. */
static void completed_and_returned(struct kunit *test)
{
	im_run(test, true);
	im.in_request = complete_too;
	look();
	ask(0, NdisRequestQueryInformation, SOME_OID);
	EXPECT_VIOLATIONS(test, NDIS_DOUBLE_COMPLETE, 1);
	KUNIT_EXPECT_EQ(test, ANSWERED, 1);
	KUNIT_EXPECT_EQ(test, upper.request_status, NDIS_STATUS_RESOURCES);
	stop(test);
}

static void completed_as_the_other_kind(struct kunit *test)
{
	im_run(test, true);
	im.request = NDIS_STATUS_PENDING;
	look();
	ask(0, NdisRequestQueryInformation, SOME_OID);
	NdisMSetInformationComplete(im.handle, NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_COMPLETION, 1);
	KUNIT_EXPECT_EQ(test, ANSWERED, 1);
	im.request = NDIS_STATUS_SUCCESS;
	stop(test);
}

static void power_is_not_for_protocols(struct kunit *test)
{
	im_run(test, true);
	look();
	KUNIT_EXPECT_LT(test, ask(0, NdisRequestSetInformation, OID_PNP_SET_POWER), 0);
	KUNIT_EXPECT_LT(test, ask(0, NdisRequestQueryInformation, OID_PNP_QUERY_POWER), 0);
	KUNIT_EXPECT_EQ(test, ask(0, NdisRequestGeneric1, SOME_OID), NDIS_STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, ASKED, 0);
	stop(test);
}

/* One that the miniport never answers ends when it has halted. */
static void lost_by_halt(struct kunit *test)
{
	struct ndis_instance *instance;
	u32 value = 7;

	im_run(test, true);
	up_close(test);
	msleep(20);
	im.request = NDIS_STATUS_PENDING;
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	ndis_miniport_tell(instance, SOME_OID, &value, sizeof(value));
	KUNIT_EXPECT_EQ(test, im.set_value, 7u);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_LOST_OPERATION, 1);
	ndis_instance_put(instance);
}

static void complete_in_halt(void)
{
	NdisMSetInformationComplete(im.handle, NDIS_STATUS_SUCCESS);
}

/* It will never have its turn: the binding does not wait for it. */
static void queued_ends_before_halt(struct kunit *test)
{
	struct ndis_instance *instance;
	u32 value = 7;

	im_run(test, true);
	im.request = NDIS_STATUS_PENDING;
	im.in_halt = complete_in_halt;
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	ndis_miniport_tell(instance, SOME_OID, &value, sizeof(value));
	look();
	KUNIT_EXPECT_EQ(test, ask(0, NdisRequestQueryInformation, SOME_OID), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, ANSWERED, 0);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	upper.handle = NULL;
	KUNIT_EXPECT_EQ(test, ANSWERED, 1);
	KUNIT_EXPECT_EQ(test, upper.request_status, NDIS_STATUS_ADAPTER_REMOVED);
	ndis_instance_put(instance);
}

/* ---- reset ---- */

static NDIS_STATUS reset_now(struct kunit *test, int before)
{
	NDIS_STATUS status;

	NdisReset(&status, upper.handle);
	if (status != NDIS_STATUS_PENDING)
		return status;
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&upper.resets) == before + 1));
	return upper.reset_status;
}

static void reset_without_handler(struct kunit *test)
{
	im.chars.ResetHandler = NULL;
	im_run(test, true);
	KUNIT_EXPECT_EQ(test, reset_now(test, 0), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, upper.statuses_seen[0], NDIS_STATUS_RESET_START);
	KUNIT_EXPECT_EQ(test, upper.statuses_seen[1], NDIS_STATUS_RESET_END);
	stop(test);
}

static void resets(struct kunit *test, bool serialized)
{
	NDIS_STATUS status;

	if (serialized)
		im.attributes &= ~NDIS_ATTRIBUTE_DESERIALIZE;
	im.chars.ResetHandler = im_reset;
	im_run(test, true);
	KUNIT_EXPECT_EQ(test, reset_now(test, 0), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.resets), 1);

	im.reset = NDIS_STATUS_PENDING;
	NdisReset(&status, upper.handle);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&im.resets) == 2));
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.resets), 1);
	NdisMResetComplete(im.handle, NDIS_STATUS_SOFT_ERRORS, FALSE);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&upper.resets) == 2));
	KUNIT_EXPECT_EQ(test, upper.reset_status, NDIS_STATUS_SOFT_ERRORS);
	NdisMResetComplete(im.handle, NDIS_STATUS_SUCCESS, FALSE);
	EXPECT_VIOLATIONS(test, NDIS_DOUBLE_COMPLETE, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.resets), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.statuses), atomic_read(&upper.status_completes));
	stop(test);
}

static void reset_deserialized(struct kunit *test)
{
	resets(test, false);
}

static void reset_serialized(struct kunit *test)
{
	resets(test, true);
}

static void reset_in_turn(struct kunit *test)
{
	struct ndis_instance *instance;
	NDIS_STATUS status;

	im.attributes &= ~NDIS_ATTRIBUTE_DESERIALIZE;
	im.chars.ResetHandler = im_reset;
	im_run(test, true);
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	im_begin_handler(instance);
	NdisReset(&status, upper.handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&upper.statuses) == 1));
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.resets), 0);
	im_end_handler(instance);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.resets), 1);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&upper.resets) == 1));
	ndis_instance_put(instance);
	stop(test);
}

/* A miniport that has lost its addresses is told them again. */
static void addressing_reset(struct kunit *test)
{
	NDIS_STATUS status;

	im.chars.ResetHandler = im_reset;
	im_run(test, true);
	im.reset = NDIS_STATUS_PENDING;
	NdisReset(&status, upper.handle);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&im.resets) == 1));
	WRITE_ONCE(im.filter, 0);
	NdisMResetComplete(im.handle, NDIS_STATUS_SUCCESS, TRUE);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(im.filter) & NDIS_PACKET_TYPE_PROMISCUOUS));
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&upper.resets) == 1));
	stop(test);
}

static void hang(struct kunit *test, bool serialized)
{
	if (serialized)
		im.attributes &= ~NDIS_ATTRIBUTE_DESERIALIZE;
	im.chars.ResetHandler = im_reset;
	im.chars.CheckForHangHandler = im_check_for_hang;
	im.hang_seconds = 1;
	im_run(test, true);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&im.hangs_asked)));
	KUNIT_EXPECT_EQ(test, atomic_read(&im.resets), 0);
	im.hangs = true;
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&im.resets)));
	im.hangs = false;
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&upper.statuses) >= 2));
	KUNIT_EXPECT_EQ(test, upper.statuses_seen[0], NDIS_STATUS_RESET_START);
	stop(test);
}

static void hang_deserialized(struct kunit *test)
{
	hang(test, false);
}

static void hang_serialized(struct kunit *test)
{
	hang(test, true);
}

/* Jiffies do not come round. */
static void hang_never(struct kunit *test)
{
	im.chars.CheckForHangHandler = im_check_for_hang;
	im.hang_seconds = U32_MAX / HZ + 1;
	im_run(test, true);
	msleep(100);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.hangs_asked), 0);
	stop(test);
}

/* ---- status ---- */

static void status_goes_up(struct kunit *test)
{
	im_run(test, true);
	NdisMIndicateStatus(im.handle, NDIS_STATUS_LINK_SPEED_CHANGE, NULL, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.statuses), 1);
	KUNIT_EXPECT_EQ(test, upper.latest_status, NDIS_STATUS_LINK_SPEED_CHANGE);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.status_completes), 1);
	NdisMIndicateStatusComplete(im.handle);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.status_completes), 1);
	NdisMIndicateStatus(im.handle, NDIS_STATUS_LINK_SPEED_CHANGE, NULL, 4);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.statuses), 1);
	stop(test);
}

static void pnp_events(struct kunit *test)
{
	NDIS_DEVICE_POWER_STATE state = NdisDeviceStateD3;
	NET_PNP_EVENT event = { NetEventQueryPower, &state, sizeof(state) };

	im_run(test, true);
	KUNIT_EXPECT_EQ(test, NdisIMNotifyPnPEvent(im.handle, &event), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NdisIMNotifyPnPEvent(im.handle, NULL), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	/* Those above would look for the state. */
	event.BufferLength--;
	KUNIT_EXPECT_EQ(test, NdisIMNotifyPnPEvent(im.handle, &event), NDIS_STATUS_FAILURE);
	event.Buffer = NULL;
	event.BufferLength++;
	event.NetEvent = NetEventSetPower;
	KUNIT_EXPECT_EQ(test, NdisIMNotifyPnPEvent(im.handle, &event), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 2);
	event.NetEvent = NetEventReconfigure;
	KUNIT_EXPECT_EQ(test, NdisIMNotifyPnPEvent(im.handle, &event), NDIS_STATUS_SUCCESS);
	stop(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(answer),
	KUNIT_CASE(one_at_a_time_deserialized),
	KUNIT_CASE(one_at_a_time_serialized),
	KUNIT_CASE(request_in_turn),
	KUNIT_CASE(completed_inside),
	KUNIT_CASE(completed_and_returned),
	KUNIT_CASE(completed_as_the_other_kind),
	KUNIT_CASE(power_is_not_for_protocols),
	KUNIT_CASE(lost_by_halt),
	KUNIT_CASE(queued_ends_before_halt),
	KUNIT_CASE(reset_without_handler),
	KUNIT_CASE(reset_deserialized),
	KUNIT_CASE(reset_serialized),
	KUNIT_CASE(reset_in_turn),
	KUNIT_CASE(addressing_reset),
	KUNIT_CASE(hang_deserialized),
	KUNIT_CASE(hang_serialized),
	KUNIT_CASE(hang_never),
	KUNIT_CASE(status_goes_up),
	KUNIT_CASE(pnp_events),
	{}
};

static struct kunit_suite suite = {
	.name = "ndis_shim_ndis_im_request",
	.init = im_setup,
	.exit = im_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
