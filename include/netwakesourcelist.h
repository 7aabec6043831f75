/* SPDX-License-Identifier: GPL-2.0 */
/* The list comes with what it lists. */
#ifndef _NT_NETWAKESOURCELIST_H
#define _NT_NETWAKESOURCELIST_H

#include <netwakesource.h>

#endif
