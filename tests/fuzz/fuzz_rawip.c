// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes the Ethernet framing of raw-IP interfaces: any bytes as a received packet
 * and as a frame that is sent.
 */
#include <stdlib.h>
#include <string.h>

#include "../../ndis_shim/ndis/linux/rawip_codec.c"
#include "make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

static const u8 own[6] = { 2, 0, 1, 2, 3, 4 };
static const u8 peer[6] = { 2, 1, 1, 2, 3, 4 };

static bool is_own(void *context, const u8 *address, size_t size)
{
	CHECK(size == 4 || size == 16);
	return address[size - 1] == *(const u8 *)context;
}

/* As the stack sends them, and as they come in: sums that are right are in the corpus. */
void fuzz_make(struct maker *m)
{
	uint32_t length = 20 + make_pick(m, 100), kind = make_pick(m, 3);

	make_noise(m, 1);
	if (make_pick(m, 2)) {
		make_bytes(m, peer, 6);
		make_bytes(m, own, 6);
		make_put(m, kind == 0 ? 0x0608 : kind == 1 ? 0x0008 : 0xdd86, 2);
	}
	if (kind == 0) {
		make_put(m, 0x00080100, 4);
		make_put(m, 0x01000406, 4);
		make_noise(m, 20);
	} else if (kind == 1) {
		make_put(m, 0x45, 2);
		make_put(m, length >> 8 | (length & 0xff) << 8, 2);
		make_noise(m, length - 4);
	} else {
		make_put(m, 0x60, 4);
		make_put(m, length >> 8 | (length & 0xff) << 8, 2);
		make_put(m, make_pick(m, 2) ? 0xff3a : 0x4011, 2);
		make_noise(m, 32);
		make_put(m, 135, 4);
		make_noise(m, length - 4);
	}
}

/* An address of a name is one that a station may have. */
static void address(const u8 *name, size_t size)
{
	char text[16] = "";
	u8 out[6];

	memcpy(text, name, size < 15 ? size : 15);
	ndis_rawip_address(text, 1, out);
	CHECK(!(out[0] & 1) && out[0] & 2 && out[1] == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	u8 header[NDIS_RAWIP_HEADER], *frame, *answer;
	struct ndis_rawip_link link = { own, peer, is_own, NULL };
	enum ndis_rawip_verdict verdict;
	unsigned int version;
	size_t length;
	u8 last;
	int kind;

	if (!size)
		return 0;
	last = data[0];
	link.context = &last;
	size--;
	/* As large as the frame and the answer, so that ASan sees a step outside. */
	frame = malloc(size ? size : 1);
	answer = malloc(NDIS_RAWIP_ANSWER_MAX);
	memcpy(frame, data + 1, size);

	kind = ndis_rawip_header(&link, frame, size, header);
	CHECK(kind >= -1 && kind <= NDIS_RAWIP_BROADCAST);
	if (kind >= 0)
		CHECK(size >= 20 && !memcmp(header + 6, peer, 6));

	verdict = ndis_rawip_frame(&link, frame, size, &version, &length, answer);
	if (verdict == NDIS_RAWIP_SEND) {
		CHECK(version == 4 || version == 6);
		CHECK(length >= (version == 4 ? 20u : 40u));
		CHECK(length <= size - NDIS_RAWIP_HEADER);
	}
	if (verdict == NDIS_RAWIP_ANSWER) {
		CHECK(length == 42 || length == NDIS_RAWIP_ANSWER_MAX);
		CHECK(!memcmp(answer, frame + 6, 6) && !memcmp(answer + 6, peer, 6));
		/* Nobody is told that what it asked from is taken. */
		CHECK(length == 42 ? memcmp(frame + 28, frame + 38, 4) :
				     memcmp(frame + 22, frame + 62, 16));
	}
	address(frame, size);
	free(frame);
	free(answer);
	return 0;
}
