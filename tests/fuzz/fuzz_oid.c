// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes queries and sets of object identifiers: which, how, with how long a buffer.
 * Whatever is answered, the buffer is not left and the counts agree.
 *
 * 0 kind  1 which identifier, or any  2 length, two bytes  4 identifier  8 the buffer
 */
#include <linux/types.h>

#include "../../ndis_shim/ndis/oid.c"
#include "libc.h"
#include "make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEAD		8

static void query(PNDIS_REQUEST request, const struct ndis_oid *oid, u8 kind, u8 *value)
{
	struct _QUERY_INFORMATION *q = &request->DATA.QUERY_INFORMATION;
	u32 length = q->InformationBufferLength;
	u32 size = oid && oid->flags & NDIS_OID_LIST ? kind : 0;
	NDIS_STATUS status;

	if (oid && oid->flags & NDIS_OID_COUNTER) {
		status = ndis_oid_reply_counter(request, ~0ull);
		size = length >= 8 ? 8 : 4;
	} else if (oid && !(oid->flags & NDIS_OID_LIST)) {
		size = oid->size;
		status = size == 4 ? ndis_oid_reply_ulong(request, kind) :
				     ndis_oid_reply(request, value, size);
	} else {
		status = ndis_oid_reply(request, value, size);
	}
	CHECK((status == NDIS_STATUS_SUCCESS) == (length >= size));
	CHECK(q->BytesWritten == (status == NDIS_STATUS_SUCCESS ? size : 0));
	CHECK(q->BytesNeeded == (status == NDIS_STATUS_SUCCESS ? 0 : size));
}

static void set(PNDIS_REQUEST request, const struct ndis_oid *oid, u8 *value)
{
	struct _SET_INFORMATION *s = &request->DATA.SET_INFORMATION;
	u32 length = s->InformationBufferLength, size = oid ? oid->size : 4;
	NDIS_STATUS status = ndis_oid_take(request, value, size);

	CHECK((status == NDIS_STATUS_SUCCESS) == (length >= size));
	CHECK(s->BytesRead == (status == NDIS_STATUS_SUCCESS ? size : 0));
	CHECK(s->BytesNeeded == (status == NDIS_STATUS_SUCCESS ? 0 : size));
}

/* What the table refuses is refused with what would have been right. */
static void check(const struct ndis_oid *oid, PNDIS_REQUEST request)
{
	NDIS_STATUS status = ndis_oid_check(oid, request);
	u32 needed = request->DATA.SET_INFORMATION.BytesNeeded;

	if (status != NDIS_STATUS_INVALID_LENGTH)
		return;
	CHECK(ndis_request_is_set(request) && oid->flags & NDIS_OID_SET);
	request->DATA.SET_INFORMATION.InformationBufferLength = needed;
	CHECK(ndis_oid_check(oid, request) == NDIS_STATUS_SUCCESS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NDIS_OID all[ARRAY_SIZE(ndis_oids)], number;
	NDIS_REQUEST request = { 0 };
	const struct ndis_oid *oid;
	u8 value[256] = { 0 }, *buffer;
	u32 length;

	if (size < HEAD)
		return 0;
	length = (data[2] | data[3] << 8) % 300;
	number = data[4] | data[5] << 8 | data[6] << 16 | (u32)data[7] << 24;
	CHECK(ndis_oid_supported(all, ARRAY_SIZE(all)) == ARRAY_SIZE(all));
	if (data[1] < ARRAY_SIZE(all))
		number = all[data[1]];
	oid = ndis_oid_find(number);
	CHECK(data[1] >= ARRAY_SIZE(all) || oid->oid == number);

	buffer = malloc(length ? length : 1);
	request.RequestType = (NDIS_REQUEST_TYPE)(data[0] % 5);
	request.DATA.QUERY_INFORMATION.Oid = number;
	request.DATA.QUERY_INFORMATION.InformationBuffer = buffer;
	request.DATA.QUERY_INFORMATION.InformationBufferLength = length;
	memset(buffer, data[0], length);
	if (ndis_request_is_set(&request))
		set(&request, oid, value);
	else if (ndis_request_is_query(&request))
		query(&request, oid, data[0], value);
	if (oid)
		check(oid, &request);
	free(buffer);
	return 0;
}

void fuzz_make(struct maker *m)
{
	make_noise(m, 2);
	make_put(m, make_pick(m, make_chance(m, 3) ? 300 : 16), 2);
	make_noise(m, 4);
}
