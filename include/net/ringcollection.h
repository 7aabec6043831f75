/* SPDX-License-Identifier: GPL-2.0 */
/* The rings of one queue. */
#ifndef _NT_NET_RINGCOLLECTION_H
#define _NT_NET_RINGCOLLECTION_H

#include <net/ring.h>

typedef enum _NET_RING_TYPE {
	NetRingTypePacket,
	NetRingTypeFragment,
	NetRingTypeDataBuffer
} NET_RING_TYPE;
C_ASSERT(NetRingTypeDataBuffer == 2);

#define NET_RING_TYPE_PACKET		NetRingTypePacket
#define NET_RING_TYPE_FRAGMENT		NetRingTypeFragment
#define NET_RING_TYPE_DATA_BUFFER	NetRingTypeDataBuffer

typedef struct _NET_RING_COLLECTION {
	NET_RING *Rings[NetRingTypeDataBuffer + 1];
} NET_RING_COLLECTION;
C_ASSERT(sizeof(NET_RING_COLLECTION) == 3 * sizeof(void *));

static inline NET_RING *NetRingCollectionGetPacketRing(NET_RING_COLLECTION const *Rings)
{
	return Rings->Rings[NetRingTypePacket];
}

static inline NET_RING *NetRingCollectionGetFragmentRing(NET_RING_COLLECTION const *Rings)
{
	return Rings->Rings[NetRingTypeFragment];
}

static inline NET_RING *NetRingCollectionGetDataBufferRing(NET_RING_COLLECTION const *Rings)
{
	return Rings->Rings[NetRingTypeDataBuffer];
}

#endif
