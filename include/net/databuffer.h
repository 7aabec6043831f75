/* SPDX-License-Identifier: GPL-2.0 */
/* Fragment extension: a buffer from the framework's pool. */
#ifndef _NT_NET_DATABUFFER_H
#define _NT_NET_DATABUFFER_H

#include <net/extension.h>

#define NET_FRAGMENT_EXTENSION_DATA_BUFFER_NAME		L"ms_fragment_databuffer"
#define NET_FRAGMENT_EXTENSION_DATA_BUFFER_VERSION_1	1U
#define NET_FRAGMENT_EXTENSION_DATA_BUFFER_VERSION_1_SIZE	sizeof(NET_FRAGMENT_DATA_BUFFER)

typedef struct NET_FRAGMENT_DATA_BUFFER__ *NET_FRAGMENT_DATA_BUFFER_HANDLE;

typedef struct _NET_FRAGMENT_DATA_BUFFER {
	NET_FRAGMENT_DATA_BUFFER_HANDLE Handle;
} NET_FRAGMENT_DATA_BUFFER;
C_ASSERT(sizeof(NET_FRAGMENT_DATA_BUFFER) == 8);

static inline NET_FRAGMENT_DATA_BUFFER *
NetExtensionGetFragmentDataBuffer(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_FRAGMENT_DATA_BUFFER *)NetExtensionGetData(Extension, Index);
}

#endif
