/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finding the MBIM function in a configuration descriptor and reading its CDC
 * functional descriptors (MBIM 1.0 sections 3 and 6), and reassembling CDC
 * notifications. Pure, like ntb.h.
 */
#ifndef _MBIM_USB_DESCRIPTOR_H
#define _MBIM_USB_DESCRIPTOR_H

#include <ntdef.h>

/* bmNetworkCapabilities */
#define MBIM_CAP_MAX_DATAGRAM_SIZE	0x08u
#define MBIM_CAP_NTB_INPUT_SIZE_8	0x20u

/* Rules that real devices break and that are tolerated: a line in the log for each. */
#define MBIM_ODD_NO_HEADER		0x0001u	/* no CDC Header descriptor */
#define MBIM_ODD_NO_UNION		0x0002u	/* no Union, or a useless one */
#define MBIM_ODD_ORDER			0x0004u	/* MBIM before Union, or Extended before MBIM */
#define MBIM_ODD_SEGMENT_SIZE		0x0008u	/* wMaxSegmentSize below 2048 */
#define MBIM_ODD_FILTER			0x0010u	/* filter count or size outside the limits */
#define MBIM_ODD_MTU			0x0020u	/* wMTU below 1280 or above wMaxSegmentSize */
#define MBIM_ODD_DATA_SETTING		0x0040u	/* bulk pipes in an unexpected setting */
#define MBIM_ODD_PROTOCOL		0x0080u	/* nonzero control protocol */
#define MBIM_ODDITIES			8u	/* how many there are */

typedef struct _MBIM_ENDPOINT {
	UINT8 Address;
	UINT16 MaximumPacketSize;
} MBIM_ENDPOINT;

typedef struct _MBIM_FUNCTION {
	UINT8 ControlInterface;
	UINT8 ControlSetting;		/* nonzero: NCM/MBIM dual function */
	UINT8 DataInterface;
	UINT8 DataSetting;		/* the one with the MBIM bulk pipes */

	UINT16 MbimVersion;
	UINT16 MaxControlMessage;
	UINT8 NumberFilters;
	UINT8 MaxFilterSize;
	UINT16 MaxSegmentSize;
	UINT8 NetworkCapabilities;

	UINT16 ExtendedVersion;		/* 0: no MBIM Extended descriptor */
	UINT8 MaxOutstandingCommands;
	UINT16 Mtu;			/* 0: not given */

	MBIM_ENDPOINT Interrupt;
	MBIM_ENDPOINT BulkIn;
	MBIM_ENDPOINT BulkOut;

	UINT32 Oddities;		/* MBIM_ODD_* */
} MBIM_FUNCTION;

typedef enum _MBIM_DESCRIPTOR_RESULT {
	MbimDescriptorOk,
	MbimDescriptorMalformed,	/* lengths do not add up */
	MbimDescriptorNoFunction,	/* no MBIM communication interface */
	MbimDescriptorNoMbim,		/* one, but without MBIM functional descriptor */
	MbimDescriptorControlSize,	/* wMaxControlMessage below 64: nothing can be sent */
	MbimDescriptorNoInterrupt,	/* no usable interrupt IN endpoint */
	MbimDescriptorNoData,		/* no data interface with usable bulk endpoints */
} MBIM_DESCRIPTOR_RESULT;

/* @Function is valid only if the result is MbimDescriptorOk. */
MBIM_DESCRIPTOR_RESULT MbimDescriptorParse(const UINT8 *Config, SIZE_T Length,
					   MBIM_FUNCTION *Function);
const char *MbimDescriptorResultText(MBIM_DESCRIPTOR_RESULT Result);
/* @Oddity: one MBIM_ODD_* */
const char *MbimDescriptorOddityText(UINT32 Oddity);

/* ---- notifications: notify.c ---- */

#define CDC_NOTIFY_NETWORK_CONNECTION	0x00u
#define CDC_NOTIFY_RESPONSE_AVAILABLE	0x01u
#define CDC_NOTIFY_SPEED_CHANGE		0x2au

#define CDC_NOTIFY_MAXIMUM		64u	/* longer ones are not for us */

/* Bytes of a notification that came in several transfers. */
typedef struct _CDC_ASSEMBLY {
	UINT32 Length;
	UINT8 Bytes[CDC_NOTIFY_MAXIMUM];
} CDC_ASSEMBLY;

typedef struct _CDC_NOTIFICATION {
	UINT8 Code;
	UINT16 Value;
	UINT16 Index;
	UINT32 DownlinkSpeed;		/* SPEED_CHANGE: bit/s */
	UINT32 UplinkSpeed;
} CDC_NOTIFICATION;

/*
 * Takes bytes of a transfer into @Assembly: at most what it has room for; *Used
 * says how many. TRUE: @Notification is complete, call again with the rest
 * (perhaps of length 0) before the next transfer.
 */
BOOLEAN CdcNotifyParse(CDC_ASSEMBLY *Assembly, const UINT8 *Data, SIZE_T Length, SIZE_T *Used,
		       CDC_NOTIFICATION *Notification);
/*
 * A transfer has been taken in. A short one ends a notification: what is left
 * over can never be completed. FALSE: bytes were thrown away.
 */
BOOLEAN CdcNotifyEndTransfer(CDC_ASSEMBLY *Assembly, SIZE_T TransferLength,
			     UINT32 MaximumPacketSize);

#endif
