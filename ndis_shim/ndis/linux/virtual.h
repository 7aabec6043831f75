/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The net_device of an intermediate driver's device instance, as the miniport's
 * files see it. None of these is called under a lock.
 */
#ifndef _NDIS_SHIM_NDIS_LINUX_VIRTUAL_H
#define _NDIS_SHIM_NDIS_LINUX_VIRTUAL_H

#include "ndis/ndis_internal.h"

/* It is one of these: adapters for protocols are made of the others only. */
bool ndis_virtual_is(const struct net_device *dev);
/* Of an instance, or NULL: it has none, or has it no more. Good for as long as RTNL is
 * held.
 */
struct net_device *ndis_virtual_dev(struct ndis_instance *instance);

/* What @dev, one of these, lies on; set by who links them. RTNL. */
struct net_device *ndis_virtual_lower(const struct net_device *dev);
void ndis_virtual_set_lower(struct net_device *dev, struct net_device *lower);

/* Linux has an interface of that name that is none of these; or any. Any context. */
bool ndis_virtual_name_taken(const char *name, bool by_any);

/* Interfaces of Linux' own below that of @lower, which is no instance. Any context. */
unsigned int ndis_virtual_depth(struct ndis_adapter *lower);

/* Makes and registers it; takes RTNL. On failure the instance goes without. */
void ndis_virtual_register(struct ndis_instance *instance, unsigned int mtu, bool carrier);
/* Nothing is sent and nobody looks at the instance after it. Takes RTNL. */
void ndis_virtual_unregister(struct ndis_instance *instance);
/* Memory; after MiniportHalt, when no packet is out. */
void ndis_virtual_free(struct ndis_instance *instance);

/* A packet of ndis_miniport_send() is done. At most DISPATCH. */
void ndis_virtual_sent(struct ndis_instance *instance, struct ndis_packet_block *block,
		       NDIS_STATUS status);
/* A frame that the miniport indicated. BH disabled. @keep: it leaves the packet alone
 * until MiniportReturnPacket.
 */
void ndis_virtual_receive(struct ndis_instance *instance, PNDIS_PACKET packet, bool keep);
void ndis_virtual_receive_pieces(struct ndis_instance *instance,
				 const struct ndis_rx_frame *frame);
/* A transfer that was begun by the latter is over. At most DISPATCH. */
void ndis_virtual_filled(struct ndis_instance *instance, struct ndis_packet_block *block,
			 NDIS_STATUS status, UINT bytes);
void ndis_virtual_carrier(struct ndis_instance *instance, bool on);

/* Its address, where it was given another one than the miniport named; any context. */
bool ndis_virtual_address(struct ndis_instance *instance, u8 *address);
/* What its interface wants to receive: filter bits, and up to @max addresses. */
u32 ndis_virtual_filter(struct ndis_instance *instance, u8 (*list)[6], unsigned int max,
			unsigned int *count);

#endif
