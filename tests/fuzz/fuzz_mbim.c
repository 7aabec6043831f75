// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes what MbbCx knows about bytes: the input as transfers of a function and
 * writes of a user (two bytes of length before each), as one information buffer,
 * and as a list of subscriptions.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../mbbcx/mbim_basic.h"
#include "../../mbbcx/mbim_frag.h"
#include "../../mbbcx/mbim_host.h"
#include "../../mbbcx/mbim_subscribe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

/* A copy of its own size: reading past it is seen. */
static void *copy(const void *data, size_t size)
{
	void *out = malloc(size ? size : 1);

	if (!out)
		abort();
	memcpy(out, data, size);
	return out;
}

/* A message that was put together can be cut and put together again. */
static void cut_again(const u8 *msg, size_t len, u32 max)
{
	u32 i, tid = get_unaligned_le32(msg + 8), total = mbim_split_count(len, max);
	struct mbim_collector c = { 0 };
	u8 *part = malloc(max);

	CHECK(part && total);
	c.size = len;
	c.buf = malloc(len);
	for (i = 0; i < total; i++) {
		struct mbim_msg_info info;
		size_t n = mbim_split(part, max, msg, len, tid, i);

		CHECK(n && n <= max);
		CHECK(!mbim_msg_check(part, n, &info) && info.total == total);
		CHECK(mbim_collect(&c, part, &info, 0) ==
		      (i + 1 < total ? MBIM_COLLECT_MORE : MBIM_COLLECT_DONE));
	}
	CHECK(c.used == len && !memcmp(c.buf, msg, len));
	CHECK(!mbim_split(part, max, msg, len, tid, total));
	free(c.buf);
	free(part);
}

static void collect(struct mbim_collector *c, const u8 *frag, const struct mbim_msg_info *info,
		    u64 now)
{
	enum mbim_collect result = mbim_collect(c, frag, info, now);

	if (result == MBIM_COLLECT_GROW) {
		CHECK(c->need > c->size && c->need <= MBIM_MESSAGE_MAX);
		c->buf = realloc(c->buf, c->need);
		c->size = c->need;
		result = mbim_collect(c, frag, info, now);
		CHECK(result != MBIM_COLLECT_GROW);
	}
	CHECK(c->used <= c->size);
	CHECK(result != MBIM_COLLECT_ERROR || (c->error && !mbim_collector_busy(c)));
	if (result != MBIM_COLLECT_DONE)
		return;
	CHECK(mbim_msg_complete(c->buf, c->used));
	if (c->type != MBIM_COMMAND_MSG)
		cut_again(c->buf, c->used, 64 + c->used % 512);
	mbim_collector_reset(c);
}

typedef int (*check_fn)(const void *buf, size_t len, struct mbim_msg_info *info);

/* As receive.c and port.c go through a transfer. */
static void transfer(struct mbim_collector *c, check_fn check, const u8 *buf, size_t len, u64 now)
{
	struct mbim_msg_info info;

	while (len) {
		int err = check(buf, len, &info);

		if (err == -1)
			return;
		CHECK(info.len >= 12 && info.len <= len);
		if (!err && mbim_msg_is_fragmented(info.type))
			collect(c, buf, &info, now);
		buf += info.len;
		len -= info.len;
	}
}

static void transfers(const u8 *data, size_t size, check_fn check)
{
	struct mbim_collector c = { 0 };
	u64 now = 0;

	while (size >= 2) {
		size_t len = get_unaligned_le16(data);
		u8 *buf;

		data += 2;
		size -= 2;
		if (len > size)
			len = size;
		buf = copy(data, len);
		transfer(&c, check, buf, len, now);
		now += len % 7 ? 1 : 700;
		free(buf);
		data += len;
		size -= len;
	}
	free(c.buf);
}

static void inside(const void *info, size_t size, const void *at, size_t len)
{
	if (len)
		CHECK((const u8 *)at >= (const u8 *)info &&
		      (const u8 *)at + len <= (const u8 *)info + size);
}

static void information(const void *info, size_t size)
{
	struct mbim_ip_configuration ip;
	struct mbim_connect_info connect;
	struct mbim_device_service s;
	struct mbim_packet_service ps;
	struct mbim_connect_set set;
	struct mbim_device_caps caps;
	struct mbim_version version;
	int i, count;

	mbim_connect_set_read(info, size, &set);
	mbim_connect_info_read(info, size, &connect);
	mbim_packet_service_read(info, size, &ps);
	mbim_version_read(info, size, &version);
	if (!mbim_ip_configuration_read(info, size, &ip)) {
		inside(info, size, ip.v4.addresses, 8ull * ip.v4.address_count);
		inside(info, size, ip.v4.dns, 4ull * ip.v4.dns_count);
		inside(info, size, ip.v6.addresses, 20ull * ip.v6.address_count);
		inside(info, size, ip.v6.dns, 16ull * ip.v6.dns_count);
		inside(info, size, ip.v6.gateway, ip.v6.gateway ? 16 : 0);
	}
	if (!mbim_device_caps_read(info, size, &caps)) {
		inside(info, size, caps.device_id.data, caps.device_id.size);
		inside(info, size, caps.firmware.data, caps.firmware.size);
		inside(info, size, caps.hardware.data, caps.hardware.size);
	}
	count = mbim_device_services_count(info, size);
	for (i = 0; i < count; i++)
		if (!mbim_device_services_read(info, size, (u32)i, &s))
			inside(info, size, s.cids, 4ull * s.cid_count);
	mbim_device_services_have(info, size, mbim_uuid_basic_connect, MBIM_CID_CONNECT);
}

static void subscriptions(const void *info, size_t size)
{
	static struct mbim_subscribe_set set, again;
	size_t len;
	u8 *out;

	if (mbim_subscribe_read(&set, info, size))
		return;
	len = mbim_subscribe_size(&set);
	out = malloc(len);
	CHECK(out && mbim_subscribe_build(&set, out) == len);
	CHECK(!mbim_subscribe_read(&again, out, len));
	CHECK(mbim_subscribe_within(&set, &again) && mbim_subscribe_within(&again, &set));
	free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	u8 *all = copy(data, size);

	transfers(data, size, mbim_msg_check);
	transfers(data, size, mbim_host_msg_check);
	information(all, size);
	subscriptions(all, size);
	free(all);
	return 0;
}
