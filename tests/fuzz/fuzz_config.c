// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes the configuration descriptor's slicing: the first byte says how much
 * room there is for the result, the second one which interface is ours.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../ndis_shim/wdf/usb/descriptor.c"
#include "make_usb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

void fuzz_make(struct maker *m)
{
	make_put(m, make_pick(m, 256), 1);
	make_put(m, make_pick(m, 8), 1);
	make_usb_config(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wdf_usb_ifset set, again;
	uint8_t *config, *out, *twice;
	size_t room, needed;

	if (size < 2)
		return 0;
	room = data[0] * 4u;
	config = malloc(size - 2 ? size - 2 : 1);
	memcpy(config, data + 2, size - 2);

	wdf_usb_find_function(config, size - 2, data[1], &set);
	CHECK(set.count >= 1 && set.count <= WDF_USB_MAX_INTERFACES);
	CHECK(set.number[0] == data[1]);

	out = malloc(room ? room : 1);
	needed = wdf_usb_slice_config(config, size - 2, &set, out, room);
	CHECK(needed <= 0xffff && needed <= size);
	free(out);

	/* The slice of a slice is the slice, and forms the same function. */
	if (needed) {
		out = malloc(needed);
		twice = malloc(needed);
		CHECK(wdf_usb_slice_config(config, size - 2, &set, out, needed) == needed);
		CHECK(out[2] + 256u * out[3] == needed);
		CHECK(wdf_usb_slice_config(out, needed, &set, twice, needed) == needed);
		CHECK(!memcmp(out, twice, needed));
		wdf_usb_find_function(out, needed, data[1], &again);
		CHECK(again.count <= set.count);
		free(out);
		free(twice);
	}
	free(config);
	return 0;
}
