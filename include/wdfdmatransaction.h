/* SPDX-License-Identifier: GPL-2.0 */
/* DMA transactions: they need an enabler, which there is none of (wdfdmaenabler.h). */
#ifndef _NT_WDFDMATRANSACTION_H
#define _NT_WDFDMATRANSACTION_H

#include <wdfdmaenabler.h>
#include <wdfrequest.h>
#include <wdm/hw.h>

typedef enum {
	DmaComplete,
	DmaAborted,
	DmaError,
	DmaCancelled
} DMA_COMPLETION_STATUS;

typedef BOOLEAN (EVT_WDF_PROGRAM_DMA)(WDFDMATRANSACTION Transaction, WDFDEVICE Device,
				      WDFCONTEXT Context, WDF_DMA_DIRECTION Direction,
				      PSCATTER_GATHER_LIST SgList);
typedef BOOLEAN (EVT_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL)(WDFDMATRANSACTION Transaction,
	WDFDEVICE Device, PVOID Context, PMDL Mdl, size_t Offset, size_t Length);
typedef VOID (EVT_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE)(WDFDMATRANSACTION Transaction,
	WDFDEVICE Device, WDFCONTEXT Context, WDF_DMA_DIRECTION Direction,
	DMA_COMPLETION_STATUS Status);
typedef VOID (EVT_WDF_RESERVE_DMA)(WDFDMATRANSACTION Transaction, PVOID Context);
typedef EVT_WDF_PROGRAM_DMA *PFN_WDF_PROGRAM_DMA;
typedef EVT_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL
	*PFN_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL;
typedef EVT_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE
	*PFN_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE;
typedef EVT_WDF_RESERVE_DMA *PFN_WDF_RESERVE_DMA;

EXTERN_C_START

NTSTATUS WdfDmaTransactionCreate(WDFDMAENABLER DmaEnabler, PWDF_OBJECT_ATTRIBUTES Attributes,
				 WDFDMATRANSACTION *DmaTransaction);
NTSTATUS WdfDmaTransactionInitialize(WDFDMATRANSACTION DmaTransaction,
				     PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction,
				     WDF_DMA_DIRECTION DmaDirection, PMDL Mdl,
				     PVOID VirtualAddress, size_t Length);
NTSTATUS WdfDmaTransactionInitializeUsingOffset(WDFDMATRANSACTION DmaTransaction,
						PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction,
						WDF_DMA_DIRECTION DmaDirection, PMDL Mdl,
						size_t Offset, size_t Length);
NTSTATUS WdfDmaTransactionInitializeUsingRequest(WDFDMATRANSACTION DmaTransaction,
						 WDFREQUEST Request,
						 PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction,
						 WDF_DMA_DIRECTION DmaDirection);
NTSTATUS WdfDmaTransactionExecute(WDFDMATRANSACTION DmaTransaction, WDFCONTEXT Context);
NTSTATUS WdfDmaTransactionRelease(WDFDMATRANSACTION DmaTransaction);
BOOLEAN WdfDmaTransactionDmaCompleted(WDFDMATRANSACTION DmaTransaction, NTSTATUS *Status);
BOOLEAN WdfDmaTransactionDmaCompletedWithLength(WDFDMATRANSACTION DmaTransaction,
						size_t TransferredLength, NTSTATUS *Status);
BOOLEAN WdfDmaTransactionDmaCompletedFinal(WDFDMATRANSACTION DmaTransaction,
					   size_t FinalTransferredLength, NTSTATUS *Status);
size_t WdfDmaTransactionGetBytesTransferred(WDFDMATRANSACTION DmaTransaction);
VOID WdfDmaTransactionSetMaximumLength(WDFDMATRANSACTION DmaTransaction, size_t MaximumLength);
VOID WdfDmaTransactionSetSingleTransferRequirement(WDFDMATRANSACTION DmaTransaction,
						   BOOLEAN RequireSingleTransfer);
WDFREQUEST WdfDmaTransactionGetRequest(WDFDMATRANSACTION DmaTransaction);
size_t WdfDmaTransactionGetCurrentDmaTransferLength(WDFDMATRANSACTION DmaTransaction);
WDFDEVICE WdfDmaTransactionGetDevice(WDFDMATRANSACTION DmaTransaction);
VOID WdfDmaTransactionGetTransferInfo(WDFDMATRANSACTION DmaTransaction, ULONG *MapRegisterCount,
				      ULONG *ScatterGatherElementCount);
VOID WdfDmaTransactionSetChannelConfigurationCallback(
	WDFDMATRANSACTION DmaTransaction,
	PFN_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL ConfigureRoutine, PVOID ConfigureContext);
VOID WdfDmaTransactionSetTransferCompleteCallback(
	WDFDMATRANSACTION DmaTransaction,
	PFN_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE DmaCompletionRoutine,
	PVOID DmaCompletionContext);
VOID WdfDmaTransactionSetImmediateExecution(WDFDMATRANSACTION DmaTransaction,
					    BOOLEAN UseImmediateExecution);
NTSTATUS WdfDmaTransactionAllocateResources(WDFDMATRANSACTION DmaTransaction,
					    WDF_DMA_DIRECTION DmaDirection,
					    ULONG RequiredMapRegisters,
					    PFN_WDF_RESERVE_DMA EvtReserveDmaFunction,
					    PVOID EvtReserveDmaContext);
VOID WdfDmaTransactionSetDeviceAddressOffset(WDFDMATRANSACTION DmaTransaction, ULONG Offset);
VOID WdfDmaTransactionFreeResources(WDFDMATRANSACTION DmaTransaction);
BOOLEAN WdfDmaTransactionCancel(WDFDMATRANSACTION DmaTransaction);
PVOID WdfDmaTransactionWdmGetTransferContext(WDFDMATRANSACTION DmaTransaction);
VOID WdfDmaTransactionStopSystemTransfer(WDFDMATRANSACTION DmaTransaction);

EXTERN_C_END

#endif
