/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MBIM messages as bytes: checking and reading headers, building the messages
 * of the host. Pure: touches only the memory it is given.
 */
#ifndef _MBBCX_MBIM_MSG_H
#define _MBBCX_MBIM_MSG_H

#include "mbim_defs.h"

/**
 * struct mbim_msg_info - a checked message or fragment
 * @type: MessageType
 * @len: MessageLength, at most what was received
 * @tid: TransactionId
 * @total: TotalFragments, 1 for messages without a fragment header
 * @current: CurrentFragment
 */
struct mbim_msg_info {
	u32 type;
	u32 len;
	u32 tid;
	u32 total;
	u32 current_frag;
};

/* Does a message of this type carry a fragment header? */
bool mbim_msg_is_fragmented(u32 type);

/**
 * mbim_msg_check() - is there a message from a function at @buf?
 *
 * Checks what can be known from one fragment: the header fits, MessageLength
 * fits @len and the type's minimum, fragment numbers are possible.
 *
 * Return: 0; -1 if the bytes are no message and the rest of the transfer
 * cannot be trusted; -2 if the length is good but the content is not (unknown
 * type, impossible fragment numbers): skip @info->len bytes.
 */
int mbim_msg_check(const void *buf, size_t len, struct mbim_msg_info *info);

/* The same for the types that one side sends: @shortest gives the least length of
 * one, and 0 for a type that it does not send.
 */
int mbim_msg_check_by(const void *buf, size_t len, struct mbim_msg_info *info,
		      size_t (*shortest)(u32 type));

/**
 * mbim_msg_complete() - check a whole COMMAND_DONE, INDICATE_STATUS or COMMAND_MSG
 *
 * Return: true if the length agrees with InformationBufferLength.
 */
bool mbim_msg_complete(const void *msg, size_t len);

/* The same for a COMMAND_MSG of one fragment, as a user hands it in. */
bool mbim_command_complete(const void *msg, size_t len);

/* What every message begins with; and the fragment header of one that is whole. */
void mbim_build_header(struct mbim_message_header *h, u32 type, size_t len, u32 tid);
void mbim_build_one_fragment(struct mbim_fragment_header *f);

/* Builders return the message's length; @buf must be large enough. */
size_t mbim_build_open(void *buf, u32 tid, u32 max_transfer);	/* 16 bytes */
size_t mbim_build_close(void *buf, u32 tid);			/* 12 bytes */
size_t mbim_build_host_error(void *buf, u32 tid, u32 error);	/* 16 bytes */
/* 48 + @info_len bytes; @info NULL: zeroes */
size_t mbim_build_command(void *buf, u32 tid, const u8 service[16], u32 cid, bool set,
			  const void *info, size_t info_len);

/* Is @msg, at least 40 bytes of a fragment 0, about @cid of @service? */
bool mbim_msg_is_about(const void *msg, size_t len, const u8 service[16], u32 cid);

extern const u8 mbim_uuid_basic_connect[16];
extern const u8 mbim_uuid_sms[16];
extern const u8 mbim_uuid_ussd[16];
extern const u8 mbim_uuid_phonebook[16];
extern const u8 mbim_uuid_stk[16];
extern const u8 mbim_uuid_auth[16];
extern const u8 mbim_uuid_dss[16];
extern const u8 mbim_uuid_ms_extensions[16];
extern const u8 mbim_uuid_ms_uicc[16];

#endif
