/* SPDX-License-Identifier: GPL-2.0 */
/* The types come with the getters. */
#ifndef _NT_NET_VIRTUALADDRESSTYPES_H
#define _NT_NET_VIRTUALADDRESSTYPES_H

#include <net/virtualaddress.h>

#endif
