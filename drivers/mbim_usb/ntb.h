/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NCM transfer blocks as MBIM uses them (MBIM 1.0 section 7, NCM 1.0 section
 * 3): the wire layout, a builder for the OUT direction and a reader for the IN
 * direction.
 *
 * Pure: touches only memory that it is given, keeps no state of its own, needs
 * no Windows or Linux service. The same two files are built into the driver,
 * the KUnit suite and the user-space fuzzer. Who owns the buffers, when a block
 * is sent and what becomes of a datagram is not decided here.
 */
#ifndef _MBIM_USB_NTB_H
#define _MBIM_USB_NTB_H

#include "le.h"

#define NTH16_SIGNATURE		0x484d434eu	/* "NCMH" */
#define NTH32_SIGNATURE		0x686d636eu	/* "ncmh" */
#define NTH16_LENGTH		12u
#define NTH32_LENGTH		16u

/* The fourth byte of an NDP signature is the session number. */
#define NDP_SIGNATURE_MASK	0x00ffffffu
#define NDP16_SIGNATURE_IPS	0x00535049u
#define NDP16_SIGNATURE_DSS	0x00535344u
#define NDP32_SIGNATURE_IPS	0x00737069u
#define NDP32_SIGNATURE_DSS	0x00737364u
#define NDP16_HEADER		8u
#define NDP32_HEADER		16u
#define NDP16_ENTRY		4u
#define NDP32_ENTRY		8u

#define NTB_PARAMETERS_LENGTH	28u
#define NTB_MINIMUM_SIZE	2048u		/* smallest dwNtb{In,Out}MaxSize of NCM */
#define NTB16_MAXIMUM_SIZE	65535u

/* wNtbOutMaxDatagrams 0 means "no limit": a limit of our own then. */
#define NTB_MAXIMUM_DATAGRAMS	64u
/* NDPs in a block of ours: one for each session. Some devices make one for each datagram. */
#define NTB_MAXIMUM_NDPS	32u
#define NTB_READER_NDPS		64u

typedef enum _NTB_FORMAT {
	NtbFormat16,
	NtbFormat32,
} NTB_FORMAT;

/* What kind of session an NDP carries: IP packets or device service data. */
typedef enum _NTB_STREAM {
	NtbStreamIp,
	NtbStreamDss,
} NTB_STREAM;

/* The answer to GET_NTB_PARAMETERS, in host order and otherwise as received. */
typedef struct _NTB_PARAMETERS {
	UINT16 FormatsSupported;	/* bit 0 NTB16, bit 1 NTB32 */
	UINT32 InMaxSize;
	UINT16 InDivisor;
	UINT16 InPayloadRemainder;
	UINT16 InAlignment;
	UINT32 OutMaxSize;
	UINT16 OutDivisor;
	UINT16 OutPayloadRemainder;
	UINT16 OutAlignment;
	UINT16 OutMaxDatagrams;
} NTB_PARAMETERS;

#define NTB_FORMATS_16		0x0001u
#define NTB_FORMATS_32		0x0002u

static inline UINT32 NtbHeaderLength(NTB_FORMAT Format)
{
	return Format == NtbFormat32 ? NTH32_LENGTH : NTH16_LENGTH;
}

BOOLEAN NtbParametersParse(const UINT8 *Data, SIZE_T Length, NTB_PARAMETERS *Parameters);

/* ---- building: ntb_encode.c ---- */

/* The rules every block for one device obeys; constant between bring-ups. */
typedef struct _NTB_RULES {
	NTB_FORMAT Format;
	UINT32 MaximumSize;		/* a block without its short-packet byte */
	UINT32 MaximumDatagrams;	/* of all NDPs together */
	UINT32 MaximumNdps;
	UINT32 Alignment;		/* of an NDP */
	UINT32 Divisor;			/* payload offset % Divisor == Remainder */
	UINT32 Remainder;
	UINT32 MaximumPacketSize;	/* of the bulk OUT pipe */
	UINT32 PacketMask;		/* MaximumPacketSize - 1, 0 if that is no mask */
} NTB_RULES;

/*
 * Sanitises what the device said. @MaximumPacketSize must not be 0. FALSE: no
 * block that holds a 1280-byte packet can be built for this device.
 */
BOOLEAN NtbRulesInit(NTB_RULES *Rules, const NTB_PARAMETERS *Parameters, NTB_FORMAT Format,
		     UINT32 MaximumPacketSize, BOOLEAN OneNdp);
/* Length of the largest datagram that fits into a block of its own. */
UINT32 NtbRulesLargestDatagram(const NTB_RULES *Rules);

typedef struct _NTB_BUILDER_ENTRY {
	UINT32 Index;
	UINT32 Length;
} NTB_BUILDER_ENTRY;

typedef struct _NTB_BUILDER_NDP {
	UINT32 Owner;			/* stream and session */
	UINT32 Length;			/* with the terminating entry */
	UINT32 Written;			/* when finished: the end of its entries so far */
} NTB_BUILDER_NDP;

typedef struct _NTB_BUILDER {
	const NTB_RULES *Rules;
	UINT8 *Buffer;
	UINT32 Offset;			/* end of header and payload so far */
	UINT32 NdpCount;
	UINT32 DatagramCount;
	UINT32 Last;			/* of Ndps[]: has got the last datagram */
	UINT32 NdpBytes;		/* from the first NDP's start to the last one's end */
	/* nothing below is looked at before it was written: see the counts */
	NTB_BUILDER_NDP Ndps[NTB_MAXIMUM_NDPS];
	NTB_BUILDER_ENTRY Entries[NTB_MAXIMUM_DATAGRAMS];
	UINT8 Lists[NTB_MAXIMUM_DATAGRAMS];	/* which of Ndps[] lists each */
} NTB_BUILDER;

/* @Buffer holds at least Rules->MaximumSize + 1 bytes. */
VOID NtbBuilderInit(NTB_BUILDER *Builder, const NTB_RULES *Rules, UINT8 *Buffer);
/*
 * Room for one datagram of @Length bytes, which the caller fills in before
 * NtbBuilderFinish(). NULL: it does not fit any more (or is empty).
 */
UINT8 *NtbBuilderReserve(NTB_BUILDER *Builder, NTB_STREAM Stream, UINT8 Session, UINT32 Length);

/*
 * Datagrams of one session, one after the other, with less asking for each: from
 * NtbRunBegin() to NtbRunEnd() nothing else is done with the builder.
 */
typedef struct _NTB_RUN {
	UINT8 *Buffer;
	NTB_BUILDER_ENTRY *Entries;	/* the next one's */
	UINT32 Offset;			/* as the builder's */
	UINT32 Limit;			/* end of payload that leaves room for all NDPs */
	UINT32 Left;			/* so many more datagrams may there be */
	UINT32 Size;			/* of an entry */
	UINT32 Align;			/* 1 less than what payload is aligned to */
	UINT32 Remainder;
	UINT32 Alignment;
} NTB_RUN;

/*
 * FALSE: the block's last NDP does not list this session's datagrams, so the next one
 * has to be reserved with NtbBuilderReserve().
 */
BOOLEAN NtbRunBegin(NTB_RUN *Run, NTB_BUILDER *Builder, NTB_STREAM Stream, UINT8 Session);
/* All that was reserved is in the block; the caller has filled it in. */
VOID NtbRunEnd(const NTB_RUN *Run, NTB_BUILDER *Builder);

/* Like NtbBuilderReserve(), with the same answer. */
static inline UINT8 *NtbRunReserve(NTB_RUN *Run, UINT32 Length)
{
	UINT32 start = Run->Offset + ((Run->Remainder - Run->Offset) & Run->Align);
	UINT32 from = Run->Offset;

	/* more than there can be would wrap around */
	if (!Run->Left || !Length || Length > Run->Limit ||
	    ((start + Length + Run->Alignment - 1) & ~(Run->Alignment - 1)) > Run->Limit)
		return NULL;
	Run->Entries->Index = start;
	Run->Entries->Length = Length;
	Run->Entries++;
	Run->Left--;
	Run->Limit -= Run->Size;
	Run->Offset = start + Length;
	/* see NtbBuilderReserve() */
	do {
		LePut32(Run->Buffer + from, 0);
		LePut32(Run->Buffer + from + 4, 0);
		from += 8;
	} while (from < start);
	return Run->Buffer + start;
}

/* Header, NDPs and padding. Returns the block's length; 0 for an empty block. */
UINT32 NtbBuilderFinish(NTB_BUILDER *Builder, UINT16 Sequence);

/* In which quarter of the largest size a block's length is: 0 to 3. */
static inline UINT32 NtbQuarter(UINT32 Length, UINT32 MaximumSize)
{
	UINT32 quarters = Length * 4;

	/* the short-packet byte may come on top, and is the last quarter's, too */
	return (quarters > MaximumSize) + (quarters > 2 * MaximumSize) +
	       (quarters > 3 * MaximumSize);
}

/* ---- reading: ntb_decode.c ---- */

typedef enum _NTB_ERROR {
	NtbErrorNone,
	/* the whole block is dropped */
	NtbErrorTooShort,		/* no room for a header and an NDP */
	NtbErrorSignature,		/* neither NCMH nor ncmh, or not the one agreed on */
	NtbErrorHeaderLength,
	NtbErrorBlockLength,		/* beyond the transfer or what was negotiated */
	/* the chain of NDPs ends here */
	NtbErrorNdpIndex,		/* inside the header, outside the block, not 4-aligned */
	NtbErrorNdpLoop,		/* an NDP seen before, or too many of them */
	/* this NDP, or the rest of it, is skipped */
	NtbErrorNdpLength,
	NtbErrorNdpSignature,
	NtbErrorEntry,			/* overlaps the header or leaves the block */
	NtbErrorOverlap,		/* more payload than the block has bytes */
	/* this datagram is skipped */
	NtbErrorNotIp,			/* version nibble neither 4 nor 6 */
	NtbErrorIpLength,		/* shorter than its IP header says */
	NtbErrorEmpty,			/* length 0 at a nonzero index */
	NtbErrorCount
} NTB_ERROR;

typedef struct _NTB_DATAGRAM {
	NTB_STREAM Stream;
	UINT8 Session;
	UINT32 Offset;			/* in the block */
	UINT32 Length;
} NTB_DATAGRAM;

typedef struct _NTB_SLICE {
	UINT32 Offset;			/* in the block */
	UINT32 Length;
} NTB_SLICE;

/* As many slices at once as serve well; any other number does, too. */
#define NTB_SLICES		32u

typedef struct _NTB_READER {
	const UINT8 *Data;
	UINT32 Length;			/* of the block */
	NTB_FORMAT Format;
	UINT16 Sequence;
	UINT32 NextNdp;			/* offset, 0 = no more */
	UINT32 Entry;			/* offset of the next entry */
	UINT32 EntriesEnd;		/* 0: not inside an NDP */
	UINT32 Room;			/* of the block, not used by entries and datagrams so far */
	NTB_STREAM Stream;		/* of what was read last */
	UINT8 Session;
	UINT32 NdpLast;			/* the greatest offset seen */
	UINT32 NdpCount;
	UINT32 NdpSeen[NTB_READER_NDPS];
	UINT32 Errors[NtbErrorCount];
} NTB_READER;

/* @MaximumSize: negotiated input size. NtbErrorNone or why the block is dropped. */
NTB_ERROR NtbReaderInit(NTB_READER *Reader, const UINT8 *Data, SIZE_T Length,
			UINT32 MaximumSize, NTB_FORMAT Format);
/*
 * The next good datagrams, each wholly inside the block, at most @Maximum of them.
 * All are of one stream and session, which Reader->Stream and Reader->Session say
 * until the next call; there may be more of it. 0: the end. Errors met on the way
 * are counted in Reader->Errors.
 */
UINT32 NtbReaderRead(NTB_READER *Reader, NTB_SLICE *Slices, UINT32 Maximum);

/* One of them; FALSE at the end. */
static inline BOOLEAN NtbReaderNext(NTB_READER *Reader, NTB_DATAGRAM *Datagram)
{
	NTB_SLICE slice;

	if (!NtbReaderRead(Reader, &slice, 1))
		return FALSE;
	Datagram->Stream = Reader->Stream;
	Datagram->Session = Reader->Session;
	Datagram->Offset = slice.Offset;
	Datagram->Length = slice.Length;
	return TRUE;
}

/* Is this a whole IPv4 or IPv6 packet? NtbErrorNone, NotIp or IpLength. */
NTB_ERROR NtbCheckIp(const UINT8 *Packet, UINT32 Length);

#endif
