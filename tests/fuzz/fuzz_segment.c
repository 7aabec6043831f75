// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes mbim_usb's segmenter: any bytes as a large packet. Segments together are
 * the packet, each has good sums, and nothing outside of them is touched.
 *
 * The first four bytes are the segment size and the number of bytes that headers
 * are looked for in; libFuzzer entry, or replay_main.c's main().
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../drivers/mbim_usb/segment.h"
#include "make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

static uint32_t sum(uint32_t total, const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		total += i & 1 ? p[i] : (uint32_t)p[i] << 8;
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return total;
}

static void check_segment(const SEGMENTER *s, const uint8_t *p, uint32_t length)
{
	uint32_t l4 = length - s->Layer4, total = l4 + (s->Udp ? 17 : 6);

	if (s->Ipv6) {
		CHECK(p[4] == (uint8_t)((length - 40) >> 8) && p[5] == (uint8_t)(length - 40));
		total = sum(total, p + 8, 32);
	} else {
		CHECK(p[2] == (uint8_t)(length >> 8) && p[3] == (uint8_t)length);
		CHECK(sum(0, p, s->Layer4) == 0xffff);
		total = sum(total, p + 12, 8);
	}
	CHECK(sum(total, p + s->Layer4, l4) == 0xffff);
	if (s->Udp)
		CHECK(p[s->Layer4 + 4] == (uint8_t)(l4 >> 8) && p[s->Layer4 + 5] == (uint8_t)l4);
}

static void cut(const uint8_t *packet, uint32_t size, uint32_t available, uint32_t mss)
{
	uint32_t n, at, length, payload;
	SEGMENTER s;

	if (!SegmenterInit(&s, packet, available, size, mss))
		return;
	CHECK(s.HeadersLength <= available && s.HeadersLength < size);
	at = s.HeadersLength;
	for (n = 0; n < s.Count; n++) {
		uint8_t *segment;

		payload = SegmentPayload(&s, n);
		CHECK(payload && payload <= mss && at + payload <= size);
		length = s.HeadersLength + payload;
		segment = malloc(length);
		memcpy(segment + s.HeadersLength, packet + at, payload);
		SegmentFinish(&s, n, segment);
		CHECK(!memcmp(segment + s.HeadersLength, packet + at, payload));
		check_segment(&s, segment, length);
		at += payload;
		free(segment);
	}
	CHECK(at == size);
}

/* TCP or UDP over either IP, with extension headers and options now and then. */
void fuzz_make(struct maker *m)
{
	bool ipv6 = make_pick(m, 2), udp = make_chance(m, 3);
	uint32_t payload = 1 + make_pick(m, make_chance(m, 4) ? 20000 : 3000);
	uint32_t options = make_chance(m, 4) ? 4 * make_pick(m, 10) : 0;
	uint32_t layer4 = (udp ? 8 : 20 + options) + payload;
	uint32_t extension = ipv6 && make_chance(m, 4) ? 8 : 0;
	uint32_t protocol = udp ? 17 : 6;

	make_put(m, make_pick(m, 16) | make_pick(m, 256) << 8, 2);
	make_put(m, make_chance(m, 4) ? make_pick(m, 65536) : 0x8000, 2);
	if (ipv6) {
		make_put(m, 0x60, 4);
		make_put(m, (layer4 + extension) >> 8, 1);
		make_put(m, layer4 + extension, 1);
		make_put(m, extension ? 0 : protocol, 1);
		make_noise(m, 33);
		if (extension) {
			make_put(m, protocol, 2);
			make_noise(m, 6);
		}
	} else {
		make_put(m, 0x45, 2);
		make_put(m, (layer4 + 20) >> 8, 1);
		make_put(m, layer4 + 20, 1);
		make_put(m, 0x40 << 16, 4);
		make_put(m, 64 | protocol << 8, 4);
		make_noise(m, 8);
	}
	if (udp) {
		make_noise(m, 4);
		make_put(m, layer4 >> 8, 1);
		make_put(m, layer4, 1);
		make_put(m, 0, 2);
	} else {
		make_noise(m, 12);
		make_put(m, (20 + options) << 2 | 0x1800, 4);
		make_noise(m, 4 + options);
	}
	make_noise(m, payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint32_t mss, available;
	uint8_t *packet;

	if (size < 4)
		return 0;
	mss = (uint32_t)data[0] << 8 | data[1];
	available = (uint32_t)data[2] << 8 | data[3];
	data += 4;
	size -= 4;
	/* exactly as large as the packet, so that ASan sees a step outside */
	packet = malloc(size ? size : 1);
	memcpy(packet, data, size);
	cut(packet, (uint32_t)size, available < size ? available : (uint32_t)size, mss);
	SegmentChecksum(packet, (uint32_t)size, TRUE, TRUE);
	free(packet);
	return 0;
}
