// SPDX-License-Identifier: GPL-2.0
/*
 * Requests that a driver makes itself, and lists of pages.
 */
#include "nt_device_mock.h"

#define CODE	CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)

static PIRP kept;

static NTSTATUS keeps_it(PDEVICE_OBJECT object, PIRP irp, PVOID context)
{
	kept = irp;
	KeSetEvent(context, 0, FALSE);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static void own_requests_come_back(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_NOT_LIVE);
	PIO_STACK_LOCATION next;
	unsigned int i;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	mock.does[IRP_MJ_WRITE] = mock_answer;
	mock.status = STATUS_DEVICE_BUSY;
	mock.information = 3;
	irp = IoAllocateIrp(mock.object->StackSize, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	for (i = 0; i < 2; i++) {
		KeClearEvent(&event);
		kept = NULL;
		next = IoGetNextIrpStackLocation(irp);
		next->MajorFunction = IRP_MJ_WRITE;
		IoSetCompletionRoutine(irp, keeps_it, &event, TRUE, TRUE, TRUE);
		KUNIT_EXPECT_EQ(test, IoCallDriver(mock.object, irp), STATUS_DEVICE_BUSY);
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
		KUNIT_EXPECT_PTR_EQ(test, kept, irp);
		KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_DEVICE_BUSY);
		KUNIT_EXPECT_EQ(test, irp->IoStatus.Information, 3ul);
		IoReuseIrp(irp, STATUS_SUCCESS);
	}
	IoFreeIrp(irp);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	IoFreeIrp(irp);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_NOT_LIVE);
	KUNIT_EXPECT_NULL(test, IoAllocateIrp(0, FALSE));
	MOCK_EXPECT_VIOLATIONS(test, 1);
	MOCK_EXPECT_LOG(test, "write write");
}

static NTSTATUS echo(PDEVICE_OBJECT object, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	u8 *data = irp->AssociatedIrp.SystemBuffer;
	ULONG i;

	for (i = 0; i < location->Parameters.DeviceIoControl.InputBufferLength; i++)
		data[i]++;
	return mock_complete(irp, mock.status, i);
}

static void built_requests_tell_their_event(struct kunit *test)
{
	unsigned int live = nt_irps_live();
	IO_STATUS_BLOCK iosb = {};
	LARGE_INTEGER offset = {};
	char in[4] = "abc", out[4] = "";
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	mock.does[IRP_MJ_DEVICE_CONTROL] = echo;
	irp = IoBuildDeviceIoControlRequest(CODE, mock.object, in, 3, out, 4, FALSE, &event, &iosb);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	KUNIT_EXPECT_EQ(test, IoCallDriver(mock.object, irp), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, iosb.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, iosb.Information, 3ul);
	KUNIT_EXPECT_STREQ(test, out, "bcd");

	/* No output with an error. */
	KeClearEvent(&event);
	out[0] = '-';
	mock.status = STATUS_UNSUCCESSFUL;
	irp = IoBuildDeviceIoControlRequest(CODE, mock.object, in, 3, out, 4, FALSE, &event, &iosb);
	IoCallDriver(mock.object, irp);
	KUNIT_EXPECT_EQ(test, iosb.Status, STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_EQ(test, out[0], '-');
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_READ, mock.object, out, 4, &offset, &event,
					   &iosb);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	KUNIT_EXPECT_EQ(test, IoCallDriver(mock.object, irp), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, nt_irps_live(), live);
	KUNIT_EXPECT_NULL(test, IoBuildSynchronousFsdRequest(IRP_MJ_CREATE, mock.object, out, 4,
							     &offset, &event, &iosb));
}

static void pages_and_their_lists(struct kunit *test)
{
	PHYSICAL_ADDRESS low = {}, high = { .QuadPart = -1 }, skip = {};
	PMDL mdl = MmAllocatePagesForMdlEx(low, high, skip, 5000, MmCached, 0);
	u8 *data;

	KUNIT_ASSERT_NOT_NULL(test, mdl);
	KUNIT_EXPECT_EQ(test, MmGetMdlByteCount(mdl), 8192u);
	data = MmMapLockedPagesSpecifyCache(mdl, KernelMode, MmCached, NULL, FALSE,
					    NormalPagePriority);
	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_EXPECT_EQ(test, data[8191], 0);
	KUNIT_EXPECT_NULL(test, MmMapLockedPagesSpecifyCache(mdl, UserMode, MmCached, NULL, FALSE,
							     NormalPagePriority));
	MmUnmapLockedPages(data, mdl);
	MmFreePagesFromMdl(mdl);
	ExFreePool(mdl);
	mdl = IoAllocateMdl(&low, sizeof(low), FALSE, FALSE, NULL);
	KUNIT_EXPECT_NULL(test, MmMapLockedPagesSpecifyCache(mdl, KernelMode, MmCached, NULL, FALSE,
							     NormalPagePriority));
	MOCK_EXPECT_VIOLATIONS(test, 1);
	MmProbeAndLockPages(mdl, KernelMode, IoModifyAccess);
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority),
			    (PVOID)&low);
	MmUnlockPages(mdl);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	MmUnlockPages(mdl);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	IoFreeMdl(mdl);
}

static void requests_carry_an_activity(struct kunit *test)
{
	static const GUID id = { 1, 2, 3, { 4, 5, 6, 7, 8, 9, 10, 11 } };
	PIRP irp = IoAllocateIrp(1, FALSE);
	GUID got = {};

	KUNIT_ASSERT_NOT_NULL(test, irp);
	KUNIT_EXPECT_EQ(test, IoGetActivityIdIrp(irp, &got), STATUS_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, IoSetActivityIdIrp(irp, &id), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, IoGetActivityIdIrp(irp, &got), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, IsEqualGUID(&got, &id));
	IoReuseIrp(irp, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, IoGetActivityIdIrp(irp, &got), STATUS_NOT_FOUND);
	IoSetActivityIdIrp(irp, &id);
	KUNIT_EXPECT_EQ(test, IoSetActivityIdIrp(irp, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, IoGetActivityIdIrp(irp, &got), STATUS_NOT_FOUND);
	IoFreeIrp(irp);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KUNIT_EXPECT_EQ(test, IoSetActivityIdIrp(irp, &id), STATUS_INVALID_PARAMETER);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static struct kunit_case own_irp_cases[] = {
	KUNIT_CASE(own_requests_come_back),
	KUNIT_CASE(built_requests_tell_their_event),
	KUNIT_CASE(pages_and_their_lists),
	KUNIT_CASE(requests_carry_an_activity),
	{}
};

static struct kunit_suite own_irp_suite = {
	.name = "nt_own_irp",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = own_irp_cases,
};

kunit_test_suite(own_irp_suite);
