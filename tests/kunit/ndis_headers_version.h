/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What ndis.h means for one set of defines. The files that ask are a driver's as
 * far as they can see; this is all that they share with the suite.
 */
#ifndef _TESTS_KUNIT_NDIS_HEADERS_VERSION_H
#define _TESTS_KUNIT_NDIS_HEADERS_VERSION_H

struct ndis_version {
	unsigned int protocol;		/* version of the structure with the plain name */
	unsigned int miniport;
	unsigned int protocol_size;
	unsigned int miniport_size;
	unsigned int request_size;
};

struct ndis_version ndis_version_30(void);
struct ndis_version ndis_version_40(void);
struct ndis_version ndis_version_50(void);
struct ndis_version ndis_version_51(void);

#define NDIS_PROTOCOL_IS(version)						\
	__builtin_types_compatible_p(NDIS_PROTOCOL_CHARACTERISTICS,		\
				     NDIS##version##_PROTOCOL_CHARACTERISTICS)
#define NDIS_MINIPORT_IS(version)						\
	__builtin_types_compatible_p(NDIS_MINIPORT_CHARACTERISTICS,		\
				     NDIS##version##_MINIPORT_CHARACTERISTICS)

/* Defined by a file that has included <ndis.h>. */
#define NDIS_VERSION(function)							\
struct ndis_version function(void)						\
{										\
	struct ndis_version seen = {						\
		.protocol_size = sizeof(NDIS_PROTOCOL_CHARACTERISTICS),		\
		.miniport_size = sizeof(NDIS_MINIPORT_CHARACTERISTICS),		\
		.request_size = sizeof(NDIS_REQUEST),				\
	};									\
										\
	seen.protocol =								\
		NDIS_PROTOCOL_IS(30) ? 30 :					\
		NDIS_PROTOCOL_IS(40) ? 40 :					\
		NDIS_PROTOCOL_IS(50) ? 50 : 0;					\
	seen.miniport =								\
		NDIS_MINIPORT_IS(30) ? 30 :					\
		NDIS_MINIPORT_IS(40) ? 40 :					\
		NDIS_MINIPORT_IS(50) ? 50 :					\
		NDIS_MINIPORT_IS(51) ? 51 : 0;					\
	return seen;								\
}

#endif
