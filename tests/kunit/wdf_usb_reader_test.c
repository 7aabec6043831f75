// SPDX-License-Identifier: GPL-2.0
/*
 * The continuous reader of a pipe of the mock host controller: what it reads,
 * whose the buffers are, and how it takes failures, stops and unplugging.
 */
#include <linux/mm.h>

#include "nt/rx_page.h"
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
	bool grab;		/* the next buffer's page gets a reference */
	unsigned int dirty;	/* bytes behind the data that were not 0 */
	unsigned int marked;	/* buffers that had been here before */
	unsigned int used;	/* contexts that had */
	unsigned int destroyed;
} rd;

/* At the end of a buffer, by which it is known again. */
#define READER_MARK	0x6d41524b
/* Large enough for pages of its own, which others may refer to. */
#define READER_LARGE	16384

typedef struct {
	unsigned int used;
} READER_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(READER_CONTEXT, reader_context_get)

static void reader_look(WDFMEMORY memory, size_t bytes)
{
	u8 *buffer = rd.buffer;
	u32 mark;
	size_t i;

	memcpy(&mark, buffer + rd.size - 4, 4);
	rd.marked += mark == READER_MARK;
	if (mark != READER_MARK)
		for (i = bytes; i < rd.size; i++)
			rd.dirty += buffer[i] != 0;
	mark = READER_MARK;
	memcpy(buffer + rd.size - 4, &mark, 4);
}

static VOID reader_complete(WDFUSBPIPE pipe, WDFMEMORY memory, size_t bytes, WDFCONTEXT context)
{
	rd.buffer = WdfMemoryGetBuffer(memory, &rd.size);
	memcpy(rd.first, rd.buffer, sizeof(rd.first));
	rd.bytes = bytes;
	rd.context = context;
	if (rd.size >= READER_LARGE)
		reader_look(memory, bytes);
	if (rd.grab) {
		rd.grab = false;
		get_page(virt_to_head_page(rd.buffer));
	}
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

static void start_reader_sized(struct kunit *test, PWDF_OBJECT_ATTRIBUTES attributes,
			       size_t size)
{
	WDF_USB_CONTINUOUS_READER_CONFIG config;

	select_pipes(test);
	memset(&rd, 0, sizeof(rd));
	WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&config, reader_complete, &rd, size);
	if (size < READER_LARGE) {
		config.HeaderLength = 4;
		config.TrailerLength = 2;
	}
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

static void start_reader_with(struct kunit *test, PWDF_OBJECT_ATTRIBUTES attributes)
{
	start_reader_sized(test, attributes, 1024);
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

/* One more read; with @keep the client has a reference on the buffer. */
static void read_one(struct kunit *test, const char *text, bool keep)
{
	unsigned int before = rd.reads;

	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 3);
	rd.want = keep;
	mock_hcd_complete(fx.hcd, DATA_IN, text, strlen(text));
	USB_WAIT(test, READ_ONCE(rd.reads) == before + 1);
}

static void returned_buffer_is_used_again(struct kunit *test)
{
	unsigned int i;

	start_reader_sized(test, WDF_NO_OBJECT_ATTRIBUTES, READER_LARGE);
	for (i = 0; i < 20; i++) {
		read_one(test, "kept", true);
		WdfObjectDereference(rd.keep);
	}
	/* three reads, and what replaced them while they were kept */
	KUNIT_EXPECT_GE(test, rd.marked, 14u);
	KUNIT_EXPECT_EQ(test, rd.dirty, 0u);
}

/* It is the page that counts: the client is done with the buffer. */
static void buffer_in_a_socket_is_left_alone(struct kunit *test)
{
	struct page *page;
	unsigned int i;
	u8 *kept;

	start_reader_sized(test, WDF_NO_OBJECT_ATTRIBUTES, READER_LARGE);
	read_one(test, "kept", true);
	kept = rd.buffer;
	page = virt_to_head_page(kept);
	KUNIT_EXPECT_GE(test, page_size(page), (unsigned long)READER_LARGE);
	get_page(page);
	WdfObjectDereference(rd.keep);
	for (i = 0; i < 20; i++) {
		read_one(test, "more", i % 2);
		KUNIT_EXPECT_PTR_NE(test, rd.buffer, (PVOID)kept);
		if (i % 2)
			WdfObjectDereference(rd.keep);
	}
	KUNIT_EXPECT_EQ(test, memcmp(kept, "kept", 4), 0);

	put_page(page);
	for (i = 0; i < 20 && rd.buffer != (PVOID)kept; i++) {
		read_one(test, "more", true);
		WdfObjectDereference(rd.keep);
	}
	KUNIT_EXPECT_PTR_EQ(test, rd.buffer, (PVOID)kept);
}

/* What a client says of a read is not true of the next one. */
static void what_was_said_is_forgotten(struct kunit *test)
{
	u32 bytes, saved;
	struct page *page;
	unsigned int i;
	PVOID first;

	start_reader_sized(test, WDF_NO_OBJECT_ATTRIBUTES, READER_LARGE);
	read_one(test, "said", true);
	first = rd.buffer;
	page = virt_to_head_page(first);
	nt_rx_page_say(page, 1000, 2000);
	nt_rx_page_said(page, &bytes, &saved);
	KUNIT_EXPECT_EQ(test, bytes, 1000u);
	KUNIT_EXPECT_EQ(test, saved, 2000u);
	WdfObjectDereference(rd.keep);
	rd.buffer = NULL;
	for (i = 0; i < 20 && rd.buffer != first; i++) {
		read_one(test, "more", true);
		WdfObjectDereference(rd.keep);
	}
	KUNIT_EXPECT_PTR_EQ(test, rd.buffer, first);
	nt_rx_page_said(page, &bytes, &saved);
	KUNIT_EXPECT_EQ(test, bytes, 0u);
	KUNIT_EXPECT_EQ(test, saved, 0u);
}

/* Even if the client is done with it when its callback returns. */
static void page_taken_in_the_callback_is_left_alone(struct kunit *test)
{
	struct page *page;
	unsigned int i;
	u8 *kept;

	start_reader_sized(test, WDF_NO_OBJECT_ATTRIBUTES, READER_LARGE);
	rd.grab = true;
	read_one(test, "kept", false);
	kept = rd.buffer;
	page = virt_to_head_page(kept);
	for (i = 0; i < 8; i++)
		read_one(test, "more", false);
	KUNIT_EXPECT_EQ(test, memcmp(kept, "kept", 4), 0);
	put_page(page);
}

static void page_outlives_the_device(struct kunit *test)
{
	struct page *page;
	u8 *kept;

	start_reader_sized(test, WDF_NO_OBJECT_ATTRIBUTES, READER_LARGE);
	read_one(test, "kept", true);
	kept = rd.buffer;
	page = virt_to_head_page(kept);
	get_page(page);
	WdfObjectDereference(rd.keep);
	mock_hcd_plug(fx.hcd, false);
	USB_WAIT(test, strstr(mock.log, "evt-destroy"));
	KUNIT_EXPECT_EQ(test, memcmp(kept, "kept", 4), 0);
	KUNIT_EXPECT_EQ(test, page_ref_count(page), 1);
	put_page(page);
}

/*
 * However many are out: the pool has a bound, and what is beyond it goes with its
 * last user.
 */
static void reader_keeps_few_buffers(struct kunit *test)
{
	struct page *pages[40];
	unsigned int i, j, alive = 0;

	start_reader_sized(test, WDF_NO_OBJECT_ATTRIBUTES, READER_LARGE);
	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		read_one(test, "kept", true);
		pages[i] = virt_to_head_page(rd.buffer);
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_PTR_NE(test, pages[j], pages[i]);
		get_page(pages[i]);
		WdfObjectDereference(rd.keep);
	}
	for (i = 0; i < ARRAY_SIZE(pages); i++)
		alive += page_ref_count(pages[i]) > 1;
	KUNIT_EXPECT_LE(test, alive, 32u);
	KUNIT_EXPECT_GE(test, alive, 16u);
	for (i = 0; i < ARRAY_SIZE(pages); i++)
		put_page(pages[i]);
}

static VOID reader_buffer_destroyed(WDFOBJECT object)
{
	rd.destroyed++;
}

static void buffer_with_callbacks_ends_each_time(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	unsigned int i;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = reader_buffer_destroyed;
	start_reader_sized(test, &attributes, READER_LARGE);
	for (i = 0; i < 6; i++) {
		read_one(test, "kept", true);
		WdfObjectDereference(rd.keep);
	}
	USB_WAIT(test, READ_ONCE(rd.destroyed) == 6);
	KUNIT_EXPECT_EQ(test, rd.marked, 0u);
}

static void context_of_a_used_buffer_is_new(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	unsigned int i;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, READER_CONTEXT);
	start_reader_sized(test, &attributes, READER_LARGE);
	for (i = 0; i < 12; i++) {
		read_one(test, "kept", true);
		rd.used += reader_context_get(rd.keep)->used++;
		WdfObjectDereference(rd.keep);
	}
	KUNIT_EXPECT_GE(test, rd.marked, 6u);
	KUNIT_EXPECT_EQ(test, rd.used, 0u);
}

static void new_buffer_shows_nothing_old(struct kunit *test)
{
	struct page *pages[16];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		pages[i] = alloc_pages(GFP_KERNEL, get_order(READER_LARGE));
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		memset(page_address(pages[i]), 0xaa, READER_LARGE);
	}
	for (i = 0; i < ARRAY_SIZE(pages); i++)
		__free_pages(pages[i], get_order(READER_LARGE));
	start_reader_sized(test, WDF_NO_OBJECT_ATTRIBUTES, READER_LARGE);
	for (i = 0; i < 8; i++)
		read_one(test, "abcd", false);
	KUNIT_EXPECT_EQ(test, rd.dirty, 0u);
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
	MOCK_EXPECT_LOG(test,
			"surprise suspend pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy add prepare entry:5 post:5 init");
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
	MOCK_EXPECT_RULE(test, READER_MISUSE, 1);
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

/*
 * Whoever comes last decides, and whatever happens on the way no buffer is
 * filled or submitted twice.
 */
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

/*
 * Stopped without cancelling: what the device had begun to send still comes,
 * nothing new is asked for, and a start goes on with what is under way.
 */
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
	KUNIT_CASE(returned_buffer_is_used_again),
	KUNIT_CASE(buffer_in_a_socket_is_left_alone),
	KUNIT_CASE(what_was_said_is_forgotten),
	KUNIT_CASE(page_taken_in_the_callback_is_left_alone),
	KUNIT_CASE(page_outlives_the_device),
	KUNIT_CASE(reader_keeps_few_buffers),
	KUNIT_CASE(buffer_with_callbacks_ends_each_time),
	KUNIT_CASE(context_of_a_used_buffer_is_new),
	KUNIT_CASE(new_buffer_shows_nothing_old),
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
