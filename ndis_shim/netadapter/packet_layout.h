/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NET_PACKET_LAYOUT: described from the bytes of a frame (Tx), and checked
 * when a client described it (Rx). Pure.
 */
#ifndef _NDIS_SHIM_NETADAPTER_PACKET_LAYOUT_H
#define _NDIS_SHIM_NETADAPTER_PACKET_LAYOUT_H

#include <linux/types.h>

#include <netadaptercx.h>

/* As much of a frame as netcx_layout_describe() may want to see. */
#define NETCX_LAYOUT_BYTES	128

/* What nearly all packets of a raw-IP adapter are; a bit of netcx_offload.usual each. */
enum netcx_usual {
	NETCX_UNUSUAL = -1,
	NETCX_USUAL_UDP,
	NETCX_USUAL_TCP = NETCX_USUAL_UDP + 2,		/* the second of each is over IPv6 */
	NETCX_USUAL_TCP_OPTIONS = NETCX_USUAL_TCP + 2,
	NETCX_NUM_USUAL = NETCX_USUAL_TCP_OPTIONS + 2,
};

extern const NET_PACKET_LAYOUT netcx_layouts_usual[NETCX_USUAL_TCP_OPTIONS];

/**
 * netcx_layout_usual() - netcx_layout_describe() with less asking, for most packets
 * @layout: overwritten, if it is one of them
 * @data: first bytes of a packet without layer 2
 * @len: how many; NETCX_LAYOUT_BYTES are enough
 *
 * These are: UDP or TCP, whole, right behind an IP header of the usual length.
 *
 * Return: what it is, or NETCX_UNUSUAL: something else, perhaps.
 * Context: any.
 */
static __always_inline int netcx_layout_usual(NET_PACKET_LAYOUT *layout, const u8 *data,
					      size_t len)
{
	size_t header = 20, length;
	int ipv6 = 0;
	u8 protocol;

	if (len < header + 8)
		return NETCX_UNUSUAL;
	if (data[0] == 0x45 && !(data[6] & 0x3f) && !data[7]) {
		protocol = data[9];
	} else if (data[0] >> 4 == 6 && len >= 40 + 8) {
		protocol = data[6];
		header = 40;
		ipv6 = 1;
	} else {
		return NETCX_UNUSUAL;
	}

	if (protocol == 17) {
		*layout = netcx_layouts_usual[NETCX_USUAL_UDP + ipv6];
		return NETCX_USUAL_UDP + ipv6;
	}
	if (protocol != 6 || len < header + 20)
		return NETCX_UNUSUAL;
	length = (data[header + 12] >> 4) * 4;
	if (length < 20 || length > len - header)
		return NETCX_UNUSUAL;
	*layout = netcx_layouts_usual[NETCX_USUAL_TCP + ipv6];
	layout->Layer4HeaderLength = length;
	return (length == 20 ? NETCX_USUAL_TCP : NETCX_USUAL_TCP_OPTIONS) + ipv6;
}

void netcx_layout_describe(NET_PACKET_LAYOUT *layout, const u8 *data, size_t len, bool ethernet);
u32 netcx_usual_sums(u32 l3, u32 l4, u32 limit);
const char *netcx_layout_check(const NET_PACKET_LAYOUT *layout);

#endif
