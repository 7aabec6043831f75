/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Large TCP and UDP packets, cut into segments as they are copied, and the
 * checksums of others: what hardware does for a stack that leaves it to it.
 *
 * Pure: touches only memory that it is given, keeps no state of its own, needs
 * no Windows or Linux service. Where segments are put, and when, is not decided
 * here, so that a packet can be cut one segment at a time, as there is room.
 */
#ifndef _MBIM_USB_SEGMENT_H
#define _MBIM_USB_SEGMENT_H

#include <ntdef.h>

/* IPv4 and TCP, both with all the options that they can have. */
#define SEGMENT_MAXIMUM_HEADERS	120u

/* A large packet: what each of its segments is made of. */
typedef struct _SEGMENTER {
	UINT8 Headers[SEGMENT_MAXIMUM_HEADERS];	/* of the whole */
	UINT32 HeadersLength;
	UINT32 Layer4;			/* where TCP's or UDP's begins */
	UINT32 Payload;			/* of all segments */
	UINT32 Mss;			/* of each but the last */
	UINT32 Count;
	BOOLEAN Ipv6;			/* else IPv4 */
	BOOLEAN Udp;			/* else TCP */
	UINT64 Pseudo;			/* sum of the pseudo header but its length */
} SEGMENTER;

/*
 * @Headers: the first @Available bytes of a packet of @Length bytes; SEGMENT_MAXIMUM_HEADERS
 * are always enough. FALSE: no TCP or UDP, a fragment, IPv6 extension headers,
 * headers that are cut off, no payload, or segments of @Mss bytes are too long.
 */
BOOLEAN SegmenterInit(SEGMENTER *Segmenter, const UINT8 *Headers, UINT32 Available,
		      UINT32 Length, UINT32 Mss);

/* Payload of segment @Number, which is less than Count. */
static inline UINT32 SegmentPayload(const SEGMENTER *Segmenter, UINT32 Number)
{
	if (Number + 1 < Segmenter->Count)
		return Segmenter->Mss;
	return Segmenter->Payload - Number * Segmenter->Mss;
}

/*
 * Headers and checksums of segment @Number, whose payload is at @Segment +
 * HeadersLength already. Checksums are made anew, whatever was in the whole.
 */
VOID SegmentFinish(const SEGMENTER *Segmenter, UINT32 Number, UINT8 *Segment);

/*
 * The checksums of an IP packet that is not cut. FALSE: @Layer4, but it is
 * neither TCP nor UDP, or a fragment, or has IPv6 extension headers.
 */
BOOLEAN SegmentChecksum(UINT8 *Packet, UINT32 Length, BOOLEAN Layer3, BOOLEAN Layer4);
/*
 * The same of layer 4 alone, for whoever knows that it is UDP, or else TCP, no fragment,
 * behind an IP header of @Layer4 bytes without IPv6 extension headers, and that its own
 * header is there.
 */
VOID SegmentChecksumAt(UINT8 *Packet, UINT32 Length, UINT32 Layer4, BOOLEAN Udp);

#endif
