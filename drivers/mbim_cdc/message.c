// SPDX-License-Identifier: GPL-2.0
/*
 * The node gives what has come from the function's control channel: one fragment for
 * each read as a rule, several where they came faster than they were read.
 */
#include "message.h"
#include "../mbim_usb/le.h"

UINT32 CdcMessageLength(const UINT8 *Data, SIZE_T Length)
{
	UINT32 length;

	if (Length < CDC_MESSAGE_HEADER)
		return 0;
	length = LeGet32(Data + 4);
	return length >= CDC_MESSAGE_HEADER && length <= Length ? length : 0;
}
