// SPDX-License-Identifier: GPL-2.0
/*
 * What hardware would compute over a frame: checksums, segments, and the hash that
 * receive scaling goes by.
 */
#include "softnic.h"

#define ETHERTYPE_IPV4	0x0800
#define ETHERTYPE_IPV6	0x86dd
#define PROTOCOL_TCP	6
#define PROTOCOL_UDP	17
#define TCP_FIN_PSH	0x09

PFRAME FrameAllocate(ULONG Length)
{
	PFRAME frame = (PFRAME)ExAllocatePool2(POOL_FLAG_NON_PAGED,
					       FIELD_OFFSET(FRAME, Bytes) + Length, SOFTNIC_TAG);

	if (frame != NULL)
		frame->Length = Length;
	return frame;
}

static ULONG Sum(ULONG Total, UCHAR const *Bytes, ULONG Length)
{
	ULONG i;

	for (i = 0; i + 1 < Length; i += 2)
		Total += Get16(Bytes + i);
	if (i < Length)
		Total += (ULONG)Bytes[i] << 8;
	return Total;
}

static USHORT Fold(ULONG Total)
{
	while (Total >> 16)
		Total = (Total & 0xffff) + (Total >> 16);
	return (USHORT)Total;
}

/* Addresses, length and protocol: the pseudo header of layer 4. */
static ULONG SumPseudo(UCHAR const *Network, BOOLEAN IPv6, ULONG Length, UCHAR Protocol)
{
	ULONG total = Length + Protocol;

	return IPv6 ? Sum(total, Network + 8, 32) : Sum(total, Network + 12, 8);
}

/* Compute what Layer3 and Layer4 ask for; FALSE: the layout does not say where. */
BOOLEAN FrameChecksum(PUCHAR Frame, ULONG Length, NET_PACKET_LAYOUT const *Layout, BOOLEAN Layer3,
		      BOOLEAN Layer4)
{
	ULONG l3 = Layout->Layer2HeaderLength, l4 = l3 + Layout->Layer3HeaderLength, at;
	BOOLEAN ipv6 = Layout->Layer3Type >= NetPacketLayer3TypeIPv6UnspecifiedExtensions;
	BOOLEAN udp = Layout->Layer4Type == NetPacketLayer4TypeUdp;
	USHORT sum;

	if (Layout->Layer3Type == NetPacketLayer3TypeUnspecified || l4 >= Length)
		return FALSE;
	if (Layer3 && !ipv6) {
		Put16(Frame + l3 + 10, 0);
		Put16(Frame + l3 + 10, (USHORT)~Fold(Sum(0, Frame + l3, l4 - l3)));
	}
	if (!Layer4)
		return TRUE;
	if (!udp && Layout->Layer4Type != NetPacketLayer4TypeTcp)
		return FALSE;
	at = l4 + (udp ? 6 : 16);
	if (at + 2 > Length)
		return FALSE;
	Put16(Frame + at, 0);
	sum = (USHORT)~Fold(Sum(SumPseudo(Frame + l3, ipv6, Length - l4,
					  udp ? PROTOCOL_UDP : PROTOCOL_TCP),
				Frame + l4, Length - l4));
	Put16(Frame + at, udp && sum == 0 ? 0xffff : sum);
	return TRUE;
}

/* Where layer 4 is, and which; FALSE: no whole, unfragmented TCP or UDP packet. */
static BOOLEAN Locate(UCHAR const *Frame, ULONG Length, PULONG Layer4, PULONG End, PUCHAR Protocol)
{
	UCHAR const *ip = Frame + ETHERNET_HEADER;

	if (Length < ETHERNET_HEADER + 20)
		return FALSE;
	switch (Get16(Frame + 12)) {
	case ETHERTYPE_IPV4:
		*Layer4 = ETHERNET_HEADER + (ip[0] & 15) * 4;
		*End = ETHERNET_HEADER + Get16(ip + 2);
		*Protocol = ip[9];
		if (Get16(ip + 6) & 0x3fff)
			return FALSE;
		break;
	case ETHERTYPE_IPV6:
		if (Length < ETHERNET_HEADER + 40)
			return FALSE;
		*Layer4 = ETHERNET_HEADER + 40;
		*End = *Layer4 + Get16(ip + 4);
		*Protocol = ip[6];
		break;
	default:
		return FALSE;
	}
	return (*Protocol == PROTOCOL_TCP || *Protocol == PROTOCOL_UDP) && *End <= Length &&
	       *Layer4 + (*Protocol == PROTOCOL_TCP ? 20 : 8) <= *End;
}

/* What a receiving device finds out; FALSE: nothing. */
BOOLEAN FrameVerify(UCHAR const *Frame, ULONG Length, NET_PACKET_CHECKSUM *Checksum)
{
	BOOLEAN ipv6, good;
	ULONG l4, end;
	UCHAR protocol;

	if (!Locate(Frame, Length, &l4, &end, &protocol))
		return FALSE;
	ipv6 = Get16(Frame + 12) == ETHERTYPE_IPV6;
	if (!ipv6) {
		good = Fold(Sum(0, Frame + ETHERNET_HEADER, l4 - ETHERNET_HEADER)) == 0xffff;
		Checksum->Layer3 = good ? NetPacketRxChecksumEvaluationValid :
					  NetPacketRxChecksumEvaluationInvalid;
	}
	if (protocol == PROTOCOL_UDP && Get16(Frame + l4 + 6) == 0)
		return TRUE;
	good = Fold(Sum(SumPseudo(Frame + ETHERNET_HEADER, ipv6, end - l4, protocol), Frame + l4,
			end - l4)) == 0xffff;
	Checksum->Layer4 = good ? NetPacketRxChecksumEvaluationValid :
				  NetPacketRxChecksumEvaluationInvalid;
	return TRUE;
}

/*
 * Make one segment's headers of those of the whole: Offset bytes of payload were in
 * front of it, Number segments. Checksums come afterwards.
 */
VOID FrameSegment(PUCHAR Frame, ULONG Length, NET_PACKET_LAYOUT const *Layout, ULONG Offset,
		  BOOLEAN Last, ULONG Number)
{
	ULONG l3 = Layout->Layer2HeaderLength, l4 = l3 + Layout->Layer3HeaderLength;
	PUCHAR ip = Frame + l3, tcp = Frame + l4;

	if (Layout->Layer3Type >= NetPacketLayer3TypeIPv6UnspecifiedExtensions) {
		Put16(ip + 4, Length - l3 - 40);
	} else {
		Put16(ip + 2, Length - l3);
		Put16(ip + 4, (Get16(ip + 4) + Number) & 0xffff);
	}
	if (Layout->Layer4Type == NetPacketLayer4TypeUdp) {
		Put16(tcp + 4, Length - l4);
		return;
	}
	Put32(tcp + 4, Get32(tcp + 4) + Offset);
	if (!Last)
		tcp[13] &= (UCHAR)~TCP_FIN_PSH;
}

/* Toeplitz: the key's window of 32 bits at each bit of the input that is 1. */
static ULONG Toeplitz(UCHAR const *Key, UCHAR const *Input, ULONG Length)
{
	ULONG hash = 0, window = Get32(Key), i, bit;

	for (i = 0; i < Length; i++) {
		for (bit = 0; bit < 8; bit++) {
			if (Input[i] & (0x80 >> bit))
				hash ^= window;
			window = window << 1 | (Key[i + 4] >> (7 - bit) & 1);
		}
	}
	return hash;
}

/* Over addresses and, of TCP, ports; HashType none: neither IPv4 nor IPv6. */
VOID FrameHash(PFRAME Frame, UCHAR const *Key)
{
	UCHAR input[36], protocol;
	ULONG addresses, l4, end;
	ULONG type;

	Frame->HashType = NetPacketHashProtocolTypeNone;
	if (Frame->Length < ETHERNET_HEADER + 40)
		return;
	switch (Get16(Frame->Bytes + 12)) {
	case ETHERTYPE_IPV4:
		addresses = 8;
		RtlCopyMemory(input, Frame->Bytes + ETHERNET_HEADER + 12, addresses);
		type = NetPacketHashProtocolTypeIPv4;
		break;
	case ETHERTYPE_IPV6:
		addresses = 32;
		RtlCopyMemory(input, Frame->Bytes + ETHERNET_HEADER + 8, addresses);
		type = NetPacketHashProtocolTypeIPv6;
		break;
	default:
		return;
	}
	if (Locate(Frame->Bytes, Frame->Length, &l4, &end, &protocol) && protocol == PROTOCOL_TCP) {
		RtlCopyMemory(input + addresses, Frame->Bytes + l4, 4);
		addresses += 4;
		type |= NetPacketHashProtocolTypeTcp;
	}
	Frame->Hash = Toeplitz(Key, input, addresses);
	Frame->HashType = (NET_PACKET_HASH_PROTOCOL_TYPE)type;
}
