/* SPDX-License-Identifier: GPL-2.0 */
/* The types come with the getters. */
#ifndef _NT_NET_LOGICALADDRESSTYPES_H
#define _NT_NET_LOGICALADDRESSTYPES_H

#include <net/logicaladdress.h>

#endif
