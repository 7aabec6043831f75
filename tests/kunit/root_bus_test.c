// SPDX-License-Identifier: GPL-2.0
/*
 * The root bus and module load: a client with devices that are not there.
 */
#include <linux/platform_device.h>

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

/* What each of kinds_are_enumerated()'s devices was asked before it was made. */
static struct {
	char id[32];
	ULONG address;
} root_seen[4];

static void root_ask(PWDFDEVICE_INIT init)
{
	unsigned int n = root.adds - 1;
	WCHAR id[32] = { 0 };
	ULONG size, i;

	if (n >= ARRAY_SIZE(root_seen))
		return;
	mock.fail[MOCK_ADD] =
		WdfFdoInitQueryProperty(init, DevicePropertyHardwareID, sizeof(id), id, &size) ||
		WdfFdoInitQueryProperty(init, DevicePropertyAddress, sizeof(ULONG),
					&root_seen[n].address, &size);
	for (i = 0; i < ARRAY_SIZE(id); i++)
		root_seen[n].id[i] = id[i];
}

static void kinds_are_enumerated(struct kunit *test)
{
	static unsigned int modems;
	static const struct nt_root_kind kinds[] = {
		{ .id = "kunit_net" },
		{ .id = "kunit_modem", .count = &modems },
		{ }
	};
	struct device *dev;

	modems = 2;
	memset(root_seen, 0, sizeof(root_seen));
	root.module.root_kinds = kinds;
	mock.adding = root_ask;
	KUNIT_ASSERT_EQ(test, nt_module_load(&root.module), 0);
	KUNIT_EXPECT_EQ(test, root.adds, 3u);
	KUNIT_EXPECT_STREQ(test, root_seen[0].id, "kunit_net");
	KUNIT_EXPECT_STREQ(test, root_seen[1].id, "kunit_modem");
	KUNIT_EXPECT_STREQ(test, root_seen[2].id, "kunit_modem");
	KUNIT_EXPECT_EQ(test, root_seen[0].address, 0u);
	KUNIT_EXPECT_EQ(test, root_seen[1].address, 0u);
	KUNIT_EXPECT_EQ(test, root_seen[2].address, 1u);
	dev = wdf_root_pdo(wdf_root_find(root.module.priv, 2))->dev;
	KUNIT_EXPECT_STREQ(test, dev_name(dev), "kunit_modem.1");
	nt_module_unload(&root.module);

	modems = 0;
	KUNIT_ASSERT_EQ(test, nt_module_load(&root.module), 0);
	KUNIT_EXPECT_EQ(test, root.adds, 4u);
	nt_module_unload(&root.module);

	/* As many as a module may have, and one of the other kind. */
	modems = 64;
	KUNIT_EXPECT_EQ(test, nt_module_load(&root.module), -EINVAL);
	modems = UINT_MAX;
	KUNIT_EXPECT_EQ(test, nt_module_load(&root.module), -EINVAL);
}

/* What a modem manager takes for the physical device. */
static void each_device_has_a_parent_of_its_own(struct kunit *test)
{
	struct device *first, *second;

	root.module.root_devices = 2;
	KUNIT_ASSERT_EQ(test, nt_module_load(&root.module), 0);
	first = wdf_root_pdo(wdf_root_find(root.module.priv, 0))->dev->parent;
	second = wdf_root_pdo(wdf_root_find(root.module.priv, 1))->dev->parent;
	KUNIT_ASSERT_NOT_NULL(test, first);
	KUNIT_EXPECT_PTR_NE(test, first, second);
	KUNIT_EXPECT_PTR_EQ(test, first->bus, (const struct bus_type *)&platform_bus_type);
	nt_module_unload(&root.module);
}

static struct {
	NTSTATUS small, unknown, text;
	ULONG needed;
	WCHAR id[16];
} root_property;

static void root_property_ask(PWDFDEVICE_INIT init)
{
	ULONG size;

	memset(root_property.id, 0xff, sizeof(root_property.id));
	root_property.small = WdfFdoInitQueryProperty(init, DevicePropertyHardwareID, 0, NULL,
						      &root_property.needed);
	root_property.unknown = WdfFdoInitQueryProperty(init, DevicePropertyInstallState,
							sizeof(size), &size, &size);
	root_property.text = WdfFdoInitQueryProperty(init, DevicePropertyHardwareID,
						     sizeof(root_property.id), root_property.id,
						     &size);
}

static void properties_before_the_device(struct kunit *test)
{
	mock.adding = root_property_ask;
	load_one(test);
	KUNIT_EXPECT_EQ(test, root_property.small, STATUS_BUFFER_TOO_SMALL);
	/* A list of strings: one more zero. */
	KUNIT_EXPECT_EQ(test, root_property.needed, 12 * sizeof(WCHAR));
	KUNIT_EXPECT_EQ(test, root_property.unknown, STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, root_property.text, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(root_property.id, L"kunit_root\0", 24), 0);
	KUNIT_EXPECT_EQ(test, root_property.id[12], 0xffff);
	nt_module_unload(&root.module);
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
	MOCK_EXPECT_LOG(test,
			"entry:4 post:4 restart query-remove suspend pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy");
	KUNIT_EXPECT_NULL(test, wdf_root_find(root.module.priv, 0));
	nt_module_unload(&root.module);
}

static void device_vanishes(struct kunit *test)
{
	wdf_root_surprise_remove(load_one(test));
	MOCK_EXPECT_LOG(test,
			"surprise suspend pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy");
	nt_module_unload(&root.module);
}

static void failed_device_is_restarted(struct kunit *test)
{
	unsigned int i;

	load_one(test);
	WdfDeviceSetFailed(mock.device, WdfDeviceFailedAttemptRestart);
	for (i = 0; i < 200 && READ_ONCE(root.adds) < 2; i++)
		msleep(20);
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

static void devices_come_on_demand(struct kunit *test)
{
	root.module.root_demand = "kunit_demand";
	KUNIT_EXPECT_EQ(test, nt_root_add(&root.module, 0), -ENODEV);
	KUNIT_ASSERT_EQ(test, nt_module_load(&root.module), 0);
	KUNIT_EXPECT_EQ(test, root.adds, 0u);
	KUNIT_EXPECT_EQ(test, nt_root_add(&root.module, 7), 0);
	KUNIT_EXPECT_EQ(test, nt_root_add(&root.module, 7), -EEXIST);
	KUNIT_EXPECT_EQ(test, nt_root_add(&root.module, 64), -EINVAL);
	KUNIT_EXPECT_EQ(test, root.adds, 1u);
	KUNIT_EXPECT_NOT_NULL(test, wdf_root_find(root.module.priv, 7));
	nt_root_remove(&root.module, 7, false);
	KUNIT_EXPECT_NULL(test, wdf_root_find(root.module.priv, 7));
	nt_root_remove(&root.module, 7, true);
	KUNIT_EXPECT_EQ(test, nt_root_add(&root.module, 7), 0);
	KUNIT_EXPECT_EQ(test, nt_root_add(&root.module, 8), 0);
	nt_root_remove(&root.module, 8, true);
	/* The other one is left to the unloading. */
	nt_module_unload(&root.module);
	KUNIT_EXPECT_EQ(test, root.adds, 3u);
	KUNIT_EXPECT_EQ(test, nt_root_add(&root.module, 7), -ENODEV);
	nt_root_remove(&root.module, 7, false);
}

static struct kunit_case root_bus_cases[] = {
	KUNIT_CASE(load_enumerates_the_devices),
	KUNIT_CASE(registry_path_names_the_service),
	KUNIT_CASE(failing_entry_fails_the_load),
	KUNIT_CASE(too_many_devices_are_refused),
	KUNIT_CASE(kinds_are_enumerated),
	KUNIT_CASE(devices_come_on_demand),
	KUNIT_CASE(each_device_has_a_parent_of_its_own),
	KUNIT_CASE(properties_before_the_device),
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
