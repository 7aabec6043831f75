// SPDX-License-Identifier: GPL-2.0
/*
 * The table of extensions: names, versions, sizes, and the layout of elements
 * that follows from it. Packet extensions (checksum, GSO and the like) are there
 * if the client has said that it can do what they are about: offload.c.
 */
#include "netadapter/extension.h"

#include <linux/align.h>
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/string.h>

#include "netadapter/ring.h"

/* Longer than any name in the table; bounds what is read of a client's string. */
#define NETCX_EXT_NAME_MAX	64

struct netcx_ext_info {
	PCWSTR name;
	ULONG version;
	NET_EXTENSION_TYPE type;
	u16 size;
};

static const struct netcx_ext_info netcx_ext_table[NETCX_NUM_EXTS] = {
	[NETCX_EXT_VIRTUAL_ADDRESS] = {
		.name = NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
		.version = NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1,
		.type = NetExtensionTypeFragment,
		.size = sizeof(NET_FRAGMENT_VIRTUAL_ADDRESS),
	},
	[NETCX_EXT_RETURN_CONTEXT] = {
		.name = NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME,
		.version = NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_VERSION_1,
		.type = NetExtensionTypeFragment,
		.size = sizeof(NET_FRAGMENT_RETURN_CONTEXT),
	},
	[NETCX_EXT_MDL] = {
		.name = NET_FRAGMENT_EXTENSION_MDL_NAME,
		.version = NET_FRAGMENT_EXTENSION_MDL_VERSION_1,
		.type = NetExtensionTypeFragment,
		.size = sizeof(NET_FRAGMENT_MDL),
	},
	[NETCX_EXT_CHECKSUM] = {
		.name = NET_PACKET_EXTENSION_CHECKSUM_NAME,
		.version = NET_PACKET_EXTENSION_CHECKSUM_VERSION_1,
		.type = NetExtensionTypePacket,
		.size = sizeof(NET_PACKET_CHECKSUM),
	},
	[NETCX_EXT_GSO] = {
		.name = NET_PACKET_EXTENSION_GSO_NAME,
		.version = NET_PACKET_EXTENSION_GSO_VERSION_1,
		.type = NetExtensionTypePacket,
		.size = sizeof(NET_PACKET_GSO),
	},
	[NETCX_EXT_LSO] = {
		.name = NET_PACKET_EXTENSION_LSO_NAME,
		.version = NET_PACKET_EXTENSION_LSO_VERSION_1,
		.type = NetExtensionTypePacket,
		.size = sizeof(NET_PACKET_LSO),
	},
	[NETCX_EXT_IEEE8021Q] = {
		.name = NET_PACKET_EXTENSION_IEEE8021Q_NAME,
		.version = NET_PACKET_EXTENSION_IEEE8021Q_VERSION_1,
		.type = NetExtensionTypePacket,
		.size = sizeof(NET_PACKET_IEEE8021Q),
	},
	[NETCX_EXT_RSC] = {
		.name = NET_PACKET_EXTENSION_RSC_NAME,
		.version = NET_PACKET_EXTENSION_RSC_VERSION_1,
		.type = NetExtensionTypePacket,
		.size = sizeof(NET_PACKET_RSC),
	},
	[NETCX_EXT_RSC_TIMESTAMP] = {
		.name = NET_PACKET_EXTENSION_RSC_TIMESTAMP_NAME,
		.version = NET_PACKET_EXTENSION_RSC_TIMESTAMP_VERSION_1,
		.type = NetExtensionTypePacket,
		.size = sizeof(NET_PACKET_RSC_TIMESTAMP),
	},
	[NETCX_EXT_HASH] = {
		.name = NET_PACKET_EXTENSION_HASH_NAME,
		.version = NET_PACKET_EXTENSION_HASH_VERSION_1,
		.type = NetExtensionTypePacket,
		.size = sizeof(NET_PACKET_HASH),
	},
};

static bool netcx_ext_name_equal(PCWSTR a, PCWSTR b)
{
	unsigned int i;

	for (i = 0; i < NETCX_EXT_NAME_MAX; i++) {
		if (a[i] != b[i])
			return false;
		if (!a[i])
			return true;
	}
	return false;
}

static void netcx_ext_add(struct netcx_ext_layout *layout, enum netcx_ext ext)
{
	const struct netcx_ext_info *info = &netcx_ext_table[ext];
	u16 *stride = info->type == NetExtensionTypePacket ? &layout->packet_stride :
							     &layout->fragment_stride;

	layout->offset[ext] = *stride;
	*stride += ALIGN(info->size, 8);
}

/**
 * netcx_ext_layout_init() - the element layout of one kind of queue
 * @layout: overwritten
 * @mode: which kind
 *
 * Context: any.
 */
void netcx_ext_layout_init(struct netcx_ext_layout *layout, const struct netcx_ext_mode *mode)
{
	unsigned int i;

	memset(layout, 0, sizeof(*layout));
	layout->packet_stride = ALIGN(sizeof(NET_PACKET), 8);
	layout->fragment_stride = ALIGN(sizeof(NET_FRAGMENT), 8);

	netcx_ext_add(layout, NETCX_EXT_VIRTUAL_ADDRESS);
	if (!mode->tx && mode->driver_managed)
		netcx_ext_add(layout, NETCX_EXT_RETURN_CONTEXT);
	if (mode->tx && mode->mdl)
		netcx_ext_add(layout, NETCX_EXT_MDL);
	for (i = NETCX_EXT_CHECKSUM; i < NETCX_NUM_EXTS; i++) {
		if ((mode->packet & BIT(i)) && i != NETCX_EXT_LSO)
			netcx_ext_add(layout, i);
	}
	if (mode->packet & BIT(NETCX_EXT_LSO))
		layout->offset[NETCX_EXT_LSO] = layout->offset[NETCX_EXT_GSO];
}

/**
 * netcx_ext_open() - answer a client's query for an extension
 * @layout: of the queue
 * @packet: the queue's packet ring
 * @fragment: its fragment ring
 * @query: checked for size by the caller
 * @ext: filled; all zero, thus not Enabled, if there is no such extension
 *
 * Context: any.
 */
void netcx_ext_open(const struct netcx_ext_layout *layout, const struct netcx_ring *packet,
		    const struct netcx_ring *fragment, const NET_EXTENSION_QUERY *query,
		    NET_EXTENSION *ext)
{
	const struct netcx_ring *ring;
	unsigned int i;

	memset(ext, 0, sizeof(*ext));
	if (!query->Name)
		return;

	for (i = 0; i < NETCX_NUM_EXTS; i++) {
		const struct netcx_ext_info *info = &netcx_ext_table[i];

		if (!layout->offset[i] || info->type != query->Type ||
		    info->version != query->Version ||
		    !netcx_ext_name_equal(query->Name, info->name))
			continue;

		ring = info->type == NetExtensionTypePacket ? packet : fragment;
		ext->Reserved[0] = ring->pub->Buffer + layout->offset[i];
		ext->Reserved[1] = (void *)(uintptr_t)ring->stride;
		ext->Enabled = TRUE;
		return;
	}
}
