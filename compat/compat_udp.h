/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about UDP: whether modules see the key that is
 * set while somebody wants UDP from GRO. Since 6.15 that is so where IPv6 is a module,
 * if anywhere; see compat.mk.
 */
#ifndef _COMPAT_UDP_H
#define _COMPAT_UDP_H

#include <net/udp.h>

/* May be wrong one way: GRO finds out by itself, and has summed each datagram up then. */
static inline bool nt_udp_gro_wanted(void)
{
#ifdef NT_HAVE_UDP_ENCAP_KEY
	return static_branch_unlikely(&udp_encap_needed_key);
#else
	return true;
#endif
}

#endif
