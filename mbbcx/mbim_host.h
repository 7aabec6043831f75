/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MBIM from the function's side: what a port's user writes is checked here, and
 * what it reads is built here. Pure. The other direction is in mbim_msg.h.
 */
#ifndef _MBBCX_MBIM_HOST_H
#define _MBBCX_MBIM_HOST_H

#include "mbim_msg.h"

/**
 * mbim_host_msg_check() - is there a message from a host at @buf?
 *
 * The mirror of mbim_msg_check(), with the same results.
 *
 * Return: 0; -1 if the bytes are no message and the rest of the write cannot
 * be trusted; -2 if the length is good but the content is not.
 */
int mbim_host_msg_check(const void *buf, size_t len, struct mbim_msg_info *info);

/* Builders return the message's length. */
size_t mbim_build_done(void *buf, u32 type, u32 tid, u32 status);	/* 16 bytes */
size_t mbim_build_function_error(void *buf, u32 tid, u32 error);	/* 16 bytes */
/* 48 + @info_len bytes */
size_t mbim_build_command_done(void *buf, u32 tid, const u8 service[16], u32 cid, u32 status,
			       const void *info, size_t info_len);
/* 44 + @info_len bytes */
size_t mbim_build_indication(void *buf, const u8 service[16], u32 cid, const void *info,
			     size_t info_len);

#endif
