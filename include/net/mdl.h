/* SPDX-License-Identifier: GPL-2.0 */
/* Fragment extension: an MDL that describes the buffer. */
#ifndef _NT_NET_MDL_H
#define _NT_NET_MDL_H

#include <net/extension.h>

#define NET_FRAGMENT_EXTENSION_MDL_NAME		L"ms_fragment_mdl"
#define NET_FRAGMENT_EXTENSION_MDL_VERSION_1	1U
#define NET_FRAGMENT_EXTENSION_MDL_VERSION_1_SIZE	sizeof(NET_FRAGMENT_MDL)

struct _MDL;

typedef struct _NET_FRAGMENT_MDL {
	struct _MDL *Mdl;
} NET_FRAGMENT_MDL;
C_ASSERT(sizeof(NET_FRAGMENT_MDL) == 8);

static inline NET_FRAGMENT_MDL *
NetExtensionGetFragmentMdl(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_FRAGMENT_MDL *)NetExtensionGetData(Extension, Index);
}

#endif
