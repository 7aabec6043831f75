// SPDX-License-Identifier: GPL-2.0
/*
 * DMA transactions. They need an enabler, which is refused (dma.c), so whoever calls one
 * of these functions has no handle: a violation.
 */
#include <linux/export.h>

#include <wdf.h>

#include "wdf/object.h"

NTSTATUS WdfDmaTransactionCreate(WDFDMAENABLER DmaEnabler, PWDF_OBJECT_ATTRIBUTES Attributes,
				 WDFDMATRANSACTION *DmaTransaction)
{
	if (!DmaTransaction)
		return STATUS_INVALID_PARAMETER;
	*DmaTransaction = NULL;
	wdf_object_from_handle(DmaEnabler, WDF_TYPE_DMAENABLER, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionCreate, NDIS_SHIM);

NTSTATUS WdfDmaTransactionInitialize(WDFDMATRANSACTION DmaTransaction,
				     PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction,
				     WDF_DMA_DIRECTION DmaDirection, PMDL Mdl,
				     PVOID VirtualAddress, size_t Length)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionInitialize, NDIS_SHIM);

NTSTATUS WdfDmaTransactionInitializeUsingOffset(WDFDMATRANSACTION DmaTransaction,
						PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction,
						WDF_DMA_DIRECTION DmaDirection, PMDL Mdl,
						size_t Offset, size_t Length)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionInitializeUsingOffset, NDIS_SHIM);

NTSTATUS WdfDmaTransactionInitializeUsingRequest(WDFDMATRANSACTION DmaTransaction,
						 WDFREQUEST Request,
						 PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction,
						 WDF_DMA_DIRECTION DmaDirection)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionInitializeUsingRequest, NDIS_SHIM);

NTSTATUS WdfDmaTransactionExecute(WDFDMATRANSACTION DmaTransaction, WDFCONTEXT Context)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionExecute, NDIS_SHIM);

NTSTATUS WdfDmaTransactionRelease(WDFDMATRANSACTION DmaTransaction)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionRelease, NDIS_SHIM);

BOOLEAN WdfDmaTransactionDmaCompleted(WDFDMATRANSACTION DmaTransaction, NTSTATUS *Status)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionDmaCompleted, NDIS_SHIM);

BOOLEAN WdfDmaTransactionDmaCompletedWithLength(WDFDMATRANSACTION DmaTransaction,
						size_t TransferredLength, NTSTATUS *Status)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionDmaCompletedWithLength, NDIS_SHIM);

BOOLEAN WdfDmaTransactionDmaCompletedFinal(WDFDMATRANSACTION DmaTransaction,
					   size_t FinalTransferredLength, NTSTATUS *Status)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionDmaCompletedFinal, NDIS_SHIM);

size_t WdfDmaTransactionGetBytesTransferred(WDFDMATRANSACTION DmaTransaction)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionGetBytesTransferred, NDIS_SHIM);

VOID WdfDmaTransactionSetMaximumLength(WDFDMATRANSACTION DmaTransaction, size_t MaximumLength)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionSetMaximumLength, NDIS_SHIM);

VOID WdfDmaTransactionSetSingleTransferRequirement(WDFDMATRANSACTION DmaTransaction,
						   BOOLEAN RequireSingleTransfer)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionSetSingleTransferRequirement, NDIS_SHIM);

WDFREQUEST WdfDmaTransactionGetRequest(WDFDMATRANSACTION DmaTransaction)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionGetRequest, NDIS_SHIM);

size_t WdfDmaTransactionGetCurrentDmaTransferLength(WDFDMATRANSACTION DmaTransaction)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionGetCurrentDmaTransferLength, NDIS_SHIM);

WDFDEVICE WdfDmaTransactionGetDevice(WDFDMATRANSACTION DmaTransaction)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionGetDevice, NDIS_SHIM);

VOID WdfDmaTransactionGetTransferInfo(WDFDMATRANSACTION DmaTransaction, ULONG *MapRegisterCount,
				      ULONG *ScatterGatherElementCount)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionGetTransferInfo, NDIS_SHIM);

VOID WdfDmaTransactionSetChannelConfigurationCallback(
	WDFDMATRANSACTION DmaTransaction,
	PFN_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL ConfigureRoutine, PVOID ConfigureContext)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionSetChannelConfigurationCallback, NDIS_SHIM);

VOID WdfDmaTransactionSetTransferCompleteCallback(
	WDFDMATRANSACTION DmaTransaction,
	PFN_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE DmaCompletionRoutine,
	PVOID DmaCompletionContext)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionSetTransferCompleteCallback, NDIS_SHIM);

VOID WdfDmaTransactionSetImmediateExecution(WDFDMATRANSACTION DmaTransaction,
					    BOOLEAN UseImmediateExecution)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionSetImmediateExecution, NDIS_SHIM);

NTSTATUS WdfDmaTransactionAllocateResources(WDFDMATRANSACTION DmaTransaction,
					    WDF_DMA_DIRECTION DmaDirection,
					    ULONG RequiredMapRegisters,
					    PFN_WDF_RESERVE_DMA EvtReserveDmaFunction,
					    PVOID EvtReserveDmaContext)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionAllocateResources, NDIS_SHIM);

VOID WdfDmaTransactionSetDeviceAddressOffset(WDFDMATRANSACTION DmaTransaction, ULONG Offset)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionSetDeviceAddressOffset, NDIS_SHIM);

VOID WdfDmaTransactionFreeResources(WDFDMATRANSACTION DmaTransaction)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionFreeResources, NDIS_SHIM);

BOOLEAN WdfDmaTransactionCancel(WDFDMATRANSACTION DmaTransaction)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionCancel, NDIS_SHIM);

PVOID WdfDmaTransactionWdmGetTransferContext(WDFDMATRANSACTION DmaTransaction)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionWdmGetTransferContext, NDIS_SHIM);

VOID WdfDmaTransactionStopSystemTransfer(WDFDMATRANSACTION DmaTransaction)
{
	wdf_object_from_handle(DmaTransaction, WDF_TYPE_DMATRANSACTION, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDmaTransactionStopSystemTransfer, NDIS_SHIM);
