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

#endif
