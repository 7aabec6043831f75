/* SPDX-License-Identifier: GPL-2.0 */
/* Fragment extension: start of the buffer; the data begin Offset bytes into it. */
#ifndef _NT_NET_VIRTUALADDRESS_H
#define _NT_NET_VIRTUALADDRESS_H

#include <net/extension.h>

#define NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME		L"ms_fragment_virtualaddress"
#define NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1	1U
#define NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1_SIZE \
	sizeof(NET_FRAGMENT_VIRTUAL_ADDRESS)

typedef struct _NET_FRAGMENT_VIRTUAL_ADDRESS {
	void *VirtualAddress;
} NET_FRAGMENT_VIRTUAL_ADDRESS;
C_ASSERT(sizeof(NET_FRAGMENT_VIRTUAL_ADDRESS) == 8);

static inline NET_FRAGMENT_VIRTUAL_ADDRESS *
NetExtensionGetFragmentVirtualAddress(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_FRAGMENT_VIRTUAL_ADDRESS *)NetExtensionGetData(Extension, Index);
}

#endif
