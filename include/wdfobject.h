/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Objects: attributes, context types, references, deletion.
 *
 * A context type is described by one weak variable per type: however many files
 * of a driver include the header that declares it, the linker keeps one, whose
 * address is the type's identity.
 */
#ifndef _NT_WDFOBJECT_H
#define _NT_WDFOBJECT_H

#include <wdm.h>
#include <wdfglobals.h>
#include <wdfstatus.h>
#include <wdftypes.h>

typedef enum _WDF_EXECUTION_LEVEL {
	WdfExecutionLevelInvalid,
	WdfExecutionLevelInheritFromParent,
	WdfExecutionLevelPassive,
	WdfExecutionLevelDispatch
} WDF_EXECUTION_LEVEL;

typedef enum _WDF_SYNCHRONIZATION_SCOPE {
	WdfSynchronizationScopeInvalid,
	WdfSynchronizationScopeInheritFromParent,
	WdfSynchronizationScopeDevice,
	WdfSynchronizationScopeQueue,
	WdfSynchronizationScopeNone
} WDF_SYNCHRONIZATION_SCOPE;
C_ASSERT(WdfExecutionLevelInheritFromParent == 1 && WdfSynchronizationScopeInheritFromParent == 1);

typedef VOID (EVT_WDF_OBJECT_CONTEXT_CLEANUP)(WDFOBJECT Object);
typedef VOID (EVT_WDF_OBJECT_CONTEXT_DESTROY)(WDFOBJECT Object);
typedef EVT_WDF_OBJECT_CONTEXT_CLEANUP *PFN_WDF_OBJECT_CONTEXT_CLEANUP;
typedef EVT_WDF_OBJECT_CONTEXT_DESTROY *PFN_WDF_OBJECT_CONTEXT_DESTROY;

struct _WDF_OBJECT_CONTEXT_TYPE_INFO;
typedef const struct _WDF_OBJECT_CONTEXT_TYPE_INFO *PCWDF_OBJECT_CONTEXT_TYPE_INFO;

typedef PCWDF_OBJECT_CONTEXT_TYPE_INFO
	(EVT_DRIVER_GET_UNIQUE_CONTEXT_TYPE)(PWDF_DRIVER_GLOBALS DriverGlobals);
typedef EVT_DRIVER_GET_UNIQUE_CONTEXT_TYPE *PFN_GET_UNIQUE_CONTEXT_TYPE;

typedef struct _WDF_OBJECT_CONTEXT_TYPE_INFO {
	ULONG Size;
	LPCSTR ContextName;
	size_t ContextSize;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO UniqueType;
	PFN_GET_UNIQUE_CONTEXT_TYPE EvtDriverGetUniqueContextType;
} WDF_OBJECT_CONTEXT_TYPE_INFO, *PWDF_OBJECT_CONTEXT_TYPE_INFO;

typedef struct _WDF_OBJECT_ATTRIBUTES {
	ULONG Size;
	PFN_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanupCallback;
	PFN_WDF_OBJECT_CONTEXT_DESTROY EvtDestroyCallback;
	WDF_EXECUTION_LEVEL ExecutionLevel;
	WDF_SYNCHRONIZATION_SCOPE SynchronizationScope;
	WDFOBJECT ParentObject;
	size_t ContextSizeOverride;	/* larger than the type's size, or 0 */
	PCWDF_OBJECT_CONTEXT_TYPE_INFO ContextTypeInfo;
} WDF_OBJECT_ATTRIBUTES, *PWDF_OBJECT_ATTRIBUTES;

static inline VOID WDF_OBJECT_ATTRIBUTES_INIT(PWDF_OBJECT_ATTRIBUTES Attributes)
{
	RtlZeroMemory(Attributes, sizeof(*Attributes));
	Attributes->Size = sizeof(*Attributes);
	Attributes->ExecutionLevel = WdfExecutionLevelInheritFromParent;
	Attributes->SynchronizationScope = WdfSynchronizationScopeInheritFromParent;
}

#define WDF_TYPE_NAME_TO_TYPE_INFO(TypeName)	NtWdfContextType_##TypeName
#define WDF_GET_CONTEXT_TYPE_INFO(TypeName)	(&WDF_TYPE_NAME_TO_TYPE_INFO(TypeName))
#define WDF_TYPE_NAME_POINTER_TYPE(TypeName)	TypeName *

#define WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(Attributes, TypeName)	\
	((void)((Attributes)->ContextTypeInfo =				\
		WDF_GET_CONTEXT_TYPE_INFO(TypeName)->UniqueType))
#define WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(Attributes, TypeName)	\
	(WDF_OBJECT_ATTRIBUTES_INIT(Attributes),			\
	 WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(Attributes, TypeName))

EXTERN_C_START

PVOID WdfObjectGetTypedContextWorker(WDFOBJECT Handle, PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeInfo);
NTSTATUS WdfObjectAllocateContext(WDFOBJECT Handle, PWDF_OBJECT_ATTRIBUTES ContextAttributes,
				  PVOID *Context);
WDFOBJECT WdfObjectContextGetObject(PVOID ContextPointer);

NTSTATUS WdfObjectCreateWorker(PWDF_DRIVER_GLOBALS Globals, PWDF_OBJECT_ATTRIBUTES Attributes,
			       WDFOBJECT *Object);
VOID WdfObjectDelete(WDFOBJECT Object);
VOID WdfObjectReferenceActual(WDFOBJECT Handle, PVOID Tag, LONG Line, PCCH File);
VOID WdfObjectDereferenceActual(WDFOBJECT Handle, PVOID Tag, LONG Line, PCCH File);
VOID WdfObjectAcquireLock(WDFOBJECT Object);
VOID WdfObjectReleaseLock(WDFOBJECT Object);

EXTERN_C_END

static inline NTSTATUS WdfObjectCreate(PWDF_OBJECT_ATTRIBUTES Attributes, WDFOBJECT *Object)
{
	return WdfObjectCreateWorker(WdfDriverGlobals, Attributes, Object);
}

#define WdfObjectReferenceWithTag(Handle, Tag)	\
	WdfObjectReferenceActual((Handle), (PVOID)(Tag), __LINE__, __FILE__)
#define WdfObjectDereferenceWithTag(Handle, Tag)	\
	WdfObjectDereferenceActual((Handle), (PVOID)(Tag), __LINE__, __FILE__)
#define WdfObjectReference(Handle)	WdfObjectReferenceWithTag(Handle, NULL)
#define WdfObjectDereference(Handle)	WdfObjectDereferenceWithTag(Handle, NULL)

/* At file scope, in a header or a source file; any number of files of a driver. */
#define WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(TypeName, AccessorName)		\
	EXTERN_C const WDF_OBJECT_CONTEXT_TYPE_INFO				\
		WDF_TYPE_NAME_TO_TYPE_INFO(TypeName);				\
	NT_WEAK_DEFINITION const WDF_OBJECT_CONTEXT_TYPE_INFO			\
		WDF_TYPE_NAME_TO_TYPE_INFO(TypeName) = {			\
		sizeof(WDF_OBJECT_CONTEXT_TYPE_INFO),				\
		#TypeName,							\
		sizeof(TypeName),						\
		&WDF_TYPE_NAME_TO_TYPE_INFO(TypeName),				\
		NULL								\
	};									\
	static inline __attribute__((__unused__)) TypeName *			\
	AccessorName(WDFOBJECT Handle)						\
	{									\
		return (TypeName *)WdfObjectGetTypedContextWorker(Handle,	\
			WDF_GET_CONTEXT_TYPE_INFO(TypeName)->UniqueType);	\
	}

#define WDF_DECLARE_CONTEXT_TYPE(TypeName)	\
	WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(TypeName, WdfObjectGet_##TypeName)

#define WdfObjectGetTypedContext(Handle, TypeName)				\
	((TypeName *)WdfObjectGetTypedContextWorker((Handle),			\
		WDF_GET_CONTEXT_TYPE_INFO(TypeName)->UniqueType))

#endif
