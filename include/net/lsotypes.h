/* SPDX-License-Identifier: GPL-2.0 */
/* The types come with the getters. */
#ifndef _NT_NET_LSOTYPES_H
#define _NT_NET_LSOTYPES_H

#include <net/lso.h>

#endif
