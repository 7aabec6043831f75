/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Faults: what a hostile modem does at one point of its work, instead of or with what is right.
 * A knob is one fault with a name; here a test says what it wants:
 *
 *	POINT[+SKIP][:COUNT|:all] ACTION...
 *
 * The first SKIP times nothing happens, then COUNT times [1] it does. Several faults of one point
 * bite one after the other. POINT is a control request, a descriptor, a message of the function, a
 * notification, or a pipe. ACTION is one of
 *
 *	stall, error		the endpoint halts, the transfer fails
 *	never			no answer, ever
 *	unplug			no answer, and the plug is pulled
 *	twice, later		it is sent twice, or behind the next one
 *	size=V			so many bytes, zeros behind what there is
 *	noise=V			nonsense from this offset on
 *	double			the same again behind it
 *	repeat=N, chain=N	NTB: N times its first entry in a new NDP, N times its first NDP
 *	FIELD=V			a field by name: "ndp.next", "mbim.control", "tid"
 *
 * done in their order. V is a number, +N or -N from what was there, @PART for the offset of a part
 * ("@ndp", "@data1", "@end"), or @PART+N, @PART-N.
 */
#ifndef _MODEM_FAULT_H
#define _MODEM_FAULT_H

#include <stdio.h>

#include "loop.h"
#include "util.h"

struct modem;

/*	name, form of the bytes that can be changed there, help */
#define FAULT_POINTS(P) \
	P(get_descriptor, NONE, "GET_DESCRIPTOR") \
	P(set_configuration, NONE, "SET_CONFIGURATION") \
	P(set_interface, NONE, "SET_INTERFACE") \
	P(set_feature, NONE, "SET_FEATURE, as before a sleep with wake") \
	P(clear_feature, NONE, "CLEAR_FEATURE, as after a halt and after such a sleep") \
	P(get_status, NONE, "GET_STATUS, as after a sleep") \
	P(send, NONE, "SEND_ENCAPSULATED_COMMAND") \
	P(fetch, MESSAGE, "GET_ENCAPSULATED_RESPONSE") \
	P(reset, NONE, "RESET_FUNCTION") \
	P(params, PARAMS, "GET_NTB_PARAMETERS") \
	P(get_format, SIZE, "GET_NTB_FORMAT") \
	P(set_format, NONE, "SET_NTB_FORMAT") \
	P(get_input, SIZE, "GET_NTB_INPUT_SIZE") \
	P(set_input, NONE, "SET_NTB_INPUT_SIZE") \
	P(get_datagram, SIZE, "GET_MAX_DATAGRAM_SIZE") \
	P(set_datagram, NONE, "SET_MAX_DATAGRAM_SIZE") \
	P(device, DEVICE, "device descriptor") \
	P(config, CONFIG, "configuration descriptor") \
	P(bos, NONE, "binary object store") \
	P(string, NONE, "string descriptor") \
	P(open_done, MESSAGE, "OPEN_DONE") \
	P(close_done, MESSAGE, "CLOSE_DONE") \
	P(function_error, MESSAGE, "FUNCTION_ERROR") \
	P(connect, MESSAGE, "answer to a CONNECT that activates, its last fragment") \
	P(answer, MESSAGE, "fragments of any other answer") \
	P(indication, MESSAGE, "fragments of an indication") \
	P(notify, NOTIFY, "notification") \
	P(ntb, NTB16, "NTB of the modem") \
	P(bulk_in, NONE, "transfer that is to take one") \
	P(bulk_out, NONE, "transfer with data of the host")

enum fault_point {
#define P(name, form, help) FAULT_##name,
	FAULT_POINTS(P)
#undef P
	FAULT_POINTS_COUNT,
};

/* What bytes are a form of: which fields and parts they have. */
enum fault_form {
	FORM_NONE, FORM_DEVICE, FORM_CONFIG, FORM_PARAMS, FORM_SIZE, FORM_MESSAGE, FORM_NOTIFY,
	FORM_NTB16, FORM_NTB32,
};

/* What becomes of a transfer or message as a whole. */
enum fault_flow {
	FLOW_GOES, FLOW_STALL, FLOW_ERROR, FLOW_NEVER, FLOW_UNPLUG, FLOW_TWICE, FLOW_LATER,
};

#define FAULT_EDITS	12
#define FAULT_ALL	UINT32_MAX

struct fault_edit {
	char name[24];
	char value[24];
};

struct fault {
	struct list_head node;
	enum fault_point point;
	u32 skip, count, bitten;
	enum fault_flow flow;
	struct fault_edit edit[FAULT_EDITS];
	u32 edits;
};

struct fault_book {
	struct list_head faults;
	struct loop_timer unplug;
};

/* fault.c */
void fault_init(struct modem *m);
/* Takes one fault in words.  Return: NULL, or what is wrong with it. */
const char *fault_add(struct modem *m, int n, char **words);
/* Forgets all.  Return: whether each has bitten. */
bool fault_clear(struct modem *m);
void fault_list(const struct modem *m, FILE *out);
void fault_help(FILE *out);
/*
 * This point is reached.  Return: the fault that bites there now, valid until the next event of the
 * loop, or NULL.  An unplug is on its way when this returns.
 */
const struct fault *fault_take(struct modem *m, enum fault_point point);

static inline enum fault_flow fault_flow(const struct fault *f)
{
	return f ? f->flow : FLOW_GOES;
}

/* What is at this point is not answered or sent. */
static inline bool fault_swallows(const struct fault *f)
{
	return fault_flow(f) == FLOW_NEVER || fault_flow(f) == FLOW_UNPLUG;
}

/* fault_bytes.c */
/* Is there such an edit of such bytes? */
bool fault_edit_known(enum fault_form form, const char *name, const char *value);
/*
 * Changes len bytes at p, where there is room for more.  Nothing for f == NULL.  A field that these
 * bytes do not have is left out.
 * Return: the new length.
 */
u32 fault_bytes(const struct fault *f, enum fault_form form, u8 *p, u32 len, u32 room);

#endif
