/* SPDX-License-Identifier: GPL-2.0 */
/* String objects: the handle type is in wdftypes.h, no function is provided. */
#ifndef _NT_WDFSTRING_H
#define _NT_WDFSTRING_H

#include <wdfobject.h>

#endif
