/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A host for mbim_sim's modem in memory: sends it messages, and keeps and puts
 * together what it gets. Included once by each suite.
 */
#ifndef _TESTS_KUNIT_SIM_HOST_H
#define _TESTS_KUNIT_SIM_HOST_H

#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../drivers/mbim_sim/address.c"
#include "../../drivers/mbim_sim/answer.c"
#include "../../drivers/mbim_sim/basic.c"
#include "../../drivers/mbim_sim/context.c"
#include "../../drivers/mbim_sim/extensions.c"
#include "../../drivers/mbim_sim/info.c"
#include "../../drivers/mbim_sim/modem.c"
#include "../../drivers/mbim_sim/radio.c"
#include "../../drivers/mbim_sim/services.c"
#include "../../drivers/mbim_sim/status.c"

#define FRAGMENTS	64
#define HOST_BUFFER	8192

/* What the modem sent, and the message that the host is building. */
static struct sim_host {
	SIM_MODEM *modem;
	unsigned int count, read;
	struct {
		u8 *bytes;
		u32 length, delay;
	} sent[FRAGMENTS];
	u8 message[HOST_BUFFER];
	u32 id;
	u8 done[HOST_BUFFER];		/* the last whole answer or indication */
	u32 done_length;
} host;

static void host_forget(void)
{
	while (host.count)
		kfree(host.sent[--host.count].bytes);
	host.read = 0;
}

static VOID host_take(PVOID context, const UINT8 *fragment, UINT32 length, UINT32 delay)
{
	if (host.count == FRAGMENTS)
		return;
	host.sent[host.count].bytes = kmemdup(fragment, length, GFP_KERNEL);
	host.sent[host.count].length = length;
	host.sent[host.count].delay = delay;
	host.count++;
}

static u32 host_word(unsigned int fragment, u32 offset)
{
	return LeGet32(host.sent[fragment].bytes + offset);
}

static void host_send(const u8 *message, u32 length)
{
	u8 *exact = kmemdup(message, length, GFP_KERNEL);

	/* in memory of its own, so that KASAN sees a step too far */
	SimModemMessage(host.modem, exact, length);
	kfree(exact);
}

static void host_header(u8 *to, u32 type, u32 length)
{
	LePut32(to, type);
	LePut32(to + 4, length);
	LePut32(to + 8, ++host.id);
}

static void host_open(u32 max_transfer)
{
	u8 message[16];

	host_forget();
	host_header(message, MBIM_OPEN_MSG, sizeof(message));
	LePut32(message + 12, max_transfer);
	host_send(message, sizeof(message));
}

static void host_close(void)
{
	u8 message[12];

	host_forget();
	host_header(message, MBIM_CLOSE_MSG, sizeof(message));
	host_send(message, sizeof(message));
}

/* A command in fragments of at most @size bytes. */
static void host_command_cut(const u8 *uuid, u32 cid, bool set, const void *info, u32 length,
			     u32 size)
{
	static u8 fragment[SIM_TRANSFER];
	u8 *body = host.message + MBIM_FRAGMENT_LENGTH;
	u32 whole = MBIM_COMMAND_LENGTH - MBIM_FRAGMENT_LENGTH + length;
	u32 room = size - MBIM_FRAGMENT_LENGTH, total = DIV_ROUND_UP(whole, room), i, part;

	host_forget();
	memcpy(body, uuid, 16);
	LePut32(body + 16, cid);
	LePut32(body + 20, set);
	LePut32(body + 24, length);
	if (length)
		memcpy(body + 28, info, length);
	host.id++;
	for (i = 0; i < total; i++) {
		part = min(room, whole - i * room);
		host.id--;
		host_header(fragment, MBIM_COMMAND_MSG, MBIM_FRAGMENT_LENGTH + part);
		LePut32(fragment + 12, total);
		LePut32(fragment + 16, i);
		memcpy(fragment + MBIM_FRAGMENT_LENGTH, body + i * room, part);
		host_send(fragment, MBIM_FRAGMENT_LENGTH + part);
	}
}

static void host_command(u32 cid, bool set, const void *info, u32 length)
{
	host_command_cut(SimBasicConnect.Uuid, cid, set, info, length, SIM_TRANSFER);
}

/* Puts the next message together. Its type; 0: there is none, or a hole in it. */
static u32 host_next(void)
{
	u32 total, i, type;

	if (host.read == host.count)
		return 0;
	type = host_word(host.read, 0);
	total = host_word(host.read, 12);
	host.done_length = MBIM_FRAGMENT_LENGTH;
	memcpy(host.done, host.sent[host.read].bytes, MBIM_FRAGMENT_LENGTH - 4);
	for (i = 0; i < total; i++, host.read++) {
		if (host.read == host.count || host_word(host.read, 0) != type ||
		    host_word(host.read, 12) != total || host_word(host.read, 16) != i ||
		    host_word(host.read, 4) != host.sent[host.read].length ||
		    host.sent[host.read].length > host.modem->MaxTransfer)
			return 0;
		memcpy(host.done + host.done_length,
		       host.sent[host.read].bytes + MBIM_FRAGMENT_LENGTH,
		       host.sent[host.read].length - MBIM_FRAGMENT_LENGTH);
		host.done_length += host.sent[host.read].length - MBIM_FRAGMENT_LENGTH;
	}
	return type;
}

/* The status of the answer to the last command; ~0: there is no whole one. */
static u32 host_status(void)
{
	if (host_next() != MBIM_COMMAND_DONE || LeGet32(host.done + 8) != host.id ||
	    LeGet32(host.done + 44) != host.done_length - MBIM_COMMAND_LENGTH)
		return ~0u;
	return LeGet32(host.done + 40);
}

static u32 host_info(u32 offset)
{
	return LeGet32(host.done + MBIM_COMMAND_LENGTH + offset);
}

/* The CID of the next indication; 0: there is none. */
static u32 host_indication(void)
{
	if (host_next() != MBIM_INDICATE_STATUS_MSG || LeGet32(host.done + 8))
		return 0;
	return LeGet32(host.done + 36);
}

static u32 host_connect(u32 session, u32 activate, u32 ip_type)
{
	u8 info[64] = { 0 };

	LePut32(info, session);
	LePut32(info + 4, activate);
	LePut32(info + 8, 60);		/* "x" */
	LePut32(info + 12, 2);
	LePut32(info + 40, ip_type);
	LePut16(info + 60, 'x');
	host_command(CID_CONNECT, true, info, sizeof(info));
	return host_status();
}

#define EXPECT_VIOLATION(test, name, n)	\
	KUNIT_EXPECT_EQ(test, host.modem->Violations[SimViolation_##name], (UINT32)(n))

#endif
