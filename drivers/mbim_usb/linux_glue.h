/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What linux_glue.c has for the rest of the driver that Windows has no place for.
 */
#ifndef _MBIM_USB_LINUX_GLUE_H
#define _MBIM_USB_LINUX_GLUE_H

#include "ntb.h"

/* These IP packets of a block, out of the reader's buffer, are about to be indicated. */
VOID RxBlockHolds(const UINT8 *Block, const NTB_SLICE *Slices, UINT32 Number);
/* To arm the receive queue is enough: what has come meanwhile is told of then. */
VOID RxQueueArmingTells(PVOID Queue);

#endif
