// SPDX-License-Identifier: GPL-2.0
/*
 * What programs find a device by: interfaces, links, control devices.
 */
#include "wdf_queue_mock.h"

#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>

static const GUID class_a = { 0x11111111, 1, 1, { 1, 2, 3, 4, 5, 6, 7, 8 } };
static const GUID class_b = { 0x22222222, 1, 1, { 1, 2, 3, 4, 5, 6, 7, 8 } };

static bool node_exists(const char *format, const char *name)
{
	struct file *filp;
	char path[80];

	snprintf(path, sizeof(path), format, name);
	filp = filp_open(path, O_PATH, 0);
	if (IS_ERR(filp))
		return false;
	__fput_sync(filp);
	return true;
}

static bool interface_exists(const char *suffix)
{
	char format[48];

	snprintf(format, sizeof(format), "/dev/mock.%%s%s", suffix);
	return node_exists(format, dev_name(mock.dev));
}

static NTSTATUS early_status;

static void name_the_device(PWDFDEVICE_INIT init)
{
	DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\KunitNamed");

	early_status = WdfDeviceInitAssignName(init, &name);
	WdfDeviceInitSetExclusive(init, TRUE);
}

static void create_in_entry(void)
{
	early_status = WdfDeviceCreateDeviceInterface(mock.device, &class_a, NULL);
	if (interface_exists(""))
		mock_log("too early");
}

static void interface_is_a_node_while_started(struct kunit *test)
{
	mock.in_entry = create_in_entry;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, early_status, STATUS_SUCCESS);
	KUNIT_EXPECT_NULL(test, strstr(mock.log, "too early"));
	KUNIT_EXPECT_TRUE(test, interface_exists(""));
	/* Again, it is the same one. */
	KUNIT_EXPECT_EQ(test, WdfDeviceCreateDeviceInterface(mock.device, &class_a, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, interface_exists(".1"));
	KUNIT_EXPECT_EQ(test, WdfDeviceCreateDeviceInterface(mock.device, &class_b, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, interface_exists(".1"));
	WdfDeviceSetDeviceInterfaceState(mock.device, &class_b, NULL, FALSE);
	KUNIT_EXPECT_FALSE(test, interface_exists(".1"));
	KUNIT_EXPECT_TRUE(test, interface_exists(""));
	WdfDeviceSetDeviceInterfaceState(mock.device, &class_b, NULL, TRUE);
	KUNIT_EXPECT_TRUE(test, interface_exists(".1"));
	mock.in_entry = NULL;
	KUNIT_EXPECT_EQ(test, wdf_pdo_stop(&mock.pdo), 0);
	KUNIT_EXPECT_FALSE(test, interface_exists(""));
	KUNIT_EXPECT_EQ(test, wdf_pdo_start(&mock.pdo), 0);
	KUNIT_EXPECT_TRUE(test, interface_exists(""));
	mock_remove();
	KUNIT_EXPECT_FALSE(test, interface_exists(""));
	KUNIT_EXPECT_FALSE(test, interface_exists(".1"));
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void interfaces_have_reference_strings(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(reference, L"Left");
	UNICODE_STRING text;
	WDFSTRING string;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_ASSERT_EQ(test, WdfStringCreate(NULL, WDF_NO_OBJECT_ATTRIBUTES, &string),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfDeviceRetrieveDeviceInterfaceString(mock.device, &class_a,
								     &reference, string),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, WdfDeviceSetDeviceInterfaceStateEx(mock.device, &class_a, NULL, TRUE),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, WdfDeviceCreateDeviceInterface(mock.device, &class_a, &reference),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, interface_exists(".left"));
	KUNIT_EXPECT_EQ(test, WdfDeviceRetrieveDeviceInterfaceString(mock.device, &class_a,
								     &reference, string),
			STATUS_SUCCESS);
	WdfStringGetUnicodeString(string, &text);
	KUNIT_EXPECT_GT(test, text.Length, (USHORT)10);
	KUNIT_EXPECT_EQ(test, memcmp(text.Buffer, L"\\??\\mock.", 9 * sizeof(WCHAR)), 0);
	KUNIT_EXPECT_EQ(test, text.Buffer[text.Length / sizeof(WCHAR)], 0);
	WdfObjectDelete(string);
}

static void links_lead_to_named_devices(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(link, L"\\DosDevices\\KunitNamed");
	DECLARE_CONST_UNICODE_STRING(bad, L"KunitNamed");
	struct nt_file *file, *second;
	UNICODE_STRING text;
	WDFSTRING string;

	mock.adding = name_the_device;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, early_status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfDeviceCreateSymbolicLink(mock.device, &link), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfDeviceCreateSymbolicLink(mock.device, &link),
			STATUS_OBJECT_NAME_COLLISION);
	KUNIT_EXPECT_EQ(test, WdfDeviceCreateSymbolicLink(mock.device, &bad),
			STATUS_OBJECT_NAME_INVALID);
	KUNIT_EXPECT_TRUE(test, node_exists("/dev/%s", "kunitnamed"));
	KUNIT_ASSERT_EQ(test, WdfStringCreate(NULL, WDF_NO_OBJECT_ATTRIBUTES, &string),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfDeviceRetrieveDeviceName(mock.device, string), STATUS_SUCCESS);
	WdfStringGetUnicodeString(string, &text);
	KUNIT_EXPECT_EQ(test, text.Length, (USHORT)(18 * sizeof(WCHAR)));
	WdfObjectDelete(string);
	/* Exclusive. */
	q.device = nt_device_get(WdfDeviceWdmGetDeviceObject(mock.device), __func__);
	KUNIT_ASSERT_EQ(test, nt_file_open(q.device, FMODE_READ, &file), 0);
	KUNIT_EXPECT_EQ(test, nt_file_open(q.device, FMODE_READ, &second), -EBUSY);
	nt_file_close(file);
	mock_remove();
	KUNIT_EXPECT_FALSE(test, node_exists("/dev/%s", "kunitnamed"));
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* ---- control devices ---- */

static VOID control_gone(WDFOBJECT object)
{
	mock_log("control-gone");
}

static WDFDEVICE create_control(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\KunitControl");
	DECLARE_CONST_UNICODE_STRING(link, L"\\DosDevices\\KunitControl");
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	PWDFDEVICE_INIT init;
	WDFDEVICE control = NULL;

	init = WdfControlDeviceInitAllocate(WdfGetDriver(), &name);
	KUNIT_ASSERT_NOT_NULL(test, init);
	KUNIT_EXPECT_EQ(test, WdfDeviceInitAssignName(init, &name), STATUS_SUCCESS);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = control_gone;
	KUNIT_ASSERT_EQ(test, WdfDeviceCreate(&init, &attributes, &control), STATUS_SUCCESS);
	KUNIT_EXPECT_NULL(test, init);
	KUNIT_EXPECT_EQ(test, WdfDeviceCreateSymbolicLink(control, &link), STATUS_SUCCESS);
	q_config(&config, WdfIoQueueDispatchSequential);
	KUNIT_ASSERT_EQ(test, WdfIoQueueCreate(control, &config, NULL, &q.queue), STATUS_SUCCESS);
	return control;
}

static void control_device_has_queues(struct kunit *test)
{
	struct nt_irp *first, *second;
	struct nt_file *file;
	WDFDEVICE control;

	control = create_control(test);
	q.device = nt_device_get(WdfDeviceWdmGetDeviceObject(control), __func__);
	KUNIT_EXPECT_EQ(test, nt_file_open(q.device, FMODE_READ, &file), -ENODEV);
	WdfControlFinishInitializing(control);
	KUNIT_EXPECT_TRUE(test, node_exists("/dev/%s", "kunitcontrol"));
	KUNIT_ASSERT_EQ(test, nt_file_open(q.device, FMODE_READ | FMODE_WRITE, &q.file), 0);
	first = q_send_read(test, 1);
	MOCK_EXPECT_LOG(test, "read:1");
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, first, STATUS_SUCCESS);
	q.complete = true;
	first = q_send_read(test, 2);
	Q_EXPECT_DONE(test, first, STATUS_SUCCESS);
	WdfIoQueueStop(q.queue, NULL, NULL);
	second = q_send_read(test, 3);
	mock.log[0] = '\0';
	WdfObjectDelete(control);
	MOCK_EXPECT_LOG(test, "control-gone");
	Q_EXPECT_DONE(test, second, STATUS_CANCELLED);
	KUNIT_EXPECT_FALSE(test, node_exists("/dev/%s", "kunitcontrol"));
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static WDFDEVICE control_to_delete;

static VOID delete_at_close(WDFFILEOBJECT file)
{
	mock_log("close");
	WdfObjectDelete(control_to_delete);
}

/* Whoever was the last to use it deletes it. */
static void control_device_is_deleted_at_close(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(link, L"\\DosDevices\\kunitlast");
	DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\KunitLast");
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_FILEOBJECT_CONFIG config;
	PWDFDEVICE_INIT init;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	init = WdfControlDeviceInitAllocate(WdfGetDriver(), NULL);
	KUNIT_ASSERT_NOT_NULL(test, init);
	KUNIT_EXPECT_EQ(test, WdfDeviceInitAssignName(init, &name), STATUS_SUCCESS);
	WDF_FILEOBJECT_CONFIG_INIT(&config, NULL, delete_at_close, NULL);
	WdfDeviceInitSetFileObjectConfig(init, &config, NULL);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = control_gone;
	KUNIT_ASSERT_EQ(test, WdfDeviceCreate(&init, &attributes, &control_to_delete),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfDeviceCreateSymbolicLink(control_to_delete, &link),
			STATUS_SUCCESS);
	WdfControlFinishInitializing(control_to_delete);
	q.device = nt_device_get(WdfDeviceWdmGetDeviceObject(control_to_delete), __func__);
	KUNIT_ASSERT_EQ(test, nt_file_open(q.device, FMODE_READ, &q.file), 0);
	mock.log[0] = '\0';
	q_close();
	Q_WAIT(strstr(mock.log, "control-gone"));
	MOCK_EXPECT_LOG(test, "close control-gone");
	KUNIT_EXPECT_FALSE(test, node_exists("/dev/%s", "kunitlast"));
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void control_device_goes_with_its_driver(struct kunit *test)
{
	PWDFDEVICE_INIT init;

	create_control(test);
	MOCK_EXPECT_LOG(test, "");
	init = WdfControlDeviceInitAllocate(WdfGetDriver(), NULL);
	KUNIT_ASSERT_NOT_NULL(test, init);
	WdfDeviceInitFree(init);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	WdfDeviceInitFree(init);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* Nothing of hardware is there to be asked for. */
static void control_device_has_no_power(struct kunit *test)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;
	WDFDEVICE control = create_control(test);

	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(WdfDeviceStopIdle(control, FALSE)));
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCannotWakeFromS0);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(WdfDeviceAssignS0IdleSettings(control, &idle)));
	KUNIT_EXPECT_EQ(test, WdfDeviceCreateDeviceInterface(control, &class_a, NULL),
			STATUS_INVALID_PARAMETER);
	WdfDeviceSetFailed(control, WdfDeviceFailedNoRestart);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* ---- strings ---- */

static void strings_are_copies(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(text, L"text");
	UNICODE_STRING seen, odd = { 3, 4, (PWSTR)L"ab" };
	WDFSTRING string;

	KUNIT_ASSERT_EQ(test, WdfStringCreate(&text, WDF_NO_OBJECT_ATTRIBUTES, &string),
			STATUS_SUCCESS);
	WdfStringGetUnicodeString(string, &seen);
	KUNIT_EXPECT_EQ(test, seen.Length, text.Length);
	KUNIT_EXPECT_PTR_NE(test, seen.Buffer, text.Buffer);
	KUNIT_EXPECT_EQ(test, memcmp(seen.Buffer, L"text", 5 * sizeof(WCHAR)), 0);
	WdfObjectDelete(string);
	KUNIT_EXPECT_EQ(test, WdfStringCreate(&odd, WDF_NO_OBJECT_ATTRIBUTES, &string),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_NULL(test, string);
}

static struct kunit_case wdf_interface_cases[] = {
	KUNIT_CASE(interface_is_a_node_while_started),
	KUNIT_CASE(interfaces_have_reference_strings),
	KUNIT_CASE(links_lead_to_named_devices),
	KUNIT_CASE(control_device_has_queues),
	KUNIT_CASE(control_device_is_deleted_at_close),
	KUNIT_CASE(control_device_goes_with_its_driver),
	KUNIT_CASE(control_device_has_no_power),
	KUNIT_CASE(strings_are_copies),
	{}
};

static struct kunit_suite wdf_interface_suite = {
	.name = "ndis_shim_interface",
	.init = q_setup,
	.exit = q_teardown,
	.test_cases = wdf_interface_cases,
};

kunit_test_suite(wdf_interface_suite);
