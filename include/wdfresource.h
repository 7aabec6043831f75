/* SPDX-License-Identifier: GPL-2.0 */
/* Resource lists: a USB function has none, callbacks get WDF_NO_HANDLE. */
#ifndef _NT_WDFRESOURCE_H
#define _NT_WDFRESOURCE_H

#include <wdfobject.h>

#endif
