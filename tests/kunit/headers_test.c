// SPDX-License-Identifier: GPL-2.0
/*
 * The headers of the NT base: types, status values, constants, layouts. What
 * has behaviour is in nt_test.c and nt_rtl_test.c.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

#include <wdm.h>

#include "headers.h"
#include "headers_client.h"

MODULE_LICENSE("GPL");

PWDF_DRIVER_GLOBALS WdfDriverGlobals;

/* ---- types ---- */

static const struct header_row type_rows[] = {
	/* Plain char is signed on all of Windows' platforms. */
	SIGNED(CHAR, 1), SIGNED(CCHAR, 1), SIGNED(KPROCESSOR_MODE, 1),
	SIGNED(SCHAR, 1), SIGNED(INT8, 1),
	UNSIGNED(UCHAR, 1), UNSIGNED(BYTE, 1), UNSIGNED(UINT8, 1), UNSIGNED(BOOLEAN, 1),
	UNSIGNED(KIRQL, 1),
	SIGNED(SHORT, 2), SIGNED(CSHORT, 2), SIGNED(INT16, 2),
	UNSIGNED(USHORT, 2), UNSIGNED(WORD, 2), UNSIGNED(UINT16, 2), UNSIGNED(LANGID, 2),
	UNSIGNED(WCHAR, 2),
	SIGNED(INT, 4), SIGNED(LONG, 4), SIGNED(BOOL, 4), SIGNED(INT32, 4), SIGNED(LONG32, 4),
	SIGNED(NTSTATUS, 4), SIGNED(KPRIORITY, 4),
	UNSIGNED(UINT, 4), UNSIGNED(ULONG, 4), UNSIGNED(DWORD, 4), UNSIGNED(UINT32, 4),
	UNSIGNED(ULONG32, 4), UNSIGNED(DWORD32, 4), UNSIGNED(LCID, 4), UNSIGNED(ACCESS_MASK, 4),
	SIGNED(LONGLONG, 8), SIGNED(LONG64, 8), SIGNED(INT64, 8), SIGNED(USN, 8),
	UNSIGNED(ULONGLONG, 8), UNSIGNED(ULONG64, 8), UNSIGNED(DWORD64, 8),
	UNSIGNED(DWORDLONG, 8), UNSIGNED(UINT64, 8),
	SIGNED(LONG_PTR, 8), SIGNED(INT_PTR, 8), SIGNED(SSIZE_T, 8),
	UNSIGNED(ULONG_PTR, 8), UNSIGNED(UINT_PTR, 8), UNSIGNED(DWORD_PTR, 8),
	UNSIGNED(SIZE_T, 8), UNSIGNED(KAFFINITY, 8),
	UNSIGNED(DEVICE_TYPE, 4),
};

static void scalar_types(struct kunit *test)
{
	EXPECT_ROWS(test, type_rows);
}

static const struct header_row layout_rows[] = {
	SIZE(LARGE_INTEGER, 8), OFFSET(LARGE_INTEGER, HighPart, 4),
	OFFSET(LARGE_INTEGER, u.HighPart, 4), OFFSET(LARGE_INTEGER, QuadPart, 0),
	SIZE(ULARGE_INTEGER, 8), OFFSET(ULARGE_INTEGER, HighPart, 4),
	SAME(PHYSICAL_ADDRESS, LARGE_INTEGER),
	SIZE(GUID, 16), OFFSET(GUID, Data2, 4), OFFSET(GUID, Data3, 6), OFFSET(GUID, Data4, 8),
	SIZE(STRING, 16), OFFSET(STRING, MaximumLength, 2), OFFSET(STRING, Buffer, 8),
	SIZE(UNICODE_STRING, 16), OFFSET(UNICODE_STRING, MaximumLength, 2),
	OFFSET(UNICODE_STRING, Buffer, 8),
	SIZE(LIST_ENTRY, 16), OFFSET(LIST_ENTRY, Flink, 0), OFFSET(LIST_ENTRY, Blink, 8),
	SIZE(SINGLE_LIST_ENTRY, 8), OFFSET(SINGLE_LIST_ENTRY, Next, 0),
	SIZE(IO_STATUS_BLOCK, 16), OFFSET(IO_STATUS_BLOCK, Status, 0),
	OFFSET(IO_STATUS_BLOCK, Pointer, 0), OFFSET(IO_STATUS_BLOCK, Information, 8),
	OFFSET(DRIVER_OBJECT, DriverName, 32), OFFSET(DRIVER_OBJECT, DriverUnload, 56),
	OFFSET(DRIVER_OBJECT, MajorFunction, 64),
	SIZE(DRIVER_OBJECT, 64 + 28 * 8),
	SAME(ANSI_STRING, STRING),
};

static void structures(struct kunit *test)
{
	LARGE_INTEGER number = { .QuadPart = -2 };
	ULARGE_INTEGER unsigned_number = { .QuadPart = 0x100000002ull };

	EXPECT_ROWS(test, layout_rows);
	KUNIT_EXPECT_EQ(test, number.HighPart, -1);
	KUNIT_EXPECT_EQ(test, number.u.LowPart, 0xfffffffeu);
	KUNIT_EXPECT_EQ(test, unsigned_number.HighPart, 1u);
	KUNIT_EXPECT_EQ(test, unsigned_number.u.LowPart, 2u);
}

/* Opaque, and no two alike. */
static const struct header_row io_type_rows[] = {
	SAME(PIRP, IRP *), SAME(PIRP, struct _IRP *),
	SAME(PDEVICE_OBJECT, struct _DEVICE_OBJECT *), SAME(DEVICE_OBJECT, struct _DEVICE_OBJECT),
	SAME(PFILE_OBJECT, struct _FILE_OBJECT *), SAME(FILE_OBJECT, struct _FILE_OBJECT),
	SAME(PIO_STACK_LOCATION, struct _IO_STACK_LOCATION *),
	SAME(IO_STACK_LOCATION, struct _IO_STACK_LOCATION),
	SAME(DRIVER_INITIALIZE, NTSTATUS (PDRIVER_OBJECT, PUNICODE_STRING)),
	SAME(PDRIVER_INITIALIZE, NTSTATUS (*)(PDRIVER_OBJECT, PUNICODE_STRING)),
	SAME(DRIVER_UNLOAD, VOID (PDRIVER_OBJECT)),
	SAME(DRIVER_DISPATCH, NTSTATUS (PDEVICE_OBJECT, PIRP)),
};

static void io_types(struct kunit *test)
{
	EXPECT_ROWS(test, io_type_rows);
}

static const struct header_row enum_rows[] = {
	/* SYSTEM_POWER_STATE */
	VALUE(PowerSystemUnspecified, 0),
	VALUE(PowerSystemWorking, 1),
	VALUE(PowerSystemSleeping1, 2),
	VALUE(PowerSystemSleeping2, 3),
	VALUE(PowerSystemSleeping3, 4),
	VALUE(PowerSystemHibernate, 5),
	VALUE(PowerSystemShutdown, 6),
	VALUE(PowerSystemMaximum, 7),
	/* DEVICE_POWER_STATE */
	VALUE(PowerDeviceUnspecified, 0),
	VALUE(PowerDeviceD0, 1),
	VALUE(PowerDeviceD1, 2),
	VALUE(PowerDeviceD2, 3),
	VALUE(PowerDeviceD3, 4),
	VALUE(PowerDeviceMaximum, 5),
	/* POWER_ACTION */
	VALUE(PowerActionNone, 0),
	VALUE(PowerActionReserved, 1),
	VALUE(PowerActionSleep, 2),
	VALUE(PowerActionHibernate, 3),
	VALUE(PowerActionShutdown, 4),
	VALUE(PowerActionShutdownReset, 5),
	VALUE(PowerActionShutdownOff, 6),
	VALUE(PowerActionWarmEject, 7),
	VALUE(PowerActionDisplayOff, 8),
	/* DEVICE_REGISTRY_PROPERTY */
	VALUE(DevicePropertyDeviceDescription, 0),
	VALUE(DevicePropertyHardwareID, 1),
	VALUE(DevicePropertyCompatibleIDs, 2),
	VALUE(DevicePropertyBootConfiguration, 3),
	VALUE(DevicePropertyBootConfigurationTranslated, 4),
	VALUE(DevicePropertyClassName, 5),
	VALUE(DevicePropertyClassGuid, 6),
	VALUE(DevicePropertyDriverKeyName, 7),
	VALUE(DevicePropertyManufacturer, 8),
	VALUE(DevicePropertyFriendlyName, 9),
	VALUE(DevicePropertyLocationInformation, 10),
	VALUE(DevicePropertyPhysicalDeviceObjectName, 11),
	VALUE(DevicePropertyBusTypeGuid, 12),
	VALUE(DevicePropertyLegacyBusType, 13),
	VALUE(DevicePropertyBusNumber, 14),
	VALUE(DevicePropertyEnumeratorName, 15),
	VALUE(DevicePropertyAddress, 16),
	VALUE(DevicePropertyUINumber, 17),
	VALUE(DevicePropertyInstallState, 18),
	VALUE(DevicePropertyRemovalPolicy, 19),
	/* MM_PAGE_PRIORITY */
	VALUE(LowPagePriority, 0),
	VALUE(NormalPagePriority, 16),
	VALUE(HighPagePriority, 32),
	/* MEMORY_CACHING_TYPE */
	VALUE(MmNonCached, 0),
	VALUE(MmCached, 1),
	VALUE(MmWriteCombined, 2),
	/* EVENT_TYPE */
	VALUE(NotificationEvent, 0),
	VALUE(SynchronizationEvent, 1),
	/* KWAIT_REASON */
	VALUE(Executive, 0),
	VALUE(FreePage, 1),
	VALUE(PageIn, 2),
	VALUE(PoolAllocation, 3),
	VALUE(DelayExecution, 4),
	VALUE(Suspended, 5),
	VALUE(UserRequest, 6),
	/* MODE */
	VALUE(KernelMode, 0),
	VALUE(UserMode, 1),
	VALUE(MaximumMode, 2),
	/* POOL_TYPE */
	VALUE(NonPagedPool, 0),
	VALUE(NonPagedPoolExecute, 0),
	VALUE(PagedPool, 1),
	VALUE(NonPagedPoolCacheAligned, 4),
	VALUE(PagedPoolCacheAligned, 5),
	VALUE(NonPagedPoolNx, 512),
	VALUE(NonPagedPoolNxCacheAligned, 516),
};

static void enumerations(struct kunit *test)
{
	EXPECT_ROWS(test, enum_rows);
}

static const struct header_row irp_rows[] = {
	VALUE(IRP_MJ_CREATE, 0x00),
	VALUE(IRP_MJ_CLOSE, 0x02),
	VALUE(IRP_MJ_READ, 0x03),
	VALUE(IRP_MJ_WRITE, 0x04),
	VALUE(IRP_MJ_DEVICE_CONTROL, 0x0e),
	VALUE(IRP_MJ_INTERNAL_DEVICE_CONTROL, 0x0f),
	VALUE(IRP_MJ_CLEANUP, 0x12),
	VALUE(IRP_MJ_POWER, 0x16),
	VALUE(IRP_MJ_SYSTEM_CONTROL, 0x17),
	VALUE(IRP_MJ_PNP, 0x1b),
	VALUE(IRP_MJ_MAXIMUM_FUNCTION, 0x1b),
	VALUE(IRP_MJ_QUERY_INFORMATION, 0x05),
	VALUE(IRP_MJ_SET_INFORMATION, 0x06),
	VALUE(IRP_MJ_FLUSH_BUFFERS, 0x09),
	VALUE(IRP_MJ_SHUTDOWN, 0x10),
	VALUE(DO_BUFFERED_IO, 0x04),
	VALUE(DO_EXCLUSIVE, 0x08),
	VALUE(DO_DIRECT_IO, 0x10),
	VALUE(DO_DEVICE_INITIALIZING, 0x80),
	VALUE(SL_PENDING_RETURNED, 0x01),
	VALUE(IO_TYPE_DEVICE, 3),
	VALUE(IO_TYPE_IRP, 6),
	VALUE(CTL_CODE(FILE_DEVICE_NETWORK, 0x801, METHOD_OUT_DIRECT, FILE_WRITE_ACCESS), 0x12a006),
};

static void major_functions(struct kunit *test)
{
	EXPECT_ROWS(test, irp_rows);
}

/* ---- status values ---- */

static const struct header_row status_rows[] = {
	VALUE32(STATUS_SUCCESS, 0x00000000),
	VALUE32(STATUS_WAIT_0, 0x00000000),
	VALUE32(STATUS_WAIT_1, 0x00000001),
	VALUE32(STATUS_USER_APC, 0x000000c0),
	VALUE32(STATUS_ALERTED, 0x00000101),
	VALUE32(STATUS_TIMEOUT, 0x00000102),
	VALUE32(STATUS_PENDING, 0x00000103),
	VALUE32(STATUS_MORE_ENTRIES, 0x00000105),
	VALUE32(STATUS_OBJECT_NAME_EXISTS, 0x40000000),
	VALUE32(STATUS_DATATYPE_MISALIGNMENT, 0x80000002),
	VALUE32(STATUS_BUFFER_OVERFLOW, 0x80000005),
	VALUE32(STATUS_NO_MORE_FILES, 0x80000006),
	VALUE32(STATUS_DEVICE_BUSY, 0x80000011),
	VALUE32(STATUS_NO_MORE_ENTRIES, 0x8000001a),
	VALUE32(STATUS_UNSUCCESSFUL, 0xc0000001),
	VALUE32(STATUS_NOT_IMPLEMENTED, 0xc0000002),
	VALUE32(STATUS_INFO_LENGTH_MISMATCH, 0xc0000004),
	VALUE32(STATUS_ACCESS_VIOLATION, 0xc0000005),
	VALUE32(STATUS_INVALID_HANDLE, 0xc0000008),
	VALUE32(STATUS_INVALID_PARAMETER, 0xc000000d),
	VALUE32(STATUS_NO_SUCH_DEVICE, 0xc000000e),
	VALUE32(STATUS_NO_SUCH_FILE, 0xc000000f),
	VALUE32(STATUS_INVALID_DEVICE_REQUEST, 0xc0000010),
	VALUE32(STATUS_END_OF_FILE, 0xc0000011),
	VALUE32(STATUS_MORE_PROCESSING_REQUIRED, 0xc0000016),
	VALUE32(STATUS_NO_MEMORY, 0xc0000017),
	VALUE32(STATUS_ACCESS_DENIED, 0xc0000022),
	VALUE32(STATUS_BUFFER_TOO_SMALL, 0xc0000023),
	VALUE32(STATUS_OBJECT_TYPE_MISMATCH, 0xc0000024),
	VALUE32(STATUS_OBJECT_NAME_INVALID, 0xc0000033),
	VALUE32(STATUS_OBJECT_NAME_NOT_FOUND, 0xc0000034),
	VALUE32(STATUS_OBJECT_NAME_COLLISION, 0xc0000035),
	VALUE32(STATUS_OBJECT_PATH_NOT_FOUND, 0xc000003a),
	VALUE32(STATUS_DATA_OVERRUN, 0xc000003c),
	VALUE32(STATUS_DATA_ERROR, 0xc000003e),
	VALUE32(STATUS_DELETE_PENDING, 0xc0000056),
	VALUE32(STATUS_REVISION_MISMATCH, 0xc0000059),
	VALUE32(STATUS_RESOURCE_DATA_NOT_FOUND, 0xc0000089),
	VALUE32(STATUS_ARRAY_BOUNDS_EXCEEDED, 0xc000008c),
	VALUE32(STATUS_INTEGER_OVERFLOW, 0xc0000095),
	VALUE32(STATUS_INSUFFICIENT_RESOURCES, 0xc000009a),
	VALUE32(STATUS_DEVICE_NOT_CONNECTED, 0xc000009d),
	VALUE32(STATUS_DEVICE_NOT_READY, 0xc00000a3),
	VALUE32(STATUS_IO_TIMEOUT, 0xc00000b5),
	VALUE32(STATUS_NOT_SUPPORTED, 0xc00000bb),
	VALUE32(STATUS_NETWORK_BUSY, 0xc00000bf),
	VALUE32(STATUS_SHARING_VIOLATION, 0xc0000043),
	VALUE32(STATUS_DEVICE_DOES_NOT_EXIST, 0xc00000c0),
	VALUE32(STATUS_UNEXPECTED_NETWORK_ERROR, 0xc00000c4),
	VALUE32(STATUS_NETWORK_UNREACHABLE, 0xc000023c),
	VALUE32(STATUS_INVALID_NETWORK_RESPONSE, 0xc00000c3),
	VALUE32(STATUS_INTERNAL_ERROR, 0xc00000e5),
	VALUE32(STATUS_INVALID_PARAMETER_1, 0xc00000ef),
	VALUE32(STATUS_INVALID_PARAMETER_2, 0xc00000f0),
	VALUE32(STATUS_INVALID_PARAMETER_3, 0xc00000f1),
	VALUE32(STATUS_INVALID_PARAMETER_4, 0xc00000f2),
	VALUE32(STATUS_CANCELLED, 0xc0000120),
	VALUE32(STATUS_FILE_CLOSED, 0xc0000128),
	VALUE32(STATUS_INVALID_DEVICE_STATE, 0xc0000184),
	VALUE32(STATUS_IO_DEVICE_ERROR, 0xc0000185),
	VALUE32(STATUS_DEVICE_PROTOCOL_ERROR, 0xc0000186),
	VALUE32(STATUS_INVALID_BUFFER_SIZE, 0xc0000206),
	VALUE32(STATUS_CONNECTION_DISCONNECTED, 0xc000020c),
	VALUE32(STATUS_CONNECTION_ABORTED, 0xc0000241),
	VALUE32(STATUS_NOT_FOUND, 0xc0000225),
	VALUE32(STATUS_RETRY, 0xc000022d),
	VALUE32(STATUS_DEVICE_REMOVED, 0xc00002b6),
	VALUE32(STATUS_DEVICE_POWERED_OFF, 0x8000000f),
	VALUE32(STATUS_POWER_STATE_INVALID, 0xc00002d3),
	VALUE32(STATUS_DEVICE_REQUIRES_CLEANING, 0xc0000288),
	VALUE32(STATUS_DEVICE_HUNG, 0xc00004eb),
	VALUE32(STATUS_REQUEST_NOT_ACCEPTED, 0xc00000d0),
	VALUE32(STATUS_DRIVER_INTERNAL_ERROR, 0xc0000183),
	VALUE32(STATUS_NDIS_PM_WOL_PATTERN_LIST_FULL, 0xc0232003),
	VALUE32(STATUS_NDIS_PM_PROTOCOL_OFFLOAD_LIST_FULL, 0xc0232004),
};

static void status_values(struct kunit *test)
{
	EXPECT_ROWS(test, status_rows);
}

static void status_classes(struct kunit *test)
{
	static const NTSTATUS of_class[] = {
		STATUS_PENDING, STATUS_OBJECT_NAME_EXISTS, STATUS_BUFFER_OVERFLOW,
		STATUS_UNSUCCESSFUL,
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(of_class); i++) {
		/* Of the four classes two are a success. */
		KUNIT_EXPECT_EQ(test, NT_SUCCESS(of_class[i]), i < 2);
		KUNIT_EXPECT_EQ(test, NT_INFORMATION(of_class[i]), i == 1);
		KUNIT_EXPECT_EQ(test, NT_WARNING(of_class[i]), i == 2);
		KUNIT_EXPECT_EQ(test, NT_ERROR(of_class[i]), i == 3);
	}
}

/* ---- macros ---- */

struct container {
	u32 before;
	LIST_ENTRY link;
};

DECLARE_HANDLE(HEADERS_FIRST);
DECLARE_HANDLE(HEADERS_SECOND);

static void containing_record(struct kunit *test)
{
	struct container container;

	KUNIT_EXPECT_PTR_EQ(test, CONTAINING_RECORD(&container.link, struct container, link),
			    &container);
}

static void handles_are_types_of_their_own(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sizeof(HEADERS_FIRST), sizeof(void *));
	KUNIT_EXPECT_FALSE(test, __builtin_types_compatible_p(HEADERS_FIRST, HEADERS_SECOND));
	KUNIT_EXPECT_FALSE(test, __builtin_types_compatible_p(HEADERS_FIRST, PVOID));
}

static int evaluated;

static int evaluate(void)
{
	return ++evaluated;
}

static void unreferenced_parameters(struct kunit *test)
{
	evaluated = 0;
	UNREFERENCED_PARAMETER(test);
	UNREFERENCED_PARAMETER(evaluate());
	KUNIT_EXPECT_EQ(test, evaluated, 1);
}

static void counted_string_declarations(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(constant, L"wwan0");
	DECLARE_UNICODE_STRING_SIZE(empty, 12);

	KUNIT_EXPECT_EQ(test, (int)constant.Length, 10);
	KUNIT_EXPECT_EQ(test, (int)constant.MaximumLength, 12);
	KUNIT_EXPECT_EQ(test, memcmp(constant.Buffer, L"wwan0", 12), 0);
	KUNIT_EXPECT_EQ(test, (int)empty.Length, 0);
	KUNIT_EXPECT_EQ(test, (int)empty.MaximumLength, 24);
	KUNIT_EXPECT_PTR_EQ(test, empty.Buffer, &empty_buffer[0]);
	KUNIT_EXPECT_EQ(test, sizeof(empty_buffer), (size_t)24);
}

/* Without initguid.h a definition is a declaration of somebody else's. */
DEFINE_GUID(GUID_HEADERS_CLIENT, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
DECLARE_GUID(GUID_HEADERS_CLIENT);

static void guids(struct kunit *test)
{
	static const u8 bytes[] = { 4, 3, 2, 1, 6, 5, 8, 7, 9, 10, 11, 12, 13, 14, 15, 16 };
	GUID copy;

	KUNIT_EXPECT_EQ(test, memcmp(headers_client_guid(), bytes, sizeof(bytes)), 0);
	KUNIT_EXPECT_PTR_EQ(test, (const void *)&GUID_HEADERS_CLIENT, headers_client_guid());
	/* Not weak: without a definition it does not link. */
	KUNIT_EXPECT_STREQ(test, __stringify(DECLARE_GUID(name)), "extern const GUID name");
	copy = GUID_HEADERS_CLIENT;
	KUNIT_EXPECT_TRUE(test, IsEqualGUID(&copy, &GUID_HEADERS_CLIENT));
	KUNIT_EXPECT_TRUE(test, headers_client_is_guid(&copy));
	copy.Data4[7]++;
	KUNIT_EXPECT_FALSE(test, IsEqualGUID(&copy, &GUID_HEADERS_CLIENT));
}

/* OBJECT_ATTRIBUTES is too common a name to be seen beside Linux headers. */
static void client_only_types(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, headers_client_object_attributes_size(), 48ull);
	KUNIT_EXPECT_EQ(test, headers_client_object_attributes_name(), 16ull);
}

static struct kunit_case headers_cases[] = {
	KUNIT_CASE(scalar_types),
	KUNIT_CASE(structures),
	KUNIT_CASE(io_types),
	KUNIT_CASE(enumerations),
	KUNIT_CASE(major_functions),
	KUNIT_CASE(status_values),
	KUNIT_CASE(status_classes),
	KUNIT_CASE(containing_record),
	KUNIT_CASE(handles_are_types_of_their_own),
	KUNIT_CASE(unreferenced_parameters),
	KUNIT_CASE(counted_string_declarations),
	KUNIT_CASE(guids),
	KUNIT_CASE(client_only_types),
	{}
};

static struct kunit_suite headers_suite = {
	.name = "ndis_shim_headers",
	.test_cases = headers_cases,
};

kunit_test_suite(headers_suite);
