/* SPDX-License-Identifier: GPL-2.0 */
/* The few codes that the run-time's functions return; there is no errno. */
#ifndef _NT_CRT_ERRNO_H
#define _NT_CRT_ERRNO_H

#include <wdm/crt.h>

#endif
