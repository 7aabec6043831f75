/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One adapter, and the part of NDIS that a protocol binds to it through: it
 * remembers what it is asked for, and answers at once or later as it is told.
 * Packets, buffers, events and the device are the real ones. Included once.
 */
#ifndef _TESTS_KUNIT_NDISPROT_NDIS_H
#define _TESTS_KUNIT_NDISPROT_NDIS_H

#include <linux/workqueue.h>

#include <ndis.h>

#define FAKE_BINDING	((NDIS_HANDLE)0x5000)
#define FAKE_PROTOCOL	((NDIS_HANDLE)0x6000)
#define FAKE_RECEIVE	((NDIS_HANDLE)0x7000)
#define FAKE_FRAME	1514

static struct fake {
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	bool registered;
	NDIS_HANDLE context;		/* ProtocolBindingContext while it is bound */
	NDIS_HANDLE opening;
	bool open;
	unsigned int opens, closes, enumerations;
	/* What to answer. */
	NDIS_STATUS open_status;
	NDIS_STATUS send_status;
	NDIS_STATUS transfer_status;
	bool pend;			/* opens, closes and requests */
	ULONG maximum;			/* 0: the query fails */
	/* What was asked for. */
	u32 filter;
	UINT multicast;			/* bytes */
	PNDIS_PACKET sent;
	char sent_data[64];
	UINT sent_length;
	PVOID cancelled;		/* id */
	unsigned int returned;		/* packets */
	PNDIS_PACKET transfer;
	const char *frame;		/* what a transfer takes from: after the header */
	/* Completions that are due. */
	struct work_struct work;
	bool complete_open, complete_close;
	PNDIS_REQUEST complete_request;
	NDIS_STATUS request_status;
} fake;

static void fake_complete(struct work_struct *work)
{
	PNDIS_REQUEST request = fake.complete_request;

	msleep(20);
	if (fake.complete_open) {
		fake.complete_open = false;
		fake.chars.OpenAdapterCompleteHandler(fake.opening, fake.open_status, 0);
	}
	if (request) {
		fake.complete_request = NULL;
		local_bh_disable();
		fake.chars.RequestCompleteHandler(fake.opening, request, fake.request_status);
		local_bh_enable();
	}
	if (fake.complete_close) {
		fake.complete_close = false;
		fake.chars.CloseAdapterCompleteHandler(fake.opening, NDIS_STATUS_SUCCESS);
	}
}

VOID NdisRegisterProtocolWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
				PNDIS_HANDLE NdisProtocolHandle,
				const VOID *ProtocolCharacteristics, UINT CharacteristicsLength)
{
	*Status = NDIS_STATUS_BAD_CHARACTERISTICS;
	if (CharacteristicsLength != sizeof(fake.chars))
		return;
	fake.chars = *(const NDIS50_PROTOCOL_CHARACTERISTICS *)ProtocolCharacteristics;
	fake.registered = true;
	*NdisProtocolHandle = FAKE_PROTOCOL;
	*Status = NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS fake_unbind(void)
{
	NDIS_STATUS status = NDIS_STATUS_FAILURE;

	fake.chars.UnbindAdapterHandler(&status, fake.context, (NDIS_HANDLE)0x8000);
	fake.context = NULL;
	return status;
}

VOID NdisDeregisterProtocol(PNDIS_STATUS Status, NDIS_HANDLE NdisProtocolHandle)
{
	if (fake.context)
		fake_unbind();
	fake.registered = false;
	*Status = NDIS_STATUS_SUCCESS;
}

VOID NdisOpenAdapter(PNDIS_STATUS Status, PNDIS_STATUS OpenErrorStatus,
		     PNDIS_HANDLE NdisBindingHandle, PUINT SelectedMediumIndex,
		     PNDIS_MEDIUM MediumArray, UINT MediumArraySize,
		     NDIS_HANDLE NdisProtocolHandle, NDIS_HANDLE ProtocolBindingContext,
		     PNDIS_STRING AdapterName, UINT OpenOptions, PSTRING AddressingInformation)
{
	*OpenErrorStatus = 0;
	*NdisBindingHandle = FAKE_BINDING;
	*SelectedMediumIndex = 0;
	fake.opening = ProtocolBindingContext;
	fake.open = fake.open_status == NDIS_STATUS_SUCCESS;
	fake.opens++;
	*Status = fake.open_status;
	if (!fake.pend)
		return;
	fake.complete_open = true;
	schedule_work(&fake.work);
	*Status = NDIS_STATUS_PENDING;
}

VOID NdisCloseAdapter(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle)
{
	fake.open = false;
	fake.closes++;
	*Status = NDIS_STATUS_SUCCESS;
	if (!fake.pend)
		return;
	fake.complete_close = true;
	schedule_work(&fake.work);
	*Status = NDIS_STATUS_PENDING;
}

static NDIS_STATUS fake_query(PNDIS_REQUEST request)
{
	UINT length = request->DATA.QUERY_INFORMATION.InformationBufferLength;
	const void *answer = NULL;
	UINT bytes = sizeof(ULONG);
	ULONG value = 0;

	switch (request->DATA.QUERY_INFORMATION.Oid) {
	case OID_GEN_MAXIMUM_TOTAL_SIZE:
		if (!fake.maximum)
			return NDIS_STATUS_FAILURE;
		value = fake.maximum;
		break;
	case OID_GEN_LINK_SPEED:
		value = 1000;
		break;
	case OID_802_3_CURRENT_ADDRESS:
		answer = "\x02\x11\x22\x33\x44\x55";
		bytes = 6;
		break;
	case OID_GEN_MAC_OPTIONS:
	case OID_GEN_MEDIA_CONNECT_STATUS:
		break;
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
	request->DATA.QUERY_INFORMATION.BytesNeeded = bytes;
	if (length < bytes)
		return NDIS_STATUS_INVALID_LENGTH;
	memcpy(request->DATA.QUERY_INFORMATION.InformationBuffer, answer ?: &value, bytes);
	request->DATA.QUERY_INFORMATION.BytesWritten = bytes;
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS fake_set(PNDIS_REQUEST request)
{
	switch (request->DATA.SET_INFORMATION.Oid) {
	case OID_GEN_CURRENT_PACKET_FILTER:
		fake.filter = *(u32 *)request->DATA.SET_INFORMATION.InformationBuffer;
		break;
	case OID_802_3_MULTICAST_LIST:
		fake.multicast = request->DATA.SET_INFORMATION.InformationBufferLength;
		break;
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
	request->DATA.SET_INFORMATION.BytesRead =
		request->DATA.SET_INFORMATION.InformationBufferLength;
	return NDIS_STATUS_SUCCESS;
}

VOID NdisRequest(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle, PNDIS_REQUEST NdisRequest)
{
	if (!fake.open)
		*Status = NDIS_STATUS_CLOSING;
	else if (NdisRequest->RequestType == NdisRequestQueryInformation)
		*Status = fake_query(NdisRequest);
	else
		*Status = fake_set(NdisRequest);
	if (!fake.pend)
		return;
	fake.request_status = *Status;
	fake.complete_request = NdisRequest;
	schedule_work(&fake.work);
	*Status = NDIS_STATUS_PENDING;
}

VOID NdisSend(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle, PNDIS_PACKET Packet)
{
	PNDIS_BUFFER buffer;
	UINT length;
	void *data;

	NdisGetFirstBufferFromPacket(Packet, &buffer, &data, &length, &fake.sent_length);
	memcpy(fake.sent_data, data, min_t(UINT, length, sizeof(fake.sent_data)));
	*Status = fake.send_status;
	if (fake.send_status == NDIS_STATUS_PENDING)
		WRITE_ONCE(fake.sent, Packet);
}

/* Of a send that pends. */
static void fake_sent(NDIS_STATUS status)
{
	PNDIS_PACKET packet = fake.sent;

	fake.sent = NULL;
	local_bh_disable();
	fake.chars.SendCompleteHandler(fake.context, packet, status);
	local_bh_enable();
}

VOID NdisCancelSendPackets(NDIS_HANDLE NdisBindingHandle, PVOID CancelId)
{
	fake.cancelled = CancelId;
	if (fake.sent && NDIS_GET_PACKET_CANCEL_ID(fake.sent) == CancelId)
		fake_sent(NDIS_STATUS_REQUEST_ABORTED);
}

UCHAR NdisGeneratePartialCancelId(VOID)
{
	return 0x5a;
}

VOID NdisTransferData(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle,
		      NDIS_HANDLE MacReceiveContext, UINT ByteOffset, UINT BytesToTransfer,
		      PNDIS_PACKET Packet, PUINT BytesTransferred)
{
	PNDIS_BUFFER buffer;
	UINT length, total;
	void *data;

	NdisGetFirstBufferFromPacket(Packet, &buffer, &data, &length, &total);
	*BytesTransferred = min(BytesToTransfer, total);
	memcpy(data, fake.frame + ByteOffset, *BytesTransferred);
	*Status = fake.transfer_status;
	if (fake.transfer_status == NDIS_STATUS_PENDING)
		fake.transfer = Packet;
}

VOID NdisReturnPackets(PNDIS_PACKET *PacketsToReturn, UINT NumberOfPackets)
{
	while (NumberOfPackets--) {
		PNDIS_BUFFER buffer;

		fake.returned++;
		NdisUnchainBufferAtFront(*PacketsToReturn, &buffer);
		NdisFreeBuffer(buffer);
		NdisFreePacket(*PacketsToReturn++);
	}
}

NDIS_STATUS NdisQueryAdapterInstanceName(PNDIS_STRING AdapterInstanceName,
					 NDIS_HANDLE NdisBindingHandle)
{
	NdisInitializeString(AdapterInstanceName, "fake adapter");
	return AdapterInstanceName->Buffer ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
}

VOID NdisReEnumerateProtocolBindings(NDIS_HANDLE NdisProtocolHandle)
{
	fake.enumerations++;
}

/* ---- what an adapter does by itself ---- */

static NDIS_STATUS fake_bind(void)
{
	NDIS_STRING name = NDIS_STRING_CONST("\\Device\\fake0");
	NDIS_STATUS status = NDIS_STATUS_FAILURE;

	fake.chars.BindAdapterHandler(&status, (NDIS_HANDLE)0x9000, &name, NULL, NULL);
	fake.context = status == NDIS_STATUS_SUCCESS ? fake.opening : NULL;
	return status;
}

static NDIS_STATUS fake_event(NDIS_HANDLE context, NET_PNP_EVENT_CODE code, void *buffer,
			      ULONG length)
{
	NET_PNP_EVENT event = { .NetEvent = code, .Buffer = buffer, .BufferLength = length };

	return fake.chars.PnPEventHandler(context, &event);
}

static void fake_status(NDIS_STATUS status)
{
	local_bh_disable();
	fake.chars.StatusHandler(fake.context, status, NULL, 0);
	fake.chars.StatusCompleteHandler(fake.context);
	local_bh_enable();
}

#endif
