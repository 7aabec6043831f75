// SPDX-License-Identifier: GPL-2.0
/*
 * mbim_usb's device service data: what MbbCx lends waits for a block, goes
 * aboard, and is given back once, however much of it there is at a time.
 */
#include "wdf_mock.h"

#include "../../drivers/mbim_usb/driver.h"

#include "../../drivers/mbim_usb/dss.c"
#include "../../drivers/mbim_usb/ntb_encode.c"

#define LOANS		200u
#define BLOCK		2048u
#define LARGEST		1500u

LONG64 MbimCounters[MbimCounterCount];

static struct {
	MBIM_DEVICE *device;
	u8 *block;
	unsigned int pumped;
	unsigned int ended, failed;
	NTSTATUS last;			/* how the last one ended */
} usb;

/* ---- what dss.c needs of MbbCx and of the transmit engine ---- */

VOID TxPump(MBIM_DEVICE *Device)
{
	usb.pumped++;
}

VOID MbbDeviceSendDeviceServiceSessionDataComplete(WDFMEMORY Data, NTSTATUS Status)
{
	usb.ended++;
	usb.failed += !NT_SUCCESS(Status);
	usb.last = Status;
	WdfObjectDelete(Data);
}

VOID MbbDeviceReceiveDeviceServiceSessionData(WDFDEVICE Device, DSS_SESSION_ID SessionId,
					      WDFMEMORY Data)
{
}

/* ---- fixture ---- */

static int loan_init(struct kunit *test)
{
	NTB_PARAMETERS parameters = {
		.FormatsSupported = NTB_FORMATS_16, .OutMaxSize = BLOCK, .OutDivisor = 4,
		.OutAlignment = 4,
	};
	WDF_OBJECT_ATTRIBUTES attributes;
	int err = mock_setup(test);

	if (!err)
		err = mock_add();
	if (err)
		return err;
	memset(&usb, 0, sizeof(usb));
	usb.block = kunit_kzalloc(test, BLOCK + 1, GFP_KERNEL);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, MBIM_DEVICE);
	if (!usb.block ||
	    !NT_SUCCESS(WdfObjectAllocateContext(mock.device, &attributes, (PVOID *)&usb.device)))
		return -ENOMEM;
	usb.device->WdfDevice = mock.device;
	usb.device->Usb.MaximumDatagram = LARGEST;
	usb.device->Tx.Running = TRUE;
	InitializeListHead(&usb.device->Tx.DssWaiting);
	if (!NtbRulesInit(&usb.device->Tx.Rules, &parameters, NtbFormat16, 512, FALSE))
		return -EINVAL;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = mock.device;
	if (!NT_SUCCESS(WdfSpinLockCreate(&attributes, &usb.device->Tx.Lock)))
		return -ENOMEM;
	return 0;
}

static void lend(struct kunit *test, u32 session, size_t len)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFMEMORY memory;
	void *data;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = mock.device;
	KUNIT_ASSERT_EQ(test, WdfMemoryCreate(&attributes, NonPagedPoolNx, MBIM_POOL_TAG, len,
					      &memory, &data), STATUS_SUCCESS);
	memset(data, session, len);
	EvtMbbDeviceSendDeviceServiceSessionData(mock.device, session, memory);
}

/* One block leaves, and arrives. Return: how many datagrams were aboard. */
static unsigned int send_block(NTSTATUS status)
{
	TX_SLOT *slot = &usb.device->Tx.Slots[0];
	LIST_ENTRY sends;

	InitializeListHead(&slot->Dss);
	InitializeListHead(&sends);
	NtbBuilderInit(&slot->Builder, &usb.device->Tx.Rules, usb.block);
	WdfSpinLockAcquire(usb.device->Tx.Lock);
	DssFill(usb.device, slot);
	while (!IsListEmpty(&slot->Dss))
		InsertTailList(&sends, RemoveHeadList(&slot->Dss));
	WdfSpinLockRelease(usb.device->Tx.Lock);
	DssComplete(&sends, status);
	return slot->Builder.DatagramCount;
}

/* ---- cases ---- */

/* Each session is lent a few, and how many sessions there are MbbCx knows. */
static void as_many_loans_as_there_are(struct kunit *test)
{
	unsigned int i, aboard = 0;

	for (i = 0; i < LOANS; i++)
		lend(test, i, 100);
	KUNIT_EXPECT_EQ(test, usb.ended, 0U);
	KUNIT_EXPECT_EQ(test, usb.pumped, LOANS);
	for (i = 0; i < LOANS && aboard < LOANS; i++) {
		aboard += send_block(STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, usb.ended, aboard);
	}
	KUNIT_EXPECT_GT(test, i, 1U);
	KUNIT_EXPECT_EQ(test, aboard, LOANS);
	KUNIT_EXPECT_EQ(test, usb.failed, 0U);
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&usb.device->Tx.DssWaiting));
}

static void what_cannot_be_sent_comes_back(struct kunit *test)
{
	lend(test, 3, LARGEST + 1);
	KUNIT_EXPECT_EQ(test, usb.last, STATUS_INVALID_BUFFER_SIZE);
	lend(test, 256, 10);
	KUNIT_EXPECT_EQ(test, usb.last, STATUS_INVALID_PARAMETER);
	usb.device->Tx.Running = FALSE;
	lend(test, 3, 10);
	KUNIT_EXPECT_EQ(test, usb.last, STATUS_DEVICE_NOT_READY);
	KUNIT_EXPECT_EQ(test, usb.failed, 3U);
	KUNIT_EXPECT_EQ(test, usb.pumped, 0U);
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&usb.device->Tx.DssWaiting));
}

static void blocks_that_fail_are_told_of(struct kunit *test)
{
	lend(test, 3, LARGEST);
	lend(test, 4, 1);
	KUNIT_EXPECT_EQ(test, send_block(STATUS_IO_TIMEOUT), 2U);
	KUNIT_EXPECT_EQ(test, usb.failed, 2U);
	KUNIT_EXPECT_EQ(test, usb.last, STATUS_IO_TIMEOUT);
}

static struct kunit_case loan_cases[] = {
	KUNIT_CASE(as_many_loans_as_there_are),
	KUNIT_CASE(what_cannot_be_sent_comes_back),
	KUNIT_CASE(blocks_that_fail_are_told_of),
	{}
};

static struct kunit_suite loan_suite = {
	.name = "mbim_usb_dss",
	.init = loan_init,
	.exit = mock_teardown,
	.test_cases = loan_cases,
};

kunit_test_suite(loan_suite);
