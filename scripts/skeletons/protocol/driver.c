// SPDX-License-Identifier: GPL-2.0
/*
 * skeleton: an NDIS protocol. It binds to the adapters that its parameter bind=
 * names, counts the frames that come in, and says how many it were when it unbinds.
 */
#include <ndis.h>

#define SKELETON_TAG	0x6c656b53	/* "Skel" */

typedef struct _BINDING {
	NDIS_HANDLE Handle;
	NDIS_EVENT Done;		/* an open or a close that was pending */
	NDIS_STATUS Status;
	LONG Frames;
	NDIS_STRING Name;
	WCHAR NameBuffer[64];
} BINDING, *PBINDING;

static NDIS_HANDLE ProtocolHandle;
static NDIS_MEDIUM Media[] = { NdisMedium802_3 };

DRIVER_INITIALIZE DriverEntry;

/* ---- binding ---- */

static VOID ProtocolOpenAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status,
					NDIS_STATUS OpenErrorStatus)
{
	PBINDING binding = (PBINDING)ProtocolBindingContext;

	UNREFERENCED_PARAMETER(OpenErrorStatus);
	binding->Status = Status;
	NdisSetEvent(&binding->Done);
}

static VOID ProtocolCloseAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status)
{
	ProtocolOpenAdapterComplete(ProtocolBindingContext, Status, Status);
}

static PBINDING NewBinding(PNDIS_STRING DeviceName)
{
	PBINDING binding;

	if (NdisAllocateMemoryWithTag((PVOID *)&binding, sizeof(*binding), SKELETON_TAG) !=
	    NDIS_STATUS_SUCCESS)
		return NULL;
	NdisZeroMemory(binding, sizeof(*binding));
	NdisInitializeEvent(&binding->Done);
	/* The name is NDIS's until BindAdapter returns. */
	binding->Name.Buffer = binding->NameBuffer;
	binding->Name.MaximumLength = sizeof(binding->NameBuffer);
	RtlCopyUnicodeString(&binding->Name, DeviceName);
	return binding;
}

/* What comes in: frames for this station, and those for everybody. */
static VOID SetFilter(PBINDING Binding)
{
	ULONG filter = NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_BROADCAST;
	NDIS_REQUEST request;
	NDIS_STATUS status;

	/* Both stay where they are until the request is complete: it is waited for. */
	NdisZeroMemory(&request, sizeof(request));
	request.RequestType = NdisRequestSetInformation;
	request.DATA.SET_INFORMATION.Oid = OID_GEN_CURRENT_PACKET_FILTER;
	request.DATA.SET_INFORMATION.InformationBuffer = &filter;
	request.DATA.SET_INFORMATION.InformationBufferLength = sizeof(filter);
	NdisResetEvent(&Binding->Done);
	NdisRequest(&status, Binding->Handle, &request);
	if (status == NDIS_STATUS_PENDING)
		NdisWaitEvent(&Binding->Done, 0);
}

static VOID ProtocolBindAdapter(PNDIS_STATUS Status, NDIS_HANDLE BindContext,
				PNDIS_STRING DeviceName, PVOID SystemSpecific1,
				PVOID SystemSpecific2)
{
	NDIS_STATUS error;
	PBINDING binding;
	UINT medium;

	UNREFERENCED_PARAMETER(BindContext);
	UNREFERENCED_PARAMETER(SystemSpecific1);
	UNREFERENCED_PARAMETER(SystemSpecific2);

	binding = NewBinding(DeviceName);
	if (!binding) {
		*Status = NDIS_STATUS_RESOURCES;
		return;
	}
	NdisOpenAdapter(Status, &error, &binding->Handle, &medium, Media, ARRAYSIZE(Media),
			ProtocolHandle, binding, DeviceName, 0, NULL);
	if (*Status == NDIS_STATUS_PENDING) {
		NdisWaitEvent(&binding->Done, 0);
		*Status = binding->Status;
	}
	if (*Status != NDIS_STATUS_SUCCESS) {
		NdisFreeMemory(binding, sizeof(*binding), 0);
		return;
	}
	SetFilter(binding);
	DbgPrint("skeleton: bound to %wZ\n", &binding->Name);
}

static VOID ProtocolUnbindAdapter(PNDIS_STATUS Status, NDIS_HANDLE ProtocolBindingContext,
				  NDIS_HANDLE UnbindContext)
{
	PBINDING binding = (PBINDING)ProtocolBindingContext;

	UNREFERENCED_PARAMETER(UnbindContext);
	NdisResetEvent(&binding->Done);
	NdisCloseAdapter(Status, binding->Handle);
	if (*Status == NDIS_STATUS_PENDING)
		NdisWaitEvent(&binding->Done, 0);
	/* Nobody calls for this binding any more. */
	DbgPrint("skeleton: unbound from %wZ, %d frames\n", &binding->Name, binding->Frames);
	NdisFreeMemory(binding, sizeof(*binding), 0);
	*Status = NDIS_STATUS_SUCCESS;
}

/* ---- data ---- */

static NDIS_STATUS ProtocolReceive(NDIS_HANDLE ProtocolBindingContext,
				   NDIS_HANDLE MacReceiveContext, PVOID HeaderBuffer,
				   UINT HeaderBufferSize, PVOID LookAheadBuffer,
				   UINT LookaheadBufferSize, UINT PacketSize)
{
	PBINDING binding = (PBINDING)ProtocolBindingContext;

	UNREFERENCED_PARAMETER(MacReceiveContext);
	UNREFERENCED_PARAMETER(HeaderBuffer);
	UNREFERENCED_PARAMETER(HeaderBufferSize);
	UNREFERENCED_PARAMETER(LookAheadBuffer);
	UNREFERENCED_PARAMETER(LookaheadBufferSize);
	UNREFERENCED_PARAMETER(PacketSize);
	InterlockedIncrement(&binding->Frames);
	return NDIS_STATUS_NOT_ACCEPTED;
}

static INT ProtocolReceivePacket(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet)
{
	PBINDING binding = (PBINDING)ProtocolBindingContext;

	UNREFERENCED_PARAMETER(Packet);
	InterlockedIncrement(&binding->Frames);
	/* How many NdisReturnPackets() there will be: the packet is not kept. */
	return 0;
}

static VOID ProtocolReceiveComplete(NDIS_HANDLE ProtocolBindingContext)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
}

static VOID ProtocolSendComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
				 NDIS_STATUS Status)
{
	/* Nothing is sent. */
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
	UNREFERENCED_PARAMETER(Packet);
	UNREFERENCED_PARAMETER(Status);
}

static VOID ProtocolTransferDataComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
					 NDIS_STATUS Status, UINT BytesTransferred)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
	UNREFERENCED_PARAMETER(Packet);
	UNREFERENCED_PARAMETER(Status);
	UNREFERENCED_PARAMETER(BytesTransferred);
}

/* ---- requests, status, power ---- */

static VOID ProtocolRequestComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_REQUEST NdisRequest,
				    NDIS_STATUS Status)
{
	UNREFERENCED_PARAMETER(NdisRequest);
	ProtocolOpenAdapterComplete(ProtocolBindingContext, Status, Status);
}

static VOID ProtocolResetComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
	UNREFERENCED_PARAMETER(Status);
}

static VOID ProtocolStatus(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS GeneralStatus,
			   PVOID StatusBuffer, UINT StatusBufferSize)
{
	PBINDING binding = (PBINDING)ProtocolBindingContext;

	UNREFERENCED_PARAMETER(StatusBuffer);
	UNREFERENCED_PARAMETER(StatusBufferSize);
	if (GeneralStatus == NDIS_STATUS_MEDIA_CONNECT)
		DbgPrint("skeleton: %wZ has a link\n", &binding->Name);
	if (GeneralStatus == NDIS_STATUS_MEDIA_DISCONNECT)
		DbgPrint("skeleton: %wZ has no link\n", &binding->Name);
}

static VOID ProtocolStatusComplete(NDIS_HANDLE ProtocolBindingContext)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
}

static NDIS_STATUS ProtocolPnPEvent(NDIS_HANDLE ProtocolBindingContext,
				    PNET_PNP_EVENT NetPnPEvent)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
	switch (NetPnPEvent->NetEvent) {
	case NetEventSetPower:
	case NetEventQueryPower:
	case NetEventQueryRemoveDevice:
	case NetEventCancelRemoveDevice:
	case NetEventReconfigure:
	case NetEventBindsComplete:
		return NDIS_STATUS_SUCCESS;
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
}

/* ---- load, unload ---- */

static VOID Unload(PDRIVER_OBJECT DriverObject)
{
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(DriverObject);
	/* Unbinds everything first. */
	NdisDeregisterProtocol(&status, ProtocolHandle);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NDIS_STRING name = NDIS_STRING_CONST("skeleton");
	NDIS_PROTOCOL_CHARACTERISTICS chars;
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = Unload;
	NdisZeroMemory(&chars, sizeof(chars));
	chars.MajorNdisVersion = 5;
	chars.MinorNdisVersion = 0;
	chars.Name = name;
	chars.OpenAdapterCompleteHandler = ProtocolOpenAdapterComplete;
	chars.CloseAdapterCompleteHandler = ProtocolCloseAdapterComplete;
	chars.SendCompleteHandler = ProtocolSendComplete;
	chars.TransferDataCompleteHandler = ProtocolTransferDataComplete;
	chars.ResetCompleteHandler = ProtocolResetComplete;
	chars.RequestCompleteHandler = ProtocolRequestComplete;
	chars.ReceiveHandler = ProtocolReceive;
	chars.ReceiveCompleteHandler = ProtocolReceiveComplete;
	chars.ReceivePacketHandler = ProtocolReceivePacket;
	chars.StatusHandler = ProtocolStatus;
	chars.StatusCompleteHandler = ProtocolStatusComplete;
	chars.BindAdapterHandler = ProtocolBindAdapter;
	chars.UnbindAdapterHandler = ProtocolUnbindAdapter;
	chars.PnPEventHandler = ProtocolPnPEvent;
	NdisRegisterProtocol(&status, &ProtocolHandle, &chars, sizeof(chars));
	return status;
}
