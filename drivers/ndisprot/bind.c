// SPDX-License-Identifier: GPL-2.0
/*
 * Bindings, from ProtocolBindAdapter to ProtocolUnbindAdapter. Both run in a
 * thread of NDIS's and wait there for what pends.
 */
#include "ndisprot.h"

/* ---- references, and use of NDIS's handle ---- */

VOID BindReference(PPROT_BINDING Binding)
{
	InterlockedIncrement(&Binding->References);
}

static VOID FreeBinding(PPROT_BINDING Binding)
{
	if (Binding->ReceivePool)
		NdisFreePacketPool(Binding->ReceivePool);
	if (Binding->SendPool)
		NdisFreePacketPool(Binding->SendPool);
	if (Binding->BufferPool)
		NdisFreeBufferPool(Binding->BufferPool);
	NdisFreeSpinLock(&Binding->Lock);
	NdisFreeMemory(Binding, sizeof(*Binding), 0);
}

VOID BindDereference(PPROT_BINDING Binding)
{
	if (!InterlockedDecrement(&Binding->References))
		FreeBinding(Binding);
}

/* The handle is good until BindLeave(). */
NTSTATUS BindEnter(PPROT_BINDING Binding)
{
	NTSTATUS status = STATUS_SUCCESS;

	NdisAcquireSpinLock(&Binding->Lock);
	if (Binding->Flags & PROT_UNBINDING)
		status = STATUS_DEVICE_NOT_CONNECTED;
	else
		Binding->Users++;
	NdisReleaseSpinLock(&Binding->Lock);
	return status;
}

VOID BindLeave(PPROT_BINDING Binding)
{
	NdisAcquireSpinLock(&Binding->Lock);
	/* Under the lock: the one who waits takes it before he goes on. */
	if (!--Binding->Users)
		NdisSetEvent(&Binding->Idle);
	NdisReleaseSpinLock(&Binding->Lock);
}

/* Nobody enters any more, and nobody is inside when this returns. */
static VOID Drain(PPROT_BINDING Binding)
{
	ULONG users;

	NdisAcquireSpinLock(&Binding->Lock);
	Binding->Flags |= PROT_UNBINDING;
	Binding->Receiving = FALSE;
	NdisResetEvent(&Binding->Idle);
	users = Binding->Users;
	NdisReleaseSpinLock(&Binding->Lock);
	if (users)
		NdisWaitEvent(&Binding->Idle, 0);
	NdisAcquireSpinLock(&Binding->Lock);
	NdisReleaseSpinLock(&Binding->Lock);
}

/* ---- binding ---- */

static NDIS_STATUS AllocatePools(PPROT_BINDING Binding)
{
	NDIS_STATUS status;

	NdisAllocatePacketPool(&status, &Binding->SendPool, PROT_SEND_PACKETS, sizeof(PROT_SEND));
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	NdisAllocatePacketPool(&status, &Binding->ReceivePool, PROT_RECEIVE_PACKETS,
			       PROTOCOL_RESERVED_SIZE_IN_PACKET);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	NdisAllocateBufferPool(&status, &Binding->BufferPool, 2 * PROT_RECEIVE_PACKETS);
	return status;
}

static PPROT_BINDING AllocateBinding(PNDIS_STRING DeviceName)
{
	PPROT_BINDING binding;

	NdisAllocateMemoryWithTag(&binding, sizeof(*binding), PROT_TAG);
	if (!binding)
		return NULL;
	NdisZeroMemory(binding, sizeof(*binding));
	binding->References = 1;
	NdisAllocateSpinLock(&binding->Lock);
	NdisInitializeEvent(&binding->Done);
	NdisInitializeEvent(&binding->Idle);
	InitializeListHead(&binding->Reads);
	InitializeListHead(&binding->Frames);
	/* A zero stays behind it. */
	binding->Name.Buffer = binding->NameBuffer;
	binding->Name.MaximumLength = sizeof(binding->NameBuffer) - sizeof(WCHAR);
	RtlCopyUnicodeString(&binding->Name, DeviceName);
	if (binding->Name.Length == DeviceName->Length &&
	    AllocatePools(binding) == NDIS_STATUS_SUCCESS)
		return binding;
	FreeBinding(binding);
	return NULL;
}

VOID ProtOpenAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status,
			     NDIS_STATUS OpenErrorStatus)
{
	PPROT_BINDING binding = ProtocolBindingContext;

	UNREFERENCED_PARAMETER(OpenErrorStatus);
	binding->DoneStatus = Status;
	NdisSetEvent(&binding->Done);
}

static NDIS_STATUS OpenAdapter(PPROT_BINDING Binding)
{
	NDIS_MEDIUM media[] = { NdisMedium802_3 };
	NDIS_STATUS status, error;
	UINT selected;

	NdisResetEvent(&Binding->Done);
	NdisOpenAdapter(&status, &error, &Binding->Handle, &selected, media, ARRAYSIZE(media),
			Globals.Protocol, Binding, &Binding->Name, 0, NULL);
	if (status == NDIS_STATUS_PENDING) {
		NdisWaitEvent(&Binding->Done, 0);
		status = Binding->DoneStatus;
	}
	return status;
}

VOID ProtCloseAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status)
{
	PPROT_BINDING binding = ProtocolBindingContext;

	binding->DoneStatus = Status;
	NdisSetEvent(&binding->Done);
}

static VOID CloseAdapter(PPROT_BINDING Binding)
{
	NDIS_STATUS status;

	NdisResetEvent(&Binding->Done);
	NdisCloseAdapter(&status, Binding->Handle);
	if (status == NDIS_STATUS_PENDING)
		NdisWaitEvent(&Binding->Done, 0);
	Binding->Handle = NULL;
}

static NDIS_STATUS QueryUlong(PPROT_BINDING Binding, NDIS_OID Oid, PULONG Value)
{
	UINT bytes;

	return RequestOid(Binding, NdisRequestQueryInformation, Oid, Value, sizeof(*Value),
			  &bytes);
}

static VOID QueryDescription(PPROT_BINDING Binding)
{
	NDIS_STRING description;
	USHORT length;

	if (NdisQueryAdapterInstanceName(&description, Binding->Handle) != NDIS_STATUS_SUCCESS)
		return;
	length = min(description.Length, (USHORT)(sizeof(Binding->Description) - sizeof(WCHAR)));
	NdisMoveMemory(Binding->Description, description.Buffer, length);
	NdisFreeString(description);
}

/* What programs are told about it; a frame size is what it cannot do without. */
static NDIS_STATUS QueryAdapter(PPROT_BINDING Binding)
{
	NDIS_MEDIA_STATE state = NdisMediaStateConnected;
	NDIS_STATUS status;
	UINT bytes;

	status = QueryUlong(Binding, OID_GEN_MAXIMUM_TOTAL_SIZE, &Binding->MaximumFrame);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	RequestOid(Binding, NdisRequestQueryInformation, OID_802_3_CURRENT_ADDRESS,
		   Binding->Address, sizeof(Binding->Address), &bytes);
	QueryUlong(Binding, OID_GEN_LINK_SPEED, &Binding->LinkSpeed);
	QueryUlong(Binding, OID_GEN_MAC_OPTIONS, &Binding->Options);
	RequestOid(Binding, NdisRequestQueryInformation, OID_GEN_MEDIA_CONNECT_STATUS, &state,
		   sizeof(state), &bytes);
	NdisAcquireSpinLock(&Binding->Lock);
	if (state == NdisMediaStateConnected)
		Binding->Flags |= PROT_MEDIA_CONNECTED;
	NdisReleaseSpinLock(&Binding->Lock);
	QueryDescription(Binding);
	return NDIS_STATUS_SUCCESS;
}

VOID ProtBindAdapter(PNDIS_STATUS Status, NDIS_HANDLE BindContext, PNDIS_STRING DeviceName,
		     PVOID SystemSpecific1, PVOID SystemSpecific2)
{
	PPROT_BINDING binding;
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(BindContext);
	UNREFERENCED_PARAMETER(SystemSpecific1);
	UNREFERENCED_PARAMETER(SystemSpecific2);
	binding = AllocateBinding(DeviceName);
	if (!binding) {
		*Status = NDIS_STATUS_RESOURCES;
		return;
	}
	status = OpenAdapter(binding);
	if (status != NDIS_STATUS_SUCCESS)
		goto err_free;
	status = QueryAdapter(binding);
	if (status != NDIS_STATUS_SUCCESS)
		goto err_close;

	NdisAcquireSpinLock(&Globals.Lock);
	InsertTailList(&Globals.Bindings, &binding->Link);
	NdisReleaseSpinLock(&Globals.Lock);
	*Status = NDIS_STATUS_SUCCESS;
	return;

err_close:
	CloseAdapter(binding);
err_free:
	BindDereference(binding);
	*Status = status;
}

/*
 * The file that has chosen the binding keeps it, and is told by its next read or
 * write. Reads are completed here; writes are NDIS's to complete, and are waited
 * for like everything that is inside.
 */
VOID ProtUnbindAdapter(PNDIS_STATUS Status, NDIS_HANDLE ProtocolBindingContext,
		       NDIS_HANDLE UnbindContext)
{
	PPROT_BINDING binding = ProtocolBindingContext;

	UNREFERENCED_PARAMETER(UnbindContext);
	NdisAcquireSpinLock(&Globals.Lock);
	RemoveEntryList(&binding->Link);
	NdisReleaseSpinLock(&Globals.Lock);

	/* Also if the adapter is gone already: it says so. */
	RequestSilence(binding);
	Drain(binding);
	/* Frames that we keep are what a close would wait for. */
	ReceiveFlush(binding, STATUS_DEVICE_NOT_CONNECTED);
	CloseAdapter(binding);
	BindDereference(binding);
	*Status = NDIS_STATUS_SUCCESS;
}
