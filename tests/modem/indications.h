/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The structures that are both answer and indication, and the sending of the latter.
 */
#ifndef _MODEM_INDICATIONS_H
#define _MODEM_INDICATIONS_H

#include "info.h"

struct modem;
struct session;

/* bc_status.c */
void fill_subscriber_ready(struct modem *m, struct info *i);
void fill_radio_state(struct modem *m, struct info *i);
void fill_register_state(struct modem *m, struct info *i);
void fill_packet_service(struct modem *m, struct info *i);
void fill_signal_state(struct modem *m, struct info *i);

/* bc_connect.c */
void fill_connect(struct modem *m, const struct session *s, u32 nw_error, struct info *i);
void fill_ip_configuration(struct modem *m, const struct session *s, struct info *i);

/* indications.c */
void indicate_subscriber_ready(struct modem *m);
void indicate_radio_state(struct modem *m);
void indicate_register_state(struct modem *m);
void indicate_packet_service(struct modem *m);
void indicate_signal_state(struct modem *m);
void indicate_connect(struct modem *m, const struct session *s, u32 nw_error);
void indicate_ip_configuration(struct modem *m, const struct session *s);

#endif
