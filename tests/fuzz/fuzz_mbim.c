// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes what MbbCx knows about bytes: the input as transfers of a function and
 * writes of a user (two bytes of length before each), as one information buffer,
 * and as a list of subscriptions. What MbbCx builds itself of them, it must be able
 * to read.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../mbbcx/mbim_basic.h"
#include "../../mbbcx/mbim_frag.h"
#include "../../mbbcx/mbim_host.h"
#include "../../mbbcx/mbim_subscribe.h"
#include "make_mbim.h"

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

/* What is built of values that were read says the same. */
static void connect_again(const struct mbim_connect_info *connect)
{
	struct mbim_connect_info again;
	struct mbim_connect_set set;
	u8 buf[MBIM_CONNECT_BUF_SIZE];
	u16 mbimex = connect->ip_type & 1 ? MBIM_MBIMEX_3_0 : 0x100;
	size_t len = mbim_connect_info_build(buf, mbimex, connect);

	CHECK(len <= sizeof(buf) && !mbim_connect_info_read(buf, len, &again));
	CHECK(again.session == connect->session && again.state == connect->state &&
	      again.voice_call == connect->voice_call && again.ip_type == connect->ip_type &&
	      again.nw_error == connect->nw_error &&
	      !memcmp(again.context, connect->context, sizeof(again.context)));
	len = mbim_connect_deactivate_build(buf, mbimex, connect->session, connect->context);
	CHECK(len <= sizeof(buf) && !mbim_connect_set_read(buf, len, &set));
	CHECK(set.session == connect->session && !set.activate);
}

static void dss_again(u32 session, const u8 *service)
{
	struct mbim_dss_connect_set set;
	u8 buf[MBIM_DSS_CONNECT_SIZE];

	mbim_dss_deactivate_build(buf, service, session);
	CHECK(!mbim_dss_connect_read(buf, sizeof(buf), &set));
	CHECK(set.session == session && !set.activate);
}

static void version_again(const struct mbim_version *version)
{
	struct mbim_version again;
	u8 buf[MBIM_VERSION_SIZE];

	mbim_version_build(buf, version);
	CHECK(!mbim_version_read(buf, sizeof(buf), &again));
	CHECK(again.mbim == version->mbim && again.extended == version->extended);
}

/* Messages that MbbCx builds are some that it takes, as the other side of it. */
static void build(const u8 *data, size_t size)
{
	size_t len, info = size < 20 ? 0 : size - 20;
	struct mbim_msg_info got;
	u8 *msg;
	u32 cid;

	if (size < 20)
		return;
	msg = malloc(64 + info);
	CHECK(msg);
	cid = get_unaligned_le32(data + 16);
	len = mbim_build_command(msg, cid, data, cid, cid & 1, cid & 2 ? data + 20 : NULL, info);
	CHECK(!mbim_host_msg_check(msg, len, &got) && got.len == len &&
	      mbim_msg_complete(msg, len));
	CHECK(mbim_msg_is_about(msg, len, data, cid) && !mbim_msg_is_about(msg, len, data, ~cid));
	len = mbim_build_command_done(msg, cid, data, cid, cid, data + 20, info);
	CHECK(!mbim_msg_check(msg, len, &got) && got.len == len && mbim_msg_complete(msg, len));
	len = mbim_build_indication(msg, data, cid, data + 20, info);
	CHECK(!mbim_msg_check(msg, len, &got) && !got.tid && mbim_msg_complete(msg, len));
	len = mbim_build_open(msg, cid, cid);
	CHECK(!mbim_host_msg_check(msg, len, &got) && got.type == MBIM_OPEN_MSG);
	len = mbim_build_close(msg, cid);
	CHECK(!mbim_host_msg_check(msg, len, &got) && got.type == MBIM_CLOSE_MSG);
	len = mbim_build_host_error(msg, cid, 1);
	CHECK(!mbim_host_msg_check(msg, len, &got) && got.type == MBIM_HOST_ERROR_MSG);
	len = mbim_build_done(msg, MBIM_OPEN_DONE, cid, 0);
	CHECK(!mbim_msg_check(msg, len, &got) && got.tid == cid && !mbim_msg_complete(msg, len));
	len = mbim_build_function_error(msg, cid, 1);
	CHECK(!mbim_msg_check(msg, len, &got) && got.type == MBIM_FUNCTION_ERROR_MSG);
	free(msg);
}

static void information(const void *info, size_t size)
{
	struct mbim_ip_configuration ip;
	struct mbim_connect_info connect;
	struct mbim_dss_connect_set dss;
	struct mbim_device_service s;
	struct mbim_packet_service ps;
	struct mbim_connect_set set;
	struct mbim_device_caps caps;
	struct mbim_version version;
	int i, count;

	mbim_connect_set_read(info, size, &set);
	mbim_packet_service_read(info, size, &ps);
	if (!mbim_connect_info_read(info, size, &connect))
		connect_again(&connect);
	if (!mbim_version_read(info, size, &version))
		version_again(&version);
	if (!mbim_dss_connect_read(info, size, &dss))
		dss_again(dss.session, info);
	if (!mbim_ip_configuration_read(info, size, &ip)) {
		CHECK(!ip.v6.available || !mbim_ip_mtu(&ip) || mbim_ip_mtu(&ip) >= 1280);
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
		CHECK(mbim_device_caps_sessions(size, caps.device_type & 1, MBIM_MBIMEX_3_0) + 4 <=
		      size);
	}
	count = mbim_device_services_count(info, size);
	for (i = 0; i < count; i++)
		if (!mbim_device_services_read(info, size, (u32)i, &s))
			inside(info, size, s.cids, 4ull * s.cid_count);
	mbim_device_services_have(info, size, mbim_uuid_basic_connect, MBIM_CID_CONNECT);
}

/* What two programs want is what both of them want. */
static void merge(const struct mbim_subscribe_set *one, const struct mbim_subscribe_set *two)
{
	static struct mbim_subscribe_set both;

	mbim_subscribe_clear(&both);
	CHECK(!mbim_subscribe_merge(&both, one));
	if (mbim_subscribe_merge(&both, two))
		return;
	CHECK(mbim_subscribe_within(one, &both) && mbim_subscribe_within(two, &both));
	if (one->count && one->entries[0].count)
		CHECK(mbim_subscribe_has(&both, one->entries[0].service,
					 one->entries[0].cids[0]));
}

/* @before: what the input before wanted */
static void subscriptions(const void *info, size_t size)
{
	static struct mbim_subscribe_set set, again, before;
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
	merge(&set, &before);
	mbim_subscribe_within(&set, &before);
	before = set;
}

/* ---- good inputs ---- */

/* Pairs of offset and size, and what they point at behind @fixed bytes. */
static void make_elements(struct maker *m, u32 count, u32 head)
{
	size_t pairs = m->size, at;
	u32 cids, i;

	for (i = 0; i < 2 * count; i++)
		make_put(m, 0, 4);
	for (i = 0; i < count; i++) {
		cids = make_pick(m, make_chance(m, 8) ? 60 : 8);
		at = m->size;
		make_service(m);
		while (m->size - at < head)
			make_put(m, make_pick(m, 4), 4);
		make_put(m, cids, 4);
		while (cids--)
			make_put(m, 1 + make_pick(m, 60), 4);
		make_set(m, pairs + 8 * i, (u32)at, 4);
		make_set(m, pairs + 8 * i + 4, (u32)(m->size - at), 4);
	}
}

static void make_ip_configuration(struct maker *m)
{
	u32 i, n4 = make_pick(m, 4), n6 = make_pick(m, 4), d4 = make_pick(m, 4);
	u32 at = sizeof(struct mbim_ip_configuration_buf);
	u32 gateway4 = at + 8 * n4, dns4 = gateway4 + 4;
	u32 six = dns4 + 4 * d4, gateway6 = six + 20 * n6, dns6 = gateway6 + 16;
	u32 fields[] = {
		make_pick(m, 20), make_pick(m, 16), make_pick(m, 16), n4, at, n6, six, gateway4,
		gateway6, d4, dns4, make_pick(m, 3), dns6, make_pick(m, 2000), make_pick(m, 2000)
	};

	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		make_put(m, fields[i], 4);
	make_noise(m, dns6 - at + 32);
}

static void make_caps(struct maker *m)
{
	size_t pairs, at;
	u32 i;

	for (i = 0; i < 10; i++)
		make_put(m, make_pick(m, 16), 4);
	pairs = m->size - 8;
	while (m->size < sizeof(struct mbim_device_caps_buf))
		make_put(m, 0, 4);
	for (i = 0; i < 3; i++) {
		at = m->size;
		make_noise(m, 2 * (size_t)make_pick(m, 20));
		make_set(m, pairs + 8 * i, (u32)at, 4);
		make_set(m, pairs + 8 * i + 4, (u32)(m->size - at), 4);
		make_align(m, 0, 4);
	}
}

void fuzz_make(struct maker *m)
{
	u32 count = make_pick(m, make_chance(m, 8) ? 30 : 6);

	switch (make_pick(m, 6)) {
	case 0:
		make_put(m, count, 4);
		make_elements(m, count, 0);
		break;
	case 1:
		make_put(m, count, 4);
		make_put(m, make_pick(m, 20), 4);
		make_elements(m, count, 24);
		break;
	case 2:
		make_ip_configuration(m);
		break;
	case 3:
		make_caps(m);
		break;
	default:
		make_messages(m);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	u8 *all = copy(data, size);

	transfers(data, size, mbim_msg_check);
	transfers(data, size, mbim_host_msg_check);
	information(all, size);
	build(all, size);
	subscriptions(all, size);
	free(all);
	return 0;
}
