// SPDX-License-Identifier: GPL-2.0
/*
 * The continuous reader of a pipe of the mock host controller: what it reads,
 * whose the buffers are, and how it takes failures, stops and unplugging.
 */
#include "wdf_usb_mock.h"

static struct reader_log {
	unsigned int reads;
	u8 first[8];
	size_t bytes;
	size_t size;
	PVOID buffer;
	WDFCONTEXT context;
	WDFMEMORY keep;		/* the next buffer is kept here */
	bool want;
	bool delete_it;		/* the next buffer is deleted, which it must not */
	unsigned int failures;
	NTSTATUS status;
	USBD_STATUS usbd;
	bool restart;
	bool stop_it;		/* ReadersFailed stops the target, which it must not */
} rd;

static VOID reader_complete(WDFUSBPIPE pipe, WDFMEMORY memory, size_t bytes, WDFCONTEXT context)
{
	rd.buffer = WdfMemoryGetBuffer(memory, &rd.size);
	memcpy(rd.first, rd.buffer, sizeof(rd.first));
	rd.bytes = bytes;
	rd.context = context;
	if (rd.want) {
		rd.want = false;
		rd.keep = memory;
		WdfObjectReference(memory);
	}
	if (rd.delete_it) {
		rd.delete_it = false;
		WdfObjectDelete(memory);
	}
	rd.reads++;
}

static BOOLEAN reader_failed(WDFUSBPIPE pipe, NTSTATUS status, USBD_STATUS usbd)
{
	rd.status = status;
	rd.usbd = usbd;
	if (rd.stop_it)
		WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(pipe), WdfIoTargetCancelSentIo);
	rd.failures++;
	return rd.restart;
}

static void start_reader_with(struct kunit *test, PWDF_OBJECT_ATTRIBUTES attributes)
{
	WDF_USB_CONTINUOUS_READER_CONFIG config;

	select_pipes(test);
	memset(&rd, 0, sizeof(rd));
	WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&config, reader_complete, &rd, 1024);
	config.HeaderLength = 4;
	config.TrailerLength = 2;
	config.NumPendingReads = 3;
	config.BufferAttributes = attributes;
	config.EvtUsbTargetPipeReadersFailed = reader_failed;
	KUNIT_ASSERT_EQ(test, WdfUsbTargetPipeConfigContinuousReader(fx.in, &config),
			STATUS_SUCCESS);
	/* It is WdfIoTargetStart() that starts it. */
	msleep(20);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 0u);
	KUNIT_EXPECT_EQ(test, WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(fx.in)),
			STATUS_SUCCESS);
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
}

static void start_reader(struct kunit *test)
{
	start_reader_with(test, WDF_NO_OBJECT_ATTRIBUTES);
}

static void reader_reads_on(struct kunit *test)
{
	WDF_USB_CONTINUOUS_READER_CONFIG config;
	WDF_MEMORY_DESCRIPTOR memory;
	u8 byte;

	start_reader(test);
	mock_hcd_complete(fx.hcd, DATA_IN, "abcd", 4);
	USB_WAIT(test, READ_ONCE(rd.reads) == 1);
	KUNIT_EXPECT_EQ(test, rd.bytes, (size_t)4);
	KUNIT_EXPECT_EQ(test, rd.size, (size_t)(4 + 1024 + 2));
	KUNIT_EXPECT_EQ(test, memcmp(rd.first + 4, "abcd", 4), 0);
	KUNIT_EXPECT_PTR_EQ(test, rd.context, (WDFCONTEXT)&rd);
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);

	/* One reader, and nobody else who reads. */
	WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&config, reader_complete, &rd, 1024);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(WdfUsbTargetPipeConfigContinuousReader(fx.in,
										   &config)));
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 3u);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeConfigContinuousReader(fx.out, &config),
			STATUS_INVALID_DEVICE_REQUEST);
	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&memory, &byte, 1);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(WdfUsbTargetPipeReadSynchronously(fx.in, NULL, NULL,
									      &memory, NULL)));
	MOCK_EXPECT_VIOLATIONS(test, 1);

	WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(fx.in), WdfIoTargetCancelSentIo);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 0u);
	KUNIT_EXPECT_EQ(test, rd.failures, 0u);
}

static void reader_replaces_a_kept_buffer(struct kunit *test)
{
	PVOID kept;

	start_reader(test);
	rd.want = true;
	mock_hcd_complete(fx.hcd, DATA_IN, "kept", 4);
	USB_WAIT(test, READ_ONCE(rd.reads) == 1);
	kept = rd.buffer;
	while (rd.reads < 6) {
		unsigned int before = rd.reads;

		USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
		mock_hcd_complete(fx.hcd, DATA_IN, "more", 4);
		USB_WAIT(test, READ_ONCE(rd.reads) == before + 1);
		KUNIT_EXPECT_PTR_NE(test, rd.buffer, kept);
		if (rd.reads == before)
			break;
	}
	KUNIT_EXPECT_EQ(test, memcmp((u8 *)kept + 4, "kept", 4), 0);
	WdfObjectDereference(rd.keep);
}

static void reader_gets_over_a_failure(struct kunit *test)
{
	start_reader(test);
	rd.restart = true;
	mock_hcd_complete(fx.hcd, DATA_IN, NULL, -EPIPE);
	USB_WAIT(test, READ_ONCE(rd.failures) == 1);
	KUNIT_EXPECT_EQ(test, rd.status, STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_EQ(test, rd.usbd, USBD_STATUS_STALL_PID);
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
	KUNIT_EXPECT_EQ(test, (int)mock_hcd_seen(fx.hcd)->halt_cleared, DATA_IN);
	KUNIT_EXPECT_EQ(test, rd.reads, 0u);

	/* The client has had enough: stopped until the next start. */
	rd.restart = false;
	mock_hcd_complete(fx.hcd, DATA_IN, NULL, -EPIPE);
	USB_WAIT(test, READ_ONCE(rd.failures) == 2);
	msleep(50);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 0u);
	KUNIT_EXPECT_EQ(test, mock_hcd_seen(fx.hcd)->halts_cleared, 1u);
}

static WDFIOTARGET reader_target(void)
{
	return WdfUsbTargetPipeGetIoTarget(fx.in);
}

/* ---- whose the buffers are ---- */

static void reader_buffers_are_not_the_clients(struct kunit *test)
{
	start_reader(test);
	rd.delete_it = true;
	mock_hcd_complete(fx.hcd, DATA_IN, "mine", 4);
	USB_WAIT(test, READ_ONCE(rd.reads) == 1);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	/* The buffer goes on to serve. */
	for (unsigned int i = 0; i < 4; i++) {
		USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
		mock_hcd_complete(fx.hcd, DATA_IN, "more", 4);
	}
	USB_WAIT(test, READ_ONCE(rd.reads) == 5);
}

static void kept_buffer_outlives_its_pipe(struct kunit *test)
{
	u8 *kept;

	start_reader(test);
	rd.want = true;
	mock_hcd_complete(fx.hcd, DATA_IN, "kept", 4);
	USB_WAIT(test, READ_ONCE(rd.reads) == 1);
	kept = rd.buffer;
	mock_hcd_plug(fx.hcd, false);
	USB_WAIT(test, strstr(mock.log, "evt-destroy"));
	KUNIT_EXPECT_EQ(test, memcmp(kept + 4, "kept", 4), 0);
	WdfObjectDereference(rd.keep);
}

static void read_without_a_buffer_rests(struct kunit *test)
{
	/* Buffers have a context, and there is none while its type is broken. */
	static WDF_OBJECT_CONTEXT_TYPE_INFO type;
	WDF_OBJECT_ATTRIBUTES attributes;

	type.Size = sizeof(type);
	type.ContextName = "scarce";
	type.ContextSize = 8;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ContextTypeInfo = &type;
	start_reader_with(test, &attributes);

	rd.want = true;
	type.Size = 0;
	mock_hcd_complete(fx.hcd, DATA_IN, "kept", 4);
	USB_WAIT(test, READ_ONCE(rd.reads) == 1);
	msleep(50);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 2u);
	/* The others go on, and nobody calls it a failure. */
	mock_hcd_complete(fx.hcd, DATA_IN, "more", 4);
	USB_WAIT(test, READ_ONCE(rd.reads) == 2);
	KUNIT_EXPECT_EQ(test, rd.failures, 0u);
	KUNIT_EXPECT_EQ(test, mock_hcd_seen(fx.hcd)->halts_cleared, 0u);

	type.Size = sizeof(type);
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
	WdfObjectDereference(rd.keep);
}

/* ---- failures ---- */

static void reader_spaces_failures_out(struct kunit *test)
{
	start_reader(test);
	rd.restart = true;
	fx.read_result = -EPROTO;
	mock_hcd_complete(fx.hcd, DATA_IN, NULL, -EPROTO);
	msleep(1000);
	/* 100 ms each at first, then twice as long each time. */
	KUNIT_EXPECT_GE(test, READ_ONCE(rd.failures), 3u);
	KUNIT_EXPECT_LE(test, READ_ONCE(rd.failures), 12u);

	fx.read_result = 0;
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
	mock_hcd_complete(fx.hcd, DATA_IN, "back", 4);
	USB_WAIT(test, READ_ONCE(rd.reads) == 1);

	/* A success forgets them: the next one is not spaced like the tenth. */
	mock_hcd_complete(fx.hcd, DATA_IN, NULL, -EPIPE);
	msleep(100);
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
}

static void reads_that_keep_failing_restart_the_device(struct kunit *test)
{
	unsigned int i;

	start_reader(test);
	rd.restart = true;
	fx.read_result = -EPROTO;
	mock_hcd_complete(fx.hcd, DATA_IN, NULL, -EPROTO);
	for (i = 0; i < 200 && !strstr(mock.log, "init"); i++)
		msleep(100);
	MOCK_EXPECT_LOG(test, "surprise suspend pre:5 exit:5 release flush cleanup evt-cleanup "
			"evt-destroy add prepare entry:5 post:5 init");
	KUNIT_EXPECT_EQ(test, rd.failures, 16u);
}

static void stop_ends_the_recovery(struct kunit *test)
{
	unsigned int failures;

	start_reader(test);
	rd.restart = true;
	fx.read_result = -EPROTO;
	mock_hcd_complete(fx.hcd, DATA_IN, NULL, -EPROTO);
	USB_WAIT(test, READ_ONCE(rd.failures) >= 1);
	WdfIoTargetStop(reader_target(), WdfIoTargetCancelSentIo);
	failures = rd.failures;
	fx.read_result = 0;
	msleep(200);
	KUNIT_EXPECT_EQ(test, rd.failures, failures);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 0u);
	KUNIT_EXPECT_EQ(test, WdfIoTargetStart(reader_target()), STATUS_SUCCESS);
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
}

static void readers_failed_must_not_stop_the_target(struct kunit *test)
{
	start_reader(test);
	rd.restart = true;
	rd.stop_it = true;
	mock_hcd_complete(fx.hcd, DATA_IN, NULL, -EPIPE);
	USB_WAIT(test, READ_ONCE(rd.failures) == 1);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	/* Stopped it is; a start begins anew. */
	rd.stop_it = false;
	WdfIoTargetStop(reader_target(), WdfIoTargetCancelSentIo);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 0u);
	KUNIT_EXPECT_EQ(test, WdfIoTargetStart(reader_target()), STATUS_SUCCESS);
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
}

static void unplug_is_no_failure(struct kunit *test)
{
	start_reader(test);
	rd.restart = true;
	mock_hcd_plug(fx.hcd, false);
	USB_WAIT(test, strstr(mock.log, "evt-destroy"));
	KUNIT_EXPECT_EQ(test, rd.failures, 0u);
	KUNIT_EXPECT_EQ(test, rd.reads, 0u);
}

/* It may be the beginning of an unplug: nobody cancels while a controller goes away. */
static void bus_error_leaves_the_other_reads_alone(struct kunit *test)
{
	start_reader(test);
	rd.restart = true;
	mock_hcd_complete(fx.hcd, DATA_IN, NULL, -EPROTO);
	msleep(50);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 2u);
	mock_hcd_complete(fx.hcd, DATA_IN, "late", 4);
	USB_WAIT(test, READ_ONCE(rd.reads) == 1);
	KUNIT_EXPECT_EQ(test, memcmp(rd.first + 4, "late", 4), 0);
	/* It was none. */
	USB_WAIT(test, READ_ONCE(rd.failures) == 1);
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
}

static void unplug_ends_the_recovery(struct kunit *test)
{
	start_reader(test);
	rd.restart = true;
	fx.read_result = -EPROTO;
	mock_hcd_complete(fx.hcd, DATA_IN, NULL, -EPROTO);
	USB_WAIT(test, READ_ONCE(rd.failures) >= 1);
	mock_hcd_plug(fx.hcd, false);
	USB_WAIT(test, strstr(mock.log, "evt-destroy"));
}

/* ---- stops and starts ---- */

/* Whoever comes last decides, and whatever happens on the way no buffer is
 * filled or submitted twice. */
static void starts_and_stops_in_a_row(struct kunit *test)
{
	unsigned int i;

	start_reader(test);
	for (i = 0; i < 50; i++) {
		WdfIoTargetStop(reader_target(), i & 1 ? WdfIoTargetLeaveSentIoPending :
							 WdfIoTargetCancelSentIo);
		KUNIT_EXPECT_EQ(test, WdfIoTargetStart(reader_target()), STATUS_SUCCESS);
	}
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
	mock_hcd_complete(fx.hcd, DATA_IN, "abcd", 4);
	USB_WAIT(test, READ_ONCE(rd.reads) == 1);
	WdfIoTargetStop(reader_target(), WdfIoTargetCancelSentIo);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 0u);
	KUNIT_EXPECT_EQ(test, rd.failures, 0u);
}

/* Stopped without cancelling: what the device had begun to send still comes,
 * nothing new is asked for, and a start goes on with what is under way. */
static void reads_left_pending_are_delivered(struct kunit *test)
{
	start_reader(test);
	WdfIoTargetStop(reader_target(), WdfIoTargetLeaveSentIoPending);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 3u);
	mock_hcd_complete(fx.hcd, DATA_IN, "left", 4);
	USB_WAIT(test, READ_ONCE(rd.reads) == 1);
	KUNIT_EXPECT_EQ(test, memcmp(rd.first + 4, "left", 4), 0);
	msleep(20);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 2u);

	KUNIT_EXPECT_EQ(test, WdfIoTargetStart(reader_target()), STATUS_SUCCESS);
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
	WdfIoTargetStop(reader_target(), WdfIoTargetLeaveSentIoPending);
	WdfIoTargetStop(reader_target(), WdfIoTargetCancelSentIo);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 0u);
	KUNIT_EXPECT_EQ(test, rd.reads, 1u);
	KUNIT_EXPECT_EQ(test, rd.failures, 0u);
}

static struct kunit_case wdf_usb_reader_cases[] = {
	KUNIT_CASE(reader_reads_on),
	KUNIT_CASE(reader_replaces_a_kept_buffer),
	KUNIT_CASE(reader_gets_over_a_failure),
	KUNIT_CASE(reader_buffers_are_not_the_clients),
	KUNIT_CASE(kept_buffer_outlives_its_pipe),
	KUNIT_CASE(read_without_a_buffer_rests),
	KUNIT_CASE(reader_spaces_failures_out),
	KUNIT_CASE(reads_that_keep_failing_restart_the_device),
	KUNIT_CASE(stop_ends_the_recovery),
	KUNIT_CASE(readers_failed_must_not_stop_the_target),
	KUNIT_CASE(unplug_is_no_failure),
	KUNIT_CASE(bus_error_leaves_the_other_reads_alone),
	KUNIT_CASE(unplug_ends_the_recovery),
	KUNIT_CASE(starts_and_stops_in_a_row),
	KUNIT_CASE(reads_left_pending_are_delivered),
	{}
};

static struct kunit_suite wdf_usb_reader_suite = {
	.name = "ndis_shim_usb_reader",
	.init = usb_setup,
	.exit = usb_teardown,
	.test_cases = wdf_usb_reader_cases,
};
kunit_test_suite(wdf_usb_reader_suite);
