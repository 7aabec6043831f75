/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interlocked operations: each is atomic and a full memory barrier, as on
 * Windows. Add, And, Or, Xor, Exchange* return the old value, Increment,
 * Decrement and InterlockedAdd the new one.
 */
#ifndef _NT_WDM_INTERLOCKED_H
#define _NT_WDM_INTERLOCKED_H

#include <ntdef.h>

static inline void NtFullBarrier(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

#define KeMemoryBarrier()	NtFullBarrier()
#define MemoryBarrier()		NtFullBarrier()

#define NT_INTERLOCKED_FAMILY(suffix, type)						\
static inline type InterlockedIncrement##suffix(type volatile *Addend)			\
{											\
	return __atomic_add_fetch(Addend, 1, __ATOMIC_SEQ_CST);				\
}											\
static inline type InterlockedDecrement##suffix(type volatile *Addend)			\
{											\
	return __atomic_sub_fetch(Addend, 1, __ATOMIC_SEQ_CST);				\
}											\
static inline type InterlockedAdd##suffix(type volatile *Addend, type Value)		\
{											\
	return __atomic_add_fetch(Addend, Value, __ATOMIC_SEQ_CST);			\
}											\
static inline type InterlockedExchange##suffix(type volatile *Target, type Value)	\
{											\
	return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST);			\
}											\
static inline type InterlockedExchangeAdd##suffix(type volatile *Addend, type Value)	\
{											\
	return __atomic_fetch_add(Addend, Value, __ATOMIC_SEQ_CST);			\
}											\
static inline type InterlockedCompareExchange##suffix(type volatile *Destination,	\
						      type Exchange, type Comperand)	\
{											\
	__atomic_compare_exchange_n(Destination, &Comperand, Exchange, 0,		\
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);		\
	return Comperand;								\
}											\
static inline type InterlockedAnd##suffix(type volatile *Destination, type Value)	\
{											\
	return __atomic_fetch_and(Destination, Value, __ATOMIC_SEQ_CST);		\
}											\
static inline type InterlockedOr##suffix(type volatile *Destination, type Value)	\
{											\
	return __atomic_fetch_or(Destination, Value, __ATOMIC_SEQ_CST);			\
}											\
static inline type InterlockedXor##suffix(type volatile *Destination, type Value)	\
{											\
	return __atomic_fetch_xor(Destination, Value, __ATOMIC_SEQ_CST);		\
}

NT_INTERLOCKED_FAMILY(, LONG)
NT_INTERLOCKED_FAMILY(64, LONG64)
NT_INTERLOCKED_FAMILY(16, SHORT)
NT_INTERLOCKED_FAMILY(8, CHAR)
NT_INTERLOCKED_FAMILY(SizeT, SIZE_T)

/* Stronger than asked for: every one is a full barrier. */
#define InterlockedIncrementAcquire(p)		InterlockedIncrement(p)
#define InterlockedIncrementRelease(p)		InterlockedIncrement(p)
#define InterlockedIncrementNoFence(p)		InterlockedIncrement(p)
#define InterlockedDecrementAcquire(p)		InterlockedDecrement(p)
#define InterlockedDecrementRelease(p)		InterlockedDecrement(p)
#define InterlockedDecrementNoFence(p)		InterlockedDecrement(p)
#define InterlockedIncrementAcquire64(p)	InterlockedIncrement64(p)
#define InterlockedIncrementNoFence64(p)	InterlockedIncrement64(p)
#define InterlockedDecrementRelease64(p)	InterlockedDecrement64(p)
#define InterlockedExchangeAcquire(p, v)	InterlockedExchange(p, v)
#define InterlockedExchangeNoFence(p, v)	InterlockedExchange(p, v)
#define InterlockedExchangeAddAcquire(p, v)	InterlockedExchangeAdd(p, v)
#define InterlockedExchangeAddNoFence(p, v)	InterlockedExchangeAdd(p, v)
#define InterlockedAddAcquire(p, v)		InterlockedAdd(p, v)
#define InterlockedAddRelease(p, v)		InterlockedAdd(p, v)
#define InterlockedAddNoFence(p, v)		InterlockedAdd(p, v)
#define InterlockedAddNoFence64(p, v)		InterlockedAdd64(p, v)
#define InterlockedAndAcquire(p, v)		InterlockedAnd(p, v)
#define InterlockedAndRelease(p, v)		InterlockedAnd(p, v)
#define InterlockedAndNoFence(p, v)		InterlockedAnd(p, v)
#define InterlockedOrAcquire(p, v)		InterlockedOr(p, v)
#define InterlockedOrRelease(p, v)		InterlockedOr(p, v)
#define InterlockedOrNoFence(p, v)		InterlockedOr(p, v)
#define InterlockedCompareExchangeAcquire(p, e, c)	InterlockedCompareExchange(p, e, c)
#define InterlockedCompareExchangeRelease(p, e, c)	InterlockedCompareExchange(p, e, c)
#define InterlockedCompareExchangeNoFence(p, e, c)	InterlockedCompareExchange(p, e, c)
#define InterlockedCompareExchangeAcquire64(p, e, c)	InterlockedCompareExchange64(p, e, c)
#define InterlockedCompareExchangeRelease64(p, e, c)	InterlockedCompareExchange64(p, e, c)
#define InterlockedExchangePointerAcquire(p, v)	InterlockedExchangePointer(p, v)
#define InterlockedExchangePointerNoFence(p, v)	InterlockedExchangePointer(p, v)
#define InterlockedCompareExchangePointerAcquire(p, e, c)	\
	InterlockedCompareExchangePointer(p, e, c)
#define InterlockedCompareExchangePointerRelease(p, e, c)	\
	InterlockedCompareExchangePointer(p, e, c)
#define InterlockedCompareExchangePointerNoFence(p, e, c)	\
	InterlockedCompareExchangePointer(p, e, c)
#define InterlockedExchangeAddPtrdiff(p, v)	\
	InterlockedExchangeAdd64((LONG64 volatile *)(p), (v))
#define InterlockedAddULONG(p, v)	\
	((ULONG)InterlockedAdd((LONG volatile *)(p), (LONG)(v)))
#define InterlockedIncrementULONG(p)		((ULONG)InterlockedIncrement((LONG volatile *)(p)))
#define InterlockedDecrementULONG(p)		((ULONG)InterlockedDecrement((LONG volatile *)(p)))
#define InterlockedIncrementUL(p)		InterlockedIncrementULONG(p)
#define InterlockedDecrementUL(p)		InterlockedDecrementULONG(p)
#define InterlockedExchangeULONG(p, v)		\
	((ULONG)InterlockedExchange((LONG volatile *)(p), (LONG)(v)))

static inline PVOID NtInterlockedExchangePointer(PVOID volatile *Target, PVOID Value)
{
	return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST);
}

static inline PVOID NtInterlockedCompareExchangePointer(PVOID volatile *Destination,
							PVOID Exchange, PVOID Comperand)
{
	__atomic_compare_exchange_n(Destination, &Comperand, Exchange, 0,
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return Comperand;
}

/* Any pointer to a pointer is accepted: Windows source casts only sometimes. */
#define InterlockedExchangePointer(Target, Value)		\
	NtInterlockedExchangePointer((PVOID volatile *)(Target), (PVOID)(Value))
#define InterlockedCompareExchangePointer(Destination, Exchange, Comperand)	\
	NtInterlockedCompareExchangePointer((PVOID volatile *)(Destination),	\
					    (PVOID)(Exchange), (PVOID)(Comperand))

static inline BOOLEAN InterlockedBitTestAndSet(LONG volatile *Base, LONG Bit)
{
	ULONG mask = 1U << (Bit & 31);

	return (InterlockedOr(Base + (Bit >> 5), (LONG)mask) & (LONG)mask) != 0;
}

static inline BOOLEAN InterlockedBitTestAndReset(LONG volatile *Base, LONG Bit)
{
	ULONG mask = 1U << (Bit & 31);

	return (InterlockedAnd(Base + (Bit >> 5), (LONG)~mask) & (LONG)mask) != 0;
}

static inline LONG ReadAcquire(LONG const volatile *Source)
{
	return __atomic_load_n(Source, __ATOMIC_ACQUIRE);
}

static inline LONG ReadNoFence(LONG const volatile *Source)
{
	return __atomic_load_n(Source, __ATOMIC_RELAXED);
}

static inline void WriteRelease(LONG volatile *Destination, LONG Value)
{
	__atomic_store_n(Destination, Value, __ATOMIC_RELEASE);
}

static inline void WriteNoFence(LONG volatile *Destination, LONG Value)
{
	__atomic_store_n(Destination, Value, __ATOMIC_RELAXED);
}

static inline ULONG ReadULongAcquire(ULONG const volatile *Source)
{
	return __atomic_load_n(Source, __ATOMIC_ACQUIRE);
}

static inline void WriteULongRelease(ULONG volatile *Destination, ULONG Value)
{
	__atomic_store_n(Destination, Value, __ATOMIC_RELEASE);
}

static inline BOOLEAN InterlockedBitTestAndComplement(LONG volatile *Base, LONG Bit)
{
	ULONG mask = 1U << (Bit & 31);

	return (InterlockedXor(Base + (Bit >> 5), (LONG)mask) & (LONG)mask) != 0;
}

static inline BOOLEAN InterlockedBitTestAndSet64(LONG64 volatile *Base, LONG64 Bit)
{
	ULONG64 mask = 1ULL << (Bit & 63);

	return (InterlockedOr64(Base + (Bit >> 6), (LONG64)mask) & (LONG64)mask) != 0;
}

static inline BOOLEAN InterlockedBitTestAndReset64(LONG64 volatile *Base, LONG64 Bit)
{
	ULONG64 mask = 1ULL << (Bit & 63);

	return (InterlockedAnd64(Base + (Bit >> 6), (LONG64)~mask) & (LONG64)mask) != 0;
}

#define InterlockedSetBit(Base, Bit)	InterlockedBitTestAndSet((LONG volatile *)(Base), (Bit))
#define InterlockedClearBit(Base, Bit)	InterlockedBitTestAndReset((LONG volatile *)(Base), (Bit))

#define NT_READ_WRITE_FAMILY(suffix, type)						\
static inline type Read##suffix##Raw(type const volatile *Source)			\
{											\
	return __atomic_load_n(Source, __ATOMIC_RELAXED);				\
}											\
static inline void Write##suffix##Raw(type volatile *Destination, type Value)		\
{											\
	__atomic_store_n(Destination, Value, __ATOMIC_RELAXED);				\
}

NT_READ_WRITE_FAMILY(, LONG)
NT_READ_WRITE_FAMILY(64, LONG64)

static inline LONG64 ReadAcquire64(LONG64 const volatile *Source)
{
	return __atomic_load_n(Source, __ATOMIC_ACQUIRE);
}

static inline LONG64 ReadNoFence64(LONG64 const volatile *Source)
{
	return __atomic_load_n(Source, __ATOMIC_RELAXED);
}

static inline void WriteRelease64(LONG64 volatile *Destination, LONG64 Value)
{
	__atomic_store_n(Destination, Value, __ATOMIC_RELEASE);
}

static inline void WriteNoFence64(LONG64 volatile *Destination, LONG64 Value)
{
	__atomic_store_n(Destination, Value, __ATOMIC_RELAXED);
}

static inline ULONG ReadULongNoFence(ULONG const volatile *Source)
{
	return __atomic_load_n(Source, __ATOMIC_RELAXED);
}

static inline void WriteULongNoFence(ULONG volatile *Destination, ULONG Value)
{
	__atomic_store_n(Destination, Value, __ATOMIC_RELAXED);
}

#define ReadPointerAcquire(Source)	\
	((PVOID)__atomic_load_n((PVOID const volatile *)(Source), __ATOMIC_ACQUIRE))
#define ReadPointerNoFence(Source)	\
	((PVOID)__atomic_load_n((PVOID const volatile *)(Source), __ATOMIC_RELAXED))
#define WritePointerRelease(Destination, Value)	\
	__atomic_store_n((PVOID volatile *)(Destination), (PVOID)(Value), __ATOMIC_RELEASE)
#define WritePointerNoFence(Destination, Value)	\
	__atomic_store_n((PVOID volatile *)(Destination), (PVOID)(Value), __ATOMIC_RELAXED)

#ifdef NT_PLAIN_CLIENT
#define YieldProcessor()		__builtin_ia32_pause()
#define _ReadWriteBarrier()		__asm__ volatile("" : : : "memory")
#define _ReadBarrier()			_ReadWriteBarrier()
#define _WriteBarrier()			_ReadWriteBarrier()
#if !defined(__x86_64__) && !defined(__i386__)
#undef YieldProcessor
#define YieldProcessor()		_ReadWriteBarrier()
#endif
#endif
#define KeMemoryBarrierWithoutFence()	__asm__ volatile("" : : : "memory")

/* The index of the lowest or highest bit; FALSE for 0. */
static inline UCHAR NtBitScanForward(ULONG *Index, ULONG64 Mask)
{
	if (!Mask)
		return 0;
	*Index = (ULONG)__builtin_ctzll(Mask);
	return 1;
}

static inline UCHAR NtBitScanReverse(ULONG *Index, ULONG64 Mask)
{
	if (!Mask)
		return 0;
	*Index = 63 - (ULONG)__builtin_clzll(Mask);
	return 1;
}

#define BitScanForward(Index, Mask)	NtBitScanForward((Index), (ULONG)(Mask))
#define BitScanReverse(Index, Mask)	NtBitScanReverse((Index), (ULONG)(Mask))
#define BitScanForward64(Index, Mask)	NtBitScanForward((Index), (Mask))
#define BitScanReverse64(Index, Mask)	NtBitScanReverse((Index), (Mask))
#define _BitScanForward(Index, Mask)	BitScanForward(Index, Mask)
#define _BitScanReverse(Index, Mask)	BitScanReverse(Index, Mask)
#define _BitScanForward64(Index, Mask)	BitScanForward64(Index, Mask)
#define _BitScanReverse64(Index, Mask)	BitScanReverse64(Index, Mask)

#endif
