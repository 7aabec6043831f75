/* SPDX-License-Identifier: GPL-2.0 */
/* What headers that a driver shares with programs take CTL_CODE from. */
#ifndef _NT_DEVIOCTL_H
#define _NT_DEVIOCTL_H

#include <wdm/io.h>

#endif
