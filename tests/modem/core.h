/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The modem as one object.  Each part's own header says what its state means.
 */
#ifndef _MODEM_CORE_H
#define _MODEM_CORE_H

#include "config.h"
#include "control.h"
#include "data.h"
#include "fault.h"
#include "knobs.h"
#include "loop.h"
#include "mbim.h"
#include "radio.h"
#include "session.h"
#include "transport.h"
#include "usb.h"
#include "util.h"
#include "violation.h"

struct modem {
	struct modem_config cfg;
	struct knobs knobs;
	struct fault_book faults;
	struct loop *loop;
	struct transport *transport;
	struct violation_log violations;
	struct usb_state usb;
	struct control control;
	struct data_path data;
	struct radio radio;
	struct session_table sessions;
	struct netside *netside;
};

/* core.c */
struct modem *modem_create(const struct modem_config *cfg, struct loop *loop);
void modem_destroy(struct modem *m);
void modem_log(struct modem *m, const char *fmt, ...) __printf(2, 3);
void modem_status(struct modem *m, FILE *out);

#endif
