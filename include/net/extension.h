/* SPDX-License-Identifier: GPL-2.0 */
/* Extensions: data beside each packet or fragment descriptor, found by name. */
#ifndef _NT_NET_EXTENSION_H
#define _NT_NET_EXTENSION_H

#include <ntdef.h>

typedef enum _NET_EXTENSION_TYPE {
	NetExtensionTypePacket = 1,
	NetExtensionTypeFragment = 2,
	NetExtensionTypeBuffer = 3
} NET_EXTENSION_TYPE;

typedef struct _NET_EXTENSION_QUERY {
	ULONG Size;
	PCWSTR Name;
	ULONG Version;
	NET_EXTENSION_TYPE Type;
} NET_EXTENSION_QUERY;

typedef struct _NET_EXTENSION {
	void *Reserved[4];	/* [0]: of element 0, [1]: bytes to the next one */
	union {
		BOOLEAN Enabled;
		void *Reserved1;
	};
} NET_EXTENSION;
C_ASSERT(sizeof(NET_EXTENSION) == 5 * sizeof(void *));

static inline void NetExtensionQueryInit(NET_EXTENSION_QUERY *Query, PCWSTR Name, ULONG Version,
					 NET_EXTENSION_TYPE Type)
{
	Query->Size = sizeof(*Query);
	Query->Name = Name;
	Query->Version = Version;
	Query->Type = Type;
}

/*
 * (Query, Name, Version, Type), or without Type for a packet extension. The
 * defaults that follow the caller's arguments are dropped where those suffice.
 */
#define NET_EXTENSION_QUERY_INIT(Query, Name, ...)	\
	NT_EXTENSION_QUERY_INIT(Query, Name, __VA_ARGS__, NetExtensionTypePacket, 0)
#define NT_EXTENSION_QUERY_INIT(Query, Name, Version, Type, ...)	\
	NetExtensionQueryInit(Query, Name, Version, Type)

static inline void *NetExtensionGetData(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (PUCHAR)Extension->Reserved[0] + (ULONG_PTR)Extension->Reserved[1] * Index;
}

#endif
