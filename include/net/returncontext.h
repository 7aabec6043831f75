/* SPDX-License-Identifier: GPL-2.0 */
/* Fragment extension: the client's own pointer, given back with the buffer. */
#ifndef _NT_NET_RETURNCONTEXT_H
#define _NT_NET_RETURNCONTEXT_H

#include <net/extension.h>

#define NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME		L"ms_fragment_returncontext"
#define NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_VERSION_1	1U
#define NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_VERSION_1_SIZE	sizeof(NET_FRAGMENT_RETURN_CONTEXT)

typedef struct NET_FRAGMENT_RETURN_CONTEXT__ *NET_FRAGMENT_RETURN_CONTEXT_HANDLE;

typedef struct _NET_FRAGMENT_RETURN_CONTEXT {
	NET_FRAGMENT_RETURN_CONTEXT_HANDLE Handle;
} NET_FRAGMENT_RETURN_CONTEXT;
C_ASSERT(sizeof(NET_FRAGMENT_RETURN_CONTEXT) == 8);

static inline NET_FRAGMENT_RETURN_CONTEXT *
NetExtensionGetFragmentReturnContext(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_FRAGMENT_RETURN_CONTEXT *)NetExtensionGetData(Extension, Index);
}

#endif
