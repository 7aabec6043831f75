// SPDX-License-Identifier: GPL-2.0
/*
 * Properties by key: what the bus knows, what a client assigns to its device and to
 * interfaces of it, and the same by the physical device object.
 */
#include "wdf_mock.h"

#include <initguid.h>
#include <devpkey.h>

static const DEVPROPKEY own_key = {
	{ 0x11111111, 0x2222, 0x3333, { 1, 2, 3, 4, 5, 6, 7, 8 } }, 2
};

DEFINE_GUID(GUID_PROPERTY_INTERFACE, 0x5a5a5a5a, 0x1111, 0x2222, 1, 2, 3, 4, 5, 6, 7, 8);
DEFINE_GUID(GUID_PROPERTY_OTHER, 0x5a5a5a5b, 0x1111, 0x2222, 1, 2, 3, 4, 5, 6, 7, 8);

static const char *property_identify(struct wdf_pdo *pdo, ULONG *address)
{
	*address = 7;
	return "MOCK\\ID";
}

static int property_setup(struct kunit *test)
{
	int err = mock_setup(test);

	mock.bus.identify = property_identify;
	return err;
}

static WDF_DEVICE_PROPERTY_DATA *named(const DEVPROPKEY *key)
{
	static WDF_DEVICE_PROPERTY_DATA data;

	WDF_DEVICE_PROPERTY_DATA_INIT(&data, key);
	return &data;
}

static void initialisers(struct kunit *test)
{
	WDF_DEVICE_INTERFACE_PROPERTY_DATA interface;
	WDF_DEVICE_PROPERTY_DATA data;

	memset(&data, 0xff, sizeof(data));
	WDF_DEVICE_PROPERTY_DATA_INIT(&data, &own_key);
	KUNIT_EXPECT_EQ(test, data.Size, (ULONG)sizeof(data));
	KUNIT_EXPECT_PTR_EQ(test, data.PropertyKey, &own_key);
	KUNIT_EXPECT_EQ(test, data.Lcid, 0u);
	KUNIT_EXPECT_EQ(test, data.Flags, 0u);
	memset(&interface, 0xff, sizeof(interface));
	WDF_DEVICE_INTERFACE_PROPERTY_DATA_INIT(&interface, &GUID_PROPERTY_INTERFACE, &own_key);
	KUNIT_EXPECT_EQ(test, interface.Size, (ULONG)sizeof(interface));
	KUNIT_EXPECT_PTR_EQ(test, interface.InterfaceClassGUID, &GUID_PROPERTY_INTERFACE);
	KUNIT_EXPECT_NULL(test, interface.ReferenceString);
	KUNIT_EXPECT_PTR_EQ(test, interface.PropertyKey, &own_key);
	KUNIT_EXPECT_EQ(test, interface.Lcid | interface.Flags, 0u);
}

static void the_bus_knows_some(struct kunit *test)
{
	DEVPROPTYPE type = 0;
	ULONG number = 0, size = 0;
	WDFMEMORY memory = NULL;
	WCHAR text[16];
	size_t length;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryPropertyEx(mock.device, named(&DEVPKEY_Device_Address),
						       sizeof(number), &number, &size, &type),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number, 7u);
	KUNIT_EXPECT_EQ(test, size, 4u);
	KUNIT_EXPECT_EQ(test, type, (DEVPROPTYPE)DEVPROP_TYPE_UINT32);
	KUNIT_EXPECT_EQ(test,
			WdfDeviceQueryPropertyEx(mock.device, named(&DEVPKEY_Device_HardwareIds),
						 0, NULL, &size, &type), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, size, (ULONG)(9 * sizeof(WCHAR)));
	KUNIT_EXPECT_EQ(test, type, (DEVPROPTYPE)DEVPROP_TYPE_STRING_LIST);
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryPropertyEx(mock.device, named(&DEVPKEY_Device_Service),
						       sizeof(text), text, &size, &type),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, type, (DEVPROPTYPE)DEVPROP_TYPE_STRING);
	KUNIT_EXPECT_EQ(test, memcmp(text, L"mock", 10), 0);
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryPropertyEx(mock.device, named(&own_key), sizeof(text),
						       text, &size, &type),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_ASSERT_EQ(test,
			WdfDeviceAllocAndQueryPropertyEx(mock.device, named(&DEVPKEY_Device_Class),
							 NonPagedPoolNx, NULL, &memory, &type),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(WdfMemoryGetBuffer(memory, &length), L"Net", 8), 0);
	KUNIT_EXPECT_EQ(test, length, (size_t)8);
	WdfObjectDelete(memory);
	KUNIT_EXPECT_EQ(test, WdfDeviceAllocAndQueryPropertyEx(mock.device, named(&own_key),
							       NonPagedPoolNx, NULL, &memory,
							       &type),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_NULL(test, memory);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void assigned_values_go_first(struct kunit *test)
{
	WDF_DEVICE_PROPERTY_DATA data;
	DEVPROPTYPE type = 0;
	ULONG size = 0;
	WCHAR text[16];

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	WDF_DEVICE_PROPERTY_DATA_INIT(&data, &DEVPKEY_Device_FriendlyName);
	data.Flags = PLUGPLAY_PROPERTY_PERSISTENT;
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignProperty(mock.device, &data, DEVPROP_TYPE_STRING, 8,
						      L"abc"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryPropertyEx(mock.device, &data, sizeof(text), text,
						       &size, &type), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, size, 8u);
	KUNIT_EXPECT_EQ(test, memcmp(text, L"abc", 8), 0);
	/* Another value, another language. */
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignProperty(mock.device, &data, DEVPROP_TYPE_STRING, 4,
						      L"x"), STATUS_SUCCESS);
	data.Lcid = 0x409;
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignProperty(mock.device, &data, DEVPROP_TYPE_STRING, 6,
						      L"us"), STATUS_SUCCESS);
	data.Lcid = 0;
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryPropertyEx(mock.device, &data, sizeof(text), text,
						       &size, &type), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, size, 4u);
	/* Deleted, the bus's is back. */
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignProperty(mock.device, &data, DEVPROP_TYPE_EMPTY, 0,
						      NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryPropertyEx(mock.device, &data, sizeof(text), text,
						       &size, &type), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(text, L"mock", 10), 0);
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignProperty(mock.device, &data, DEVPROP_TYPE_EMPTY, 0,
						      NULL), STATUS_OBJECT_NAME_NOT_FOUND);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static NTSTATUS assign(DEVPROPTYPE type, ULONG size)
{
	static u8 bytes[64];

	return WdfDeviceAssignProperty(mock.device, named(&own_key), type, size, bytes);
}

static void values_are_of_their_type(struct kunit *test)
{
	WDF_DEVICE_PROPERTY_DATA data;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, assign(DEVPROP_TYPE_UINT32, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, assign(DEVPROP_TYPE_UINT32, 5), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, assign(DEVPROP_TYPE_BINARY, 5), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, assign(DEVPROP_TYPE_UINT32 | DEVPROP_TYPEMOD_ARRAY, 8),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, assign(DEVPROP_TYPE_UINT32 | DEVPROP_TYPEMOD_ARRAY, 6),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, assign(DEVPROP_TYPE_STRING, 3), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, assign(DEVPROP_TYPE_STRING_LIST, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, assign(DEVPROP_TYPE_BOOLEAN, 0), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, assign(MAX_DEVPROP_TYPE + 1, 4), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, assign(0x10000 | DEVPROP_TYPE_UINT32, 4), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, assign(DEVPROP_TYPE_BINARY, 0x10001), STATUS_INVALID_PARAMETER);
	WDF_DEVICE_PROPERTY_DATA_INIT(&data, &own_key);
	data.Size--;
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignProperty(mock.device, &data, DEVPROP_TYPE_UINT32, 4,
						      "abc"), STATUS_INFO_LENGTH_MISMATCH);
	WDF_DEVICE_PROPERTY_DATA_INIT(&data, NULL);
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignProperty(mock.device, &data, DEVPROP_TYPE_UINT32, 4,
						      "abc"), STATUS_INVALID_PARAMETER);
	/* And not without end: 256 of them, one of which is there. */
	for (i = 0; i < 255; i++) {
		DEVPROPKEY key = own_key;

		key.pid = 100 + i;
		KUNIT_ASSERT_EQ(test, WdfDeviceAssignProperty(mock.device, named(&key),
							      DEVPROP_TYPE_UINT32, 4, "abc"),
				STATUS_SUCCESS);
	}
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignProperty(mock.device, named(&DEVPKEY_NAME),
						      DEVPROP_TYPE_UINT32, 4, "abc"),
			STATUS_INSUFFICIENT_RESOURCES);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void interfaces_have_their_own(struct kunit *test)
{
	WDF_DEVICE_INTERFACE_PROPERTY_DATA data;
	DECLARE_CONST_UNICODE_STRING(reference, L"ref");
	DEVPROPTYPE type = 0;
	ULONG size = 0, number = 0;
	WDFMEMORY memory;
	size_t length;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	WDF_DEVICE_INTERFACE_PROPERTY_DATA_INIT(&data, &GUID_PROPERTY_INTERFACE, &own_key);
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignInterfaceProperty(mock.device, &data,
							       DEVPROP_TYPE_UINT32, 4, "abc"),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_ASSERT_EQ(test, WdfDeviceCreateDeviceInterface(mock.device, &GUID_PROPERTY_INTERFACE,
							     NULL), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfDeviceCreateDeviceInterface(mock.device, &GUID_PROPERTY_INTERFACE,
							     &reference), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfDeviceCreateDeviceInterface(mock.device, &GUID_PROPERTY_OTHER,
							     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignInterfaceProperty(mock.device, &data,
							       DEVPROP_TYPE_UINT32, 4, "abc"),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryInterfaceProperty(mock.device, &data, 4, &number,
							      &size, &type), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(&number, "abc", 4), 0);
	KUNIT_ASSERT_EQ(test, WdfDeviceAllocAndQueryInterfaceProperty(mock.device, &data,
								      NonPagedPoolNx, NULL,
								      &memory, &type),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(WdfMemoryGetBuffer(memory, &length), "abc", 4), 0);
	WdfObjectDelete(memory);
	data.ReferenceString = &reference;
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryInterfaceProperty(mock.device, &data, 4, &number,
							      &size, &type),
			STATUS_OBJECT_NAME_NOT_FOUND);
	data.ReferenceString = NULL;
	data.InterfaceClassGUID = &GUID_PROPERTY_OTHER;
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryInterfaceProperty(mock.device, &data, 4, &number,
							      &size, &type),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryPropertyEx(mock.device, named(&own_key), 4, &number,
						       &size, &type),
			STATUS_OBJECT_NAME_NOT_FOUND);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void physical_devices_are_asked(struct kunit *test)
{
	PDEVICE_OBJECT physical, own;
	DEVPROPTYPE type = 0;
	ULONG size = 0, number = 0;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	physical = WdfDeviceWdmGetPhysicalDevice(mock.device);
	own = WdfDeviceWdmGetDeviceObject(mock.device);
	KUNIT_EXPECT_EQ(test, IoGetDeviceProperty(physical, DevicePropertyAddress, 4, &number,
						  &size), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number, 7u);
	KUNIT_EXPECT_EQ(test, IoGetDeviceProperty(own, DevicePropertyAddress, 4, &number, &size),
			STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_EQ(test, IoGetDeviceProperty(NULL, DevicePropertyAddress, 4, &number, &size),
			STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_EQ(test, IoGetDeviceProperty(physical, DevicePropertyClassGuid, 0, NULL,
						  &size), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, size, (ULONG)(39 * sizeof(WCHAR)));
	KUNIT_EXPECT_EQ(test, IoSetDevicePropertyData(physical, &own_key, 0, 0,
						      DEVPROP_TYPE_UINT32, 4, "abc"),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, IoGetDevicePropertyData(physical, &own_key, 0, 0, 4, &number, &size,
						      &type), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(&number, "abc", 4), 0);
	KUNIT_EXPECT_EQ(test, IoGetDevicePropertyData(own, &own_key, 0, 0, 4, &number, &size,
						      &type), STATUS_INVALID_DEVICE_REQUEST);
	/* The framework's and Windows' own functions see the same. */
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryPropertyEx(mock.device, named(&own_key), 4, &number,
						       &size, &type), STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static NTSTATUS init_status, init_alloc_status;
static ULONG init_number;

static void ask_init(PWDFDEVICE_INIT init)
{
	WDFMEMORY memory;
	DEVPROPTYPE type;
	ULONG size;

	init_status = WdfFdoInitQueryPropertyEx(init, named(&DEVPKEY_Device_Address), 4,
						&init_number, &size, &type);
	init_alloc_status = WdfFdoInitAllocAndQueryPropertyEx(
		init, named(&DEVPKEY_Device_EnumeratorName), NonPagedPoolNx, NULL, &memory, &type);
	if (NT_SUCCESS(init_alloc_status))
		WdfObjectDelete(memory);
}

static void some_is_known_before_the_device(struct kunit *test)
{
	mock.adding = ask_init;
	init_number = 0;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, init_status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, init_number, 7u);
	KUNIT_EXPECT_EQ(test, init_alloc_status, STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static struct kunit_case wdf_property_cases[] = {
	KUNIT_CASE(initialisers),
	KUNIT_CASE(the_bus_knows_some),
	KUNIT_CASE(assigned_values_go_first),
	KUNIT_CASE(values_are_of_their_type),
	KUNIT_CASE(interfaces_have_their_own),
	KUNIT_CASE(physical_devices_are_asked),
	KUNIT_CASE(some_is_known_before_the_device),
	{}
};

static struct kunit_suite wdf_property_suite = {
	.name = "ndis_shim_wdf_property",
	.init = property_setup,
	.exit = mock_teardown,
	.test_cases = wdf_property_cases,
};

kunit_test_suite(wdf_property_suite);
