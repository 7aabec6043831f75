// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes what somebody has written into a configuration: the first byte says how many
 * bytes there is room for and what kind of number is wanted, the rest is the text.
 */
#include <linux/types.h>

#include "../../ndis_shim/ndis/config_text.c"
#include "libc.h"
#include "make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bytes are as many as pairs of digits; a number is one of 32 bits. */
static void read_text(const char *text, size_t length, u32 room, NDIS_PARAMETER_TYPE type)
{
	u8 *bytes = malloc(room ? room : 1);
	int count = ndis_config_unhex(text, bytes, room);
	ULONG number = 0;

	CHECK(count == -EINVAL || (count >= 0 && (u32)count <= room));
	CHECK(count < 0 || 2 * (size_t)count <= length);
	if (ndis_config_to_number(text, type, &number))
		CHECK(length);
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t length, i;
	char *text;

	if (!size)
		return 0;
	/* exactly as large as the text and its end, so that ASan sees a step outside */
	for (length = 0; length < size - 1 && data[1 + length]; length++)
		;
	text = malloc(length + 1);
	for (i = 0; i < length; i++)
		text[i] = (char)data[1 + i];
	text[length] = 0;
	read_text(text, length, data[0] >> 1,
		  data[0] & 1 ? NdisParameterHexInteger : NdisParameterInteger);
	free(text);
	return 0;
}

void fuzz_make(struct maker *m)
{
	static const char digits[] = "0123456789abcdefABCDEF", between[] = "-:. ";
	bool bytes = make_pick(m, 2);
	uint32_t n = 1 + make_pick(m, bytes ? 20 : 10), i;

	make_noise(m, 1);
	if (!bytes && make_chance(m, 4))
		make_put(m, make_pick(m, 2) ? '-' : '+', 1);
	if (!bytes && make_chance(m, 3))
		make_put(m, '0' | 'x' << 8, 2);
	for (i = 0; i < n; i++) {
		make_put(m, (uint8_t)digits[make_pick(m, make_chance(m, 3) ? 22 : 10)], 1);
		if (bytes)
			make_put(m, (uint8_t)digits[make_pick(m, 22)], 1);
		if (bytes && make_chance(m, 2))
			make_put(m, (uint8_t)between[make_pick(m, 4)], 1);
	}
}
