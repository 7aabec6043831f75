// SPDX-License-Identifier: GPL-2.0
/*
 * Frames coming in: the tag says whose they are, what follows the Ethernet header is
 * theirs. A packet that may be kept waits in its session as it is; what may not is
 * copied. Nothing here can make the modem wait: a session that is behind loses what
 * comes beyond its limit.
 */
#include "driver.h"

#define DATAGRAM_OF(Packet)	((CDC_DATAGRAM *)(Packet)->ProtocolReserved)

/* ---- sessions ---- */

BOOLEAN ReceiveAttach(CDC_LOWER *Lower, UINT32 Id, CDC_SESSION *Session)
{
	BOOLEAN vacant;

	InitializeListHead(&Session->Waiting);
	NdisAcquireSpinLock(&Lower->RxLock);
	vacant = !Lower->Sessions[Id];
	if (vacant)
		Lower->Sessions[Id] = Session;
	NdisReleaseSpinLock(&Lower->RxLock);
	return vacant;
}

CDC_DATAGRAM *ReceiveTake(CDC_LOWER *Lower, CDC_SESSION *Session)
{
	CDC_DATAGRAM *datagram = NULL;

	NdisAcquireSpinLock(&Lower->RxLock);
	if (!IsListEmpty(&Session->Waiting)) {
		datagram = CONTAINING_RECORD(RemoveHeadList(&Session->Waiting), CDC_DATAGRAM, Link);
		Session->Count--;
	}
	NdisReleaseSpinLock(&Lower->RxLock);
	return datagram;
}

VOID ReceiveRelease(CDC_DATAGRAM *Datagram)
{
	PNDIS_PACKET packet;

	if (!Datagram->Loan) {
		NdisFreeMemory(Datagram, 0, 0);
		return;
	}
	packet = CONTAINING_RECORD((PVOID)Datagram, NDIS_PACKET, ProtocolReserved);
	NdisReturnPackets(&packet, 1);
}

/* Nobody finds the session afterwards; its queue is gone already. */
VOID ReceiveDetach(CDC_LOWER *Lower, UINT32 Id, CDC_SESSION *Session)
{
	CDC_DATAGRAM *datagram;

	NdisAcquireSpinLock(&Lower->RxLock);
	Lower->Sessions[Id] = NULL;
	NdisReleaseSpinLock(&Lower->RxLock);
	while ((datagram = ReceiveTake(Lower, Session)))
		ReceiveRelease(datagram);
}

VOID ReceiveStart(CDC_LOWER *Lower)
{
	ExReInitializeRundownProtection(&Lower->Run);
}

VOID ReceiveStop(CDC_LOWER *Lower)
{
	ExWaitForRundownProtectionRelease(&Lower->Run);
	ExRundownCompleted(&Lower->Run);
}

/* ---- one datagram ---- */

static BOOLEAN IsIp(const UINT8 *Data, UINT32 Length)
{
	if (!Length)
		return FALSE;
	return (Data[0] >> 4 == 4 && Length >= 20) || (Data[0] >> 4 == 6 && Length >= 40);
}

/* Session, or DSS session; FALSE: of neither, which is counted. */
static BOOLEAN SortVlan(CDC_LOWER *Lower, UINT32 Vlan, UINT32 *Session, BOOLEAN *IsDss)
{
	*IsDss = FALSE;
	*Session = Vlan == CDC_VLAN_SESSION_0 ? 0 : Vlan;
	if (*Session < CDC_VLAN_DSS)
		return TRUE;
	*IsDss = TRUE;
	*Session = Vlan - CDC_VLAN_DSS;
	if (Vlan <= CDC_VLAN_DSS_LAST)
		return TRUE;
	Count(Lower, CdcRxVlan);
	return FALSE;
}

/* FALSE: it is the caller's still, and has been counted. */
static BOOLEAN Push(CDC_LOWER *Lower, UINT32 Id, CDC_DATAGRAM *Datagram)
{
	CDC_COUNTER counter = CdcRxDatagrams;
	CDC_SESSION *session = NULL;

	NdisAcquireSpinLock(&Lower->RxLock);
	if (Id < CDC_SESSIONS)
		session = Lower->Sessions[Id];
	if (!session) {
		counter = CdcRxNoSession;
	} else if (session->Count >= CDC_WAITING) {
		counter = CdcRxDropped;
	} else {
		InsertTailList(&session->Waiting, &Datagram->Link);
		session->Count++;
		if (session->Queue && session->Armed) {
			session->Armed = FALSE;
			NetRxQueueNotifyMoreReceivedPacketsAvailable(session->Queue->Handle);
		}
	}
	NdisReleaseSpinLock(&Lower->RxLock);
	Count(Lower, counter);
	return counter == CdcRxDatagrams;
}

/* Room for a copy, or NULL. */
static CDC_DATAGRAM *Allocate(CDC_LOWER *Lower, UINT32 Length)
{
	CDC_DATAGRAM *copy;

	if (NdisAllocateMemoryWithTag((PVOID *)&copy, sizeof(*copy) + Length, CDC_TAG) !=
	    NDIS_STATUS_SUCCESS) {
		Count(Lower, CdcRxDropped);
		return NULL;
	}
	copy->Data = (UINT8 *)(copy + 1);
	copy->Length = Length;
	copy->Loan = FALSE;
	Count(Lower, CdcRxCopied);
	return copy;
}

/* Takes @Copy. */
static VOID PushCopy(CDC_LOWER *Lower, UINT32 Session, BOOLEAN IsDss, CDC_DATAGRAM *Copy)
{
	if (IsDss)
		DssReceive(Lower, Session, Copy->Data, Copy->Length);
	else if (!IsIp(Copy->Data, Copy->Length))
		Count(Lower, CdcRxNotIp);
	else if (Push(Lower, Session, Copy))
		return;
	ReceiveRelease(Copy);
}

/* ---- packets ---- */

/* What follows the header, in one piece; NULL: it is not. */
static UINT8 *FindData(PNDIS_PACKET Packet, UINT32 Length)
{
	PNDIS_BUFFER buffer = NDIS_PACKET_FIRST_NDIS_BUFFER(Packet);
	UINT length = 0;
	PVOID va = NULL;

	if (!buffer)
		return NULL;
	NdisQueryBuffer(buffer, &va, &length);
	if (length >= CDC_HEADER + Length)
		return (UINT8 *)va + CDC_HEADER;
	NdisGetNextBuffer(buffer, &buffer);
	if (length != CDC_HEADER || !buffer)
		return NULL;
	NdisQueryBuffer(buffer, &va, &length);
	return length >= Length ? va : NULL;
}

/* @Length bytes from @Offset on. FALSE: it has not as many. */
static BOOLEAN CopyOut(PNDIS_PACKET Packet, UINT32 Offset, UINT8 *To, UINT32 Length)
{
	PNDIS_BUFFER buffer = NDIS_PACKET_FIRST_NDIS_BUFFER(Packet);

	while (buffer && Length) {
		UINT length = 0, skip, part;
		PVOID va = NULL;

		NdisQueryBuffer(buffer, &va, &length);
		skip = min(Offset, length);
		part = min(length - skip, Length);
		NdisMoveMemory(To, (UINT8 *)va + skip, part);
		Offset -= skip;
		To += part;
		Length -= part;
		NdisGetNextBuffer(buffer, &buffer);
	}
	return !Length;
}

/* Return: how often the packet will come back. */
static INT TakePacket(CDC_LOWER *Lower, PNDIS_PACKET Packet)
{
	NDIS_PACKET_8021Q_INFO tag = {
		.Value = NDIS_PER_PACKET_INFO_FROM_PACKET(Packet, Ieee8021QInfo),
	};
	CDC_DATAGRAM *datagram = DATAGRAM_OF(Packet);
	UINT32 session, length;
	BOOLEAN isDss;
	UINT total = 0;
	UINT8 *data;

	if (!SortVlan(Lower, tag.TagHeader.VlanId, &session, &isDss))
		return 0;
	NdisQueryPacketLength(Packet, &total);
	if (total <= CDC_HEADER) {
		Count(Lower, CdcRxNotIp);
		return 0;
	}
	length = total - CDC_HEADER;
	data = FindData(Packet, length);
	if (data && isDss) {
		DssReceive(Lower, session, data, length);
		return 0;
	}
	if (!data || NDIS_GET_PACKET_STATUS(Packet) == NDIS_STATUS_RESOURCES) {
		datagram = Allocate(Lower, length);
		if (datagram && CopyOut(Packet, CDC_HEADER, datagram->Data, length))
			PushCopy(Lower, session, isDss, datagram);
		else if (datagram)
			ReceiveRelease(datagram);
		return 0;
	}
	if (!IsIp(data, length)) {
		Count(Lower, CdcRxNotIp);
		return 0;
	}
	datagram->Data = data;
	datagram->Length = length;
	datagram->Loan = TRUE;
	return Push(Lower, session, datagram) ? 1 : 0;
}

INT CdcReceivePacket(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet)
{
	CDC_LOWER *lower = ProtocolBindingContext;
	INT keeps;

	if (!ExAcquireRundownProtection(&lower->Run))
		return 0;
	keeps = TakePacket(lower, Packet);
	ExReleaseRundownProtection(&lower->Run);
	return keeps;
}

/* ---- frames without a packet: the tag is in them ---- */

static UINT32 Get16(const UINT8 *Data)
{
	return Data[0] << 8 | Data[1];
}

static VOID TakeFrame(CDC_LOWER *Lower, const UINT8 *Header, const UINT8 *Data, UINT32 Length)
{
	UINT32 session, vlan = 0;
	CDC_DATAGRAM *copy;
	BOOLEAN isDss;

	if (Get16(Header + 12) == CDC_TYPE_TAG && Length >= CDC_TAG_HEADER) {
		vlan = Get16(Data) & 0xfff;
		Data += CDC_TAG_HEADER;
		Length -= CDC_TAG_HEADER;
	}
	if (!SortVlan(Lower, vlan, &session, &isDss))
		return;
	copy = Allocate(Lower, Length);
	if (!copy)
		return;
	NdisMoveMemory(copy->Data, Data, Length);
	PushCopy(Lower, session, isDss, copy);
}

NDIS_STATUS CdcReceive(NDIS_HANDLE ProtocolBindingContext, NDIS_HANDLE MacReceiveContext,
		       PVOID HeaderBuffer, UINT HeaderBufferSize, PVOID LookAheadBuffer,
		       UINT LookaheadBufferSize, UINT PacketSize)
{
	CDC_LOWER *lower = ProtocolBindingContext;

	UNREFERENCED_PARAMETER(MacReceiveContext);
	if (!ExAcquireRundownProtection(&lower->Run))
		return NDIS_STATUS_NOT_ACCEPTED;
	if (HeaderBufferSize != CDC_HEADER || LookaheadBufferSize < PacketSize)
		Count(lower, CdcRxPartial);
	else
		TakeFrame(lower, HeaderBuffer, LookAheadBuffer, PacketSize);
	ExReleaseRundownProtection(&lower->Run);
	return NDIS_STATUS_SUCCESS;
}

/* Nothing was put off: each frame went its way as it came. */
VOID CdcReceiveComplete(NDIS_HANDLE ProtocolBindingContext)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
}
