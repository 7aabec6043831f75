/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What sessions, ports and subscriptions offer each other. The engine does not
 * include this.
 */
#ifndef _MBBCX_UPPER_H
#define _MBBCX_UPPER_H

#include <linux/types.h>

struct mbb_device;
struct mbb_port;
struct mbb_ports;
struct mbim_subscribe_set;

/* ---- session.c ---- */
/* Does the session have an adapter and a link? Any context. */
bool mbb_session_ready(struct mbb_device *mbb, u32 id);
/* A CONNECT for @id is on its way: an on-demand link is not taken away before
 * the matching release, and the adapter stays whoever deletes the link. Any
 * context.
 */
void mbb_session_hold(struct mbb_device *mbb, u32 id);
void mbb_session_release(struct mbb_device *mbb, u32 id);

/* ---- session_state.c ---- */
/* Somebody was answered with a PACKET_SERVICE information buffer. */
void mbb_sessions_packet_service(struct mbb_device *mbb, const void *info, size_t len);

/* ---- ports.c ---- */
/*
 * A Set was answered: the function sends no indication for it, so the users of
 * the other ports are told here. @except: the port that asked, NULL: MbbCx.
 * @answer: COMMAND_DONE as one fragment. Process context.
 */
void mbb_ports_publish(struct mbb_device *mbb, const struct mbb_port *except,
		       const void *answer, size_t len);

/* ---- subscribe.c ---- */
/* The function was opened anew, and has the standard subscriptions. */
void mbb_subscriptions_reset(struct mbb_device *mbb);

#endif
