// SPDX-License-Identifier: GPL-2.0
/*
 * A file as a client has them, without Linux headers: names that it sees and
 * headers_test.c does not, and a GUID defined after initguid.h.
 */
#include <initguid.h>
#include <wdm.h>

#include "headers_client.h"

DEFINE_GUID(GUID_HEADERS_CLIENT, 0x01020304, 0x0506, 0x0708,
	    0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10);

unsigned long long headers_client_object_attributes_size(void)
{
	return sizeof(OBJECT_ATTRIBUTES);
}

unsigned long long headers_client_object_attributes_name(void)
{
	return FIELD_OFFSET(OBJECT_ATTRIBUTES, ObjectName);
}

const void *headers_client_guid(void)
{
	return &GUID_HEADERS_CLIENT;
}

int headers_client_is_guid(const void *guid)
{
	return IsEqualGUID((LPCGUID)guid, &GUID_HEADERS_CLIENT);
}
