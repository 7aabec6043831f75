// SPDX-License-Identifier: GPL-2.0
/*
 * The root bus and module load: a client with devices that are not there.
 */
#include "wdf_mock.h"

#include "wdf/root_bus.h"

static struct root {
	struct nt_module module;
	NTSTATUS entry;
	unsigned int adds;
	unsigned int unloads;
} root;

static NTSTATUS root_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	root.adds++;
	return mock_device_add(driver, init);
}

static VOID root_unload(WDFDRIVER driver)
{
	root.unloads++;
}

static NTSTATUS root_entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;
	NTSTATUS status;

	WDF_DRIVER_CONFIG_INIT(&config, root_device_add);
	config.EvtDriverUnload = root_unload;
	status = WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
	if (!NT_SUCCESS(status))
		return status;
	mock_log("%u%c", path->Length, path->Buffer[path->Length / 2 - 1]);
	return root.entry;
}

static int root_setup(struct kunit *test)
{
	/* Of the mock only the client is used. */
	(void)mock_setup;
	(void)mock_teardown;
	memset(&root, 0, sizeof(root));
	memset(&mock, 0, sizeof(mock));
	root.module.name = "kunit_root";
	/* No owner: cases run before the module has its place in sysfs. */
	root.module.entry = root_entry;
	root.module.globals = &nt_module_globals;
	mock.violations = nt_violation_count(0);
	return 0;
}

static struct wdf_root_device *load_one(struct kunit *test)
{
	root.module.root_devices = 1;
	KUNIT_ASSERT_EQ(test, nt_module_load(&root.module), 0);
	mock.log[0] = '\0';
	return wdf_root_find(root.module.priv, 0);
}

static void load_enumerates_the_devices(struct kunit *test)
{
	root.module.root_devices = 3;
	KUNIT_ASSERT_EQ(test, nt_module_load(&root.module), 0);
	KUNIT_EXPECT_EQ(test, root.adds, 3u);
	KUNIT_EXPECT_NOT_NULL(test, wdf_root_find(root.module.priv, 2));
	KUNIT_EXPECT_NULL(test, wdf_root_find(root.module.priv, 3));
	nt_module_unload(&root.module);
	KUNIT_EXPECT_EQ(test, root.unloads, 1u);
	KUNIT_EXPECT_NULL(test, root.module.priv);
}

static void registry_path_names_the_service(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, nt_module_load(&root.module), 0);
	/* \Registry\Machine\System\CurrentControlSet\Services\kunit_root */
	MOCK_EXPECT_LOG(test, "124t");
	nt_module_unload(&root.module);
}

static void failing_entry_fails_the_load(struct kunit *test)
{
	root.entry = STATUS_NO_MEMORY;
	root.module.root_devices = 1;
	KUNIT_EXPECT_EQ(test, nt_module_load(&root.module), -ENOMEM);
	KUNIT_EXPECT_EQ(test, root.adds, 0u);
	KUNIT_EXPECT_EQ(test, root.unloads, 0u);
	KUNIT_EXPECT_NULL(test, root.module.priv);
}

static void too_many_devices_are_refused(struct kunit *test)
{
	root.module.root_devices = 1000;
	KUNIT_EXPECT_EQ(test, nt_module_load(&root.module), -EINVAL);
	KUNIT_EXPECT_EQ(test, root.unloads, 1u);
}

static void device_suspends_and_resumes(struct kunit *test)
{
	struct wdf_root_device *dev = load_one(test);

	KUNIT_EXPECT_EQ(test, wdf_root_suspend(dev, true, false), 0);
	MOCK_EXPECT_LOG(test, "suspend pre:4 exit:4");
	KUNIT_EXPECT_EQ(test, wdf_root_suspend(dev, true, false), 0);
	KUNIT_EXPECT_EQ(test, wdf_root_resume(dev, false, false), 0);
	MOCK_EXPECT_LOG(test, "entry:4 post:4 restart");
	KUNIT_EXPECT_EQ(test, wdf_root_resume(dev, false, false), 0);
	MOCK_EXPECT_LOG(test, "");
	nt_module_unload(&root.module);
}

static void sleeping_device_wakes_for_its_removal(struct kunit *test)
{
	struct wdf_root_device *dev = load_one(test);

	KUNIT_EXPECT_EQ(test, wdf_root_suspend(dev, true, false), 0);
	mock.log[0] = '\0';
	wdf_root_remove(dev);
	MOCK_EXPECT_LOG(test, "entry:4 post:4 restart query-remove suspend pre:5 exit:5 "
			"release flush cleanup evt-cleanup evt-destroy");
	KUNIT_EXPECT_NULL(test, wdf_root_find(root.module.priv, 0));
	nt_module_unload(&root.module);
}

static void device_vanishes(struct kunit *test)
{
	wdf_root_surprise_remove(load_one(test));
	MOCK_EXPECT_LOG(test, "surprise suspend pre:5 exit:5 "
			"release flush cleanup evt-cleanup evt-destroy");
	nt_module_unload(&root.module);
}

static void failed_device_is_restarted(struct kunit *test)
{
	unsigned int i;

	load_one(test);
	WdfDeviceSetFailed(mock.device, WdfDeviceFailedAttemptRestart);
	for (i = 0; i < 200 && READ_ONCE(root.adds) < 2; i++)
		msleep(5);
	KUNIT_EXPECT_EQ(test, root.adds, 2u);
	nt_module_unload(&root.module);
}

static void stop_idle_keeps_the_device_up(struct kunit *test)
{
	load_one(test);
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, TRUE), STATUS_SUCCESS);
	WdfDeviceResumeIdle(mock.device);
	/* One that is never given back is the bus's to drop. */
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, FALSE), STATUS_SUCCESS);
	nt_module_unload(&root.module);
}

static void root_teardown(struct kunit *test)
{
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static struct kunit_case root_bus_cases[] = {
	KUNIT_CASE(load_enumerates_the_devices),
	KUNIT_CASE(registry_path_names_the_service),
	KUNIT_CASE(failing_entry_fails_the_load),
	KUNIT_CASE(too_many_devices_are_refused),
	KUNIT_CASE(device_suspends_and_resumes),
	KUNIT_CASE(sleeping_device_wakes_for_its_removal),
	KUNIT_CASE(device_vanishes),
	KUNIT_CASE(failed_device_is_restarted),
	KUNIT_CASE(stop_idle_keeps_the_device_up),
	{}
};

static struct kunit_suite root_bus_suite = {
	.name = "ndis_shim_root_bus",
	.init = root_setup,
	.exit = root_teardown,
	.test_cases = root_bus_cases,
};
kunit_test_suite(root_bus_suite);
