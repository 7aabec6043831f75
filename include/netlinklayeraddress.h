/* SPDX-License-Identifier: GPL-2.0 */
/* Link-layer addresses; a part of netadapter.h that other headers need as well. */
#ifndef _NT_NETLINKLAYERADDRESS_H
#define _NT_NETLINKLAYERADDRESS_H

#include <netadaptercxtypes.h>

#define NET_ADAPTER_LINK_LAYER_ADDRESS_MAX_LENGTH	32

typedef struct _NET_ADAPTER_LINK_LAYER_ADDRESS {
	USHORT Length;
	UCHAR Address[NET_ADAPTER_LINK_LAYER_ADDRESS_MAX_LENGTH];
} NET_ADAPTER_LINK_LAYER_ADDRESS;

static inline VOID NET_ADAPTER_LINK_LAYER_ADDRESS_INIT(NET_ADAPTER_LINK_LAYER_ADDRESS *Address,
						       USHORT Length, UCHAR const *AddressBuffer)
{
	RtlZeroMemory(Address, sizeof(*Address));
	Address->Length = Length;
	if (Length <= NET_ADAPTER_LINK_LAYER_ADDRESS_MAX_LENGTH)
		RtlCopyMemory(Address->Address, AddressBuffer, Length);
}

#endif
