/* SPDX-License-Identifier: GPL-2.0 */
/* The base types, as headers that programs share with a driver ask for them. */
#ifndef _NT_WINDEF_H
#define _NT_WINDEF_H

#include <ntdef.h>

#endif
