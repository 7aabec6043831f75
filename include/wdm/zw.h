/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files behind handles: those of Linux, its device nodes, and the device objects of
 * drivers. What a name leads to is in docs/files.md.
 *
 * All of these are called at PASSIVE_LEVEL. Buffers and IO_STATUS_BLOCKs belong to
 * the call until it has completed: until it returns something other than
 * STATUS_PENDING, or its event is set. ZwClose() cancels what a file has under way
 * with its last handle, and returns when all of that has completed.
 */
#ifndef _NT_WDM_ZW_H
#define _NT_WDM_ZW_H

#include <ntdef.h>
#include <ntstatus.h>
#include <wdm/io.h>
#include <wdm/irp.h>
#include <wdm/ob.h>

/* ---- access ---- */

#define FILE_LIST_DIRECTORY		0x0001
#define FILE_ADD_FILE			0x0002
#define FILE_APPEND_DATA		0x0004
#define FILE_ADD_SUBDIRECTORY		0x0004
#define FILE_CREATE_PIPE_INSTANCE	0x0004
#define FILE_READ_EA			0x0008
#define FILE_WRITE_EA			0x0010
#define FILE_EXECUTE			0x0020
#define FILE_TRAVERSE			0x0020
#define FILE_DELETE_CHILD		0x0040
#define FILE_READ_ATTRIBUTES		0x0080
#define FILE_WRITE_ATTRIBUTES		0x0100
#define FILE_SPECIAL_ACCESS		(FILE_ANY_ACCESS)
#define FILE_ALL_ACCESS			(STANDARD_RIGHTS_REQUIRED | SYNCHRONIZE | 0x1FF)
#define FILE_GENERIC_READ						\
	(STANDARD_RIGHTS_READ | FILE_READ_DATA | FILE_READ_ATTRIBUTES | FILE_READ_EA | SYNCHRONIZE)
#define FILE_GENERIC_WRITE						\
	(STANDARD_RIGHTS_WRITE | FILE_WRITE_DATA | FILE_WRITE_ATTRIBUTES | FILE_WRITE_EA | \
	 FILE_APPEND_DATA | SYNCHRONIZE)
#define FILE_GENERIC_EXECUTE						\
	(STANDARD_RIGHTS_EXECUTE | FILE_READ_ATTRIBUTES | FILE_EXECUTE | SYNCHRONIZE)
#define FILE_SHARE_VALID_FLAGS		0x00000007

/* ---- attributes ---- */

#define FILE_ATTRIBUTE_READONLY			0x00000001
#define FILE_ATTRIBUTE_HIDDEN			0x00000002
#define FILE_ATTRIBUTE_SYSTEM			0x00000004
#define FILE_ATTRIBUTE_DIRECTORY		0x00000010
#define FILE_ATTRIBUTE_ARCHIVE			0x00000020
#define FILE_ATTRIBUTE_DEVICE			0x00000040
#define FILE_ATTRIBUTE_NORMAL			0x00000080
#define FILE_ATTRIBUTE_TEMPORARY		0x00000100
#define FILE_ATTRIBUTE_SPARSE_FILE		0x00000200
#define FILE_ATTRIBUTE_REPARSE_POINT		0x00000400
#define FILE_ATTRIBUTE_COMPRESSED		0x00000800
#define FILE_ATTRIBUTE_OFFLINE			0x00001000
#define FILE_ATTRIBUTE_NOT_CONTENT_INDEXED	0x00002000
#define FILE_ATTRIBUTE_ENCRYPTED		0x00004000
#define FILE_ATTRIBUTE_VALID_FLAGS		0x00007fb7
#define FILE_ATTRIBUTE_VALID_SET_FLAGS		0x000031a7

/* ---- dispositions, and what became of them: IO_STATUS_BLOCK.Information ---- */

#define FILE_SUPERSEDE			0x00000000
#define FILE_CREATE			0x00000002
#define FILE_OPEN_IF			0x00000003
#define FILE_OVERWRITE			0x00000004
#define FILE_OVERWRITE_IF		0x00000005
#define FILE_MAXIMUM_DISPOSITION	0x00000005

#define FILE_SUPERSEDED			0x00000000
#define FILE_OPENED			0x00000001
#define FILE_CREATED			0x00000002
#define FILE_OVERWRITTEN		0x00000003
#define FILE_EXISTS			0x00000004
#define FILE_DOES_NOT_EXIST		0x00000005

/* ---- options ---- */

#define FILE_DIRECTORY_FILE		0x00000001
#define FILE_WRITE_THROUGH		0x00000002
#define FILE_SEQUENTIAL_ONLY		0x00000004
#define FILE_NO_INTERMEDIATE_BUFFERING	0x00000008
#define FILE_SYNCHRONOUS_IO_ALERT	0x00000010
#define FILE_SYNCHRONOUS_IO_NONALERT	0x00000020
#define FILE_NON_DIRECTORY_FILE		0x00000040
#define FILE_CREATE_TREE_CONNECTION	0x00000080
#define FILE_COMPLETE_IF_OPLOCKED	0x00000100
#define FILE_NO_EA_KNOWLEDGE		0x00000200
#define FILE_OPEN_REMOTE_INSTANCE	0x00000400
#define FILE_RANDOM_ACCESS		0x00000800
#define FILE_DELETE_ON_CLOSE		0x00001000
#define FILE_OPEN_BY_FILE_ID		0x00002000
#define FILE_OPEN_FOR_BACKUP_INTENT	0x00004000
#define FILE_NO_COMPRESSION		0x00008000
#define FILE_OPEN_REQUIRING_OPLOCK	0x00010000
#define FILE_RESERVE_OPFILTER		0x00100000
#define FILE_OPEN_REPARSE_POINT		0x00200000
#define FILE_OPEN_NO_RECALL		0x00400000
#define FILE_VALID_OPTION_FLAGS		0x00ffffff

/* ByteOffset: LowPart of these, HighPart -1. */
#define FILE_WRITE_TO_END_OF_FILE	0xffffffffU
#define FILE_USE_FILE_POINTER_POSITION	0xfffffffeU

/* ---- what is known of a file ---- */

typedef enum _FILE_INFORMATION_CLASS {
	FileDirectoryInformation = 1,
	FileFullDirectoryInformation,
	FileBothDirectoryInformation,
	FileBasicInformation,
	FileStandardInformation,
	FileInternalInformation,
	FileEaInformation,
	FileAccessInformation,
	FileNameInformation,
	FileRenameInformation,
	FileLinkInformation,
	FileNamesInformation,
	FileDispositionInformation,
	FilePositionInformation,
	FileFullEaInformation,
	FileModeInformation,
	FileAlignmentInformation,
	FileAllInformation,
	FileAllocationInformation,
	FileEndOfFileInformation,
	FileAlternateNameInformation,
	FileStreamInformation,
	FilePipeInformation,
	FilePipeLocalInformation,
	FilePipeRemoteInformation,
	FileMailslotQueryInformation,
	FileMailslotSetInformation,
	FileCompressionInformation,
	FileObjectIdInformation,
	FileCompletionInformation,
	FileMoveClusterInformation,
	FileQuotaInformation,
	FileReparsePointInformation,
	FileNetworkOpenInformation,
	FileAttributeTagInformation,
	FileTrackingInformation,
	FileIdBothDirectoryInformation,
	FileIdFullDirectoryInformation,
	FileValidDataLengthInformation,
	FileShortNameInformation,
	FileIoCompletionNotificationInformation,
	FileIoStatusBlockRangeInformation,
	FileIoPriorityHintInformation,
	FileSfioReserveInformation,
	FileSfioVolumeInformation,
	FileHardLinkInformation,
	FileProcessIdsUsingFileInformation,
	FileNormalizedNameInformation,
	FileNetworkPhysicalNameInformation,
	FileIdGlobalTxDirectoryInformation,
	FileIsRemoteDeviceInformation
} FILE_INFORMATION_CLASS, *PFILE_INFORMATION_CLASS;

/* Times are in units of 100 ns since 1601. */
typedef struct _FILE_BASIC_INFORMATION {
	LARGE_INTEGER CreationTime;
	LARGE_INTEGER LastAccessTime;
	LARGE_INTEGER LastWriteTime;
	LARGE_INTEGER ChangeTime;
	ULONG FileAttributes;
} FILE_BASIC_INFORMATION, *PFILE_BASIC_INFORMATION;
C_ASSERT(sizeof(FILE_BASIC_INFORMATION) == 40);

typedef struct _FILE_STANDARD_INFORMATION {
	LARGE_INTEGER AllocationSize;
	LARGE_INTEGER EndOfFile;
	ULONG NumberOfLinks;
	BOOLEAN DeletePending;
	BOOLEAN Directory;
} FILE_STANDARD_INFORMATION, *PFILE_STANDARD_INFORMATION;
C_ASSERT(sizeof(FILE_STANDARD_INFORMATION) == 24);

typedef struct _FILE_POSITION_INFORMATION {
	LARGE_INTEGER CurrentByteOffset;
} FILE_POSITION_INFORMATION, *PFILE_POSITION_INFORMATION;

typedef struct _FILE_END_OF_FILE_INFORMATION {
	LARGE_INTEGER EndOfFile;
} FILE_END_OF_FILE_INFORMATION, *PFILE_END_OF_FILE_INFORMATION;

typedef struct _FILE_ALLOCATION_INFORMATION {
	LARGE_INTEGER AllocationSize;
} FILE_ALLOCATION_INFORMATION, *PFILE_ALLOCATION_INFORMATION;

typedef struct _FILE_DISPOSITION_INFORMATION {
	BOOLEAN DeleteFile;
} FILE_DISPOSITION_INFORMATION, *PFILE_DISPOSITION_INFORMATION;

typedef struct _FILE_INTERNAL_INFORMATION {
	LARGE_INTEGER IndexNumber;
} FILE_INTERNAL_INFORMATION, *PFILE_INTERNAL_INFORMATION;

typedef struct _FILE_NAME_INFORMATION {
	ULONG FileNameLength;		/* bytes */
	WCHAR FileName[1];
} FILE_NAME_INFORMATION, *PFILE_NAME_INFORMATION;

typedef struct _FILE_NETWORK_OPEN_INFORMATION {
	LARGE_INTEGER CreationTime;
	LARGE_INTEGER LastAccessTime;
	LARGE_INTEGER LastWriteTime;
	LARGE_INTEGER ChangeTime;
	LARGE_INTEGER AllocationSize;
	LARGE_INTEGER EndOfFile;
	ULONG FileAttributes;
} FILE_NETWORK_OPEN_INFORMATION, *PFILE_NETWORK_OPEN_INFORMATION;
C_ASSERT(sizeof(FILE_NETWORK_OPEN_INFORMATION) == 56);

typedef struct _FILE_ATTRIBUTE_TAG_INFORMATION {
	ULONG FileAttributes;
	ULONG ReparseTag;
} FILE_ATTRIBUTE_TAG_INFORMATION, *PFILE_ATTRIBUTE_TAG_INFORMATION;

typedef struct _FILE_MODE_INFORMATION {
	ULONG Mode;
} FILE_MODE_INFORMATION, *PFILE_MODE_INFORMATION;

typedef struct _FILE_ALIGNMENT_INFORMATION {
	ULONG AlignmentRequirement;
} FILE_ALIGNMENT_INFORMATION, *PFILE_ALIGNMENT_INFORMATION;

typedef struct _FILE_IS_REMOTE_DEVICE_INFORMATION {
	BOOLEAN IsRemote;
} FILE_IS_REMOTE_DEVICE_INFORMATION, *PFILE_IS_REMOTE_DEVICE_INFORMATION;

typedef enum _FSINFOCLASS {
	FileFsVolumeInformation = 1,
	FileFsLabelInformation,
	FileFsSizeInformation,
	FileFsDeviceInformation,
	FileFsAttributeInformation,
	FileFsControlInformation,
	FileFsFullSizeInformation,
	FileFsObjectIdInformation,
	FileFsDriverPathInformation,
	FileFsVolumeFlagsInformation,
	FileFsSectorSizeInformation
} FS_INFORMATION_CLASS, *PFS_INFORMATION_CLASS;

typedef struct _FILE_FS_DEVICE_INFORMATION {
	DEVICE_TYPE DeviceType;
	ULONG Characteristics;
} FILE_FS_DEVICE_INFORMATION, *PFILE_FS_DEVICE_INFORMATION;

typedef VOID (NTAPI *PIO_APC_ROUTINE)(PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock,
				      ULONG Reserved);

EXTERN_C_START

/*
 * Opens or creates. FILE_SYNCHRONOUS_IO_* wants SYNCHRONIZE in @DesiredAccess, and has
 * reads and writes wait and keep a file position. Sharing is not enforced, extended
 * attributes are refused. New directories cannot be made: STATUS_NOT_SUPPORTED.
 */
NTSTATUS ZwCreateFileWorker(PWDF_DRIVER_GLOBALS Globals, PHANDLE FileHandle,
			    ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
			    PIO_STATUS_BLOCK IoStatusBlock, PLARGE_INTEGER AllocationSize,
			    ULONG FileAttributes, ULONG ShareAccess, ULONG CreateDisposition,
			    ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength);
/*
 * @Event: a handle, or NULL; reset at the start, set at the end. Asynchronous
 * procedure calls are refused with STATUS_NOT_SUPPORTED. @ByteOffset: needed where
 * the file is not synchronous and not a device's; devices do not look at it. At most
 * 1 MiB of a device's at a time. Nothing left to read is STATUS_END_OF_FILE.
 */
NTSTATUS ZwReadFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
		    PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length,
		    PLARGE_INTEGER ByteOffset, PULONG Key);
NTSTATUS ZwWriteFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
		     PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length,
		     PLARGE_INTEGER ByteOffset, PULONG Key);
/* Device objects of drivers; STATUS_NOT_SUPPORTED for what is Linux's. Waits. */
NTSTATUS ZwDeviceIoControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
			       PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock,
			       ULONG IoControlCode, PVOID InputBuffer, ULONG InputBufferLength,
			       PVOID OutputBuffer, ULONG OutputBufferLength);
/* Standard, position, basic, network open, end of file, disposition and some more;
 * STATUS_INVALID_INFO_CLASS for what a file does not have here.
 */
NTSTATUS ZwQueryInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
				PVOID FileInformation, ULONG Length,
				FILE_INFORMATION_CLASS FileInformationClass);
NTSTATUS ZwSetInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
			      PVOID FileInformation, ULONG Length,
			      FILE_INFORMATION_CLASS FileInformationClass);
/* FileFsDeviceInformation; STATUS_NOT_SUPPORTED for all others. */
NTSTATUS ZwQueryVolumeInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
				      PVOID FsInformation, ULONG Length,
				      FS_INFORMATION_CLASS FsInformationClass);
NTSTATUS ZwFlushBuffersFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock);
/* At once, also where it is open. Files only. */
NTSTATUS ZwDeleteFile(POBJECT_ATTRIBUTES ObjectAttributes);
NTSTATUS ZwQueryFullAttributesFile(POBJECT_ATTRIBUTES ObjectAttributes,
				   PFILE_NETWORK_OPEN_INFORMATION FileInformation);

EXTERN_C_END

static inline NTSTATUS ZwCreateFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
				    POBJECT_ATTRIBUTES ObjectAttributes,
				    PIO_STATUS_BLOCK IoStatusBlock,
				    PLARGE_INTEGER AllocationSize, ULONG FileAttributes,
				    ULONG ShareAccess, ULONG CreateDisposition,
				    ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength)
{
	return ZwCreateFileWorker(WdfDriverGlobals, FileHandle, DesiredAccess, ObjectAttributes,
				  IoStatusBlock, AllocationSize, FileAttributes, ShareAccess,
				  CreateDisposition, CreateOptions, EaBuffer, EaLength);
}

static inline NTSTATUS ZwOpenFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
				  POBJECT_ATTRIBUTES ObjectAttributes,
				  PIO_STATUS_BLOCK IoStatusBlock, ULONG ShareAccess,
				  ULONG OpenOptions)
{
	return ZwCreateFileWorker(WdfDriverGlobals, FileHandle, DesiredAccess, ObjectAttributes,
				  IoStatusBlock, NULL, 0, ShareAccess, FILE_OPEN, OpenOptions,
				  NULL, 0);
}

#define NtCreateFile	ZwCreateFile
#define NtOpenFile	ZwOpenFile
#define NtReadFile	ZwReadFile
#define NtWriteFile	ZwWriteFile
#define NtDeviceIoControlFile	ZwDeviceIoControlFile
#define NtQueryInformationFile	ZwQueryInformationFile
#define NtSetInformationFile	ZwSetInformationFile
#define NtFlushBuffersFile	ZwFlushBuffersFile

#endif
