/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device services: which CIDs there are, what each needs, who handles it, who is told.
 */
#ifndef _MODEM_SERVICES_H
#define _MODEM_SERVICES_H

#include "control.h"
#include "info.h"
#include "util.h"

struct modem;

#define CID_QUERY	1
#define CID_SET		2
#define CID_NOTIFY	4

struct cid_desc {
	u32 cid;
	u8 flags;
	u16 min_query, min_set;		/* shortest information buffer of the host */
	void (*handle)(struct modem *m, const struct command *cmd);
};

struct service {
	u8 uuid[16];
	const char *name;
	const struct cid_desc *cids;
	u32 count;
	u32 dss_payload, max_dss;
};

extern const struct service service_basic_connect;	/* basic_connect.c */
extern const struct service service_sms;		/* sms.c */
extern const struct service service_dss;		/* dss.c */
extern const struct service service_dss_echo;		/* dss.c */
extern const struct service service_ms_extensions;	/* ms_ext.c */

/* services.c */
void services_command(struct modem *m, const struct command *cmd);
void services_reset(struct modem *m);
bool services_subscribed(const struct modem *m, const struct service *s, u32 cid);
void services_indicate(struct modem *m, const struct service *s, u32 cid, const struct info *info);
const struct service *services_find(const u8 *uuid);
/* Answer helpers: status alone, or success with information. */
void services_status(struct modem *m, const struct command *cmd, u32 status);
void services_reply(struct modem *m, const struct command *cmd, const struct info *info);
/* DEVICE_SERVICES and DEVICE_SERVICE_SUBSCRIBE_LIST belong to all services. */
void services_device_services(struct modem *m, const struct command *cmd);
void services_subscribe_list(struct modem *m, const struct command *cmd);

/* bc_status.c: SIM, PIN, radio, registration, packet service, signal */
void bc_subscriber_ready(struct modem *m, const struct command *cmd);
void bc_radio_state(struct modem *m, const struct command *cmd);
void bc_pin(struct modem *m, const struct command *cmd);
void bc_pin_list(struct modem *m, const struct command *cmd);
void bc_register_state(struct modem *m, const struct command *cmd);
void bc_packet_service(struct modem *m, const struct command *cmd);
void bc_signal_state(struct modem *m, const struct command *cmd);

/* bc_connect.c: contexts */
void bc_connect(struct modem *m, const struct command *cmd);
void bc_ip_configuration(struct modem *m, const struct command *cmd);
void bc_packet_statistics(struct modem *m, const struct command *cmd);
void bc_ip_packet_filters(struct modem *m, const struct command *cmd);

#endif
