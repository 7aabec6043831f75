/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Objects and handles. Every handle is a kernel handle; ZwClose() ends any. What
 * a driver has left open at its unload is reported and closed.
 */
#ifndef _NT_WDM_OB_H
#define _NT_WDM_OB_H

#include <ntdef.h>
#include <ntstatus.h>

#define DELETE				0x00010000U
#define READ_CONTROL			0x00020000U
#define WRITE_DAC			0x00040000U
#define WRITE_OWNER			0x00080000U
#define SYNCHRONIZE			0x00100000U
#define STANDARD_RIGHTS_REQUIRED	0x000F0000U
#define STANDARD_RIGHTS_READ		READ_CONTROL
#define STANDARD_RIGHTS_WRITE		READ_CONTROL
#define STANDARD_RIGHTS_EXECUTE		READ_CONTROL
#define STANDARD_RIGHTS_ALL		0x001F0000U
#define SPECIFIC_RIGHTS_ALL		0x0000FFFFU
#define ACCESS_SYSTEM_SECURITY		0x01000000U
#define MAXIMUM_ALLOWED			0x02000000U
#define GENERIC_ALL			0x10000000U
#define GENERIC_EXECUTE			0x20000000U
#define GENERIC_WRITE			0x40000000U
#define GENERIC_READ			0x80000000U
#define DUPLICATE_CLOSE_SOURCE		0x00000001
#define DUPLICATE_SAME_ACCESS		0x00000002
#define DUPLICATE_SAME_ATTRIBUTES	0x00000004

typedef struct _OBJECT_TYPE OBJECT_TYPE, *POBJECT_TYPE;

typedef struct _OBJECT_HANDLE_INFORMATION {
	ULONG HandleAttributes;
	ACCESS_MASK GrantedAccess;
} OBJECT_HANDLE_INFORMATION, *POBJECT_HANDLE_INFORMATION;

EXTERN_C_START

/* The last argument of ObReferenceObjectByHandle: *IoFileObjectType and so on. */
extern POBJECT_TYPE *IoFileObjectType;
extern POBJECT_TYPE *ExEventObjectType;
extern POBJECT_TYPE *ExSemaphoreObjectType;
extern POBJECT_TYPE *PsThreadType;
extern POBJECT_TYPE *PsProcessType;
extern POBJECT_TYPE *CmKeyObjectType;

/* PASSIVE_LEVEL. STATUS_INVALID_HANDLE for what is none. */
NTSTATUS ZwClose(HANDLE Handle);
/*
 * The object behind a handle, with a reference that ObDereferenceObject() drops.
 * @ObjectType NULL: any. STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH. Access
 * is not looked at: all handles are the kernel's own. PASSIVE_LEVEL.
 */
NTSTATUS ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess,
				   POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode,
				   PVOID *Object, POBJECT_HANDLE_INFORMATION HandleInformation);
NTSTATUS ObReferenceObjectByPointer(PVOID Object, ACCESS_MASK DesiredAccess,
				    POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode);
/* A new handle for an object that is referenced. PASSIVE_LEVEL. */
NTSTATUS ObOpenObjectByPointer(PVOID Object, ULONG HandleAttributes, PVOID PassedAccessState,
			       ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
			       KPROCESSOR_MODE AccessMode, PHANDLE Handle);
/* <= DISPATCH_LEVEL. How many references there are then; not to be relied on. */
LONG_PTR ObfReferenceObject(PVOID Object);
LONG_PTR ObfDereferenceObject(PVOID Object);

EXTERN_C_END

#define ObReferenceObject(Object)	ObfReferenceObject(Object)
#define ObDereferenceObject(Object)	ObfDereferenceObject(Object)
#define ObDereferenceObjectDeferDelete(Object)	ObfDereferenceObject(Object)
#define ObReferenceObjectWithTag(Object, Tag)	((void)(Tag), ObfReferenceObject(Object))
#define ObDereferenceObjectWithTag(Object, Tag)	((void)(Tag), ObfDereferenceObject(Object))
#define ObCloseHandle(Handle, Mode)	((void)(Mode), ZwClose(Handle))
#define NtClose(Handle)			ZwClose(Handle)

#endif
