// SPDX-License-Identifier: GPL-2.0
/*
 * Reading NTBs: every offset and length that a device can write is checked
 * here, so that whoever gets a datagram need not.
 *
 * How much of a block one mistake costs is in enum _NTB_ERROR. The work done
 * for one block is bounded by the block's size, whatever it says: an NDP is
 * visited once, and entries and payload together may not need more bytes than
 * the block has (in an honest block nothing overlaps).
 */
#include "le.h"
#include "ntb.h"

static VOID CountError(NTB_READER *Reader, NTB_ERROR Error)
{
	Reader->Errors[Error]++;
}

static UINT32 EntrySize(const NTB_READER *Reader)
{
	return Reader->Format == NtbFormat32 ? NDP32_ENTRY : NDP16_ENTRY;
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
	Reader->Used = 0;
	Reader->Stream = NtbStreamIp;
	Reader->Session = 0;
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
		if (Reader->NdpCount == NTB_READER_NDPS || NdpSeen(Reader, offset)) {
			CountError(Reader, NtbErrorNdpLoop);
			return FALSE;
		}
		Reader->NdpSeen[Reader->NdpCount++] = offset;

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

/* The next entry of the NDP at hand. FALSE: no more of them. */
static BOOLEAN NextEntry(NTB_READER *Reader, UINT32 *Index, UINT32 *Length)
{
	const UINT8 *p = Reader->Data + Reader->Entry;
	UINT32 size = EntrySize(Reader);

	if (Reader->EntriesEnd - Reader->Entry < size)
		return FALSE;
	if (Reader->Format == NtbFormat32) {
		*Index = LeGet32(p);
		*Length = LeGet32(p + 4);
	} else {
		*Index = LeGet16(p);
		*Length = LeGet16(p + 2);
	}
	Reader->Entry += size;
	return *Index || *Length;
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

/* Is the entry's place in the block possible? */
static NTB_ERROR CheckEntry(const NTB_READER *Reader, UINT32 Index, UINT32 Length)
{
	UINT32 left = Reader->Length - Reader->Used;

	if (Index < NtbHeaderLength(Reader->Format) || Index > Reader->Length ||
	    Length > Reader->Length - Index)
		return NtbErrorEntry;
	if (left < EntrySize(Reader) || Length > left - EntrySize(Reader))
		return NtbErrorOverlap;
	return NtbErrorNone;
}

BOOLEAN NtbReaderNext(NTB_READER *Reader, NTB_DATAGRAM *Datagram)
{
	for (;;) {
		UINT32 index, length;
		NTB_ERROR error;

		if (!Reader->EntriesEnd && !NextNdp(Reader))
			return FALSE;
		if (!NextEntry(Reader, &index, &length)) {
			Reader->EntriesEnd = 0;
			continue;
		}

		error = CheckEntry(Reader, index, length);
		if (error != NtbErrorNone) {
			CountError(Reader, error);
			Reader->EntriesEnd = 0;
			continue;
		}
		Reader->Used += length + EntrySize(Reader);

		error = length ? NtbErrorNone : NtbErrorEmpty;
		if (error == NtbErrorNone && Reader->Stream == NtbStreamIp)
			error = NtbCheckIp(Reader->Data + index, length);
		if (error != NtbErrorNone) {
			CountError(Reader, error);
			continue;
		}

		Datagram->Stream = Reader->Stream;
		Datagram->Session = Reader->Session;
		Datagram->Offset = index;
		Datagram->Length = length;
		return TRUE;
	}
}
