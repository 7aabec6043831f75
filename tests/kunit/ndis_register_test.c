// SPDX-License-Identifier: GPL-2.0
/*
 * NdisRegisterProtocol and NdisDeregisterProtocol: what is looked at, in which
 * order, and what is left when it fails.
 */
#include "ndis_mock.h"

static const u8 versions[] = { 3, 4, 5 };

static void versions_3_4_and_5_register(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(versions); i++) {
		KUNIT_EXPECT_EQ(test, mock_register(versions[i]), NDIS_STATUS_SUCCESS);
		KUNIT_EXPECT_NOT_NULL(test, mock.protocol);
		KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	}
}

static void other_versions_are_refused(struct kunit *test)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	unsigned int major;

	for (major = 0; major < 256; major++) {
		if (major >= 3 && major <= 5)
			continue;
		mock_characteristics(&chars, 5);
		chars.MajorNdisVersion = major;
		mock.protocol = (NDIS_HANDLE)1;
		KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, sizeof(chars)),
				NDIS_STATUS_BAD_VERSION);
		KUNIT_EXPECT_NULL(test, mock.protocol);
	}
}

/* Both wrong: the version is judged first. */
static void version_comes_before_length(struct kunit *test)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;

	mock_characteristics(&chars, 6);
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, 8), NDIS_STATUS_BAD_VERSION);
	mock_characteristics(&chars, 5);
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, 0), NDIS_STATUS_BAD_CHARACTERISTICS);
}

static void minor_version_is_ignored(struct kunit *test)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	unsigned int minor;

	for (minor = 0; minor < 256; minor += 51) {
		mock_characteristics(&chars, 4);
		chars.MinorNdisVersion = minor;
		KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, mock_size(4)),
				NDIS_STATUS_SUCCESS);
		mock_deregister();
	}
}

static void short_structures_are_refused(struct kunit *test)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	unsigned int i;
	u32 size;

	for (i = 0; i < ARRAY_SIZE(versions); i++) {
		mock_characteristics(&chars, versions[i]);
		for (size = 1; size < mock_size(versions[i]); size++) {
			mock.protocol = (NDIS_HANDLE)1;
			KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, size),
					NDIS_STATUS_BAD_CHARACTERISTICS);
			KUNIT_EXPECT_NULL(test, mock.protocol);
		}
	}
}

/* A version sees its own bytes and no others: they may be anything. */
static void long_structures_are_cut(struct kunit *test)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	/* What would be handlers in a later version. */
	mock_characteristics(&chars, 5);
	chars.MajorNdisVersion = 3;
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, sizeof(chars)), NDIS_STATUS_SUCCESS);
	msleep(50);
	KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds_complete), 0);
	mock_leave(adapter);

	mock_characteristics(&chars, 4);
	memset((u8 *)&chars + mock_size(4), 0xa5, sizeof(chars) - mock_size(4));
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, 4096), NDIS_STATUS_SUCCESS);
}

/* The structure ends where the memory does: KASAN sees a byte too far. */
static void nothing_is_read_past_the_version(struct kunit *test)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	unsigned int i;
	void *exact;

	for (i = 0; i < ARRAY_SIZE(versions); i++) {
		mock_characteristics(&chars, versions[i]);
		exact = kmemdup(&chars, mock_size(versions[i]), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, exact);
		KUNIT_EXPECT_EQ(test, mock_register_chars(exact, mock_size(versions[i])),
				NDIS_STATUS_SUCCESS);
		kfree(exact);
		mock_deregister();
	}
}

static void mandatory_handlers_are_mandatory(struct kunit *test)
{
	static const size_t mandatory[] = {
		offsetof(NDIS50_PROTOCOL_CHARACTERISTICS, OpenAdapterCompleteHandler),
		offsetof(NDIS50_PROTOCOL_CHARACTERISTICS, CloseAdapterCompleteHandler),
		offsetof(NDIS50_PROTOCOL_CHARACTERISTICS, SendCompleteHandler),
		offsetof(NDIS50_PROTOCOL_CHARACTERISTICS, ResetCompleteHandler),
		offsetof(NDIS50_PROTOCOL_CHARACTERISTICS, RequestCompleteHandler),
		offsetof(NDIS50_PROTOCOL_CHARACTERISTICS, ReceiveHandler),
		offsetof(NDIS50_PROTOCOL_CHARACTERISTICS, ReceiveCompleteHandler),
		offsetof(NDIS50_PROTOCOL_CHARACTERISTICS, StatusHandler),
		offsetof(NDIS50_PROTOCOL_CHARACTERISTICS, StatusCompleteHandler),
	};
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	unsigned int i, v;

	for (v = 0; v < ARRAY_SIZE(versions); v++) {
		for (i = 0; i < ARRAY_SIZE(mandatory); i++) {
			mock_characteristics(&chars, versions[v]);
			*(void **)((u8 *)&chars + mandatory[i]) = NULL;
			mock.protocol = (NDIS_HANDLE)1;
			KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, mock_size(versions[v])),
					NDIS_STATUS_BAD_CHARACTERISTICS);
			KUNIT_EXPECT_NULL(test, mock.protocol);
		}
	}
}

static void optional_handlers_are_optional(struct kunit *test)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;

	mock_characteristics(&chars, 5);
	chars.TransferDataCompleteHandler = NULL;
	chars.ReceivePacketHandler = NULL;
	chars.BindAdapterHandler = NULL;
	chars.UnbindAdapterHandler = NULL;
	chars.PnPEventHandler = NULL;
	chars.UnloadHandler = NULL;
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, sizeof(chars)), NDIS_STATUS_SUCCESS);
}

static void bind_needs_unbind(struct kunit *test)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;

	mock_characteristics(&chars, 4);
	chars.UnbindAdapterHandler = NULL;
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, mock_size(4)),
			NDIS_STATUS_BAD_CHARACTERISTICS);
	chars.BindAdapterHandler = NULL;
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, mock_size(4)), NDIS_STATUS_SUCCESS);
	mock_deregister();
	chars.UnbindAdapterHandler = mock_unbind_handler;
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, mock_size(4)), NDIS_STATUS_SUCCESS);
}

/* Whatever the driver does to its structure later, the handlers stay. */
static void structure_is_copied(struct kunit *test)
{
	struct mock_adapter *adapter;
	NDIS50_PROTOCOL_CHARACTERISTICS chars;

	mock_characteristics(&chars, 5);
	KUNIT_ASSERT_EQ(test, mock_register_chars(&chars, sizeof(chars)), NDIS_STATUS_SUCCESS);
	memset(&chars, 0, sizeof(chars));
	adapter = mock_arrive(test, "mock0");
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
}

/* The name under which a protocol is known. */
static void name_of(struct kunit *test, char name[64])
{
	struct ndis_object *object = ndis_object_get(mock.protocol, NDIS_HANDLE_PROTOCOL, "t");

	KUNIT_ASSERT_NOT_NULL(test, object);
	strscpy(name, container_of(object, struct ndis_protocol, object)->name, 64);
	ndis_object_put(object);
}

static void name_is_copied_in_upper_case(struct kunit *test)
{
	static WCHAR buffer[] = L"NdisProt";
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	char name[64];

	mock_characteristics(&chars, 5);
	chars.Name.Buffer = buffer;
	chars.Name.Length = 8 * sizeof(WCHAR);
	chars.Name.MaximumLength = 9 * sizeof(WCHAR);
	KUNIT_ASSERT_EQ(test, mock_register_chars(&chars, sizeof(chars)), NDIS_STATUS_SUCCESS);
	buffer[0] = 'x';
	name_of(test, name);
	KUNIT_EXPECT_STREQ(test, name, "NDISPROT");
	buffer[0] = 'N';
}

static void names_of_any_length(struct kunit *test)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	WCHAR buffer[200];
	unsigned int i;
	char name[64];

	for (i = 0; i < ARRAY_SIZE(buffer); i++)
		buffer[i] = i == 3 ? 0x3b1 : 'a';
	mock_characteristics(&chars, 4);
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, mock_size(4)), NDIS_STATUS_SUCCESS);
	name_of(test, name);
	KUNIT_EXPECT_STREQ(test, name, "");
	mock_deregister();

	chars.Name.Buffer = buffer;
	chars.Name.Length = sizeof(buffer);
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, mock_size(4)), NDIS_STATUS_SUCCESS);
	name_of(test, name);
	KUNIT_EXPECT_EQ(test, strlen(name), (size_t)63);
	KUNIT_EXPECT_EQ(test, name[3], '?');
	mock_deregister();

	chars.Name.Buffer = NULL;
	KUNIT_EXPECT_EQ(test, mock_register_chars(&chars, mock_size(4)),
			NDIS_STATUS_BAD_CHARACTERISTICS);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
}

/* A name is no identity: both are bound. */
static void two_of_one_name(struct kunit *test)
{
	NDIS_HANDLE first;
	NDIS_STATUS status;

	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	first = mock.protocol;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_NE(test, first, mock.protocol);
	NdisDeregisterProtocol(&status, first);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
}

static void null_arguments(struct kunit *test)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	NDIS_STATUS status = 0x12345;
	NDIS_HANDLE handle = (NDIS_HANDLE)1;

	mock_characteristics(&chars, 5);
	NdisRegisterProtocolWorker(WdfDriverGlobals, NULL, &handle, &chars, sizeof(chars));
	KUNIT_EXPECT_NULL(test, handle);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	NdisRegisterProtocolWorker(WdfDriverGlobals, &status, NULL, &chars, sizeof(chars));
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	handle = (NDIS_HANDLE)1;
	NdisRegisterProtocolWorker(WdfDriverGlobals, &status, &handle, NULL, sizeof(chars));
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, handle);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
}

static void only_at_passive_level(struct kunit *test)
{
	NDIS_STATUS status;

	local_bh_disable();
	status = mock_register(5);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, IRQL_TOO_HIGH, 1);
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	local_bh_disable();
	NdisDeregisterProtocol(&status, mock.protocol);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, IRQL_TOO_HIGH, 1);
}

static void no_memory(struct kunit *test)
{
	mock.protocol = (NDIS_HANDLE)1;
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 1);
	KUNIT_EXPECT_EQ(test, mock_register(5), NDIS_STATUS_RESOURCES);
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 0);
	KUNIT_EXPECT_NULL(test, mock.protocol);
}

static void handles_die(struct kunit *test)
{
	NDIS_STATUS status = 0x12345;
	NDIS_HANDLE handle;

	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	handle = mock.protocol;
	KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	NdisDeregisterProtocol(&status, handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisDeregisterProtocol(&status, NULL);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisReEnumerateProtocolBindings(handle);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

/* Taken and never called. */
static void unload_handler_is_never_called(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	mock_deregister();
	client_unload();
	KUNIT_EXPECT_FALSE(test, mock.bad_level);
}

static void forgotten_protocols_end_with_the_driver(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	KUNIT_ASSERT_EQ(test, mock_register(3), NDIS_STATUS_SUCCESS);
	mock_open_text("mock0", true);
	mock.protocol = NULL;
	client_unload();
	EXPECT_VIOLATIONS(test, NDIS_PROTOCOL_LEAK, 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[1].closes), 1);
	mock_leave(adapter);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(versions_3_4_and_5_register),
	KUNIT_CASE(other_versions_are_refused),
	KUNIT_CASE(version_comes_before_length),
	KUNIT_CASE(minor_version_is_ignored),
	KUNIT_CASE(short_structures_are_refused),
	KUNIT_CASE(long_structures_are_cut),
	KUNIT_CASE(nothing_is_read_past_the_version),
	KUNIT_CASE(mandatory_handlers_are_mandatory),
	KUNIT_CASE(optional_handlers_are_optional),
	KUNIT_CASE(bind_needs_unbind),
	KUNIT_CASE(structure_is_copied),
	KUNIT_CASE(name_is_copied_in_upper_case),
	KUNIT_CASE(names_of_any_length),
	KUNIT_CASE(two_of_one_name),
	KUNIT_CASE(null_arguments),
	KUNIT_CASE(only_at_passive_level),
	KUNIT_CASE(no_memory),
	KUNIT_CASE(handles_die),
	KUNIT_CASE(unload_handler_is_never_called),
	KUNIT_CASE(forgotten_protocols_end_with_the_driver),
	{}
};

static struct kunit_suite suite = {
	.name = "ndis_register",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
