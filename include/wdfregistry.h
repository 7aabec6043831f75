/* SPDX-License-Identifier: GPL-2.0 */
/* Registry keys: the handle type is in wdftypes.h, no function is provided. */
#ifndef _NT_WDFREGISTRY_H
#define _NT_WDFREGISTRY_H

#include <wdfobject.h>

#endif
