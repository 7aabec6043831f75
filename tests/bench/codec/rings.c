// SPDX-License-Identifier: GPL-2.0
/*
 * A packet ring on its way around: the framework prepares and publishes, the client
 * takes each packet and moves BeginIndex, the framework sees that and takes back.
 */
#include <linux/errno.h>
#include <linux/slab.h>

#include "netadapter/ring.h"
#include "codec.h"

#define ELEMENTS	256
#define STRIDE		40	/* a packet and two extensions */

static struct netcx_ring ring;
static void *memory;

int codec_rings_init(void)
{
	memory = kzalloc(netcx_ring_bytes(ELEMENTS, STRIDE), GFP_KERNEL);
	if (!memory)
		return -ENOMEM;
	netcx_ring_init(&ring, memory, ELEMENTS, STRIDE);
	return 0;
}

void codec_rings_exit(void)
{
	kfree(memory);
}

/* What a client does with each packet. */
static noinline void client(NET_RING *pub)
{
	while (pub->BeginIndex != pub->EndIndex) {
		NET_PACKET *packet = NetRingGetPacketAtIndex(pub, pub->BeginIndex);

		packet->Scratch = 1;
		codec_found(packet, packet->FragmentCount, 0);
		pub->BeginIndex = NetRingIncrementIndex(pub, pub->BeginIndex);
	}
}

unsigned int codec_rings_run(unsigned int count, unsigned int batch)
{
	unsigned int back = 0;

	while (back < count) {
		u32 i, n = min(batch, netcx_ring_room(&ring));

		netcx_ring_prepare(&ring, n);
		for (i = 0; i < n; i++) {
			NET_PACKET *packet = netcx_ring_element(&ring, ring.end + i);

			packet->FragmentCount = 1;
		}
		netcx_ring_publish(&ring, n);
		client(ring.pub);
		if (!netcx_ring_sync(&ring))
			break;
		i = netcx_ring_returned(&ring);
		netcx_ring_take(&ring, i);
		back += i;
	}
	return back;
}
