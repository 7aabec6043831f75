// SPDX-License-Identifier: GPL-2.0
/*
 * The table of object identifiers, and the rules that queries and sets share:
 * what is too short, what is needed, what was written.
 *
 * Not here: the values (the kinds of adapter, and request.c for those that each
 * binding has of its own).
 */
#include "ndis/oid.h"

#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#define OID_Q	NDIS_OID_QUERY
#define OID_S	NDIS_OID_SET
#define OID_L	NDIS_OID_LIST
#define OID_C	NDIS_OID_COUNTER
#define OID_B	NDIS_OID_BINDING

/* In ascending order: it is searched by halves. */
static const struct ndis_oid ndis_oids[] = {
	{ OID_GEN_SUPPORTED_LIST, 4, OID_Q | OID_L },
	{ OID_GEN_HARDWARE_STATUS, 4, OID_Q },
	{ OID_GEN_MEDIA_SUPPORTED, 4, OID_Q | OID_L },
	{ OID_GEN_MEDIA_IN_USE, 4, OID_Q | OID_L },
	{ OID_GEN_MAXIMUM_LOOKAHEAD, 4, OID_Q },
	{ OID_GEN_MAXIMUM_FRAME_SIZE, 4, OID_Q },
	{ OID_GEN_LINK_SPEED, 4, OID_Q },
	{ OID_GEN_TRANSMIT_BUFFER_SPACE, 4, OID_Q },
	{ OID_GEN_RECEIVE_BUFFER_SPACE, 4, OID_Q },
	{ OID_GEN_TRANSMIT_BLOCK_SIZE, 4, OID_Q },
	{ OID_GEN_RECEIVE_BLOCK_SIZE, 4, OID_Q },
	{ OID_GEN_VENDOR_ID, 4, OID_Q },
	{ OID_GEN_VENDOR_DESCRIPTION, 1, OID_Q | OID_L },
	{ OID_GEN_CURRENT_PACKET_FILTER, 4, OID_Q | OID_S | OID_B },
	{ OID_GEN_CURRENT_LOOKAHEAD, 4, OID_Q | OID_S | OID_B },
	{ OID_GEN_DRIVER_VERSION, 2, OID_Q },
	{ OID_GEN_MAXIMUM_TOTAL_SIZE, 4, OID_Q },
	{ OID_GEN_PROTOCOL_OPTIONS, 4, OID_S | OID_B },
	{ OID_GEN_MAC_OPTIONS, 4, OID_Q },
	{ OID_GEN_MEDIA_CONNECT_STATUS, 4, OID_Q },
	{ OID_GEN_MAXIMUM_SEND_PACKETS, 4, OID_Q },
	{ OID_GEN_VENDOR_DRIVER_VERSION, 4, OID_Q },
	{ OID_GEN_NETWORK_LAYER_ADDRESSES, 1, OID_S | OID_L },
	{ OID_GEN_TRANSPORT_HEADER_OFFSET, 4, OID_S },
	{ OID_GEN_MEDIA_CAPABILITIES, 4, OID_Q },
	{ OID_GEN_PHYSICAL_MEDIUM, 4, OID_Q },
	{ OID_GEN_XMIT_OK, 4, OID_Q | OID_C },
	{ OID_GEN_RCV_OK, 4, OID_Q | OID_C },
	{ OID_GEN_XMIT_ERROR, 4, OID_Q | OID_C },
	{ OID_GEN_RCV_ERROR, 4, OID_Q | OID_C },
	{ OID_GEN_RCV_NO_BUFFER, 4, OID_Q | OID_C },
	{ OID_GEN_DIRECTED_BYTES_XMIT, 4, OID_Q | OID_C },
	{ OID_GEN_DIRECTED_FRAMES_XMIT, 4, OID_Q | OID_C },
	{ OID_GEN_MULTICAST_BYTES_XMIT, 4, OID_Q | OID_C },
	{ OID_GEN_MULTICAST_FRAMES_XMIT, 4, OID_Q | OID_C },
	{ OID_GEN_BROADCAST_BYTES_XMIT, 4, OID_Q | OID_C },
	{ OID_GEN_BROADCAST_FRAMES_XMIT, 4, OID_Q | OID_C },
	{ OID_GEN_DIRECTED_BYTES_RCV, 4, OID_Q | OID_C },
	{ OID_GEN_DIRECTED_FRAMES_RCV, 4, OID_Q | OID_C },
	{ OID_GEN_MULTICAST_BYTES_RCV, 4, OID_Q | OID_C },
	{ OID_GEN_MULTICAST_FRAMES_RCV, 4, OID_Q | OID_C },
	{ OID_GEN_BROADCAST_BYTES_RCV, 4, OID_Q | OID_C },
	{ OID_GEN_BROADCAST_FRAMES_RCV, 4, OID_Q | OID_C },
	{ OID_GEN_RCV_CRC_ERROR, 4, OID_Q | OID_C },
	{ OID_GEN_TRANSMIT_QUEUE_LENGTH, 4, OID_Q | OID_C },
	{ OID_GEN_INIT_TIME_MS, 4, OID_Q },
	{ OID_GEN_RESET_COUNTS, 4, OID_Q },
	{ OID_GEN_MEDIA_SENSE_COUNTS, 4, OID_Q },
	{ OID_GEN_FRIENDLY_NAME, 1, OID_Q | OID_L },
	{ OID_802_3_PERMANENT_ADDRESS, 6, OID_Q },
	{ OID_802_3_CURRENT_ADDRESS, 6, OID_Q },
	{ OID_802_3_MULTICAST_LIST, 6, OID_Q | OID_S | OID_L | OID_B },
	{ OID_802_3_MAXIMUM_LIST_SIZE, 4, OID_Q },
	{ OID_802_3_MAC_OPTIONS, 4, OID_Q },
	{ OID_802_3_RCV_ERROR_ALIGNMENT, 4, OID_Q | OID_C },
	{ OID_802_3_XMIT_ONE_COLLISION, 4, OID_Q | OID_C },
	{ OID_802_3_XMIT_MORE_COLLISIONS, 4, OID_Q | OID_C },
	{ OID_802_3_XMIT_DEFERRED, 4, OID_Q | OID_C },
	{ OID_802_3_XMIT_MAX_COLLISIONS, 4, OID_Q | OID_C },
	{ OID_802_3_RCV_OVERRUN, 4, OID_Q | OID_C },
	{ OID_802_3_XMIT_UNDERRUN, 4, OID_Q | OID_C },
	{ OID_802_3_XMIT_HEARTBEAT_FAILURE, 4, OID_Q | OID_C },
	{ OID_802_3_XMIT_TIMES_CRS_LOST, 4, OID_Q | OID_C },
	{ OID_802_3_XMIT_LATE_COLLISIONS, 4, OID_Q | OID_C },
};

const struct ndis_oid *ndis_oid_find(NDIS_OID oid)
{
	unsigned int low = 0, high = ARRAY_SIZE(ndis_oids), middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (ndis_oids[middle].oid == oid)
			return &ndis_oids[middle];
		if (ndis_oids[middle].oid < oid)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_oid_find);

unsigned int ndis_oid_supported(NDIS_OID *list, unsigned int max)
{
	unsigned int i;

	for (i = 0; list && i < ARRAY_SIZE(ndis_oids) && i < max; i++)
		list[i] = ndis_oids[i].oid;
	return ARRAY_SIZE(ndis_oids);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_oid_supported);

bool ndis_request_is_query(const NDIS_REQUEST *request)
{
	return request->RequestType == NdisRequestQueryInformation ||
	       request->RequestType == NdisRequestQueryStatistics;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_request_is_query);

bool ndis_request_is_set(const NDIS_REQUEST *request)
{
	return request->RequestType == NdisRequestSetInformation;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_request_is_set);

/* A set's length; what a query needs is known when it is answered. */
static NDIS_STATUS ndis_oid_check_set(const struct ndis_oid *oid, PNDIS_REQUEST request)
{
	u32 length = request->DATA.SET_INFORMATION.InformationBufferLength;

	if (oid->flags & NDIS_OID_LIST ? length % oid->size == 0 : length >= oid->size)
		return NDIS_STATUS_SUCCESS;
	request->DATA.SET_INFORMATION.BytesNeeded =
		oid->flags & NDIS_OID_LIST ? roundup(length, (u32)oid->size) : oid->size;
	return NDIS_STATUS_INVALID_LENGTH;
}

NDIS_STATUS ndis_oid_check(const struct ndis_oid *oid, PNDIS_REQUEST request)
{
	if (ndis_request_is_set(request))
		return oid->flags & NDIS_OID_SET ? ndis_oid_check_set(oid, request) :
						   NDIS_STATUS_NOT_SUPPORTED;
	return oid->flags & NDIS_OID_QUERY ? NDIS_STATUS_SUCCESS : NDIS_STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_oid_check);

NDIS_STATUS ndis_oid_reply(PNDIS_REQUEST request, const void *data, u32 size)
{
	struct _QUERY_INFORMATION *query = &request->DATA.QUERY_INFORMATION;
	const struct ndis_oid *oid = ndis_oid_find(query->Oid);

	query->BytesWritten = 0;
	query->BytesNeeded = 0;
	if (query->InformationBufferLength < size) {
		query->BytesNeeded = size;
		return oid && oid->flags & NDIS_OID_LIST ? NDIS_STATUS_BUFFER_TOO_SHORT :
							   NDIS_STATUS_INVALID_LENGTH;
	}
	memcpy(query->InformationBuffer, data, size);
	query->BytesWritten = size;
	return NDIS_STATUS_SUCCESS;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_oid_reply);

NDIS_STATUS ndis_oid_reply_ulong(PNDIS_REQUEST request, u32 value)
{
	return ndis_oid_reply(request, &value, sizeof(value));
}
EXPORT_SYMBOL_IF_KUNIT(ndis_oid_reply_ulong);

NDIS_STATUS ndis_oid_reply_counter(PNDIS_REQUEST request, u64 value)
{
	if (request->DATA.QUERY_INFORMATION.InformationBufferLength >= sizeof(value))
		return ndis_oid_reply(request, &value, sizeof(value));
	return ndis_oid_reply_ulong(request, (u32)value);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_oid_reply_counter);

NDIS_STATUS ndis_oid_take(PNDIS_REQUEST request, void *data, u32 size)
{
	struct _SET_INFORMATION *set = &request->DATA.SET_INFORMATION;

	set->BytesRead = 0;
	set->BytesNeeded = 0;
	if (set->InformationBufferLength < size) {
		set->BytesNeeded = size;
		return NDIS_STATUS_INVALID_LENGTH;
	}
	memcpy(data, set->InformationBuffer, size);
	set->BytesRead = size;
	return NDIS_STATUS_SUCCESS;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_oid_take);
