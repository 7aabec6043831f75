// SPDX-License-Identifier: GPL-2.0
/*
 * Requests and I/O targets against hardware of our own: completed exactly once,
 * in softirq, whatever happens to them on the way.
 */
#include "wdf_mock.h"

#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "wdf/iotarget.h"
#include "wdf/request.h"

/* The hardware: takes one request after the other and sits on them. */
static struct hw {
	struct wdf_iotarget *target;
	struct wdf_request *pending[4];
	unsigned int count;
	unsigned int submitted;
	unsigned int unlinked;
	NTSTATUS refuse;
	NTSTATUS result;
	bool gone;
	struct delayed_work later;
} hw;

/* What the completion routine saw. */
static struct seen {
	unsigned int calls;
	NTSTATUS status;
	ULONG_PTR information;
	WDFIOTARGET target;
	WDFCONTEXT context;
	bool softirq;
	unsigned int resend;
	bool delete_it;
} seen;

static void hw_complete(unsigned int index, NTSTATUS result)
{
	struct wdf_request *req = hw.pending[index];

	hw.result = result;
	hw.count--;
	memmove(hw.pending + index, hw.pending + index + 1,
		(hw.count - index) * sizeof(*hw.pending));
	wdf_request_io_done(req);
}

static NTSTATUS hw_submit(struct wdf_request *req)
{
	hw.submitted++;
	if (!NT_SUCCESS(hw.refuse))
		return hw.refuse;
	hw.pending[hw.count++] = req;
	return STATUS_SUCCESS;
}

static void hw_unlink(struct wdf_request *req)
{
	unsigned int i;

	hw.unlinked++;
	for (i = 0; i < hw.count; i++) {
		if (hw.pending[i] == req) {
			hw_complete(i, STATUS_CANCELLED);
			return;
		}
	}
}

static void hw_finish(struct wdf_request *req)
{
	req->status = hw.result;
	req->information = 42;
}

static void hw_release(struct wdf_request *req)
{
}

static const struct wdf_request_io hw_io = {
	.submit = hw_submit,
	.unlink = hw_unlink,
	.finish = hw_finish,
	.release = hw_release,
};

static bool hw_present(struct wdf_iotarget *target)
{
	return !hw.gone;
}

static const struct wdf_iotarget_ops hw_ops = {
	.present = hw_present,
};

static void hw_target_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_iotarget, base));
}

static const struct wdf_object_class hw_class = {
	.name = "WDFIOTARGET",
	.type = WDF_TYPE_IOTARGET,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_PASSIVE_DISPOSE,
	.quiesce = wdf_iotarget_quiesce,
	.release = hw_target_release,
};

static void hw_later(struct work_struct *work)
{
	hw_complete(0, STATUS_SUCCESS);
}

static WDFIOTARGET hw_handle(void)
{
	return (WDFIOTARGET)&hw.target->base;
}

static struct wdf_request *hw_request(WDFREQUEST request)
{
	return container_of((struct wdf_object *)request, struct wdf_request, base);
}

static void hw_format_memory(WDFREQUEST request, WDFMEMORY memory)
{
	wdf_request_format_end(hw_request(request), hw.target, &hw_io,
			       (struct wdf_object *)memory, WdfRequestTypeOther);
}

static void hw_format(WDFREQUEST request)
{
	hw_format_memory(request, NULL);
}

static VOID completion(WDFREQUEST request, WDFIOTARGET target,
		       PWDF_REQUEST_COMPLETION_PARAMS params, WDFCONTEXT context)
{
	seen.calls++;
	seen.status = params->IoStatus.Status;
	seen.information = params->IoStatus.Information;
	seen.target = target;
	seen.context = context;
	seen.softirq = in_serving_softirq() && !irqs_disabled();
	if (seen.resend) {
		WDF_REQUEST_REUSE_PARAMS reuse;

		seen.resend--;
		WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_SUCCESS);
		WdfRequestReuse(request, &reuse);
		hw_format(request);
		WdfRequestSetCompletionRoutine(request, completion, context);
		WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	}
	if (seen.delete_it)
		WdfObjectDelete(request);
}

static WDFREQUEST make_request(struct kunit *test)
{
	WDFREQUEST request;

	KUNIT_ASSERT_EQ(test, WdfRequestCreate(WDF_NO_OBJECT_ATTRIBUTES, hw_handle(), &request),
			STATUS_SUCCESS);
	WdfRequestSetCompletionRoutine(request, completion, &seen);
	return request;
}

/* Formatted and sent; the hardware, or the hold list, has it. */
static WDFREQUEST send_request(struct kunit *test)
{
	WDFREQUEST request = make_request(test);

	hw_format(request);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, hw_handle(), WDF_NO_SEND_OPTIONS));
	return request;
}

/* The end of a softirq on this or another CPU. */
static void wait_calls(struct kunit *test, unsigned int calls)
{
	unsigned int i;

	for (i = 0; i < 200 && READ_ONCE(seen.calls) < calls; i++)
		msleep(20);
	KUNIT_EXPECT_EQ(test, seen.calls, calls);
}

static int request_setup(struct kunit *test)
{
	int err = mock_setup(test);

	if (err)
		return err;
	memset(&hw, 0, sizeof(hw));
	memset(&seen, 0, sizeof(seen));
	INIT_DELAYED_WORK(&hw.later, hw_later);
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	hw.target = kzalloc(sizeof(*hw.target), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, hw.target);
	wdf_iotarget_init(hw.target, &hw_class, &hw_ops, (struct wdf_device *)mock.device);
	KUNIT_ASSERT_EQ(test, wdf_object_publish(&hw.target->base, NULL,
						 (struct wdf_object *)mock.device),
			STATUS_SUCCESS);
	return 0;
}

static void request_teardown(struct kunit *test)
{
	cancel_delayed_work_sync(&hw.later);
	mock_teardown(test);
	KUNIT_EXPECT_EQ(test, hw.count, 0u);
}

/* ---- sending ---- */

static void sent_request_completes_in_softirq(struct kunit *test)
{
	WDFREQUEST request = send_request(test);
	WDF_REQUEST_COMPLETION_PARAMS params;

	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(request), STATUS_PENDING);
	local_irq_disable();
	hw_complete(0, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.calls, 0u);
	local_irq_enable();
	wait_calls(test, 1);
	KUNIT_EXPECT_TRUE(test, seen.softirq);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.information, (ULONG_PTR)42);
	KUNIT_EXPECT_PTR_EQ(test, seen.target, hw_handle());
	KUNIT_EXPECT_PTR_EQ(test, seen.context, (WDFCONTEXT)&seen);
	KUNIT_EXPECT_EQ(test, WdfRequestGetInformation(request), (ULONG_PTR)42);
	WDF_REQUEST_COMPLETION_PARAMS_INIT(&params);
	WdfRequestGetCompletionParams(request, &params);
	KUNIT_EXPECT_EQ(test, params.IoStatus.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, params.IoStatus.Information, (ULONG_PTR)42);
	WdfObjectDelete(request);
}

static void unformatted_request_is_not_sent(struct kunit *test)
{
	WDFREQUEST request = make_request(test);

	KUNIT_EXPECT_FALSE(test, WdfRequestSend(request, hw_handle(), WDF_NO_SEND_OPTIONS));
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(request), STATUS_INVALID_DEVICE_REQUEST);
	MOCK_EXPECT_RULE(test, REQUEST_NOT_FORMATTED, 1);
	KUNIT_EXPECT_EQ(test, seen.calls, 0u);
	WdfObjectDelete(request);
}

static void request_in_flight_is_left_alone(struct kunit *test)
{
	WDFREQUEST request = send_request(test);
	WDF_REQUEST_REUSE_PARAMS reuse;

	KUNIT_EXPECT_FALSE(test, WdfRequestSend(request, hw_handle(), WDF_NO_SEND_OPTIONS));
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(request), STATUS_PENDING);
	WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(WdfRequestReuse(request, &reuse)));
	MOCK_EXPECT_VIOLATIONS(test, 2);
	hw_complete(0, STATUS_SUCCESS);
	wait_calls(test, 1);
	WdfObjectDelete(request);
}

static void refusal_of_the_hardware_completes(struct kunit *test)
{
	WDFREQUEST request;

	hw.refuse = STATUS_INSUFFICIENT_RESOURCES;
	request = send_request(test);
	wait_calls(test, 1);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_INSUFFICIENT_RESOURCES);
	WdfObjectDelete(request);
}

static void completion_may_send_again(struct kunit *test)
{
	WDFREQUEST request = send_request(test);

	seen.resend = 3;
	for (unsigned int i = 1; i <= 4; i++) {
		hw_complete(0, STATUS_SUCCESS);
		wait_calls(test, i);
	}
	KUNIT_EXPECT_EQ(test, hw.submitted, 4u);
	WdfObjectDelete(request);
}

static void completion_may_delete(struct kunit *test)
{
	send_request(test);
	seen.delete_it = true;
	hw_complete(0, STATUS_SUCCESS);
	wait_calls(test, 1);
}

static void only_queue_requests_are_forgotten(struct kunit *test)
{
	WDFREQUEST request = make_request(test);
	WDF_REQUEST_SEND_OPTIONS options;

	hw_format(request);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET);
	KUNIT_EXPECT_FALSE(test, WdfRequestSend(request, hw_handle(), &options));
	MOCK_EXPECT_RULE(test, SEND_AND_FORGET, 1);
	options.Size--;
	options.Flags = 0;
	KUNIT_EXPECT_FALSE(test, WdfRequestSend(request, hw_handle(), &options));
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(request), STATUS_INFO_LENGTH_MISMATCH);
	WdfObjectDelete(request);
}

/* ---- synchronous ---- */

static void synchronous_send_waits_and_calls_nobody(struct kunit *test)
{
	WDFREQUEST request = make_request(test);
	WDF_REQUEST_SEND_OPTIONS options;

	hw_format(request);
	schedule_delayed_work(&hw.later, HZ / 10);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, hw_handle(), &options));
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(request), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.calls, 0u);
	WdfObjectDelete(request);
}

static void hw_unplug(struct work_struct *work)
{
	WRITE_ONCE(hw.gone, true);
}

static void synchronous_send_notices_an_unplug(struct kunit *test)
{
	WDFREQUEST request = make_request(test);
	WDF_REQUEST_SEND_OPTIONS options;
	unsigned long start = jiffies;

	/* Nobody completes it and nobody announces the unplug. */
	INIT_DELAYED_WORK(&hw.later, hw_unplug);
	schedule_delayed_work(&hw.later, HZ / 10);
	hw_format(request);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, WDF_REL_TIMEOUT_IN_SEC(60));
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, hw_handle(), &options));
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(request), STATUS_CANCELLED);
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, start + 30 * HZ));
	WdfObjectDelete(request);
}

static void synchronous_send_times_out_while_held(struct kunit *test)
{
	WDFREQUEST request = make_request(test);
	WDF_REQUEST_SEND_OPTIONS options;

	WdfIoTargetStop(hw_handle(), WdfIoTargetLeaveSentIoPending);
	hw_format(request);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, WDF_REL_TIMEOUT_IN_MS(50));
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, hw_handle(), &options));
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(request), STATUS_IO_TIMEOUT);
	KUNIT_EXPECT_EQ(test, hw.submitted, 0u);
	WdfObjectDelete(request);
}

/* ---- cancelling, timing out ---- */

static void cancelled_request_completes_cancelled(struct kunit *test)
{
	WDFREQUEST request = send_request(test);

	KUNIT_EXPECT_TRUE(test, WdfRequestCancelSentRequest(request));
	wait_calls(test, 1);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, hw.unlinked, 1u);
	KUNIT_EXPECT_FALSE(test, WdfRequestCancelSentRequest(request));
	WdfObjectDelete(request);
}

static void timed_out_request_completes_timed_out(struct kunit *test)
{
	WDFREQUEST request = make_request(test);
	WDF_REQUEST_SEND_OPTIONS options;

	hw_format(request);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, 0);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, WDF_REL_TIMEOUT_IN_MS(20));
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, hw_handle(), &options));
	wait_calls(test, 1);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_IO_TIMEOUT);
	WdfObjectDelete(request);
}

static void send_for(struct kunit *test, WDFREQUEST request, unsigned int ms)
{
	WDF_REQUEST_SEND_OPTIONS options;

	hw_format(request);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, 0);
	if (ms)
		WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, WDF_REL_TIMEOUT_IN_MS(ms));
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, hw_handle(), &options));
}

/* One timer serves them all, and may still be set for an earlier one. */
static void each_flight_has_its_own_time(struct kunit *test)
{
	WDFREQUEST request = make_request(test);

	send_for(test, request, 300);
	msleep(200);
	hw_complete(0, STATUS_SUCCESS);
	wait_calls(test, 1);
	send_for(test, request, 300);
	msleep(200);
	KUNIT_EXPECT_EQ(test, hw.count, 1u);
	KUNIT_EXPECT_EQ(test, seen.calls, 1u);
	wait_calls(test, 2);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_IO_TIMEOUT);

	/* none at all */
	send_for(test, request, 50);
	hw_complete(0, STATUS_SUCCESS);
	wait_calls(test, 3);
	send_for(test, request, 0);
	msleep(100);
	KUNIT_EXPECT_EQ(test, seen.calls, 3u);
	hw_complete(0, STATUS_SUCCESS);
	wait_calls(test, 4);

	/* less than there is left of the one before */
	send_for(test, request, 60000);
	hw_complete(0, STATUS_SUCCESS);
	wait_calls(test, 5);
	send_for(test, request, 50);
	wait_calls(test, 6);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_IO_TIMEOUT);

	/* it is still set when its memory goes */
	send_for(test, request, 100);
	hw_complete(0, STATUS_SUCCESS);
	wait_calls(test, 7);
	WdfObjectDelete(request);
	msleep(150);
}

static void deleting_a_sent_request_still_completes_it(struct kunit *test)
{
	WdfObjectDelete(send_request(test));
	MOCK_EXPECT_VIOLATIONS(test, 1);
	wait_calls(test, 1);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_CANCELLED);
}

static VOID memory_destroyed(WDFOBJECT object)
{
	mock_log("destroyed");
}

static void memory_stays_while_in_flight(struct kunit *test)
{
	WDFREQUEST request = make_request(test);
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFMEMORY memory;

	mock.log[0] = '\0';
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = memory_destroyed;
	KUNIT_ASSERT_EQ(test, WdfMemoryCreate(&attributes, NonPagedPoolNx, 0, 16, &memory, NULL),
			STATUS_SUCCESS);
	hw_format_memory(request, memory);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, hw_handle(), WDF_NO_SEND_OPTIONS));
	WdfObjectDelete(memory);
	MOCK_EXPECT_LOG(test, "");
	hw_complete(0, STATUS_SUCCESS);
	wait_calls(test, 1);
	WdfIoTargetStop(hw_handle(), WdfIoTargetWaitForSentIoToComplete);
	MOCK_EXPECT_LOG(test, "destroyed");
	WdfObjectDelete(request);
}

/* ---- target states ---- */

static void stopped_target_holds_in_order(struct kunit *test)
{
	WDFREQUEST first, second;

	WdfIoTargetStop(hw_handle(), WdfIoTargetCancelSentIo);
	KUNIT_EXPECT_EQ(test, WdfIoTargetGetState(hw_handle()), WdfIoTargetStopped);
	first = send_request(test);
	second = send_request(test);
	KUNIT_EXPECT_EQ(test, hw.submitted, 0u);
	KUNIT_EXPECT_EQ(test, WdfIoTargetStart(hw_handle()), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfIoTargetStart(hw_handle()), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfIoTargetGetState(hw_handle()), WdfIoTargetStarted);
	KUNIT_ASSERT_EQ(test, hw.count, 2u);
	KUNIT_EXPECT_PTR_EQ(test, hw.pending[0], hw_request(first));
	KUNIT_EXPECT_PTR_EQ(test, hw.pending[1], hw_request(second));
	WdfIoTargetStop(hw_handle(), WdfIoTargetCancelSentIo);
	KUNIT_EXPECT_EQ(test, seen.calls, 2u);
	WdfObjectDelete(first);
	WdfObjectDelete(second);
}

static void held_request_can_be_cancelled(struct kunit *test)
{
	WDFREQUEST request;

	WdfIoTargetStop(hw_handle(), WdfIoTargetLeaveSentIoPending);
	request = send_request(test);
	KUNIT_EXPECT_TRUE(test, WdfRequestCancelSentRequest(request));
	wait_calls(test, 1);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, hw.submitted, 0u);
	KUNIT_EXPECT_EQ(test, hw.unlinked, 0u);
	WdfObjectDelete(request);
}

static void state_can_be_ignored(struct kunit *test)
{
	WDFREQUEST request = make_request(test);
	WDF_REQUEST_SEND_OPTIONS options;

	WdfIoTargetStop(hw_handle(), WdfIoTargetCancelSentIo);
	hw_format(request);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, hw_handle(), &options));
	KUNIT_EXPECT_EQ(test, hw.submitted, 1u);
	hw_complete(0, STATUS_SUCCESS);
	wait_calls(test, 1);
	WdfObjectDelete(request);
}

static void stop_can_wait_for_what_was_sent(struct kunit *test)
{
	WDFREQUEST request = send_request(test);

	schedule_delayed_work(&hw.later, HZ / 10);
	WdfIoTargetStop(hw_handle(), WdfIoTargetWaitForSentIoToComplete);
	KUNIT_EXPECT_EQ(test, seen.calls, 1u);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, hw.unlinked, 0u);
	WdfObjectDelete(request);
}

static void purged_target_has_nothing_and_takes_nothing(struct kunit *test)
{
	WDFREQUEST sent = send_request(test), held, late;

	WdfIoTargetStop(hw_handle(), WdfIoTargetLeaveSentIoPending);
	held = send_request(test);
	WdfIoTargetPurge(hw_handle(), WdfIoTargetPurgeIoAndWait);
	wait_calls(test, 2);
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(sent), STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(held), STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, hw.submitted, 1u);
	KUNIT_EXPECT_EQ(test, WdfIoTargetGetState(hw_handle()), WdfIoTargetPurged);
	late = make_request(test);
	hw_format(late);
	KUNIT_EXPECT_FALSE(test, WdfRequestSend(late, hw_handle(), WDF_NO_SEND_OPTIONS));
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(late), STATUS_INVALID_DEVICE_STATE);
	WdfObjectDelete(late);

	KUNIT_EXPECT_EQ(test, WdfIoTargetStart(hw_handle()), STATUS_SUCCESS);
	late = send_request(test);
	KUNIT_EXPECT_EQ(test, hw.submitted, 2u);
	/* Without waiting from anywhere. */
	local_bh_disable();
	WdfIoTargetPurge(hw_handle(), WdfIoTargetPurgeIo);
	local_bh_enable();
	wait_calls(test, 3);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	WdfIoTargetPurge(hw_handle(), WdfIoTargetPurgeIoUndefined);
	MOCK_EXPECT_RULE(test, TARGET_ARGUMENT, 1);
	WdfObjectDelete(sent);
	WdfObjectDelete(held);
	WdfObjectDelete(late);
}

static void vanished_hardware_ends_everything(struct kunit *test)
{
	WDFREQUEST sent = send_request(test), held, late;

	WdfIoTargetStop(hw_handle(), WdfIoTargetLeaveSentIoPending);
	held = send_request(test);
	hw.gone = true;
	wdf_iotarget_kill(hw.target);
	wait_calls(test, 2);
	late = make_request(test);
	hw_format(late);
	KUNIT_EXPECT_FALSE(test, WdfRequestSend(late, hw_handle(), WDF_NO_SEND_OPTIONS));
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(late), STATUS_DEVICE_REMOVED);
	KUNIT_EXPECT_EQ(test, WdfIoTargetStart(hw_handle()), STATUS_DEVICE_REMOVED);
	WdfObjectDelete(sent);
	WdfObjectDelete(held);
	WdfObjectDelete(late);
}

static void removal_completes_what_was_sent(struct kunit *test)
{
	WDFREQUEST request = send_request(test);

	mock_remove();
	KUNIT_EXPECT_EQ(test, seen.calls, 1u);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_CANCELLED);
	WdfObjectDelete(request);
}

static void local_target_is_the_devices(struct kunit *test)
{
	WDFIOTARGET target = WdfDeviceGetIoTarget(mock.device);

	KUNIT_ASSERT_NOT_NULL(test, target);
	KUNIT_EXPECT_PTR_EQ(test, WdfDeviceGetIoTarget(mock.device), target);
	KUNIT_EXPECT_PTR_EQ(test, WdfIoTargetGetDevice(target), mock.device);
	KUNIT_EXPECT_EQ(test, WdfIoTargetGetState(target), WdfIoTargetStarted);
}

static struct kunit_case wdf_request_cases[] = {
	KUNIT_CASE(sent_request_completes_in_softirq),
	KUNIT_CASE(unformatted_request_is_not_sent),
	KUNIT_CASE(request_in_flight_is_left_alone),
	KUNIT_CASE(refusal_of_the_hardware_completes),
	KUNIT_CASE(completion_may_send_again),
	KUNIT_CASE(completion_may_delete),
	KUNIT_CASE(only_queue_requests_are_forgotten),
	KUNIT_CASE(synchronous_send_waits_and_calls_nobody),
	KUNIT_CASE(synchronous_send_notices_an_unplug),
	KUNIT_CASE(synchronous_send_times_out_while_held),
	KUNIT_CASE(cancelled_request_completes_cancelled),
	KUNIT_CASE(timed_out_request_completes_timed_out),
	KUNIT_CASE(each_flight_has_its_own_time),
	KUNIT_CASE(deleting_a_sent_request_still_completes_it),
	KUNIT_CASE(memory_stays_while_in_flight),
	KUNIT_CASE(stopped_target_holds_in_order),
	KUNIT_CASE(held_request_can_be_cancelled),
	KUNIT_CASE(state_can_be_ignored),
	KUNIT_CASE(stop_can_wait_for_what_was_sent),
	KUNIT_CASE(purged_target_has_nothing_and_takes_nothing),
	KUNIT_CASE(vanished_hardware_ends_everything),
	KUNIT_CASE(removal_completes_what_was_sent),
	KUNIT_CASE(local_target_is_the_devices),
	{}
};

static struct kunit_suite wdf_request_suite = {
	.name = "ndis_shim_request",
	.init = request_setup,
	.exit = request_teardown,
	.test_cases = wdf_request_cases,
};

kunit_test_suite(wdf_request_suite);
