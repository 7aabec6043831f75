/* SPDX-License-Identifier: GPL-2.0 */
/* Wake sources: what should wake the device, listed while it is being armed. */
#ifndef _NT_NETWAKESOURCE_H
#define _NT_NETWAKESOURCE_H

#include <netadapter.h>
#include <netadaptercxtypes.h>

/* ---- what the hardware can do, before NetAdapterStart() ---- */

#define NT_SIZED_INIT(init, type)				\
static inline VOID init(type *Capabilities)			\
{								\
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));	\
	Capabilities->Size = sizeof(*Capabilities);		\
}

typedef struct _NET_ADAPTER_WAKE_BITMAP_CAPABILITIES {
	ULONG Size;
	BOOLEAN BitmapPattern;
	SIZE_T MaximumPatternCount;
	SIZE_T MaximumPatternSize;
} NET_ADAPTER_WAKE_BITMAP_CAPABILITIES;
NT_SIZED_INIT(NET_ADAPTER_WAKE_BITMAP_CAPABILITIES_INIT,
	      NET_ADAPTER_WAKE_BITMAP_CAPABILITIES)

typedef struct _NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES {
	ULONG Size;
	BOOLEAN MediaConnect;
	BOOLEAN MediaDisconnect;
} NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES;
NT_SIZED_INIT(NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES_INIT,
	      NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES)

typedef struct _NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES {
	ULONG Size;
	BOOLEAN MagicPacket;
} NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES;
NT_SIZED_INIT(NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES_INIT,
	      NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES)

typedef struct _NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES {
	ULONG Size;
	BOOLEAN PacketFilterMatch;
} NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES;
NT_SIZED_INIT(NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES_INIT,
	      NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES)

typedef struct _NET_ADAPTER_WAKE_EAPOL_PACKET_CAPABILITIES {
	ULONG Size;
	BOOLEAN EapolPacket;
} NET_ADAPTER_WAKE_EAPOL_PACKET_CAPABILITIES;
NT_SIZED_INIT(NET_ADAPTER_WAKE_EAPOL_PACKET_CAPABILITIES_INIT,
	      NET_ADAPTER_WAKE_EAPOL_PACKET_CAPABILITIES)

/* ---- what is wanted, during arm, disarm and preview ---- */

typedef enum _NET_WAKE_SOURCE_TYPE {
	NetWakeSourceTypeBitmapPattern = 1,
	NetWakeSourceTypeMagicPacket = 2,
	NetWakeSourceTypeMediaChange = 3,
	NetWakeSourceTypePacketFilterMatch = 4,
	NetWakeSourceTypeEapolPacket = 5
} NET_WAKE_SOURCE_TYPE;

typedef struct _NET_WAKE_SOURCE_LIST {
	ULONG Size;
	void *Reserved[4];
} NET_WAKE_SOURCE_LIST;
NT_SIZED_INIT(NET_WAKE_SOURCE_LIST_INIT, NET_WAKE_SOURCE_LIST)

typedef struct _NET_WAKE_SOURCE_BITMAP_PARAMETERS {
	ULONG Size;
	ULONG Id;
	UCHAR const *Pattern;
	SIZE_T PatternSize;
	UCHAR const *Mask;
	SIZE_T MaskSize;
} NET_WAKE_SOURCE_BITMAP_PARAMETERS;
NT_SIZED_INIT(NET_WAKE_SOURCE_BITMAP_PARAMETERS_INIT,
	      NET_WAKE_SOURCE_BITMAP_PARAMETERS)

typedef struct _NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS {
	ULONG Size;
	BOOLEAN MediaConnect;
	BOOLEAN MediaDisconnect;
} NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS;
NT_SIZED_INIT(NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS_INIT,
	      NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS)

/* Pattern ids that stand for a wake reason without a pattern. */
#define NetWakeReasonPatternIdMagicPacket	0xfffe
#define NetWakeReasonPatternIdEapolPacket	0xfffd
#define NetWakeReasonPatternIdPacketFilter	0xfffc

typedef struct _NET_ADAPTER_WAKE_REASON_PACKET {
	ULONG Size;
	ULONG PatternId;
	ULONG OriginalPacketSize;
	WDFMEMORY WakePacket;
} NET_ADAPTER_WAKE_REASON_PACKET;
NT_SIZED_INIT(NET_ADAPTER_WAKE_REASON_PACKET_INIT, NET_ADAPTER_WAKE_REASON_PACKET)

EXTERN_C_START

VOID NetAdapterWakeSetBitmapCapabilities(NETADAPTER Adapter,
					 NET_ADAPTER_WAKE_BITMAP_CAPABILITIES const *Capabilities);
VOID NetAdapterWakeSetMediaChangeCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES const *Capabilities);
VOID NetAdapterWakeSetMagicPacketCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES const *Capabilities);
VOID NetAdapterWakeSetPacketFilterCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES const *Capabilities);
VOID NetAdapterWakeSetEapolPacketCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_WAKE_EAPOL_PACKET_CAPABILITIES const *Capabilities);

VOID NetDeviceGetWakeSourceList(WDFDEVICE Device, NET_WAKE_SOURCE_LIST *List);
SIZE_T NetWakeSourceListGetCount(NET_WAKE_SOURCE_LIST const *List);
NETWAKESOURCE NetWakeSourceListGetElement(NET_WAKE_SOURCE_LIST const *List, SIZE_T Index);
NET_WAKE_SOURCE_TYPE NetWakeSourceGetType(NETWAKESOURCE WakeSource);
NETADAPTER NetWakeSourceGetAdapter(NETWAKESOURCE WakeSource);
VOID NetWakeSourceGetBitmapParameters(NETWAKESOURCE WakeSource,
				      NET_WAKE_SOURCE_BITMAP_PARAMETERS *Parameters);
VOID NetWakeSourceGetMediaChangeParameters(NETWAKESOURCE WakeSource,
					   NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS *Parameters);

/*
 * After the device has woken, PASSIVE_LEVEL. WakePacket, which may be NULL, stays the
 * caller's. The reason goes to the log and to user space, by a uevent of the device.
 */
VOID NetAdapterReportWakeReasonPacket(NETADAPTER Adapter,
				      NET_ADAPTER_WAKE_REASON_PACKET const *Reason);
VOID NetAdapterReportWakeReasonMediaChange(NETADAPTER Adapter,
					   NET_IF_MEDIA_CONNECT_STATE Reason);

EXTERN_C_END

#endif
