/* SPDX-License-Identifier: GPL-2.0 */
/* What the Windows kernel's C run-time has under this name; clients only. */
#ifndef _NT_CRT_STDDEF_H
#define _NT_CRT_STDDEF_H

#include <ntdef.h>

typedef __PTRDIFF_TYPE__ ptrdiff_t;

#endif
