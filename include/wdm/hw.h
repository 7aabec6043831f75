/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory as hardware sees it: mappings, registers, contiguous memory. No driver has
 * resources of a bus here, so ports have nothing behind them and there is no DMA
 * adapter; registers are whatever the driver has mapped.
 */
#ifndef _NT_WDM_HW_H
#define _NT_WDM_HW_H

#include <wdm/ex.h>
#include <wdm/interlocked.h>
#include <wdm/io.h>

typedef enum _INTERFACE_TYPE {
	InterfaceTypeUndefined = -1,
	Internal,
	Isa,
	Eisa,
	MicroChannel,
	TurboChannel,
	PCIBus,
	VMEBus,
	NuBus,
	PCMCIABus,
	CBus,
	MPIBus,
	MPSABus,
	ProcessorInternal,
	InternalPowerBus,
	PNPISABus,
	PNPBus,
	Vmcs,
	ACPIBus,
	MaximumInterfaceType
} INTERFACE_TYPE, *PINTERFACE_TYPE;
C_ASSERT(PCIBus == 5 && ACPIBus == 17);

typedef enum _DMA_WIDTH {
	Width8Bits,
	Width16Bits,
	Width32Bits,
	Width64Bits,
	WidthNoWrap,
	MaximumDmaWidth
} DMA_WIDTH, *PDMA_WIDTH;

typedef enum _DMA_SPEED {
	Compatible,
	TypeA,
	TypeB,
	TypeC,
	TypeF,
	MaximumDmaSpeed
} DMA_SPEED, *PDMA_SPEED;

#define DEVICE_DESCRIPTION_VERSION	0x0000
#define DEVICE_DESCRIPTION_VERSION1	0x0001
#define DEVICE_DESCRIPTION_VERSION2	0x0002
#define DEVICE_DESCRIPTION_VERSION3	0x0003

typedef struct _DEVICE_DESCRIPTION {
	ULONG Version;
	BOOLEAN Master;
	BOOLEAN ScatterGather;
	BOOLEAN DemandMode;
	BOOLEAN AutoInitialize;
	BOOLEAN Dma32BitAddresses;
	BOOLEAN IgnoreCount;
	BOOLEAN Reserved1;
	BOOLEAN Dma64BitAddresses;
	ULONG BusNumber;
	ULONG DmaChannel;
	INTERFACE_TYPE InterfaceType;
	DMA_WIDTH DmaWidth;
	DMA_SPEED DmaSpeed;
	ULONG MaximumLength;
	ULONG DmaPort;
	ULONG DmaAddressWidth;
	ULONG DmaControllerInstance;
	ULONG DmaRequestLine;
	PHYSICAL_ADDRESS DeviceAddress;
} DEVICE_DESCRIPTION, *PDEVICE_DESCRIPTION;
C_ASSERT(sizeof(DEVICE_DESCRIPTION) == 64);

typedef struct _SCATTER_GATHER_ELEMENT {
	PHYSICAL_ADDRESS Address;
	ULONG Length;
	ULONG_PTR Reserved;
} SCATTER_GATHER_ELEMENT, *PSCATTER_GATHER_ELEMENT;

typedef struct _SCATTER_GATHER_LIST {
	ULONG NumberOfElements;
	ULONG_PTR Reserved;
	SCATTER_GATHER_ELEMENT Elements[];
} SCATTER_GATHER_LIST, *PSCATTER_GATHER_LIST;

typedef enum _IO_ALLOCATION_ACTION {
	KeepObject = 1,
	DeallocateObject,
	DeallocateObjectKeepRegisters
} IO_ALLOCATION_ACTION, *PIO_ALLOCATION_ACTION;

typedef struct _DMA_ADAPTER {
	USHORT Version;
	USHORT Size;
	struct _DMA_OPERATIONS *DmaOperations;
} DMA_ADAPTER, *PDMA_ADAPTER;

typedef IO_ALLOCATION_ACTION (NTAPI DRIVER_CONTROL)(PDEVICE_OBJECT DeviceObject, PIRP Irp,
						    PVOID MapRegisterBase, PVOID Context);
typedef DRIVER_CONTROL *PDRIVER_CONTROL;
typedef VOID (NTAPI DRIVER_LIST_CONTROL)(PDEVICE_OBJECT DeviceObject, PIRP Irp,
					 PSCATTER_GATHER_LIST ScatterGather, PVOID Context);
typedef DRIVER_LIST_CONTROL *PDRIVER_LIST_CONTROL;

typedef VOID (*PPUT_DMA_ADAPTER)(PDMA_ADAPTER DmaAdapter);
typedef PVOID (*PALLOCATE_COMMON_BUFFER)(PDMA_ADAPTER DmaAdapter, ULONG Length,
					 PPHYSICAL_ADDRESS LogicalAddress, BOOLEAN CacheEnabled);
typedef VOID (*PFREE_COMMON_BUFFER)(PDMA_ADAPTER DmaAdapter, ULONG Length,
				    PHYSICAL_ADDRESS LogicalAddress, PVOID VirtualAddress,
				    BOOLEAN CacheEnabled);
typedef NTSTATUS (*PALLOCATE_ADAPTER_CHANNEL)(PDMA_ADAPTER DmaAdapter,
					      PDEVICE_OBJECT DeviceObject,
					      ULONG NumberOfMapRegisters,
					      PDRIVER_CONTROL ExecutionRoutine, PVOID Context);
typedef BOOLEAN (*PFLUSH_ADAPTER_BUFFERS)(PDMA_ADAPTER DmaAdapter, PMDL Mdl,
					  PVOID MapRegisterBase, PVOID CurrentVa, ULONG Length,
					  BOOLEAN WriteToDevice);
typedef VOID (*PFREE_ADAPTER_CHANNEL)(PDMA_ADAPTER DmaAdapter);
typedef VOID (*PFREE_MAP_REGISTERS)(PDMA_ADAPTER DmaAdapter, PVOID MapRegisterBase,
				    ULONG NumberOfMapRegisters);
typedef PHYSICAL_ADDRESS (*PMAP_TRANSFER)(PDMA_ADAPTER DmaAdapter, PMDL Mdl,
					  PVOID MapRegisterBase, PVOID CurrentVa, PULONG Length,
					  BOOLEAN WriteToDevice);
typedef ULONG (*PGET_DMA_ALIGNMENT)(PDMA_ADAPTER DmaAdapter);
typedef ULONG (*PREAD_DMA_COUNTER)(PDMA_ADAPTER DmaAdapter);
typedef NTSTATUS (*PGET_SCATTER_GATHER_LIST)(PDMA_ADAPTER DmaAdapter, PDEVICE_OBJECT DeviceObject,
					     PMDL Mdl, PVOID CurrentVa, ULONG Length,
					     PDRIVER_LIST_CONTROL ExecutionRoutine, PVOID Context,
					     BOOLEAN WriteToDevice);
typedef VOID (*PPUT_SCATTER_GATHER_LIST)(PDMA_ADAPTER DmaAdapter,
					 PSCATTER_GATHER_LIST ScatterGather,
					 BOOLEAN WriteToDevice);
typedef NTSTATUS (*PCALCULATE_SCATTER_GATHER_LIST_SIZE)(PDMA_ADAPTER DmaAdapter, PMDL Mdl,
							PVOID CurrentVa, ULONG Length,
							PULONG ScatterGatherListSize,
							PULONG NumberOfMapRegisters);
typedef NTSTATUS (*PBUILD_SCATTER_GATHER_LIST)(PDMA_ADAPTER DmaAdapter,
					       PDEVICE_OBJECT DeviceObject, PMDL Mdl,
					       PVOID CurrentVa, ULONG Length,
					       PDRIVER_LIST_CONTROL ExecutionRoutine,
					       PVOID Context, BOOLEAN WriteToDevice,
					       PVOID ScatterGatherBuffer,
					       ULONG ScatterGatherLength);
typedef NTSTATUS (*PBUILD_MDL_FROM_SCATTER_GATHER_LIST)(PDMA_ADAPTER DmaAdapter,
							PSCATTER_GATHER_LIST ScatterGather,
							PMDL OriginalMdl, PMDL *TargetMdl);

/* As of version 1; later members are of no use without an adapter. */
typedef struct _DMA_OPERATIONS {
	ULONG Size;
	PPUT_DMA_ADAPTER PutDmaAdapter;
	PALLOCATE_COMMON_BUFFER AllocateCommonBuffer;
	PFREE_COMMON_BUFFER FreeCommonBuffer;
	PALLOCATE_ADAPTER_CHANNEL AllocateAdapterChannel;
	PFLUSH_ADAPTER_BUFFERS FlushAdapterBuffers;
	PFREE_ADAPTER_CHANNEL FreeAdapterChannel;
	PFREE_MAP_REGISTERS FreeMapRegisters;
	PMAP_TRANSFER MapTransfer;
	PGET_DMA_ALIGNMENT GetDmaAlignment;
	PREAD_DMA_COUNTER ReadDmaCounter;
	PGET_SCATTER_GATHER_LIST GetScatterGatherList;
	PPUT_SCATTER_GATHER_LIST PutScatterGatherList;
	PCALCULATE_SCATTER_GATHER_LIST_SIZE CalculateScatterGatherList;
	PBUILD_SCATTER_GATHER_LIST BuildScatterGatherList;
	PBUILD_MDL_FROM_SCATTER_GATHER_LIST BuildMdlFromScatterGatherList;
} DMA_OPERATIONS, *PDMA_OPERATIONS;

EXTERN_C_START

/* NULL: no bus gives a driver DMA here; USB's transfers need none. */
PDMA_ADAPTER IoGetDmaAdapter(PDEVICE_OBJECT PhysicalDeviceObject,
			     PDEVICE_DESCRIPTION DeviceDescription, PULONG NumberOfMapRegisters);

/*
 * Physical memory that is no RAM, for READ_REGISTER_XXX and its like. PASSIVE_LEVEL.
 * NULL: RAM, no memory, or a machine without such memory. MmUnmapIoSpace() with what
 * MmMapIoSpace() gave, anything else is a violation.
 */
PVOID MmMapIoSpace(PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes,
		   MEMORY_CACHING_TYPE CacheType);
PVOID MmMapIoSpaceEx(PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes, ULONG Protect);
VOID MmUnmapIoSpace(PVOID BaseAddress, SIZE_T NumberOfBytes);
/* 0: not an address of the kernel's memory. */
PHYSICAL_ADDRESS MmGetPhysicalAddress(PVOID BaseAddress);
/* Of memory that is always there; not to be relied on, as on Windows. */
BOOLEAN MmIsAddressValid(PVOID VirtualAddress);

/* Whole pages in one piece, zeroed. Freed like pool; left behind, they are a leak. */
PVOID MmAllocateContiguousMemoryWorker(PWDF_DRIVER_GLOBALS Globals, SIZE_T NumberOfBytes,
				       PHYSICAL_ADDRESS LowestAcceptableAddress,
				       PHYSICAL_ADDRESS HighestAcceptableAddress,
				       PHYSICAL_ADDRESS BoundaryAddressMultiple);

/* Nothing is behind a port: all ones, and what is written is gone. Says so once. */
ULONG NtReadPort(ULONG_PTR Port, ULONG Bytes);
VOID NtWritePort(ULONG_PTR Port, ULONG Bytes, ULONG Value);

EXTERN_C_END

static inline PVOID MmAllocateContiguousMemorySpecifyCache(
	SIZE_T NumberOfBytes, PHYSICAL_ADDRESS LowestAcceptableAddress,
	PHYSICAL_ADDRESS HighestAcceptableAddress, PHYSICAL_ADDRESS BoundaryAddressMultiple,
	MEMORY_CACHING_TYPE CacheType)
{
	(void)CacheType;
	return MmAllocateContiguousMemoryWorker(WdfDriverGlobals, NumberOfBytes,
						LowestAcceptableAddress,
						HighestAcceptableAddress,
						BoundaryAddressMultiple);
}

static inline PVOID MmAllocateContiguousMemory(SIZE_T NumberOfBytes,
					       PHYSICAL_ADDRESS HighestAcceptableAddress)
{
	PHYSICAL_ADDRESS any;

	any.QuadPart = 0;
	return MmAllocateContiguousMemoryWorker(WdfDriverGlobals, NumberOfBytes, any,
						HighestAcceptableAddress, any);
}

static inline VOID MmFreeContiguousMemory(PVOID BaseAddress)
{
	ExFreePool(BaseAddress);
}

static inline VOID MmFreeContiguousMemorySpecifyCache(PVOID BaseAddress, SIZE_T NumberOfBytes,
						      MEMORY_CACHING_TYPE CacheType)
{
	(void)NumberOfBytes;
	(void)CacheType;
	ExFreePool(BaseAddress);
}

static inline PVOID MmAllocateNonCachedMemory(SIZE_T NumberOfBytes)
{
	PHYSICAL_ADDRESS all;

	all.QuadPart = -1;
	return MmAllocateContiguousMemory(NumberOfBytes, all);
}

static inline VOID MmFreeNonCachedMemory(PVOID BaseAddress, SIZE_T NumberOfBytes)
{
	(void)NumberOfBytes;
	ExFreePool(BaseAddress);
}

/* Registers: one access of that width, in the order of the program. */
#define NT_REGISTER_FAMILY(name, type)							\
static inline type READ_REGISTER_##name(volatile type *Register)			\
{											\
	type value = *Register;								\
											\
	KeMemoryBarrier();								\
	return value;									\
}											\
static inline VOID WRITE_REGISTER_##name(volatile type *Register, type Value)		\
{											\
	KeMemoryBarrier();								\
	*Register = Value;								\
	KeMemoryBarrier();								\
}											\
static inline VOID READ_REGISTER_BUFFER_##name(volatile type *Register, type *Buffer,	\
					       ULONG Count)				\
{											\
	while (Count--)									\
		*Buffer++ = *Register++;						\
	KeMemoryBarrier();								\
}											\
static inline VOID WRITE_REGISTER_BUFFER_##name(volatile type *Register, type *Buffer,	\
						ULONG Count)				\
{											\
	KeMemoryBarrier();								\
	while (Count--)									\
		*Register++ = *Buffer++;						\
	KeMemoryBarrier();								\
}

NT_REGISTER_FAMILY(UCHAR, UCHAR)
NT_REGISTER_FAMILY(USHORT, USHORT)
NT_REGISTER_FAMILY(ULONG, ULONG)
NT_REGISTER_FAMILY(ULONG64, ULONG64)

#define NT_PORT_FAMILY(type)								\
static inline type READ_PORT_##type(volatile type *Port)				\
{											\
	return (type)NtReadPort((ULONG_PTR)Port, sizeof(type));				\
}											\
static inline VOID WRITE_PORT_##type(volatile type *Port, type Value)			\
{											\
	NtWritePort((ULONG_PTR)Port, sizeof(type), Value);				\
}											\
static inline VOID READ_PORT_BUFFER_##type(volatile type *Port, type *Buffer, ULONG Count)	\
{											\
	while (Count--)									\
		*Buffer++ = READ_PORT_##type(Port);					\
}											\
static inline VOID WRITE_PORT_BUFFER_##type(volatile type *Port, type *Buffer, ULONG Count)	\
{											\
	while (Count--)									\
		WRITE_PORT_##type(Port, *Buffer++);					\
}

NT_PORT_FAMILY(UCHAR)
NT_PORT_FAMILY(USHORT)
NT_PORT_FAMILY(ULONG)

#endif
