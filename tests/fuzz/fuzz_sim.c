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
#include "make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

static SIM_MODEM modem;
static bool lossy;

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
	CHECK(LeGet32(fragment + 16) < LeGet32(fragment + 12));
	/* Fragments may be lost on purpose. */
	CHECK(lossy || (LeGet32(fragment + 12) == total && LeGet32(fragment + 16) == next));
	next++;
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

static void set_fault(uint32_t which, uint32_t value)
{
	static UINT32 *const faults[] = {
#define F(Name) &modem.Faults.Name,
		SIM_FAULT_LIST(F)
#undef F
	};

	*faults[which % (sizeof(faults) / sizeof(*faults))] = value;
	lossy |= modem.Faults.fragment_drop != 0;
}

/* Where a packet goes is one of the modems. */
static void route(struct input *in)
{
	UINT32 to = 0, session = 0;
	uint8_t packet[40], own[16];

	SimAddressV4(take(in) % SIM_MODEMS, take(in), 2, own);
	memset(packet, 0, sizeof(packet));
	packet[0] = 0x45;
	memcpy(packet + 16, own, 4);
	CHECK(SimRoute(packet, 20, &to, &session) && to < SIM_MODEMS);
	SimAddressV6(to, session, 2, own);
	packet[0] = 0x60;
	memcpy(packet + 24, own, 16);
	CHECK(SimRoute(packet, 40, &to, &session) && to < SIM_MODEMS);
	packet[take(in) % 40] = (uint8_t)take(in);
	if (SimRoute(packet, take(in) % 41, &to, &session))
		CHECK(to < SIM_MODEMS);
}

/* What a host does wrong can be named. */
static void violations(void)
{
	uint32_t i;

	for (i = 0; i < SimViolationCount; i++)
		if (modem.Violations[i])
			CHECK(strlen(SimViolationName((SIM_VIOLATION)i)));
}

static void turn(struct input *in)
{
	switch (take(in) % 11) {
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
	case 6:
		set_fault(take(in), take(in));
		break;
	case 7:
		route(in);
		break;
	case 8:
		SimSetSignal(&modem, take(in));
		break;
	case 9:
		SimRing(&modem);
		break;
	default:
		SimModemReset(&modem);
		break;
	}
}

/* ---- good inputs ---- */

static const uint8_t internet[16] = {
	0x7e, 0x5e, 0x2a, 0x7e, 0x4e, 0x6f, 0x72, 0x72,
	0x73, 0x6b, 0x65, 0x6e, 0x7e, 0x5e, 0x2a, 0x7e,
};

/* @service: as send_command() counts them. Return: where its information begins. */
static size_t make_command(struct maker *m, uint32_t service, uint32_t cid, uint32_t set)
{
	make_put(m, 2 + make_pick(m, 6), 1);
	make_put(m, service, 1);
	make_put(m, cid, 1);
	make_put(m, set, 1);
	return make_put(m, 0, 1) + 1;
}

static void make_end(struct maker *m, size_t information)
{
	make_set(m, information - 1, (uint32_t)(m->size - information), 1);
}

static void make_text(struct maker *m, bool tlv)
{
	uint32_t n = make_pick(m, 8), i;

	if (tlv) {
		make_put(m, 10, 2);
		make_put(m, (n & 1 ? 2 : 0) << 8, 2);
		make_put(m, 2 * n, 4);
	}
	for (i = 0; i < n; i++)
		make_put(m, 'a' + i, 2);
	if (n & 1)
		make_put(m, 0, 2);
}

/* As MBIM 1.0 and as MBIMEx 3.0 have it. */
static void make_connect(struct maker *m)
{
	bool v3 = make_pick(m, 2);
	size_t at = make_command(m, 0, 12, 1);
	uint32_t i;

	make_put(m, make_pick(m, 5), 4);
	make_put(m, make_pick(m, 2), 4);
	if (!v3) {
		make_put(m, 60, 4);
		make_put(m, make_pick(m, 2) * 2, 4);
		for (i = 0; i < 4; i++)
			make_put(m, 0, 4);
	}
	make_put(m, make_pick(m, 2), 4);
	make_put(m, make_pick(m, 4), 4);
	make_put(m, make_pick(m, 5), 4);
	make_bytes(m, internet, sizeof(internet));
	if (v3)
		make_put(m, 0, 4);
	for (i = 0; i < (v3 ? 3 : 1); i++)
		make_text(m, v3);
	make_end(m, at);
}

static void make_ip_query(struct maker *m)
{
	size_t at = make_command(m, 0, 15, 0);
	uint32_t i;

	make_put(m, make_pick(m, 5), 4);
	for (i = 0; i < 14; i++)
		make_put(m, 0, 4);
	make_end(m, at);
}

static void make_pin_or_register(struct maker *m)
{
	size_t at = make_command(m, 0, make_pick(m, 2) ? 4 : 9, 1);
	uint32_t i;

	for (i = 0; i < 2; i++)
		make_put(m, make_pick(m, 4), 4);
	make_put(m, 24, 4);
	make_put(m, 8, 4);
	make_put(m, 0, 4);
	make_put(m, 0, 4);
	make_put(m, 0x00320031, 4);
	make_put(m, 0x00340033, 4);
	make_end(m, at);
}

static void make_subscription(struct maker *m)
{
	size_t at = make_command(m, 0, 19, 1);

	make_put(m, 1, 4);
	make_put(m, 12, 4);
	make_put(m, 24, 4);
	make_bytes(m, SimBasicConnect.Uuid, 16);
	make_put(m, 1, 4);
	make_put(m, 1 + make_pick(m, 20), 4);
	make_end(m, at);
}

static void make_dss(struct maker *m)
{
	size_t at = make_command(m, 2, 1, 1);

	make_bytes(m, SimDssEcho.Uuid, 16);
	make_put(m, make_pick(m, 20), 4);
	make_put(m, make_pick(m, 2), 4);
	make_end(m, at);
}

static void make_version(struct maker *m)
{
	size_t at = make_command(m, 3, 15, 0);

	make_put(m, 0x100, 2);
	make_put(m, 0x100 * (1 + make_pick(m, 3)), 2);
	make_end(m, at);
}

static void make_any(struct maker *m)
{
	uint32_t n = make_pick(m, 16);
	size_t at = make_command(m, make_pick(m, 5), make_pick(m, 26), make_pick(m, 2));

	while (n--)
		make_put(m, make_pick(m, 4), 4);
	make_end(m, at);
}

/* Messages without information, and the first fragment of one that is not whole. */
static void make_raw(struct maker *m)
{
	static const uint32_t types[] = { 1, 2, MBIM_COMMAND_MSG, MBIM_HOST_ERROR_MSG };
	uint32_t type = types[make_pick(m, 4)], length = 16;

	if (type == 2)
		length = 12;
	if (type == MBIM_COMMAND_MSG)
		length = 48 + make_pick(m, 16);
	make_put(m, 0, 1);
	make_put(m, length, 1);
	make_put(m, type, 4);
	make_put(m, length, 4);
	make_put(m, make_pick(m, 2), 4);
	if (type == MBIM_COMMAND_MSG) {
		make_put(m, 1 + make_pick(m, 2), 4);
		make_put(m, make_pick(m, 2), 4);
		make_bytes(m, SimBasicConnect.Uuid, 16);
		make_noise(m, length - 36);
	} else if (type != 2) {
		make_put(m, 4096, 4);
	}
	make_put(m, 0, 1);
}

static void make_turn(struct maker *m)
{
	make_put(m, 1, 1);
	make_put(m, make_pick(m, 11), 1);
	make_put(m, make_pick(m, 32), 1);
	make_put(m, make_pick(m, 4), 1);
}

void fuzz_make(struct maker *m)
{
	static void (*const kinds[])(struct maker *m) = {
		make_turn, make_connect, make_connect, make_pin_or_register, make_subscription,
		make_dss, make_version, make_any, make_any, make_ip_query, make_ip_query
	};
	uint32_t n = 1 + make_pick(m, 20);

	make_put(m, make_pick(m, 32), 1);
	make_put(m, make_pick(m, 256), 1);
	if (make_pick(m, 2))
		make_version(m);
	while (n--)
		kinds[make_pick(m, sizeof(kinds) / sizeof(*kinds))](m);
	if (make_chance(m, 4))
		make_raw(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t open[16] = { 1, 0, 0, 0, 16, 0, 0, 0, 1 };
	struct input in = { data, size };

	memset(&modem, 0, sizeof(modem));
	lossy = false;
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
	violations();
	return 0;
}
