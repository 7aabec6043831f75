// SPDX-License-Identifier: GPL-2.0
/*
 * Requests that wait in a list and may be cancelled. Whoever takes a request's
 * cancel routine out of it may complete it: a request whose routine has been
 * taken already is its canceller's, who finds it linked to itself.
 */
#include "ndisprot.h"

NTSTATUS IrpQueuePut(PLIST_ENTRY Queue, PIRP Irp, PDRIVER_CANCEL Cancel)
{
	IoMarkIrpPending(Irp);
	InsertTailList(Queue, &Irp->Tail.Overlay.ListEntry);
	IoSetCancelRoutine(Irp, Cancel);
	/* Cancelled before there was a routine to call: nobody else does it. */
	if (Irp->Cancel && IoSetCancelRoutine(Irp, NULL)) {
		RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
		return STATUS_CANCELLED;
	}
	return STATUS_PENDING;
}

PIRP IrpQueueTake(PLIST_ENTRY Queue, PFILE_OBJECT File)
{
	PLIST_ENTRY entry, next;

	for (entry = Queue->Flink; entry != Queue; entry = next) {
		PIRP irp = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);

		next = entry->Flink;
		if (File && IoGetCurrentIrpStackLocation(irp)->FileObject != File)
			continue;
		RemoveEntryList(entry);
		if (IoSetCancelRoutine(irp, NULL))
			return irp;
		InitializeListHead(entry);
	}
	return NULL;
}
