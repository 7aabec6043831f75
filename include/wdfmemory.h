/* SPDX-License-Identifier: GPL-2.0 */
/* Memory objects and lookaside lists. */
#ifndef _NT_WDFMEMORY_H
#define _NT_WDFMEMORY_H

#include <wdfobject.h>

typedef struct _WDFMEMORY_OFFSET {
	size_t BufferOffset;
	size_t BufferLength;	/* 0: to the end */
} WDFMEMORY_OFFSET, *PWDFMEMORY_OFFSET;

typedef enum _WDF_MEMORY_DESCRIPTOR_TYPE {
	WdfMemoryDescriptorTypeInvalid,
	WdfMemoryDescriptorTypeBuffer,
	WdfMemoryDescriptorTypeMdl,
	WdfMemoryDescriptorTypeHandle
} WDF_MEMORY_DESCRIPTOR_TYPE;

typedef struct _WDF_MEMORY_DESCRIPTOR {
	WDF_MEMORY_DESCRIPTOR_TYPE Type;
	union {
		struct {
			PVOID Buffer;
			ULONG Length;
		} BufferType;
		struct {
			PMDL Mdl;
			ULONG BufferLength;
		} MdlType;
		struct {
			WDFMEMORY Memory;
			PWDFMEMORY_OFFSET Offsets;
		} HandleType;
	} u;
} WDF_MEMORY_DESCRIPTOR, *PWDF_MEMORY_DESCRIPTOR;

static inline VOID WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(PWDF_MEMORY_DESCRIPTOR Descriptor,
						     PVOID Buffer, ULONG BufferLength)
{
	RtlZeroMemory(Descriptor, sizeof(*Descriptor));
	Descriptor->Type = WdfMemoryDescriptorTypeBuffer;
	Descriptor->u.BufferType.Buffer = Buffer;
	Descriptor->u.BufferType.Length = BufferLength;
}

static inline VOID WDF_MEMORY_DESCRIPTOR_INIT_MDL(PWDF_MEMORY_DESCRIPTOR Descriptor, PMDL Mdl,
						  ULONG BufferLength)
{
	RtlZeroMemory(Descriptor, sizeof(*Descriptor));
	Descriptor->Type = WdfMemoryDescriptorTypeMdl;
	Descriptor->u.MdlType.Mdl = Mdl;
	Descriptor->u.MdlType.BufferLength = BufferLength;
}

static inline VOID WDF_MEMORY_DESCRIPTOR_INIT_HANDLE(PWDF_MEMORY_DESCRIPTOR Descriptor,
						     WDFMEMORY Memory, PWDFMEMORY_OFFSET Offsets)
{
	RtlZeroMemory(Descriptor, sizeof(*Descriptor));
	Descriptor->Type = WdfMemoryDescriptorTypeHandle;
	Descriptor->u.HandleType.Memory = Memory;
	Descriptor->u.HandleType.Offsets = Offsets;
}

EXTERN_C_START

NTSTATUS WdfMemoryCreateWorker(PWDF_DRIVER_GLOBALS Globals, PWDF_OBJECT_ATTRIBUTES Attributes,
			       POOL_TYPE PoolType, ULONG PoolTag, size_t BufferSize,
			       WDFMEMORY *Memory, PVOID *Buffer);
NTSTATUS WdfMemoryCreatePreallocatedWorker(PWDF_DRIVER_GLOBALS Globals,
					   PWDF_OBJECT_ATTRIBUTES Attributes, PVOID Buffer,
					   size_t BufferSize, WDFMEMORY *Memory);
NTSTATUS WdfMemoryCreateFromLookaside(WDFLOOKASIDE Lookaside, WDFMEMORY *Memory);
PVOID WdfMemoryGetBuffer(WDFMEMORY Memory, size_t *BufferSize);
NTSTATUS WdfMemoryAssignBuffer(WDFMEMORY Memory, PVOID Buffer, size_t BufferSize);
NTSTATUS WdfMemoryCopyToBuffer(WDFMEMORY SourceMemory, size_t SourceOffset, PVOID Buffer,
			       size_t NumBytesToCopyTo);
NTSTATUS WdfMemoryCopyFromBuffer(WDFMEMORY DestinationMemory, size_t DestinationOffset,
				 PVOID Buffer, size_t NumBytesToCopyFrom);
NTSTATUS WdfLookasideListCreateWorker(PWDF_DRIVER_GLOBALS Globals,
				      PWDF_OBJECT_ATTRIBUTES LookasideAttributes,
				      size_t BufferSize, POOL_TYPE PoolType,
				      PWDF_OBJECT_ATTRIBUTES MemoryAttributes, ULONG PoolTag,
				      WDFLOOKASIDE *Lookaside);

EXTERN_C_END

static inline NTSTATUS WdfMemoryCreate(PWDF_OBJECT_ATTRIBUTES Attributes, POOL_TYPE PoolType,
				       ULONG PoolTag, size_t BufferSize, WDFMEMORY *Memory,
				       PVOID *Buffer)
{
	return WdfMemoryCreateWorker(WdfDriverGlobals, Attributes, PoolType, PoolTag, BufferSize,
				     Memory, Buffer);
}

static inline NTSTATUS WdfMemoryCreatePreallocated(PWDF_OBJECT_ATTRIBUTES Attributes, PVOID Buffer,
						   size_t BufferSize, WDFMEMORY *Memory)
{
	return WdfMemoryCreatePreallocatedWorker(WdfDriverGlobals, Attributes, Buffer, BufferSize,
						 Memory);
}

static inline NTSTATUS WdfLookasideListCreate(PWDF_OBJECT_ATTRIBUTES LookasideAttributes,
					      size_t BufferSize, POOL_TYPE PoolType,
					      PWDF_OBJECT_ATTRIBUTES MemoryAttributes,
					      ULONG PoolTag, WDFLOOKASIDE *Lookaside)
{
	return WdfLookasideListCreateWorker(WdfDriverGlobals, LookasideAttributes, BufferSize,
					    PoolType, MemoryAttributes, PoolTag, Lookaside);
}

#endif
