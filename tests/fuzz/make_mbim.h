/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MBIM messages of either side, whole and in fragments, as they should be but for a
 * fragment now and then: two bytes of length before each transfer.
 */
#ifndef _FUZZ_MAKE_MBIM_H
#define _FUZZ_MAKE_MBIM_H

#include "../../mbbcx/mbim_msg.h"
#include "make.h"

static void make_service(struct maker *m)
{
	static const u8 *const known[] = {
		mbim_uuid_basic_connect, mbim_uuid_sms, mbim_uuid_dss, mbim_uuid_ms_extensions
	};

	if (make_chance(m, 8))
		make_noise(m, 16);
	else
		make_bytes(m, known[make_pick(m, 4)], 16);
}

/* A message or, @total > 1, its fragment @number, as a transfer of its own. */
static void make_message(struct maker *m, u32 type, u32 tid, u32 number, u32 total, u32 left,
			 u32 part)
{
	size_t at = make_put(m, 0, 2), start = make_put(m, type, 4);

	make_put(m, 0, 4);
	make_put(m, tid, 4);
	if (mbim_msg_is_fragmented(type)) {
		make_put(m, total, 4);
		make_put(m, number, 4);
		if (!number) {
			make_service(m);
			make_put(m, make_pick(m, 30), 4);
			if (type != MBIM_INDICATE_STATUS_MSG)
				make_put(m, make_pick(m, 2), 4);
			make_put(m, left, 4);
		}
		make_noise(m, part);
	} else if (type != MBIM_CLOSE_MSG) {
		make_put(m, make_chance(m, 2) ? 0 : make_pick(m, 10), 4);
	}
	make_set(m, start + 4, (u32)(m->size - start), 4);
	make_set(m, at, (u32)(m->size - start), 2);
}

static void make_messages(struct maker *m)
{
	static const u32 types[] = {
		MBIM_OPEN_MSG, MBIM_CLOSE_MSG, MBIM_COMMAND_MSG, MBIM_HOST_ERROR_MSG,
		MBIM_OPEN_DONE, MBIM_CLOSE_DONE, MBIM_COMMAND_DONE, MBIM_COMMAND_DONE,
		MBIM_FUNCTION_ERROR_MSG, MBIM_INDICATE_STATUS_MSG
	};
	u32 n = 1 + make_pick(m, 6), type, tid, left, part, total, i;

	while (n--) {
		type = types[make_pick(m, 10)];
		tid = make_pick(m, 5);
		left = make_pick(m, make_chance(m, 4) ? 3000 : 200);
		part = 1 + make_pick(m, left + 1);
		total = left ? (left + part - 1) / part : 1;
		/* Now and then one is lost, comes twice, is empty, or is one too many. */
		total -= make_chance(m, 20);
		for (i = make_chance(m, 20); i < total; i += !make_chance(m, 20))
			make_message(m, type, tid, i + make_chance(m, 40), total, left,
				     make_chance(m, 40) ? 0 :
				     i + 1 < total ? part : left - part * (total - 1));
	}
}

#endif
