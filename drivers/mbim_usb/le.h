/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Little-endian integers at any alignment, for the pure files.
 */
#ifndef _MBIM_USB_LE_H
#define _MBIM_USB_LE_H

#include <ntdef.h>

static inline UINT16 LeGet16(const UINT8 *p)
{
	return (UINT16)(p[0] | (p[1] << 8));
}

static inline UINT32 LeGet32(const UINT8 *p)
{
	return LeGet16(p) | ((UINT32)LeGet16(p + 2) << 16);
}

static inline VOID LePut16(UINT8 *p, UINT32 Value)
{
	p[0] = (UINT8)(Value & 0xff);
	p[1] = (UINT8)((Value >> 8) & 0xff);
}

static inline VOID LePut32(UINT8 *p, UINT32 Value)
{
	LePut16(p, Value);
	LePut16(p + 2, Value >> 16);
}

#endif
