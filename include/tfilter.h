/* SPDX-License-Identifier: GPL-2.0 */
/* The address macros of token ring are with the others. */
#ifndef _NT_TFILTER_H
#define _NT_TFILTER_H

#include <xfilter.h>

#endif
