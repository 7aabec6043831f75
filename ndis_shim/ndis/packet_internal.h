/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between packet.c, which knows what a descriptor looks like, and packet_pool.c,
 * which knows where it comes from.
 */
#ifndef _NDIS_SHIM_NDIS_PACKET_INTERNAL_H
#define _NDIS_SHIM_NDIS_PACKET_INTERNAL_H

#include "ndis/ndis_internal.h"

#define NDIS_PACKET_MAGIC	0x5064694e	/* "NidP" */

/* Where the out-of-band data begin in one whose ProtocolReserved has @reserved bytes. */
unsigned int ndis_packet_oob_offset(unsigned int reserved);
/* Bytes of a descriptor, and of its block, whose ProtocolReserved has @reserved. */
size_t ndis_packet_size(unsigned int reserved);
size_t ndis_packet_block_size(unsigned int reserved);
/* As NdisAllocatePacket() gives it out. */
void ndis_packet_block_reset(struct ndis_packet_block *block, NDIS_HANDLE pool,
			     unsigned int reserved, u8 protocol_id);

void ndis_packet_pool_putback(struct ndis_packet_pool *pool, struct ndis_packet_block *block);
NDIS_HANDLE ndis_packet_pool_handle(struct ndis_packet_pool *pool);
struct nt_driver *ndis_packet_pool_driver(struct ndis_packet_pool *pool);

#endif
