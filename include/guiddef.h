/* SPDX-License-Identifier: GPL-2.0 */
/* GUIDs; ntdef.h has them. */
#ifndef _NT_GUIDDEF_H
#define _NT_GUIDDEF_H

#include <ntdef.h>

#endif
