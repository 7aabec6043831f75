/* SPDX-License-Identifier: GPL-2.0 */
/* Receive scaling: which receive queue a packet goes to by its hash. */
#ifndef _NT_NETRECEIVESCALING_H
#define _NT_NETRECEIVESCALING_H

#include <netadaptercxtypes.h>

typedef enum _NET_ADAPTER_RECEIVE_SCALING_UNHASHED_TARGET_TYPE {
	NetAdapterReceiveScalingUnhashedTargetTypeUnspecified = 0,
	NetAdapterReceiveScalingUnhashedTargetTypeHashIndex = 1
} NET_ADAPTER_RECEIVE_SCALING_UNHASHED_TARGET_TYPE;

typedef enum _NET_ADAPTER_RECEIVE_SCALING_HASH_TYPE {
	NetAdapterReceiveScalingHashTypeNone = 0x0,
	NetAdapterReceiveScalingHashTypeToeplitz = 0x1
} NET_ADAPTER_RECEIVE_SCALING_HASH_TYPE;
DEFINE_ENUM_FLAG_OPERATORS(NET_ADAPTER_RECEIVE_SCALING_HASH_TYPE)

typedef enum _NET_ADAPTER_RECEIVE_SCALING_PROTOCOL_TYPE {
	NetAdapterReceiveScalingProtocolTypeNone = 0x00,
	NetAdapterReceiveScalingProtocolTypeIPv4 = 0x01,
	NetAdapterReceiveScalingProtocolTypeIPv4Options = 0x02,
	NetAdapterReceiveScalingProtocolTypeIPv6 = 0x04,
	NetAdapterReceiveScalingProtocolTypeIPv6Extensions = 0x08,
	NetAdapterReceiveScalingProtocolTypeTcp = 0x10,
	NetAdapterReceiveScalingProtocolTypeUdp = 0x20
} NET_ADAPTER_RECEIVE_SCALING_PROTOCOL_TYPE;
DEFINE_ENUM_FLAG_OPERATORS(NET_ADAPTER_RECEIVE_SCALING_PROTOCOL_TYPE)

typedef enum _NET_ADAPTER_RECEIVE_SCALING_ENCAPSULATION_TYPE {
	NetAdapterReceiveScalingEncapsulationTypeNone = 0x1,
	NetAdapterReceiveScalingEncapsulationTypeNvGre = 0x2,
	NetAdapterReceiveScalingEncapsulationTypeVXLan = 0x4
} NET_ADAPTER_RECEIVE_SCALING_ENCAPSULATION_TYPE;
DEFINE_ENUM_FLAG_OPERATORS(NET_ADAPTER_RECEIVE_SCALING_ENCAPSULATION_TYPE)

typedef struct _NET_ADAPTER_RECEIVE_SCALING_HASH_SECRET_KEY {
	SIZE_T Length;		/* bytes */
	UCHAR const *Key;
} NET_ADAPTER_RECEIVE_SCALING_HASH_SECRET_KEY;

/* One index of the indirection table; Status is the client's answer. */
typedef struct _NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRY {
	NETPACKETQUEUE PacketQueue;
	NTSTATUS Status;
	UINT32 Index;
} NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRY;

typedef struct _NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRIES {
	NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRY *Entries;
	union {
		SIZE_T Length;	/* of the array, in entries */
		SIZE_T Count;
	};
} NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRIES;

/*
 * PASSIVE_LEVEL. Enable, then the key, then the table, each time the receive
 * queues have been made and scaling is on; the key and the table alone when user
 * space changes them. Key and Entries are valid until the callback returns.
 */
typedef NTSTATUS (EVT_NET_ADAPTER_RECEIVE_SCALING_ENABLE)(NETADAPTER Adapter,
	NET_ADAPTER_RECEIVE_SCALING_HASH_TYPE HashType,
	NET_ADAPTER_RECEIVE_SCALING_PROTOCOL_TYPE ProtocolType);
typedef VOID (EVT_NET_ADAPTER_RECEIVE_SCALING_DISABLE)(NETADAPTER Adapter);
typedef NTSTATUS (EVT_NET_ADAPTER_RECEIVE_SCALING_SET_HASH_SECRET_KEY)(NETADAPTER Adapter,
	NET_ADAPTER_RECEIVE_SCALING_HASH_SECRET_KEY const *HashSecretKey);
typedef NTSTATUS (EVT_NET_ADAPTER_RECEIVE_SCALING_SET_INDIRECTION_ENTRIES)(NETADAPTER Adapter,
	NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRIES *IndirectionEntries);
typedef EVT_NET_ADAPTER_RECEIVE_SCALING_ENABLE *PFN_NET_ADAPTER_RECEIVE_SCALING_ENABLE;
typedef EVT_NET_ADAPTER_RECEIVE_SCALING_DISABLE *PFN_NET_ADAPTER_RECEIVE_SCALING_DISABLE;
typedef EVT_NET_ADAPTER_RECEIVE_SCALING_SET_HASH_SECRET_KEY
	*PFN_NET_ADAPTER_RECEIVE_SCALING_SET_HASH_SECRET_KEY;
typedef EVT_NET_ADAPTER_RECEIVE_SCALING_SET_INDIRECTION_ENTRIES
	*PFN_NET_ADAPTER_RECEIVE_SCALING_SET_INDIRECTION_ENTRIES;

typedef struct _NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES {
	ULONG Size;
	SIZE_T NumberOfQueues;
	SIZE_T IndirectionTableSize;	/* a power of two */
	NET_ADAPTER_RECEIVE_SCALING_UNHASHED_TARGET_TYPE UnhashedTargetType;
	NET_ADAPTER_RECEIVE_SCALING_HASH_TYPE ReceiveScalingHashTypes;
	NET_ADAPTER_RECEIVE_SCALING_PROTOCOL_TYPE ReceiveScalingProtocolTypes;
	NET_ADAPTER_RECEIVE_SCALING_ENCAPSULATION_TYPE ReceiveScalingEncapsulationTypes;
	BOOLEAN SynchronizeSetIndirectionEntries;
	PFN_NET_ADAPTER_RECEIVE_SCALING_ENABLE EvtAdapterReceiveScalingEnable;
	PFN_NET_ADAPTER_RECEIVE_SCALING_DISABLE EvtAdapterReceiveScalingDisable;

	PFN_NET_ADAPTER_RECEIVE_SCALING_SET_HASH_SECRET_KEY
		EvtAdapterReceiveScalingSetHashSecretKey;
	PFN_NET_ADAPTER_RECEIVE_SCALING_SET_INDIRECTION_ENTRIES
		EvtAdapterReceiveScalingSetIndirectionEntries;
} NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES;

static inline VOID
NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES_INIT(
	NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES *Capabilities,
	SIZE_T NumberOfQueues, SIZE_T IndirectionTableSize,
	NET_ADAPTER_RECEIVE_SCALING_UNHASHED_TARGET_TYPE UnhashedTargetType,
	NET_ADAPTER_RECEIVE_SCALING_HASH_TYPE HashTypes,
	NET_ADAPTER_RECEIVE_SCALING_PROTOCOL_TYPE ProtocolTypes,
	PFN_NET_ADAPTER_RECEIVE_SCALING_ENABLE EvtEnable,
	PFN_NET_ADAPTER_RECEIVE_SCALING_DISABLE EvtDisable,
	PFN_NET_ADAPTER_RECEIVE_SCALING_SET_HASH_SECRET_KEY EvtSetHashSecretKey,
	PFN_NET_ADAPTER_RECEIVE_SCALING_SET_INDIRECTION_ENTRIES EvtSetIndirectionEntries)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->NumberOfQueues = NumberOfQueues;
	Capabilities->IndirectionTableSize = IndirectionTableSize;
	Capabilities->UnhashedTargetType = UnhashedTargetType;
	Capabilities->ReceiveScalingHashTypes = HashTypes;
	Capabilities->ReceiveScalingProtocolTypes = ProtocolTypes;
	Capabilities->ReceiveScalingEncapsulationTypes =
		NetAdapterReceiveScalingEncapsulationTypeNone;
	Capabilities->EvtAdapterReceiveScalingEnable = EvtEnable;
	Capabilities->EvtAdapterReceiveScalingDisable = EvtDisable;
	Capabilities->EvtAdapterReceiveScalingSetHashSecretKey = EvtSetHashSecretKey;
	Capabilities->EvtAdapterReceiveScalingSetIndirectionEntries = EvtSetIndirectionEntries;
}

EXTERN_C_START

/* Before NetAdapterStart(), PASSIVE_LEVEL; copied. An adapter without has one receive queue. */
VOID NetAdapterSetReceiveScalingCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES const *Capabilities);

EXTERN_C_END

#endif
