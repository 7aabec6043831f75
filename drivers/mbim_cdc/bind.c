// SPDX-License-Identifier: GPL-2.0
/*
 * An interface of the stock driver, from ProtocolBindAdapter to ProtocolUnbindAdapter.
 * Both run in a thread of NDIS's and wait there for what pends, and for the device that
 * they make and remove.
 *
 * Unbinding, context by context: the device goes first, and with it the adapters, their
 * queues and what waits in them; D0Exit has waited for handlers that receive. Then the
 * close waits for frames that are being sent, which refer to no queue any more.
 */
#include "driver.h"

static VOID LowerFree(CDC_LOWER *Lower)
{
	SendDestroy(Lower);
	NdisFreeSpinLock(&Lower->RxLock);
	NdisFreeSpinLock(&Lower->TxLock);
	NdisFreeMemory(Lower, sizeof(*Lower), 0);
}

static CDC_LOWER *LowerCreate(VOID)
{
	CDC_LOWER *lower;

	if (NdisAllocateMemoryWithTag((PVOID *)&lower, sizeof(*lower), CDC_TAG) !=
	    NDIS_STATUS_SUCCESS)
		return NULL;
	NdisZeroMemory(lower, sizeof(*lower));
	NdisInitializeEvent(&lower->Done);
	NdisAllocateSpinLock(&lower->RxLock);
	NdisAllocateSpinLock(&lower->TxLock);
	InitializeListHead(&lower->Free);
	InitializeListHead(&lower->DssWaiting);
	ExInitializeRundownProtection(&lower->Run);
	/* Closed until there is a device in D0. */
	ExWaitForRundownProtectionRelease(&lower->Run);
	ExRundownCompleted(&lower->Run);
	return lower;
}

/* ---- which is which ---- */

static BOOLEAN NumberIsTaken(UINT32 Number)
{
	LIST_ENTRY *entry;

	for (entry = Globals.Lowers.Flink; entry != &Globals.Lowers; entry = entry->Flink)
		if (CONTAINING_RECORD(entry, CDC_LOWER, Link)->Number == Number)
			return TRUE;
	return FALSE;
}

static BOOLEAN LowerPublish(CDC_LOWER *Lower)
{
	UINT32 number = 0;

	NdisAcquireSpinLock(&Globals.Lock);
	while (number < CDC_DEVICES && NumberIsTaken(number))
		number++;
	if (number < CDC_DEVICES) {
		Lower->Number = number;
		InsertTailList(&Globals.Lowers, &Lower->Link);
	}
	NdisReleaseSpinLock(&Globals.Lock);
	return number < CDC_DEVICES;
}

static VOID LowerHide(CDC_LOWER *Lower)
{
	NdisAcquireSpinLock(&Globals.Lock);
	RemoveEntryList(&Lower->Link);
	NdisReleaseSpinLock(&Globals.Lock);
}

CDC_LOWER *LowerFind(UINT32 Number)
{
	CDC_LOWER *lower = NULL, *each;
	LIST_ENTRY *entry;

	NdisAcquireSpinLock(&Globals.Lock);
	for (entry = Globals.Lowers.Flink; entry != &Globals.Lowers; entry = entry->Flink) {
		each = CONTAINING_RECORD(entry, CDC_LOWER, Link);
		if (each->Number == Number)
			lower = each;
	}
	NdisReleaseSpinLock(&Globals.Lock);
	return lower;
}

/* ---- opening and closing ---- */

VOID CdcOpenAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status,
			    NDIS_STATUS OpenErrorStatus)
{
	CDC_LOWER *lower = ProtocolBindingContext;

	UNREFERENCED_PARAMETER(OpenErrorStatus);
	lower->DoneStatus = Status;
	NdisSetEvent(&lower->Done);
}

static NDIS_STATUS OpenAdapter(CDC_LOWER *Lower, PNDIS_STRING DeviceName)
{
	NDIS_MEDIUM media[] = { NdisMedium802_3 };
	NDIS_STATUS status, error;
	UINT selected;

	NdisResetEvent(&Lower->Done);
	NdisOpenAdapter(&status, &error, &Lower->Handle, &selected, media, ARRAYSIZE(media),
			Globals.Protocol, Lower, DeviceName, 0, NULL);
	if (status == NDIS_STATUS_PENDING) {
		NdisWaitEvent(&Lower->Done, 0);
		status = Lower->DoneStatus;
	}
	return status;
}

VOID CdcCloseAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status)
{
	CDC_LOWER *lower = ProtocolBindingContext;

	lower->DoneStatus = Status;
	NdisSetEvent(&lower->Done);
}

static VOID CloseAdapter(CDC_LOWER *Lower)
{
	NDIS_STATUS status;

	NdisResetEvent(&Lower->Done);
	NdisCloseAdapter(&status, Lower->Handle);
	if (status == NDIS_STATUS_PENDING)
		NdisWaitEvent(&Lower->Done, 0);
}

/*
 * The stock driver addresses what it receives to its interface. Tags have to come and
 * go in the packets' information, or sessions could not be told apart.
 */
static NDIS_STATUS SetUpAdapter(CDC_LOWER *Lower)
{
	ULONG options = 0, mtu = 0, filter = NDIS_PACKET_TYPE_DIRECTED;
	NDIS_STATUS status;

	status = RequestOid(Lower, NdisRequestQueryInformation, OID_GEN_MAC_OPTIONS, &options,
			    sizeof(options));
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	if (!(options & NDIS_MAC_OPTION_8021Q_VLAN))
		return NDIS_STATUS_NOT_SUPPORTED;
	status = RequestOid(Lower, NdisRequestQueryInformation, OID_802_3_CURRENT_ADDRESS,
			    Lower->Address, sizeof(Lower->Address));
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	status = RequestOid(Lower, NdisRequestQueryInformation, OID_GEN_MAXIMUM_FRAME_SIZE, &mtu,
			    sizeof(mtu));
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	if (mtu < CDC_MINIMUM_MTU)
		return NDIS_STATUS_NOT_SUPPORTED;
	Lower->Mtu = min(mtu, CDC_MAXIMUM_DATAGRAM);
	return RequestOid(Lower, NdisRequestSetInformation, OID_GEN_CURRENT_PACKET_FILTER, &filter,
			  sizeof(filter));
}

/* ---- what NDIS calls ---- */

VOID CdcBindAdapter(PNDIS_STATUS Status, NDIS_HANDLE BindContext, PNDIS_STRING DeviceName,
		    PVOID SystemSpecific1, PVOID SystemSpecific2)
{
	CDC_LOWER *lower;

	UNREFERENCED_PARAMETER(BindContext);
	UNREFERENCED_PARAMETER(SystemSpecific1);
	UNREFERENCED_PARAMETER(SystemSpecific2);
	lower = LowerCreate();
	if (!lower) {
		*Status = NDIS_STATUS_RESOURCES;
		return;
	}
	*Status = NDIS_STATUS_NOT_SUPPORTED;
	if (!CdcGlueDescribe(DeviceName->Buffer, DeviceName->Length / sizeof(WCHAR),
			     &lower->Function))
		goto err_free;
	*Status = SendCreate(lower);
	if (*Status != NDIS_STATUS_SUCCESS)
		goto err_free;
	*Status = OpenAdapter(lower, DeviceName);
	if (*Status != NDIS_STATUS_SUCCESS)
		goto err_free;
	*Status = SetUpAdapter(lower);
	if (*Status != NDIS_STATUS_SUCCESS)
		goto err_close;
	*Status = NDIS_STATUS_RESOURCES;
	if (!LowerPublish(lower))
		goto err_close;
	*Status = NDIS_STATUS_FAILURE;
	if (!CdcGlueAddDevice(lower->Number))
		goto err_hide;
	*Status = NDIS_STATUS_SUCCESS;
	return;

err_hide:
	LowerHide(lower);
err_close:
	CloseAdapter(lower);
err_free:
	LowerFree(lower);
}

VOID CdcUnbindAdapter(PNDIS_STATUS Status, NDIS_HANDLE ProtocolBindingContext,
		      NDIS_HANDLE UnbindContext)
{
	CDC_LOWER *lower = ProtocolBindingContext;

	UNREFERENCED_PARAMETER(UnbindContext);
	CdcGlueRemoveDevice(lower->Number, lower->Gone);
	LowerHide(lower);
	CloseAdapter(lower);
	LowerFree(lower);
	*Status = NDIS_STATUS_SUCCESS;
}
