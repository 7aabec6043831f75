// SPDX-License-Identifier: GPL-2.0
/*
 * What drivers ask of a device, a request or an init structure that few ask, and what
 * there is none of here: children, interrupts, DMA, resources. Each of those says so
 * with the status that it has for it, and leaves nothing half done.
 */
#include "wdf_queue_mock.h"

#include <initguid.h>

DEFINE_GUID(GUID_ABSENT, 0x5a5a5a5c, 0x1111, 0x2222, 1, 2, 3, 4, 5, 6, 7, 8);

/* ---- requests ---- */

static struct {
	NTSTATUS memory, mdl, activity, activity_set, target;
	bool activity_same;
	PIRP irp;
	UCHAR major;
	KPROCESSOR_MODE mode;
	BOOLEAN reserved, user_mode, bits32;
	ULONG process;
	char bytes[4];
	ULONG mdl_bytes;
} seen;

static void look_at_request(WDFREQUEST request)
{
	WDFMEMORY memory = NULL;
	PMDL mdl = NULL;
	GUID activity;
	size_t size;

	seen.irp = WdfRequestWdmGetIrp(request);
	if (seen.irp)
		seen.major = IoGetCurrentIrpStackLocation(seen.irp)->MajorFunction;
	seen.memory = WdfRequestRetrieveInputMemory(request, &memory);
	if (NT_SUCCESS(seen.memory))
		memcpy(seen.bytes, WdfMemoryGetBuffer(memory, &size), sizeof(seen.bytes));
	seen.mdl = WdfRequestRetrieveInputWdmMdl(request, &mdl);
	if (NT_SUCCESS(seen.mdl))
		seen.mdl_bytes = MmGetMdlByteCount(mdl);
	seen.mode = WdfRequestGetRequestorMode(request);
	seen.reserved = WdfRequestIsReserved(request);
	seen.user_mode = WdfRequestIsFromUserModeDriver(request);
	seen.bits32 = WdfRequestIsFrom32BitProcess(request);
	seen.process = WdfRequestGetRequestorProcessId(request);
	seen.activity = WdfRequestRetrieveActivityId(request, &activity);
	seen.target = WdfRequestChangeTarget(request, WdfDeviceGetIoTarget(mock.device));
	WdfRequestSetActivityId(request, (LPGUID)&GUID_ABSENT);
	seen.activity_set = WdfRequestRetrieveActivityId(request, &activity);
	seen.activity_same = !memcmp(&activity, &GUID_ABSENT, sizeof(activity));
	WdfRequestWdmFormatUsingStackLocation(request, NULL);
	WdfRequestCompleteWithPriorityBoost(request, STATUS_SUCCESS, IO_NO_INCREMENT);
}

static void start_queue(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	q_config(&config, WdfIoQueueDispatchParallel);
	q_create_as(test, &config, WDF_NO_OBJECT_ATTRIBUTES, &q.queue);
	q_open(test);
	mock.log[0] = '\0';
}

static void requests_are_looked_at(struct kunit *test)
{
	struct nt_control control;
	char in[4] = "abc", out[8];

	memset(&seen, 0, sizeof(seen));
	start_queue(test);
	q.in_callback = look_at_request;
	KUNIT_EXPECT_EQ(test, q_control_sync(Q_CONTROL, in, 4, out, 8, &control), 0);
	KUNIT_EXPECT_NOT_NULL(test, seen.irp);
	KUNIT_EXPECT_EQ(test, seen.major, (UCHAR)IRP_MJ_DEVICE_CONTROL);
	KUNIT_EXPECT_EQ(test, seen.memory, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(seen.bytes, "abc", 4), 0);
	KUNIT_EXPECT_EQ(test, seen.mdl, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.mdl_bytes, 4u);
	KUNIT_EXPECT_EQ(test, (int)seen.mode, (int)UserMode);
	KUNIT_EXPECT_FALSE(test, seen.reserved || seen.user_mode || seen.bits32);
	KUNIT_EXPECT_EQ(test, seen.process, 0u);
	KUNIT_EXPECT_EQ(test, seen.activity, STATUS_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, seen.activity_set, STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, seen.activity_same);
	KUNIT_EXPECT_EQ(test, seen.target, STATUS_NOT_SUPPORTED);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static NTSTATUS dispatch_to_queue(WDFDEVICE device, PIRP irp)
{
	return WdfDeviceWdmDispatchIrpToIoQueue(device, irp, q.queue,
						WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP);
}

static void set_dispatch(PWDFDEVICE_INIT init)
{
	WdfDeviceInitAssignWdmIrpPreprocessCallback(init, dispatch_to_queue, IRP_MJ_READ, NULL, 0);
}

static void dispatched_irps_are_refused(struct kunit *test)
{
	struct nt_irp *nt;

	mock.adding = set_dispatch;
	start_queue(test);
	nt = q_send_read(test, 4);
	Q_EXPECT_DONE(test, nt, STATUS_NOT_SUPPORTED);
	MOCK_EXPECT_LOG(test, "");
	KUNIT_EXPECT_EQ(test, WdfDeviceWdmDispatchIrp(mock.device, NULL, NULL),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test,
			WdfDeviceConfigureWdmIrpDispatchCallback(
				mock.device, NULL, IRP_MJ_READ, NULL, NULL),
			STATUS_NOT_SUPPORTED);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* ---- devices ---- */

static void devices_have_device_objects(struct kunit *test)
{
	PDEVICE_OBJECT own, physical, attached;
	WDF_DEVICE_POWER_CAPABILITIES power;
	WDF_QUERY_INTERFACE_CONFIG query;
	PNP_BUS_INFORMATION bus = {};
	INTERFACE interface = {};

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	own = WdfDeviceWdmGetDeviceObject(mock.device);
	physical = WdfDeviceWdmGetPhysicalDevice(mock.device);
	attached = WdfDeviceWdmGetAttachedDevice(mock.device);
	KUNIT_EXPECT_NOT_NULL(test, own);
	KUNIT_EXPECT_NOT_NULL(test, physical);
	KUNIT_EXPECT_NOT_NULL(test, attached);
	KUNIT_EXPECT_TRUE(test, own != physical && own != attached && physical != attached);
	KUNIT_EXPECT_PTR_EQ(test, WdfWdmDeviceGetWdfDeviceHandle(own), mock.device);
	KUNIT_EXPECT_NULL(test, WdfDeviceGetSelfIoTarget(mock.device));
	WdfDeviceSetBusInformationForChildren(mock.device, &bus);
	WdfDeviceSetSpecialFileSupport(mock.device, WdfSpecialFilePaging, TRUE);
	WdfDeviceClearRemovalRelationsDevices(mock.device);
	WdfDeviceRemoveDependentUsageDeviceObject(mock.device, physical);
	WdfDeviceRemoveRemovalRelationsPhysicalDevice(mock.device, physical);
	WDF_DEVICE_POWER_CAPABILITIES_INIT(&power);
	WdfDeviceSetPowerCapabilities(mock.device, &power);
	WDF_QUERY_INTERFACE_CONFIG_INIT(&query, &interface, &GUID_ABSENT, NULL);
	KUNIT_EXPECT_EQ(test, WdfDeviceAddQueryInterface(mock.device, &query),
			STATUS_INVALID_PARAMETER);
	interface.Size = sizeof(interface);
	interface.InterfaceReference = WdfDeviceInterfaceReferenceNoOp;
	interface.InterfaceDereference = WdfDeviceInterfaceDereferenceNoOp;
	KUNIT_EXPECT_EQ(test, WdfDeviceAddQueryInterface(mock.device, &query), STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	power.Size--;
	WdfDeviceSetPowerCapabilities(mock.device, &power);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static NTSTATUS init_alloc, init_key, init_sddl, init_pdo[6];
static PDEVICE_OBJECT init_physical;

static void fill_init(PWDFDEVICE_INIT init)
{
	DECLARE_CONST_UNICODE_STRING(text, L"D:P(A;;GA;;;SY)");
	WDF_REMOVE_LOCK_OPTIONS lock;
	WDF_FDO_EVENT_CALLBACKS fdo;
	WDF_PDO_EVENT_CALLBACKS pdo;
	WDF_CHILD_LIST_CONFIG list;
	WDFMEMORY memory;
	WDFKEY key;

	WdfDeviceInitSetPowerPageable(init);
	WdfDeviceInitSetPowerNotPageable(init);
	WdfDeviceInitSetDeviceClass(init, &GUID_ABSENT);
	init_sddl = WdfDeviceInitAssignSDDLString(init, &text);
	WDF_REMOVE_LOCK_OPTIONS_INIT(&lock, WDF_REMOVE_LOCK_OPTION_ACQUIRE_FOR_IO);
	WdfDeviceInitSetRemoveLockOptions(init, &lock);
	WDF_FDO_EVENT_CALLBACKS_INIT(&fdo);
	WdfFdoInitSetEventCallbacks(init, &fdo);
	WdfDeviceInitSetReleaseHardwareOrderOnFailure(
		init, WdfReleaseHardwareOrderOnFailureAfterDescendants);
	WdfDeviceInitAllowSelfIoTarget(init);
	WDF_CHILD_LIST_CONFIG_INIT(&list, 4, NULL);
	WdfFdoInitSetDefaultChildListConfig(init, &list, NULL);
	init_physical = WdfFdoInitWdmGetPhysicalDevice(init);
	init_alloc = WdfFdoInitAllocAndQueryProperty(init, DevicePropertyEnumeratorName,
						     NonPagedPoolNx, NULL, &memory);
	if (NT_SUCCESS(init_alloc))
		WdfObjectDelete(memory);
	init_key = WdfFdoInitOpenRegistryKey(init, PLUGPLAY_REGKEY_DEVICE, KEY_READ, NULL, &key);
	if (NT_SUCCESS(init_key))
		WdfRegistryClose(key);

	WDF_PDO_EVENT_CALLBACKS_INIT(&pdo);
	WdfPdoInitSetEventCallbacks(init, &pdo);
	WdfPdoInitSetDefaultLocale(init, 0x409);
	WdfPdoInitAllowForwardingRequestToParent(init);
	WdfPdoInitRemovePowerDependencyOnParent(init);
	init_pdo[0] = WdfPdoInitAssignDeviceID(init, &text);
	init_pdo[1] = WdfPdoInitAssignInstanceID(init, &text);
	init_pdo[2] = WdfPdoInitAddHardwareID(init, &text);
	init_pdo[3] = WdfPdoInitAddCompatibleID(init, &text);
	init_pdo[4] = WdfPdoInitAddDeviceText(init, &text, &text, 0x409);
	init_pdo[5] = WdfPdoInitAssignRawDevice(init, &GUID_ABSENT);
}

static void inits_are_filled(struct kunit *test)
{
	unsigned int i;

	mock.adding = fill_init;
	init_physical = (PDEVICE_OBJECT)test;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, init_sddl, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, init_alloc, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, init_key, STATUS_SUCCESS);
	KUNIT_EXPECT_NULL(test, init_physical);
	for (i = 0; i < ARRAY_SIZE(init_pdo); i++)
		KUNIT_EXPECT_EQ(test, init_pdo[i], STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_FALSE(test, WdfDeviceWdmGetDeviceObject(mock.device)->Flags &
			   DO_POWER_PAGABLE);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* ---- what there is none of ---- */

static void devices_have_no_children(struct kunit *test)
{
	WDFCHILDLIST list = (WDFCHILDLIST)test;
	WDF_CHILD_LIST_CONFIG config;
	WDFDEVICE made = (WDFDEVICE)test;
	WDFKEY key = (WDFKEY)test;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	WDF_CHILD_LIST_CONFIG_INIT(&config, 4, NULL);
	KUNIT_EXPECT_EQ(test, WdfChildListCreate(mock.device, &config, NULL, &list),
			STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_NULL(test, list);
	KUNIT_EXPECT_NULL(test, WdfFdoGetDefaultChildList(mock.device));
	KUNIT_EXPECT_EQ(test, WdfFdoAddStaticChild(mock.device, mock.device),
			STATUS_NOT_SUPPORTED);
	WdfFdoLockStaticChildListForIteration(mock.device);
	KUNIT_EXPECT_NULL(test, WdfFdoRetrieveNextStaticChild(mock.device, NULL,
							      WdfRetrieveAllChildren));
	WdfFdoUnlockStaticChildListFromIteration(mock.device);
	KUNIT_EXPECT_NULL(test, WdfPdoInitAllocate(mock.device));
	KUNIT_EXPECT_NULL(test, WdfPdoGetParent(mock.device));
	KUNIT_EXPECT_EQ(test, WdfPdoMarkMissing(mock.device), STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, WdfDeviceMiniportCreate(WdfGetDriver(), NULL, NULL, NULL, NULL,
						      &made), STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_NULL(test, made);
	KUNIT_EXPECT_EQ(test, WdfDeviceOpenDevicemapKey(mock.device, NULL, KEY_READ, NULL, &key),
			STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_NULL(test, key);
	KUNIT_EXPECT_EQ(test, WdfDriverOpenPersistentStateRegistryKey(WdfGetDriver(), KEY_READ,
								      NULL, &key), STATUS_SUCCESS);
	WdfRegistryClose(key);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void no_handle_is_one(struct kunit *test)
{
	WDFDMATRANSACTION transaction = (WDFDMATRANSACTION)test;
	WDFIORESLIST list = (WDFIORESLIST)test;
	NTSTATUS status;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, WdfDmaTransactionCreate(NULL, NULL, &transaction),
			STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_NULL(test, transaction);
	KUNIT_EXPECT_EQ(test, WdfDmaTransactionExecute(NULL, NULL), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_FALSE(test, WdfDmaTransactionDmaCompleted(NULL, &status));
	KUNIT_EXPECT_EQ(test, WdfDmaTransactionGetBytesTransferred(NULL), (size_t)0);
	MOCK_EXPECT_VIOLATIONS(test, 4);
	KUNIT_EXPECT_EQ(test, WdfIoResourceListCreate(NULL, NULL, &list), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_NULL(test, list);
	KUNIT_EXPECT_EQ(test, WdfIoResourceListGetCount(NULL), 0u);
	KUNIT_EXPECT_NULL(test, WdfIoResourceRequirementsListGetIoResList(NULL, 0));
	KUNIT_EXPECT_EQ(test, WdfCmResourceListAppendDescriptor(NULL, NULL),
			STATUS_INVALID_HANDLE);
	MOCK_EXPECT_VIOLATIONS(test, 4);
	WdfChildListBeginScan(NULL);
	KUNIT_EXPECT_EQ(test, WdfChildListUpdateChildDescriptionAsMissing(NULL, NULL),
			STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_FALSE(test, WdfChildListRequestChildEject(NULL, NULL));
	MOCK_EXPECT_VIOLATIONS(test, 3);
	/* A device is none of them, either. */
	WdfChildListEndScan((WDFCHILDLIST)mock.device);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	/* An empty list is WDF_NO_HANDLE, and that is fine. */
	KUNIT_EXPECT_EQ(test, WdfCmResourceListGetCount(WDF_NO_HANDLE), 0u);
	KUNIT_EXPECT_NULL(test, WdfCmResourceListGetDescriptor(WDF_NO_HANDLE, 0));
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* ---- inline ---- */

static void small_helpers(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(text, L"ab");
	WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER *header;
	WDF_INTERRUPT_EXTENDED_POLICY policy;
	WDF_CHILD_LIST_ITERATOR iterator;
	WDF_CHILD_RETRIEVE_INFO info;
	UCHAR buffer[8];
	ULONG size = 0;

	KUNIT_EXPECT_PTR_EQ(test, WDF_PTR_ADD_OFFSET(buffer, 3), (PVOID)(buffer + 3));
	KUNIT_EXPECT_EQ(test, WDF_ALIGN_SIZE_UP(9, 8), (size_t)16);
	KUNIT_EXPECT_EQ(test, WDF_ALIGN_SIZE_UP(16, 8), (size_t)16);
	KUNIT_EXPECT_EQ(test, WDF_ALIGN_SIZE_DOWN(15, 8), (size_t)8);
	KUNIT_EXPECT_TRUE(test, WDF_IO_QUEUE_PNP_HELD(WdfIoQueuePnpHeld));
	KUNIT_EXPECT_FALSE(test, WDF_IO_QUEUE_PNP_HELD(WdfIoQueueNoRequests));
	KUNIT_EXPECT_EQ(test, WDF_WMI_BUFFER_APPEND_STRING(buffer, 5, &text, &size),
			STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, size, 6u);
	KUNIT_EXPECT_EQ(test, WDF_WMI_BUFFER_APPEND_STRING(buffer, 6, &text, &size),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, "\4\0a\0b\0", 6), 0);
	memset(&policy, 0xff, sizeof(policy));
	WDF_INTERRUPT_EXTENDED_POLICY_INIT(&policy);
	KUNIT_EXPECT_EQ(test, policy.Size, (ULONG)sizeof(policy));
	KUNIT_EXPECT_EQ(test, policy.Priority, WdfIrqPriorityNormal);
	memset(&iterator, 0xff, sizeof(iterator));
	WDF_CHILD_LIST_ITERATOR_INIT(&iterator, WdfRetrieveAddedChildren);
	KUNIT_EXPECT_EQ(test, iterator.Size, (ULONG)sizeof(iterator));
	KUNIT_EXPECT_EQ(test, iterator.Flags, 5u);
	memset(buffer, 0xff, sizeof(buffer));
	header = (WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER *)buffer;
	WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER_INIT(header, 8);
	KUNIT_EXPECT_EQ(test, header->IdentificationDescriptionSize, 8u);
	KUNIT_EXPECT_EQ(test, buffer[7], 0);
	memset(&info, 0xff, sizeof(info));
	WDF_CHILD_RETRIEVE_INFO_INIT(&info, header);
	KUNIT_EXPECT_EQ(test, info.Size, (ULONG)sizeof(info));
	KUNIT_EXPECT_PTR_EQ(test, info.IdentificationDescription, header);
	KUNIT_EXPECT_NULL(test, info.AddressDescription);
}

static struct kunit_case wdf_absent_cases[] = {
	KUNIT_CASE(requests_are_looked_at),
	KUNIT_CASE(dispatched_irps_are_refused),
	KUNIT_CASE(devices_have_device_objects),
	KUNIT_CASE(inits_are_filled),
	KUNIT_CASE(devices_have_no_children),
	KUNIT_CASE(no_handle_is_one),
	KUNIT_CASE(small_helpers),
	{}
};

static struct kunit_suite wdf_absent_suite = {
	.name = "ndis_shim_wdf_absent",
	.init = q_setup,
	.exit = q_teardown,
	.test_cases = wdf_absent_cases,
};

kunit_test_suite(wdf_absent_suite);
