/* SPDX-License-Identifier: GPL-2.0 */
/* The types come with the getters. */
#ifndef _NT_NET_DATABUFFERTYPES_H
#define _NT_NET_DATABUFFERTYPES_H

#include <net/databuffer.h>

#endif
