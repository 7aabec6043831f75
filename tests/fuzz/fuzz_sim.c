// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes mbim_sim's modem in memory: the bytes are commands of any service with
 * any information, changes of the world in between, and messages that are no
 * MBIM at all. What comes back must be whole fragments of a size that the host
 * can take.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../drivers/mbim_sim/modem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

static SIM_MODEM modem;

struct input {
	const uint8_t *data;
	size_t size;
};

static uint32_t take(struct input *in)
{
	if (!in->size)
		return 0;
	in->size--;
	return *in->data++;
}

static VOID emitted(PVOID context, const UINT8 *fragment, UINT32 length, UINT32 delay)
{
	static uint32_t next, total;
	uint32_t type = LeGet32(fragment);

	CHECK(LeGet32(fragment + 4) == length);
	if (type != MBIM_COMMAND_DONE && type != MBIM_INDICATE_STATUS_MSG) {
		CHECK(length == 16);
		return;
	}
	CHECK(length > MBIM_FRAGMENT_LENGTH && length <= modem.MaxTransfer);
	if (!LeGet32(fragment + 16)) {
		next = 0;
		total = LeGet32(fragment + 12);
	}
	CHECK(LeGet32(fragment + 12) == total && LeGet32(fragment + 16) == next);
	CHECK(next++ < total);
}

/* In memory of its own, so that a step too far is seen. */
static void send_message(const uint8_t *message, size_t length)
{
	uint8_t *exact = malloc(length ? length : 1);

	memcpy(exact, message, length);
	SimModemMessage(&modem, exact, (UINT32)length);
	free(exact);
}

static void send_command(struct input *in)
{
	static const SIM_SERVICE * const services[] = {
		&SimBasicConnect, &SimSms, &SimDss, &SimMsExtensions, &SimDssEcho
	};
	uint8_t message[MBIM_COMMAND_LENGTH + 255];
	uint32_t length, i;

	memset(message, 0, sizeof(message));
	memcpy(message + 20, services[take(in) % 5]->Uuid, MBIM_UUID_LENGTH);
	LePut32(message + 36, take(in) % 26);
	LePut32(message + 40, take(in) % 3);
	length = take(in);
	LePut32(message + 44, length);
	for (i = 0; i < length; i++)
		message[MBIM_COMMAND_LENGTH + i] = (uint8_t)take(in);
	LePut32(message, MBIM_COMMAND_MSG);
	LePut32(message + 4, MBIM_COMMAND_LENGTH + length);
	LePut32(message + 8, 1);
	LePut32(message + 12, 1);
	send_message(message, MBIM_COMMAND_LENGTH + length);
}

static void send_raw(struct input *in)
{
	uint8_t message[64];
	uint32_t length = take(in) % sizeof(message), i;

	for (i = 0; i < length; i++)
		message[i] = (uint8_t)take(in);
	if (length >= 8 && take(in) % 2)
		LePut32(message + 4, length);
	send_message(message, length);
}

static void turn(struct input *in)
{
	switch (take(in) % 7) {
	case 0:
		SimSetCoverage(&modem, take(in) % 2);
		break;
	case 1:
		SimSetSim(&modem, take(in) % 2);
		break;
	case 2:
		SimSetRadioSwitch(&modem, take(in) % 2);
		break;
	case 3:
		SimSetPin(&modem, take(in) % 2 ? "1234" : "");
		break;
	case 4:
		SimDetach(&modem);
		break;
	case 5:
		SimDeactivate(&modem, take(in), take(in));
		break;
	default:
		SimModemReset(&modem);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t open[16] = { 1, 0, 0, 0, 16, 0, 0, 0, 1 };
	struct input in = { data, size };

	memset(&modem, 0, sizeof(modem));
	SimModemInit(&modem, take(&in) % SIM_MODEMS, MBIMEX_3_0, emitted, NULL);
	LePut32(open + 12, 64 + 16 * take(&in));
	send_message(open, sizeof(open));
	while (in.size) {
		switch (take(&in) % 8) {
		case 0:
			send_raw(&in);
			break;
		case 1:
			turn(&in);
			break;
		default:
			send_command(&in);
			break;
		}
	}
	return 0;
}
