// SPDX-License-Identifier: GPL-2.0
/*
 * NdisMRegisterDevice: a device object with a dispatch table of its own.
 */
#include <ndis.h>

#include "ndis/ndis_internal.h"
#include "nt_device_mock.h"

MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);

#define NODE	"/dev/kunitcontrol"

static NDIS_STRING control_name = NDIS_STRING_CONST("\\Device\\KunitControl");
static NDIS_STRING control_link = NDIS_STRING_CONST("\\DosDevices\\KunitControl");

static struct wrapper {
	struct ndis_object object;
} *wrapper;

static void wrapper_release(struct ndis_object *object)
{
	kfree_rcu(container_of(object, struct wrapper, object), object.rcu);
}

static NTSTATUS own_dispatch(PDEVICE_OBJECT object, PIRP irp)
{
	mock_log("own:%s", mock_major(IoGetCurrentIrpStackLocation(irp)->MajorFunction));
	return mock_complete(irp, STATUS_SUCCESS, 0);
}

static NDIS_STATUS register_device(PDEVICE_OBJECT *object, NDIS_HANDLE *handle)
{
	PDRIVER_DISPATCH table[IRP_MJ_MAXIMUM_FUNCTION + 1] = { NULL };

	table[IRP_MJ_CREATE] = own_dispatch;
	table[IRP_MJ_CLOSE] = own_dispatch;
	return NdisMRegisterDevice(wrapper->object.handle, &control_name, &control_link, table,
				   object, handle);
}

static void device_has_its_own_table(struct kunit *test)
{
	PDEVICE_OBJECT object;
	NDIS_HANDLE handle;
	struct file *filp;

	KUNIT_ASSERT_EQ(test, register_device(&object, &handle), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object->DriverObject, mock.driver);
	/* Ready at once, and the table was copied: it lay on a stack. */
	filp = filp_open(NODE, O_RDWR, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(filp));
	__fput_sync(filp);
	MOCK_EXPECT_LOG(test, "own:create own:close");
	/* The driver's other devices go where they went. */
	nt_file_close(mock_open(test));
	MOCK_EXPECT_LOG(test, "create cleanup close");
	KUNIT_EXPECT_EQ(test, NdisMDeregisterDevice(handle), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, mock_node_exists(NODE));
}

static void handle_is_good_once(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_NDIS_BAD_HANDLE);
	PDEVICE_OBJECT object;
	NDIS_HANDLE handle;

	KUNIT_ASSERT_EQ(test, register_device(&object, &handle), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NdisMDeregisterDevice(handle), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NdisMDeregisterDevice(handle), NDIS_STATUS_FAILURE);
	MOCK_EXPECT_RULE(test, before, NT_RULE_NDIS_BAD_HANDLE);
	/* The names are free again. */
	KUNIT_ASSERT_EQ(test, register_device(&object, &handle), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NdisMDeregisterDevice(handle), NDIS_STATUS_SUCCESS);
}

static void registration_fails_as_a_whole(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_NDIS_BAD_HANDLE);
	PDRIVER_DISPATCH table[IRP_MJ_MAXIMUM_FUNCTION + 1] = { NULL };
	NDIS_STRING taken = NDIS_STRING_CONST("\\DosDevices\\KunitMock");
	PDEVICE_OBJECT object = mock.object;
	NDIS_HANDLE handle = &handle;

	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(NdisMRegisterDevice(wrapper->object.handle,
								&control_name, &taken, table,
								&object, &handle)));
	KUNIT_EXPECT_NULL(test, object);
	KUNIT_EXPECT_NULL(test, handle);
	/* Not even the device is there. */
	KUNIT_ASSERT_EQ(test, register_device(&object, &handle), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NdisMDeregisterDevice(handle), NDIS_STATUS_SUCCESS);

	KUNIT_EXPECT_EQ(test, NdisMRegisterDevice(NULL, &control_name, &control_link, table,
						  &object, &handle), NDIS_STATUS_FAILURE);
	MOCK_EXPECT_RULE(test, before, NT_RULE_NDIS_BAD_HANDLE);
	KUNIT_EXPECT_EQ(test, NdisMRegisterDevice(wrapper->object.handle, &control_name, NULL,
						  table, &object, &handle), NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, NdisMRegisterDevice(wrapper->object.handle, &control_name,
						  &control_link, NULL, &object, &handle),
			NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, NdisMRegisterDevice(wrapper->object.handle, &control_name,
						  &control_link, table, &object, NULL),
			NDIS_STATUS_FAILURE);
	MOCK_EXPECT_VIOLATIONS(test, 3);
}

static void left_device_goes_with_its_driver(struct kunit *test)
{
	unsigned int objects = ndis_objects_live();
	PDEVICE_OBJECT object;
	NDIS_HANDLE handle;

	KUNIT_ASSERT_EQ(test, register_device(&object, &handle), NDIS_STATUS_SUCCESS);
	nt_device_put(mock.device);
	nt_module_unload(&mock.module);
	mock.loaded = false;
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), objects);
	KUNIT_EXPECT_FALSE(test, mock_node_exists(NODE));
}

static int control_setup(struct kunit *test)
{
	int err = mock_setup(test);

	if (err)
		return err;
	wrapper = kzalloc(sizeof(*wrapper), GFP_KERNEL);
	return wrapper ? ndis_object_init(&wrapper->object, NDIS_HANDLE_WRAPPER,
					  wrapper_release) : -ENOMEM;
}

static void control_teardown(struct kunit *test)
{
	ndis_object_put(&wrapper->object);
	mock_teardown(test);
}

static struct kunit_case ndis_control_device_cases[] = {
	KUNIT_CASE(device_has_its_own_table),
	KUNIT_CASE(handle_is_good_once),
	KUNIT_CASE(registration_fails_as_a_whole),
	KUNIT_CASE(left_device_goes_with_its_driver),
	{}
};

static struct kunit_suite ndis_control_device_suite = {
	.name = "ndis_shim_ndis_control_device",
	.init = control_setup,
	.exit = control_teardown,
	.test_cases = ndis_control_device_cases,
};

kunit_test_suite(ndis_control_device_suite);
