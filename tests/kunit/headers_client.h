/* SPDX-License-Identifier: GPL-2.0 */
/* headers_client.c: what a file without Linux headers sees. */
#ifndef _TESTS_KUNIT_HEADERS_CLIENT_H
#define _TESTS_KUNIT_HEADERS_CLIENT_H

unsigned long long headers_client_object_attributes_size(void);
unsigned long long headers_client_object_attributes_name(void);
const void *headers_client_guid(void);
int headers_client_is_guid(const void *guid);

#endif
