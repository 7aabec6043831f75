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
 *
 * A datagram costs the same whatever is in the block already: most go to the NDP of
 * the one before, and how long all NDPs are is known without looking at each. The
 * entries are kept in the order of the datagrams until the block is finished.
 */
#include "ntb.h"

static UINT32 AlignUp(UINT32 Value, UINT32 Alignment)
{
	return (Value + Alignment - 1) & ~(Alignment - 1);
}

static BOOLEAN IsPowerOfTwo(UINT32 Value)
{
	return Value && !(Value & (Value - 1));
}

static UINT32 EntrySize(const NTB_RULES *Rules)
{
	return Rules->Format == NtbFormat32 ? NDP32_ENTRY : NDP16_ENTRY;
}

/* With the terminating all-zero entry. */
static UINT32 NdpLength(const NTB_RULES *Rules, UINT32 Entries)
{
	return (Rules->Format == NtbFormat32 ? NDP32_HEADER : NDP16_HEADER) +
	       EntrySize(Rules) * (Entries + 1);
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
	Rules->PacketMask = IsPowerOfTwo(MaximumPacketSize) ? MaximumPacketSize - 1 : 0;

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
	Builder->Last = 0;
	Builder->NdpBytes = 0;
}

static UINT32 MakeOwner(NTB_STREAM Stream, UINT8 Session)
{
	return ((UINT32)Session << 24) | (UINT32)Stream;
}

static UINT32 MakeSignature(const NTB_RULES *Rules, UINT32 Owner)
{
	BOOLEAN dss = (Owner & NDP_SIGNATURE_MASK) == NtbStreamDss;
	UINT32 base;

	if (Rules->Format == NtbFormat32)
		base = dss ? NDP32_SIGNATURE_DSS : NDP32_SIGNATURE_IPS;
	else
		base = dss ? NDP16_SIGNATURE_DSS : NDP16_SIGNATURE_IPS;
	return base | (Owner & ~NDP_SIGNATURE_MASK);
}

/* The NDP that lists @Owner's datagrams; NdpCount: there is none yet. */
static UINT32 FindNdp(const NTB_BUILDER *Builder, UINT32 Owner)
{
	UINT32 i;

	for (i = 0; i < Builder->NdpCount; i++)
		if (Builder->Ndps[i].Owner == Owner)
			break;
	return i;
}

/* What NdpBytes becomes when NDP number @Ndp, perhaps a new one, lists one more. */
static UINT32 NdpBytesWith(const NTB_BUILDER *Builder, UINT32 Ndp)
{
	const NTB_RULES *rules = Builder->Rules;
	UINT32 size = EntrySize(rules);
	UINT32 length;

	if (Ndp == Builder->NdpCount)
		return AlignUp(Builder->NdpBytes, rules->Alignment) + NdpLength(rules, 1);
	if (Ndp == Builder->NdpCount - 1)
		return Builder->NdpBytes + size;
	/* the next one may move, or may not */
	length = Builder->Ndps[Ndp].Length;
	return Builder->NdpBytes + AlignUp(length + size, rules->Alignment) -
	       AlignUp(length, rules->Alignment);
}

/*
 * Zeroes from @From to @To, and up to eight bytes behind that: whoever calls this has
 * them still to be written, or does not use them.
 */
static VOID ZeroGap(UINT8 *Buffer, UINT32 From, UINT32 To)
{
	do {
		LePut32(Buffer + From, 0);
		LePut32(Buffer + From + 4, 0);
		From += 8;
	} while (From < To);
}

UINT8 *NtbBuilderReserve(NTB_BUILDER *Builder, NTB_STREAM Stream, UINT8 Session, UINT32 Length)
{
	const NTB_RULES *rules = Builder->Rules;
	UINT32 owner = MakeOwner(Stream, Session);
	UINT32 start = PayloadOffset(rules, Builder->Offset);
	UINT32 number = Builder->DatagramCount;
	UINT32 ndp = Builder->Last;
	UINT32 bytes;

	if (!Length || Length > rules->MaximumSize || number >= rules->MaximumDatagrams)
		return NULL;

	if (!number || Builder->Ndps[ndp].Owner != owner)
		ndp = FindNdp(Builder, owner);
	if (ndp >= rules->MaximumNdps)
		return NULL;
	bytes = NdpBytesWith(Builder, ndp);
	if (AlignUp(start + Length, rules->Alignment) + bytes > rules->MaximumSize)
		return NULL;

	if (ndp == Builder->NdpCount) {
		Builder->Ndps[ndp].Owner = owner;
		Builder->Ndps[ndp].Length = NdpLength(rules, 0);
		Builder->NdpCount++;
	}
	Builder->Ndps[ndp].Length += EntrySize(rules);
	Builder->NdpBytes = bytes;
	Builder->Last = ndp;

	Builder->Entries[number].Index = start;
	Builder->Entries[number].Length = Length;
	Builder->Lists[number] = (UINT8)ndp;
	Builder->DatagramCount = number + 1;

	/*
	 * Buffers are used again: no old bytes may leave in the padding. Behind it are
	 * this datagram, which nobody has written yet, and an NDP's sixteen bytes or more.
	 */
	ZeroGap(Builder->Buffer, Builder->Offset, start);
	Builder->Offset = start + Length;
	return Builder->Buffer + start;
}

BOOLEAN NtbRunBegin(NTB_RUN *Run, NTB_BUILDER *Builder, NTB_STREAM Stream, UINT8 Session)
{
	const NTB_RULES *rules = Builder->Rules;
	UINT32 number = Builder->DatagramCount, bytes;

	if (!number || Builder->Last + 1 != Builder->NdpCount ||
	    Builder->Ndps[Builder->Last].Owner != MakeOwner(Stream, Session))
		return FALSE;
	bytes = NdpBytesWith(Builder, Builder->Last);
	Run->Buffer = Builder->Buffer;
	Run->Entries = &Builder->Entries[number];
	Run->Offset = Builder->Offset;
	Run->Limit = bytes < rules->MaximumSize ? rules->MaximumSize - bytes : 0;
	Run->Left = rules->MaximumDatagrams - number;
	Run->Size = EntrySize(rules);
	Run->Align = rules->Divisor - 1;
	Run->Remainder = rules->Remainder;
	Run->Alignment = rules->Alignment;
	return TRUE;
}

VOID NtbRunEnd(const NTB_RUN *Run, NTB_BUILDER *Builder)
{
	UINT32 number = Builder->DatagramCount;
	UINT32 added = (UINT32)(Run->Entries - &Builder->Entries[number]);
	UINT32 i;

	for (i = 0; i < added; i++)
		Builder->Lists[number + i] = (UINT8)Builder->Last;
	Builder->Ndps[Builder->Last].Length += added * Run->Size;
	Builder->NdpBytes += added * Run->Size;
	Builder->DatagramCount = number + added;
	Builder->Offset = Run->Offset;
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

/* Finds each NDP its place, and writes all of it but the entries. Return: their end. */
static UINT32 PutNdps(NTB_BUILDER *Builder, UINT32 Offset)
{
	const NTB_RULES *rules = Builder->Rules;
	BOOLEAN wide = rules->Format == NtbFormat32;
	UINT32 end = Builder->Offset;
	UINT32 i;

	for (i = 0; i < Builder->NdpCount; i++) {
		NTB_BUILDER_NDP *ndp = &Builder->Ndps[i];
		UINT32 next = AlignUp(Offset + ndp->Length, rules->Alignment);
		UINT8 *p = Builder->Buffer + Offset;

		/* the padding, and not more than the header, which comes now */
		ZeroGap(Builder->Buffer, end, Offset);
		end = Offset + ndp->Length;
		LePut32(p, MakeSignature(rules, ndp->Owner));
		LePut16(p + 4, ndp->Length);
		if (i + 1 == Builder->NdpCount)
			next = 0;
		if (wide) {
			LePut16(p + 6, 0);
			LePut32(p + 8, next);
			LePut32(p + 12, 0);
			LePut32(Builder->Buffer + end - 4, 0);
			LePut32(Builder->Buffer + end - 8, 0);
		} else {
			LePut16(p + 6, next);
			LePut32(Builder->Buffer + end - 4, 0);
		}
		ndp->Written = Offset + (wide ? NDP32_HEADER : NDP16_HEADER);
		Offset = next;
	}
	return end;
}

static VOID PutEntry(UINT8 *To, const NTB_BUILDER_ENTRY *Entry, BOOLEAN Wide)
{
	if (Wide) {
		LePut32(To, Entry->Index);
		LePut32(To + 4, Entry->Length);
	} else {
		LePut32(To, Entry->Index | (Entry->Length << 16));
	}
}

static VOID PutEntries(NTB_BUILDER *Builder)
{
	BOOLEAN wide = Builder->Rules->Format == NtbFormat32;
	UINT32 size = EntrySize(Builder->Rules);
	UINT8 *p = Builder->Buffer + Builder->Ndps[0].Written;
	UINT32 i;

	if (Builder->NdpCount == 1) {
		for (i = 0; i < Builder->DatagramCount; i++)
			PutEntry(p + i * size, &Builder->Entries[i], wide);
		return;
	}
	for (i = 0; i < Builder->DatagramCount; i++) {
		NTB_BUILDER_NDP *ndp = &Builder->Ndps[Builder->Lists[i]];

		PutEntry(Builder->Buffer + ndp->Written, &Builder->Entries[i], wide);
		ndp->Written += size;
	}
}

static BOOLEAN EndsOnBoundary(const NTB_RULES *Rules, UINT32 End)
{
	if (Rules->PacketMask)
		return !(End & Rules->PacketMask);
	return End % Rules->MaximumPacketSize == 0;
}

UINT32 NtbBuilderFinish(NTB_BUILDER *Builder, UINT16 Sequence)
{
	const NTB_RULES *rules = Builder->Rules;
	UINT32 first = AlignUp(Builder->Offset, rules->Alignment);
	UINT32 end;

	if (!Builder->DatagramCount)
		return 0;

	end = PutNdps(Builder, first);
	PutEntries(Builder);
	if (EndsOnBoundary(rules, end))
		Builder->Buffer[end++] = 0;

	PutHeader(Builder, Sequence, end, first);
	return end;
}
