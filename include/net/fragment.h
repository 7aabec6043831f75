/* SPDX-License-Identifier: GPL-2.0 */
/* The fragment descriptor: ValidLength bytes at Offset of a buffer of Capacity. */
#ifndef _NT_NET_FRAGMENT_H
#define _NT_NET_FRAGMENT_H

#include <ntdef.h>

typedef struct _NET_FRAGMENT {
	UINT64 ValidLength : 26;
	UINT64 Capacity : 26;
	UINT64 Offset : 10;
	UINT64 Scratch : 1;	/* client's */
	UINT64 OsReserved_Bounced : 1;
} NET_FRAGMENT;
C_ASSERT(sizeof(NET_FRAGMENT) == 8);

#endif
