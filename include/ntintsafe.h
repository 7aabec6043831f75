/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Arithmetic that notices overflow: STATUS_INTEGER_OVERFLOW, and the result is
 * the type's largest value, so that whoever forgets to look fails to allocate.
 */
#ifndef _NT_NTINTSAFE_H
#define _NT_NTINTSAFE_H

#include <ntdef.h>
#include <ntstatus.h>

#define NT_INTSAFE_FAMILY(name, type)						\
static inline NTSTATUS Rtl##name##Add(type Augend, type Addend, type *Result)	\
{										\
	if (!__builtin_add_overflow(Augend, Addend, Result))			\
		return STATUS_SUCCESS;						\
	*Result = (type)-1;							\
	return STATUS_INTEGER_OVERFLOW;						\
}										\
static inline NTSTATUS Rtl##name##Sub(type Minuend, type Subtrahend, type *Result)	\
{										\
	if (!__builtin_sub_overflow(Minuend, Subtrahend, Result))		\
		return STATUS_SUCCESS;						\
	*Result = (type)-1;							\
	return STATUS_INTEGER_OVERFLOW;						\
}										\
static inline NTSTATUS Rtl##name##Mult(type Multiplicand, type Multiplier, type *Result)	\
{										\
	if (!__builtin_mul_overflow(Multiplicand, Multiplier, Result))		\
		return STATUS_SUCCESS;						\
	*Result = (type)-1;							\
	return STATUS_INTEGER_OVERFLOW;						\
}

#define NT_INTSAFE_CONVERSION(name, from, to)					\
static inline NTSTATUS Rtl##name(from Operand, to *Result)			\
{										\
	if (!__builtin_add_overflow(Operand, 0, Result))			\
		return STATUS_SUCCESS;						\
	*Result = (to)-1;							\
	return STATUS_INTEGER_OVERFLOW;						\
}

NT_INTSAFE_FAMILY(UShort, USHORT)
NT_INTSAFE_FAMILY(UInt, UINT)
NT_INTSAFE_FAMILY(ULong, ULONG)
NT_INTSAFE_FAMILY(ULongLong, ULONGLONG)
NT_INTSAFE_FAMILY(SizeT, SIZE_T)
NT_INTSAFE_FAMILY(ULongPtr, ULONG_PTR)

NT_INTSAFE_CONVERSION(ULongToUChar, ULONG, UCHAR)
NT_INTSAFE_CONVERSION(ULongToUShort, ULONG, USHORT)
NT_INTSAFE_CONVERSION(UIntToUShort, UINT, USHORT)
NT_INTSAFE_CONVERSION(ULongLongToULong, ULONGLONG, ULONG)
NT_INTSAFE_CONVERSION(SizeTToUShort, SIZE_T, USHORT)
NT_INTSAFE_CONVERSION(SizeTToULong, SIZE_T, ULONG)
NT_INTSAFE_CONVERSION(ULongPtrToULong, ULONG_PTR, ULONG)

#endif
