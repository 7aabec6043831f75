// SPDX-License-Identifier: GPL-2.0
/*
 * Reading NTBs: every offset and length that a device can write is checked
 * here, so that whoever gets a datagram need not.
 *
 * How much of a block one mistake costs is in enum _NTB_ERROR. The work done
 * for one block is bounded by the block's size, whatever it says: an NDP is
 * visited once, and entries and payload together may not need more bytes than
 * the block has (in an honest block nothing overlaps).
 *
 * The entries of an NDP are read in one loop, of which there is one for each format.
 * An honest entry costs it one comparison for its place, one for the bytes that are
 * left and three for its IP header; only what fails one of them is looked at again,
 * to say why.
 */
#include "le.h"
#include "ntb.h"

static VOID CountError(NTB_READER *Reader, NTB_ERROR Error)
{
	Reader->Errors[Error]++;
}

/* Header, one entry, terminator: less is not an NDP. */
static UINT32 NdpMinimum(const NTB_READER *Reader)
{
	return Reader->Format == NtbFormat32 ? NDP32_HEADER + 2 * NDP32_ENTRY :
					       NDP16_HEADER + 2 * NDP16_ENTRY;
}

NTB_ERROR NtbReaderInit(NTB_READER *Reader, const UINT8 *Data, SIZE_T Length,
			UINT32 MaximumSize, NTB_FORMAT Format)
{
	UINT32 i;

	Reader->Data = Data;
	Reader->Format = Format;
	Reader->Entry = 0;
	Reader->EntriesEnd = 0;
	Reader->Stream = NtbStreamIp;
	Reader->Session = 0;
	Reader->NdpLast = 0;
	Reader->NdpCount = 0;
	for (i = 0; i < NtbErrorCount; i++)
		Reader->Errors[i] = 0;

	if (Length < NtbHeaderLength(Reader->Format) + NdpMinimum(Reader))
		return NtbErrorTooShort;
	if (Length > 0xffffffffu)
		return NtbErrorBlockLength;

	if (Format == NtbFormat32) {
		if (LeGet32(Data) != NTH32_SIGNATURE)
			return NtbErrorSignature;
		Reader->Length = LeGet32(Data + 8);
		Reader->NextNdp = LeGet32(Data + 12);
	} else {
		if (LeGet32(Data) != NTH16_SIGNATURE)
			return NtbErrorSignature;
		Reader->Length = LeGet16(Data + 8);
		Reader->NextNdp = LeGet16(Data + 10);
		/* legal: the block ends where the transfer does */
		if (!Reader->Length)
			Reader->Length = (UINT32)Length;
	}
	if (LeGet16(Data + 4) != NtbHeaderLength(Reader->Format))
		return NtbErrorHeaderLength;
	Reader->Sequence = LeGet16(Data + 6);
	if (Reader->Length > Length || Reader->Length > MaximumSize ||
	    Reader->Length < NtbHeaderLength(Reader->Format) + NdpMinimum(Reader))
		return NtbErrorBlockLength;
	Reader->Room = Reader->Length;
	/* 0 ends a chain but may not begin one */
	if (!Reader->NextNdp)
		return NtbErrorNdpIndex;
	return NtbErrorNone;
}

static BOOLEAN NdpSeen(const NTB_READER *Reader, UINT32 Offset)
{
	UINT32 i;

	for (i = 0; i < Reader->NdpCount; i++)
		if (Reader->NdpSeen[i] == Offset)
			return TRUE;
	return FALSE;
}

/* IPS, DSS and their session; FALSE for anything else. */
static BOOLEAN ParseSignature(NTB_READER *Reader, UINT32 Signature)
{
	UINT32 ips = Reader->Format == NtbFormat32 ? NDP32_SIGNATURE_IPS : NDP16_SIGNATURE_IPS;
	UINT32 dss = Reader->Format == NtbFormat32 ? NDP32_SIGNATURE_DSS : NDP16_SIGNATURE_DSS;

	if ((Signature & NDP_SIGNATURE_MASK) == ips)
		Reader->Stream = NtbStreamIp;
	else if ((Signature & NDP_SIGNATURE_MASK) == dss)
		Reader->Stream = NtbStreamDss;
	else
		return FALSE;
	Reader->Session = (UINT8)(Signature >> 24);
	return TRUE;
}

/* Steps to the next usable NDP of the chain. FALSE: there is none. */
static BOOLEAN NextNdp(NTB_READER *Reader)
{
	UINT32 granule = Reader->Format == NtbFormat32 ? 8 : 4;

	while (Reader->NextNdp) {
		UINT32 offset = Reader->NextNdp;
		const UINT8 *ndp = Reader->Data + offset;
		UINT32 length;

		Reader->NextNdp = 0;
		if (offset < NtbHeaderLength(Reader->Format) || offset % 4 ||
		    offset > Reader->Length || Reader->Length - offset < NdpMinimum(Reader)) {
			CountError(Reader, NtbErrorNdpIndex);
			return FALSE;
		}
		/* mostly they follow each other in the block as well */
		if (Reader->NdpCount == NTB_READER_NDPS ||
		    (offset <= Reader->NdpLast && NdpSeen(Reader, offset))) {
			CountError(Reader, NtbErrorNdpLoop);
			return FALSE;
		}
		Reader->NdpSeen[Reader->NdpCount++] = offset;
		if (offset > Reader->NdpLast)
			Reader->NdpLast = offset;

		length = LeGet16(ndp + 4);
		if (Reader->Format == NtbFormat32) {
			Reader->NextNdp = LeGet32(ndp + 8);
			Reader->Entry = offset + NDP32_HEADER;
		} else {
			Reader->NextNdp = LeGet16(ndp + 6);
			Reader->Entry = offset + NDP16_HEADER;
		}

		if (length < NdpMinimum(Reader) || length % granule ||
		    length > Reader->Length - offset) {
			CountError(Reader, NtbErrorNdpLength);
			continue;
		}
		if (!ParseSignature(Reader, LeGet32(ndp))) {
			CountError(Reader, NtbErrorNdpSignature);
			continue;
		}
		Reader->EntriesEnd = offset + length;
		return TRUE;
	}
	return FALSE;
}

NTB_ERROR NtbCheckIp(const UINT8 *Packet, UINT32 Length)
{
	UINT32 total;

	if (!Length)
		return NtbErrorEmpty;

	switch (Packet[0] >> 4) {
	case 4:
		if (Length < 20)
			return NtbErrorIpLength;
		total = ((UINT32)Packet[2] << 8) | Packet[3];
		if (total < 20 || total > Length)
			return NtbErrorIpLength;
		return NtbErrorNone;
	case 6:
		if (Length < 40)
			return NtbErrorIpLength;
		/* 0 announces a jumbogram option: the stack's business */
		total = ((UINT32)Packet[4] << 8) | Packet[5];
		if (total > Length - 40)
			return NtbErrorIpLength;
		return NtbErrorNone;
	}
	return NtbErrorNotIp;
}

/* NtbCheckIp() finds nothing: what nearly every packet is asked. */
static inline BOOLEAN IsWholeIpv4(const UINT8 *Packet, UINT32 Length)
{
	/* both limits of the total: less than 20 becomes more than any length */
	return Length >= 20 && Packet[0] >> 4 == 4 &&
	       (((UINT32)Packet[2] << 8) | Packet[3]) - 20 <= Length - 20;
}

static inline BOOLEAN IsWholeIpv6(const UINT8 *Packet, UINT32 Length)
{
	return Length >= 40 && Packet[0] >> 4 == 6 &&
	       (((UINT32)Packet[4] << 8) | Packet[5]) <= Length - 40;
}

/* Why a datagram whose place is right is skipped, if it is. */
static NTB_ERROR CheckDatagram(const NTB_READER *Reader, UINT32 Index, UINT32 Length)
{
	if (!Length)
		return NtbErrorEmpty;
	if (Reader->Stream == NtbStreamIp)
		return NtbCheckIp(Reader->Data + Index, Length);
	return NtbErrorNone;
}

/*
 * The good ones among the next @Maximum entries of the NDP at hand. EntriesEnd is 0
 * afterwards if nothing is left of it.
 *
 * Sums of an index and a length, and of a length and an entry's size, are made of 64
 * bits: nothing wraps, and an index inside the header, less the header, is beyond
 * every block.
 */
static inline UINT32 ReadEntries(NTB_READER *Reader, NTB_FORMAT Format, NTB_SLICE *Slices,
				 UINT32 Maximum)
{
	UINT32 size = Format == NtbFormat32 ? NDP32_ENTRY : NDP16_ENTRY;
	UINT32 limit = Reader->Length - NtbHeaderLength(Format);
	UINT32 left = (Reader->EntriesEnd - Reader->Entry) / size;
	const UINT8 *data = Reader->Data;
	const UINT8 *p = data + Reader->Entry;
	const UINT8 *stop = p + size * (left < Maximum ? left : Maximum);
	BOOLEAN ip = Reader->Stream == NtbStreamIp;
	BOOLEAN ended = left <= Maximum;
	NTB_SLICE *slice = Slices;
	UINT64 room = Reader->Room;

	for (; p != stop; p += size) {
		UINT32 first = LeGet32(p);
		UINT32 index = Format == NtbFormat32 ? first : first & 0xffff;
		UINT32 length = Format == NtbFormat32 ? LeGet32(p + 4) : first >> 16;
		UINT64 need = (UINT64)length + size;
		NTB_ERROR error;

		if ((UINT64)(UINT32)(index - NtbHeaderLength(Format)) + length > limit) {
			/* all zero: the end, and whatever follows is nothing */
			if (index || length)
				CountError(Reader, NtbErrorEntry);
			ended = TRUE;
			break;
		}
		if (need > room) {
			CountError(Reader, NtbErrorOverlap);
			ended = TRUE;
			break;
		}
		room -= need;

		if (!ip || (!IsWholeIpv4(data + index, length) &&
			    !IsWholeIpv6(data + index, length))) {
			error = CheckDatagram(Reader, index, length);
			if (error != NtbErrorNone) {
				CountError(Reader, error);
				continue;
			}
		}
		slice->Offset = index;
		slice->Length = length;
		slice++;
	}
	Reader->Room = (UINT32)room;
	Reader->Entry = (UINT32)(p - data);
	if (ended)
		Reader->EntriesEnd = 0;
	return (UINT32)(slice - Slices);
}

UINT32 NtbReaderRead(NTB_READER *Reader, NTB_SLICE *Slices, UINT32 Maximum)
{
	UINT32 count = 0;

	while (!count && Maximum) {
		if (!Reader->EntriesEnd && !NextNdp(Reader))
			break;
		if (Reader->Format == NtbFormat32)
			count = ReadEntries(Reader, NtbFormat32, Slices, Maximum);
		else
			count = ReadEntries(Reader, NtbFormat16, Slices, Maximum);
	}
	return count;
}
