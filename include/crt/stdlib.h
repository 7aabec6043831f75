/* SPDX-License-Identifier: GPL-2.0 */
/* What the Windows kernel's C run-time has under this name; clients only. */
#ifndef _NT_CRT_STDLIB_H
#define _NT_CRT_STDLIB_H

#include <wdm/crt.h>

#endif
