/* SPDX-License-Identifier: GPL-2.0 */
/* Small macros and inline functions of wdm.h that belong nowhere else. */
#ifndef _NT_WDM_MISC_H
#define _NT_WDM_MISC_H

#include <wdm/irp.h>
#include <wdm/rtl.h>

#define NTDDI_WIN2K			0x05000000
#define NTDDI_WINXP			0x05010000
#define NTDDI_WS03			0x05020000
#define NTDDI_WIN6			0x06000000
#define NTDDI_VISTA			NTDDI_WIN6
#define NTDDI_LONGHORN			NTDDI_VISTA
#define NTDDI_WIN7			0x06010000
#define NTDDI_WIN8			0x06020000
#define NTDDI_WINBLUE			0x06030000
#define NTDDI_WINTHRESHOLD		0x0A000000
#define NTDDI_WIN10			0x0A000000
#define NTDDI_WIN10_TH2			0x0A000001
#define NTDDI_WIN10_RS1			0x0A000002
#define NTDDI_WIN10_RS2			0x0A000003
#define NTDDI_WIN10_RS3			0x0A000004
#define NTDDI_WIN10_RS4			0x0A000005
#define NTDDI_WIN10_RS5			0x0A000006
#define NTDDI_WIN10_19H1		0x0A000007
#define NTDDI_WIN10_VB			0x0A000008
#define NTDDI_WIN10_MN			0x0A000009
#define NTDDI_WIN10_FE			0x0A00000A
#define NTDDI_WIN10_CO			0x0A00000B
#define _WIN32_WINNT_WIN2K		0x0500
#define _WIN32_WINNT_WINXP		0x0501
#define _WIN32_WINNT_VISTA		0x0600
#define _WIN32_WINNT_WIN7		0x0601
#define _WIN32_WINNT_WIN8		0x0602
#define _WIN32_WINNT_WINBLUE		0x0603
#define _WIN32_WINNT_WIN10		0x0A00
#ifdef NT_PLAIN_CLIENT
#ifndef NTDDI_VERSION
#define NTDDI_VERSION			NTDDI_WIN10_VB
#endif
#ifndef _WIN32_WINNT
#define _WIN32_WINNT			_WIN32_WINNT_WIN10
#endif
#endif
#define WDM_MAJORVERSION		0x06
#define WDM_MINORVERSION		0x00
#define IoIsWdmVersionAvailable(Major, Minor)	\
	((Major) < WDM_MAJORVERSION || ((Major) == WDM_MAJORVERSION && (Minor) <= 0x30))

#define MAXULONG_PTR			(~(ULONG_PTR)0)
#define MAXLONG_PTR			((LONG_PTR)(MAXULONG_PTR >> 1))
#define MAXDWORD			0xffffffffU
#define MAXULONG32			0xffffffffU
#define MAXULONGLONG			(~(ULONGLONG)0)
#define MAXLONGLONG			0x7fffffffffffffffLL
#define MINCHAR				0x80
#define MAXCHAR				0x7f
#define MINSHORT			0x8000
#define MAXSHORT			0x7fff
#define MINLONG				0x80000000
#define MAXBYTE				0xff
#define MAXWORD				0xffff

#define MEMORY_ALLOCATION_ALIGNMENT	16
#define SYSTEM_CACHE_ALIGNMENT_SIZE	64
#define FILE_BYTE_ALIGNMENT		0x00000000
#define FILE_WORD_ALIGNMENT		0x00000001
#define FILE_LONG_ALIGNMENT		0x00000003
#define FILE_QUAD_ALIGNMENT		0x00000007

#ifdef NT_PLAIN_CLIENT
#define TYPE_ALIGNMENT(t)		__builtin_offsetof(struct { char x; t test; }, test)
#define ALIGN_DOWN_BY(n, a)		((ULONG_PTR)(n) & ~((ULONG_PTR)(a) - 1))
#define ALIGN_UP_BY(n, a)		\
	(((ULONG_PTR)(n) + (ULONG_PTR)(a) - 1) & ~((ULONG_PTR)(a) - 1))
#define ALIGN_DOWN(n, type)		((ULONG)ALIGN_DOWN_BY((n), sizeof(type)))
#define ALIGN_UP(n, type)		((ULONG)ALIGN_UP_BY((n), sizeof(type)))
#define ALIGN_DOWN_POINTER_BY(p, a)	((PVOID)ALIGN_DOWN_BY((p), (a)))
#define ALIGN_UP_POINTER_BY(p, a)	((PVOID)ALIGN_UP_BY((p), (a)))
#define ALIGN_DOWN_POINTER(p, type)	((PVOID)ALIGN_DOWN_BY((p), sizeof(type)))
#define ALIGN_UP_POINTER(p, type)	((PVOID)ALIGN_UP_BY((p), sizeof(type)))
#define IS_ALIGNED(p, a)		(!((ULONG_PTR)(p) & ((ULONG_PTR)(a) - 1)))
#ifndef Add2Ptr
#define Add2Ptr(p, n)			((PVOID)((PUCHAR)(p) + (n)))
#endif
#define PtrOffset(b, o)			((ULONG)((ULONG_PTR)(o) - (ULONG_PTR)(b)))
#define FlagOn(f, s)			((f) & (s))
#define BooleanFlagOn(f, s)		((BOOLEAN)(((f) & (s)) != 0))
#define SetFlag(f, s)			((f) |= (s))
#define ClearFlag(f, s)			((f) &= ~(s))
#define __debugbreak()			DbgBreakPoint()
#define PAGED_CODE_SEG
#define ROUND_TO_SIZE(n, a)		ALIGN_UP_BY((n), (a))
#define BYTES_TO_PAGES(n)		\
	(((n) >> PAGE_SHIFT) + (((n) & (NT_PAGE_SIZE - 1)) != 0))
#endif

#define IoGetFunctionCodeFromCtlCode(ControlCode)	(((ULONG)(ControlCode) >> 2) & 0x00000FFF)
#define KeGetRecommendedSharedDataAlignment()	64
#define KeFlushIoBuffers(Mdl, ReadOperation, DmaOperation)	\
	((void)(Mdl), (void)(ReadOperation), (void)(DmaOperation))
#define MmLockPagableCodeSection(Address)	((PVOID)(Address))
#define MmLockPagableDataSection(Address)	((PVOID)(Address))
#define MmUnlockPagableImageSection(Handle)	((void)(Handle))
#define MmPageEntireDriver(Address)		((PVOID)(Address))
#define MmResetDriverPaging(Address)		((void)(Address))
#define ExGetPreviousMode()			((KPROCESSOR_MODE)KernelMode)
#define IoIs32bitProcess(Irp)			((void)(Irp), FALSE)
/* No address in an IRP is a program's: there is nothing to probe. */
#define ProbeForRead(Address, Length, Alignment)	\
	((void)(Address), (void)(Length), (void)(Alignment))
#define ProbeForWrite(Address, Length, Alignment)	\
	((void)(Address), (void)(Length), (void)(Alignment))

typedef struct _FILETIME {
	ULONG dwLowDateTime;
	ULONG dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

#ifdef NT_PLAIN_CLIENT
static inline size_t wcslen(const wchar_t *String)
{
	size_t length = 0;

	while (String[length])
		length++;
	return length;
}

static inline int wcscmp(const wchar_t *A, const wchar_t *B)
{
	while (*A && *A == *B) {
		A++;
		B++;
	}
	return *A < *B ? -1 : *A > *B;
}

static inline int wcsncmp(const wchar_t *A, const wchar_t *B, size_t Count)
{
	for (; Count; Count--, A++, B++) {
		if (*A != *B)
			return *A < *B ? -1 : 1;
		if (!*A)
			break;
	}
	return 0;
}

static inline int _wcsicmp(const wchar_t *A, const wchar_t *B)
{
	while (*A && RtlUpcaseUnicodeChar(*A) == RtlUpcaseUnicodeChar(*B)) {
		A++;
		B++;
	}
	return (int)RtlUpcaseUnicodeChar(*A) - (int)RtlUpcaseUnicodeChar(*B);
}

static inline int _wcsnicmp(const wchar_t *A, const wchar_t *B, size_t Count)
{
	for (; Count; Count--, A++, B++) {
		int difference = (int)RtlUpcaseUnicodeChar(*A) - (int)RtlUpcaseUnicodeChar(*B);

		if (difference || !*A)
			return difference;
	}
	return 0;
}

static inline wchar_t *wcscpy(wchar_t *Destination, const wchar_t *Source)
{
	size_t i = 0;

	while ((Destination[i] = Source[i]))
		i++;
	return Destination;
}

static inline int _stricmp(const char *A, const char *B)
{
	while (*A && RtlUpperChar(*A) == RtlUpperChar(*B)) {
		A++;
		B++;
	}
	return (int)(UCHAR)RtlUpperChar(*A) - (int)(UCHAR)RtlUpperChar(*B);
}

static inline int _strnicmp(const char *A, const char *B, size_t Count)
{
	for (; Count; Count--, A++, B++) {
		int difference = (int)(UCHAR)RtlUpperChar(*A) - (int)(UCHAR)RtlUpperChar(*B);

		if (difference || !*A)
			return difference;
	}
	return 0;
}
#endif

EXTERN_C_START

/* A new one, of random bits. <= DISPATCH_LEVEL. STATUS_SUCCESS. */
NTSTATUS ExUuidCreate(GUID *Uuid);

EXTERN_C_END

/* A driver's own memory. IoCallDriver() takes only what IoAllocateIrp() gave, and
 * says so.
 */
static inline VOID IoInitializeIrp(PIRP Irp, USHORT PacketSize, CCHAR StackSize)
{
	RtlZeroMemory(Irp, PacketSize);
	Irp->Type = IO_TYPE_IRP;
	Irp->Size = PacketSize;
	Irp->StackCount = StackSize;
	Irp->CurrentLocation = (CHAR)(StackSize + 1);
	Irp->Tail.Overlay.CurrentStackLocation = (PIO_STACK_LOCATION)(Irp + 1) + StackSize;
}

#endif
