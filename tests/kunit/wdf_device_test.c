// SPDX-License-Identifier: GPL-2.0
/*
 * Driver and device: what EvtDriverDeviceAdd sets before it creates its device,
 * and what can be asked and told afterwards.
 */
#include "wdf_mock.h"

#include <usb.h>
#include <wdfusb.h>

#include "wdf/device_internal.h"

/* ---- the driver ---- */

static WDFDRIVER created;
static NTSTATUS second;
static PDRIVER_OBJECT entry_object;

static NTSTATUS some_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	return STATUS_UNSUCCESSFUL;
}

static NTSTATUS driver_entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;
	WDFDRIVER driver = (WDFDRIVER)&config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	entry_object = object;
	WDF_DRIVER_CONFIG_INIT(&config, some_device_add);
	config.Size--;
	if (WdfDriverCreate(object, path, NULL, &config, &driver) != STATUS_INFO_LENGTH_MISMATCH ||
	    driver)
		return STATUS_INTERNAL_ERROR;
	config.Size++;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = mock_evt_cleanup;
	attributes.EvtDestroyCallback = mock_evt_destroy;
	status = WdfDriverCreate(object, path, &attributes, &config, &created);
	second = WdfDriverCreate(object, path, &attributes, &config, &driver);
	return status;
}

/* A module of its own: that of the mock has made its driver long ago. */
static void driver_is_created_once(struct kunit *test)
{
	static WDF_DRIVER_GLOBALS globals;
	struct nt_module module = {
		.name = "kunit_driver",
		.entry = driver_entry,
		.globals = &globals,
	};

	mock.log[0] = '\0';
	KUNIT_ASSERT_EQ(test, nt_module_load(&module), 0);
	KUNIT_EXPECT_NOT_NULL(test, created);
	KUNIT_EXPECT_EQ(test, second, STATUS_INVALID_DEVICE_STATE);
	KUNIT_EXPECT_PTR_EQ(test, globals.Driver, created);
	KUNIT_EXPECT_PTR_EQ(test, WdfDriverWdmGetDriverObject(created), entry_object);
	nt_module_unload(&module);
	MOCK_EXPECT_LOG(test, "evt-cleanup evt-destroy");
	KUNIT_EXPECT_NULL(test, globals.Driver);
}

static void own_driver(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, WdfGetDriver(), nt_module_globals.Driver);
	KUNIT_ASSERT_NOT_NULL(test, WdfGetDriver());
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_PTR_EQ(test, WdfDeviceGetDriver(mock.device), WdfGetDriver());
	KUNIT_EXPECT_NULL(test, WdfDriverWdmGetDriverObject((WDFDRIVER)mock.device));
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* ---- before the device ---- */

static PWDFDEVICE_INIT kept_init;
static NTSTATUS name_status;

static void set_everything(PWDFDEVICE_INIT init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_FILEOBJECT_CONFIG file;
	UNICODE_STRING name;

	kept_init = init;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	memset(&file, 0, sizeof(file));
	file.Size = sizeof(file);
	RtlInitUnicodeString(&name, L"\\Device\\Wwan0");
	WdfDeviceInitSetPowerPolicyOwnership(init, TRUE);
	WdfDeviceInitSetIoType(init, WdfDeviceIoDirect);
	WdfDeviceInitSetExclusive(init, TRUE);
	WdfDeviceInitSetDeviceType(init, FILE_DEVICE_NETWORK);
	WdfDeviceInitSetCharacteristics(init, FILE_DEVICE_SECURE_OPEN, TRUE);
	WdfDeviceInitSetRequestAttributes(init, &attributes);
	WdfDeviceInitSetFileObjectConfig(init, &file, &attributes);
	name_status = WdfDeviceInitAssignName(init, &name);
}

static void settings_are_accepted(struct kunit *test)
{
	mock.adding = set_everything;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, name_status, STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void set_wrong_sizes(PWDFDEVICE_INIT init)
{
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_FILEOBJECT_CONFIG file;

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.Size--;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &pnp);
	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policy);
	policy.Size--;
	WdfDeviceInitSetPowerPolicyEventCallbacks(init, &policy);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.Size--;
	WdfDeviceInitSetRequestAttributes(init, &attributes);
	memset(&file, 0, sizeof(file));
	WdfDeviceInitSetFileObjectConfig(init, &file, NULL);
}

static void wrong_sizes_are_violations(struct kunit *test)
{
	mock.adding = set_wrong_sizes;
	mock_add();
	MOCK_EXPECT_RULE(test, BAD_STRUCT_SIZE, 4);
	/* What was set before stays. */
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "add prepare entry"));
}

/* Each of them is told that there is no PWDFDEVICE_INIT. */
static void settings_need_an_init(struct kunit *test)
{
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policy);
	WdfDeviceInitSetPnpPowerEventCallbacks(NULL, &pnp);
	MOCK_EXPECT_RULE(test, BAD_DEVICE_INIT, 1);
	WdfDeviceInitSetPowerPolicyEventCallbacks(NULL, &policy);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfDeviceInitSetPowerPolicyOwnership(NULL, TRUE);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfDeviceInitSetIoType(NULL, WdfDeviceIoBuffered);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfDeviceInitSetExclusive(NULL, FALSE);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfDeviceInitSetDeviceType(NULL, 0);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfDeviceInitSetCharacteristics(NULL, 0, FALSE);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfDeviceInitSetRequestAttributes(NULL, NULL);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfDeviceInitSetFileObjectConfig(NULL, NULL, NULL);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(WdfDeviceInitAssignName(NULL, NULL)));
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static NTSTATUS parent_status, size_status, twice_status;
static WDFDEVICE bad_device;

static void create_wrongly(PWDFDEVICE_INIT init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE again;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = WdfGetDriver();
	bad_device = (WDFDEVICE)&attributes;
	parent_status = WdfDeviceCreate(&init, &attributes, &bad_device);
	attributes.ParentObject = NULL;
	attributes.Size--;
	size_status = WdfDeviceCreate(&init, &attributes, &again);
	attributes.Size++;
	kept_init = init;
}

static void device_has_no_other_parent(struct kunit *test)
{
	mock.adding = create_wrongly;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(parent_status));
	KUNIT_EXPECT_NULL(test, bad_device);
	KUNIT_EXPECT_EQ(test, size_status, STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_NOT_NULL(test, kept_init);
	KUNIT_EXPECT_NOT_NULL(test, mock.device);
}

static void create_and_again(PWDFDEVICE_INIT init)
{
	PWDFDEVICE_INIT before = init;
	WDFDEVICE device;

	if (NT_SUCCESS(WdfDeviceCreate(&init, NULL, &mock.device)) && !init)
		mock_log("created");
	twice_status = WdfDeviceCreate(&before, NULL, &device);
}

static void device_is_created_once(struct kunit *test)
{
	mock.adding = create_and_again;
	mock.no_create = true;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	MOCK_EXPECT_LOG(test, "add created prepare entry:5 post:5 init");
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(twice_status));
	mock_look();
}

/* ---- after it ---- */

static void no_queue_no_default_queue(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_NULL(test, WdfDeviceGetDefaultQueue(mock.device));
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KUNIT_EXPECT_NULL(test, WdfDeviceGetDefaultQueue((WDFDEVICE)WdfGetDriver()));
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void pnp_capabilities_are_kept(struct kunit *test)
{
	WDF_DEVICE_PNP_CAPABILITIES caps;
	struct wdf_device *device;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	device = container_of((struct wdf_object *)mock.device, struct wdf_device, base);
	WDF_DEVICE_PNP_CAPABILITIES_INIT(&caps);
	caps.SurpriseRemovalOK = WdfTrue;
	caps.UINumber = 17;
	WdfDeviceSetPnpCapabilities(mock.device, &caps);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KUNIT_EXPECT_EQ(test, memcmp(&device->caps, &caps, sizeof(caps)), 0);
	caps.Size--;
	caps.UINumber = 18;
	WdfDeviceSetPnpCapabilities(mock.device, &caps);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_EQ(test, device->caps.UINumber, 17u);
}

static void wrong_failed_action_is_a_violation(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	WdfDeviceSetFailed(mock.device, WdfDeviceFailedUndefined);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_EQ(test, mock.fails + mock.restarts, 0);
}

static void usb_needs_its_bus(struct kunit *test)
{
	WDF_USB_DEVICE_CREATE_CONFIG config;
	WDFUSBDEVICE usb = NULL;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	WDF_USB_DEVICE_CREATE_CONFIG_INIT(&config, USBD_CLIENT_CONTRACT_VERSION_602);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceCreateWithParameters(mock.device, &config, NULL,
								     &usb),
			STATUS_INVALID_DEVICE_REQUEST);
	MOCK_EXPECT_RULE(test, USB_WRONG_BUS, 1);
	KUNIT_EXPECT_NULL(test, usb);
}

static struct kunit_case wdf_device_cases[] = {
	KUNIT_CASE(driver_is_created_once),
	KUNIT_CASE(own_driver),
	KUNIT_CASE(settings_are_accepted),
	KUNIT_CASE(wrong_sizes_are_violations),
	KUNIT_CASE(settings_need_an_init),
	KUNIT_CASE(device_has_no_other_parent),
	KUNIT_CASE(device_is_created_once),
	KUNIT_CASE(no_queue_no_default_queue),
	KUNIT_CASE(pnp_capabilities_are_kept),
	KUNIT_CASE(wrong_failed_action_is_a_violation),
	KUNIT_CASE(usb_needs_its_bus),
	{}
};

static struct kunit_suite wdf_device_suite = {
	.name = "ndis_shim_device",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = wdf_device_cases,
};

kunit_test_suite(wdf_device_suite);
