/* SPDX-License-Identifier: GPL-2.0 */
/* Fragment extension: the buffer as the device's DMA sees it. */
#ifndef _NT_NET_LOGICALADDRESS_H
#define _NT_NET_LOGICALADDRESS_H

#include <net/extension.h>

#define NET_FRAGMENT_EXTENSION_LOGICAL_ADDRESS_NAME		L"ms_fragment_logicaladdress"
#define NET_FRAGMENT_EXTENSION_LOGICAL_ADDRESS_VERSION_1	1U
#define NET_FRAGMENT_EXTENSION_LOGICAL_ADDRESS_VERSION_1_SIZE \
	sizeof(NET_FRAGMENT_LOGICAL_ADDRESS)

typedef struct _NET_FRAGMENT_LOGICAL_ADDRESS {
	UINT64 LogicalAddress;
} NET_FRAGMENT_LOGICAL_ADDRESS;
C_ASSERT(sizeof(NET_FRAGMENT_LOGICAL_ADDRESS) == 8);

static inline NET_FRAGMENT_LOGICAL_ADDRESS *
NetExtensionGetFragmentLogicalAddress(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_FRAGMENT_LOGICAL_ADDRESS *)NetExtensionGetData(Extension, Index);
}

#endif
