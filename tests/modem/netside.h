/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Inside of the network behind the sessions; the rest of the modem uses session.h.
 */
#ifndef _MODEM_NETSIDE_H
#define _MODEM_NETSIDE_H

#include "../traffic/payload.h"
#include "loop.h"
#include "session.h"
#include "util.h"

#define NETSIDE_FLOWS 16

/* Where a datagram came from, so that an answer finds back. */
struct peer {
	struct session *session;
	bool v6;
	u8 local[16], remote[16];
	u16 local_port, remote_port;
};

struct sink {
	bool used, raw, v6;
	u8 session;
	u32 flow;
	struct payload_track track;
};

struct source {
	struct list_head node;
	struct modem *modem;
	struct loop_timer timer;
	struct peer peer;
	bool raw;
	u32 flow, seq, count, min, max, interval_us, burst;
};

struct netside {
	struct sink sink[NETSIDE_FLOWS];
	u32 next_sink;
	struct list_head sources;
	u64 echoes, pings, sunk, sourced, unanswered, solicitations;

	/* network namespace of TUN mode */
	int home_ns, tun_ns;
	bool ns_owned;
	char ns_path[128];
};

/* netside.c */
void netside_reply_udp(struct modem *m, const struct peer *peer, const void *data, u32 len);
/* Room that a datagram to this peer leaves for UDP data. */
void netside_send_raw(struct modem *m, const struct peer *peer, u8 proto, u32 seq, u32 ip_len,
		      u32 flow);

/* netside_udp.c */
void netside_udp(struct modem *m, const struct peer *peer, const u8 *data, u32 len);
void netside_raw_sink(struct modem *m, const struct peer *peer, u32 seq, const u8 *data, u32 len);
/* Starts a source towards peer. */
void netside_source_start(struct modem *m, const struct peer *peer, bool raw, u32 flow, u32 count,
			  u32 min, u32 max, u32 interval_us, u32 burst);
void netside_sources_stop(struct modem *m, const struct session *s);

#endif
