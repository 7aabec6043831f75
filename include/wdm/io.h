/* SPDX-License-Identifier: GPL-2.0 */
/*
 * I/O manager and memory manager types a driver touches: driver and device
 * objects, I/O status blocks, power states, MDLs.
 *
 * IRPs and device objects are in wdm/irp.h. A driver of the framework's has no
 * use for them: its requests travel as WDFREQUESTs.
 */
#ifndef _NT_WDM_IO_H
#define _NT_WDM_IO_H

#include <ntdef.h>
#include <ntstatus.h>

typedef struct _IRP IRP, *PIRP;
typedef struct _DEVICE_OBJECT DEVICE_OBJECT, *PDEVICE_OBJECT;
typedef struct _FILE_OBJECT FILE_OBJECT, *PFILE_OBJECT;
typedef struct _IO_STACK_LOCATION IO_STACK_LOCATION, *PIO_STACK_LOCATION;
struct _DRIVER_OBJECT;

typedef struct _IO_STATUS_BLOCK {
	union {
		NTSTATUS Status;
		PVOID Pointer;
	};
	ULONG_PTR Information;
} IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;

typedef NTSTATUS (DRIVER_INITIALIZE)(struct _DRIVER_OBJECT *DriverObject,
				     PUNICODE_STRING RegistryPath);
typedef VOID (DRIVER_UNLOAD)(struct _DRIVER_OBJECT *DriverObject);
typedef NTSTATUS (DRIVER_DISPATCH)(PDEVICE_OBJECT DeviceObject, PIRP Irp);
typedef DRIVER_INITIALIZE *PDRIVER_INITIALIZE;
typedef DRIVER_UNLOAD *PDRIVER_UNLOAD;
typedef DRIVER_DISPATCH *PDRIVER_DISPATCH;

#define IRP_MJ_CREATE			0x00
#define IRP_MJ_CREATE_NAMED_PIPE	0x01
#define IRP_MJ_CLOSE			0x02
#define IRP_MJ_READ			0x03
#define IRP_MJ_WRITE			0x04
#define IRP_MJ_QUERY_INFORMATION	0x05
#define IRP_MJ_SET_INFORMATION		0x06
#define IRP_MJ_QUERY_EA			0x07
#define IRP_MJ_SET_EA			0x08
#define IRP_MJ_FLUSH_BUFFERS		0x09
#define IRP_MJ_QUERY_VOLUME_INFORMATION	0x0a
#define IRP_MJ_SET_VOLUME_INFORMATION	0x0b
#define IRP_MJ_DIRECTORY_CONTROL	0x0c
#define IRP_MJ_FILE_SYSTEM_CONTROL	0x0d
#define IRP_MJ_DEVICE_CONTROL		0x0e
#define IRP_MJ_INTERNAL_DEVICE_CONTROL	0x0f
#define IRP_MJ_SHUTDOWN			0x10
#define IRP_MJ_LOCK_CONTROL		0x11
#define IRP_MJ_CLEANUP			0x12
#define IRP_MJ_CREATE_MAILSLOT		0x13
#define IRP_MJ_QUERY_SECURITY		0x14
#define IRP_MJ_SET_SECURITY		0x15
#define IRP_MJ_POWER			0x16
#define IRP_MJ_SYSTEM_CONTROL		0x17
#define IRP_MJ_DEVICE_CHANGE		0x18
#define IRP_MJ_QUERY_QUOTA		0x19
#define IRP_MJ_SET_QUOTA		0x1a
#define IRP_MJ_PNP			0x1b
#define IRP_MJ_MAXIMUM_FUNCTION		0x1b

typedef struct _DRIVER_OBJECT {
	CSHORT Type;
	CSHORT Size;
	PDEVICE_OBJECT DeviceObject;
	ULONG Flags;
	PVOID DriverExtension;
	UNICODE_STRING DriverName;
	PDRIVER_INITIALIZE DriverInit;
	PDRIVER_UNLOAD DriverUnload;
	PDRIVER_DISPATCH MajorFunction[IRP_MJ_MAXIMUM_FUNCTION + 1];
} DRIVER_OBJECT, *PDRIVER_OBJECT;

typedef enum _SYSTEM_POWER_STATE {
	PowerSystemUnspecified,
	PowerSystemWorking,
	PowerSystemSleeping1,
	PowerSystemSleeping2,
	PowerSystemSleeping3,
	PowerSystemHibernate,
	PowerSystemShutdown,
	PowerSystemMaximum
} SYSTEM_POWER_STATE, *PSYSTEM_POWER_STATE;

typedef enum _DEVICE_POWER_STATE {
	PowerDeviceUnspecified,
	PowerDeviceD0,
	PowerDeviceD1,
	PowerDeviceD2,
	PowerDeviceD3,
	PowerDeviceMaximum
} DEVICE_POWER_STATE, *PDEVICE_POWER_STATE;
C_ASSERT(PowerDeviceMaximum == 5);

typedef enum {
	PowerActionNone,
	PowerActionReserved,
	PowerActionSleep,
	PowerActionHibernate,
	PowerActionShutdown,
	PowerActionShutdownReset,
	PowerActionShutdownOff,
	PowerActionWarmEject,
	PowerActionDisplayOff
} POWER_ACTION, *PPOWER_ACTION;

typedef enum _DEVICE_REGISTRY_PROPERTY {
	DevicePropertyDeviceDescription,
	DevicePropertyHardwareID,
	DevicePropertyCompatibleIDs,
	DevicePropertyBootConfiguration,
	DevicePropertyBootConfigurationTranslated,
	DevicePropertyClassName,
	DevicePropertyClassGuid,
	DevicePropertyDriverKeyName,
	DevicePropertyManufacturer,
	DevicePropertyFriendlyName,
	DevicePropertyLocationInformation,
	DevicePropertyPhysicalDeviceObjectName,
	DevicePropertyBusTypeGuid,
	DevicePropertyLegacyBusType,
	DevicePropertyBusNumber,
	DevicePropertyEnumeratorName,
	DevicePropertyAddress,
	DevicePropertyUINumber,
	DevicePropertyInstallState,
	DevicePropertyRemovalPolicy,
	DevicePropertyResourceRequirements,
	DevicePropertyAllocatedResources,
	DevicePropertyContainerID
} DEVICE_REGISTRY_PROPERTY;

typedef ULONG DEVICE_TYPE;
#define FILE_DEVICE_BEEP			0x00000001
#define FILE_DEVICE_CD_ROM			0x00000002
#define FILE_DEVICE_CD_ROM_FILE_SYSTEM		0x00000003
#define FILE_DEVICE_CONTROLLER			0x00000004
#define FILE_DEVICE_DATALINK			0x00000005
#define FILE_DEVICE_DFS				0x00000006
#define FILE_DEVICE_DISK			0x00000007
#define FILE_DEVICE_DISK_FILE_SYSTEM		0x00000008
#define FILE_DEVICE_FILE_SYSTEM			0x00000009
#define FILE_DEVICE_INPORT_PORT			0x0000000a
#define FILE_DEVICE_KEYBOARD			0x0000000b
#define FILE_DEVICE_MAILSLOT			0x0000000c
#define FILE_DEVICE_MIDI_IN			0x0000000d
#define FILE_DEVICE_MIDI_OUT			0x0000000e
#define FILE_DEVICE_MOUSE			0x0000000f
#define FILE_DEVICE_MULTI_UNC_PROVIDER		0x00000010
#define FILE_DEVICE_NAMED_PIPE			0x00000011
#define FILE_DEVICE_NETWORK			0x00000012
#define FILE_DEVICE_NETWORK_BROWSER		0x00000013
#define FILE_DEVICE_NETWORK_FILE_SYSTEM		0x00000014
#define FILE_DEVICE_NULL			0x00000015
#define FILE_DEVICE_PARALLEL_PORT		0x00000016
#define FILE_DEVICE_PHYSICAL_NETCARD		0x00000017
#define FILE_DEVICE_PRINTER			0x00000018
#define FILE_DEVICE_SCANNER			0x00000019
#define FILE_DEVICE_SERIAL_MOUSE_PORT		0x0000001a
#define FILE_DEVICE_SERIAL_PORT			0x0000001b
#define FILE_DEVICE_SCREEN			0x0000001c
#define FILE_DEVICE_SOUND			0x0000001d
#define FILE_DEVICE_STREAMS			0x0000001e
#define FILE_DEVICE_TAPE			0x0000001f
#define FILE_DEVICE_TAPE_FILE_SYSTEM		0x00000020
#define FILE_DEVICE_TRANSPORT			0x00000021
#define FILE_DEVICE_UNKNOWN			0x00000022
#define FILE_DEVICE_VIDEO			0x00000023
#define FILE_DEVICE_VIRTUAL_DISK		0x00000024
#define FILE_DEVICE_WAVE_IN			0x00000025
#define FILE_DEVICE_WAVE_OUT			0x00000026
#define FILE_DEVICE_8042_PORT			0x00000027
#define FILE_DEVICE_NETWORK_REDIRECTOR		0x00000028
#define FILE_DEVICE_BATTERY			0x00000029
#define FILE_DEVICE_BUS_EXTENDER		0x0000002a
#define FILE_DEVICE_MODEM			0x0000002b
#define FILE_DEVICE_VDM				0x0000002c
#define FILE_DEVICE_MASS_STORAGE		0x0000002d
#define FILE_DEVICE_SMB				0x0000002e
#define FILE_DEVICE_KS				0x0000002f
#define FILE_DEVICE_CHANGER			0x00000030
#define FILE_DEVICE_SMARTCARD			0x00000031
#define FILE_DEVICE_ACPI			0x00000032
#define FILE_DEVICE_DVD				0x00000033
#define FILE_DEVICE_FULLSCREEN_VIDEO		0x00000034
#define FILE_DEVICE_SERENUM			0x00000037
#define FILE_DEVICE_TERMSRV			0x00000038
#define FILE_DEVICE_KSEC			0x00000039
#define FILE_DEVICE_FIPS			0x0000003a
#define FILE_DEVICE_INFINIBAND			0x0000003b
#define FILE_DEVICE_VMBUS			0x0000003e
#define FILE_DEVICE_CRYPT_PROVIDER		0x0000003f
#define FILE_DEVICE_WPD				0x00000040
#define FILE_DEVICE_BLUETOOTH			0x00000041
#define FILE_DEVICE_MT_COMPOSITE		0x00000042
#define FILE_DEVICE_MT_TRANSPORT		0x00000043
#define FILE_DEVICE_BIOMETRIC			0x00000044
#define FILE_DEVICE_PMI				0x00000045
#define FILE_DEVICE_SECURE_OPEN			0x00000100
#define METHOD_BUFFERED				0
#define METHOD_IN_DIRECT			1
#define METHOD_OUT_DIRECT			2
#define METHOD_NEITHER				3
#define METHOD_DIRECT_TO_HARDWARE		METHOD_IN_DIRECT
#define METHOD_DIRECT_FROM_HARDWARE		METHOD_OUT_DIRECT
#define DEVICE_TYPE_FROM_CTL_CODE(Code)		(((ULONG)(Code) & 0xffff0000) >> 16)
#define METHOD_FROM_CTL_CODE(Code)		((ULONG)((Code) & 3))
#define FILE_ANY_ACCESS				0
#define FILE_SPECIAL_ACCESS			(FILE_ANY_ACCESS)
#define FILE_READ_ACCESS			1
#define FILE_WRITE_ACCESS			2
#define FILE_READ_DATA				1
#define FILE_WRITE_DATA				2
#define CTL_CODE(DeviceType, Function, Method, Access)	\
	(((DeviceType) << 16) | ((Access) << 14) | ((Function) << 2) | (Method))

/*
 * A memory descriptor list describes one virtually contiguous buffer; Next
 * chains them. Clients copy, compare and size the structure itself.
 */
typedef struct _MDL {
	struct _MDL *Next;
	CSHORT Size;		/* of this structure, in bytes */
	CSHORT MdlFlags;
	PVOID Process;
	PVOID MappedSystemVa;	/* the buffer, once built */
	PVOID StartVa;		/* page that the buffer begins in */
	ULONG ByteCount;
	ULONG ByteOffset;	/* of the buffer in that page */
} MDL, *PMDL;

#define MDL_MAPPED_TO_SYSTEM_VA		0x0001
#define MDL_PAGES_LOCKED		0x0002
#define MDL_SOURCE_IS_NONPAGED_POOL	0x0004
#define MDL_ALLOCATED_FIXED_SIZE	0x0008
#define MDL_PARTIAL			0x0010
#define MDL_PARTIAL_HAS_BEEN_MAPPED	0x0020
#define MDL_IO_PAGE_READ		0x0040
#define MDL_WRITE_OPERATION		0x0080
#define MDL_LOCKED_PAGE_TABLES		0x0100
#define MDL_PARENT_MAPPED_SYSTEM_VA	0x0100
#define MDL_FREE_EXTRA_PTES		0x0200
#define MDL_DESCRIBES_AWE		0x0400
#define MDL_IO_SPACE			0x0800
#define MDL_NETWORK_HEADER		0x1000
#define MDL_MAPPING_CAN_FAIL		0x2000
#define MDL_ALLOCATED_MUST_SUCCEED	0x4000
#define MDL_PAGE_CONTENTS_INVARIANT	0x4000
#define MDL_INTERNAL			0x8000
typedef ULONG_PTR PFN_NUMBER, *PPFN_NUMBER;
typedef const MDL *PCMDL;

typedef enum _LOCK_OPERATION {
	IoReadAccess,
	IoWriteAccess,
	IoModifyAccess
} LOCK_OPERATION;

#define MM_DONT_ZERO_ALLOCATION			0x00000001
#define MM_ALLOCATE_FROM_LOCAL_NODE_ONLY	0x00000002
#define MM_ALLOCATE_FULLY_REQUIRED		0x00000004
#define MM_ALLOCATE_NO_WAIT			0x00000008
#define MM_ALLOCATE_PREFER_CONTIGUOUS		0x00000010
#define MM_ALLOCATE_REQUIRE_CONTIGUOUS_CHUNKS	0x00000020
#define MdlMappingNoWrite		0x80000000

typedef enum _MM_PAGE_PRIORITY {
	LowPagePriority,
	NormalPagePriority = 16,
	HighPagePriority = 32
} MM_PAGE_PRIORITY;
#define MdlMappingNoExecute		0x40000000

typedef enum _MEMORY_CACHING_TYPE {
	MmNonCached,
	MmCached,
	MmWriteCombined,
	MmHardwareCoherentCached,
	MmNonCachedUnordered,
	MmUSWCCached,
	MmMaximumCacheType,
	MmNotMapped = -1
} MEMORY_CACHING_TYPE;

#define NT_PAGE_SIZE			4096UL
#ifdef NT_PLAIN_CLIENT
#define PAGE_SIZE			NT_PAGE_SIZE
#define PAGE_SHIFT			12
#define PAGE_ALIGN(Va)			((PVOID)((ULONG_PTR)(Va) & ~(NT_PAGE_SIZE - 1)))
#define BYTE_OFFSET(Va)			((ULONG)((ULONG_PTR)(Va) & (NT_PAGE_SIZE - 1)))
#define ROUND_TO_PAGES(Size)		\
	(((ULONG_PTR)(Size) + NT_PAGE_SIZE - 1) & ~(NT_PAGE_SIZE - 1))
#define ADDRESS_AND_SIZE_TO_SPAN_PAGES(Va, Size)	\
	((ULONG)((BYTE_OFFSET(Va) + (SIZE_T)(Size) + NT_PAGE_SIZE - 1) >> PAGE_SHIFT))
#endif

/* The pages of a buffer need no list of their own here: one size fits all. */
#define MmSizeOfMdl(Base, Length)	((void)(Base), (void)(Length), (SIZE_T)sizeof(MDL))

static inline VOID MmInitializeMdl(PMDL MemoryDescriptorList, PVOID BaseVa, SIZE_T Length)
{
	ULONG_PTR va = (ULONG_PTR)BaseVa;

	MemoryDescriptorList->Next = NULL;
	MemoryDescriptorList->Size = sizeof(MDL);
	MemoryDescriptorList->MdlFlags = 0;
	MemoryDescriptorList->Process = NULL;
	MemoryDescriptorList->MappedSystemVa = NULL;
	MemoryDescriptorList->StartVa = (PVOID)(va & ~(NT_PAGE_SIZE - 1));
	MemoryDescriptorList->ByteOffset = (ULONG)(va & (NT_PAGE_SIZE - 1));
	MemoryDescriptorList->ByteCount = (ULONG)Length;
}

static inline PVOID MmGetMdlVirtualAddress(const MDL *Mdl)
{
	return (PUCHAR)Mdl->StartVa + Mdl->ByteOffset;
}

static inline ULONG MmGetMdlByteCount(const MDL *Mdl)
{
	return Mdl->ByteCount;
}

static inline ULONG MmGetMdlByteOffset(const MDL *Mdl)
{
	return Mdl->ByteOffset;
}

/* The buffers of a kernel driver are mapped from the start. */
static inline PVOID MmGetSystemAddressForMdlSafe(const MDL *Mdl, ULONG Priority)
{
	(void)Priority;
	if (Mdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL))
		return Mdl->MappedSystemVa;
	return NULL;
}

#define MmGetMdlBaseVa(Mdl)		((Mdl)->StartVa)
#define MmPrepareMdlForReuse(Mdl)	((void)(Mdl))
#define MmMapLockedPages(Mdl, Mode)	\
	MmMapLockedPagesSpecifyCache((Mdl), (Mode), MmCached, NULL, TRUE, HighPagePriority)
#define MmGetSystemAddressForMdl(Mdl)	MmGetSystemAddressForMdlSafe(Mdl, HighPagePriority)

EXTERN_C_START

/* With an IRP the list becomes its MdlAddress, or with @SecondaryBuffer goes at
 * the end of that chain, and is freed with the IRP.
 */
PMDL IoAllocateMdl(PVOID VirtualAddress, ULONG Length, BOOLEAN SecondaryBuffer,
		   BOOLEAN ChargeQuota, PIRP Irp);
VOID IoFreeMdl(PMDL Mdl);
VOID MmBuildMdlForNonPagedPool(PMDL MemoryDescriptorList);
VOID IoBuildPartialMdl(PMDL SourceMdl, PMDL TargetMdl, PVOID VirtualAddress, ULONG Length);

/* The list's state; memory is the kernel's own and stays. <= DISPATCH_LEVEL. */
VOID MmProbeAndLockPages(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode,
			 LOCK_OPERATION Operation);
VOID MmUnlockPages(PMDL MemoryDescriptorList);
PVOID MmMapLockedPagesSpecifyCache(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode,
				   MEMORY_CACHING_TYPE CacheType, PVOID RequestedAddress,
				   ULONG BugCheckOnFailure, ULONG Priority);
VOID MmUnmapLockedPages(PVOID BaseAddress, PMDL MemoryDescriptorList);
/* Zeroed pages and a locked list of them; limits of addresses are not looked at. */
PMDL MmAllocatePagesForMdl(PHYSICAL_ADDRESS LowAddress, PHYSICAL_ADDRESS HighAddress,
			   PHYSICAL_ADDRESS SkipBytes, SIZE_T TotalBytes);
PMDL MmAllocatePagesForMdlEx(PHYSICAL_ADDRESS LowAddress, PHYSICAL_ADDRESS HighAddress,
			     PHYSICAL_ADDRESS SkipBytes, SIZE_T TotalBytes,
			     MEMORY_CACHING_TYPE CacheType, ULONG Flags);
VOID MmFreePagesFromMdl(PMDL MemoryDescriptorList);

/*
 * The activity that a request is part of, for who traces. @Guid NULL: none any more. The
 * id goes with the request, and IoReuseIrp() ends it. <= DISPATCH_LEVEL.
 * STATUS_NOT_FOUND: it has none. STATUS_INVALID_PARAMETER: not a live request.
 */
NTSTATUS IoSetActivityIdIrp(PIRP Irp, LPCGUID Guid);
NTSTATUS IoGetActivityIdIrp(PIRP Irp, LPGUID Guid);

EXTERN_C_END

#endif
