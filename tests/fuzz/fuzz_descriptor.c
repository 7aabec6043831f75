// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes the configuration descriptor parser and, with the same bytes cut into
 * transfers, the notification assembly.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../drivers/mbim_usb/descriptor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

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
	notifications(config, size);
	free(config);
	return 0;
}
