// SPDX-License-Identifier: GPL-2.0
/*
 * What USB core says about a transfer, as NTSTATUS and as USBD_STATUS. URB
 * results mean other things than the errnos of system calls, so this is not
 * nt/status.c.
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "wdf/usb/usb_internal.h"

static const struct {
	int err;
	NTSTATUS status;
	USBD_STATUS usbd;
} wdf_usb_results[] = {
	{ 0,		STATUS_SUCCESS,			USBD_STATUS_SUCCESS },
	/* unlinked, killed */
	{ -ENOENT,	STATUS_CANCELLED,		USBD_STATUS_CANCELED },
	{ -ECONNRESET,	STATUS_CANCELLED,		USBD_STATUS_CANCELED },
	/* killed before it was submitted */
	{ -EPERM,	STATUS_CANCELLED,		USBD_STATUS_CANCELED },
	/* unplugged, or the interface is being disabled */
	{ -ESHUTDOWN,	STATUS_DEVICE_REMOVED,		USBD_STATUS_DEVICE_GONE },
	{ -ENODEV,	STATUS_DEVICE_REMOVED,		USBD_STATUS_DEVICE_GONE },
	{ -EPIPE,	STATUS_UNSUCCESSFUL,		USBD_STATUS_STALL_PID },
	{ -ETIMEDOUT,	STATUS_IO_TIMEOUT,		USBD_STATUS_TIMEOUT },
	/* the device sent more than was asked for */
	{ -EOVERFLOW,	STATUS_UNSUCCESSFUL,		USBD_STATUS_DATA_OVERRUN },
	{ -EREMOTEIO,	STATUS_UNSUCCESSFUL,		USBD_STATUS_DATA_UNDERRUN },
	{ -EPROTO,	STATUS_UNSUCCESSFUL,		USBD_STATUS_DEV_NOT_RESPONDING },
	{ -ETIME,	STATUS_UNSUCCESSFUL,		USBD_STATUS_DEV_NOT_RESPONDING },
	{ -EILSEQ,	STATUS_UNSUCCESSFUL,		USBD_STATUS_CRC },
	/* refused by usb_submit_urb() */
	{ -ENOMEM,	STATUS_INSUFFICIENT_RESOURCES,	USBD_STATUS_INSUFFICIENT_RESOURCES },
	{ -EHOSTUNREACH, STATUS_DEVICE_NOT_READY,	USBD_STATUS_REQUEST_FAILED },
	{ -EINVAL,	STATUS_INVALID_PARAMETER,	USBD_STATUS_INVALID_PARAMETER },
	{ -EMSGSIZE,	STATUS_INVALID_PARAMETER,	USBD_STATUS_INVALID_PARAMETER },
};

static unsigned int wdf_usb_result_index(int err)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(wdf_usb_results); i++) {
		if (wdf_usb_results[i].err == err)
			break;
	}
	return i;
}

/**
 * wdf_usb_status() - NTSTATUS of an URB or of usb_submit_urb()
 * @err: 0 or negative errno
 */
NTSTATUS wdf_usb_status(int err)
{
	unsigned int i = wdf_usb_result_index(err);

	return i < ARRAY_SIZE(wdf_usb_results) ? wdf_usb_results[i].status : STATUS_UNSUCCESSFUL;
}

/**
 * wdf_usb_usbd_status() - USBD_STATUS of the same
 * @err: 0 or negative errno
 */
USBD_STATUS wdf_usb_usbd_status(int err)
{
	unsigned int i = wdf_usb_result_index(err);

	return i < ARRAY_SIZE(wdf_usb_results) ? wdf_usb_results[i].usbd :
						 USBD_STATUS_INTERNAL_HC_ERROR;
}

/**
 * wdf_usb_status_of_usbd() - NTSTATUS of what the bus itself refuses
 * @status: USBD_STATUS
 */
NTSTATUS wdf_usb_status_of_usbd(USBD_STATUS status)
{
	switch (status) {
	case USBD_STATUS_INVALID_URB_FUNCTION:
	case USBD_STATUS_INVALID_PARAMETER:
	case USBD_STATUS_INVALID_PIPE_HANDLE:
	case USBD_STATUS_BAD_START_FRAME:
		return STATUS_INVALID_PARAMETER;
	case USBD_STATUS_NOT_SUPPORTED:
		return STATUS_NOT_SUPPORTED;
	case USBD_STATUS_INSUFFICIENT_RESOURCES:
		return STATUS_INSUFFICIENT_RESOURCES;
	default:
		return USBD_SUCCESS(status) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
	}
}
