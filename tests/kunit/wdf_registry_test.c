// SPDX-License-Identifier: GPL-2.0
/*
 * WDFKEY: parameters from the module's config=, values that the driver writes, and
 * what a driver asks about itself and its device.
 */
#include "wdf_queue_mock.h"

#include <wdm/registry.h>

#include "nt/nt_registry.h"

static char *config;

static int registry_setup(struct kunit *test)
{
	int err = q_setup(test);

	config = "Speed=100;Name=left;Text=abc";
	mock.module.ndis_config = &config;
	return err;
}

static WDFKEY open_parameters(struct kunit *test, ACCESS_MASK access)
{
	WDFKEY key = NULL;

	KUNIT_ASSERT_EQ(test, WdfDriverOpenParametersRegistryKey(WdfGetDriver(), access,
								 WDF_NO_OBJECT_ATTRIBUTES, &key),
			STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, key);
	return key;
}

static void parameters_are_the_modules(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(speed, L"Speed");
	DECLARE_CONST_UNICODE_STRING(name, L"Name");
	DECLARE_CONST_UNICODE_STRING(none, L"None");
	WDFKEY key = open_parameters(test, KEY_READ);
	WCHAR buffer[8];
	UNICODE_STRING text = { 0, sizeof(buffer), buffer };
	USHORT bytes = 0;
	ULONG value = 0;

	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(key, &speed, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 100u);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(key, &none, &value),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryUnicodeString(key, &name, &bytes, &text),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, (USHORT)10);
	KUNIT_EXPECT_EQ(test, text.Length, (USHORT)8);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, L"left", 10), 0);
	text.MaximumLength = 8;
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryUnicodeString(key, &name, &bytes, &text),
			STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryUnicodeString(key, &name, &bytes, NULL),
			STATUS_BUFFER_OVERFLOW);
	/* It was opened for reading. */
	KUNIT_EXPECT_EQ(test, WdfRegistryAssignULong(key, &speed, 1), STATUS_ACCESS_DENIED);
	WdfRegistryClose(key);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(key, &speed, &value), STATUS_INVALID_HANDLE);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* What configfs sets: before config=, behind what the driver wrote. */
static void values_come_from_outside(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(speed, L"Speed");
	DECLARE_CONST_UNICODE_STRING(more, L"More");
	DECLARE_CONST_UNICODE_STRING(raw, L"Raw");
	struct nt_reg_key place;
	WDFKEY key = open_parameters(test, KEY_ALL_ACCESS);
	char name[NT_REG_NAME];
	unsigned int i, seen = 0;
	ULONG value = 0, type = 0, length = 0;
	UCHAR bytes[4];

	KUNIT_EXPECT_EQ(test, nt_reg_outside_set("mock", "Speed", REG_NONE, "200"), 0);
	KUNIT_EXPECT_EQ(test, nt_reg_outside_set("mock", "More", REG_DWORD, "0x10"), 0);
	KUNIT_EXPECT_EQ(test, nt_reg_outside_set("mock", "Raw", REG_BINARY, "01 02:ff"), 0);
	KUNIT_EXPECT_EQ(test, nt_reg_outside_set("other", "Speed", REG_NONE, "300"), 0);
	KUNIT_EXPECT_EQ(test, nt_reg_outside_set("mock", "More", REG_DWORD, "words"), -EINVAL);
	KUNIT_EXPECT_EQ(test, nt_reg_outside_set("mock", "", REG_NONE, "1"), -EINVAL);

	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(key, &speed, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 200u);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(key, &more, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 16u);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryValue(key, &raw, 4, bytes, &length, &type),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, length, 3u);
	KUNIT_EXPECT_EQ(test, type, (ULONG)REG_BINARY);
	KUNIT_EXPECT_EQ(test, memcmp(bytes, "\1\2\377", 3), 0);
	/* Each name once: Speed, Name, Text, More, Raw. */
	nt_reg_key_init(&place, mock.module.priv, "");
	for (i = 0; nt_reg_value_name(&place, i, name); i++)
		seen += !strcasecmp(name, "More") || !strcasecmp(name, "Speed");
	KUNIT_EXPECT_EQ(test, i, 5u);
	KUNIT_EXPECT_EQ(test, seen, 2u);

	KUNIT_EXPECT_EQ(test, WdfRegistryAssignULong(key, &speed, 7), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(key, &speed, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 7u);
	KUNIT_EXPECT_EQ(test, WdfRegistryRemoveValue(key, &more), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(key, &more, &value),
			STATUS_OBJECT_NAME_NOT_FOUND);
	nt_reg_outside_remove("mock", "raw");
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryValue(key, &raw, 4, bytes, &length, &type),
			STATUS_OBJECT_NAME_NOT_FOUND);
	nt_reg_outside_remove("mock", "Speed");
	nt_reg_outside_remove("mock", "More");
	nt_reg_outside_remove("other", "Speed");
	nt_reg_outside_remove("other", "Speed");
	WdfRegistryClose(key);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void values_are_written_and_removed(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(name, L"Written");
	DECLARE_CONST_UNICODE_STRING(text, L"text");
	WDFKEY key = open_parameters(test, KEY_ALL_ACCESS);
	ULONG length = 0, type = 0, value = 0;
	UNICODE_STRING seen;
	WDFSTRING string;
	WDFMEMORY memory;
	UCHAR bytes[4] = { 1, 2, 3, 4 }, read[4];
	size_t size;

	KUNIT_EXPECT_EQ(test, WdfRegistryAssignULong(key, &name, 7), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(key, &name, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 7u);

	KUNIT_EXPECT_EQ(test, WdfRegistryAssignValue(key, &name, REG_BINARY, 4, bytes),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(key, &name, &value),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryValue(key, &name, 2, read, &length, &type),
			STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, length, 4u);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryValue(key, &name, 4, read, &length, &type),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, type, (ULONG)REG_BINARY);
	KUNIT_EXPECT_EQ(test, memcmp(read, bytes, 4), 0);
	KUNIT_ASSERT_EQ(test, WdfRegistryQueryMemory(key, &name, NonPagedPoolNx, NULL, &memory,
						     &type), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(WdfMemoryGetBuffer(memory, &size), bytes, 4), 0);
	KUNIT_EXPECT_EQ(test, size, (size_t)4);
	WdfMemoryCopyFromBuffer(memory, 0, "wxyz", 4);
	KUNIT_EXPECT_EQ(test, WdfRegistryAssignMemory(key, &name, REG_BINARY, memory, NULL),
			STATUS_SUCCESS);
	WdfRegistryQueryValue(key, &name, 4, read, NULL, NULL);
	KUNIT_EXPECT_EQ(test, memcmp(read, "wxyz", 4), 0);
	WdfObjectDelete(memory);

	KUNIT_EXPECT_EQ(test, WdfRegistryAssignUnicodeString(key, &name, &text), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfStringCreate(NULL, NULL, &string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryString(key, &name, string), STATUS_SUCCESS);
	WdfStringGetUnicodeString(string, &seen);
	KUNIT_EXPECT_EQ(test, seen.Length, text.Length);
	KUNIT_EXPECT_EQ(test, WdfRegistryRemoveValue(key, &name), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryString(key, &name, string),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, WdfRegistryAssignString(key, &name, string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryValue(key, &name, 0, NULL, &length, &type),
			STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, length, 10u);
	WdfObjectDelete(string);
	WdfRegistryClose(key);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void lists_are_collections(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(name, L"List");
	DECLARE_CONST_UNICODE_STRING(left, L"left");
	DECLARE_CONST_UNICODE_STRING(right, L"right");
	WDFKEY key = open_parameters(test, KEY_ALL_ACCESS);
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFCOLLECTION out, in;
	UNICODE_STRING text;
	WDFSTRING string;

	KUNIT_ASSERT_EQ(test, WdfCollectionCreate(NULL, &out), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfCollectionCreate(NULL, &in), STATUS_SUCCESS);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = out;
	KUNIT_ASSERT_EQ(test, WdfStringCreate(&left, &attributes, &string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfCollectionAdd(out, string), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfStringCreate(&right, &attributes, &string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfCollectionAdd(out, string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryAssignMultiString(key, &name, out), STATUS_SUCCESS);
	attributes.ParentObject = in;
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryMultiString(key, &name, &attributes, in),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfCollectionGetCount(in), 2u);
	WdfStringGetUnicodeString((WDFSTRING)WdfCollectionGetItem(in, 1), &text);
	KUNIT_EXPECT_EQ(test, text.Length, right.Length);
	KUNIT_EXPECT_EQ(test, memcmp(text.Buffer, L"right", 12), 0);
	WdfObjectDelete(in);
	WdfObjectDelete(out);
	WdfRegistryClose(key);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void keys_are_made_below_keys(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(below, L"Below");
	DECLARE_CONST_UNICODE_STRING(value, L"Value");
	DECLARE_CONST_UNICODE_STRING(
		path,
		L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\mock\\Parameters");
	WDFKEY key = open_parameters(test, KEY_ALL_ACCESS), child, again;
	ULONG how = 0, number = 0;

	KUNIT_EXPECT_EQ(test, WdfRegistryOpenKey(key, &below, KEY_READ, NULL, &child),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_NULL(test, child);
	KUNIT_ASSERT_EQ(test, WdfRegistryCreateKey(key, &below, KEY_ALL_ACCESS, 0, &how, NULL,
						   &child), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, how, (ULONG)REG_CREATED_NEW_KEY);
	KUNIT_EXPECT_EQ(test, WdfRegistryAssignULong(child, &value, 5), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfRegistryCreateKey(key, &below, KEY_READ, 0, &how, NULL, &again),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, how, (ULONG)REG_OPENED_EXISTING_KEY);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(again, &value, &number), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number, 5u);
	KUNIT_EXPECT_NOT_NULL(test, WdfRegistryWdmGetHandle(again));
	KUNIT_EXPECT_PTR_EQ(test, WdfRegistryWdmGetHandle(again), WdfRegistryWdmGetHandle(again));
	WdfRegistryClose(again);
	KUNIT_ASSERT_EQ(test, WdfRegistryOpenKey(NULL, &path, KEY_READ, NULL, &again),
			STATUS_SUCCESS);
	WdfRegistryClose(again);
	KUNIT_EXPECT_EQ(test, WdfRegistryRemoveKey(child), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryOpenKey(key, &below, KEY_READ, NULL, &child),
			STATUS_OBJECT_NAME_NOT_FOUND);
	WdfRegistryClose(key);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void devices_have_keys(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(value, L"Mine");
	WDFKEY key, drivers = open_parameters(test, KEY_ALL_ACCESS);
	ULONG number;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, WdfDeviceOpenRegistryKey(mock.device, 0, KEY_READ, NULL, &key),
			STATUS_INVALID_PARAMETER);
	KUNIT_ASSERT_EQ(test, WdfDeviceOpenRegistryKey(mock.device, PLUGPLAY_REGKEY_DEVICE,
						       KEY_ALL_ACCESS, NULL, &key), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryAssignULong(key, &value, 3), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(key, &value, &number), STATUS_SUCCESS);
	/* Not its driver's. */
	KUNIT_EXPECT_EQ(test, WdfRegistryQueryULong(drivers, &value, &number),
			STATUS_OBJECT_NAME_NOT_FOUND);
	WdfRegistryClose(drivers);
}

/* ---- what is asked of drivers and devices ---- */

static void drivers_know_themselves(struct kunit *test)
{
	WDF_DRIVER_VERSION_AVAILABLE_PARAMS version;
	PDRIVER_OBJECT object = WdfDriverWdmGetDriverObject(WdfGetDriver());
	UNICODE_STRING text;
	WDFSTRING string;
	PWSTR path;

	KUNIT_EXPECT_PTR_EQ(test, WdfWdmDriverGetWdfDriverHandle(object), WdfGetDriver());
	path = WdfDriverGetRegistryPath(WdfGetDriver());
	KUNIT_ASSERT_NOT_NULL(test, path);
	KUNIT_EXPECT_EQ(test, memcmp(path, L"\\Registry", 9 * sizeof(WCHAR)), 0);
	WDF_DRIVER_VERSION_AVAILABLE_PARAMS_INIT(&version, 1, 15);
	KUNIT_EXPECT_TRUE(test, WdfDriverIsVersionAvailable(WdfGetDriver(), &version));
	version.MinorVersion = 99;
	KUNIT_EXPECT_FALSE(test, WdfDriverIsVersionAvailable(WdfGetDriver(), &version));
	KUNIT_ASSERT_EQ(test, WdfStringCreate(NULL, NULL, &string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfDriverRetrieveVersionString(WdfGetDriver(), string),
			STATUS_SUCCESS);
	WdfStringGetUnicodeString(string, &text);
	KUNIT_EXPECT_GT(test, text.Length, (USHORT)20);
	WdfObjectDelete(string);
}

static NTSTATUS q_preprocess(WDFDEVICE device, PIRP irp)
{
	mock_log("preprocess");
	if (!q.complete) {
		IoSkipCurrentIrpStackLocation(irp);
		return WdfDeviceWdmDispatchPreprocessedIrp(device, irp);
	}
	irp->IoStatus.Status = STATUS_UNSUCCESSFUL;
	irp->IoStatus.Information = 0;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_UNSUCCESSFUL;
}

static NTSTATUS preprocess_status, again_status;

static void set_preprocess(PWDFDEVICE_INIT init)
{
	preprocess_status = WdfDeviceInitAssignWdmIrpPreprocessCallback(init, q_preprocess,
									IRP_MJ_READ, NULL, 0);
	again_status = WdfDeviceInitAssignWdmIrpPreprocessCallback(init, q_preprocess,
								   IRP_MJ_PNP, NULL, 0);
	WdfDeviceInitSetPowerInrush(init);
}

static void irps_are_preprocessed(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG queue;
	struct nt_irp *nt;

	mock.adding = set_preprocess;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, preprocess_status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, again_status, STATUS_NOT_SUPPORTED);
	q_config(&queue, WdfIoQueueDispatchSequential);
	q_create_as(test, &queue, NULL, &q.queue);
	q_open(test);
	mock.log[0] = '\0';
	nt = q_send_read(test, 4);
	MOCK_EXPECT_LOG(test, "preprocess read:4");
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	q.complete = true;
	nt = q_send_read(test, 4);
	MOCK_EXPECT_LOG(test, "preprocess");
	Q_EXPECT_DONE(test, nt, STATUS_UNSUCCESSFUL);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void devices_have_states(struct kunit *test)
{
	PDEVICE_OBJECT object;
	WDF_DEVICE_STATE state;
	ULONG length = 0;

	mock.adding = set_preprocess;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	object = WdfDeviceWdmGetDeviceObject(mock.device);
	KUNIT_EXPECT_PTR_EQ(test, WdfWdmDeviceGetWdfDeviceHandle(object), mock.device);
	KUNIT_EXPECT_TRUE(test, object->Flags & DO_POWER_INRUSH);
	KUNIT_EXPECT_TRUE(test, object->Flags & DO_BUFFERED_IO);
	WdfDeviceSetCharacteristics(mock.device, FILE_REMOVABLE_MEDIA);
	KUNIT_EXPECT_EQ(test, WdfDeviceGetCharacteristics(mock.device),
			(ULONG)FILE_REMOVABLE_MEDIA);
	WdfDeviceSetAlignmentRequirement(mock.device, 7);
	KUNIT_EXPECT_EQ(test, WdfDeviceGetAlignmentRequirement(mock.device), 7u);
	KUNIT_EXPECT_EQ(test, WdfDeviceQueryProperty(mock.device, DevicePropertyHardwareID, 0,
						     NULL, &length), STATUS_BUFFER_TOO_SMALL);
	WdfDeviceSetStaticStopRemove(mock.device, FALSE);
	KUNIT_EXPECT_EQ(test, wdf_pdo_stop(&mock.pdo), -EBUSY);
	WdfDeviceSetStaticStopRemove(mock.device, TRUE);
	WDF_DEVICE_STATE_INIT(&state);
	state.NotDisableable = WdfTrue;
	WdfDeviceSetDeviceState(mock.device, &state);
	KUNIT_EXPECT_EQ(test, mock.fails, 0);
	WDF_DEVICE_STATE_INIT(&state);
	WdfDeviceGetDeviceState(mock.device, &state);
	KUNIT_EXPECT_EQ(test, state.NotDisableable, WdfTrue);
	state.Failed = WdfTrue;
	WdfDeviceSetDeviceState(mock.device, &state);
	KUNIT_EXPECT_EQ(test, mock.fails, 1);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static struct kunit_case wdf_registry_cases[] = {
	KUNIT_CASE(parameters_are_the_modules),
	KUNIT_CASE(values_come_from_outside),
	KUNIT_CASE(values_are_written_and_removed),
	KUNIT_CASE(lists_are_collections),
	KUNIT_CASE(keys_are_made_below_keys),
	KUNIT_CASE(devices_have_keys),
	KUNIT_CASE(drivers_know_themselves),
	KUNIT_CASE(irps_are_preprocessed),
	KUNIT_CASE(devices_have_states),
	{}
};

static struct kunit_suite wdf_registry_suite = {
	.name = "ndis_shim_wdf_registry",
	.init = registry_setup,
	.exit = q_teardown,
	.test_cases = wdf_registry_cases,
};

kunit_test_suite(wdf_registry_suite);
