// SPDX-License-Identifier: GPL-2.0
/*
 * Packet descriptors: where their parts lie, who has one at the moment, and what
 * goes with a packet from one driver to the next.
 *
 *	struct ndis_packet_block	the shim's: owner, pool
 *	NDIS_PACKET			up to ProtocolReserved
 *	ProtocolReserved		as long as the pool says
 *	NDIS_PACKET_OOB_DATA		at Private.NdisPacketOobOffset
 *	NDIS_PACKET_EXTENSION		directly after it
 *
 * Not here: where descriptors come from (packet_pool.c), the buffers that they
 * name (buffer.c) and the bytes in these (packet_data.c).
 */
#include <linux/align.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <kunit/visibility.h>

#include "ndis/packet_internal.h"

/* The fixed part of a packet: all that comes before ProtocolReserved. */
#define NDIS_PACKET_FIXED	offsetof(NDIS_PACKET, ProtocolReserved)

static const char * const ndis_packet_owners[] = {
	[NDIS_PACKET_FREE] = "free",
	[NDIS_PACKET_CLIENT] = "its owner's",
	[NDIS_PACKET_SENDING] = "being sent",
	[NDIS_PACKET_TRANSFER] = "in a transfer",
	[NDIS_PACKET_DONE] = "about to be given back",
	[NDIS_PACKET_INDICATED] = "indicated",
	[NDIS_PACKET_LENT] = "lent by NDIS",
};

unsigned int ndis_packet_oob_offset(unsigned int reserved)
{
	return ALIGN(NDIS_PACKET_FIXED + reserved, 8);
}

size_t ndis_packet_size(unsigned int reserved)
{
	return ndis_packet_oob_offset(reserved) + sizeof(NDIS_PACKET_OOB_DATA) +
	       sizeof(NDIS_PACKET_EXTENSION);
}

size_t ndis_packet_block_size(unsigned int reserved)
{
	/* The structure has a few bytes of ProtocolReserved and padding itself. */
	return max(offsetof(struct ndis_packet_block, packet) + ndis_packet_size(reserved),
		   sizeof(struct ndis_packet_block));
}

void ndis_packet_block_reset(struct ndis_packet_block *block, NDIS_HANDLE pool,
			     unsigned int reserved, u8 protocol_id)
{
	PNDIS_PACKET packet = &block->packet;

	block->binding = NULL;
	block->lent = NULL;
	block->outer = NULL;
	block->give_back = NULL;
	atomic_set(&block->holds, 0);
	memset(packet, 0, ndis_packet_size(reserved));
	packet->Private.Pool = (PVOID)pool;
	packet->Private.Flags = protocol_id;
	packet->Private.NdisPacketFlags = fPACKET_ALLOCATED_BY_NDIS;
	packet->Private.NdisPacketOobOffset = block->oob_offset;
	atomic_set_release(&block->owner, NDIS_PACKET_CLIENT);
}

/*
 * Without a fault, whatever the address. Descriptors are from kmalloc(), and what
 * lies elsewhere, a device's registers perhaps, is not looked at; memory that is
 * not there fails to be read.
 */
static bool ndis_packet_has_magic(const struct ndis_packet_block *block)
{
	unsigned long address = (unsigned long)block;
	u32 magic;

	if (address < PAGE_OFFSET || address >= (unsigned long)high_memory ||
	    !IS_ALIGNED(address, __alignof__(*block)))
		return false;
	pagefault_disable();
	__get_kernel_nofault(&magic, &block->magic, u32, unreadable);
	pagefault_enable();
	return magic == NDIS_PACKET_MAGIC;

unreadable:
	pagefault_enable();
	return false;
}

/**
 * ndis_packet_block() - the shim's record of a packet
 * @packet: from a client: perhaps no packet at all
 * @who: for the message
 *
 * Context: any. Return: the record, or NULL with a violation. The packet may be
 * free: whoever takes it over decides that by exchanging the owner.
 */
struct ndis_packet_block *ndis_packet_block(PNDIS_PACKET packet, const char *who)
{
	struct ndis_packet_block *block = container_of(packet, struct ndis_packet_block, packet);

	if (likely(packet && ndis_packet_has_magic(block)))
		return block;
	nt_violation(NULL, NT_RULE_NDIS_BAD_PACKET, "%s: %p", who, packet);
	return NULL;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_packet_block);

static void ndis_packet_misowned(struct ndis_packet_block *block, int owner, const char *who)
{
	struct nt_driver *driver = ndis_packet_pool_driver(block->pool);

	if (owner == NDIS_PACKET_FREE)
		nt_violation(driver, NT_RULE_NDIS_BAD_PACKET, "%s: %p is free", who,
			     &block->packet);
	else
		nt_violation(driver, NT_RULE_NDIS_PACKET_OWNER, "%s: %p is %s", who,
			     &block->packet, ndis_packet_owners[owner]);
}

bool ndis_packet_take(struct ndis_packet_block *block, enum ndis_packet_owner from,
		      enum ndis_packet_owner to, const char *who)
{
	int owner = atomic_cmpxchg(&block->owner, from, to);

	if (owner == from)
		return true;
	ndis_packet_misowned(block, owner, who);
	return false;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_packet_take);

/**
 * ndis_packet_free() - give a descriptor back to its pool
 * @packet: of the shim's own; whoever has it, gives it up
 *
 * Context: any.
 */
void ndis_packet_free(PNDIS_PACKET packet)
{
	struct ndis_packet_block *block = container_of(packet, struct ndis_packet_block, packet);
	int owner;

	owner = atomic_xchg(&block->owner, NDIS_PACKET_FREE);
	if (owner == NDIS_PACKET_FREE) {
		ndis_packet_misowned(block, owner, __func__);
		return;
	}
	ndis_packet_pool_putback(block->pool, block);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_packet_free);

/* A driver may free what is its own at the moment. The buffers stay. */
VOID NdisFreePacket(PNDIS_PACKET Packet)
{
	struct ndis_packet_block *block = ndis_packet_block(Packet, __func__);

	if (block && ndis_packet_take(block, NDIS_PACKET_CLIENT, NDIS_PACKET_FREE, __func__))
		ndis_packet_pool_putback(block->pool, block);
}
EXPORT_SYMBOL_NS_GPL(NdisFreePacket, NDIS_SHIM);

NDIS_HANDLE NdisGetPoolFromPacket(PNDIS_PACKET Packet)
{
	struct ndis_packet_block *block = ndis_packet_block(Packet, __func__);

	return block ? ndis_packet_pool_handle(block->pool) : NULL;
}
EXPORT_SYMBOL_NS_GPL(NdisGetPoolFromPacket, NDIS_SHIM);

/*
 * A descriptor is one driver's at a time: each IM driver sends and indicates by
 * packets of its own, so there is no packet stack and none of it is left.
 */
PNDIS_PACKET_STACK NdisIMGetCurrentPacketStack(PNDIS_PACKET Packet, BOOLEAN *StacksRemaining)
{
	if (StacksRemaining)
		*StacksRemaining = FALSE;
	else
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: nowhere to say so", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(NdisIMGetCurrentPacketStack, NDIS_SHIM);

static PNDIS_PACKET_EXTENSION ndis_packet_extension(struct ndis_packet_block *block)
{
	return (void *)(ndis_packet_oob(block) + 1);
}

/* Everything but the original packet, which is each descriptor's own. */
static void ndis_packet_copy_info(PNDIS_PACKET to, PNDIS_PACKET from, const char *who)
{
	struct ndis_packet_block *to_block = ndis_packet_block(to, who);
	struct ndis_packet_block *from_block = ndis_packet_block(from, who);
	PNDIS_PACKET_EXTENSION target, source;
	PVOID original;

	if (!to_block || !from_block)
		return;
	target = ndis_packet_extension(to_block);
	source = ndis_packet_extension(from_block);
	original = target->NdisPacketInfo[OriginalPacketInfo];
	*target = *source;
	target->NdisPacketInfo[OriginalPacketInfo] = original;
}

VOID NdisIMCopySendPerPacketInfo(PNDIS_PACKET DstPacket, PNDIS_PACKET SrcPacket)
{
	ndis_packet_copy_info(DstPacket, SrcPacket, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisIMCopySendPerPacketInfo, NDIS_SHIM);

VOID NdisIMCopySendCompletePerPacketInfo(PNDIS_PACKET DstPacket, PNDIS_PACKET SrcPacket)
{
	ndis_packet_copy_info(DstPacket, SrcPacket, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisIMCopySendCompletePerPacketInfo, NDIS_SHIM);
