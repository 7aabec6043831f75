/* SPDX-License-Identifier: GPL-2.0 */
/* The address macros of 802.3 are with the others. */
#ifndef _NT_EFILTER_H
#define _NT_EFILTER_H

#include <xfilter.h>

#endif
