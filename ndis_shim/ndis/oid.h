/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Object identifiers as data: which there are, how long their values are, who
 * may do what with them. Pure: touches only what it is given.
 */
#ifndef _NDIS_SHIM_NDIS_OID_H
#define _NDIS_SHIM_NDIS_OID_H

#include <linux/types.h>

#include <ndis.h>

#define NDIS_OID_QUERY		0x01
#define NDIS_OID_SET		0x02
#define NDIS_OID_LIST		0x04	/* a list or a text: any length, TOO_SHORT */
#define NDIS_OID_COUNTER	0x08	/* 64 bits where there is room, else the low 32 */
#define NDIS_OID_BINDING	0x10	/* each binding has its own: request.c knows */

#define NDIS_MULTICAST_MAX	32	/* addresses of one binding */
#define NDIS_LOOKAHEAD_DEFAULT	256

/* Filter bits that mean something for Ethernet; others are NOT_SUPPORTED. */
#define NDIS_FILTER_BITS	(NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_MULTICAST |	\
				 NDIS_PACKET_TYPE_ALL_MULTICAST | NDIS_PACKET_TYPE_BROADCAST |	\
				 NDIS_PACKET_TYPE_PROMISCUOUS | NDIS_PACKET_TYPE_ALL_LOCAL)

/**
 * struct ndis_oid - what is known of an identifier
 * @oid: its number
 * @size: of the value; of one element, if it is a list; 1 for text
 * @flags: NDIS_OID_*
 */
struct ndis_oid {
	NDIS_OID oid;
	u16 size;
	u16 flags;
};

/* NULL for one that is not in the table. */
const struct ndis_oid *ndis_oid_find(NDIS_OID oid);
/* All of them, in ascending order, for OID_GEN_SUPPORTED_LIST; at most @max are
 * stored in @list, which may be NULL. The number that there are.
 */
unsigned int ndis_oid_supported(NDIS_OID *list, unsigned int max);
/* QueryStatistics is a query, too. */
bool ndis_request_is_query(const NDIS_REQUEST *request);
bool ndis_request_is_set(const NDIS_REQUEST *request);
/**
 * ndis_oid_check() - may there be such a request at all
 * @oid: from the table
 * @request: a query or a set
 *
 * Direction and length, with BytesNeeded filled where the length is wrong. A
 * value that is longer than needed is fine, except for elements of a list.
 */
NDIS_STATUS ndis_oid_check(const struct ndis_oid *oid, PNDIS_REQUEST request);
/**
 * ndis_oid_reply() - answer a query
 * @request: the query
 * @data: the value
 * @size: its bytes
 *
 * Return: SUCCESS; or with nothing written and BytesNeeded filled, TOO_SHORT for
 * lists and text and INVALID_LENGTH for all others.
 */
NDIS_STATUS ndis_oid_reply(PNDIS_REQUEST request, const void *data, u32 size);
NDIS_STATUS ndis_oid_reply_ulong(PNDIS_REQUEST request, u32 value);
/* A counter: in as many bytes as the buffer has room for, 8 or 4. */
NDIS_STATUS ndis_oid_reply_counter(PNDIS_REQUEST request, u64 value);
/* A set of @size bytes or more: they are copied and counted as read. */
NDIS_STATUS ndis_oid_take(PNDIS_REQUEST request, void *data, u32 size);

#endif
