// SPDX-License-Identifier: GPL-2.0
/*
 * I/O queues: what a program asks for reaches the client once, in the order and
 * number that the queue promises, and comes back once.
 */
#include "wdf_queue_mock.h"

/* A started device with a default queue, open. */
static void q_start_as(struct kunit *test, WDF_IO_QUEUE_CONFIG *config,
		       PWDF_OBJECT_ATTRIBUTES attributes)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	q_create_as(test, config, attributes, &q.queue);
	q_open(test);
	mock.log[0] = '\0';
}

static VOID q_file_gone(WDFFILEOBJECT file)
{
}

static void q_want_files(PWDFDEVICE_INIT init)
{
	WDF_FILEOBJECT_CONFIG config;

	WDF_FILEOBJECT_CONFIG_INIT(&config, NULL, q_file_gone, q_file_gone);
	WdfDeviceInitSetFileObjectConfig(init, &config, NULL);
}

static void q_start(struct kunit *test, WDF_IO_QUEUE_DISPATCH_TYPE type)
{
	WDF_IO_QUEUE_CONFIG config;

	q_config(&config, type);
	q_start_as(test, &config, WDF_NO_OBJECT_ATTRIBUTES);
}

/* ---- creation ---- */

static void configurations_are_judged(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;
	WDFQUEUE queue = (WDFQUEUE)&config;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchParallel);
	KUNIT_EXPECT_EQ(test, config.Settings.Parallel.NumberOfPresentedRequests, (ULONG)-1);
	KUNIT_EXPECT_EQ(test, WdfIoQueueCreate(mock.device, &config, NULL, &queue),
			STATUS_WDF_NO_CALLBACK);
	KUNIT_EXPECT_NULL(test, queue);
	config.EvtIoRead = q_read;
	config.Settings.Parallel.NumberOfPresentedRequests = 0;
	KUNIT_EXPECT_EQ(test, WdfIoQueueCreate(mock.device, &config, NULL, &queue),
			STATUS_INVALID_PARAMETER);
	config.DispatchType = WdfIoQueueDispatchManual;
	KUNIT_EXPECT_EQ(test, WdfIoQueueCreate(mock.device, &config, NULL, &queue),
			STATUS_INVALID_PARAMETER);
	config.DispatchType = WdfIoQueueDispatchMax;
	KUNIT_EXPECT_EQ(test, WdfIoQueueCreate(mock.device, &config, NULL, &queue),
			STATUS_INVALID_PARAMETER);
	config.Size--;
	KUNIT_EXPECT_EQ(test, WdfIoQueueCreate(mock.device, &config, NULL, &queue),
			STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, WdfIoQueueCreate(mock.device, NULL, NULL, &queue),
			STATUS_INVALID_PARAMETER);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void one_default_queue(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;
	WDFQUEUE queue;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_NULL(test, WdfDeviceGetDefaultQueue(mock.device));
	q_config(&config, WdfIoQueueDispatchSequential);
	q_create_as(test, &config, NULL, &q.queue);
	KUNIT_EXPECT_PTR_EQ(test, WdfDeviceGetDefaultQueue(mock.device), q.queue);
	KUNIT_EXPECT_PTR_EQ(test, WdfIoQueueGetDevice(q.queue), mock.device);
	KUNIT_EXPECT_EQ(test, WdfIoQueueCreate(mock.device, &config, NULL, &queue),
			STATUS_UNSUCCESSFUL);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	/* It is the framework's. */
	WdfObjectDelete(q.queue);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* ---- presenting ---- */

static void requests_reach_their_callbacks(struct kunit *test)
{
	struct nt_control control;
	char in[4] = "abc", out[8];
	struct kvec vec = { out, sizeof(out) };
	struct iov_iter iter;

	q_start(test, WdfIoQueueDispatchParallel);
	q.complete = true;
	q.information = 3;
	iov_iter_kvec(&iter, READ, &vec, 1, 8);
	KUNIT_EXPECT_EQ(test, nt_file_read(q.file, &iter, false), 3);
	iov_iter_kvec(&iter, WRITE, &vec, 1, 5);
	KUNIT_EXPECT_EQ(test, nt_file_write(q.file, &iter), 3);
	q.information = 2;
	KUNIT_EXPECT_EQ(test, q_control_sync(Q_CONTROL, in, 4, out, 8, &control), 0);
	KUNIT_EXPECT_EQ(test, control.returned, 2u);
	KUNIT_EXPECT_EQ(test, memcmp(out, "ab", 2), 0);
	MOCK_EXPECT_LOG(test, "read:8 write:5 control:800:8:4");
	q.status = STATUS_DEVICE_NOT_READY;
	q_control_sync(Q_CONTROL, in, 4, out, 8, &control);
	KUNIT_EXPECT_EQ(test, control.status, STATUS_DEVICE_NOT_READY);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void what_nobody_handles_fails(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *nt;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
	config.EvtIoWrite = q_write;
	q_start_as(test, &config, NULL);
	nt = q_send_read(test, 4);
	Q_EXPECT_DONE(test, nt, STATUS_INVALID_DEVICE_REQUEST);
	MOCK_EXPECT_LOG(test, "");
	nt = q_send(test, IRP_MJ_FLUSH_BUFFERS, 0);
	Q_EXPECT_DONE(test, nt, STATUS_INVALID_DEVICE_REQUEST);
}

static void sequential_is_one_at_a_time(struct kunit *test)
{
	struct nt_irp *first, *second;
	ULONG waiting, owned;

	q_start(test, WdfIoQueueDispatchSequential);
	first = q_send_read(test, 1);
	second = q_send_read(test, 2);
	MOCK_EXPECT_LOG(test, "read:1");
	KUNIT_EXPECT_TRUE(test, WDF_IO_QUEUE_READY(WdfIoQueueGetState(q.queue, &waiting, &owned)));
	KUNIT_EXPECT_EQ(test, waiting, 1u);
	KUNIT_EXPECT_EQ(test, owned, 1u);
	KUNIT_EXPECT_FALSE(test, nt_irp_is_done(first));
	q_complete(STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test, "read:2");
	Q_EXPECT_DONE(test, first, STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, nt_irp_is_done(second));
	q_complete(STATUS_UNSUCCESSFUL);
	Q_EXPECT_DONE(test, second, STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_TRUE(test, WDF_IO_QUEUE_IDLE(WdfIoQueueGetState(q.queue, NULL, NULL)));
}

static void parallel_has_a_limit(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *nt[3];
	unsigned int i;

	q_config(&config, WdfIoQueueDispatchParallel);
	config.Settings.Parallel.NumberOfPresentedRequests = 2;
	q_start_as(test, &config, NULL);
	for (i = 0; i < 3; i++)
		nt[i] = q_send_read(test, i + 1);
	MOCK_EXPECT_LOG(test, "read:1 read:2");
	q_complete(STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test, "read:3");
	q_complete(STATUS_SUCCESS);
	q_complete(STATUS_SUCCESS);
	for (i = 0; i < 3; i++)
		Q_EXPECT_DONE(test, nt[i], STATUS_SUCCESS);
}

/* A callback that completes does not have the next one called below it. */
static unsigned int depth, deepest;

static void complete_and_measure(WDFREQUEST request)
{
	deepest = max(deepest, ++depth);
	WdfRequestComplete(request, STATUS_SUCCESS);
	depth--;
}

static void presenting_does_not_nest(struct kunit *test)
{
	struct nt_irp *nt[4];
	unsigned int i;

	depth = 0;
	deepest = 0;
	q_start(test, WdfIoQueueDispatchSequential);
	WdfIoQueueStop(q.queue, NULL, NULL);
	for (i = 0; i < 4; i++)
		nt[i] = q_send_read(test, 1);
	q.in_callback = complete_and_measure;
	WdfIoQueueStart(q.queue);
	for (i = 0; i < 4; i++)
		Q_EXPECT_DONE(test, nt[i], STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, deepest, 1u);
}

static VOID q_ready(WDFQUEUE queue, WDFCONTEXT context)
{
	mock_log("ready:%s", (char *)context);
}

static void manual_waits_to_be_asked(struct kunit *test)
{
	struct nt_irp *first, *second;
	WDFREQUEST request;

	q_start(test, WdfIoQueueDispatchManual);
	KUNIT_EXPECT_EQ(test, WdfIoQueueReadyNotify(q.queue, q_ready, "r"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfIoQueueReadyNotify(q.queue, q_ready, "r"),
			STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request),
			STATUS_NO_MORE_ENTRIES);
	first = q_send_read(test, 1);
	second = q_send_read(test, 2);
	MOCK_EXPECT_LOG(test, "ready:r");
	KUNIT_ASSERT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request), STATUS_SUCCESS);
	WdfRequestCompleteWithInformation(request, STATUS_SUCCESS, 1);
	KUNIT_EXPECT_EQ(test, first->information, (ULONG_PTR)1);
	Q_EXPECT_DONE(test, first, STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request), STATUS_SUCCESS);
	/* To the head again. */
	KUNIT_EXPECT_EQ(test, WdfRequestRequeue(request), STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test, "ready:r");
	KUNIT_EXPECT_EQ(test, WdfIoQueueReadyNotify(q.queue, NULL, NULL), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request), STATUS_SUCCESS);
	WdfRequestComplete(request, STATUS_SUCCESS);
	Q_EXPECT_DONE(test, second, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request),
			STATUS_NO_MORE_ENTRIES);
}

static void types_go_to_queues_of_their_own(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;
	WDFREQUEST request;
	struct nt_irp *nt;

	q_start(test, WdfIoQueueDispatchParallel);
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	q_create_as(test, &config, NULL, &q.other);
	KUNIT_EXPECT_EQ(test, WdfDeviceConfigureRequestDispatching(mock.device, q.other,
								   WdfRequestTypeRead),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfDeviceConfigureRequestDispatching(mock.device, q.queue,
								   WdfRequestTypeRead),
			STATUS_WDF_BUSY);
	KUNIT_EXPECT_EQ(test, WdfDeviceConfigureRequestDispatching(mock.device, q.other,
								   WdfRequestTypeCleanup),
			STATUS_INVALID_PARAMETER);
	nt = q_send_read(test, 4);
	MOCK_EXPECT_LOG(test, "");
	KUNIT_ASSERT_EQ(test, WdfIoQueueRetrieveNextRequest(q.other, &request), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, WdfRequestGetIoQueue(request), q.other);
	WdfRequestComplete(request, STATUS_SUCCESS);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	nt = q_send(test, IRP_MJ_WRITE, 3);
	MOCK_EXPECT_LOG(test, "write:3");
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
}

static void requests_are_forwarded(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *first, *second;
	WDFREQUEST request;

	q_start(test, WdfIoQueueDispatchSequential);
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	q_create_as(test, &config, NULL, &q.other);
	first = q_send_read(test, 1);
	second = q_send_read(test, 2);
	MOCK_EXPECT_LOG(test, "read:1");
	request = q_take();
	KUNIT_EXPECT_EQ(test, WdfRequestRequeue(request), STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_EQ(test, WdfRequestForwardToIoQueue(request, q.queue),
			STATUS_INVALID_DEVICE_REQUEST);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_EQ(test, WdfRequestForwardToIoQueue(request, q.other), STATUS_SUCCESS);
	/* What it has given away does not hold up the next one. */
	MOCK_EXPECT_LOG(test, "read:2");
	WdfIoQueuePurgeSynchronously(q.other);
	Q_EXPECT_DONE(test, first, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, WdfRequestForwardToIoQueue(q.kept[0], q.other), STATUS_WDF_BUSY);
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, second, STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void requests_are_found_in_the_queue(struct kunit *test)
{
	WDFREQUEST first, second, third, taken;
	WDF_REQUEST_PARAMETERS parameters;
	struct nt_irp *a, *b;

	q_start(test, WdfIoQueueDispatchManual);
	a = q_send_read(test, 1);
	b = q_send_read(test, 2);
	WDF_REQUEST_PARAMETERS_INIT(&parameters);
	KUNIT_ASSERT_EQ(test, WdfIoQueueFindRequest(q.queue, NULL, NULL, &parameters, &first),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, parameters.Type, WdfRequestTypeRead);
	KUNIT_EXPECT_EQ(test, parameters.Parameters.Read.Length, (size_t)1);
	KUNIT_ASSERT_EQ(test, WdfIoQueueFindRequest(q.queue, first, NULL, &parameters, &second),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, parameters.Parameters.Read.Length, (size_t)2);
	KUNIT_EXPECT_EQ(test, WdfIoQueueFindRequest(q.queue, second, NULL, NULL, &third),
			STATUS_NO_MORE_ENTRIES);
	KUNIT_ASSERT_EQ(test, WdfIoQueueRetrieveFoundRequest(q.queue, second, &taken),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfIoQueueRetrieveFoundRequest(q.queue, second, &third),
			STATUS_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, WdfIoQueueFindRequest(q.queue, second, NULL, NULL, &third),
			STATUS_NOT_FOUND);
	WdfObjectDereference(first);
	WdfObjectDereference(second);
	WdfRequestComplete(taken, STATUS_SUCCESS);
	Q_EXPECT_DONE(test, b, STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, nt_irp_is_done(a));
	nt_irp_cancel(a);
	Q_EXPECT_DONE(test, a, STATUS_CANCELLED);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* ---- cancelling ---- */

static VOID q_canceled_on_queue(WDFQUEUE queue, WDFREQUEST request)
{
	mock_log("canceled-on-queue");
	WdfRequestComplete(request, STATUS_CANCELLED);
}

static void waiting_requests_are_cancelled(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *fresh, *known;
	WDFREQUEST request;

	q_config(&config, WdfIoQueueDispatchManual);
	config.EvtIoCanceledOnQueue = q_canceled_on_queue;
	q_start_as(test, &config, NULL);
	/* The client is told of what it has seen, and of nothing else. */
	known = q_send_read(test, 1);
	KUNIT_ASSERT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRequestRequeue(request), STATUS_SUCCESS);
	fresh = q_send_read(test, 2);
	nt_irp_cancel(fresh);
	MOCK_EXPECT_LOG(test, "");
	Q_EXPECT_DONE(test, fresh, STATUS_CANCELLED);
	nt_irp_cancel(known);
	MOCK_EXPECT_LOG(test, "canceled-on-queue");
	Q_EXPECT_DONE(test, known, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request),
			STATUS_NO_MORE_ENTRIES);
}

static VOID q_cancel(WDFREQUEST request)
{
	mock_log("cancel");
	WdfRequestComplete(request, STATUS_CANCELLED);
}

static void owned_requests_are_cancelled_if_they_may_be(struct kunit *test)
{
	struct nt_irp *nt;

	q_start(test, WdfIoQueueDispatchParallel);
	nt = q_send_read(test, 1);
	KUNIT_EXPECT_FALSE(test, WdfRequestIsCanceled(q.kept[0]));
	WdfRequestMarkCancelable(q.kept[0], q_cancel);
	nt_irp_cancel(nt);
	MOCK_EXPECT_LOG(test, "read:1 cancel");
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
	q_take();

	/* Unmarked: the client notices by itself. */
	nt = q_send_read(test, 2);
	KUNIT_EXPECT_EQ(test, WdfRequestMarkCancelableEx(q.kept[0], q_cancel), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRequestUnmarkCancelable(q.kept[0]), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRequestUnmarkCancelable(q.kept[0]),
			STATUS_INVALID_DEVICE_REQUEST);
	nt_irp_cancel(nt);
	MOCK_EXPECT_LOG(test, "read:2");
	KUNIT_EXPECT_TRUE(test, WdfRequestIsCanceled(q.kept[0]));
	KUNIT_EXPECT_EQ(test, WdfRequestMarkCancelableEx(q.kept[0], q_cancel), STATUS_CANCELLED);
	MOCK_EXPECT_LOG(test, "");
	WdfRequestMarkCancelable(q.kept[0], q_cancel);
	MOCK_EXPECT_LOG(test, "cancel");
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
	q_take();
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* The loser of that race has a reference, and learns that it has lost. */
static void unmarking_is_told_of_a_cancelled_request(struct kunit *test)
{
	WDFREQUEST request;
	struct nt_irp *nt;

	q_start(test, WdfIoQueueDispatchParallel);
	nt = q_send_read(test, 1);
	request = q_take();
	WdfObjectReference(request);
	WdfRequestMarkCancelable(request, q_cancel);
	nt_irp_cancel(nt);
	MOCK_EXPECT_LOG(test, "read:1 cancel");
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, WdfRequestUnmarkCancelable(request), STATUS_CANCELLED);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	WdfObjectDereference(request);

	/* One that was completed by whoever asks is nobody's. */
	nt = q_send_read(test, 2);
	request = q_take();
	WdfObjectReference(request);
	WdfRequestComplete(request, STATUS_SUCCESS);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRequestUnmarkCancelable(request), STATUS_INVALID_DEVICE_REQUEST);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDereference(request);
}

static void misuse_is_reported(struct kunit *test)
{
	WDFREQUEST request, made;
	struct nt_irp *nt;

	q_start(test, WdfIoQueueDispatchParallel);
	nt = q_send_read(test, 1);
	request = q_take();
	WdfObjectReference(request);
	WdfObjectDelete(request);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfRequestStopAcknowledge(request, FALSE);
	MOCK_EXPECT_RULE(test, STOP_NOT_PENDING, 1);
	KUNIT_EXPECT_EQ(test, WdfDeviceEnqueueRequest(mock.device, request),
			STATUS_INVALID_DEVICE_REQUEST);
	MOCK_EXPECT_RULE(test, QUEUE_MISUSE, 1);
	/* Completed without being unmarked. */
	WdfRequestMarkCancelable(request, q_cancel);
	WdfRequestComplete(request, STATUS_SUCCESS);
	MOCK_EXPECT_RULE(test, REQUEST_CANCELABLE, 1);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	WdfRequestComplete(request, STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDereference(request);
	WdfRequestComplete(request, STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 1);

	KUNIT_ASSERT_EQ(test, WdfRequestCreate(NULL, NULL, &made), STATUS_SUCCESS);
	WdfRequestComplete(made, STATUS_SUCCESS);
	MOCK_EXPECT_RULE(test, REQUEST_NOT_FROM_QUEUE, 1);
	WdfObjectDelete(made);
}

/* ---- a driver's own requests ---- */

static NTSTATUS q_keeps_it(PDEVICE_OBJECT object, PIRP irp, PVOID context)
{
	KeSetEvent(context, 0, FALSE);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS q_call(PIRP irp, UCHAR major, PKEVENT event)
{
	IoGetNextIrpStackLocation(irp)->MajorFunction = major;
	KeClearEvent(event);
	IoSetCompletionRoutine(irp, q_keeps_it, event, TRUE, TRUE, TRUE);
	return IoCallDriver(WdfDeviceWdmGetDeviceObject(mock.device), irp);
}

/* There is no file behind them. */
static void own_requests_open_nothing(struct kunit *test)
{
	static const UCHAR majors[] = { IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE };
	unsigned int i;
	KEVENT event;
	PIRP irp;

	mock.adding = q_want_files;
	q_start(test, WdfIoQueueDispatchParallel);
	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoAllocateIrp(1, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	for (i = 0; i < ARRAY_SIZE(majors); i++) {
		KUNIT_EXPECT_EQ(test, q_call(irp, majors[i], &event), STATUS_PENDING);
		KUNIT_EXPECT_TRUE(test, KeReadStateEvent(&event));
		KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_INVALID_DEVICE_REQUEST);
		IoReuseIrp(irp, STATUS_SUCCESS);
	}
	IoFreeIrp(irp);
	MOCK_EXPECT_LOG(test, "");
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* Neither its memory nor its stack goes while a queue has it. */
static void own_requests_are_kept_by_queues(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_REQUEST_IN_FLIGHT);
	unsigned int live = nt_irps_live();
	KEVENT event;
	PIRP irp;

	q_start(test, WdfIoQueueDispatchParallel);
	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoAllocateIrp(1, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->Parameters.DeviceIoControl.OutputBufferLength = 5;
	KUNIT_EXPECT_EQ(test, q_call(irp, IRP_MJ_DEVICE_CONTROL, &event), STATUS_PENDING);
	MOCK_EXPECT_LOG(test, "control:0:5:0");
	IoReuseIrp(irp, STATUS_SUCCESS);
	IoFreeIrp(irp);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_REQUEST_IN_FLIGHT), before + 2);
	MOCK_EXPECT_VIOLATIONS(test, 2);
	KUNIT_EXPECT_FALSE(test, KeReadStateEvent(&event));
	q_complete(STATUS_DEVICE_BUSY);
	KUNIT_EXPECT_TRUE(test, KeReadStateEvent(&event));
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_DEVICE_BUSY);
	IoFreeIrp(irp);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	q_close();
	KUNIT_EXPECT_EQ(test, nt_irps_live(), live);
}

/* ---- buffers ---- */

static NTSTATUS seen_input, seen_output, seen_short, seen_memory;
static size_t seen_in_length, seen_out_length, seen_size;

static void look_at_buffers(WDFREQUEST request)
{
	WDFMEMORY memory, again;
	PVOID in, out, data;
	PMDL mdl;

	seen_input = WdfRequestRetrieveInputBuffer(request, 0, &in, &seen_in_length);
	seen_output = WdfRequestRetrieveOutputBuffer(request, 1, &out, &seen_out_length);
	seen_short = WdfRequestRetrieveOutputBuffer(request, 1000, &data, NULL);
	seen_memory = WdfRequestRetrieveOutputMemory(request, &memory);
	seen_size = 0;
	if (NT_SUCCESS(seen_memory) &&
	    NT_SUCCESS(WdfRequestRetrieveOutputMemory(request, &again)) &&
	    again == memory && WdfMemoryGetBuffer(memory, &seen_size) == out) {
		WdfMemoryCopyFromBuffer(memory, 0, "xyz", 3);
		if (NT_SUCCESS(WdfRequestRetrieveOutputWdmMdl(request, &mdl)) &&
		    MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority) != out)
			seen_size = 0;
	}
	WdfRequestCompleteWithInformation(request, STATUS_SUCCESS, 3);
}

static void buffers_follow_the_method(struct kunit *test)
{
	static const u32 codes[] = { Q_CONTROL, Q_OUT_DIRECT };
	struct nt_control control;
	char in[4] = "abc", out[8];
	unsigned int i;

	q_start(test, WdfIoQueueDispatchParallel);
	q.in_callback = look_at_buffers;
	for (i = 0; i < ARRAY_SIZE(codes); i++) {
		memset(out, 0, sizeof(out));
		KUNIT_EXPECT_EQ(test, q_control_sync(codes[i], in, 4, out, 8, &control), 0);
		KUNIT_EXPECT_EQ(test, seen_input, STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, seen_in_length, (size_t)4);
		KUNIT_EXPECT_EQ(test, seen_output, STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, seen_out_length, (size_t)8);
		KUNIT_EXPECT_EQ(test, seen_short, STATUS_BUFFER_TOO_SMALL);
		KUNIT_EXPECT_EQ(test, seen_size, (size_t)8);
		KUNIT_EXPECT_EQ(test, memcmp(out, "xyz", 3), 0);
	}
	KUNIT_EXPECT_EQ(test, q_control_sync(Q_NEITHER, in, 4, out, 8, &control), 0);
	KUNIT_EXPECT_EQ(test, seen_input, STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_EQ(test, seen_output, STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_EQ(test, seen_memory, STATUS_INVALID_DEVICE_REQUEST);
	q_control_sync(Q_CONTROL, NULL, 0, out, 8, &control);
	KUNIT_EXPECT_EQ(test, seen_input, STATUS_BUFFER_TOO_SMALL);
	q_end(q_send_read(test, 16));
	KUNIT_EXPECT_EQ(test, seen_input, STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_EQ(test, seen_out_length, (size_t)16);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static WDFMEMORY kept_memory;

static void keep_memory(WDFREQUEST request)
{
	WdfRequestRetrieveOutputMemory(request, &kept_memory);
	WdfObjectReference(kept_memory);
	WdfRequestComplete(request, STATUS_SUCCESS);
}

/* Memory that a client keeps past completion is empty, not somebody else's. */
static void buffers_end_with_the_request(struct kunit *test)
{
	size_t size = 1;

	q_start(test, WdfIoQueueDispatchParallel);
	q.in_callback = keep_memory;
	q_end(q_send_read(test, 16));
	KUNIT_EXPECT_NULL(test, WdfMemoryGetBuffer(kept_memory, &size));
	KUNIT_EXPECT_EQ(test, size, (size_t)0);
	WdfObjectDereference(kept_memory);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* ---- in the caller's context ---- */

static NTSTATUS seen_probe, seen_outside, seen_enqueue;
static bool mark_first;

static VOID q_in_caller(WDFDEVICE device, WDFREQUEST request)
{
	WDFMEMORY memory = NULL;
	size_t length;
	PVOID data;

	mock_log("caller");
	if (NT_SUCCESS(WdfRequestRetrieveUnsafeUserOutputBuffer(request, 1, &data, &length))) {
		seen_outside = WdfRequestProbeAndLockUserBufferForWrite(request, data, length + 1,
									&memory);
		seen_probe = WdfRequestProbeAndLockUserBufferForWrite(request, data, length,
								      &memory);
		if (memory)
			WdfMemoryCopyFromBuffer(memory, 0, "probed", 6);
	}
	if (mark_first) {
		WdfRequestMarkCancelable(request, q_cancel);
		seen_enqueue = WdfDeviceEnqueueRequest(device, request);
		WdfRequestUnmarkCancelable(request);
	}
	WdfDeviceEnqueueRequest(device, request);
}

static void set_in_caller(PWDFDEVICE_INIT init)
{
	WdfDeviceInitSetIoInCallerContextCallback(init, q_in_caller);
}

static void caller_context_comes_first(struct kunit *test)
{
	struct nt_control control;
	char in[4] = "abc", out[8] = "";

	mock.adding = set_in_caller;
	q_start(test, WdfIoQueueDispatchParallel);
	q.complete = true;
	q.information = 6;
	KUNIT_EXPECT_EQ(test, q_control_sync(Q_NEITHER, in, 4, out, 8, &control), 0);
	MOCK_EXPECT_LOG(test, "caller control:802:8:4");
	KUNIT_EXPECT_EQ(test, seen_outside, STATUS_ACCESS_VIOLATION);
	KUNIT_EXPECT_EQ(test, seen_probe, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(out, "probed", 6), 0);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* Refused, it is the client's as before. */
static void cancelable_request_is_not_enqueued(struct kunit *test)
{
	struct nt_control control;
	char in[4] = "abc", out[8] = "";

	mock.adding = set_in_caller;
	q_start(test, WdfIoQueueDispatchParallel);
	q.complete = true;
	mark_first = true;
	KUNIT_EXPECT_EQ(test, q_control_sync(Q_NEITHER, in, 4, out, 8, &control), 0);
	mark_first = false;
	KUNIT_EXPECT_EQ(test, seen_enqueue, STATUS_INVALID_DEVICE_REQUEST);
	MOCK_EXPECT_LOG(test, "caller control:802:8:4");
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* ---- contexts of requests ---- */

typedef struct _Q_CONTEXT {
	ULONG Value;
} Q_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(Q_CONTEXT, QGetContext);

static VOID q_request_cleanup(WDFOBJECT object)
{
	mock_log("cleanup:%u:%d", QGetContext(object)->Value,
		 !!WdfMemoryGetBuffer(kept_memory, NULL));
}

static void set_request_context(PWDFDEVICE_INIT init)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, Q_CONTEXT);
	attributes.EvtCleanupCallback = q_request_cleanup;
	WdfDeviceInitSetRequestAttributes(init, &attributes);
}

static void use_context(WDFREQUEST request)
{
	QGetContext(request)->Value = 7;
	WdfRequestRetrieveOutputMemory(request, &kept_memory);
	WdfObjectReference(kept_memory);
	WdfRequestComplete(request, STATUS_SUCCESS);
}

static void requests_have_contexts(struct kunit *test)
{
	mock.adding = set_request_context;
	q_start(test, WdfIoQueueDispatchParallel);
	q.in_callback = use_context;
	q_end(q_send_read(test, 16));
	/* The buffer is still there in EvtCleanup. */
	MOCK_EXPECT_LOG(test, "read:16 cleanup:7:1");
	WdfObjectDereference(kept_memory);
}

static struct kunit_case wdf_queue_cases[] = {
	KUNIT_CASE(configurations_are_judged),
	KUNIT_CASE(one_default_queue),
	KUNIT_CASE(requests_reach_their_callbacks),
	KUNIT_CASE(what_nobody_handles_fails),
	KUNIT_CASE(sequential_is_one_at_a_time),
	KUNIT_CASE(parallel_has_a_limit),
	KUNIT_CASE(presenting_does_not_nest),
	KUNIT_CASE(manual_waits_to_be_asked),
	KUNIT_CASE(types_go_to_queues_of_their_own),
	KUNIT_CASE(requests_are_forwarded),
	KUNIT_CASE(requests_are_found_in_the_queue),
	KUNIT_CASE(waiting_requests_are_cancelled),
	KUNIT_CASE(owned_requests_are_cancelled_if_they_may_be),
	KUNIT_CASE(unmarking_is_told_of_a_cancelled_request),
	KUNIT_CASE(misuse_is_reported),
	KUNIT_CASE(own_requests_open_nothing),
	KUNIT_CASE(own_requests_are_kept_by_queues),
	KUNIT_CASE(buffers_follow_the_method),
	KUNIT_CASE(buffers_end_with_the_request),
	KUNIT_CASE(caller_context_comes_first),
	KUNIT_CASE(cancelable_request_is_not_enqueued),
	KUNIT_CASE(requests_have_contexts),
	{}
};

static struct kunit_suite wdf_queue_suite = {
	.name = "ndis_shim_queue",
	.init = q_setup,
	.exit = q_teardown,
	.test_cases = wdf_queue_cases,
};

kunit_test_suite(wdf_queue_suite);
