/* SPDX-License-Identifier: GPL-2.0 */
/* Drivers include this or wdm.h; what they use of it is the same. */
#ifndef _NT_NTDDK_H
#define _NT_NTDDK_H

#include <wdm.h>

#endif
