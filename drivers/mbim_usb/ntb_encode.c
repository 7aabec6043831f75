// SPDX-License-Identifier: GPL-2.0
/*
 * Building NTBs: parameter block, alignment rules, payload first and the NDPs
 * behind it.
 *
 *	| NTH | pad payload | pad payload | ... | pad NDP | pad NDP | (0) |
 *
 * NDPs come last because their size is known only then: they are never larger
 * than their entries, and devices that insist on "NDP at the end" are served
 * without a special case.
 *
 * The closing zero byte appears when the block would end on a packet boundary.
 * MBIM wants a zero-length packet there except at exactly dwNtbOutMaxSize,
 * while many devices hang without one even then; a block that never ends on a
 * boundary needs none and satisfies both. MaximumSize keeps room for the byte.
 */
#include "le.h"
#include "ntb.h"

static UINT32 AlignUp(UINT32 Value, UINT32 Alignment)
{
	return (Value + Alignment - 1) & ~(Alignment - 1);
}

static BOOLEAN IsPowerOfTwo(UINT32 Value)
{
	return Value && !(Value & (Value - 1));
}

/* With the terminating all-zero entry. */
static UINT32 NdpLength(const NTB_RULES *Rules, UINT32 Entries)
{
	if (Rules->Format == NtbFormat32)
		return NDP32_HEADER + NDP32_ENTRY * (Entries + 1);
	return NDP16_HEADER + NDP16_ENTRY * (Entries + 1);
}

/* First offset at or behind @Offset where a payload may start. */
static UINT32 PayloadOffset(const NTB_RULES *Rules, UINT32 Offset)
{
	return Offset + ((Rules->Remainder - Offset) & (Rules->Divisor - 1));
}

BOOLEAN NtbParametersParse(const UINT8 *Data, SIZE_T Length, NTB_PARAMETERS *Parameters)
{
	if (Length < NTB_PARAMETERS_LENGTH || LeGet16(Data) < NTB_PARAMETERS_LENGTH)
		return FALSE;

	Parameters->FormatsSupported = LeGet16(Data + 2);
	Parameters->InMaxSize = LeGet32(Data + 4);
	Parameters->InDivisor = LeGet16(Data + 8);
	Parameters->InPayloadRemainder = LeGet16(Data + 10);
	Parameters->InAlignment = LeGet16(Data + 12);
	Parameters->OutMaxSize = LeGet32(Data + 16);
	Parameters->OutDivisor = LeGet16(Data + 20);
	Parameters->OutPayloadRemainder = LeGet16(Data + 22);
	Parameters->OutAlignment = LeGet16(Data + 24);
	Parameters->OutMaxDatagrams = LeGet16(Data + 26);
	return TRUE;
}

/* Values that cannot be meant are replaced by 4, as every host does. */
static UINT32 SaneAlignment(UINT32 Value, UINT32 Size)
{
	if (Value < 4 || !IsPowerOfTwo(Value) || Value >= Size)
		return 4;
	return Value;
}

BOOLEAN NtbRulesInit(NTB_RULES *Rules, const NTB_PARAMETERS *Parameters, NTB_FORMAT Format,
		     UINT32 MaximumPacketSize, BOOLEAN OneNdp)
{
	UINT32 size = Parameters->OutMaxSize;

	/*
	 * A device that says nothing gets NCM's floor. One that names less is
	 * believed: it has no memory for more.
	 */
	if (!size)
		size = NTB_MINIMUM_SIZE;
	/* 1 MiB is far above any device; it keeps the arithmetic below 32 bits. */
	if (size > 0x100000u)
		size = 0x100000u;
	if (Format == NtbFormat16 && size > NTB16_MAXIMUM_SIZE)
		size = NTB16_MAXIMUM_SIZE;
	if (size < 64)
		return FALSE;

	Rules->Format = Format;
	Rules->MaximumSize = size - 1;
	Rules->Alignment = SaneAlignment(Parameters->OutAlignment, size);
	Rules->Divisor = SaneAlignment(Parameters->OutDivisor, size);
	Rules->Remainder = Parameters->OutPayloadRemainder;
	if (Rules->Remainder >= Rules->Divisor)
		Rules->Remainder = 0;
	Rules->MaximumDatagrams = Parameters->OutMaxDatagrams;
	if (!Rules->MaximumDatagrams || Rules->MaximumDatagrams > NTB_MAXIMUM_DATAGRAMS)
		Rules->MaximumDatagrams = NTB_MAXIMUM_DATAGRAMS;
	Rules->MaximumNdps = OneNdp ? 1 : NTB_MAXIMUM_NDPS;
	Rules->MaximumPacketSize = MaximumPacketSize;

	return NtbRulesLargestDatagram(Rules) >= 1280;
}

UINT32 NtbRulesLargestDatagram(const NTB_RULES *Rules)
{
	UINT32 start = PayloadOffset(Rules, NtbHeaderLength(Rules->Format));
	UINT32 end;

	if (Rules->MaximumSize < NdpLength(Rules, 1))
		return 0;
	/* the highest place where an NDP of one entry can start */
	end = (Rules->MaximumSize - NdpLength(Rules, 1)) & ~(Rules->Alignment - 1);
	return end > start ? end - start : 0;
}

VOID NtbBuilderInit(NTB_BUILDER *Builder, const NTB_RULES *Rules, UINT8 *Buffer)
{
	Builder->Rules = Rules;
	Builder->Buffer = Buffer;
	Builder->Offset = NtbHeaderLength(Rules->Format);
	Builder->NdpCount = 0;
	Builder->DatagramCount = 0;
}

static UINT32 MakeSignature(const NTB_RULES *Rules, NTB_STREAM Stream, UINT8 Session)
{
	UINT32 base;

	if (Rules->Format == NtbFormat32)
		base = Stream == NtbStreamDss ? NDP32_SIGNATURE_DSS : NDP32_SIGNATURE_IPS;
	else
		base = Stream == NtbStreamDss ? NDP16_SIGNATURE_DSS : NDP16_SIGNATURE_IPS;
	return base | ((UINT32)Session << 24);
}

/*
 * Where the block would end if its payload ended at @End and NDP number
 * @Extra had one entry more than now.
 */
static UINT32 BlockEnd(const NTB_BUILDER *Builder, UINT32 End, UINT32 Extra)
{
	const NTB_RULES *rules = Builder->Rules;
	UINT32 count = Extra == Builder->NdpCount ? Extra + 1 : Builder->NdpCount;
	UINT32 i;

	for (i = 0; i < count; i++) {
		UINT32 entries = i < Builder->NdpCount ? Builder->Ndps[i].Entries : 0;

		if (i == Extra)
			entries++;
		End = AlignUp(End, rules->Alignment) + NdpLength(rules, entries);
	}
	return End;
}

static VOID Zero(UINT8 *Buffer, UINT32 From, UINT32 To)
{
	while (From < To)
		Buffer[From++] = 0;
}

UINT8 *NtbBuilderReserve(NTB_BUILDER *Builder, NTB_STREAM Stream, UINT8 Session, UINT32 Length)
{
	const NTB_RULES *rules = Builder->Rules;
	UINT32 signature = MakeSignature(rules, Stream, Session);
	UINT32 start = PayloadOffset(rules, Builder->Offset);
	NTB_BUILDER_ENTRY *entry;
	UINT32 ndp;

	if (!Length || Length > rules->MaximumSize ||
	    Builder->DatagramCount >= rules->MaximumDatagrams)
		return NULL;

	for (ndp = 0; ndp < Builder->NdpCount; ndp++)
		if (Builder->Ndps[ndp].Signature == signature)
			break;
	if (ndp >= rules->MaximumNdps)
		return NULL;
	if (BlockEnd(Builder, start + Length, ndp) > rules->MaximumSize)
		return NULL;

	if (ndp == Builder->NdpCount) {
		Builder->Ndps[ndp].Signature = signature;
		Builder->Ndps[ndp].Entries = 0;
		Builder->NdpCount++;
	}
	Builder->Ndps[ndp].Entries++;

	entry = &Builder->Entries[Builder->DatagramCount++];
	entry->Index = start;
	entry->Length = Length;
	entry->Ndp = ndp;

	/* buffers are used again: no old bytes may leave in the padding */
	Zero(Builder->Buffer, Builder->Offset, start);
	Builder->Offset = start + Length;
	return Builder->Buffer + start;
}

static VOID PutHeader(const NTB_BUILDER *Builder, UINT16 Sequence, UINT32 Length, UINT32 Ndp)
{
	UINT8 *p = Builder->Buffer;

	if (Builder->Rules->Format == NtbFormat32) {
		LePut32(p, NTH32_SIGNATURE);
		LePut16(p + 4, NTH32_LENGTH);
		LePut16(p + 6, Sequence);
		LePut32(p + 8, Length);
		LePut32(p + 12, Ndp);
	} else {
		LePut32(p, NTH16_SIGNATURE);
		LePut16(p + 4, NTH16_LENGTH);
		LePut16(p + 6, Sequence);
		LePut16(p + 8, Length);
		LePut16(p + 10, Ndp);
	}
}

static VOID PutNdp(const NTB_BUILDER *Builder, UINT32 Ndp, UINT32 Offset, UINT32 Next)
{
	const NTB_BUILDER_NDP *ndp = &Builder->Ndps[Ndp];
	UINT32 length = NdpLength(Builder->Rules, ndp->Entries);
	UINT8 *p = Builder->Buffer + Offset;
	UINT32 i;

	/* reserved fields and the terminating entry */
	Zero(Builder->Buffer, Offset, Offset + length);
	LePut32(p, ndp->Signature);
	LePut16(p + 4, length);
	if (Builder->Rules->Format == NtbFormat32) {
		LePut32(p + 8, Next);
		p += NDP32_HEADER;
	} else {
		LePut16(p + 6, Next);
		p += NDP16_HEADER;
	}

	for (i = 0; i < Builder->DatagramCount; i++) {
		const NTB_BUILDER_ENTRY *entry = &Builder->Entries[i];

		if (entry->Ndp != Ndp)
			continue;
		if (Builder->Rules->Format == NtbFormat32) {
			LePut32(p, entry->Index);
			LePut32(p + 4, entry->Length);
			p += NDP32_ENTRY;
		} else {
			LePut16(p, entry->Index);
			LePut16(p + 2, entry->Length);
			p += NDP16_ENTRY;
		}
	}
}

UINT32 NtbBuilderFinish(NTB_BUILDER *Builder, UINT16 Sequence)
{
	const NTB_RULES *rules = Builder->Rules;
	UINT32 first = AlignUp(Builder->Offset, rules->Alignment);
	UINT32 offset = first;
	UINT32 end = Builder->Offset;
	UINT32 i;

	if (!Builder->DatagramCount)
		return 0;

	for (i = 0; i < Builder->NdpCount; i++) {
		UINT32 length = NdpLength(rules, Builder->Ndps[i].Entries);
		UINT32 next = AlignUp(offset + length, rules->Alignment);

		Zero(Builder->Buffer, end, offset);
		PutNdp(Builder, i, offset, i + 1 < Builder->NdpCount ? next : 0);
		end = offset + length;
		offset = next;
	}

	if (end % rules->MaximumPacketSize == 0)
		Builder->Buffer[end++] = 0;

	PutHeader(Builder, Sequence, end, first);
	return end;
}
