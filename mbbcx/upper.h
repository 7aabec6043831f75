/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What sessions, ports and subscriptions offer each other. The engine does not
 * include this.
 */
#ifndef _MBBCX_UPPER_H
#define _MBBCX_UPPER_H

#include <linux/types.h>

struct mbb_device;
struct mbb_dss_session;
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

/* ---- session_ip.c ---- */
/* Somebody was answered with an IP_CONFIGURATION information buffer, or it was
 * indicated.
 */
void mbb_sessions_ip_configuration(struct mbb_device *mbb, const void *info, size_t len);

/* ---- dss_table.c ---- */
/*
 * A DSS_CONNECT that activates @id is on its way: data are taken from now on, until
 * the matching forget unless it was activated. Never waits. ERR_PTR: -ERANGE,
 * -EOPNOTSUPP (the client has no device service sessions), -ENODEV, -ENOMEM.
 */
struct mbb_dss_session *mbb_dss_expect(struct mbb_device *mbb, u32 id);
void mbb_dss_forget(struct mbb_dss_session *session);
/* The function agreed. -errno: there is no character device for it, and the
 * function has been told to forget it. Delivery worker.
 */
int mbb_dss_activated(struct mbb_device *mbb, u32 id, const u8 service[16]);
void mbb_dss_deactivated(struct mbb_device *mbb, u32 id);

/* ---- linux/link.c ---- */
/* The wwan_dev; there is one while there are sessions. Process context. */
struct device *mbb_links_parent(struct mbb_device *mbb);

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
