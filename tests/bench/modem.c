// SPDX-License-Identifier: GPL-2.0
/* modem.h: see there. */
#include "modem.h"

#include "../../drivers/mbim_sim/address.c"
#include "../../drivers/mbim_sim/answer.c"
#include "../../drivers/mbim_sim/basic.c"
#include "../../drivers/mbim_sim/context.c"
#include "../../drivers/mbim_sim/extensions.c"
#include "../../drivers/mbim_sim/info.c"
#include "../../drivers/mbim_sim/modem.c"
#include "../../drivers/mbim_sim/radio.c"
#include "../../drivers/mbim_sim/services.c"
#include "../../drivers/mbim_sim/status.c"

const unsigned int bench_modem_size = sizeof(SIM_MODEM);

static void (*bench_emit)(const unsigned char *data, unsigned int length);

static VOID BenchEmit(PVOID Context, const UINT8 *Fragment, UINT32 Length, UINT32 Delay)
{
	bench_emit(Fragment, Length);
}

void bench_modem_init(void *memory, void (*emit)(const unsigned char *data, unsigned int length))
{
	bench_emit = emit;
	SimModemInit(memory, 0, MBIMEX_1_0, BenchEmit, NULL);
}

void bench_modem_reset(void *memory)
{
	SimModemReset(memory);
}

void bench_modem_message(void *memory, const unsigned char *data, unsigned int length)
{
	SimModemMessage(memory, data, length);
}
