// SPDX-License-Identifier: GPL-2.0
/*
 * The checking mode: copies of both rings are made before each callback that
 * may move them, and compared afterwards. It finds a client that writes where
 * it must not; memory safety never depends on it.
 */
#include "netadapter/netcx.h"

#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>

static bool ring_check;
module_param(ring_check, bool, 0644);
MODULE_PARM_DESC(ring_check,
		 "compare packet rings before and after each client callback (new queues)");

/**
 * struct netcx_check - rings as they were before the callback
 * @packet: copy of the packet ring, header included
 * @fragment: copy of the fragment ring
 */
struct netcx_check {
	NET_RING *packet;
	NET_RING *fragment;
};

static size_t netcx_check_bytes(const struct netcx_ring *ring)
{
	return offsetof(NET_RING, Buffer) + (size_t)ring->elements * ring->stride;
}

void netcx_check_free(struct netcx_check *check)
{
	if (!check)
		return;
	kvfree(check->packet);
	kvfree(check->fragment);
	kfree(check);
}

/**
 * netcx_check_alloc() - make a queue's copies
 * @queue: rings are laid out
 *
 * Return: NULL if the mode is off, or without memory: the queue then goes
 *	unchecked.
 * Context: process.
 */
struct netcx_check *netcx_check_alloc(const struct netcx_queue *queue)
{
	struct netcx_check *check;

	if (!READ_ONCE(ring_check))
		return NULL;
	check = kzalloc(sizeof(*check), GFP_KERNEL);
	if (!check)
		return NULL;
	check->packet = kvmalloc(netcx_check_bytes(&queue->packet), GFP_KERNEL);
	check->fragment = kvmalloc(netcx_check_bytes(&queue->fragment), GFP_KERNEL);
	if (!check->packet || !check->fragment) {
		netcx_check_free(check);
		return NULL;
	}
	return check;
}

/* Remember the rings: see netcx_check_before(). */
void netcx_check_save(struct netcx_queue *queue)
{
	struct netcx_check *check = queue->check;

	memcpy(check->packet, queue->packet.pub, netcx_check_bytes(&queue->packet));
	memcpy(check->fragment, queue->fragment.pub, netcx_check_bytes(&queue->fragment));
}

static void netcx_check_header(struct netcx_queue *queue, const NET_RING *old, const NET_RING *now)
{
	if (old->ElementStride != now->ElementStride ||
	    old->NumberOfElements != now->NumberOfElements ||
	    old->ElementIndexMask != now->ElementIndexMask ||
	    old->EndIndex != now->EndIndex || old->OSReserved1 != now->OSReserved1 ||
	    memcmp(old->OSReserved2, now->OSReserved2, sizeof(old->OSReserved2)))
		netcx_violation(queue->adapter, RING_HEADER,
				"the client changed a ring's header");
}

static const void *netcx_check_element(const struct netcx_ring *ring, const NET_RING *copy,
				       u32 index)
{
	return copy->Buffer + (size_t)(index & ring->mask) * ring->stride;
}

/*
 * @count elements from @from on must be as they were, but for Scratch: a client
 * may complete a packet that it gave back early, and marks it when it does.
 */
static void netcx_check_packets(struct netcx_queue *queue, u32 from, u32 count, const char *what)
{
	const struct netcx_ring *ring = &queue->packet;

	for (; count--; from = (from + 1) & ring->mask) {
		NET_PACKET old, now;

		const void *before = netcx_check_element(ring, queue->check->packet, from);
		const void *after = netcx_ring_element(ring, from);

		memcpy(&old, before, sizeof(old));
		memcpy(&now, after, sizeof(now));
		old.Scratch = now.Scratch;
		if (memcmp(&old, &now, sizeof(old)) ||
		    memcmp(before + sizeof(old), after + sizeof(now),
			   ring->stride - sizeof(old))) {
			netcx_violation(queue->adapter, RING_ELEMENT,
					"packet element %u: the client changed %s",
					from & ring->mask, what);
			return;
		}
	}
}

static void netcx_check_fragments(struct netcx_queue *queue, u32 from, u32 count, const char *what)
{
	const struct netcx_ring *ring = &queue->fragment;

	for (; count--; from = (from + 1) & ring->mask) {
		const void *before = netcx_check_element(ring, queue->check->fragment, from);
		const void *after = netcx_ring_element(ring, from);
		NET_FRAGMENT old, now;

		memcpy(&old, before, sizeof(old));
		memcpy(&now, after, sizeof(now));
		old.Scratch = now.Scratch;
		if (memcmp(&old, &now, sizeof(old)) ||
		    memcmp(before + sizeof(old), after + sizeof(now),
			   ring->stride - sizeof(old))) {
			netcx_violation(queue->adapter, RING_ELEMENT,
					"fragment element %u: the client changed %s",
					from & ring->mask, what);
			return;
		}
	}
}

/* Compare the rings: see netcx_check_after(). */
void netcx_check_compare(struct netcx_queue *queue)
{
	struct netcx_check *check = queue->check;
	const struct netcx_ring *packet = &queue->packet, *fragment = &queue->fragment;
	u32 packets, fragments;

	netcx_check_header(queue, check->packet, packet->pub);
	netcx_check_header(queue, check->fragment, fragment->pub);

	/* The client's when it was called; the rest of the ring never is. */
	packets = (packet->end - check->packet->BeginIndex) & packet->mask;
	fragments = (fragment->end - check->fragment->BeginIndex) & fragment->mask;
	netcx_check_packets(queue, packet->end, packet->elements - packets,
			    "an element that is not its own");
	netcx_check_fragments(queue, fragment->end, fragment->elements - fragments,
			      "an element that is not its own");
	if (queue->tx) {
		netcx_check_packets(queue, packet->end - packets, packets, "a packet to be sent");
		netcx_check_fragments(queue, fragment->end - fragments, fragments,
				      "a fragment to be sent");
	}
}
