// SPDX-License-Identifier: GPL-2.0
/*
 * Cancel-safe queues and remove locks.
 *
 * An IRP in such a queue has a cancel routine of ours, and points at its queue or at
 * the context that it was inserted with, which points back while the IRP is in the
 * queue. Whoever gets the cancel routine out of the IRP under the queue's lock owns
 * it: the canceller or the remover, never both.
 */
#include <linux/export.h>

#include <wdm.h>

#include "nt/nt_internal.h"
#include "verifier.h"

#define NT_CSQ_PLACE(irp)	((irp)->Tail.Overlay.DriverContext[3])

static PIO_CSQ nt_csq_of(PIRP irp, PIO_CSQ_IRP_CONTEXT *context)
{
	PIO_CSQ csq = NT_CSQ_PLACE(irp);

	*context = NULL;
	/* The type is the first member of both. */
	if (csq->Type != IO_TYPE_CSQ_IRP_CONTEXT)
		return csq;
	*context = (PIO_CSQ_IRP_CONTEXT)csq;
	return (*context)->Csq;
}

static void nt_csq_forget(PIRP irp, PIO_CSQ_IRP_CONTEXT context)
{
	if (context && context->Type == IO_TYPE_CSQ_IRP_CONTEXT)
		context->Irp = NULL;
	NT_CSQ_PLACE(irp) = NULL;
}

static VOID nt_csq_cancel(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_CSQ_IRP_CONTEXT context;
	PIO_CSQ csq;
	KIRQL irql;

	IoReleaseCancelSpinLock(irp->CancelIrql);
	csq = nt_csq_of(irp, &context);
	csq->ReservePointer = NULL;
	csq->CsqAcquireLock(csq, &irql);
	csq->CsqRemoveIrp(csq, irp);
	nt_csq_forget(irp, context);
	csq->CsqReleaseLock(csq, irql);
	csq->CsqCompleteCanceledIrp(csq, irp);
}

NTSTATUS IoCsqInitialize(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP CsqInsertIrp,
			 PIO_CSQ_REMOVE_IRP CsqRemoveIrp, PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
			 PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock, PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
			 PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp)
{
	Csq->Type = IO_TYPE_CSQ;
	Csq->CsqInsertIrp = CsqInsertIrp;
	Csq->CsqRemoveIrp = CsqRemoveIrp;
	Csq->CsqPeekNextIrp = CsqPeekNextIrp;
	Csq->CsqAcquireLock = CsqAcquireLock;
	Csq->CsqReleaseLock = CsqReleaseLock;
	Csq->CsqCompleteCanceledIrp = CsqCompleteCanceledIrp;
	Csq->ReservePointer = NULL;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(IoCsqInitialize, NDIS_SHIM);

NTSTATUS IoCsqInitializeEx(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP_EX CsqInsertIrp,
			   PIO_CSQ_REMOVE_IRP CsqRemoveIrp, PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
			   PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock,
			   PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
			   PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp)
{
	IoCsqInitialize(Csq, (PIO_CSQ_INSERT_IRP)(PVOID)CsqInsertIrp, CsqRemoveIrp,
			CsqPeekNextIrp, CsqAcquireLock, CsqReleaseLock, CsqCompleteCanceledIrp);
	Csq->Type = IO_TYPE_CSQ_EX;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(IoCsqInitializeEx, NDIS_SHIM);

/* The client's own queue has it, and it may be refused. Queue's lock held. */
static NTSTATUS nt_csq_insert(PIO_CSQ csq, PIRP irp, PVOID context)
{
	if (csq->Type == IO_TYPE_CSQ_EX)
		return ((PIO_CSQ_INSERT_IRP_EX)(PVOID)csq->CsqInsertIrp)(csq, irp, context);
	csq->CsqInsertIrp(csq, irp);
	return STATUS_SUCCESS;
}

NTSTATUS IoCsqInsertIrpEx(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context,
			  PVOID InsertContext)
{
	NTSTATUS status;
	KIRQL irql;

	if (Context) {
		Context->Type = IO_TYPE_CSQ_IRP_CONTEXT;
		Context->Irp = Irp;
		Context->Csq = Csq;
		NT_CSQ_PLACE(Irp) = Context;
	} else {
		NT_CSQ_PLACE(Irp) = Csq;
	}
	Csq->CsqAcquireLock(Csq, &irql);
	status = nt_csq_insert(Csq, Irp, InsertContext);
	if (!NT_SUCCESS(status)) {
		nt_csq_forget(Irp, Context);
		Csq->CsqReleaseLock(Csq, irql);
		return status;
	}
	IoMarkIrpPending(Irp);
	IoSetCancelRoutine(Irp, nt_csq_cancel);
	/* Cancelled before the routine was there: who takes it out again completes it. */
	if (!Irp->Cancel || !IoSetCancelRoutine(Irp, NULL)) {
		Csq->CsqReleaseLock(Csq, irql);
		return STATUS_SUCCESS;
	}
	Csq->CsqRemoveIrp(Csq, Irp);
	nt_csq_forget(Irp, Context);
	Csq->CsqReleaseLock(Csq, irql);
	Csq->CsqCompleteCanceledIrp(Csq, Irp);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(IoCsqInsertIrpEx, NDIS_SHIM);

VOID IoCsqInsertIrp(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context)
{
	IoCsqInsertIrpEx(Csq, Irp, Context, NULL);
}
EXPORT_SYMBOL_NS_GPL(IoCsqInsertIrp, NDIS_SHIM);

PIRP IoCsqRemoveNextIrp(PIO_CSQ Csq, PVOID PeekContext)
{
	PIO_CSQ_IRP_CONTEXT context;
	PIRP irp = NULL;
	KIRQL irql;

	Csq->CsqAcquireLock(Csq, &irql);
	while ((irp = Csq->CsqPeekNextIrp(Csq, irp, PeekContext))) {
		/* Being cancelled: the routine waits for the lock and takes it out. */
		if (!IoSetCancelRoutine(irp, NULL))
			continue;
		nt_csq_of(irp, &context);
		Csq->CsqRemoveIrp(Csq, irp);
		nt_csq_forget(irp, context);
		break;
	}
	Csq->CsqReleaseLock(Csq, irql);
	return irp;
}
EXPORT_SYMBOL_NS_GPL(IoCsqRemoveNextIrp, NDIS_SHIM);

PIRP IoCsqRemoveIrp(PIO_CSQ Csq, PIO_CSQ_IRP_CONTEXT Context)
{
	PIRP irp;
	KIRQL irql;

	Csq->CsqAcquireLock(Csq, &irql);
	irp = Context->Irp;
	if (irp && IoSetCancelRoutine(irp, NULL)) {
		Csq->CsqRemoveIrp(Csq, irp);
		nt_csq_forget(irp, Context);
	} else {
		irp = NULL;
	}
	Csq->CsqReleaseLock(Csq, irql);
	return irp;
}
EXPORT_SYMBOL_NS_GPL(IoCsqRemoveIrp, NDIS_SHIM);

/* ---- remove locks ---- */

VOID IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG AllocateTag,
			      ULONG MaxLockedMinutes, ULONG HighWatermark, ULONG RemlockSize)
{
	Lock->IoCount = 1;
	Lock->Removed = FALSE;
	KeInitializeEvent(&Lock->RemoveEvent, SynchronizationEvent, FALSE);
}
EXPORT_SYMBOL_NS_GPL(IoInitializeRemoveLockEx, NDIS_SHIM);

NTSTATUS IoAcquireRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, PCSTR File, ULONG Line,
			       ULONG RemlockSize)
{
	InterlockedIncrement(&RemoveLock->IoCount);
	if (!READ_ONCE(RemoveLock->Removed))
		return STATUS_SUCCESS;
	if (!InterlockedDecrement(&RemoveLock->IoCount))
		KeSetEvent(&RemoveLock->RemoveEvent, IO_NO_INCREMENT, FALSE);
	return STATUS_DELETE_PENDING;
}
EXPORT_SYMBOL_NS_GPL(IoAcquireRemoveLockEx, NDIS_SHIM);

VOID IoReleaseRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize)
{
	LONG left = InterlockedDecrement(&RemoveLock->IoCount);

	if (left < 0 || (!left && !READ_ONCE(RemoveLock->Removed))) {
		InterlockedIncrement(&RemoveLock->IoCount);
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "IoReleaseRemoveLock: not held");
		return;
	}
	if (!left)
		KeSetEvent(&RemoveLock->RemoveEvent, IO_NO_INCREMENT, FALSE);
}
EXPORT_SYMBOL_NS_GPL(IoReleaseRemoveLockEx, NDIS_SHIM);

VOID IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize)
{
	if (nt_irql_violation(NULL, "IoReleaseRemoveLockAndWait"))
		return;
	WRITE_ONCE(RemoveLock->Removed, TRUE);
	/* The caller's, and the device's own. */
	InterlockedDecrement(&RemoveLock->IoCount);
	if (InterlockedDecrement(&RemoveLock->IoCount) > 0)
		KeWaitForSingleObject(&RemoveLock->RemoveEvent, Executive, KernelMode, FALSE, NULL);
}
EXPORT_SYMBOL_NS_GPL(IoReleaseRemoveLockAndWaitEx, NDIS_SHIM);
