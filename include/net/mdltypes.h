/* SPDX-License-Identifier: GPL-2.0 */
/* The types come with the getters. */
#ifndef _NT_NET_MDLTYPES_H
#define _NT_NET_MDLTYPES_H

#include <net/mdl.h>

#endif
