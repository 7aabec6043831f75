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

#define TR_COPY_NETWORK_ADDRESS(to, from)	ETH_COPY_NETWORK_ADDRESS(to, from)
#define TR_COMPARE_NETWORK_ADDRESSES(a, b, result)	ETH_COMPARE_NETWORK_ADDRESSES(a, b, result)
#define TR_COMPARE_NETWORK_ADDRESSES_EQ(a, b, result)	\
	ETH_COMPARE_NETWORK_ADDRESSES_EQ(a, b, result)

typedef ULONG TR_FUNCTIONAL_ADDRESS;
typedef ULONG TR_GROUP_ADDRESS;

/* Token ring: the first bit says that it is for several, that of the third byte
 * for whom.
 */
#define TR_IS_NOT_DIRECTED(address, result)	\
	(*(result) = (BOOLEAN)(((const UCHAR *)(address))[0] & 0x80))
#define TR_IS_FUNCTIONAL(address, result)	\
	(*(result) = (BOOLEAN)((((const UCHAR *)(address))[0] & 0x80) &&	\
			       !(((const UCHAR *)(address))[2] & 0x80)))
#define TR_IS_GROUP(address, result)		\
	(*(result) = (BOOLEAN)(((const UCHAR *)(address))[0] &			\
			       ((const UCHAR *)(address))[2] & 0x80))
#define TR_IS_SOURCE_ROUTING(address, result)	\
	(*(result) = (BOOLEAN)(((const UCHAR *)(address))[0] & 0x80))
#define TR_IS_MAC_FRAME(header)			((((const UCHAR *)(header))[1] & 0xfc) == 0)
/* FF FF or C0 00 before four times FF. */
#define TR_IS_BROADCAST(address, result)	\
	(*(result) = (BOOLEAN)(NtTrIsBroadcast((const UCHAR *)(address))))

static inline BOOLEAN NtTrIsBroadcast(const UCHAR *Address)
{
	INT i;

	for (i = 2; i < TR_LENGTH_OF_ADDRESS; i++) {
		if (Address[i] != 0xff)
			return FALSE;
	}
	return (Address[0] == 0xff && Address[1] == 0xff) ||
	       (Address[0] == 0xc0 && Address[1] == 0x00);
}

/* FDDI: addresses of two lengths. */
#define FDDI_IS_BROADCAST(address, length, result)	\
	((void)(length), *(result) = (BOOLEAN)(((const UCHAR *)(address))[0] == 0xff &&	\
					       ((const UCHAR *)(address))[1] == 0xff))
#define FDDI_IS_MULTICAST(address, length, result)	\
	((void)(length), *(result) = (BOOLEAN)(((const UCHAR *)(address))[0] & 0x01))
#define FDDI_IS_SMT(control, result)		(*(result) = (((control) & 0xf0) == 0x40))
#define FDDI_COPY_NETWORK_ADDRESS(to, from, length)	\
	((void)__builtin_memcpy((to), (from), (length)))
#define FDDI_COMPARE_NETWORK_ADDRESSES(a, b, length, result)	\
	(*(result) = NtFddiCompareAddresses((const UCHAR *)(a), (const UCHAR *)(b), (length)))
#define FDDI_COMPARE_NETWORK_ADDRESSES_EQ(a, b, length, result)	\
	(*(result) = (UINT)!!NtFddiCompareAddresses((const UCHAR *)(a),	\
						    (const UCHAR *)(b), (length)))

/* The first two bytes count most, then the others as a number, the last byte first. */
static inline INT NtFddiCompareAddresses(const UCHAR *A, const UCHAR *B, UINT Length)
{
	UINT i;

	for (i = 0; i < 2; i++) {
		if (A[1 - i] != B[1 - i])
			return A[1 - i] > B[1 - i] ? 1 : -1;
	}
	if (Length == FDDI_LENGTH_OF_SHORT_ADDRESS)
		return 0;
	for (i = FDDI_LENGTH_OF_LONG_ADDRESS - 1; i >= 2; i--) {
		if (A[i] != B[i])
			return A[i] > B[i] ? 1 : -1;
	}
	return 0;
}

#endif
