// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of event subscriptions: see mbim_subscribe.h. Pure.
 */
#include "mbim_subscribe.h"

struct list_head_buf {
	__le32 ElementCount;
} __packed;

struct list_pair {
	__le32 offset;
	__le32 size;
} __packed;

struct element_buf {
	u8 DeviceServiceId[16];
	__le32 CidCount;
} __packed;

static_assert(sizeof(struct element_buf) == 20, "MBIM 1.0 10.5.22.3");

static const struct mbim_subscribe_entry *entry_find(const struct mbim_subscribe_set *set,
						     const u8 service[16])
{
	u32 i;

	for (i = 0; i < set->count; i++)
		if (!memcmp(set->entries[i].service, service, 16))
			return &set->entries[i];
	return NULL;
}

static struct mbim_subscribe_entry *entry_make(struct mbim_subscribe_set *set,
					       const u8 service[16])
{
	struct mbim_subscribe_entry *entry;
	u32 i;

	for (i = 0; i < set->count; i++)
		if (!memcmp(set->entries[i].service, service, 16))
			return &set->entries[i];
	if (set->count == MBIM_SUBSCRIBE_SERVICES)
		return NULL;
	entry = &set->entries[set->count++];
	memcpy(entry->service, service, sizeof(entry->service));
	entry->all = false;
	entry->count = 0;
	return entry;
}

static bool entry_has(const struct mbim_subscribe_entry *entry, u32 cid)
{
	u32 i;

	if (entry->all)
		return true;
	for (i = 0; i < entry->count; i++)
		if (entry->cids[i] == cid)
			return true;
	return false;
}

static int entry_add(struct mbim_subscribe_entry *entry, u32 cid)
{
	if (entry_has(entry, cid))
		return 0;
	if (entry->count == MBIM_SUBSCRIBE_CIDS)
		return MBIM_SUBSCRIBE_TOO_LONG;
	entry->cids[entry->count++] = cid;
	return 0;
}

void mbim_subscribe_clear(struct mbim_subscribe_set *set)
{
	set->count = 0;
}

int mbim_subscribe_add(struct mbim_subscribe_set *set, const u8 service[16], u32 cid)
{
	struct mbim_subscribe_entry *entry = entry_make(set, service);

	return entry ? entry_add(entry, cid) : MBIM_SUBSCRIBE_TOO_LONG;
}

int mbim_subscribe_add_all(struct mbim_subscribe_set *set, const u8 service[16])
{
	struct mbim_subscribe_entry *entry = entry_make(set, service);

	if (!entry)
		return MBIM_SUBSCRIBE_TOO_LONG;
	entry->all = true;
	entry->count = 0;
	return 0;
}

int mbim_subscribe_merge(struct mbim_subscribe_set *set, const struct mbim_subscribe_set *other)
{
	const struct mbim_subscribe_entry *from;
	int err = 0;
	u32 i, c;

	for (i = 0; i < other->count && !err; i++) {
		from = &other->entries[i];
		if (from->all)
			err = mbim_subscribe_add_all(set, from->service);
		for (c = 0; c < from->count && !err; c++)
			err = mbim_subscribe_add(set, from->service, from->cids[c]);
	}
	return err;
}

bool mbim_subscribe_has(const struct mbim_subscribe_set *set, const u8 service[16], u32 cid)
{
	const struct mbim_subscribe_entry *entry = entry_find(set, service);

	return entry && entry_has(entry, cid);
}

bool mbim_subscribe_within(const struct mbim_subscribe_set *set,
			   const struct mbim_subscribe_set *other)
{
	const struct mbim_subscribe_entry *mine, *theirs;
	u32 i, c;

	for (i = 0; i < set->count; i++) {
		mine = &set->entries[i];
		theirs = entry_find(other, mine->service);
		if (!theirs)
			return false;
		if (theirs->all)
			continue;
		if (mine->all)
			return false;
		for (c = 0; c < mine->count; c++)
			if (!entry_has(theirs, mine->cids[c]))
				return false;
	}
	return true;
}

/* One element, checked against its own size. */
static int element_read(struct mbim_subscribe_set *set, const struct element_buf *element,
			size_t size)
{
	const u8 *cids = (const u8 *)(element + 1);
	u32 count, i;
	int err;

	if (size < sizeof(*element))
		return MBIM_SUBSCRIBE_MALFORMED;
	count = get_unaligned_le32(&element->CidCount);
	if (count > (size - sizeof(*element)) / 4)
		return MBIM_SUBSCRIBE_MALFORMED;
	if (!count)
		return mbim_subscribe_add_all(set, element->DeviceServiceId);
	for (i = 0; i < count; i++) {
		err = mbim_subscribe_add(set, element->DeviceServiceId,
					 get_unaligned_le32(cids + 4 * (size_t)i));
		if (err)
			return err;
	}
	return 0;
}

int mbim_subscribe_read(struct mbim_subscribe_set *set, const void *info, size_t len)
{
	const struct list_head_buf *head = info;
	const struct list_pair *pair;
	u32 count, offset, size, i;
	size_t fixed, left;
	int err;

	mbim_subscribe_clear(set);
	if (len < sizeof(*head))
		return MBIM_SUBSCRIBE_MALFORMED;
	count = get_unaligned_le32(&head->ElementCount);
	if (count > (len - sizeof(*head)) / sizeof(*pair))
		return MBIM_SUBSCRIBE_MALFORMED;

	pair = (const void *)(head + 1);
	fixed = sizeof(*head) + count * sizeof(*pair);
	left = len - fixed;
	for (i = 0; i < count; i++, pair++) {
		offset = get_unaligned_le32(&pair->offset);
		size = get_unaligned_le32(&pair->size);
		if (offset < fixed || offset % 4 || offset > len || size > len - offset)
			return MBIM_SUBSCRIBE_MALFORMED;
		/* Elements on top of each other could make more work than memory. */
		if (size > left)
			return MBIM_SUBSCRIBE_MALFORMED;
		left -= size;
		err = element_read(set, (const void *)((const u8 *)info + offset), size);
		if (err)
			return err;
	}
	return 0;
}

static size_t element_size(const struct mbim_subscribe_entry *entry)
{
	return sizeof(struct element_buf) + (entry->all ? 0 : 4 * (size_t)entry->count);
}

size_t mbim_subscribe_size(const struct mbim_subscribe_set *set)
{
	size_t size = sizeof(struct list_head_buf);
	u32 i;

	for (i = 0; i < set->count; i++)
		size += sizeof(struct list_pair) + element_size(&set->entries[i]);
	return size;
}

size_t mbim_subscribe_build(const struct mbim_subscribe_set *set, void *info)
{
	struct list_head_buf *head = info;
	struct list_pair *pair = (void *)(head + 1);
	u8 *at = (u8 *)(pair + set->count);
	u32 i, c;

	put_unaligned_le32(set->count, &head->ElementCount);
	for (i = 0; i < set->count; i++, pair++) {
		const struct mbim_subscribe_entry *entry = &set->entries[i];
		struct element_buf *element = (void *)at;
		u32 count = entry->all ? 0 : entry->count;

		put_unaligned_le32((u32)(at - (u8 *)info), &pair->offset);
		put_unaligned_le32((u32)element_size(entry), &pair->size);
		memcpy(element->DeviceServiceId, entry->service, sizeof(entry->service));
		put_unaligned_le32(count, &element->CidCount);
		at += sizeof(*element);
		for (c = 0; c < count; c++, at += 4)
			put_unaligned_le32(entry->cids[c], at);
	}
	return (size_t)(at - (u8 *)info);
}
