// SPDX-License-Identifier: GPL-2.0
/* OIDs: asked for, and waited for. */
#include "driver.h"

typedef struct _CDC_REQUEST {
	NDIS_REQUEST Ndis;
	NDIS_EVENT Done;
	NDIS_STATUS Status;
} CDC_REQUEST;

VOID CdcRequestComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_REQUEST NdisRequest,
			NDIS_STATUS Status)
{
	CDC_REQUEST *request = CONTAINING_RECORD(NdisRequest, CDC_REQUEST, Ndis);

	UNREFERENCED_PARAMETER(ProtocolBindingContext);
	request->Status = Status;
	NdisSetEvent(&request->Done);
}

/* PASSIVE_LEVEL. */
NDIS_STATUS RequestOid(CDC_LOWER *Lower, NDIS_REQUEST_TYPE Type, NDIS_OID Oid, PVOID Buffer,
		       UINT Length)
{
	CDC_REQUEST *request;
	NDIS_STATUS status;

	status = NdisAllocateMemoryWithTag((PVOID *)&request, sizeof(*request), CDC_TAG);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	NdisZeroMemory(request, sizeof(*request));
	NdisInitializeEvent(&request->Done);
	request->Ndis.RequestType = Type;
	/* The members of both forms lie in the same places. */
	request->Ndis.DATA.QUERY_INFORMATION.Oid = Oid;
	request->Ndis.DATA.QUERY_INFORMATION.InformationBuffer = Buffer;
	request->Ndis.DATA.QUERY_INFORMATION.InformationBufferLength = Length;
	NdisRequest(&status, Lower->Handle, &request->Ndis);
	if (status == NDIS_STATUS_PENDING) {
		NdisWaitEvent(&request->Done, 0);
		status = request->Status;
	}
	NdisFreeMemory(request, sizeof(*request), 0);
	return status;
}
