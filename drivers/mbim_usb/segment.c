// SPDX-License-Identifier: GPL-2.0
/*
 * Cutting: each segment has the headers of the whole, but for its length, IPv4's
 * identification, which counts, TCP's sequence number, and the flags that belong
 * to the first (CWR) or the last (FIN, PSH) alone.
 *
 * Checksums are sums of 16-bit words in the order that the machine has them: the
 * sum's bytes come out in the order of the packet's. Words of 64 bits are as
 * good, since what is carried out at the top comes back in at the bottom.
 */
#include "segment.h"

#define IPV4_HEADER		20u
#define IPV6_HEADER		40u
#define TCP_HEADER		20u
#define UDP_HEADER		8u
#define PROTOCOL_TCP		6u
#define PROTOCOL_UDP		17u
#define TCP_CHECKSUM		16u
#define UDP_CHECKSUM		6u
#define TCP_FLAGS		13u
#define TCP_FIN_PSH		0x09u
#define TCP_CWR			0x80u
#define LONGEST			65535u	/* of what IP counts in 16 bits */

/* A word at any address. */
typedef struct _WORD64 {
	UINT64 Value;
} __attribute__((__packed__, __may_alias__)) WORD64;

typedef struct _WORD32 {
	UINT32 Value;
} __attribute__((__packed__, __may_alias__)) WORD32;

typedef struct _WORD16 {
	UINT16 Value;
} __attribute__((__packed__, __may_alias__)) WORD16;

/* A big-endian number as the machine reads it where it lies. */
static inline UINT32 Network32(UINT32 Value)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return __builtin_bswap32(Value);
#else
	return Value;
#endif
}

static UINT32 BeGet16(const UINT8 *p)
{
	return (UINT32)p[0] << 8 | p[1];
}

static UINT32 BeGet32(const UINT8 *p)
{
	return BeGet16(p) << 16 | BeGet16(p + 2);
}

static VOID BePut16(UINT8 *p, UINT32 Value)
{
	p[0] = (UINT8)((Value >> 8) & 0xff);
	p[1] = (UINT8)(Value & 0xff);
}

static VOID BePut32(UINT8 *p, UINT32 Value)
{
	BePut16(p, Value >> 16);
	BePut16(p + 2, Value);
}

/* ---- sums ---- */

static inline UINT64 Add(UINT64 Sum, UINT64 Value)
{
	UINT64 carry = __builtin_add_overflow(Sum, Value, &Sum);

	return Sum + carry;
}

/* _addcarry_u64(): in a row, one instruction each. */
static inline UINT8 AddCarry(UINT8 Carry, UINT64 Value, UINT64 *Sum)
{
#if defined(__x86_64__) && !defined(__CHECKER__)
	unsigned long long sum;

	Carry = __builtin_ia32_addcarryx_u64(Carry, *Sum, Value, &sum);
	*Sum = sum;
	return Carry;
#else
	UINT8 first = __builtin_add_overflow(*Sum, Value, Sum);

	return first | __builtin_add_overflow(*Sum, Carry, Sum);
#endif
}

#define SUM_WORD(i)	\
	(carry = AddCarry(carry, ((const WORD64 *)(p + (i)))->Value, &Sum))

static inline UINT64 SumHere(UINT64 Sum, const UINT8 *p, UINT32 Length)
{
	UINT8 carry;

	/*
	 * What a round carries out comes back in at its end: nothing keeps it over a loop.
	 * It carries nothing out there: a round that begins without leaves no sum of ones.
	 */
	for (; Length >= 64; Length -= 64, p += 64) {
		carry = 0;
		SUM_WORD(0);
		SUM_WORD(8);
		SUM_WORD(16);
		SUM_WORD(24);
		SUM_WORD(32);
		SUM_WORD(40);
		SUM_WORD(48);
		SUM_WORD(56);
		AddCarry(carry, 0, &Sum);
	}
	for (; Length >= 8; Length -= 8, p += 8)
		Sum = Add(Sum, ((const WORD64 *)p)->Value);
	if (Length & 4) {
		Sum = Add(Sum, ((const WORD32 *)p)->Value);
		p += 4;
	}
	if (Length & 2) {
		Sum = Add(Sum, ((const WORD16 *)p)->Value);
		p += 2;
	}
	/* the other byte of its word is 0 */
	if (Length & 1)
		Sum = Add(Sum, Network32((UINT32)*p << 8));
	return Sum;
}

static UINT64 SumBytes(UINT64 Sum, const UINT8 *p, UINT32 Length)
{
	return SumHere(Sum, p, Length);
}

/* Puts the checksum that makes @Sum whole at @To. */
static inline VOID PutChecksum(UINT8 *To, UINT64 Sum, BOOLEAN Udp)
{
	UINT16 value;

	Sum = (Sum >> 32) + (Sum & 0xffffffffu);
	Sum = (Sum >> 16) + (Sum & 0xffff);
	Sum = (Sum >> 16) + (Sum & 0xffff);
	Sum = (Sum >> 16) + (Sum & 0xffff);
	value = (UINT16)~Sum;
	/* none would mean that there is no checksum */
	if (Udp && !value)
		value = 0xffff;
	((WORD16 *)To)->Value = value;
}

/* ---- headers ---- */

typedef struct _LAYOUT {
	UINT32 Layer4;
	UINT32 Headers;			/* all of them */
	BOOLEAN Ipv6;
	BOOLEAN Udp;
} LAYOUT;

/* Where layer 4 begins, and its protocol; FALSE: not IP, or cut off. */
static BOOLEAN FindLayer4(const UINT8 *Packet, UINT32 Available, LAYOUT *Layout,
			  UINT32 *Protocol)
{
	if (Available < IPV4_HEADER)
		return FALSE;
	switch (Packet[0] >> 4) {
	case 4:
		Layout->Ipv6 = FALSE;
		Layout->Layer4 = (Packet[0] & 15u) * 4;
		*Protocol = Packet[9];
		return Layout->Layer4 >= IPV4_HEADER && Layout->Layer4 <= Available;
	case 6:
		Layout->Ipv6 = TRUE;
		Layout->Layer4 = IPV6_HEADER;
		*Protocol = Packet[6];
		return Layout->Layer4 <= Available;
	default:
		return FALSE;
	}
}

static BOOLEAN IsFragment(const UINT8 *Packet, const LAYOUT *Layout)
{
	return !Layout->Ipv6 && (BeGet16(Packet + 6) & 0x3fff);
}

static BOOLEAN FindHeaders(const UINT8 *Packet, UINT32 Available, LAYOUT *Layout)
{
	UINT32 protocol, length;

	if (!FindLayer4(Packet, Available, Layout, &protocol) || IsFragment(Packet, Layout))
		return FALSE;
	switch (protocol) {
	case PROTOCOL_TCP:
		Layout->Udp = FALSE;
		if (Available - Layout->Layer4 < TCP_HEADER)
			return FALSE;
		length = (Packet[Layout->Layer4 + 12] >> 4) * 4u;
		if (length < TCP_HEADER)
			return FALSE;
		break;
	case PROTOCOL_UDP:
		Layout->Udp = TRUE;
		length = UDP_HEADER;
		break;
	default:
		return FALSE;
	}
	if (Available - Layout->Layer4 < length)
		return FALSE;
	Layout->Headers = Layout->Layer4 + length;
	return TRUE;
}

static inline UINT32 ChecksumOffset(UINT32 Layer4, BOOLEAN Udp)
{
	return Layer4 + (Udp ? UDP_CHECKSUM : TCP_CHECKSUM);
}

/* Of addresses and protocol. */
static inline UINT64 SumPseudo(const UINT8 *Packet, BOOLEAN Ipv6, BOOLEAN Udp)
{
	UINT64 sum = Network32(Udp ? PROTOCOL_UDP : PROTOCOL_TCP);
	const WORD32 *addresses;

	if (Ipv6)
		return SumBytes(sum, Packet + 8, 32);
	addresses = (const WORD32 *)(Packet + 12);
	return sum + addresses[0].Value + addresses[1].Value;
}

static VOID PutLayer3Checksum(UINT8 *Packet, UINT32 Length)
{
	BePut16(Packet + 10, 0);
	PutChecksum(Packet + 10, SumBytes(0, Packet, Length), FALSE);
}

/* @Length: of the whole packet, whose checksum is 0. */
static VOID PutLayer4Checksum(UINT8 *Packet, UINT32 Length, UINT32 Layer4, BOOLEAN Udp,
			      UINT64 Pseudo)
{
	UINT32 payload = Length - Layer4;

	PutChecksum(Packet + ChecksumOffset(Layer4, Udp),
		    SumBytes(Add(Pseudo, Network32(payload)), Packet + Layer4, payload), Udp);
}

/* ---- segments ---- */

/* Lengths of headers are multiples of 4, all of them. */
static VOID CopyHeaders(UINT8 *To, const UINT8 *From, UINT32 Length)
{
	UINT32 i;

	for (i = 0; i < Length; i += 4)
		((WORD32 *)(To + i))->Value = ((const WORD32 *)(From + i))->Value;
}

BOOLEAN SegmenterInit(SEGMENTER *Segmenter, const UINT8 *Headers, UINT32 Available,
		      UINT32 Length, UINT32 Mss)
{
	UINT32 payload, largest;
	LAYOUT layout;

	if (!FindHeaders(Headers, Available, &layout) || layout.Headers >= Length || !Mss)
		return FALSE;
	payload = Length - layout.Headers;
	largest = payload < Mss ? payload : Mss;
	if (largest > LONGEST - layout.Headers)
		return FALSE;

	CopyHeaders(Segmenter->Headers, Headers, layout.Headers);
	Segmenter->HeadersLength = layout.Headers;
	Segmenter->Layer4 = layout.Layer4;
	Segmenter->Payload = payload;
	Segmenter->Mss = largest;
	Segmenter->Count = (payload - 1) / largest + 1;
	Segmenter->Ipv6 = layout.Ipv6;
	Segmenter->Udp = layout.Udp;
	Segmenter->Pseudo = SumPseudo(Headers, layout.Ipv6, layout.Udp);
	BePut16(Segmenter->Headers + ChecksumOffset(layout.Layer4, layout.Udp), 0);
	return TRUE;
}

static VOID FinishLayer3(const SEGMENTER *Segmenter, UINT32 Number, UINT8 *Segment,
			 UINT32 Length)
{
	if (Segmenter->Ipv6) {
		BePut16(Segment + 4, Length - IPV6_HEADER);
		return;
	}
	BePut16(Segment + 2, Length);
	BePut16(Segment + 4, BeGet16(Segmenter->Headers + 4) + Number);
	PutLayer3Checksum(Segment, Segmenter->Layer4);
}

static VOID FinishTcp(const SEGMENTER *Segmenter, UINT32 Number, UINT8 *Tcp)
{
	BePut32(Tcp + 4, BeGet32(Segmenter->Headers + Segmenter->Layer4 + 4) +
			 Number * Segmenter->Mss);
	if (Number)
		Tcp[TCP_FLAGS] &= (UINT8)(0xff & ~TCP_CWR);
	if (Number + 1 < Segmenter->Count)
		Tcp[TCP_FLAGS] &= (UINT8)(0xff & ~TCP_FIN_PSH);
}

VOID SegmentFinish(const SEGMENTER *Segmenter, UINT32 Number, UINT8 *Segment)
{
	UINT32 length = Segmenter->HeadersLength + SegmentPayload(Segmenter, Number);

	CopyHeaders(Segment, Segmenter->Headers, Segmenter->HeadersLength);
	FinishLayer3(Segmenter, Number, Segment, length);
	if (Segmenter->Udp)
		BePut16(Segment + Segmenter->Layer4 + 4, length - Segmenter->Layer4);
	else
		FinishTcp(Segmenter, Number, Segment + Segmenter->Layer4);
	PutLayer4Checksum(Segment, length, Segmenter->Layer4, Segmenter->Udp, Segmenter->Pseudo);
}

/* ---- whole packets ---- */

VOID SegmentChecksumAt(UINT8 *Packet, UINT32 Length, UINT32 Layer4, BOOLEAN Udp)
{
	UINT64 pseudo = SumPseudo(Packet, (BOOLEAN)(Packet[0] >> 4 == 6), Udp);
	UINT32 payload = Length - Layer4;

	/* PutLayer4Checksum(), without a call: packets are short, and there are many */
	BePut16(Packet + ChecksumOffset(Layer4, Udp), 0);
	PutChecksum(Packet + ChecksumOffset(Layer4, Udp),
		    SumHere(Add(pseudo, Network32(payload)), Packet + Layer4, payload), Udp);
}

BOOLEAN SegmentChecksum(UINT8 *Packet, UINT32 Length, BOOLEAN Layer3, BOOLEAN Layer4)
{
	UINT32 protocol;
	LAYOUT layout;

	if (Layer3 && FindLayer4(Packet, Length, &layout, &protocol) && !layout.Ipv6)
		PutLayer3Checksum(Packet, layout.Layer4);
	if (!Layer4)
		return TRUE;
	if (!FindHeaders(Packet, Length, &layout))
		return FALSE;
	SegmentChecksumAt(Packet, Length, layout.Layer4, layout.Udp);
	return TRUE;
}
