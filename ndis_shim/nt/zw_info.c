// SPDX-License-Identifier: GPL-2.0
/*
 * What is known of a file, and what can be changed about it. Each class has its
 * structure and a row in one of two tables.
 */
#include "nt/zw.h"

#include <linux/export.h>
#include <linux/fs.h>
#include <linux/stat.h>
#include <linux/time64.h>

#include "nt/nt_internal.h"

/* Seconds from 1601 to 1970. */
#define NT_EPOCH	11644473600LL

static s64 nt_zw_time(struct timespec64 time)
{
	return (time.tv_sec + NT_EPOCH) * 10000000LL + time.tv_nsec / 100;
}

static u32 nt_zw_attributes(const struct kstat *stat)
{
	u32 attributes = 0;

	if (S_ISDIR(stat->mode))
		attributes |= FILE_ATTRIBUTE_DIRECTORY;
	else if (!S_ISREG(stat->mode))
		attributes |= FILE_ATTRIBUTE_DEVICE;
	if (!(stat->mode & 0222))
		attributes |= FILE_ATTRIBUTE_READONLY;
	return attributes ?: FILE_ATTRIBUTE_NORMAL;
}

/* ---- asking ---- */

/* What a row of the table fills in; all are smaller than the largest. */
union nt_zw_answer {
	FILE_BASIC_INFORMATION basic;
	FILE_STANDARD_INFORMATION standard;
	FILE_INTERNAL_INFORMATION internal;
	FILE_POSITION_INFORMATION position;
	FILE_MODE_INFORMATION mode;
	FILE_ALIGNMENT_INFORMATION alignment;
	FILE_NETWORK_OPEN_INFORMATION network;
	FILE_ATTRIBUTE_TAG_INFORMATION tag;
	FILE_IS_REMOTE_DEVICE_INFORMATION remote;
};

static void nt_zw_basic(const struct nt_zw_file *file, const struct kstat *stat,
			union nt_zw_answer *answer)
{
	answer->basic.CreationTime.QuadPart = nt_zw_time(stat->result_mask & STATX_BTIME ?
							 stat->btime : stat->ctime);
	answer->basic.LastAccessTime.QuadPart = nt_zw_time(stat->atime);
	answer->basic.LastWriteTime.QuadPart = nt_zw_time(stat->mtime);
	answer->basic.ChangeTime.QuadPart = nt_zw_time(stat->ctime);
	answer->basic.FileAttributes = nt_zw_attributes(stat);
}

static void nt_zw_standard(const struct nt_zw_file *file, const struct kstat *stat,
			   union nt_zw_answer *answer)
{
	answer->standard.AllocationSize.QuadPart = stat->blocks << 9;
	answer->standard.EndOfFile.QuadPart = stat->size;
	answer->standard.NumberOfLinks = stat->nlink;
	answer->standard.DeletePending = file && test_bit(NT_ZW_DELETE, &file->flags);
	answer->standard.Directory = S_ISDIR(stat->mode);
}

static void nt_zw_internal(const struct nt_zw_file *file, const struct kstat *stat,
			   union nt_zw_answer *answer)
{
	answer->internal.IndexNumber.QuadPart = stat->ino;
}

static void nt_zw_position_info(const struct nt_zw_file *file, const struct kstat *stat,
				union nt_zw_answer *answer)
{
	answer->position.CurrentByteOffset = file->object.CurrentByteOffset;
}

static void nt_zw_mode(const struct nt_zw_file *file, const struct kstat *stat,
		       union nt_zw_answer *answer)
{
	answer->mode.Mode = file->options &
			    (FILE_WRITE_THROUGH | FILE_SEQUENTIAL_ONLY |
			     FILE_NO_INTERMEDIATE_BUFFERING | FILE_SYNCHRONOUS_IO_ALERT |
			     FILE_SYNCHRONOUS_IO_NONALERT | FILE_DELETE_ON_CLOSE);
}

/* Any address will do, and nothing is remote. */
static void nt_zw_nothing(const struct nt_zw_file *file, const struct kstat *stat,
			  union nt_zw_answer *answer)
{
}

static void nt_zw_network(const struct nt_zw_file *file, const struct kstat *stat,
			  union nt_zw_answer *answer)
{
	union nt_zw_answer basic = {};

	nt_zw_basic(file, stat, &basic);
	answer->network.CreationTime = basic.basic.CreationTime;
	answer->network.LastAccessTime = basic.basic.LastAccessTime;
	answer->network.LastWriteTime = basic.basic.LastWriteTime;
	answer->network.ChangeTime = basic.basic.ChangeTime;
	answer->network.AllocationSize.QuadPart = stat->blocks << 9;
	answer->network.EndOfFile.QuadPart = stat->size;
	answer->network.FileAttributes = basic.basic.FileAttributes;
}

static void nt_zw_tag(const struct nt_zw_file *file, const struct kstat *stat,
		      union nt_zw_answer *answer)
{
	answer->tag.FileAttributes = nt_zw_attributes(stat);
}

static const struct {
	FILE_INFORMATION_CLASS class;
	u32 size;
	void (*fill)(const struct nt_zw_file *file, const struct kstat *stat,
		     union nt_zw_answer *answer);
} nt_zw_queries[] = {
	{ FileBasicInformation, sizeof(FILE_BASIC_INFORMATION), nt_zw_basic },
	{ FileStandardInformation, sizeof(FILE_STANDARD_INFORMATION), nt_zw_standard },
	{ FileInternalInformation, sizeof(FILE_INTERNAL_INFORMATION), nt_zw_internal },
	{ FilePositionInformation, sizeof(FILE_POSITION_INFORMATION), nt_zw_position_info },
	{ FileModeInformation, sizeof(FILE_MODE_INFORMATION), nt_zw_mode },
	{ FileAlignmentInformation, sizeof(FILE_ALIGNMENT_INFORMATION), nt_zw_nothing },
	{ FileNetworkOpenInformation, sizeof(FILE_NETWORK_OPEN_INFORMATION), nt_zw_network },
	{ FileAttributeTagInformation, sizeof(FILE_ATTRIBUTE_TAG_INFORMATION), nt_zw_tag },
	{ FileIsRemoteDeviceInformation, sizeof(FILE_IS_REMOTE_DEVICE_INFORMATION),
	  nt_zw_nothing },
};

static NTSTATUS nt_zw_query(struct nt_zw_file *file, PIO_STATUS_BLOCK iosb, void *buffer,
			    u32 length, FILE_INFORMATION_CLASS class)
{
	union nt_zw_answer answer = {};
	struct kstat stat;
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(nt_zw_queries); i++)
		if (nt_zw_queries[i].class == class)
			break;
	if (i == ARRAY_SIZE(nt_zw_queries))
		return STATUS_INVALID_INFO_CLASS;
	if (length < nt_zw_queries[i].size)
		return STATUS_INFO_LENGTH_MISMATCH;
	err = vfs_getattr(&file->filp->f_path, &stat, STATX_BASIC_STATS | STATX_BTIME,
			  AT_STATX_SYNC_AS_STAT);
	if (err)
		return nt_zw_status(err);
	nt_zw_queries[i].fill(file, &stat, &answer);
	memcpy(buffer, &answer, nt_zw_queries[i].size);
	nt_zw_tell(iosb, NULL, STATUS_SUCCESS, nt_zw_queries[i].size);
	return STATUS_SUCCESS;
}

/* ---- changing ---- */

static NTSTATUS nt_zw_set_position(struct nt_zw_file *file, const void *info)
{
	const FILE_POSITION_INFORMATION *position = info;

	if (position->CurrentByteOffset.QuadPart < 0)
		return STATUS_INVALID_PARAMETER;
	file->object.CurrentByteOffset = position->CurrentByteOffset;
	return STATUS_SUCCESS;
}

static NTSTATUS nt_zw_set_end(struct nt_zw_file *file, const void *info)
{
	const FILE_END_OF_FILE_INFORMATION *end = info;

	if (!test_bit(NT_ZW_WRITE, &file->flags))
		return STATUS_ACCESS_DENIED;
	if (end->EndOfFile.QuadPart < 0 || !S_ISREG(file_inode(file->filp)->i_mode))
		return STATUS_INVALID_PARAMETER;
	return nt_zw_status(nt_zw_truncate(&file->filp->f_path, end->EndOfFile.QuadPart));
}

/* With the last handle. */
static NTSTATUS nt_zw_set_disposition(struct nt_zw_file *file, const void *info)
{
	const FILE_DISPOSITION_INFORMATION *disposition = info;

	if (disposition->DeleteFile && S_ISDIR(file_inode(file->filp)->i_mode))
		return STATUS_NOT_SUPPORTED;
	assign_bit(NT_ZW_DELETE, &file->flags, disposition->DeleteFile);
	return STATUS_SUCCESS;
}

static const struct {
	FILE_INFORMATION_CLASS class;
	u32 size;
	NTSTATUS (*set)(struct nt_zw_file *file, const void *info);
} nt_zw_settings[] = {
	{ FilePositionInformation, sizeof(FILE_POSITION_INFORMATION), nt_zw_set_position },
	{ FileEndOfFileInformation, sizeof(FILE_END_OF_FILE_INFORMATION), nt_zw_set_end },
	{ FileDispositionInformation, sizeof(FILE_DISPOSITION_INFORMATION),
	  nt_zw_set_disposition },
};

static NTSTATUS nt_zw_set(struct nt_zw_file *file, PIO_STATUS_BLOCK iosb, const void *buffer,
			  u32 length, FILE_INFORMATION_CLASS class)
{
	NTSTATUS status;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(nt_zw_settings); i++)
		if (nt_zw_settings[i].class == class)
			break;
	if (i == ARRAY_SIZE(nt_zw_settings))
		return STATUS_INVALID_INFO_CLASS;
	if (length < nt_zw_settings[i].size)
		return STATUS_INFO_LENGTH_MISMATCH;
	status = nt_zw_settings[i].set(file, buffer);
	if (NT_SUCCESS(status))
		nt_zw_tell(iosb, NULL, status, 0);
	return status;
}

/* ---- what drivers call ---- */

/*
 * A file of Linux's that is open, with its mutex held; else nothing is, and why.
 * Files of drivers' devices have nothing of all this.
 */
static NTSTATUS nt_zw_enter(HANDLE handle, const char *who, struct nt_zw_file **file)
{
	struct nt_file *device;
	struct nt_ob *ob;
	NTSTATUS status;

	status = nt_zw_get(handle, who, &ob, &device, file);
	if (!NT_SUCCESS(status))
		return status;
	if (device) {
		nt_ob_put(ob);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	mutex_lock(&(*file)->position);
	if ((*file)->filp)
		return STATUS_SUCCESS;
	mutex_unlock(&(*file)->position);
	nt_ob_put(ob);
	return STATUS_FILE_CLOSED;
}

static void nt_zw_leave(struct nt_zw_file *file)
{
	mutex_unlock(&file->position);
	nt_ob_put(&file->ob);
}

NTSTATUS ZwQueryInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
				PVOID FileInformation, ULONG Length,
				FILE_INFORMATION_CLASS FileInformationClass)
{
	struct nt_zw_file *file;
	NTSTATUS status;

	if (!IoStatusBlock || !FileInformation)
		return STATUS_INVALID_PARAMETER;
	status = nt_zw_enter(FileHandle, __func__, &file);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_zw_query(file, IoStatusBlock, FileInformation, Length, FileInformationClass);
	nt_zw_leave(file);
	return status;
}
EXPORT_SYMBOL_NS_GPL(ZwQueryInformationFile, NDIS_SHIM);

NTSTATUS ZwSetInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
			      PVOID FileInformation, ULONG Length,
			      FILE_INFORMATION_CLASS FileInformationClass)
{
	struct nt_zw_file *file;
	NTSTATUS status;

	if (!IoStatusBlock || !FileInformation)
		return STATUS_INVALID_PARAMETER;
	status = nt_zw_enter(FileHandle, __func__, &file);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_zw_set(file, IoStatusBlock, FileInformation, Length, FileInformationClass);
	nt_zw_leave(file);
	return status;
}
EXPORT_SYMBOL_NS_GPL(ZwSetInformationFile, NDIS_SHIM);

NTSTATUS ZwQueryVolumeInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
				      PVOID FsInformation, ULONG Length,
				      FS_INFORMATION_CLASS FsInformationClass)
{
	FILE_FS_DEVICE_INFORMATION *device = FsInformation;
	struct nt_zw_file *file;
	NTSTATUS status;

	if (!IoStatusBlock || !FsInformation)
		return STATUS_INVALID_PARAMETER;
	status = nt_zw_enter(FileHandle, __func__, &file);
	if (!NT_SUCCESS(status))
		return status;
	if (FsInformationClass != FileFsDeviceInformation) {
		pr_info_once("%s: only FileFsDeviceInformation\n", __func__);
		status = STATUS_NOT_SUPPORTED;
	} else if (Length < sizeof(*device)) {
		status = STATUS_INFO_LENGTH_MISMATCH;
	} else {
		device->DeviceType = test_bit(NT_ZW_NODE, &file->flags) ? FILE_DEVICE_UNKNOWN :
									  FILE_DEVICE_DISK;
		device->Characteristics = 0;
		nt_zw_tell(IoStatusBlock, NULL, STATUS_SUCCESS, sizeof(*device));
	}
	nt_zw_leave(file);
	return status;
}
EXPORT_SYMBOL_NS_GPL(ZwQueryVolumeInformationFile, NDIS_SHIM);

NTSTATUS ZwFlushBuffersFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock)
{
	struct nt_zw_file *file;
	NTSTATUS status;

	if (!IoStatusBlock)
		return STATUS_INVALID_PARAMETER;
	status = nt_zw_enter(FileHandle, __func__, &file);
	if (!NT_SUCCESS(status))
		return status;
	if (!test_bit(NT_ZW_NODE, &file->flags))
		status = nt_zw_status(vfs_fsync(file->filp, 0));
	nt_zw_tell(IoStatusBlock, NULL, status, 0);
	nt_zw_leave(file);
	return status;
}
EXPORT_SYMBOL_NS_GPL(ZwFlushBuffersFile, NDIS_SHIM);

/* By a handle that is for nothing else. */
NTSTATUS ZwQueryFullAttributesFile(POBJECT_ATTRIBUTES ObjectAttributes,
				   PFILE_NETWORK_OPEN_INFORMATION FileInformation)
{
	IO_STATUS_BLOCK iosb;
	NTSTATUS status;
	HANDLE handle;

	if (!FileInformation)
		return STATUS_INVALID_PARAMETER;
	status = ZwCreateFileWorker(NULL, &handle, FILE_READ_ATTRIBUTES, ObjectAttributes, &iosb,
				    NULL, 0, 0, FILE_OPEN, 0, NULL, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = ZwQueryInformationFile(handle, &iosb, FileInformation, sizeof(*FileInformation),
					FileNetworkOpenInformation);
	ZwClose(handle);
	return status;
}
EXPORT_SYMBOL_NS_GPL(ZwQueryFullAttributesFile, NDIS_SHIM);
