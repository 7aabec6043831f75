/* SPDX-License-Identifier: GPL-2.0 */
/* The address macros of FDDI are with the others. */
#ifndef _NT_FFILTER_H
#define _NT_FFILTER_H

#include <xfilter.h>

#endif
