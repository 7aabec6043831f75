// SPDX-License-Identifier: GPL-2.0
/*
 * Bitmaps of the run-time library. The caller does the locking; what lies outside of
 * a bitmap is neither read nor written.
 */
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/minmax.h>

#include <wdm.h>

#define NT_NO_BIT	0xffffffffU

static bool nt_bit(const RTL_BITMAP *map, u32 bit)
{
	return map->Buffer[bit / 32] >> bit % 32 & 1;
}

static void nt_bit_put(RTL_BITMAP *map, u32 bit, bool set)
{
	if (set)
		map->Buffer[bit / 32] |= 1u << bit % 32;
	else
		map->Buffer[bit / 32] &= ~(1u << bit % 32);
}

/* The whole of a range, or nothing of it. */
static bool nt_bits_inside(const RTL_BITMAP *map, u32 start, u32 count)
{
	return start <= map->SizeOfBitMap && count <= map->SizeOfBitMap - start;
}

static void nt_bits_put(RTL_BITMAP *map, u32 start, u32 count, bool set)
{
	u32 i;

	if (!nt_bits_inside(map, start, count))
		return;
	for (i = start; i < start + count; i++)
		nt_bit_put(map, i, set);
}

/* How many from @start on are @set, at most @limit. */
static u32 nt_bits_run(const RTL_BITMAP *map, u32 start, u32 limit, bool set)
{
	u32 count = 0;

	while (count < limit && start + count < map->SizeOfBitMap &&
	       nt_bit(map, start + count) == set)
		count++;
	return count;
}

VOID RtlInitializeBitMap(PRTL_BITMAP BitMapHeader, PULONG BitMapBuffer, ULONG SizeOfBitMap)
{
	BitMapHeader->SizeOfBitMap = SizeOfBitMap;
	BitMapHeader->Buffer = BitMapBuffer;
}
EXPORT_SYMBOL_NS_GPL(RtlInitializeBitMap, NDIS_SHIM);

VOID RtlClearAllBits(PRTL_BITMAP BitMapHeader)
{
	nt_bits_put(BitMapHeader, 0, BitMapHeader->SizeOfBitMap, false);
}
EXPORT_SYMBOL_NS_GPL(RtlClearAllBits, NDIS_SHIM);

VOID RtlSetAllBits(PRTL_BITMAP BitMapHeader)
{
	nt_bits_put(BitMapHeader, 0, BitMapHeader->SizeOfBitMap, true);
}
EXPORT_SYMBOL_NS_GPL(RtlSetAllBits, NDIS_SHIM);

VOID RtlClearBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToClear)
{
	nt_bits_put(BitMapHeader, StartingIndex, NumberToClear, false);
}
EXPORT_SYMBOL_NS_GPL(RtlClearBits, NDIS_SHIM);

VOID RtlSetBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToSet)
{
	nt_bits_put(BitMapHeader, StartingIndex, NumberToSet, true);
}
EXPORT_SYMBOL_NS_GPL(RtlSetBits, NDIS_SHIM);

BOOLEAN RtlTestBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber)
{
	return BitNumber < BitMapHeader->SizeOfBitMap && nt_bit(BitMapHeader, BitNumber);
}
EXPORT_SYMBOL_NS_GPL(RtlTestBit, NDIS_SHIM);

static bool nt_bits_are(const RTL_BITMAP *map, u32 start, u32 count, bool set)
{
	return count && nt_bits_inside(map, start, count) &&
	       nt_bits_run(map, start, count, set) == count;
}

BOOLEAN RtlAreBitsClear(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length)
{
	return nt_bits_are(BitMapHeader, StartingIndex, Length, false);
}
EXPORT_SYMBOL_NS_GPL(RtlAreBitsClear, NDIS_SHIM);

BOOLEAN RtlAreBitsSet(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length)
{
	return nt_bits_are(BitMapHeader, StartingIndex, Length, true);
}
EXPORT_SYMBOL_NS_GPL(RtlAreBitsSet, NDIS_SHIM);

/* The first run of @count in [@from, @to), or behind it as far as it began there. */
static u32 nt_bits_search(const RTL_BITMAP *map, u32 from, u32 to, u32 count, bool set)
{
	u32 i = from;

	while (i < to) {
		u32 run = nt_bits_run(map, i, count, set);

		if (run == count)
			return i;
		i += run + 1;
	}
	return NT_NO_BIT;
}

/* From the hint on, and then from the start. */
static u32 nt_bits_find(const RTL_BITMAP *map, u32 count, u32 hint, bool set)
{
	u32 found;

	if (hint >= map->SizeOfBitMap)
		hint = 0;
	if (!count)
		return hint & ~7u;
	found = nt_bits_search(map, hint, map->SizeOfBitMap, count, set);
	return found != NT_NO_BIT ? found : nt_bits_search(map, 0, hint, count, set);
}

ULONG RtlFindClearBits(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	return nt_bits_find(BitMapHeader, NumberToFind, HintIndex, false);
}
EXPORT_SYMBOL_NS_GPL(RtlFindClearBits, NDIS_SHIM);

ULONG RtlFindSetBits(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	return nt_bits_find(BitMapHeader, NumberToFind, HintIndex, true);
}
EXPORT_SYMBOL_NS_GPL(RtlFindSetBits, NDIS_SHIM);

ULONG RtlFindClearBitsAndSet(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	u32 found = nt_bits_find(BitMapHeader, NumberToFind, HintIndex, false);

	if (found != NT_NO_BIT)
		nt_bits_put(BitMapHeader, found, NumberToFind, true);
	return found;
}
EXPORT_SYMBOL_NS_GPL(RtlFindClearBitsAndSet, NDIS_SHIM);

ULONG RtlFindSetBitsAndClear(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	u32 found = nt_bits_find(BitMapHeader, NumberToFind, HintIndex, true);

	if (found != NT_NO_BIT)
		nt_bits_put(BitMapHeader, found, NumberToFind, false);
	return found;
}
EXPORT_SYMBOL_NS_GPL(RtlFindSetBitsAndClear, NDIS_SHIM);

ULONG RtlNumberOfSetBits(PRTL_BITMAP BitMapHeader)
{
	u32 i, count = 0;

	for (i = 0; i < BitMapHeader->SizeOfBitMap; i++)
		count += nt_bit(BitMapHeader, i);
	return count;
}
EXPORT_SYMBOL_NS_GPL(RtlNumberOfSetBits, NDIS_SHIM);

ULONG RtlNumberOfClearBits(PRTL_BITMAP BitMapHeader)
{
	return BitMapHeader->SizeOfBitMap - RtlNumberOfSetBits(BitMapHeader);
}
EXPORT_SYMBOL_NS_GPL(RtlNumberOfClearBits, NDIS_SHIM);

ULONG RtlFindNextForwardRunClear(PRTL_BITMAP BitMapHeader, ULONG FromIndex,
				 PULONG StartingRunIndex)
{
	u32 size = BitMapHeader->SizeOfBitMap, start;

	start = nt_bits_search(BitMapHeader, FromIndex, size, 1, false);
	if (start == NT_NO_BIT) {
		*StartingRunIndex = FromIndex;
		return 0;
	}
	*StartingRunIndex = start;
	return nt_bits_run(BitMapHeader, start, size, false);
}
EXPORT_SYMBOL_NS_GPL(RtlFindNextForwardRunClear, NDIS_SHIM);

ULONG RtlFindFirstRunClear(PRTL_BITMAP BitMapHeader, PULONG StartingIndex)
{
	return RtlFindNextForwardRunClear(BitMapHeader, 0, StartingIndex);
}
EXPORT_SYMBOL_NS_GPL(RtlFindFirstRunClear, NDIS_SHIM);

ULONG RtlFindLongestRunClear(PRTL_BITMAP BitMapHeader, PULONG StartingIndex)
{
	u32 at = 0, start, run, longest = 0;

	*StartingIndex = 0;
	while ((run = RtlFindNextForwardRunClear(BitMapHeader, at, &start))) {
		if (run > longest) {
			longest = run;
			*StartingIndex = start;
		}
		at = start + run;
	}
	return longest;
}
EXPORT_SYMBOL_NS_GPL(RtlFindLongestRunClear, NDIS_SHIM);

CCHAR RtlFindMostSignificantBit(ULONGLONG Set)
{
	return fls64(Set) - 1;
}
EXPORT_SYMBOL_NS_GPL(RtlFindMostSignificantBit, NDIS_SHIM);

CCHAR RtlFindLeastSignificantBit(ULONGLONG Set)
{
	return Set ? __ffs64(Set) : -1;
}
EXPORT_SYMBOL_NS_GPL(RtlFindLeastSignificantBit, NDIS_SHIM);
