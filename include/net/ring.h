/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A ring of packets or fragments and the index arithmetic on it. The client
 * owns [BeginIndex, EndIndex); elements are ElementStride bytes apart, which is
 * more than the descriptor's size when it has extensions.
 */
#ifndef _NT_NET_RING_H
#define _NT_NET_RING_H

#include <ntdef.h>
#include <net/fragment.h>
#include <net/packet.h>

typedef struct _NET_RING {
	UINT16 OSReserved1;
	UINT16 ElementStride;
	UINT32 NumberOfElements;	/* a power of two */
	UINT32 ElementIndexMask;
	UINT32 EndIndex;		/* framework's */
	union {
		UINT32 OSReserved0;
		void *OSReserved2[4];
	};
	UINT32 BeginIndex;		/* client's from here */
	UINT32 NextIndex;
	void *Scratch;
	unsigned char Buffer[ANYSIZE_ARRAY];
} NET_RING;

C_ASSERT(offsetof(NET_RING, ElementStride) == 2);
C_ASSERT(offsetof(NET_RING, NumberOfElements) == 4);
C_ASSERT(offsetof(NET_RING, ElementIndexMask) == 8);
C_ASSERT(offsetof(NET_RING, EndIndex) == 12);
C_ASSERT(offsetof(NET_RING, OSReserved2) == 16);
C_ASSERT(offsetof(NET_RING, BeginIndex) == 48);
C_ASSERT(offsetof(NET_RING, NextIndex) == 52);
C_ASSERT(offsetof(NET_RING, Scratch) == 56);
C_ASSERT(offsetof(NET_RING, Buffer) == 64);

static inline void *NetRingGetElementAtIndex(NET_RING const *Ring, UINT32 Index)
{
	return (void *)(Ring->Buffer + (SIZE_T)Index * Ring->ElementStride);
}

static inline NET_PACKET *NetRingGetPacketAtIndex(NET_RING const *Ring, UINT32 Index)
{
	return (NET_PACKET *)NetRingGetElementAtIndex(Ring, Index);
}

static inline NET_FRAGMENT *NetRingGetFragmentAtIndex(NET_RING const *Ring, UINT32 Index)
{
	return (NET_FRAGMENT *)NetRingGetElementAtIndex(Ring, Index);
}

static inline UINT32 NetRingAdvanceIndex(NET_RING const *Ring, UINT32 Index, INT32 Distance)
{
	return (Index + (UINT32)Distance) & Ring->ElementIndexMask;
}

static inline UINT32 NetRingIncrementIndex(NET_RING const *Ring, UINT32 Index)
{
	return NetRingAdvanceIndex(Ring, Index, 1);
}

static inline UINT32 NetRingGetRangeCount(NET_RING const *Ring, UINT32 StartIndex, UINT32 EndIndex)
{
	return (EndIndex - StartIndex) & Ring->ElementIndexMask;
}

#endif
