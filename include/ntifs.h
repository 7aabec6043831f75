/* SPDX-License-Identifier: GPL-2.0 */
/* What file system drivers include instead of ntddk.h; what is here is the same. */
#ifndef _NT_NTIFS_H
#define _NT_NTIFS_H

#include <ntddk.h>

#endif
