/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Base types and macros of Windows driver source, for a 64-bit Linux kernel.
 *
 * Sizes are Windows': ULONG and LONG are 32 bit although Linux's long is not,
 * ULONG_PTR and SIZE_T are pointer size, WCHAR is 16 bit (-fshort-wchar).
 *
 * A translation unit that also sees Linux headers (the emulation itself, with
 * NT_SHIM_TU, or a driver's glue, which included them first) gets the types but
 * not the macros that are everyday words there: min, PAGE_SIZE, inline and so on.
 */
#ifndef _NT_NTDEF_H
#define _NT_NTDEF_H

#include <sal.h>

#if !defined(NT_SHIM_TU) && !defined(_LINUX_TYPES_H)
#define NT_PLAIN_CLIENT		/* nothing of Linux is in sight */
#endif

#ifdef __cplusplus
#define EXTERN_C		extern "C"
#define EXTERN_C_START		extern "C" {
#define EXTERN_C_END		}
#define NT_WEAK_DEFINITION	extern "C" __attribute__((__weak__))
#define NT_STATIC_ASSERT(e)	static_assert(e, #e)
#else
#define EXTERN_C		extern
#define EXTERN_C_START
#define EXTERN_C_END
#define NT_WEAK_DEFINITION	__attribute__((__weak__))
#define NT_STATIC_ASSERT(e)	_Static_assert(e, #e)
#endif

#ifndef C_ASSERT
#define C_ASSERT(e)		NT_STATIC_ASSERT(e)
#endif

/*
 * MSVC emits an inline function wherever it is needed and merges the copies.
 * Kernel builds turn `inline` into gnu_inline, where each file that includes a
 * header with a plain inline function would define it once more. Inlining it
 * always gives what the source means, with or without `static` before it.
 */
#ifdef NT_PLAIN_CLIENT
#ifndef __cplusplus
#undef inline
#undef __inline
#undef __inline__
#define inline			__inline__ __attribute__((__always_inline__))
#define __inline		__inline__ __attribute__((__always_inline__))
#endif
#define __forceinline		__inline__ __attribute__((__always_inline__))
#define FORCEINLINE		__forceinline
#define __cdecl
#define __stdcall
#define __fastcall
#define __int8			char
#define __int16			short
#define __int32			int
#define __int64			long long
#define __ptr64
#define __unaligned
#define __w64
#if defined(__cplusplus) && !defined(NOMINMAX)
/* Not macros: C++ has functions of these names, the driver's own among them. */
extern "C++" template <typename T, typename U>
constexpr auto min(T a, U b) -> decltype(true ? T() : U())
{
	return a < b ? a : b;
}

extern "C++" template <typename T, typename U>
constexpr auto max(T a, U b) -> decltype(true ? T() : U())
{
	return a > b ? a : b;
}
#elif !defined(NOMINMAX)
#ifndef min
#define min(a, b)		(((a) < (b)) ? (a) : (b))
#endif
#ifndef max
#define max(a, b)		(((a) > (b)) ? (a) : (b))
#endif
#endif
#ifndef UNALIGNED
#define UNALIGNED
#endif
#ifndef FAR
#define FAR
#define NEAR
#define PASCAL
#endif
#ifndef ARRAYSIZE
#define ARRAYSIZE(a)		(sizeof(a) / sizeof((a)[0]))
#endif
#ifndef RTL_NUMBER_OF
#define RTL_NUMBER_OF(a)	(sizeof(a) / sizeof((a)[0]))
#endif
#define RTL_FIELD_TYPE(type, field)	(((type *)0)->field)
#define RTL_NUMBER_OF_FIELD(type, field)	RTL_NUMBER_OF(RTL_FIELD_TYPE(type, field))
#define RTL_PADDING_BETWEEN_FIELDS(type, a, b)	\
	(FIELD_OFFSET(type, b) > FIELD_OFFSET(type, a) ?	\
	 FIELD_OFFSET(type, b) - FIELD_OFFSET(type, a) - (LONG)RTL_FIELD_SIZE(type, a) :	\
	 FIELD_OFFSET(type, a) - FIELD_OFFSET(type, b) - (LONG)RTL_FIELD_SIZE(type, b))
#define RTL_BITS_OF(a)		(sizeof(a) * 8)
#define RTL_BITS_OF_FIELD(type, field)	RTL_BITS_OF(RTL_FIELD_TYPE(type, field))
#ifdef __cplusplus
#define RTL_CONST_CAST(type)	const_cast<type>
#else
#define RTL_CONST_CAST(type)	(type)
#endif
#define _ARRAYSIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define DECLSPEC_SAFEBUFFERS
#define DECLSPEC_NOVTABLE
#define DECLSPEC_NOTHROW
#define DECLSPEC_RESTRICT
#define DECLSPEC_UUID(u)
#define DECLSPEC_ALLOCATE(s)
#define DECLSPEC_DEPRECATED
#define POINTER_32
#define POINTER_64
#define WINAPI
#define APIENTRY
#define FASTCALL
#define NTSYSCALLAPI
#define NTSYSAPI_CDECL
#define NOP_FUNCTION		((void)0)
#define UNREFERENCED_LOCAL_VARIABLE(v)	((void)(v))
#define PROBE_ALIGNMENT(type)	((size_t)__alignof__(type))
#ifdef UNICODE
#define TEXT(s)			L##s
#else
#define TEXT(s)			s
#endif
#define DECLSPEC_ALIGN(n)	__attribute__((__aligned__(n)))
#define DECLSPEC_CACHEALIGN	__attribute__((__aligned__(64)))
#define DECLSPEC_SELECTANY	__attribute__((__weak__))
#define DECLSPEC_NOINLINE	__attribute__((__noinline__))
#define DECLSPEC_NORETURN	__attribute__((__noreturn__))
#define DECLSPEC_IMPORT
#define DECLSPEC_EXPORT
#define NTSYSAPI
#define NTKERNELAPI
#define NTHALAPI
#endif /* NT_PLAIN_CLIENT */

#define NTAPI
#define CALLBACK
/* Names for unions and structures of compilers that want one; ours does not. */
#define DUMMYUNIONNAME
#define DUMMYUNIONNAME2
#define DUMMYUNIONNAME3
#define DUMMYUNIONNAME4
#define DUMMYUNIONNAME5
#define DUMMYUNIONNAME6
#define DUMMYUNIONNAME7
#define DUMMYUNIONNAME8
#define DUMMYUNIONNAME9
#define DUMMYSTRUCTNAME
#define DUMMYSTRUCTNAME2
#define DUMMYSTRUCTNAME3
#define DUMMYSTRUCTNAME4
#define DUMMYSTRUCTNAME5
#define DUMMYSTRUCTNAME6
#define ANYSIZE_ARRAY		1
#define INVALID_HANDLE_VALUE	((HANDLE)(LONG_PTR)-1)
#define NtCurrentProcess()	((HANDLE)(LONG_PTR)-1)
#define ZwCurrentProcess()	NtCurrentProcess()
#define NtCurrentThread()	((HANDLE)(LONG_PTR)-2)
#define ZwCurrentThread()	NtCurrentThread()
#define MAXUCHAR		0xff
#define MAXUSHORT		0xffff
#define MAXULONG		0xffffffffU
#define MAXLONG			0x7fffffff
#define MAXULONG64		(~0ULL)

#ifndef NULL
#ifdef __cplusplus
#define NULL			__null
#else
#define NULL			((void *)0)
#endif
#endif
#ifndef TRUE
#define TRUE			1
#endif
#ifndef FALSE
#define FALSE			0
#endif
#ifndef CONST
#define CONST			const
#endif
#ifndef VOID
#define VOID			void
#endif
#ifndef offsetof
#define offsetof(type, member)	__builtin_offsetof(type, member)
#endif
#define FIELD_OFFSET(type, field)	((LONG)__builtin_offsetof(type, field))
#define UFIELD_OFFSET(type, field)	((ULONG)__builtin_offsetof(type, field))
#define RTL_FIELD_SIZE(type, field)	(sizeof(((type *)0)->field))
#define RTL_SIZEOF_THROUGH_FIELD(type, field)	\
	(__builtin_offsetof(type, field) + RTL_FIELD_SIZE(type, field))
#define RTL_CONTAINS_FIELD(ptr, size, field)	\
	((((PCHAR)(&(ptr)->field)) + sizeof((ptr)->field)) <= (((PCHAR)(ptr)) + (size)))
#define CONTAINING_RECORD(address, type, field)	\
	((type *)((PCHAR)(address) - __builtin_offsetof(type, field)))

#define ARGUMENT_PRESENT(p)	((p) != NULL)
#define UNREFERENCED_PARAMETER(p)	((void)(p))
#define DBG_UNREFERENCED_PARAMETER(p)	((void)(p))
#define DBG_UNREFERENCED_LOCAL_VARIABLE(v)	((void)(v))

typedef __SIZE_TYPE__ size_t;
#ifndef __cplusplus
typedef __WCHAR_TYPE__ wchar_t;
#endif

typedef void *PVOID;
typedef void *LPVOID;
typedef const void *LPCVOID;
typedef char CHAR, *PCHAR, *LPCH, *PCH, *PSTR, *LPSTR, *PNZCH, *PSZ;
typedef const char *LPCSTR, *PCSTR, *PCCH, *LPCCH, *PCSZ, *PCNZCH;
typedef unsigned char UCHAR, *PUCHAR, BYTE, *PBYTE;
typedef const unsigned char *PCUCHAR;
typedef signed char SCHAR, *PSCHAR;
typedef short SHORT, *PSHORT, CSHORT;
typedef unsigned short USHORT, *PUSHORT, WORD, *PWORD;
typedef const unsigned short *PCUSHORT;
typedef int INT, *PINT, LONG, *PLONG, BOOL, *PBOOL;
typedef unsigned int UINT, *PUINT, ULONG, *PULONG, DWORD, *PDWORD, *LPDWORD;
typedef const unsigned int *PCULONG;
typedef long long LONGLONG, *PLONGLONG, LONG64, *PLONG64;
typedef unsigned long long ULONGLONG, *PULONGLONG, ULONG64, *PULONG64, DWORD64, *PDWORD64;
typedef ULONGLONG DWORDLONG, *PDWORDLONG;
typedef LONG64 USN;

typedef signed char INT8, *PINT8;
typedef unsigned char UINT8, *PUINT8;
typedef short INT16, *PINT16;
typedef unsigned short UINT16, *PUINT16;
typedef int INT32, *PINT32, LONG32, *PLONG32;
typedef unsigned int UINT32, *PUINT32, ULONG32, *PULONG32, DWORD32, *PDWORD32;
typedef long long INT64, *PINT64;
typedef unsigned long long UINT64, *PUINT64;

typedef long LONG_PTR, *PLONG_PTR, INT_PTR, *PINT_PTR, SSIZE_T, *PSSIZE_T;
typedef unsigned long ULONG_PTR, *PULONG_PTR, UINT_PTR, *PUINT_PTR, DWORD_PTR, *PDWORD_PTR;
typedef unsigned long SIZE_T, *PSIZE_T, KAFFINITY;

typedef UCHAR BOOLEAN, *PBOOLEAN;
typedef wchar_t WCHAR, *PWCHAR, *LPWCH, *PWCH, *NWPSTR, *LPWSTR, *PWSTR, *PZZWSTR;
typedef const wchar_t *LPCWCH, *PCWCH, *LPCWSTR, *PCWSTR, *PCZZWSTR;
typedef UCHAR KIRQL, *PKIRQL;
typedef CHAR KPROCESSOR_MODE, CCHAR;
typedef ULONG CLONG, *PCLONG, LOGICAL, *PLOGICAL;
typedef ULONG LCID, *PLCID;
typedef USHORT LANGID, *PLANGID;
typedef void *HANDLE, **PHANDLE;
typedef ULONG ACCESS_MASK, *PACCESS_MASK;
typedef LONG NTSTATUS, *PNTSTATUS;
typedef LONG KPRIORITY;

C_ASSERT(sizeof(CHAR) == 1 && sizeof(USHORT) == 2 && sizeof(ULONG) == 4);
C_ASSERT(sizeof(LONGLONG) == 8 && sizeof(BOOLEAN) == 1 && sizeof(NTSTATUS) == 4);
C_ASSERT(sizeof(ULONG_PTR) == sizeof(void *) && sizeof(SIZE_T) == sizeof(size_t));
/* Without -fshort-wchar every wide literal would be twice as wide as Windows'. */
#ifndef __CHECKER__	/* sparse does not know -fshort-wchar */
C_ASSERT(sizeof(WCHAR) == 2 && sizeof(L'x') == 2);
#endif

/* The lower half of a pointer, and a pointer with that alone. */
#define PtrToUlong(p)		((ULONG)(ULONG_PTR)(p))
#define PtrToUint(p)		((UINT)(ULONG_PTR)(p))
#define PtrToUshort(p)		((USHORT)(ULONG_PTR)(p))
#define PtrToLong(p)		((LONG)(LONG_PTR)(p))
#define UlongToPtr(u)		((PVOID)(ULONG_PTR)(ULONG)(u))
#define UintToPtr(u)		((PVOID)(ULONG_PTR)(UINT)(u))
#define LongToPtr(l)		((PVOID)(LONG_PTR)(LONG)(l))
#define PtrToULong(p)		PtrToUlong(p)
#define ULongToPtr(u)		UlongToPtr(u)
#define HandleToUlong(h)	PtrToUlong(h)
#define HandleToULong(h)	PtrToUlong(h)
#define UlongToHandle(u)	((HANDLE)UlongToPtr(u))
#define ULongToHandle(u)	UlongToHandle(u)

#define NT_SUCCESS(s)		(((NTSTATUS)(s)) >= 0)
#define NT_INFORMATION(s)	((((ULONG)(s)) >> 30) == 1)
#define NT_WARNING(s)		((((ULONG)(s)) >> 30) == 2)
#define NT_ERROR(s)		((((ULONG)(s)) >> 30) == 3)

#ifndef DECLARE_HANDLE
#define DECLARE_HANDLE(name)	typedef struct name##__ *name
#endif

typedef union _LARGE_INTEGER {
	struct {
		ULONG LowPart;
		LONG HighPart;
	};
	struct {
		ULONG LowPart;
		LONG HighPart;
	} u;
	LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;
C_ASSERT(sizeof(LARGE_INTEGER) == 8);

typedef union _ULARGE_INTEGER {
	struct {
		ULONG LowPart;
		ULONG HighPart;
	};
	struct {
		ULONG LowPart;
		ULONG HighPart;
	} u;
	ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

typedef LARGE_INTEGER PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS;

typedef struct _GUID {
	ULONG Data1;
	USHORT Data2;
	USHORT Data3;
	UCHAR Data4[8];
} GUID, *PGUID, *LPGUID;
typedef const GUID *LPCGUID;
C_ASSERT(sizeof(GUID) == 16);

#ifdef __cplusplus
typedef const GUID &REFGUID;
#define IsEqualGUID(a, b)	(!__builtin_memcmp(&(a), &(b), sizeof(GUID)))
#else
typedef const GUID *REFGUID;
#define IsEqualGUID(a, b)	(!__builtin_memcmp((a), (b), sizeof(GUID)))
#endif
#define InlineIsEqualGUID(a, b)	IsEqualGUID(a, b)
#ifdef __cplusplus
extern "C++" inline bool operator==(REFGUID a, REFGUID b)
{
	return IsEqualGUID(a, b);
}

extern "C++" inline bool operator!=(REFGUID a, REFGUID b)
{
	return !IsEqualGUID(a, b);
}
#endif

/* Flags that are an enumeration stay one when they are combined; C has no need. */
#ifdef __cplusplus
extern "C++" {
template <size_t Size> struct NtEnumBits;
template <> struct NtEnumBits<1> { typedef signed char Type; };
template <> struct NtEnumBits<2> { typedef short Type; };
template <> struct NtEnumBits<4> { typedef int Type; };
template <> struct NtEnumBits<8> { typedef long long Type; };
}

#define NT_ENUM_BITS(T, v)	((NtEnumBits<sizeof(T)>::Type)(v))
#define NT_ENUM_OPERATOR(T, op)							\
	inline constexpr T operator op(T a, T b) noexcept			\
	{									\
		return T(NT_ENUM_BITS(T, a) op NT_ENUM_BITS(T, b));		\
	}									\
	inline T &operator op##=(T &a, T b) noexcept				\
	{									\
		return a = a op b;						\
	}
#define DEFINE_ENUM_FLAG_OPERATORS(T)						\
	extern "C++" {								\
	NT_ENUM_OPERATOR(T, |)							\
	NT_ENUM_OPERATOR(T, &)							\
	NT_ENUM_OPERATOR(T, ^)							\
	inline constexpr T operator~(T a) noexcept				\
	{									\
		return T(~NT_ENUM_BITS(T, a));					\
	}									\
	}
#else
#define DEFINE_ENUM_FLAG_OPERATORS(T)
#endif

#if defined(__cplusplus) && defined(NT_PLAIN_CLIENT)
/* What tables of virtual functions have where a class leaves one out. */
NT_WEAK_DEFINITION void __cxa_pure_virtual(void)
{
	__builtin_trap();
}
#endif

/*
 * A GUID is defined where <initguid.h> came first and declared elsewhere. Two
 * files of one driver may define the same one.
 */
#define DECLARE_GUID(name)	EXTERN_C const GUID name
#define NT_DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8)		\
	DECLARE_GUID(name);							\
	NT_WEAK_DEFINITION const GUID name =					\
		{ (ULONG)(l), (w1), (w2), { b1, b2, b3, b4, b5, b6, b7, b8 } }
#ifndef DEFINE_GUID
#ifdef INITGUID
#define DEFINE_GUID(...)	NT_DEFINE_GUID(__VA_ARGS__)
#else
#define DEFINE_GUID(name, ...)	DECLARE_GUID(name)
#endif
#endif

typedef struct _STRING {
	USHORT Length;		/* in bytes, without a terminating zero */
	USHORT MaximumLength;
	PCHAR Buffer;
} STRING, *PSTRING, ANSI_STRING, *PANSI_STRING;
typedef const STRING *PCSTRING, *PCANSI_STRING;

typedef struct _UNICODE_STRING {
	USHORT Length;		/* in bytes, without a terminating zero */
	USHORT MaximumLength;
	PWCH Buffer;
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;
C_ASSERT(sizeof(UNICODE_STRING) == 16);

#define UNICODE_NULL		((WCHAR)0)
#define ANSI_NULL		((CHAR)0)
#define UNICODE_STRING_MAX_BYTES	((USHORT)65534)
#define UNICODE_STRING_MAX_CHARS	32767

/* As 32 and 64-bit programs have them. */
typedef struct _STRING32 {
	USHORT Length;
	USHORT MaximumLength;
	ULONG Buffer;
} STRING32, *PSTRING32, UNICODE_STRING32, *PUNICODE_STRING32, ANSI_STRING32, *PANSI_STRING32;

typedef struct _STRING64 {
	USHORT Length;
	USHORT MaximumLength;
	ULONGLONG Buffer;
} STRING64, *PSTRING64, UNICODE_STRING64, *PUNICODE_STRING64, ANSI_STRING64, *PANSI_STRING64;

#ifdef __cplusplus
/* Clients include headers from inside extern "C", where no template may be. */
extern "C++" template <typename T>
constexpr T *NtWithoutConst(T const *Pointer)
{
	return const_cast<T *>(Pointer);
}

#define NT_STRING_BUFFER(s)		NtWithoutConst(&(s)[0])
#else
#define NT_STRING_BUFFER(s)		(s)
#endif
#define RTL_CONSTANT_STRING(s)		\
	{ sizeof(s) - sizeof((s)[0]), sizeof(s), NT_STRING_BUFFER(s) }
#define DECLARE_CONST_UNICODE_STRING(name, string)			\
	const WCHAR name##_buffer[sizeof(string) / sizeof(WCHAR)] = string;	\
	const UNICODE_STRING name =					\
		{ sizeof(string) - sizeof(WCHAR), sizeof(string), (PWCH)name##_buffer }
#define DECLARE_GLOBAL_CONST_UNICODE_STRING(name, string)	\
	EXTERN_C const UNICODE_STRING name;			\
	const UNICODE_STRING name = RTL_CONSTANT_STRING(string)
#define DECLARE_GLOBAL_CONST_ANSI_STRING(name, string)		\
	EXTERN_C const ANSI_STRING name;			\
	const ANSI_STRING name = RTL_CONSTANT_STRING(string)
#define DECLARE_CONST_ANSI_STRING(name, string)			\
	const char name##_buffer[sizeof(string)] = string;	\
	const ANSI_STRING name =				\
		{ sizeof(string) - 1, sizeof(string), (PCHAR)name##_buffer }
#define DECLARE_UNICODE_STRING_SIZE(name, size)				\
	WCHAR name##_buffer[size];					\
	UNICODE_STRING name = { 0, (size) * sizeof(WCHAR), name##_buffer }

typedef struct _LIST_ENTRY {
	struct _LIST_ENTRY *Flink;
	struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY;

typedef struct _SINGLE_LIST_ENTRY {
	struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;

typedef struct LIST_ENTRY32 {
	ULONG Flink;
	ULONG Blink;
} LIST_ENTRY32, *PLIST_ENTRY32;

typedef struct LIST_ENTRY64 {
	ULONGLONG Flink;
	ULONGLONG Blink;
} LIST_ENTRY64, *PLIST_ENTRY64;

typedef struct _OBJECT_ATTRIBUTES {
	ULONG Length;
	HANDLE RootDirectory;
	PUNICODE_STRING ObjectName;
	ULONG Attributes;
	PVOID SecurityDescriptor;
	PVOID SecurityQualityOfService;
} OBJECT_ATTRIBUTES, *POBJECT_ATTRIBUTES;
typedef const OBJECT_ATTRIBUTES *PCOBJECT_ATTRIBUTES;

#define OBJ_INHERIT			0x00000002U
#define OBJ_PERMANENT			0x00000010U
#define OBJ_EXCLUSIVE			0x00000020U
#define OBJ_CASE_INSENSITIVE		0x00000040U
#define OBJ_OPENIF			0x00000080U
#define OBJ_OPENLINK			0x00000100U
#define OBJ_KERNEL_HANDLE		0x00000200U
#define OBJ_FORCE_ACCESS_CHECK		0x00000400U
#define OBJ_IGNORE_IMPERSONATED_DEVICEMAP	0x00000800U
#define OBJ_DONT_REPARSE		0x00001000U
#define OBJ_VALID_ATTRIBUTES		0x00001FF2U

#define InitializeObjectAttributes(p, n, a, r, s)		\
	do {							\
		(p)->Length = sizeof(OBJECT_ATTRIBUTES);	\
		(p)->RootDirectory = (r);			\
		(p)->Attributes = (a);				\
		(p)->ObjectName = (n);				\
		(p)->SecurityDescriptor = (s);			\
		(p)->SecurityQualityOfService = NULL;		\
	} while (0)
#define RTL_CONSTANT_OBJECT_ATTRIBUTES(n, a)	\
	{ sizeof(OBJECT_ATTRIBUTES), NULL, (PUNICODE_STRING)(n), (a), NULL, NULL }

#endif
