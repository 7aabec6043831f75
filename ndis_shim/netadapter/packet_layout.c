// SPDX-License-Identifier: GPL-2.0
/*
 * Header types and lengths of a packet. What cannot be told from the bytes
 * given stays "unspecified", which a client must accept; a header that is
 * described is there in full length.
 */
#include "netadapter/packet_layout.h"

#define IPPROTO_HOPOPTS_NR	0
#define IPPROTO_TCP_NR		6
#define IPPROTO_UDP_NR		17
#define IPPROTO_ROUTING_NR	43
#define IPPROTO_FRAGMENT_NR	44
#define IPPROTO_DSTOPTS_NR	60

#define ETHERNET_HEADER		14
#define IPV4_HEADER		20
#define IPV6_HEADER		40
#define TCP_HEADER		20
#define TCP_HEADER_MAX		60
#define UDP_HEADER		8

static void netcx_layout_describe_l4(NET_PACKET_LAYOUT *layout, const u8 *data, size_t len,
				     u8 protocol)
{
	size_t tcp;

	switch (protocol) {
	case IPPROTO_TCP_NR:
		if (len <= 12)
			return;
		tcp = (data[12] >> 4) * 4;
		if (tcp < TCP_HEADER || tcp > len)
			return;
		layout->Layer4Type = NetPacketLayer4TypeTcp;
		layout->Layer4HeaderLength = tcp;
		break;
	case IPPROTO_UDP_NR:
		if (len < UDP_HEADER)
			return;
		layout->Layer4Type = NetPacketLayer4TypeUdp;
		layout->Layer4HeaderLength = UDP_HEADER;
		break;
	default:
		layout->Layer4Type = NetPacketLayer4TypeIPNotFragment;
		break;
	}
}

static void netcx_layout_describe_ipv4(NET_PACKET_LAYOUT *layout, const u8 *data, size_t len)
{
	size_t header;

	if (len < IPV4_HEADER)
		return;
	header = (data[0] & 0xf) * 4;
	if (header < IPV4_HEADER || header > len)
		return;

	layout->Layer3Type = header == IPV4_HEADER ? NetPacketLayer3TypeIPv4NoOptions :
						     NetPacketLayer3TypeIPv4WithOptions;
	layout->Layer3HeaderLength = header;

	/* more fragments, or an offset */
	if ((data[6] & 0x3f) || data[7]) {
		layout->Layer4Type = NetPacketLayer4TypeIPFragment;
		return;
	}
	if (len > header)
		netcx_layout_describe_l4(layout, data + header, len - header, data[9]);
}

static bool netcx_layout_ipv6_extension(u8 header)
{
	return header == IPPROTO_HOPOPTS_NR || header == IPPROTO_ROUTING_NR ||
	       header == IPPROTO_DSTOPTS_NR || header == IPPROTO_FRAGMENT_NR;
}

static void netcx_layout_describe_ipv6(NET_PACKET_LAYOUT *layout, const u8 *data, size_t len)
{
	size_t header = IPV6_HEADER;
	bool fragment = false;
	u8 next;

	if (len < IPV6_HEADER)
		return;
	next = data[6];

	while (netcx_layout_ipv6_extension(next)) {
		if (len - header < 8) {
			/* cut off in front of the end of the chain */
			layout->Layer3Type = NetPacketLayer3TypeIPv6UnspecifiedExtensions;
			return;
		}
		fragment |= next == IPPROTO_FRAGMENT_NR;
		next = data[header];
		header += fragment ? 8 : (data[header + 1] + 1) * 8;
		if (header > len) {
			layout->Layer3Type = NetPacketLayer3TypeIPv6UnspecifiedExtensions;
			return;
		}
		if (fragment)
			break;
	}

	layout->Layer3Type = header == IPV6_HEADER ? NetPacketLayer3TypeIPv6NoExtensions :
						     NetPacketLayer3TypeIPv6WithExtensions;
	layout->Layer3HeaderLength = header;
	if (fragment)
		layout->Layer4Type = NetPacketLayer4TypeIPFragment;
	else if (len > header)
		netcx_layout_describe_l4(layout, data + header, len - header, next);
}

/* As netcx_layout_describe(), into fields that are 0. */
static void netcx_layout_describe_frame(NET_PACKET_LAYOUT *layout, const u8 *data, size_t len,
					bool ethernet)
{
	layout->Layer2Type = NetPacketLayer2TypeNull;

	/* Layer3HeaderLength has nine bits; nothing longer is described. */
	if (len > NETCX_LAYOUT_BYTES)
		len = NETCX_LAYOUT_BYTES;

	if (ethernet) {
		u16 type;

		if (len <= ETHERNET_HEADER) {
			layout->Layer2Type = NetPacketLayer2TypeUnspecified;
			return;
		}
		layout->Layer2Type = NetPacketLayer2TypeEthernet;
		layout->Layer2HeaderLength = ETHERNET_HEADER;
		type = data[12] << 8 | data[13];
		if (type != 0x0800 && type != 0x86dd)
			return;
		data += ETHERNET_HEADER;
		len -= ETHERNET_HEADER;
	}
	if (!len)
		return;

	if (data[0] >> 4 == 4)
		netcx_layout_describe_ipv4(layout, data, len);
	else if (data[0] >> 4 == 6)
		netcx_layout_describe_ipv6(layout, data, len);
}

#define NETCX_LAYOUT(l3, l3_length, l4, l4_length)	{	\
	.Layer2Type = NetPacketLayer2TypeNull,			\
	.Layer3Type = (l3), .Layer3HeaderLength = (l3_length),	\
	.Layer4Type = (l4), .Layer4HeaderLength = (l4_length),	\
}

const NET_PACKET_LAYOUT netcx_layouts_usual[NETCX_USUAL_TCP_OPTIONS] = {
	[NETCX_USUAL_UDP] = NETCX_LAYOUT(NetPacketLayer3TypeIPv4NoOptions, IPV4_HEADER,
					 NetPacketLayer4TypeUdp, UDP_HEADER),
	[NETCX_USUAL_UDP + 1] = NETCX_LAYOUT(NetPacketLayer3TypeIPv6NoExtensions, IPV6_HEADER,
					     NetPacketLayer4TypeUdp, UDP_HEADER),
	[NETCX_USUAL_TCP] = NETCX_LAYOUT(NetPacketLayer3TypeIPv4NoOptions, IPV4_HEADER,
					 NetPacketLayer4TypeTcp, TCP_HEADER),
	[NETCX_USUAL_TCP + 1] = NETCX_LAYOUT(NetPacketLayer3TypeIPv6NoExtensions, IPV6_HEADER,
					     NetPacketLayer4TypeTcp, TCP_HEADER),
};

/**
 * netcx_layout_describe() - fill a Tx packet's Layout
 * @layout: overwritten
 * @data: first bytes of the frame
 * @len: how many; NETCX_LAYOUT_BYTES are enough
 * @ethernet: the frame starts with an Ethernet header, else with an IP header
 *
 * Context: any.
 */
void netcx_layout_describe(NET_PACKET_LAYOUT *layout, const u8 *data, size_t len, bool ethernet)
{
	/* Bit fields, several to a word: put together in a register. */
	NET_PACKET_LAYOUT frame = { 0 };

	if (!ethernet && netcx_layout_usual(layout, data, len) != NETCX_UNUSUAL)
		return;
	netcx_layout_describe_frame(&frame, data, len, ethernet);
	*layout = frame;
}

/**
 * netcx_usual_sums() - the kinds of packets whose layer 4 checksum a client can compute
 * @l3: NET_ADAPTER_OFFLOAD_LAYER3_FLAGS
 * @l4: NET_ADAPTER_OFFLOAD_LAYER4_FLAGS
 * @limit: greatest offset of layer 4, 0 = none
 *
 * Return: a bit for each of enum netcx_usual.
 * Context: any.
 */
u32 netcx_usual_sums(u32 l3, u32 l4, u32 limit)
{
	static const u32 flags[NETCX_NUM_USUAL] = {
		[NETCX_USUAL_UDP] = NetAdapterOffloadLayer4FlagUdp,
		[NETCX_USUAL_TCP] = NetAdapterOffloadLayer4FlagTcpNoOptions,
		[NETCX_USUAL_TCP_OPTIONS] = NetAdapterOffloadLayer4FlagTcpWithOptions,
	};
	u32 sums = 0;
	int i;

	for (i = 0; i < NETCX_NUM_USUAL; i += 2) {
		if (!(l4 & flags[i]))
			continue;
		if ((l3 & NetAdapterOffloadLayer3FlagIPv4NoOptions) &&
		    (!limit || limit >= IPV4_HEADER))
			sums |= 1u << i;
		if ((l3 & NetAdapterOffloadLayer3FlagIPv6NoExtensions) &&
		    (!limit || limit >= IPV6_HEADER))
			sums |= 1u << (i + 1);
	}
	return sums;
}

/**
 * netcx_layout_check() - is the Layout of a received packet possible
 * @layout: written by the client
 *
 * A length of 0 means "not given" and is always fine, except that a Null
 * layer 2 allows nothing else.
 *
 * Return: NULL, or what is wrong.
 * Context: any.
 */
const char *netcx_layout_check(const NET_PACKET_LAYOUT *layout)
{
	u8 l2 = layout->Layer2HeaderLength, l4 = layout->Layer4HeaderLength;
	u16 l3 = layout->Layer3HeaderLength;

	if (layout->Layer2Type > NetPacketLayer2TypeIeee80211)
		return "unknown Layer2Type";
	if (layout->Layer3Type > NetPacketLayer3TypeIPv6NoExtensions)
		return "unknown Layer3Type";
	if (layout->Layer4Type > NetPacketLayer4TypeIPNotFragment)
		return "unknown Layer4Type";

	if (layout->Layer2Type == NetPacketLayer2TypeNull && l2)
		return "Layer2HeaderLength without a layer 2";
	if (layout->Layer2Type == NetPacketLayer2TypeEthernet && l2 && l2 < ETHERNET_HEADER)
		return "Layer2HeaderLength below 14";

	switch (layout->Layer3Type) {
	case NetPacketLayer3TypeIPv4UnspecifiedOptions:
	case NetPacketLayer3TypeIPv4WithOptions:
	case NetPacketLayer3TypeIPv4NoOptions:
		if (l3 && l3 < IPV4_HEADER)
			return "Layer3HeaderLength below 20";
		break;
	case NetPacketLayer3TypeIPv6UnspecifiedExtensions:
	case NetPacketLayer3TypeIPv6WithExtensions:
	case NetPacketLayer3TypeIPv6NoExtensions:
		if (l3 && l3 < IPV6_HEADER)
			return "Layer3HeaderLength below 40";
		break;
	default:
		break;
	}

	if (layout->Layer4Type == NetPacketLayer4TypeTcp && l4 &&
	    (l4 < TCP_HEADER || l4 > TCP_HEADER_MAX || l4 % 4))
		return "impossible TCP Layer4HeaderLength";
	if (layout->Layer4Type == NetPacketLayer4TypeUdp && l4 && l4 < UDP_HEADER)
		return "Layer4HeaderLength below 8";
	return NULL;
}
