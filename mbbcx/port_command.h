/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A command of a port's user, between port_command.c and port_connect.c.
 */
#ifndef _MBBCX_PORT_COMMAND_H
#define _MBBCX_PORT_COMMAND_H

#include "port.h"

/**
 * struct mbb_port_command - a command on its way
 * @cmd: the engine's
 * @ref: whoever is going to end it, and who looks at it without port->lock
 * @port: referenced
 * @node: in port->commands while the user waits for the answer, else empty
 * @parked: in port->parked
 * @life: port->life when it was written
 * @tid: the user's TransactionId
 * @set: CommandType
 * @cancelled: while parked: never mind; port->lock
 * @connect: CONNECT set for @session, which is held
 * @activate: likewise: ActivationCommand
 * @may_link: likewise: its user may have a network interface made for it
 * @session: likewise: SessionId
 * @dss: DSS_CONNECT set, with @activate and @session as above
 * @expected: likewise, to activate: the session, held
 * @wish: SUBSCRIBE_LIST set: the user's set
 * @force: likewise: what @msg says
 * @echo: likewise: the user's information buffer
 * @echo_len: its length
 * @msg: what is sent
 */
struct mbb_port_command {
	struct mbb_command cmd;
	struct kref ref;
	struct mbb_port *port;
	struct list_head node;
	struct list_head parked;
	unsigned int life;
	u32 tid;
	bool set;
	bool cancelled;
	bool connect;
	bool activate;
	bool may_link;
	u32 session;
	bool dss;
	struct mbb_dss_session *expected;
	struct mbim_subscribe_set *wish;
	struct mbim_subscribe_set *force;
	void *echo;
	size_t echo_len;
	u8 msg[];
};

/* ---- port_command.c ---- */
void mbb_port_command_put(struct mbb_port_command *pc);
/* Answer with a status of our own, if the user still waits. */
void mbb_port_command_refuse(struct mbb_port_command *pc, u32 status);
/* To the engine, or to its end if the engine does not take it. */
void mbb_port_command_submit(struct mbb_port_command *pc);
/* The end of every command that was submitted, or should have been. */
void mbb_port_command_end(struct mbb_port_command *pc, int err, const void *answer, size_t len);

/* ---- port_connect.c ---- */
/* A CONNECT set: false if it was refused, else its session is held. */
bool mbb_port_connect(struct mbb_port_command *pc);
/* True if the command waits for the worker now, which submits it. */
bool mbb_port_park(struct mbb_port_command *pc);

/* ---- port_dss.c ---- */
/* A DSS_CONNECT set: false if it was refused, else its session is expected. */
bool mbb_port_dss(struct mbb_port_command *pc);
/* The function answered. -errno: it may have agreed, but there is no device. */
int mbb_port_dss_answered(struct mbb_port_command *pc, u32 status);

#endif
