/* SPDX-License-Identifier: GPL-2.0 */
/* The types come with the getters. */
#ifndef _NT_NET_RETURNCONTEXTTYPES_H
#define _NT_NET_RETURNCONTEXTTYPES_H

#include <net/returncontext.h>

#endif
