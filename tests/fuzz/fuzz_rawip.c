// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes the Ethernet framing of raw-IP interfaces: any bytes as a received packet
 * and as a frame that is sent.
 */
#include <stdlib.h>
#include <string.h>

#include "../../ndis_shim/ndis/linux/rawip_codec.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

static const u8 own[6] = { 2, 0, 1, 2, 3, 4 };
static const u8 peer[6] = { 2, 1, 1, 2, 3, 4 };

static bool is_own(void *context, const u8 *address, size_t size)
{
	CHECK(size == 4 || size == 16);
	return address[size - 1] == *(const u8 *)context;
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
	free(frame);
	free(answer);
	return 0;
}
