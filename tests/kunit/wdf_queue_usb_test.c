// SPDX-License-Identifier: GPL-2.0
/*
 * Requests of programs that their driver sends on to a USB pipe.
 */
#include "wdf_queue_mock.h"
#include "wdf_usb_mock.h"

#define QU_BYTES	512	/* one packet of the pipe */

/* Reads of the pipe wait until they are cancelled. */
static void qu_start(struct kunit *test, void (*in_callback)(WDFREQUEST request))
{
	WDF_IO_QUEUE_CONFIG config;

	select_pipes(test);
	q_config(&config, WdfIoQueueDispatchParallel);
	config.PowerManaged = WdfFalse;
	q_create_as(test, &config, NULL, &q.queue);
	q_open(test);
	q.in_callback = in_callback;
}

static void cancel_its_program(WDFREQUEST request)
{
	nt_irp_cancel(container_of(WdfRequestWdmGetIrp(request), struct nt_irp, irp));
}

/* Long enough to tell it from a cancellation. */
static void qu_options(WDF_REQUEST_SEND_OPTIONS *options, ULONG flags)
{
	WDF_REQUEST_SEND_OPTIONS_INIT(options, flags);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(options, WDF_REL_TIMEOUT_IN_SEC(2));
}

static void format_read(WDFREQUEST request)
{
	WDFMEMORY memory;

	WdfRequestRetrieveOutputMemory(request, &memory);
	WdfUsbTargetPipeFormatRequestForRead(fx.in, request, memory, NULL);
}

/* ---- asynchronous ---- */

static VOID qu_read_done(WDFREQUEST request, WDFIOTARGET target,
			 PWDF_REQUEST_COMPLETION_PARAMS params, WDFCONTEXT context)
{
	WdfRequestComplete(request, params->IoStatus.Status);
}

static void send_read(WDFREQUEST request)
{
	format_read(request);
	WdfRequestSetCompletionRoutine(request, qu_read_done, NULL);
	if (!WdfRequestSend(request, WdfUsbTargetPipeGetIoTarget(fx.in), NULL))
		WdfRequestComplete(request, WdfRequestGetStatus(request));
}

static void sent_request_ends_with_its_program(struct kunit *test)
{
	struct nt_irp *nt;

	qu_start(test, send_read);
	nt = q_send_read(test, QU_BYTES);
	KUNIT_EXPECT_FALSE(test, nt_irp_is_done(nt));
	nt_irp_cancel(nt);
	USB_WAIT(test, nt_irp_is_done(nt));
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
}

static void cancel_and_send_read(WDFREQUEST request)
{
	cancel_its_program(request);
	send_read(request);
}

static void request_sent_too_late_ends_at_once(struct kunit *test)
{
	struct nt_irp *nt;

	qu_start(test, cancel_and_send_read);
	nt = q_send_read(test, QU_BYTES);
	USB_WAIT(test, nt_irp_is_done(nt));
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
}

/* ---- synchronous ---- */

static void cancel_and_wait(WDFREQUEST request)
{
	WDF_REQUEST_SEND_OPTIONS options;

	cancel_its_program(request);
	format_read(request);
	qu_options(&options, WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
	WdfRequestSend(request, WdfUsbTargetPipeGetIoTarget(fx.in), &options);
	WdfRequestComplete(request, WdfRequestGetStatus(request));
}

static void waiting_sender_hears_of_cancellation(struct kunit *test)
{
	struct nt_irp *nt;

	qu_start(test, cancel_and_wait);
	nt = q_send_read(test, QU_BYTES);
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
}

static NTSTATUS read_with(WDFREQUEST request, LONGLONG timeout)
{
	WDF_REQUEST_SEND_OPTIONS options;
	WDF_MEMORY_DESCRIPTOR descriptor;
	static u8 bytes[QU_BYTES];

	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&descriptor, bytes, sizeof(bytes));
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, 0);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, timeout);
	return WdfUsbTargetPipeReadSynchronously(fx.in, request, &options, &descriptor, NULL);
}

static void cancel_and_read(WDFREQUEST request)
{
	cancel_its_program(request);
	WdfRequestComplete(request, read_with(request, WDF_REL_TIMEOUT_IN_SEC(2)));
}

static void synchronous_read_ends_with_its_program(struct kunit *test)
{
	struct nt_irp *nt;

	qu_start(test, cancel_and_read);
	nt = q_send_read(test, QU_BYTES);
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
}

static WDFREQUEST qu_busy;

static void qu_complete_work(struct work_struct *work)
{
	WdfRequestComplete(qu_busy, STATUS_UNSUCCESSFUL);
}

static DECLARE_DELAYED_WORK(qu_work, qu_complete_work);

/* Whoever comes second is told, whichever of the two that is. */
static void read_and_complete(WDFREQUEST request)
{
	WdfObjectReference(request);
	qu_busy = request;
	schedule_delayed_work(&qu_work, HZ / 20);
	read_with(request, WDF_REL_TIMEOUT_IN_MS(300));
	WdfRequestComplete(request, STATUS_UNSUCCESSFUL);
	flush_delayed_work(&qu_work);
	WdfObjectDereference(request);
}

static void request_in_use_is_not_completed(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_REQUEST_NOT_OWNED);
	struct nt_irp *nt;

	qu_start(test, read_and_complete);
	nt = q_send_read(test, QU_BYTES);
	Q_EXPECT_DONE(test, nt, STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_REQUEST_NOT_OWNED), before + 1);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static VOID qu_cancelled(WDFREQUEST request)
{
	WdfRequestComplete(request, STATUS_CANCELLED);
}

/* A cancelable request is not sent: who would be told? */
static void mark_and_read(WDFREQUEST request)
{
	WdfRequestMarkCancelable(request, qu_cancelled);
	q.status = read_with(request, WDF_REL_TIMEOUT_IN_MS(300));
	WdfRequestUnmarkCancelable(request);
	WdfRequestComplete(request, STATUS_SUCCESS);
}

static void cancelable_request_is_not_used(struct kunit *test)
{
	struct nt_irp *nt;

	qu_start(test, mark_and_read);
	nt = q_send_read(test, QU_BYTES);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, q.status, STATUS_INVALID_DEVICE_REQUEST);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static int qu_setup(struct kunit *test)
{
	memset(&q, 0, sizeof(q));
	(void)q_setup;
	(void)q_teardown;
	return usb_setup(test);
}

static void qu_teardown(struct kunit *test)
{
	q_close();
	usb_teardown(test);
}

static struct kunit_case wdf_queue_usb_cases[] = {
	KUNIT_CASE(sent_request_ends_with_its_program),
	KUNIT_CASE(request_sent_too_late_ends_at_once),
	KUNIT_CASE(waiting_sender_hears_of_cancellation),
	KUNIT_CASE(synchronous_read_ends_with_its_program),
	KUNIT_CASE(request_in_use_is_not_completed),
	KUNIT_CASE(cancelable_request_is_not_used),
	{}
};

static struct kunit_suite wdf_queue_usb_suite = {
	.name = "ndis_shim_queue_usb",
	.init = qu_setup,
	.exit = qu_teardown,
	.test_cases = wdf_queue_usb_cases,
};

kunit_test_suite(wdf_queue_usb_suite);
