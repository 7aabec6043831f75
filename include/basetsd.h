/* SPDX-License-Identifier: GPL-2.0 */
/* Integer types that follow the pointer size; ntdef.h has them. */
#ifndef _NT_BASETSD_H
#define _NT_BASETSD_H

#include <ntdef.h>

#endif
