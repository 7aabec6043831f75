/* SPDX-License-Identifier: GPL-2.0 */
/* The list comes with what it lists. */
#ifndef _NT_NETPOWEROFFLOADLIST_H
#define _NT_NETPOWEROFFLOADLIST_H

#include <netpoweroffload.h>

#endif
