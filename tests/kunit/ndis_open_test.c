// SPDX-License-Identifier: GPL-2.0
/*
 * NdisOpenAdapter and NdisCloseAdapter: what is refused, what is set when, which
 * completion comes how often, and what a close waits for.
 */
#include "ndis_mock.h"

/* A delay that is longer than a case waits for anything. */
#define HELD_MS		(2000 * (MOCK_PATIENCE / HZ))

static struct mock_adapter *adapter0;

static int open_setup(struct kunit *test)
{
	int err = mock_setup(test);

	if (err)
		return err;
	adapter0 = mock_arrive(test, "mock0");
	mock.unbind = UNBIND_CLOSES;
	return mock_register(3) == NDIS_STATUS_SUCCESS ? 0 : -ENOMEM;
}

static void open_teardown(struct kunit *test)
{
	ndis_knob_set(NDIS_KNOB_PEND_OPEN, 0);
	ndis_knob_set(NDIS_KNOB_PEND_CLOSE, 0);
	ndis_knob_set(NDIS_KNOB_DELAY_MS, 0);
	if (mock.protocol)
		KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->attached), 0);
	mock_leave(adapter0);
	mock_teardown(test);
}

/* ---- opening ---- */

static void open_pends_and_completes_once(struct kunit *test)
{
	struct mock_open *open = mock_open_text("\\Device\\mock0", true);

	KUNIT_ASSERT_NOT_NULL(test, open);
	KUNIT_EXPECT_EQ(test, open->returned, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, open->status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->opens), 1);
	/* Set before the completion, not only when the call returns. */
	KUNIT_EXPECT_TRUE(test, open->handle_known);
	KUNIT_EXPECT_EQ(test, open->medium, 1u);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->attached), 1);
	KUNIT_EXPECT_EQ(test, mock_close(open, true), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->opens), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->attached), 0);
}

static void name_with_and_without_device(struct kunit *test)
{
	static const struct {
		const char *name;
		NDIS_STATUS status;
	} rows[] = {
		{ "mock0", NDIS_STATUS_PENDING },
		{ "\\Device\\mock0", NDIS_STATUS_PENDING },
		{ "\\DEVICE\\mock0", NDIS_STATUS_PENDING },
		{ "Mock0", NDIS_STATUS_ADAPTER_NOT_FOUND },
		{ "mock", NDIS_STATUS_ADAPTER_NOT_FOUND },
		{ "mock00", NDIS_STATUS_ADAPTER_NOT_FOUND },
		{ "", NDIS_STATUS_ADAPTER_NOT_FOUND },
		{ "\\Device\\", NDIS_STATUS_ADAPTER_NOT_FOUND },
		{ "\\Device\\a-name-that-is-longer-than-any-interface-has-ever-been",
		  NDIS_STATUS_ADAPTER_NOT_FOUND },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct mock_open *open = mock_open_text(rows[i].name, true);

		KUNIT_EXPECT_EQ_MSG(test, open->returned, rows[i].status, "%s", rows[i].name);
		if (open->returned == NDIS_STATUS_PENDING) {
			mock_close(open, true);
			continue;
		}
		KUNIT_EXPECT_EQ(test, open->error, rows[i].status);
		KUNIT_EXPECT_NULL(test, open->handle);
		KUNIT_EXPECT_EQ(test, atomic_read(&open->opens), 0);
	}
}

static void medium_is_the_adapters_best(struct kunit *test)
{
	static NDIS_MEDIUM both[] = { NdisMediumWirelessWan, NdisMediumFddi, NdisMedium802_3 };
	static NDIS_MEDIUM raw[] = { NdisMediumFddi, NdisMediumWirelessWan };
	struct mock_adapter *wwan = mock_adapter(test, "mock1");
	struct mock_open *open = mock_new_open();
	NDIS_STRING name;

	wwan->adapter.media[1] = NdisMediumWirelessWan;
	wwan->adapter.n_media = 2;
	ndis_adapter_arrive(&wwan->adapter);
	KUNIT_ASSERT_EQ(test, ndis_string_create(&name, "mock1"), 0);

	NdisOpenAdapter(&open->returned, &open->error, &open->handle, &open->medium, both, 3,
			mock.protocol, open, &name, 0, NULL);
	wait_for_completion(&open->opened);
	KUNIT_EXPECT_EQ(test, open->medium, 2u);
	mock_close(open, true);

	open = mock_new_open();
	NdisOpenAdapter(&open->returned, &open->error, &open->handle, &open->medium, raw, 2,
			mock.protocol, open, &name, 0, NULL);
	wait_for_completion(&open->opened);
	KUNIT_EXPECT_EQ(test, open->medium, 1u);
	mock_close(open, true);

	open = mock_new_open();
	NdisOpenAdapter(&open->returned, &open->error, &open->handle, &open->medium, raw, 1,
			mock.protocol, open, &name, 0, NULL);
	KUNIT_EXPECT_EQ(test, open->returned, NDIS_STATUS_UNSUPPORTED_MEDIA);
	KUNIT_EXPECT_EQ(test, open->error, NDIS_STATUS_UNSUPPORTED_MEDIA);
	NdisOpenAdapter(&open->returned, &open->error, &open->handle, &open->medium, NULL, 0,
			mock.protocol, open, &name, 0, NULL);
	KUNIT_EXPECT_EQ(test, open->returned, NDIS_STATUS_UNSUPPORTED_MEDIA);
	kfree(name.Buffer);
	mock_leave(wwan);
}

static void one_adapter_twice(struct kunit *test)
{
	struct mock_open *one = mock_open_text("mock0", true), *two = mock_open_text("mock0", true);

	KUNIT_EXPECT_PTR_NE(test, one->handle, two->handle);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->attached), 2);
	mock_close(one, true);
	KUNIT_EXPECT_EQ(test, atomic_read(&two->closes), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->attached), 1);
	mock_close(two, true);
}

static void close_in_completion(struct mock_open *open)
{
	NDIS_STATUS status;

	NdisCloseAdapter(&status, open->handle);
}

static void open_that_fails(struct kunit *test)
{
	struct mock_open *open;
	NDIS_STATUS status;

	adapter0->attach = NDIS_STATUS_RESOURCES;
	mock.in_open_complete = close_in_completion;
	open = mock_open_text("mock0", true);
	mock.in_open_complete = NULL;
	KUNIT_EXPECT_EQ(test, open->returned, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, open->status, NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->opens), 1);
	/* Not even while the driver is told; nothing else follows. */
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisCloseAdapter(&status, open->handle);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 0);
	adapter0->attach = NDIS_STATUS_SUCCESS;
}

static void wrong_arguments(struct kunit *test)
{
	static NDIS_MEDIUM media[] = { NdisMedium802_3 };
	NDIS_STATUS status, error;
	NDIS_HANDLE handle;
	NDIS_STRING name;
	UINT index;

	KUNIT_ASSERT_EQ(test, ndis_string_create(&name, "mock0"), 0);
	NdisOpenAdapter(&status, &error, &handle, &index, media, 1, (NDIS_HANDLE)77, NULL, &name,
			0, NULL);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisOpenAdapter(&status, &error, NULL, &index, media, 1, mock.protocol, NULL, &name, 0,
			NULL);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	NdisOpenAdapter(&status, &error, &handle, &index, media, 1, mock.protocol, NULL, NULL, 0,
			NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	local_bh_disable();
	NdisOpenAdapter(&status, &error, &handle, &index, media, 1, mock.protocol, NULL, &name, 0,
			NULL);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, handle);
	EXPECT_VIOLATIONS(test, IRQL_TOO_HIGH, 1);
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 1);
	NdisOpenAdapter(&status, &error, &handle, &index, media, 1, mock.protocol, NULL, &name, 0,
			NULL);
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 0);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, error, NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_NULL(test, handle);
	kfree(name.Buffer);
}

static void nothing_else_while_it_pends(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(gate);
	NDIS_REQUEST request = { .RequestType = NdisRequestQueryInformation };
	struct mock_open *open;
	NDIS_STATUS status;
	ULONG count;

	adapter0->attach_gate = &gate;
	open = mock_open_text("mock0", false);
	NdisRequest(&status, open->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_ADAPTER_NOT_READY);
	NdisReset(&status, open->handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_ADAPTER_NOT_READY);
	KUNIT_EXPECT_EQ(test, NdisQueryPendingIOCount(open->handle, &count),
			NDIS_STATUS_ADAPTER_NOT_READY);
	EXPECT_NO_VIOLATION(test);
	KUNIT_EXPECT_EQ(test, mock_close(open, false), NDIS_STATUS_ADAPTER_NOT_READY);
	EXPECT_VIOLATIONS(test, NDIS_CLOSE_TOO_EARLY, 1);
	ndis_status_all(&adapter0->adapter, NDIS_STATUS_ONLINE, NULL, 0);
	KUNIT_EXPECT_STREQ(test, open->statuses, "");
	complete_all(&gate);
	wait_for_completion(&open->opened);
	adapter0->attach_gate = NULL;
	mock_close(open, true);
}

static struct mock_open *entry_open;

static NTSTATUS entry_opens(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	if (mock_register(3) != NDIS_STATUS_SUCCESS)
		return STATUS_UNSUCCESSFUL;
	entry_open = mock_open_text("mock0", true);
	return STATUS_SUCCESS;
}

/* A driver of NDIS 3.0 opens when it likes. */
static void open_in_driver_entry(struct kunit *test)
{
	mock_deregister();
	client_unload();
	client.module.entry = entry_opens;
	KUNIT_ASSERT_EQ(test, nt_module_load(&client.module), 0);
	client.loaded = true;
	KUNIT_EXPECT_EQ(test, entry_open->status, NDIS_STATUS_SUCCESS);
	mock_close(entry_open, true);
}

static void open_of_what_leaves(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock1");
	DECLARE_COMPLETION_ONSTACK(gate);
	struct mock_open *first, *queued, *open;

	adapter->attach_gate = &gate;
	first = mock_open_text("mock1", false);
	queued = mock_open_text("mock1", false);
	ndis_adapter_leave(&adapter->adapter);
	open = mock_open_text("mock1", true);
	KUNIT_EXPECT_EQ(test, open->returned, NDIS_STATUS_CLOSING);
	/* The open that pends comes to its end, and is closed then. */
	complete_all(&gate);
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&first->opens), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&first->closes),
			first->status == NDIS_STATUS_SUCCESS);
	/* One whose turn comes later does not begin any more. */
	KUNIT_EXPECT_EQ(test, queued->status, NDIS_STATUS_CLOSING);
	KUNIT_EXPECT_EQ(test, atomic_read(&queued->opens), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&queued->closes), 0);
}

static void new_binding_is_plain(struct kunit *test)
{
	struct mock_open *open = mock_open_text("mock0", true);
	struct ndis_binding *binding;
	NDIS_STATUS status;

	binding = ndis_binding_enter(open->handle, "t", &status);
	KUNIT_ASSERT_NOT_NULL(test, binding);
	KUNIT_EXPECT_EQ(test, binding->filter, 0u);
	KUNIT_EXPECT_EQ(test, binding->lookahead, (u32)NDIS_LOOKAHEAD_DEFAULT);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(binding->multicast), NULL);
	KUNIT_EXPECT_EQ(test, binding->medium, NdisMedium802_3);
	KUNIT_EXPECT_PTR_EQ(test, binding->context, (NDIS_HANDLE)open);
	ndis_binding_put(binding);
	mock_close(open, true);
}

/* ---- closing ---- */

static void close_at_once(struct mock_open *open)
{
	if (mock_close(open, false) != NDIS_STATUS_PENDING)
		mock.bad_level = true;
}

static void close_inside_open_complete(struct kunit *test)
{
	struct mock_open *open;

	mock.in_open_complete = close_at_once;
	open = mock_open_text("mock0", true);
	wait_for_completion(&open->closed);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->opens), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 1);
}

/* It cannot wait for the handler that calls it. */
static void close_inside_status(struct kunit *test)
{
	struct mock_open *open = mock_open_text("mock0", true);

	mock.in_status = close_at_once;
	ndis_status_all(&adapter0->adapter, NDIS_STATUS_MEDIA_CONNECT, NULL, 0);
	wait_for_completion(&open->closed);
	KUNIT_EXPECT_STREQ(test, open->statuses, "c.");
}

static void close_waits_for_what_is_out(struct kunit *test)
{
	struct mock_open *open = mock_open_text("mock0", true);
	struct ndis_binding *binding;
	NDIS_STATUS status;

	binding = ndis_binding_enter(open->handle, "t", &status);
	KUNIT_ASSERT_NOT_NULL(test, binding);
	KUNIT_EXPECT_EQ(test, mock_close(open, false), NDIS_STATUS_PENDING);
	msleep(100);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->attached), 1);
	/* No new one starts. */
	KUNIT_EXPECT_FALSE(test, ndis_binding_tryget(binding));
	ndis_status_all(&adapter0->adapter, NDIS_STATUS_MEDIA_CONNECT, NULL, 0);
	KUNIT_EXPECT_STREQ(test, open->statuses, "");
	ndis_binding_put(binding);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&open->closed, MOCK_PATIENCE), 0ul);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 1);
}

/* What its other threads still do with the handle is answered, and no fault. */
static void handle_is_dead_from_the_call_on(struct kunit *test)
{
	NDIS_REQUEST request = { .RequestType = NdisRequestQueryInformation };
	struct mock_open *open = mock_open_text("mock0", true);
	struct ndis_binding *binding;
	NDIS_STATUS status;
	ULONG count;

	binding = ndis_binding_enter(open->handle, "t", &status);
	mock_close(open, false);
	NdisRequest(&status, open->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_CLOSING);
	NdisReset(&status, open->handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_CLOSING);
	KUNIT_EXPECT_EQ(test, NdisQueryPendingIOCount(open->handle, &count), NDIS_STATUS_CLOSING);
	EXPECT_NO_VIOLATION(test);
	KUNIT_EXPECT_EQ(test, mock_close(open, false), NDIS_STATUS_CLOSING);
	EXPECT_VIOLATIONS(test, NDIS_CLOSED_TWICE, 1);
	ndis_binding_put(binding);
	wait_for_completion(&open->closed);
	NdisRequest(&status, open->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_CLOSING);
	KUNIT_EXPECT_EQ(test, mock_close(open, false), NDIS_STATUS_CLOSING);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 2);
	/* And once more for the second close: there was none. */
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 1);
}

static NDIS_STATUS late_status;

static void ask_late(struct mock_open *open)
{
	ULONG count;

	late_status = NdisQueryPendingIOCount(open->handle, &count);
}

static void handle_is_gone_in_close_complete(struct kunit *test)
{
	struct mock_open *open = mock_open_text("mock0", true);

	mock.in_close_complete = ask_late;
	mock_close(open, true);
	KUNIT_EXPECT_EQ(test, late_status, NDIS_STATUS_CLOSING);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

/* NDIS does not wait for a driver of 3.0 for ever; that one may still be about to. */
static void close_after_ndis_has(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock1");
	struct mock_open *open = mock_open_text("mock1", true);
	struct ndis_binding *binding;
	NDIS_STATUS status;

	binding = ndis_binding_enter(open->handle, "t", &status);
	ndis_adapter_leave(&adapter->adapter);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(binding->state) == NDIS_BINDING_CLOSING));
	KUNIT_EXPECT_EQ(test, mock_close(open, false), NDIS_STATUS_CLOSING);
	EXPECT_NO_VIOLATION(test);
	ndis_binding_put(binding);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&open->closes) == 1));
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 1);
}

static NDIS_STATUS deregister_status;

static void deregister_inside(struct mock_open *open)
{
	NdisDeregisterProtocol(&deregister_status, mock.protocol);
}

/* It would wait for the close that waits for the handler that calls it. */
static void deregistration_inside_completions(struct kunit *test)
{
	struct mock_open *open;

	mock.in_open_complete = deregister_inside;
	open = mock_open_text("mock0", true);
	KUNIT_EXPECT_EQ(test, deregister_status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_WAITS_FOR_ITSELF, 1);
	deregister_status = NDIS_STATUS_SUCCESS;
	mock.in_close_complete = deregister_inside;
	mock_close(open, true);
	KUNIT_EXPECT_EQ(test, deregister_status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_WAITS_FOR_ITSELF, 1);
}

static NDIS_STATUS *status_memory;

static void free_status(struct mock_open *open)
{
	kfree(status_memory);
}

/* The completion may free what *Status lies in: KASAN sees a write that is late. */
static void status_is_written_before_it_may_go(struct kunit *test)
{
	struct mock_open *open;
	unsigned int i;

	mock.in_close_complete = free_status;
	for (i = 0; i < 8; i++) {
		open = mock_open_text("mock0", true);
		status_memory = kmalloc(sizeof(*status_memory), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, status_memory);
		NdisCloseAdapter(status_memory, open->handle);
		wait_for_completion(&open->closed);
	}
}

static void close_ends_its_share_of_the_filter(struct kunit *test)
{
	struct mock_open *one = mock_open_text("mock0", true), *two = mock_open_text("mock0", true);
	ULONG filter = NDIS_PACKET_TYPE_PROMISCUOUS;
	NDIS_REQUEST request = {
		.RequestType = NdisRequestSetInformation,
		.DATA.SET_INFORMATION.Oid = OID_GEN_CURRENT_PACKET_FILTER,
		.DATA.SET_INFORMATION.InformationBuffer = &filter,
		.DATA.SET_INFORMATION.InformationBufferLength = 4,
	};
	NDIS_STATUS status;

	NdisRequest(&status, one->handle, &request);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == 1));
	filter = NDIS_PACKET_TYPE_DIRECTED;
	NdisRequest(&status, two->handle, &request);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == 2));
	KUNIT_EXPECT_EQ(test, adapter0->seen_filter,
			(u32)(NDIS_PACKET_TYPE_PROMISCUOUS | NDIS_PACKET_TYPE_DIRECTED));
	mock_close(one, true);
	KUNIT_EXPECT_EQ(test, adapter0->seen_filter, (u32)NDIS_PACKET_TYPE_DIRECTED);
	mock_close(two, true);
	KUNIT_EXPECT_EQ(test, adapter0->seen_filter, 0u);
}

static void adapter_goes_with_bindings_open(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock1");
	struct mock_open *open = mock_open_text("mock1", true);
	struct ndis_binding *binding;
	NDIS_STATUS status;

	binding = ndis_binding_enter(open->handle, "t", &status);
	ndis_adapter_leave(&adapter->adapter);
	KUNIT_EXPECT_TRUE(test, mock_wait(!strcmp(open->statuses, "x.")));
	KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 0);
	ndis_binding_put(binding);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&open->closes) == 1));
	mock_leave(adapter);
}

/* ---- held on request ---- */

/* As long as the knob is set, before the adapter has heard of it. */
static void knob_holds_an_open(struct kunit *test)
{
	struct mock_open *open;

	ndis_knob_set(NDIS_KNOB_DELAY_MS, HELD_MS);
	ndis_knob_set(NDIS_KNOB_PEND_OPEN, 1);
	open = mock_open_text("mock0", false);
	KUNIT_EXPECT_EQ(test, open->returned, NDIS_STATUS_PENDING);
	msleep(100);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->opens), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->attached), 0);
	ndis_knob_set(NDIS_KNOB_PEND_OPEN, 0);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&open->opened, MOCK_PATIENCE), 0ul);
	KUNIT_EXPECT_EQ(test, open->status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->attached), 1);
	mock_close(open, true);
}

static void knob_holds_a_close(struct kunit *test)
{
	struct mock_open *open = mock_open_text("mock0", true);

	ndis_knob_set(NDIS_KNOB_DELAY_MS, HELD_MS);
	ndis_knob_set(NDIS_KNOB_PEND_CLOSE, 1);
	KUNIT_EXPECT_EQ(test, mock_close(open, false), NDIS_STATUS_PENDING);
	msleep(100);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->attached), 1);
	ndis_knob_set(NDIS_KNOB_PEND_CLOSE, 0);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&open->closed, MOCK_PATIENCE), 0ul);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->attached), 0);
}

/* Nobody has to clear them: the delay ends as well. */
static void knobs_hold_for_the_delay(struct kunit *test)
{
	u64 begin = ktime_get_ns();
	struct mock_open *open;

	ndis_knob_set(NDIS_KNOB_DELAY_MS, 200);
	ndis_knob_set(NDIS_KNOB_PEND_OPEN, 1);
	ndis_knob_set(NDIS_KNOB_PEND_CLOSE, 1);
	open = mock_open_text("mock0", true);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->opens), 1);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - begin, 150 * (u64)NSEC_PER_MSEC);
	begin = ktime_get_ns();
	mock_close(open, true);
	KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 1);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - begin, 150 * (u64)NSEC_PER_MSEC);
}

/* ---- what a driver may ask ---- */

static void driver_handle_of_an_interface(struct kunit *test)
{
	struct mock_open *open = mock_open_text("mock0", true);
	NDIS_HANDLE handle = (NDIS_HANDLE)1;

	NdisGetDriverHandle(open->handle, &handle);
	KUNIT_EXPECT_NULL(test, handle);
	mock_close(open, true);
	NdisGetDriverHandle(open->handle, &handle);
	KUNIT_EXPECT_NULL(test, handle);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

static void instance_name_is_the_drivers_to_free(struct kunit *test)
{
	struct mock_open *open = mock_open_text("mock0", true);
	NDIS_STRING name;
	char text[32];

	KUNIT_EXPECT_EQ(test, NdisQueryAdapterInstanceName(&name, open->handle),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, ndis_string_to_text(&name, text, sizeof(text)));
	KUNIT_EXPECT_STREQ(test, text, "Mock adapter");
	KUNIT_EXPECT_GT(test, client_pool(), 0l);
	NdisFreeMemory(name.Buffer, 0, 0);
	KUNIT_EXPECT_EQ(test, client_pool(), 0l);

	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 1);
	KUNIT_EXPECT_EQ(test, NdisQueryAdapterInstanceName(&name, open->handle),
			NDIS_STATUS_RESOURCES);
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 0);
	KUNIT_EXPECT_NULL(test, name.Buffer);
	mock_close(open, true);
	KUNIT_EXPECT_EQ(test, NdisQueryAdapterInstanceName(&name, open->handle),
			NDIS_STATUS_CLOSING);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	KUNIT_EXPECT_EQ(test, NdisQueryAdapterInstanceName(NULL, NULL), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
}

static char bind_name[32];

static void query_bind_name(void)
{
	NDIS_STRING name;

	if (NdisQueryBindInstanceName(&name, mock.bind_context) != NDIS_STATUS_SUCCESS)
		return;
	ndis_string_to_text(&name, bind_name, sizeof(bind_name));
	NdisFreeMemory(name.Buffer, 0, 0);
}

static void instance_name_inside_bind(struct kunit *test)
{
	NDIS_STRING name;

	mock_deregister();
	mock.in_bind = query_bind_name;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	KUNIT_EXPECT_STREQ(test, bind_name, "Mock adapter");
	KUNIT_EXPECT_EQ(test, NdisQueryBindInstanceName(&name, mock.bind_context),
			NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

/* ---- races ---- */

static atomic_t racers;
static bool race_over;

static int race_status(void *data)
{
	struct mock_adapter *adapter = data;
	bool up = false;

	while (!READ_ONCE(race_over)) {
		ndis_status_all(&adapter->adapter, NDIS_STATUS_ONLINE, NULL, 0);
		ndis_status_link(&adapter->adapter, up = !up);
		ndis_reset_start(&adapter->adapter);
		cond_resched();
	}
	atomic_dec(&racers);
	return 0;
}

static void status_against_close(struct kunit *test)
{
	struct mock_open *open;
	unsigned int i;

	atomic_set(&racers, 2);
	race_over = false;
	kthread_run(race_status, adapter0, "status0");
	kthread_run(race_status, adapter0, "status1");
	for (i = 0; i < 30; i++) {
		open = mock_open_text("mock0", true);
		KUNIT_EXPECT_EQ(test, open->status, NDIS_STATUS_SUCCESS);
		mock_close(open, true);
		KUNIT_EXPECT_EQ(test, atomic_read(&open->closes), 1);
		/* A context may be freed now: it would be seen if it were used. */
		msleep(20);
		KUNIT_EXPECT_EQ(test, atomic_read(&open->late), 0);
		mock.n = 0;
	}
	WRITE_ONCE(race_over, true);
	KUNIT_EXPECT_TRUE(test, mock_wait(!atomic_read(&racers)));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(open_pends_and_completes_once),
	KUNIT_CASE(name_with_and_without_device),
	KUNIT_CASE(medium_is_the_adapters_best),
	KUNIT_CASE(one_adapter_twice),
	KUNIT_CASE(open_that_fails),
	KUNIT_CASE(wrong_arguments),
	KUNIT_CASE(nothing_else_while_it_pends),
	KUNIT_CASE(open_in_driver_entry),
	KUNIT_CASE(open_of_what_leaves),
	KUNIT_CASE(new_binding_is_plain),
	KUNIT_CASE(close_inside_open_complete),
	KUNIT_CASE(close_inside_status),
	KUNIT_CASE(close_waits_for_what_is_out),
	KUNIT_CASE(handle_is_dead_from_the_call_on),
	KUNIT_CASE(handle_is_gone_in_close_complete),
	KUNIT_CASE(close_after_ndis_has),
	KUNIT_CASE(deregistration_inside_completions),
	KUNIT_CASE(status_is_written_before_it_may_go),
	KUNIT_CASE(close_ends_its_share_of_the_filter),
	KUNIT_CASE(adapter_goes_with_bindings_open),
	KUNIT_CASE(knob_holds_an_open),
	KUNIT_CASE(knob_holds_a_close),
	KUNIT_CASE(knobs_hold_for_the_delay),
	KUNIT_CASE(driver_handle_of_an_interface),
	KUNIT_CASE(instance_name_is_the_drivers_to_free),
	KUNIT_CASE(instance_name_inside_bind),
	KUNIT_CASE(status_against_close),
	{}
};

static struct kunit_suite suite = {
	.name = "ndis_open",
	.init = open_setup,
	.exit = open_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
