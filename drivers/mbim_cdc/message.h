/* SPDX-License-Identifier: GPL-2.0 */
/* Where an MBIM fragment ends. Pure. */
#ifndef _MBIM_CDC_MESSAGE_H
#define _MBIM_CDC_MESSAGE_H

#include <ntdef.h>

#define CDC_MESSAGE_HEADER	12u

/*
 * Length of the fragment that @Data begins with, by its own header; 0: what is there is
 * none, and nothing after it can be found.
 */
UINT32 CdcMessageLength(const UINT8 *Data, SIZE_T Length);

#endif
