// SPDX-License-Identifier: GPL-2.0
/* OIDs, for the driver itself and for programs: asked for, and waited for. */
#include "ndisprot.h"

typedef struct _PROT_REQUEST {
	NDIS_REQUEST Ndis;
	NDIS_EVENT Done;
	NDIS_STATUS Status;
} PROT_REQUEST, *PPROT_REQUEST;

VOID ProtRequestComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_REQUEST NdisRequest,
			 NDIS_STATUS Status)
{
	PPROT_REQUEST request = CONTAINING_RECORD(NdisRequest, PROT_REQUEST, Ndis);

	UNREFERENCED_PARAMETER(ProtocolBindingContext);
	request->Status = Status;
	NdisSetEvent(&request->Done);
}

/* @Bytes: written or read; needed, where the buffer is too short. May wait. */
NDIS_STATUS RequestOid(PPROT_BINDING Binding, NDIS_REQUEST_TYPE Type, NDIS_OID Oid, PVOID Buffer,
		       UINT Length, PUINT Bytes)
{
	PPROT_REQUEST request;
	NDIS_STATUS status;

	*Bytes = 0;
	NdisAllocateMemoryWithTag(&request, sizeof(*request), PROT_TAG);
	if (!request)
		return NDIS_STATUS_RESOURCES;
	NdisZeroMemory(request, sizeof(*request));
	NdisInitializeEvent(&request->Done);
	request->Ndis.RequestType = Type;
	/* The members of both forms lie in the same places. */
	request->Ndis.DATA.QUERY_INFORMATION.Oid = Oid;
	request->Ndis.DATA.QUERY_INFORMATION.InformationBuffer = Buffer;
	request->Ndis.DATA.QUERY_INFORMATION.InformationBufferLength = Length;

	NdisRequest(&status, Binding->Handle, &request->Ndis);
	if (status == NDIS_STATUS_PENDING) {
		NdisWaitEvent(&request->Done, 0);
		status = request->Status;
	}
	if (status == NDIS_STATUS_SUCCESS)
		*Bytes = request->Ndis.DATA.QUERY_INFORMATION.BytesWritten;
	else
		*Bytes = request->Ndis.DATA.QUERY_INFORMATION.BytesNeeded;
	NdisFreeMemory(request, sizeof(*request), 0);
	return status;
}

NTSTATUS RequestQueryFromProgram(PPROT_BINDING Binding, PNDISPROT_OID Oid, ULONG InputLength,
				 ULONG OutputLength, ULONG_PTR *Information)
{
	ULONG length = OutputLength - sizeof(*Oid);
	NDIS_STATUS status;
	NTSTATUS entered;
	UINT bytes;

	if (InputLength < sizeof(*Oid) || OutputLength < sizeof(*Oid))
		return STATUS_BUFFER_TOO_SMALL;
	if (length > PROT_MAXIMUM_OID)
		return STATUS_INVALID_BUFFER_SIZE;
	entered = BindEnter(Binding);
	if (!NT_SUCCESS(entered))
		return entered;
	status = RequestOid(Binding, NdisRequestQueryInformation, Oid->Oid, Oid->Data, length,
			    &bytes);
	BindLeave(Binding);
	if (status != NDIS_STATUS_SUCCESS)
		return DeviceStatus(status);
	*Information = sizeof(*Oid) + min(bytes, length);
	return STATUS_SUCCESS;
}

/* Not everything is a program's business: the rest belongs to the system. */
static BOOLEAN MayBeSet(NDIS_OID Oid)
{
	return Oid == OID_GEN_CURRENT_PACKET_FILTER || Oid == OID_GEN_CURRENT_LOOKAHEAD ||
	       Oid == OID_802_3_MULTICAST_LIST;
}

NTSTATUS RequestSetFromProgram(PPROT_BINDING Binding, PNDISPROT_OID Oid, ULONG InputLength)
{
	ULONG length = InputLength - sizeof(*Oid);
	NDIS_STATUS status;
	NTSTATUS entered;
	UINT bytes;

	if (InputLength < sizeof(*Oid))
		return STATUS_BUFFER_TOO_SMALL;
	if (length > PROT_MAXIMUM_OID)
		return STATUS_INVALID_BUFFER_SIZE;
	if (!MayBeSet(Oid->Oid))
		return STATUS_ACCESS_DENIED;
	entered = BindEnter(Binding);
	if (!NT_SUCCESS(entered))
		return entered;
	status = RequestOid(Binding, NdisRequestSetInformation, Oid->Oid, Oid->Data, length,
			    &bytes);
	BindLeave(Binding);
	return DeviceStatus(status);
}

VOID RequestSilence(PPROT_BINDING Binding)
{
	ULONG filter = 0;
	UINT bytes;

	if (!NT_SUCCESS(BindEnter(Binding)))
		return;
	RequestOid(Binding, NdisRequestSetInformation, OID_GEN_CURRENT_PACKET_FILTER, &filter,
		   sizeof(filter), &bytes);
	RequestOid(Binding, NdisRequestSetInformation, OID_802_3_MULTICAST_LIST, NULL, 0, &bytes);
	BindLeave(Binding);
}
