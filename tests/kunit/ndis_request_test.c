// SPDX-License-Identifier: GPL-2.0
/*
 * NdisRequest, NdisReset and status indications: values that each binding has of
 * its own, lengths, completions, and the sequence of a reset. The table of object
 * identifiers as what it is.
 */
#include "ndis_mock.h"

static struct mock_adapter *adapter0;
static struct mock_open *open0;

static int request_setup(struct kunit *test)
{
	int err = mock_setup(test);

	if (err)
		return err;
	adapter0 = mock_arrive(test, "mock0");
	if (mock_register(3) != NDIS_STATUS_SUCCESS)
		return -ENOMEM;
	open0 = mock_open_text("mock0", true);
	return open0->status == NDIS_STATUS_SUCCESS ? 0 : -EIO;
}

static void request_teardown(struct kunit *test)
{
	ndis_knob_set(NDIS_KNOB_PEND_REQUEST, 0);
	ndis_knob_set(NDIS_KNOB_PEND_RESET, 0);
	ndis_knob_set(NDIS_KNOB_DELAY_MS, 0);
	if (mock.protocol)
		KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	mock_leave(adapter0);
	mock_teardown(test);
}

static void fill(NDIS_REQUEST *request, bool set, NDIS_OID oid, void *buffer, u32 length)
{
	memset(request, 0, sizeof(*request));
	request->RequestType = set ? NdisRequestSetInformation : NdisRequestQueryInformation;
	request->DATA.QUERY_INFORMATION.Oid = oid;
	request->DATA.QUERY_INFORMATION.InformationBuffer = buffer;
	request->DATA.QUERY_INFORMATION.InformationBufferLength = length;
	request->DATA.QUERY_INFORMATION.BytesWritten = 0x5555;
	request->DATA.QUERY_INFORMATION.BytesNeeded = 0x5555;
}

/* Waits for the completion, if there is to be one; there is at most one. */
static NDIS_STATUS submit(struct kunit *test, struct mock_open *open, NDIS_REQUEST *request)
{
	int before = atomic_read(&mock.requests);
	NDIS_STATUS status;

	NdisRequest(&status, open->handle, request);
	if (status != NDIS_STATUS_PENDING) {
		KUNIT_EXPECT_EQ(test, atomic_read(&mock.requests), before);
		return status;
	}
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == before + 1));
	KUNIT_EXPECT_PTR_EQ(test, mock.request, request);
	return mock.request_status;
}

static NDIS_STATUS set_ulong(struct kunit *test, struct mock_open *open, NDIS_OID oid, u32 value)
{
	NDIS_REQUEST request;

	fill(&request, true, oid, &value, sizeof(value));
	return submit(test, open, &request);
}

static u32 get_ulong(struct kunit *test, struct mock_open *open, NDIS_OID oid)
{
	NDIS_REQUEST request;
	u32 value = 0xffffffff;

	fill(&request, false, oid, &value, sizeof(value));
	KUNIT_EXPECT_EQ(test, submit(test, open, &request), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesWritten, 4u);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesNeeded, 0u);
	return value;
}

/* ---- the table ---- */

static void oids_are_in_order(struct kunit *test)
{
	unsigned int n = ndis_oid_supported(NULL, 0), i;
	NDIS_OID *list = kunit_kcalloc(test, n + 1, sizeof(*list), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, list);
	KUNIT_EXPECT_GT(test, n, 50u);
	list[n] = 0xdeadbeef;
	KUNIT_EXPECT_EQ(test, ndis_oid_supported(list, n), n);
	KUNIT_EXPECT_EQ(test, list[n], 0xdeadbeefu);
	for (i = 0; i < n; i++) {
		const struct ndis_oid *oid = ndis_oid_find(list[i]);

		KUNIT_ASSERT_NOT_NULL(test, oid);
		KUNIT_EXPECT_EQ(test, oid->oid, list[i]);
		KUNIT_EXPECT_NE(test, oid->flags & (NDIS_OID_QUERY | NDIS_OID_SET), 0);
		KUNIT_EXPECT_GT(test, oid->size, 0);
		if (i)
			KUNIT_EXPECT_GT(test, list[i], list[i - 1]);
		KUNIT_EXPECT_NULL(test, ndis_oid_find(list[i] | 0x40000000));
	}
	KUNIT_EXPECT_NULL(test, ndis_oid_find(0));
	KUNIT_EXPECT_NULL(test, ndis_oid_find(OID_GEN_SUPPORTED_GUIDS));
	KUNIT_EXPECT_NULL(test, ndis_oid_find(0xffffffff));
}

static void replies_that_do_not_fit(struct kunit *test)
{
	static const u8 mac[6] = { 1, 2, 3, 4, 5, 6 };
	NDIS_REQUEST request;
	u8 buffer[8];

	memset(buffer, 0xa5, sizeof(buffer));
	fill(&request, false, OID_802_3_CURRENT_ADDRESS, buffer, 5);
	KUNIT_EXPECT_EQ(test, ndis_oid_reply(&request, mac, 6), NDIS_STATUS_INVALID_LENGTH);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesNeeded, 6u);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesWritten, 0u);
	KUNIT_EXPECT_EQ(test, buffer[0], 0xa5);
	fill(&request, false, OID_GEN_VENDOR_DESCRIPTION, buffer, 5);
	KUNIT_EXPECT_EQ(test, ndis_oid_reply(&request, mac, 6), NDIS_STATUS_BUFFER_TOO_SHORT);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesNeeded, 6u);
	fill(&request, false, OID_802_3_CURRENT_ADDRESS, buffer, 6);
	KUNIT_EXPECT_EQ(test, ndis_oid_reply(&request, mac, 6), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesWritten, 6u);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesNeeded, 0u);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, mac, 6), 0);
	KUNIT_EXPECT_EQ(test, buffer[6], 0xa5);
}

static void counters_have_two_lengths(struct kunit *test)
{
	u64 value = 0x1122334455667788ull, wide = 0;
	NDIS_REQUEST request;
	u32 narrow[2] = { 0, 0xa5a5a5a5 };

	fill(&request, false, OID_GEN_XMIT_OK, &wide, 8);
	KUNIT_EXPECT_EQ(test, ndis_oid_reply_counter(&request, value), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wide, value);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesWritten, 8u);
	fill(&request, false, OID_GEN_XMIT_OK, narrow, 7);
	KUNIT_EXPECT_EQ(test, ndis_oid_reply_counter(&request, value), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, narrow[0], 0x55667788u);
	KUNIT_EXPECT_EQ(test, narrow[1], 0xa5a5a5a5u);
	fill(&request, false, OID_GEN_XMIT_OK, narrow, 3);
	KUNIT_EXPECT_EQ(test, ndis_oid_reply_counter(&request, value), NDIS_STATUS_INVALID_LENGTH);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesNeeded, 4u);
}

static void wrong_direction_is_not_supported(struct kunit *test)
{
	NDIS_REQUEST request;
	u32 value = 0;

	KUNIT_EXPECT_EQ(test, set_ulong(test, open0, OID_GEN_LINK_SPEED, 5),
			NDIS_STATUS_NOT_SUPPORTED);
	fill(&request, false, OID_GEN_PROTOCOL_OPTIONS, &value, 4);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->requests), 0);
	fill(&request, true, OID_GEN_TRANSPORT_HEADER_OFFSET, &value, 3);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_INVALID_LENGTH);
	KUNIT_EXPECT_EQ(test, request.DATA.SET_INFORMATION.BytesNeeded, 4u);
}

/* ---- what a binding has of its own ---- */

static void filter_pends_and_holds(struct kunit *test)
{
	u32 filter = NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_BROADCAST;
	NDIS_REQUEST request;
	NDIS_STATUS status;

	KUNIT_EXPECT_EQ(test, get_ulong(test, open0, OID_GEN_CURRENT_PACKET_FILTER), 0u);
	fill(&request, true, OID_GEN_CURRENT_PACKET_FILTER, &filter, 4);
	NdisRequest(&status, open0->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == 1));
	KUNIT_EXPECT_EQ(test, mock.request_status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, request.DATA.SET_INFORMATION.BytesRead, 4u);
	KUNIT_EXPECT_EQ(test, request.DATA.SET_INFORMATION.BytesNeeded, 0u);
	KUNIT_EXPECT_EQ(test, adapter0->seen_filter, filter);
	KUNIT_EXPECT_EQ(test, get_ulong(test, open0, OID_GEN_CURRENT_PACKET_FILTER), filter);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.requests), 1);
}

static void filter_of_each_and_of_all(struct kunit *test)
{
	struct mock_open *other = mock_open_text("mock0", true);

	set_ulong(test, open0, OID_GEN_CURRENT_PACKET_FILTER, NDIS_PACKET_TYPE_DIRECTED);
	set_ulong(test, other, OID_GEN_CURRENT_PACKET_FILTER, NDIS_PACKET_TYPE_ALL_LOCAL);
	KUNIT_EXPECT_EQ(test, adapter0->adapter.filter,
			(u32)(NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_ALL_LOCAL));
	KUNIT_EXPECT_EQ(test, get_ulong(test, open0, OID_GEN_CURRENT_PACKET_FILTER),
			(u32)NDIS_PACKET_TYPE_DIRECTED);
	set_ulong(test, open0, OID_GEN_CURRENT_PACKET_FILTER, 0);
	KUNIT_EXPECT_EQ(test, adapter0->seen_filter, (u32)NDIS_PACKET_TYPE_ALL_LOCAL);
}

static void filter_of_impossible_bits(struct kunit *test)
{
	static const u32 bits[] = { 0x10, 0x40, 0x1000, 0x2000, 0x4000, 0x8000, 0x80000000 };
	u8 buffer[8] = { NDIS_PACKET_TYPE_PROMISCUOUS };
	NDIS_REQUEST request;
	unsigned int i;

	set_ulong(test, open0, OID_GEN_CURRENT_PACKET_FILTER, NDIS_PACKET_TYPE_DIRECTED);
	for (i = 0; i < ARRAY_SIZE(bits); i++)
		KUNIT_EXPECT_EQ(test, set_ulong(test, open0, OID_GEN_CURRENT_PACKET_FILTER,
						bits[i] | NDIS_PACKET_TYPE_PROMISCUOUS),
				NDIS_STATUS_NOT_SUPPORTED);
	for (i = 0; i <= sizeof(buffer); i++) {
		if (i == 4)
			continue;
		fill(&request, true, OID_GEN_CURRENT_PACKET_FILTER, buffer, i);
		KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_INVALID_LENGTH);
		KUNIT_EXPECT_EQ(test, request.DATA.SET_INFORMATION.BytesNeeded, 4u);
		KUNIT_EXPECT_EQ(test, request.DATA.SET_INFORMATION.BytesRead, 0u);
	}
	KUNIT_EXPECT_EQ(test, get_ulong(test, open0, OID_GEN_CURRENT_PACKET_FILTER),
			(u32)NDIS_PACKET_TYPE_DIRECTED);
}

static void lookahead_is_the_largest(struct kunit *test)
{
	struct mock_open *other = mock_open_text("mock0", true);

	adapter0->adapter.max_lookahead = 1500;
	KUNIT_EXPECT_EQ(test, get_ulong(test, open0, OID_GEN_CURRENT_LOOKAHEAD),
			(u32)NDIS_LOOKAHEAD_DEFAULT);
	KUNIT_EXPECT_EQ(test, set_ulong(test, open0, OID_GEN_CURRENT_LOOKAHEAD, 800),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, set_ulong(test, other, OID_GEN_CURRENT_LOOKAHEAD, 1500),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, set_ulong(test, other, OID_GEN_CURRENT_LOOKAHEAD, 1501),
			NDIS_STATUS_INVALID_DATA);
	KUNIT_EXPECT_EQ(test, get_ulong(test, open0, OID_GEN_CURRENT_LOOKAHEAD), 1500u);
	mock_close(other, true);
	KUNIT_EXPECT_EQ(test, get_ulong(test, open0, OID_GEN_CURRENT_LOOKAHEAD), 800u);
}

static void options_are_stored(struct kunit *test)
{
	struct ndis_binding *binding;
	NDIS_STATUS status;

	KUNIT_EXPECT_EQ(test, set_ulong(test, open0, OID_GEN_PROTOCOL_OPTIONS,
					NDIS_PROT_OPTION_NO_LOOPBACK), NDIS_STATUS_SUCCESS);
	binding = ndis_binding_enter(open0->handle, "t", &status);
	KUNIT_EXPECT_EQ(test, binding->options, (u32)NDIS_PROT_OPTION_NO_LOOPBACK);
	ndis_binding_put(binding);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.requests), 0);
}

static void multicast_list_of_a_binding(struct kunit *test)
{
	u8 list[(NDIS_MULTICAST_MAX + 1) * 6], back[sizeof(list)];
	NDIS_REQUEST request;
	unsigned int i;

	for (i = 0; i < sizeof(list); i++)
		list[i] = i;
	fill(&request, true, OID_802_3_MULTICAST_LIST, list, 12);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, request.DATA.SET_INFORMATION.BytesRead, 12u);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->updates), 1);

	fill(&request, false, OID_802_3_MULTICAST_LIST, back, 11);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_BUFFER_TOO_SHORT);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesNeeded, 12u);
	fill(&request, false, OID_802_3_MULTICAST_LIST, back, sizeof(back));
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesWritten, 12u);
	KUNIT_EXPECT_EQ(test, memcmp(back, list, 12), 0);

	fill(&request, true, OID_802_3_MULTICAST_LIST, list, 13);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_INVALID_LENGTH);
	KUNIT_EXPECT_EQ(test, request.DATA.SET_INFORMATION.BytesNeeded, 18u);
	fill(&request, true, OID_802_3_MULTICAST_LIST, list, sizeof(list));
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_MULTICAST_FULL);
	fill(&request, true, OID_802_3_MULTICAST_LIST, list, NDIS_MULTICAST_MAX * 6);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_SUCCESS);
	fill(&request, true, OID_802_3_MULTICAST_LIST, NULL, 0);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_SUCCESS);
	fill(&request, false, OID_802_3_MULTICAST_LIST, back, sizeof(back));
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, request.DATA.QUERY_INFORMATION.BytesWritten, 0u);
}

/* ---- any request ---- */

static void others_are_the_adapters(struct kunit *test)
{
	NDIS_REQUEST request;
	u32 value;

	adapter0->request = NDIS_STATUS_NOT_RECOGNIZED;
	fill(&request, false, 0xff123456, &value, 4);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_NOT_RECOGNIZED);
	KUNIT_EXPECT_PTR_EQ(test, adapter0->request_latest, &request);
	fill(&request, true, 0xff123456, &value, 4);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_NOT_RECOGNIZED);
	fill(&request, false, OID_GEN_LINK_SPEED, &value, 4);
	request.RequestType = NdisRequestQueryStatistics;
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_NOT_RECOGNIZED);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->requests), 3);
}

static void kinds_of_request(struct kunit *test)
{
	static const NDIS_REQUEST_TYPE types[] = {
		NdisRequestOpen, NdisRequestClose, NdisRequestSend, NdisRequestTransferData,
		NdisRequestReset, NdisRequestGeneric1, NdisRequestGeneric4, 99,
	};
	NDIS_REQUEST request;
	unsigned int i;
	u32 value;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		fill(&request, false, OID_GEN_LINK_SPEED, &value, 4);
		request.RequestType = types[i];
		KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_NOT_SUPPORTED);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->requests), 0);
}

static void requests_that_cannot_be(struct kunit *test)
{
	NDIS_REQUEST request;
	NDIS_STATUS status;

	NdisRequest(&status, open0->handle, NULL);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_INVALID_DATA);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	fill(&request, true, OID_GEN_CURRENT_PACKET_FILTER, NULL, 4);
	NdisRequest(&status, open0->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_INVALID_DATA);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	NdisRequest(&status, NULL, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_CLOSING);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisRequest(&status, mock.protocol, &request);
	EXPECT_VIOLATIONS(test, NDIS_WRONG_HANDLE_TYPE, 1);
}

/* Adapters link it into their queues, where it cannot be twice. */
static void request_that_pends_is_not_given_again(struct kunit *test)
{
	NDIS_REQUEST request;
	NDIS_STATUS status;
	u32 value;

	adapter0->request = NDIS_STATUS_PENDING;
	fill(&request, false, OID_GEN_LINK_SPEED, &value, 4);
	NdisRequest(&status, open0->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	NdisRequest(&status, open0->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_REQUEST_TWICE, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->requests), 1);
	ndis_request_done(adapter0->request_binding, &request, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.requests), 1);
	/* Whichever way it was answered, it may be used again. */
	adapter0->request = NDIS_STATUS_SUCCESS;
	NdisRequest(&status, open0->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisRequest(&status, open0->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->requests), 3);
}

static PNDIS_REQUEST asked_again;
static NDIS_STATUS status_again;

static void ask_again(struct mock_open *open)
{
	mock.in_request_complete = NULL;
	NdisRequest(&status_again, open->handle, asked_again);
}

static void request_is_the_drivers_in_its_completion(struct kunit *test)
{
	NDIS_REQUEST request;
	NDIS_STATUS status;
	u32 value;

	adapter0->request = NDIS_STATUS_PENDING;
	fill(&request, false, OID_GEN_LINK_SPEED, &value, 4);
	asked_again = &request;
	mock.in_request_complete = ask_again;
	NdisRequest(&status, open0->handle, &request);
	ndis_request_done(adapter0->request_binding, &request, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, status_again, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->requests), 2);
	ndis_request_done(adapter0->request_binding, &request, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.requests), 2);
	EXPECT_NO_VIOLATION(test);
}

static void adapter_that_pends(struct kunit *test)
{
	NDIS_REQUEST request;
	NDIS_STATUS status;
	ULONG count = 7;
	u32 value;

	adapter0->request = NDIS_STATUS_PENDING;
	fill(&request, false, OID_GEN_LINK_SPEED, &value, 4);
	NdisRequest(&status, open0->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, NdisQueryPendingIOCount(open0->handle, &count), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, count, 1u);
	/* The close comes after it. */
	mock_close(open0, false);
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&open0->closes), 0);
	ndis_request_done(adapter0->request_binding, &request, NDIS_STATUS_REQUEST_ABORTED);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.requests), 1);
	KUNIT_EXPECT_EQ(test, mock.request_status, NDIS_STATUS_REQUEST_ABORTED);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&open0->closed, MOCK_PATIENCE), 0ul);
}

/* The shim has 4 pointers of it, and a driver of 4.0 no more than that. */
static void structure_of_an_old_driver(struct kunit *test)
{
	NDIS_REQUEST *request = kmalloc(72 + 8, GFP_KERNEL);
	u64 behind = 0xa5a5a5a5a5a5a5a5ull, *end = (void *)request + 72;
	u32 value = NDIS_PACKET_TYPE_DIRECTED;
	NDIS_STATUS status;

	KUNIT_ASSERT_NOT_NULL(test, request);
	KUNIT_ASSERT_EQ(test, sizeof(*request), (size_t)72);
	*end = behind;
	ndis_knob_set(NDIS_KNOB_PEND_REQUEST, 1);
	fill(request, true, OID_GEN_CURRENT_PACKET_FILTER, &value, 4);
	NdisRequest(&status, open0->handle, request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == 1));
	KUNIT_EXPECT_EQ(test, *end, behind);
	kfree(request);
}

static NDIS_REQUEST *request_memory;

static void free_request(struct mock_open *open)
{
	kfree(request_memory);
}

static void scribble_request(struct mock_open *open)
{
	memset(request_memory, 0xa5, sizeof(*request_memory));
}

/* It may be on the stack of who waits for the completion: KASAN sees a late look, a
 * late word is seen by anybody.
 */
static void structure_is_not_touched_afterwards(struct kunit *test)
{
	static u32 value;
	NDIS_STATUS status;
	unsigned int i;

	mock.in_request_complete = free_request;
	for (i = 0; i < 4; i++) {
		request_memory = kmalloc(sizeof(*request_memory), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, request_memory);
		value = i;
		fill(request_memory, true, OID_GEN_CURRENT_PACKET_FILTER, &value, 4);
		NdisRequest(&status, open0->handle, request_memory);
		KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
		KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == i + 1));
	}
	mock.in_request_complete = scribble_request;
	request_memory = kunit_kzalloc(test, sizeof(*request_memory), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, request_memory);
	fill(request_memory, true, OID_GEN_CURRENT_PACKET_FILTER, &value, 4);
	NdisRequest(&status, open0->handle, request_memory);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == 5));
	msleep(20);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(request_memory, 0xa5, sizeof(*request_memory)),
			    NULL);
}

static void knob_makes_anything_pend(struct kunit *test)
{
	NDIS_REQUEST request;
	NDIS_STATUS status;
	u32 value = 0;

	ndis_knob_set(NDIS_KNOB_PEND_REQUEST, 1);
	ndis_knob_set(NDIS_KNOB_DELAY_MS, 500);
	fill(&request, false, OID_GEN_CURRENT_LOOKAHEAD, &value, 4);
	NdisRequest(&status, open0->handle, &request);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.requests), 0);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == 1));
	KUNIT_EXPECT_EQ(test, mock.request_status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, (u32)NDIS_LOOKAHEAD_DEFAULT);
	/* A failure, too. */
	fill(&request, false, OID_GEN_CURRENT_LOOKAHEAD, &value, 3);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_INVALID_LENGTH);
}

/* As long as the knob is set: the delay is twice what the suite waits. */
static void knob_that_is_cleared_ends_it(struct kunit *test)
{
	u32 value = 0, filter = NDIS_PACKET_TYPE_DIRECTED;
	NDIS_REQUEST query, set;
	NDIS_STATUS status;

	ndis_knob_set(NDIS_KNOB_DELAY_MS, 2000 * (MOCK_PATIENCE / HZ));
	ndis_knob_set(NDIS_KNOB_PEND_REQUEST, 1);
	fill(&query, false, OID_GEN_CURRENT_LOOKAHEAD, &value, 4);
	NdisRequest(&status, open0->handle, &query);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	/* One that goes through ctl anyway: nothing is changed before its time. */
	fill(&set, true, OID_GEN_CURRENT_PACKET_FILTER, &filter, 4);
	NdisRequest(&status, open0->handle, &set);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	msleep(100);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.requests), 0);
	KUNIT_EXPECT_EQ(test, READ_ONCE(adapter0->adapter.filter), 0u);
	ndis_knob_set(NDIS_KNOB_PEND_REQUEST, 0);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == 2));
	KUNIT_EXPECT_EQ(test, READ_ONCE(adapter0->adapter.filter), filter);
}

static void no_memory_to_pend(struct kunit *test)
{
	NDIS_REQUEST request;
	NDIS_STATUS status;
	u32 value = 0;

	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 1);
	fill(&request, true, OID_GEN_CURRENT_PACKET_FILTER, &value, 4);
	NdisRequest(&status, open0->handle, &request);
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 0);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, request.DATA.SET_INFORMATION.BytesRead, 0u);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.requests), 0);
}

static void requests_at_dispatch_level(struct kunit *test)
{
	u32 value = NDIS_PACKET_TYPE_DIRECTED;
	NDIS_REQUEST request;
	NDIS_STATUS status;

	fill(&request, true, OID_GEN_CURRENT_PACKET_FILTER, &value, 4);
	local_bh_disable();
	NdisRequest(&status, open0->handle, &request);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == 1));
}

/* A driver sets its filter to 0 in Unbind, though the adapter is gone. */
static void adapter_that_leaves_answers(struct kunit *test)
{
	struct ndis_binding *binding;
	NDIS_STATUS status;
	u32 value = 77;
	NDIS_REQUEST request;

	binding = ndis_binding_enter(open0->handle, "t", &status);
	spin_lock_bh(&adapter0->adapter.lock);
	adapter0->adapter.state = NDIS_ADAPTER_LEAVING;
	spin_unlock_bh(&adapter0->adapter.lock);
	fill(&request, true, OID_GEN_CURRENT_PACKET_FILTER, &value, 4);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_ADAPTER_REMOVED);
	KUNIT_EXPECT_EQ(test, get_ulong(test, open0, OID_GEN_CURRENT_LOOKAHEAD),
			(u32)NDIS_LOOKAHEAD_DEFAULT);
	NdisReset(&status, open0->handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_ADAPTER_REMOVED);
	spin_lock_bh(&adapter0->adapter.lock);
	adapter0->adapter.state = NDIS_ADAPTER_PRESENT;
	spin_unlock_bh(&adapter0->adapter.lock);
	ndis_binding_put(binding);
}

/* ---- reset ---- */

static void reset_is_announced_to_all(struct kunit *test)
{
	struct mock_open *other = mock_open_text("mock0", true);
	NDIS_STATUS status;

	NdisReset(&status, open0->handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.resets) == 1));
	KUNIT_EXPECT_EQ(test, mock.reset_status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter0->resets), 1);
	KUNIT_EXPECT_STREQ(test, open0->statuses, "b.e.R");
	KUNIT_EXPECT_STREQ(test, other->statuses, "b.e.");
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.resets), 1);
}

static void reset_that_pends(struct kunit *test)
{
	NDIS_REQUEST request;
	NDIS_STATUS status;
	u32 value;

	adapter0->reset = NDIS_STATUS_PENDING;
	NdisReset(&status, open0->handle);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&adapter0->resets) == 1));
	KUNIT_EXPECT_STREQ(test, open0->statuses, "b.");
	fill(&request, false, OID_GEN_LINK_SPEED, &value, 4);
	KUNIT_EXPECT_EQ(test, submit(test, open0, &request), NDIS_STATUS_RESET_IN_PROGRESS);
	NdisReset(&status, open0->handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_RESET_IN_PROGRESS);
	/* The close waits: a reset cannot be aborted. */
	mock_close(open0, false);
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&open0->closes), 0);
	ndis_reset_done(&adapter0->adapter, NDIS_STATUS_HARD_ERRORS);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&open0->closed, MOCK_PATIENCE), 0ul);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.resets), 1);
	KUNIT_EXPECT_EQ(test, mock.reset_status, NDIS_STATUS_HARD_ERRORS);
	/* No more indications since the close was asked for. */
	KUNIT_EXPECT_STREQ(test, open0->statuses, "b.R");
	KUNIT_EXPECT_FALSE(test, adapter0->adapter.resetting);
}

static void reset_completed_twice(struct kunit *test)
{
	NDIS_STATUS status;

	ndis_reset_done(&adapter0->adapter, NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_RESET, 1);
	NdisReset(&status, open0->handle);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.resets) == 1));
	ndis_reset_done(&adapter0->adapter, NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_RESET, 1);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.resets), 1);
	KUNIT_EXPECT_STREQ(test, open0->statuses, "b.e.R");
}

static void reset_of_the_adapters_own(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ndis_reset_start(&adapter0->adapter), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_TRUE(test, mock_wait(!READ_ONCE(adapter0->adapter.resetting)));
	KUNIT_EXPECT_TRUE(test, mock_wait(!strcmp(open0->statuses, "b.e.")));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.resets), 0);
}

static void knob_makes_a_reset_last(struct kunit *test)
{
	NDIS_STATUS status;

	ndis_knob_set(NDIS_KNOB_PEND_RESET, 1);
	ndis_knob_set(NDIS_KNOB_DELAY_MS, 1000);
	NdisReset(&status, open0->handle);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&adapter0->resets) == 1));
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.resets), 0);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.resets) == 1));
}

/* ---- status ---- */

static void link_changes_are_told_once(struct kunit *test)
{
	ndis_status_link(&adapter0->adapter, true);
	ndis_status_link(&adapter0->adapter, false);
	KUNIT_EXPECT_TRUE(test, mock_wait(!strcmp(open0->statuses, "d.")));
	ndis_status_link(&adapter0->adapter, false);
	msleep(20);
	KUNIT_EXPECT_STREQ(test, open0->statuses, "d.");
	ndis_status_link(&adapter0->adapter, true);
	KUNIT_EXPECT_TRUE(test, mock_wait(!strcmp(open0->statuses, "d.c.")));
}

static void request_inside(struct mock_open *open)
{
	static NDIS_REQUEST request;
	NDIS_STATUS status;
	static u32 value;

	value = NDIS_PACKET_TYPE_DIRECTED;
	fill(&request, true, OID_GEN_CURRENT_PACKET_FILTER, &value, 4);
	NdisRequest(&status, open->handle, &request);
	if (status != NDIS_STATUS_PENDING)
		mock.bad_level = true;
}

/* No lock of ours is held around a handler. */
static void request_inside_status(struct kunit *test)
{
	mock.in_status = request_inside;
	ndis_status_all(&adapter0->adapter, NDIS_STATUS_ONLINE, NULL, 0);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == 1));
	KUNIT_EXPECT_STREQ(test, open0->statuses, "?.");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(oids_are_in_order),
	KUNIT_CASE(replies_that_do_not_fit),
	KUNIT_CASE(counters_have_two_lengths),
	KUNIT_CASE(wrong_direction_is_not_supported),
	KUNIT_CASE(filter_pends_and_holds),
	KUNIT_CASE(filter_of_each_and_of_all),
	KUNIT_CASE(filter_of_impossible_bits),
	KUNIT_CASE(lookahead_is_the_largest),
	KUNIT_CASE(options_are_stored),
	KUNIT_CASE(multicast_list_of_a_binding),
	KUNIT_CASE(others_are_the_adapters),
	KUNIT_CASE(kinds_of_request),
	KUNIT_CASE(requests_that_cannot_be),
	KUNIT_CASE(request_that_pends_is_not_given_again),
	KUNIT_CASE(request_is_the_drivers_in_its_completion),
	KUNIT_CASE(adapter_that_pends),
	KUNIT_CASE(structure_of_an_old_driver),
	KUNIT_CASE(structure_is_not_touched_afterwards),
	KUNIT_CASE(knob_makes_anything_pend),
	KUNIT_CASE(knob_that_is_cleared_ends_it),
	KUNIT_CASE(no_memory_to_pend),
	KUNIT_CASE(requests_at_dispatch_level),
	KUNIT_CASE(adapter_that_leaves_answers),
	KUNIT_CASE(reset_is_announced_to_all),
	KUNIT_CASE(reset_that_pends),
	KUNIT_CASE(reset_completed_twice),
	KUNIT_CASE(reset_of_the_adapters_own),
	KUNIT_CASE(knob_makes_a_reset_last),
	KUNIT_CASE(link_changes_are_told_once),
	KUNIT_CASE(request_inside_status),
	{}
};

static struct kunit_suite suite = {
	.name = "ndis_request",
	.init = request_setup,
	.exit = request_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
