/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Knobs: what a test changes while the modem runs, mostly faults that know what they disturb; what
 * spoils a transfer or its bytes is in fault.h.  A counting knob says how many times something
 * happens and counts down; a level knob holds until it is set again.
 */
#ifndef _MODEM_KNOBS_H
#define _MODEM_KNOBS_H

#include <stdio.h>

#include "util.h"

/*	name, kind, help */
#define KNOBS(K) \
	K(ep0_delay_ms, LEVEL, "delay of every control transfer") \
	K(reset_stall, COUNT, "RESET_FUNCTION requests that are stalled") \
	K(input_size_stall, LEVEL, "GET_NTB_INPUT_SIZE is stalled") \
	K(command_stall, COUNT, "SEND_ENCAPSULATED_COMMAND requests that are stalled") \
	K(command_error, COUNT, "those that fail with a protocol error") \
	K(response_error, COUNT, "GET_ENCAPSULATED_RESPONSE requests that fail with one") \
	K(response_stall, COUNT, "GET_ENCAPSULATED_RESPONSE requests that are stalled") \
	K(response_empty, COUNT, "GET_ENCAPSULATED_RESPONSE requests answered with nothing") \
	K(notify_drop, COUNT, "RESPONSE_AVAILABLE notifications that are lost") \
	K(notify_extra, COUNT, "RESPONSE_AVAILABLE notifications sent twice") \
	K(notify_short, COUNT, "notifications cut to 4 bytes") \
	K(notify_error, COUNT, "interrupt transfers that fail with a protocol error") \
	K(open_delay_ms, LEVEL, "delay of OPEN_DONE") \
	K(open_drop, COUNT, "OPEN messages that get no answer") \
	K(open_status, LEVEL, "status of OPEN_DONE") \
	K(open_max_transfer, COUNT, "OPEN messages answered with FUNCTION_ERROR MAX_TRANSFER") \
	K(close_drop, COUNT, "CLOSE messages that get no answer") \
	K(answer_delay_ms, LEVEL, "delay of every COMMAND_DONE") \
	K(connect_delay_ms, LEVEL, "further delay of the answer to CONNECT") \
	K(mute, LEVEL, "nothing that the host says is heard") \
	K(answer_drop, COUNT, "commands that get no answer") \
	K(answer_busy, COUNT, "commands answered with BUSY") \
	K(answer_twice, COUNT, "answers sent twice") \
	K(answer_foreign, COUNT, "answers preceded by one to a transaction that there is not") \
	K(answer_mismatch, COUNT, "answers that name another CID") \
	K(answer_malformed, COUNT, "answers whose InformationBufferLength is a lie") \
	K(function_error, COUNT, "commands answered with FUNCTION_ERROR") \
	K(function_error_code, LEVEL, "its code, 0 = UNKNOWN") \
	K(fragment_drop, COUNT, "fragments of answers that are lost") \
	K(connect_fail, COUNT, "activations that fail") \
	K(connect_fail_nw_error, LEVEL, "their NwError") \
	K(ip_mtu, LEVEL, "MTU in IP_CONFIGURATION, 0 = that of --mtu") \
	K(out_hold, LEVEL, "bulk OUT transfers are left waiting") \
	K(out_stall, COUNT, "bulk OUT transfers that halt the endpoint") \
	K(out_error, COUNT, "bulk OUT transfers that fail with a protocol error") \
	K(in_hold, LEVEL, "bulk IN transfers are left waiting") \
	K(in_stall, COUNT, "bulk IN transfers that halt the endpoint") \
	K(in_error, COUNT, "bulk IN transfers that fail with a protocol error") \
	K(in_pad, LEVEL, "NTBs are padded to 1 multiple of the packet size, 2 one above, " \
	  "3 one below, 4 the full input size, 5 each in turn") \
	K(in_block_zero, LEVEL, "wBlockLength 0 in NTB16") \
	K(spoil_rate, LEVEL, "of so many transfers to the host one is spoiled, whatever it is") \
	K(spoil_seed, LEVEL, "which, and how, when the first one is")

struct knobs {
#define K(name, kind, help) u32 name;
	KNOBS(K)
#undef K
};

/* Uses up one count.  Return: whether it happens this time. */
static inline bool knob_take(u32 *knob)
{
	if (!*knob)
		return false;
	--*knob;
	return true;
}

/* Return: 0, or -1 for an unknown name or a malformed value. */
int knob_set(struct knobs *knobs, const char *name, const char *value);
void knob_list(const struct knobs *knobs, FILE *out);
void knob_help(FILE *out);

#endif
