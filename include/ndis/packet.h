/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NDIS_PACKET: a descriptor, a chain of buffers, out-of-band data and per-packet
 * information. The descriptor is public, so what only reads or links it is
 * inline; pools and their contents are ndis_shim's.
 */
#ifndef _NT_NDIS_PACKET_H
#define _NT_NDIS_PACKET_H

#include <ndis/types.h>

typedef NDIS_HANDLE PNDIS_PACKET_POOL;

typedef struct _NDIS_PACKET_PRIVATE {
	UINT PhysicalCount;
	UINT TotalLength;
	PNDIS_BUFFER Head;
	PNDIS_BUFFER Tail;
	PNDIS_PACKET_POOL Pool;
	UINT Count;
	ULONG Flags;
	BOOLEAN ValidCounts;
	UCHAR NdisPacketFlags;
	USHORT NdisPacketOobOffset;
} NDIS_PACKET_PRIVATE, *PNDIS_PACKET_PRIVATE;

typedef struct _NDIS_PACKET {
	NDIS_PACKET_PRIVATE Private;
	union {
		struct {
			UCHAR MiniportReserved[2 * sizeof(PVOID)];
			UCHAR WrapperReserved[2 * sizeof(PVOID)];
		};
		struct {
			UCHAR MiniportReservedEx[3 * sizeof(PVOID)];
			UCHAR WrapperReservedEx[sizeof(PVOID)];
		};
		struct {
			UCHAR MacReserved[4 * sizeof(PVOID)];
		};
	};
	ULONG_PTR Reserved[2];
	UCHAR ProtocolReserved[1];
} NDIS_PACKET, *PNDIS_PACKET, **PPNDIS_PACKET;
C_ASSERT(__builtin_offsetof(NDIS_PACKET, Private.TotalLength) == 4);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, Private.Head) == 8);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, Private.Tail) == 16);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, Private.Pool) == 24);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, Private.Count) == 32);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, Private.Flags) == 36);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, Private.ValidCounts) == 40);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, Private.NdisPacketFlags) == 41);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, Private.NdisPacketOobOffset) == 42);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, MiniportReserved) == 48);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, WrapperReserved) == 64);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, WrapperReservedEx) == 72);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, MacReserved) == 48);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, Reserved) == 80);
C_ASSERT(__builtin_offsetof(NDIS_PACKET, ProtocolReserved) == 96);
C_ASSERT(sizeof(NDIS_PACKET) == 104);

typedef struct _NDIS_PACKET_OOB_DATA {
	union {
		ULONGLONG TimeToSend;
		ULONGLONG TimeSent;
	};
	ULONGLONG TimeReceived;
	UINT HeaderSize;
	UINT SizeMediaSpecificInfo;
	PVOID MediaSpecificInformation;
	NDIS_STATUS Status;
} NDIS_PACKET_OOB_DATA, *PNDIS_PACKET_OOB_DATA;
C_ASSERT(sizeof(NDIS_PACKET_OOB_DATA) == 40);
C_ASSERT(__builtin_offsetof(NDIS_PACKET_OOB_DATA, Status) == 32);

typedef enum _NDIS_PER_PACKET_INFO {
	TcpIpChecksumPacketInfo,
	IpSecPacketInfo,
	TcpLargeSendPacketInfo,
	ClassificationHandlePacketInfo,
	NdisReserved,
	ScatterGatherListPacketInfo,
	Ieee8021QInfo,
	OriginalPacketInfo,
	PacketCancelId,
	OriginalNetBufferList,
	CachedNetBufferList,
	ShortPacketPaddingInfo,
	MaxPerPacketInfo
} NDIS_PER_PACKET_INFO, *PNDIS_PER_PACKET_INFO;
C_ASSERT(OriginalPacketInfo == 7 && PacketCancelId == 8 && MaxPerPacketInfo == 12);

typedef struct _NDIS_PACKET_EXTENSION {
	PVOID NdisPacketInfo[MaxPerPacketInfo];
} NDIS_PACKET_EXTENSION, *PNDIS_PACKET_EXTENSION;
C_ASSERT(sizeof(NDIS_PACKET_EXTENSION) == 96);

typedef struct _NDIS_PACKET_8021Q_INFO {
	union {
		struct {
			UINT32 UserPriority : 3;
			UINT32 CanonicalFormatId : 1;
			UINT32 VlanId : 12;
			UINT32 Reserved : 16;
		} TagHeader;
		PVOID Value;
	};
} NDIS_PACKET_8021Q_INFO, *PNDIS_PACKET_8021Q_INFO;

typedef struct _NDIS_PACKET_STACK {
	ULONG_PTR IMReserved[2];
	ULONG_PTR NdisReserved[4];
} NDIS_PACKET_STACK, *PNDIS_PACKET_STACK;

typedef enum _NDIS_CLASS_ID {
	NdisClass802_3Priority,
	NdisClassWirelessWanMbxMailbox,
	NdisClassIrdaPacketInfo,
	NdisClassAtmAALInfo
} NDIS_CLASS_ID;

typedef struct _MEDIA_SPECIFIC_INFORMATION {
	UINT NextEntryOffset;
	NDIS_CLASS_ID ClassId;
	UINT Size;
	UCHAR ClassInformation[1];
} MEDIA_SPECIFIC_INFORMATION, *PMEDIA_SPECIFIC_INFORMATION;

#define PROTOCOL_RESERVED_SIZE_IN_PACKET	(4 * sizeof(PVOID))

/* Private.NdisPacketFlags */
#define fPACKET_WRAPPER_RESERVED		0x3F
#define fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO	0x40
#define fPACKET_ALLOCATED_BY_NDIS		0x80

/* Private.Flags; the low nibble is the protocol's id */
#define NDIS_FLAGS_PROTOCOL_ID_MASK		0x0000000F
#define NDIS_FLAGS_MULTICAST_PACKET		0x00000010
#define NDIS_FLAGS_RESERVED2			0x00000020
#define NDIS_FLAGS_RESERVED3			0x00000040
#define NDIS_FLAGS_DONT_LOOPBACK		0x00000080
#define NDIS_FLAGS_IS_LOOPBACK_PACKET		0x00000100
#define NDIS_FLAGS_LOOPBACK_ONLY		0x00000200
#define NDIS_FLAGS_RESERVED4			0x00000400
#define NDIS_FLAGS_DOUBLE_BUFFERED		0x00000800
#define NDIS_FLAGS_SENT_AT_DPC			0x00001000
#define NDIS_FLAGS_USES_SG_BUFFER_LIST		0x00002000
#define NDIS_FLAGS_USES_ORIGINAL_PACKET		0x00004000
#define NDIS_FLAGS_PADDED			0x00010000
#define NDIS_FLAGS_XLATE_AT_TOP			0x00020000

/* --- fields of a packet; all of these can be assigned to --- */

#define NdisGetPacketFlags(packet)		((packet)->Private.Flags)
#define NdisSetPacketFlags(packet, flags)	((packet)->Private.Flags |= (flags))
#define NdisClearPacketFlags(packet, flags)	((packet)->Private.Flags &= ~(flags))
#define NdisSetSendFlags(packet, flags)		((packet)->Private.Flags = (flags))
#define NdisQuerySendFlags(packet, flags)	(*(flags) = (packet)->Private.Flags)
#define NDIS_GET_PACKET_PROTOCOL_TYPE(packet)	\
	((packet)->Private.Flags & NDIS_PROTOCOL_ID_MASK)
#define NDIS_PACKET_FIRST_NDIS_BUFFER(packet)	((packet)->Private.Head)
#define NDIS_PACKET_LAST_NDIS_BUFFER(packet)	((packet)->Private.Tail)
#define NDIS_PACKET_VALID_COUNTS(packet)	((packet)->Private.ValidCounts)

#define NDIS_OOB_DATA_FROM_PACKET(packet)	\
	((PNDIS_PACKET_OOB_DATA)((PUCHAR)(packet) + (packet)->Private.NdisPacketOobOffset))
#define NDIS_GET_PACKET_STATUS(packet)		(NDIS_OOB_DATA_FROM_PACKET(packet)->Status)
#define NDIS_SET_PACKET_STATUS(packet, status)	\
	(NDIS_OOB_DATA_FROM_PACKET(packet)->Status = (status))
#define NDIS_GET_PACKET_HEADER_SIZE(packet)	(NDIS_OOB_DATA_FROM_PACKET(packet)->HeaderSize)
#define NDIS_SET_PACKET_HEADER_SIZE(packet, size)	\
	(NDIS_OOB_DATA_FROM_PACKET(packet)->HeaderSize = (size))
#define NDIS_GET_PACKET_TIME_TO_SEND(packet)	(NDIS_OOB_DATA_FROM_PACKET(packet)->TimeToSend)
#define NDIS_SET_PACKET_TIME_TO_SEND(packet, time)	\
	(NDIS_OOB_DATA_FROM_PACKET(packet)->TimeToSend = (time))
#define NDIS_GET_PACKET_TIME_SENT(packet)	(NDIS_OOB_DATA_FROM_PACKET(packet)->TimeSent)
#define NDIS_SET_PACKET_TIME_SENT(packet, time)	\
	(NDIS_OOB_DATA_FROM_PACKET(packet)->TimeSent = (time))
#define NDIS_GET_PACKET_TIME_RECEIVED(packet)	(NDIS_OOB_DATA_FROM_PACKET(packet)->TimeReceived)
#define NDIS_SET_PACKET_TIME_RECEIVED(packet, time)	\
	(NDIS_OOB_DATA_FROM_PACKET(packet)->TimeReceived = (time))

#define NDIS_PACKET_HAS_MEDIA_SPECIFIC_INFO(packet)				\
	(((packet)->Private.NdisPacketFlags &					\
	  (fPACKET_ALLOCATED_BY_NDIS | fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO)) ==	\
	 (fPACKET_ALLOCATED_BY_NDIS | fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO))
#define NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(packet, information, size)		\
	do {									\
		if (NDIS_PACKET_HAS_MEDIA_SPECIFIC_INFO(packet)) {		\
			*(PVOID *)(information) =				\
				NDIS_OOB_DATA_FROM_PACKET(packet)->MediaSpecificInformation;	\
			*(size) = NDIS_OOB_DATA_FROM_PACKET(packet)->SizeMediaSpecificInfo;	\
		} else {							\
			*(PVOID *)(information) = NULL;				\
			*(size) = 0;						\
		}								\
	} while (0)
#define NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(packet, information, size)		\
	do {									\
		if ((packet)->Private.NdisPacketFlags & fPACKET_ALLOCATED_BY_NDIS) {	\
			(packet)->Private.NdisPacketFlags |=			\
				fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO;		\
			NDIS_OOB_DATA_FROM_PACKET(packet)->MediaSpecificInformation =	\
				(PVOID)(information);				\
			NDIS_OOB_DATA_FROM_PACKET(packet)->SizeMediaSpecificInfo = (size);	\
		}								\
	} while (0)

#define NDIS_PACKET_EXTENSION_FROM_PACKET(packet)	\
	((PNDIS_PACKET_EXTENSION)(NDIS_OOB_DATA_FROM_PACKET(packet) + 1))
#define NDIS_PER_PACKET_INFO_FROM_PACKET(packet, id)	\
	(NDIS_PACKET_EXTENSION_FROM_PACKET(packet)->NdisPacketInfo[(id)])
#define NDIS_GET_ORIGINAL_PACKET(packet)	\
	((PNDIS_PACKET)NDIS_PER_PACKET_INFO_FROM_PACKET(packet, OriginalPacketInfo))
#define NDIS_SET_ORIGINAL_PACKET(packet, original)	\
	(NDIS_PER_PACKET_INFO_FROM_PACKET(packet, OriginalPacketInfo) = (PVOID)(original))
#define NDIS_GET_PACKET_CANCEL_ID(packet)	\
	NDIS_PER_PACKET_INFO_FROM_PACKET(packet, PacketCancelId)
#define NDIS_SET_PACKET_CANCEL_ID(packet, id)	\
	(NDIS_PER_PACKET_INFO_FROM_PACKET(packet, PacketCancelId) = (PVOID)(id))
#define NdisGetPacketCancelId(packet)		NDIS_GET_PACKET_CANCEL_ID(packet)
#define NdisSetPacketCancelId(packet, id)	NDIS_SET_PACKET_CANCEL_ID(packet, id)
#define NdisSetPacketStatus(packet, status, handle, code)	\
	((void)(handle), (void)(code), NDIS_SET_PACKET_STATUS(packet, status))

/* --- buffers --- */

#define NDIS_BUFFER_LINKAGE(buffer)		((buffer)->Next)
#define NdisGetNextBuffer(buffer, next)		(*(next) = (buffer)->Next)
#define NdisAdjustBufferLength(buffer, length)	((buffer)->ByteCount = (ULONG)(length))
#define NdisBufferLength(buffer)		MmGetMdlByteCount(buffer)
#define NdisBufferVirtualAddress(buffer)	\
	MmGetSystemAddressForMdlSafe(buffer, NormalPagePriority)
/* What is in memory is what a device sees: caches of such devices are coherent. */
#define NdisFlushBuffer(buffer, to_device)	((void)(buffer), (void)(to_device))
#define NdisBufferVirtualAddressSafe(buffer, priority)	\
	MmGetSystemAddressForMdlSafe(buffer, priority)

static inline ULONG NtNdisBufferSpanPages(const NDIS_BUFFER *Buffer)
{
	return (ULONG)((Buffer->ByteOffset + (SIZE_T)Buffer->ByteCount + NT_PAGE_SIZE - 1) /
		       NT_PAGE_SIZE);
}

/* A buffer without a byte in it still takes a page of the device's list. */
#define NDIS_BUFFER_TO_SPAN_PAGES(buffer)	\
	((buffer)->ByteCount ? NtNdisBufferSpanPages(buffer) : 1U)
#define NdisGetBufferPhysicalArraySize(buffer, size)	\
	((void)(*(size) = NDIS_BUFFER_TO_SPAN_PAGES(buffer)))

static inline VOID NtNdisQueryBuffer(PNDIS_BUFFER Buffer, PVOID *VirtualAddress, PUINT Length)
{
	if (VirtualAddress)
		*VirtualAddress = NdisBufferVirtualAddress(Buffer);
	*Length = Buffer->ByteCount;
}

/* Drivers pass the address of a pointer to their own header structure. */
#define NdisQueryBuffer(buffer, va, length)	\
	NtNdisQueryBuffer((buffer), (PVOID *)(va), (PUINT)(length))
#define NdisQueryBufferSafe(buffer, va, length, priority)	\
	((void)(priority), NtNdisQueryBuffer((buffer), (PVOID *)(va), (PUINT)(length)))

static inline VOID NdisQueryBufferOffset(PNDIS_BUFFER Buffer, PUINT Offset, PUINT Length)
{
	*Offset = Buffer->ByteOffset;
	*Length = Buffer->ByteCount;
}

/* --- the chain --- */

static inline VOID NdisRecalculatePacketCounts(PNDIS_PACKET Packet)
{
	PNDIS_BUFFER buffer;

	Packet->Private.PhysicalCount = 0;
	Packet->Private.TotalLength = 0;
	Packet->Private.Count = 0;
	for (buffer = Packet->Private.Head; buffer; buffer = buffer->Next) {
		Packet->Private.PhysicalCount += NDIS_BUFFER_TO_SPAN_PAGES(buffer);
		Packet->Private.TotalLength += buffer->ByteCount;
		Packet->Private.Count++;
		Packet->Private.Tail = buffer;
	}
	Packet->Private.ValidCounts = TRUE;
}

/* Any of the four results may be left out. */
static inline VOID NdisQueryPacket(PNDIS_PACKET Packet, PUINT PhysicalBufferCount,
				   PUINT BufferCount, PNDIS_BUFFER *FirstBuffer,
				   PUINT TotalPacketLength)
{
	if (!Packet->Private.ValidCounts)
		NdisRecalculatePacketCounts(Packet);
	if (PhysicalBufferCount)
		*PhysicalBufferCount = Packet->Private.PhysicalCount;
	if (BufferCount)
		*BufferCount = Packet->Private.Count;
	if (FirstBuffer)
		*FirstBuffer = Packet->Private.Head;
	if (TotalPacketLength)
		*TotalPacketLength = Packet->Private.TotalLength;
}

#define NdisQueryPacketLength(packet, length)	\
	NdisQueryPacket((packet), NULL, NULL, NULL, (PUINT)(length))

static inline VOID NtNdisGetFirstBuffer(PNDIS_PACKET Packet, PNDIS_BUFFER *FirstBuffer,
					PVOID *FirstBufferVa, PUINT FirstBufferLength,
					PUINT TotalBufferLength)
{
	PNDIS_BUFFER buffer = Packet->Private.Head;

	*FirstBuffer = buffer;
	*FirstBufferVa = NULL;
	*FirstBufferLength = 0;
	*TotalBufferLength = 0;
	if (!buffer)
		return;
	*FirstBufferVa = NdisBufferVirtualAddress(buffer);
	*FirstBufferLength = buffer->ByteCount;
	for (; buffer; buffer = buffer->Next)
		*TotalBufferLength += buffer->ByteCount;
}

#define NdisGetFirstBufferFromPacket(packet, first, va, length, total)	\
	NtNdisGetFirstBuffer((packet), (first), (PVOID *)(va), (PUINT)(length), (PUINT)(total))
#define NdisGetFirstBufferFromPacketSafe(packet, first, va, length, total, priority)	\
	((void)(priority),								\
	 NdisGetFirstBufferFromPacket(packet, first, va, length, total))

/* @Buffer may be a chain of its own. */
static inline VOID NdisChainBufferAtFront(PNDIS_PACKET Packet, PNDIS_BUFFER Buffer)
{
	PNDIS_BUFFER last = Buffer;

	while (last->Next)
		last = last->Next;
	if (!Packet->Private.Head)
		Packet->Private.Tail = last;
	last->Next = Packet->Private.Head;
	Packet->Private.Head = Buffer;
	Packet->Private.ValidCounts = FALSE;
}

static inline VOID NdisChainBufferAtBack(PNDIS_PACKET Packet, PNDIS_BUFFER Buffer)
{
	PNDIS_BUFFER last = Buffer;

	while (last->Next)
		last = last->Next;
	if (Packet->Private.Head)
		Packet->Private.Tail->Next = Buffer;
	else
		Packet->Private.Head = Buffer;
	Packet->Private.Tail = last;
	last->Next = NULL;
	Packet->Private.ValidCounts = FALSE;
}

/* *Buffer is NULL when the packet has none left. */
static inline VOID NdisUnchainBufferAtFront(PNDIS_PACKET Packet, PNDIS_BUFFER *Buffer)
{
	PNDIS_BUFFER first = Packet->Private.Head;

	*Buffer = first;
	if (!first)
		return;
	Packet->Private.Head = first->Next;
	if (!first->Next)
		Packet->Private.Tail = NULL;
	first->Next = NULL;
	Packet->Private.ValidCounts = FALSE;
}

static inline VOID NdisUnchainBufferAtBack(PNDIS_PACKET Packet, PNDIS_BUFFER *Buffer)
{
	PNDIS_BUFFER before = NULL;
	PNDIS_BUFFER last = Packet->Private.Head;

	*Buffer = last;
	if (!last)
		return;
	for (; last->Next; last = last->Next)
		before = last;
	if (before)
		before->Next = NULL;
	else
		Packet->Private.Head = NULL;
	Packet->Private.Tail = before;
	Packet->Private.ValidCounts = FALSE;
	*Buffer = last;
}

/* The chain is gone; ProtocolReserved and the out-of-band data are left alone. */
static inline VOID NdisReinitializePacket(PNDIS_PACKET Packet)
{
	Packet->Private.Head = NULL;
	Packet->Private.ValidCounts = FALSE;
}

/* --- pools --- */

EXTERN_C_START

VOID NdisAllocatePacketPoolExWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
				    PNDIS_HANDLE PoolHandle, UINT NumberOfDescriptors,
				    UINT NumberOfOverflowDescriptors,
				    UINT ProtocolReservedLength);
VOID NdisFreePacketPool(NDIS_HANDLE PoolHandle);
UINT NdisPacketPoolUsage(NDIS_HANDLE PoolHandle);
/* Bytes of a descriptor of a pool with that many bytes of ProtocolReserved. */
UINT NdisPacketSize(UINT ProtocolReservedSize);
VOID NdisSetPacketPoolProtocolId(NDIS_HANDLE PoolHandle, UINT ProtocolId);
NDIS_HANDLE NdisGetPoolFromPacket(PNDIS_PACKET Packet);
VOID NdisAllocatePacket(PNDIS_STATUS Status, PNDIS_PACKET *Packet, NDIS_HANDLE PoolHandle);
VOID NdisFreePacket(PNDIS_PACKET Packet);

VOID NdisAllocateBufferPoolWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
				  PNDIS_HANDLE PoolHandle, UINT NumberOfDescriptors);
VOID NdisFreeBufferPool(NDIS_HANDLE PoolHandle);
/* @PoolHandle may be NULL. */
VOID NdisAllocateBufferWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
			      PNDIS_BUFFER *Buffer, NDIS_HANDLE PoolHandle, PVOID VirtualAddress,
			      UINT Length);
VOID NdisCopyBufferWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status, PNDIS_BUFFER *Buffer,
			  NDIS_HANDLE PoolHandle, PVOID MemoryDescriptor, UINT Offset, UINT Length);
VOID NdisFreeBuffer(PNDIS_BUFFER Buffer);

VOID NdisCopyFromPacketToPacket(PNDIS_PACKET Destination, UINT DestinationOffset,
				UINT BytesToCopy, PNDIS_PACKET Source, UINT SourceOffset,
				PUINT BytesCopied);

VOID NdisIMCopySendPerPacketInfo(PNDIS_PACKET DstPacket, PNDIS_PACKET SrcPacket);
VOID NdisIMCopySendCompletePerPacketInfo(PNDIS_PACKET DstPacket, PNDIS_PACKET SrcPacket);
PNDIS_PACKET_STACK NdisIMGetCurrentPacketStack(PNDIS_PACKET Packet, BOOLEAN *StacksRemaining);

EXTERN_C_END

#define NdisAllocatePacketPoolEx(status, pool, number, overflow, reserved)		\
	NdisAllocatePacketPoolExWorker(WdfDriverGlobals, (status), (pool), (number),	\
				       (overflow), (reserved))
#define NdisAllocatePacketPool(status, pool, number, reserved)	\
	NdisAllocatePacketPoolEx(status, pool, number, 0, reserved)
#define NdisAllocateBufferPool(status, pool, number)	\
	NdisAllocateBufferPoolWorker(WdfDriverGlobals, (status), (pool), (number))
#define NdisAllocateBuffer(status, buffer, pool, va, length)				\
	NdisAllocateBufferWorker(WdfDriverGlobals, (status), (buffer), (pool), (PVOID)(va),	\
				 (length))
#define NdisCopyBuffer(status, buffer, pool, descriptor, offset, length)		\
	NdisCopyBufferWorker(WdfDriverGlobals, (status), (buffer), (pool), (descriptor),	\
			     (offset), (length))
#define NdisCopyFromPacketToPacketSafe(to, to_offset, bytes, from, from_offset, copied, priority) \
	((void)(priority),									\
	 NdisCopyFromPacketToPacket(to, to_offset, bytes, from, from_offset, copied))

/* The caller promises to be at DISPATCH_LEVEL; nothing is gained by it here. */
#define NdisDprAllocatePacket(status, packet, pool)	NdisAllocatePacket(status, packet, pool)
#define NdisDprAllocatePacketNonInterlocked(status, packet, pool)	\
	NdisAllocatePacket(status, packet, pool)
#define NdisDprFreePacket(packet)			NdisFreePacket(packet)
#define NdisDprFreePacketNonInterlocked(packet)		NdisFreePacket(packet)

#endif
