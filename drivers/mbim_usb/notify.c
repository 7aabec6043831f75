// SPDX-License-Identifier: GPL-2.0
/*
 * CDC notifications: an 8-byte header and wLength bytes of data, which may
 * come in several interrupt transfers when the endpoint is small
 * (CONNECTION_SPEED_CHANGE is 16 bytes, there are endpoints of 8).
 */
#include "descriptor.h"
#include "le.h"

#define NOTIFY_HEADER		8u
#define NOTIFY_REQUEST_TYPE	0xa1	/* class, interface, device to host */

/* Bytes that the notification at the front needs as far as can be told. */
static UINT32 Needed(const CDC_ASSEMBLY *Assembly)
{
	if (Assembly->Length < NOTIFY_HEADER)
		return NOTIFY_HEADER;
	return NOTIFY_HEADER + LeGet16(Assembly->Bytes + 6);
}

static BOOLEAN IsHopeless(const CDC_ASSEMBLY *Assembly)
{
	return Assembly->Length >= NOTIFY_HEADER &&
	       (Assembly->Bytes[0] != NOTIFY_REQUEST_TYPE ||
		Needed(Assembly) > CDC_NOTIFY_MAXIMUM);
}

static VOID Take(const CDC_ASSEMBLY *Assembly, CDC_NOTIFICATION *Notification)
{
	const UINT8 *p = Assembly->Bytes;

	Notification->Code = p[1];
	Notification->Value = LeGet16(p + 2);
	Notification->Index = LeGet16(p + 4);
	Notification->DownlinkSpeed = 0;
	Notification->UplinkSpeed = 0;
	if (Notification->Code == CDC_NOTIFY_SPEED_CHANGE && LeGet16(p + 6) >= 8) {
		Notification->DownlinkSpeed = LeGet32(p + 8);
		Notification->UplinkSpeed = LeGet32(p + 12);
	}
}

BOOLEAN CdcNotifyParse(CDC_ASSEMBLY *Assembly, const UINT8 *Data, SIZE_T Length, SIZE_T *Used,
		       CDC_NOTIFICATION *Notification)
{
	SIZE_T used = 0;

	/* Needed() grows once, when the header is there */
	while (!IsHopeless(Assembly) && Assembly->Length < Needed(Assembly) && used < Length)
		Assembly->Bytes[Assembly->Length++] = Data[used++];

	if (IsHopeless(Assembly)) {
		/* swallow the transfer; CdcNotifyEndTransfer() reports it */
		*Used = Length;
		return FALSE;
	}
	*Used = used;
	if (Assembly->Length < Needed(Assembly))
		return FALSE;

	Take(Assembly, Notification);
	Assembly->Length = 0;
	return TRUE;
}

BOOLEAN CdcNotifyEndTransfer(CDC_ASSEMBLY *Assembly, SIZE_T TransferLength,
			     UINT32 MaximumPacketSize)
{
	if (!Assembly->Length)
		return TRUE;
	if (!IsHopeless(Assembly) && TransferLength >= MaximumPacketSize)
		return TRUE;
	Assembly->Length = 0;
	return FALSE;
}
