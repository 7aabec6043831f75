// SPDX-License-Identifier: GPL-2.0
/*
 * NTSTATUS and errno: the one translation, both ways.
 *
 * The first row with an errno is what that errno becomes; the first row with a
 * status, what that status becomes. Success-class statuses that carry news
 * (STATUS_TIMEOUT, STATUS_PENDING) are errors to Linux.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>

#include <wdf.h>

#include "nt/nt_internal.h"

static const struct {
	NTSTATUS status;
	int err;
} nt_status_table[] = {
	/* errno -> status takes these ... */
	{ STATUS_SUCCESS, 0 },
	{ STATUS_PENDING, -EINPROGRESS },
	{ STATUS_UNSUCCESSFUL, -EIO },
	{ STATUS_NOT_IMPLEMENTED, -ENOSYS },
	{ STATUS_INVALID_PARAMETER, -EINVAL },
	{ STATUS_INVALID_HANDLE, -EBADF },
	{ STATUS_NO_SUCH_DEVICE, -ENODEV },
	{ STATUS_NOT_SUPPORTED, -EOPNOTSUPP },
	{ STATUS_INSUFFICIENT_RESOURCES, -ENOMEM },
	{ STATUS_BUFFER_OVERFLOW, -EMSGSIZE },
	{ STATUS_BUFFER_TOO_SMALL, -ENOBUFS },
	{ STATUS_OBJECT_NAME_NOT_FOUND, -ENOENT },
	{ STATUS_OBJECT_NAME_COLLISION, -EEXIST },
	{ STATUS_DELETE_PENDING, -ESHUTDOWN },
	{ STATUS_RESOURCE_DATA_NOT_FOUND, -ENODATA },
	{ STATUS_DEVICE_NOT_READY, -EAGAIN },
	{ STATUS_IO_TIMEOUT, -ETIMEDOUT },
	{ STATUS_CANCELLED, -ECANCELED },
	{ STATUS_INVALID_DEVICE_STATE, -EPERM },
	{ STATUS_ACCESS_DENIED, -EACCES },
	{ STATUS_DEVICE_BUSY, -EBUSY },
	{ STATUS_DEVICE_PROTOCOL_ERROR, -EPROTO },
	{ STATUS_INTEGER_OVERFLOW, -EOVERFLOW },
	{ STATUS_NDIS_PM_WOL_PATTERN_LIST_FULL, -ENOSPC },
	{ STATUS_ARRAY_BOUNDS_EXCEEDED, -ERANGE },
	{ STATUS_UNSUCCESSFUL, -EPIPE },
	{ STATUS_CANCELLED, -ECONNRESET },
	{ STATUS_CANCELLED, -ERESTARTSYS },
	{ STATUS_CANCELLED, -EINTR },
	{ STATUS_ACCESS_VIOLATION, -EFAULT },
	/* ... status -> errno takes them, and these. */
	{ STATUS_TIMEOUT, -ETIMEDOUT },
	{ STATUS_OBJECT_NAME_EXISTS, 0 },
	{ STATUS_NO_MORE_ENTRIES, -ENOENT },
	{ STATUS_NO_MORE_FILES, -ENOENT },
	{ STATUS_NOT_FOUND, -ENOENT },
	{ STATUS_INFO_LENGTH_MISMATCH, -EINVAL },
	{ STATUS_INVALID_PARAMETER_1, -EINVAL },
	{ STATUS_INVALID_PARAMETER_2, -EINVAL },
	{ STATUS_INVALID_PARAMETER_3, -EINVAL },
	{ STATUS_INVALID_PARAMETER_4, -EINVAL },
	{ STATUS_INVALID_BUFFER_SIZE, -EINVAL },
	{ STATUS_OBJECT_TYPE_MISMATCH, -EINVAL },
	{ STATUS_OBJECT_NAME_INVALID, -EINVAL },
	{ STATUS_WDF_PARENT_NOT_SPECIFIED, -EINVAL },
	{ STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED, -EINVAL },
	{ STATUS_INVALID_DEVICE_REQUEST, -EOPNOTSUPP },
	{ STATUS_NO_MEMORY, -ENOMEM },
	{ STATUS_DEVICE_NOT_CONNECTED, -ENODEV },
	{ STATUS_DEVICE_REMOVED, -ENODEV },
	{ STATUS_INTERNAL_ERROR, -EIO },
	{ STATUS_NDIS_PM_PROTOCOL_OFFLOAD_LIST_FULL, -ENOSPC },
};

/**
 * nt_errno_from_status() - what Linux code calls a status
 * @status: any NTSTATUS
 *
 * Return: 0 or negative; an unknown failure is -EIO, an unknown success 0.
 */
int nt_errno_from_status(NTSTATUS status)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(nt_status_table); i++) {
		if (nt_status_table[i].status == status)
			return nt_status_table[i].err;
	}
	return NT_SUCCESS(status) ? 0 : -EIO;
}
EXPORT_SYMBOL_NS_GPL(nt_errno_from_status, NDIS_SHIM_INTERNAL);

/**
 * nt_status_from_errno() - what a client is told
 * @err: 0, positive (a length: success) or negative errno
 *
 * Return: a status; an unknown errno is STATUS_UNSUCCESSFUL.
 */
NTSTATUS nt_status_from_errno(int err)
{
	unsigned int i;

	if (err >= 0)
		return STATUS_SUCCESS;
	for (i = 0; i < ARRAY_SIZE(nt_status_table); i++) {
		if (nt_status_table[i].err == err)
			return nt_status_table[i].status;
	}
	return STATUS_UNSUCCESSFUL;
}
EXPORT_SYMBOL_NS_GPL(nt_status_from_errno, NDIS_SHIM_INTERNAL);
