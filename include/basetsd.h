/* SPDX-License-Identifier: GPL-2.0 */
/* Integer types of a fixed and of pointer size are with the others. */
#ifndef _NT_BASETSD_H
#define _NT_BASETSD_H

#include <ntdef.h>

#endif
