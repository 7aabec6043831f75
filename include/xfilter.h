/* SPDX-License-Identifier: GPL-2.0 */
/*
 * 802.3 and token-ring addresses as NDIS drivers copy and compare them. The
 * comparisons assign their result through a pointer.
 */
#ifndef _NT_XFILTER_H
#define _NT_XFILTER_H

#include <ntdef.h>

#define ETH_LENGTH_OF_ADDRESS		6
#define TR_LENGTH_OF_ADDRESS		6
#define TR_LENGTH_OF_FUNCTIONAL		4
#define FDDI_LENGTH_OF_LONG_ADDRESS	6
#define FDDI_LENGTH_OF_SHORT_ADDRESS	2

#define ETH_IS_MULTICAST(address)	(((const UCHAR *)(address))[0] & 1)
#define ETH_IS_BROADCAST(address)	\
	(((const UCHAR *)(address))[0] == 0xff && ((const UCHAR *)(address))[1] == 0xff && \
	 ((const UCHAR *)(address))[2] == 0xff && ((const UCHAR *)(address))[3] == 0xff && \
	 ((const UCHAR *)(address))[4] == 0xff && ((const UCHAR *)(address))[5] == 0xff)

/* 0: equal; 1 and -1: which one is the greater, from the last byte on. */
static inline INT NtEthCompareAddresses(const UCHAR *A, const UCHAR *B)
{
	INT i;

	for (i = ETH_LENGTH_OF_ADDRESS - 1; i >= 0; i--) {
		if (A[i] != B[i])
			return A[i] > B[i] ? 1 : -1;
	}
	return 0;
}

#define ETH_COMPARE_NETWORK_ADDRESSES(a, b, result)	\
	(*(result) = NtEthCompareAddresses((const UCHAR *)(a), (const UCHAR *)(b)))
/* *result is 0 when they are equal. */
#define ETH_COMPARE_NETWORK_ADDRESSES_EQ(a, b, result)	\
	(*(result) = (UINT)!!NtEthCompareAddresses((const UCHAR *)(a), (const UCHAR *)(b)))
#define ETH_COPY_NETWORK_ADDRESS(to, from)	\
	((void)__builtin_memcpy((to), (from), ETH_LENGTH_OF_ADDRESS))

#define TR_COPY_NETWORK_ADDRESS(to, from)	\
	((void)__builtin_memcpy((to), (from), TR_LENGTH_OF_ADDRESS))

#endif
