/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Extensions of packet and fragment descriptors: which exist in which kind of
 * queue, and where in an element they lie. Pure.
 */
#ifndef _NDIS_SHIM_NETADAPTER_EXTENSION_H
#define _NDIS_SHIM_NETADAPTER_EXTENSION_H

#include <linux/types.h>

#include <netadaptercx.h>

struct netcx_ring;

enum netcx_ext {
	NETCX_EXT_VIRTUAL_ADDRESS,
	NETCX_EXT_RETURN_CONTEXT,
	NETCX_EXT_MDL,
	NETCX_EXT_CHECKSUM,
	NETCX_EXT_GSO,
	NETCX_EXT_LSO,		/* another name of GSO */
	NETCX_EXT_IEEE8021Q,
	NETCX_EXT_RSC,
	NETCX_EXT_RSC_TIMESTAMP,
	NETCX_EXT_HASH,
	NETCX_NUM_EXTS
};

/**
 * struct netcx_ext_mode - what decides which extensions a queue has
 * @tx: transmit queue
 * @driver_managed: receive buffers are the client's
 * @mdl: describe transmit payload by MDLs, too
 * @packet: bits of the packet extensions, from NETCX_EXT_CHECKSUM on
 */
struct netcx_ext_mode {
	bool tx;
	bool driver_managed;
	bool mdl;
	u32 packet;
};

/**
 * struct netcx_ext_layout - where things are in an element
 * @packet_stride: bytes of a packet element
 * @fragment_stride: bytes of a fragment element
 * @offset: of each extension in its element, 0 = does not exist
 */
struct netcx_ext_layout {
	u16 packet_stride;
	u16 fragment_stride;
	u16 offset[NETCX_NUM_EXTS];
};

void netcx_ext_layout_init(struct netcx_ext_layout *layout, const struct netcx_ext_mode *mode);
void netcx_ext_open(const struct netcx_ext_layout *layout, const struct netcx_ring *packet,
		    const struct netcx_ring *fragment, const NET_EXTENSION_QUERY *query,
		    NET_EXTENSION *ext);

static inline bool netcx_ext_present(const struct netcx_ext_layout *layout, enum netcx_ext ext)
{
	return layout->offset[ext] != 0;
}

#endif
