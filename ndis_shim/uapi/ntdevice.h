/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Devices of Windows drivers as Linux programs see them.
 *
 * A driver's symbolic link \DosDevices\Name is /dev/name (lower case), root's
 * and mode 0600; udev rules find it by SUBSYSTEM=="ntdevice".
 *
 *	Windows			Linux
 *	CreateFile		open(2): IRP_MJ_CREATE. O_RDONLY, O_WRONLY and O_RDWR
 *				are GENERIC_READ and GENERIC_WRITE. An exclusive
 *				device that is open gives EBUSY
 *	ReadFile, WriteFile	read(2), write(2), readv(2), writev(2): one request
 *				each, at most 1 MiB; no position
 *	DeviceIoControl		ioctl(2) with NT_IOCTL_DEVICE_CONTROL, since a
 *				CTL_CODE() alone does not say how long buffers are
 *	CancelIo		a signal: the request is cancelled; read and write are
 *				restarted if the driver gave it back cancelled
 *	overlapped reads	O_NONBLOCK and poll(2): the kernel keeps one read
 *				pending, and read(2) gets its data. Writes and
 *				control requests always wait for the driver
 *	CloseHandle		close(2): IRP_MJ_CLEANUP, what is still pending is
 *				cancelled, IRP_MJ_CLOSE
 *
 * After IoDeleteDevice() an open file gives ENODEV, and poll(2) POLLHUP.
 * Errors are errno values; NT_IOCTL_DEVICE_CONTROL also has the NTSTATUS.
 */
#ifndef _UAPI_NTDEVICE_H
#define _UAPI_NTDEVICE_H

#include <linux/ioctl.h>
#include <linux/types.h>

#ifndef CTL_CODE
#define FILE_DEVICE_NETWORK	0x00000012
#define FILE_DEVICE_UNKNOWN	0x00000022
#define METHOD_BUFFERED		0
#define METHOD_IN_DIRECT	1
#define METHOD_OUT_DIRECT	2
#define METHOD_NEITHER		3
#define FILE_ANY_ACCESS		0
#define FILE_READ_ACCESS	1
#define FILE_WRITE_ACCESS	2
#define CTL_CODE(DeviceType, Function, Method, Access)	\
	(((DeviceType) << 16) | ((Access) << 14) | ((Function) << 2) | (Method))
#endif

/**
 * struct nt_ioctl_device_control - DeviceIoControl()
 * @code: CTL_CODE(); its access bits are checked against how the file was opened
 * @in_len: bytes at @in, at most 1 MiB
 * @out_len: bytes at @out, at most 1 MiB
 * @returned: out: bytes that the driver returned. They are at @out unless the
 *	driver failed the request or the method is METHOD_IN_DIRECT, where @out is
 *	a second input
 * @in: address of the input
 * @out: address of the output
 * @status: out: the driver's NTSTATUS; STATUS_PENDING (0x103) if it was not asked,
 *	or has not answered
 * @reserved: 0
 *
 * The result is 0, or -1 with errno. A warning, such as STATUS_BUFFER_OVERFLOW
 * (EMSGSIZE), is an error that comes with data.
 */
struct nt_ioctl_device_control {
	__u32 code;
	__u32 in_len;
	__u32 out_len;
	__u32 returned;
	__u64 in;
	__u64 out;
	__s32 status;
	__u32 reserved;
};

#define NT_IOCTL_DEVICE_CONTROL	_IOWR('N', 0xd0, struct nt_ioctl_device_control)

#endif
