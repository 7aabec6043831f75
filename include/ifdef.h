/* SPDX-License-Identifier: GPL-2.0 */
/* What an interface is called by drivers and programs alike. */
#ifndef _NT_IFDEF_H
#define _NT_IFDEF_H

#include <ntdef.h>

/* Constant while the interface exists, and after that nobody else's. */
typedef union _NET_LUID_LH {
	ULONG64 Value;
	struct {
		ULONG64 Reserved : 24;
		ULONG64 NetLuidIndex : 24;
		ULONG64 IfType : 16;
	} Info;
} NET_LUID_LH, *PNET_LUID_LH;
C_ASSERT(sizeof(NET_LUID_LH) == 8);

typedef NET_LUID_LH NET_LUID, *PNET_LUID;
typedef ULONG NET_IFINDEX, *PNET_IFINDEX;

#ifndef IF_TYPE_ETHERNET_CSMACD
#define IF_TYPE_ETHERNET_CSMACD	6
#endif
#ifndef IF_TYPE_WWANPP
#define IF_TYPE_WWANPP		243
#endif

#endif
