/* SPDX-License-Identifier: GPL-2.0 */
/* The address macros of FDDI and token ring are with those of 802.3. */
#ifndef _NT_AFILTER_H
#define _NT_AFILTER_H

#include <xfilter.h>

#endif
