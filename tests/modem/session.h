/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IP sessions and device-service sessions of the modem, and the network behind them.
 */
#ifndef _MODEM_SESSION_H
#define _MODEM_SESSION_H

#include <netinet/in.h>

#include "loop.h"
#include "util.h"

struct modem;

#define MAX_SESSIONS 256

struct session {
	u8 id;
	bool active;
	bool confirmed;		/* the host has read the answer to its CONNECT */
	bool grace;		/* traffic tolerated after deactivation until grace_us */
	u64 grace_us;
	u32 ip_type;
	u8 context_type[16];
	char apn[101];
	struct in_addr addr4, gw4, dns4;
	struct in6_addr addr6, gw6, dns6;

	u64 up_packets, up_bytes, down_packets, down_bytes;
	u32 activations;
	struct tun *tun;
};

struct dss_session {
	bool active;
	bool grace;
	u64 grace_us;
	u8 uuid[16];
	u64 up_packets, up_bytes;
};

struct session_table {
	struct session ip[MAX_SESSIONS];
	struct dss_session dss[MAX_SESSIONS];
};

/* session.c */
void session_init(struct modem *m);
struct session *session_get(struct modem *m, u32 id);	/* NULL when out of range */
bool session_has_v4(const struct session *s);
bool session_has_v6(const struct session *s);
void session_activate(struct modem *m, struct session *s);
void session_deactivate(struct modem *m, struct session *s);
u32 session_active_count(const struct modem *m);
/* CLOSE and resets: everything ends, nothing is indicated. */
void session_end_all(struct modem *m);
/* Datagrams of the host, as the NTB decoder finds them. */
void session_uplink(struct modem *m, u8 id, const u8 *p, u32 len);
void session_uplink_dss(struct modem *m, u8 id, const u8 *p, u32 len);
/* A datagram of the network towards the host. */
void session_downlink(struct modem *m, struct session *s, const void *p, u32 len);

/* ip_check.c: Return: false when the datagram is too broken to go on. */
bool ip_check(struct modem *m, struct session *s, const u8 *p, u32 len);

/* netside.c: the network behind a session */
struct netside;
void netside_init(struct modem *m);
void netside_exit(struct modem *m);
void netside_session_up(struct modem *m, struct session *s);
void netside_session_down(struct modem *m, struct session *s);
void netside_input(struct modem *m, struct session *s, const u8 *p, u32 len);

/* tun.c */
int tun_namespace_enter(struct modem *m, const char *name);
void tun_namespace_leave(struct modem *m);
void tun_create(struct modem *m, struct session *s);
void tun_destroy(struct modem *m, struct session *s);
void tun_write(struct session *s, const u8 *p, u32 len);

#endif
