// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes the configuration descriptor parser and, with the same bytes cut into
 * transfers, the notification assembly.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../drivers/mbim_usb/descriptor.h"
#include "make_usb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

/* Whatever there is to say has words. */
static void texts(const uint8_t *data, size_t size)
{
	uint32_t which = size ? data[0] : 0;

	CHECK(strlen(MbimDescriptorResultText((MBIM_DESCRIPTOR_RESULT)which)));
	CHECK(strlen(MbimDescriptorOddityText(1u << which % 32)));
}

static void notifications(const uint8_t *data, size_t size)
{
	CDC_ASSEMBLY assembly = { 0 };
	CDC_NOTIFICATION notification;

	while (size) {
		size_t length = data[0] % 17 < size ? data[0] % 17 : size - 1;
		size_t left = length, calls = 0;
		SIZE_T used;

		data++;
		size--;
		while (left && CdcNotifyParse(&assembly, data, left, &used, &notification)) {
			CHECK(used <= left);
			CHECK(++calls <= length);
			data += used;
			left -= used;
			size -= used;
		}
		data += left;
		size -= left;
		CdcNotifyEndTransfer(&assembly, length, 16);
		CHECK(assembly.Length <= CDC_NOTIFY_MAXIMUM);
	}
}

/* Or notifications, in transfers as notifications() takes them. */
static void make_notifications(struct maker *m)
{
	uint32_t n = 1 + make_pick(m, 8), data;

	while (n--) {
		data = make_chance(m, 3) ? 8 : 0;
		make_put(m, make_chance(m, 4) ? make_pick(m, 17) : 8 + data, 1);
		make_put(m, 0xa1 | (data ? 0x2a : make_pick(m, 2)) << 8, 2);
		make_put(m, make_pick(m, 2), 2);
		make_put(m, make_pick(m, 3), 2);
		make_put(m, data, 2);
		make_noise(m, data);
	}
}

void fuzz_make(struct maker *m)
{
	if (make_chance(m, 4))
		make_notifications(m);
	else
		make_usb_config(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *config = malloc(size ? size : 1);
	MBIM_FUNCTION function;

	memcpy(config, data, size);
	if (MbimDescriptorParse(config, size, &function) == MbimDescriptorOk) {
		CHECK(function.Interrupt.MaximumPacketSize);
		CHECK(function.BulkIn.MaximumPacketSize && function.BulkOut.MaximumPacketSize);
		CHECK(function.MaxControlMessage >= 64);
		CHECK(function.DataInterface != function.ControlInterface);
	}
	texts(data, size);
	notifications(config, size);
	free(config);
	return 0;
}
