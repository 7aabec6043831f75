/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DEVICE_SERVICE_SUBSCRIBE_LIST (MBIM 1.0 §10.5.22) as a set of (service, CID):
 * reading one from an information buffer, union, membership, writing it back.
 * Pure.
 */
#ifndef _MBBCX_MBIM_SUBSCRIBE_H
#define _MBBCX_MBIM_SUBSCRIBE_H

#include "mbim_defs.h"

/* What we keep of one list. The largest list seen in the wild has six services
 * and twenty CIDs in one of them.
 */
#define MBIM_SUBSCRIBE_SERVICES	24
#define MBIM_SUBSCRIBE_CIDS	48

/**
 * struct mbim_subscribe_entry - what is subscribed of one service
 * @all: every CID (on the wire: CidCount 0)
 * @count: entries of @cids in use, sorted by arrival, no doubles
 */
struct mbim_subscribe_entry {
	u8 service[16];
	bool all;
	u32 count;
	u32 cids[MBIM_SUBSCRIBE_CIDS];
};

/* Larger than a stack should hold: allocate it. */
struct mbim_subscribe_set {
	u32 count;
	struct mbim_subscribe_entry entries[MBIM_SUBSCRIBE_SERVICES];
};

/* Why a list was not taken. */
enum mbim_subscribe_error {
	MBIM_SUBSCRIBE_MALFORMED = -1,
	MBIM_SUBSCRIBE_TOO_LONG = -2,
};

void mbim_subscribe_clear(struct mbim_subscribe_set *set);
/* All return 0 or an enum mbim_subscribe_error; on error @set has what fitted. */
int mbim_subscribe_read(struct mbim_subscribe_set *set, const void *info, size_t len);
int mbim_subscribe_add(struct mbim_subscribe_set *set, const u8 service[16], u32 cid);
int mbim_subscribe_add_all(struct mbim_subscribe_set *set, const u8 service[16]);
int mbim_subscribe_merge(struct mbim_subscribe_set *set,
			 const struct mbim_subscribe_set *other);
bool mbim_subscribe_has(const struct mbim_subscribe_set *set, const u8 service[16], u32 cid);
/* Is everything in @set in @other, too? */
bool mbim_subscribe_within(const struct mbim_subscribe_set *set,
			   const struct mbim_subscribe_set *other);
/* Bytes that mbim_subscribe_build() writes. */
size_t mbim_subscribe_size(const struct mbim_subscribe_set *set);
size_t mbim_subscribe_build(const struct mbim_subscribe_set *set, void *info);

#endif
