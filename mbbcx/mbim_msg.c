// SPDX-License-Identifier: GPL-2.0
/*
 * MBIM messages: header checks and builders. Pure; fragments are put together
 * in mbim_frag.c, information buffers are read in mbim_basic.c.
 */
#include "mbim_msg.h"

const u8 mbim_uuid_basic_connect[16] = MBIM_UUID_BASIC_CONNECT;
const u8 mbim_uuid_sms[16] = MBIM_UUID_SMS;
const u8 mbim_uuid_ussd[16] = MBIM_UUID_USSD;
const u8 mbim_uuid_phonebook[16] = MBIM_UUID_PHONEBOOK;
const u8 mbim_uuid_stk[16] = MBIM_UUID_STK;
const u8 mbim_uuid_auth[16] = MBIM_UUID_AUTH;
const u8 mbim_uuid_dss[16] = MBIM_UUID_DSS;
const u8 mbim_uuid_ms_extensions[16] = MBIM_UUID_MS_BASIC_CONNECT_EXTENSIONS;
const u8 mbim_uuid_ms_uicc[16] = MBIM_UUID_MS_UICC_LOW_LEVEL;

#define FRAGMENT_HEAD	sizeof(struct mbim_fragment)

bool mbim_msg_is_fragmented(u32 type)
{
	return type == MBIM_COMMAND_MSG || type == MBIM_COMMAND_DONE ||
	       type == MBIM_INDICATE_STATUS_MSG;
}

/* Shortest message of a type that a function sends; 0: it sends no such type. */
static size_t function_msg_min(u32 type)
{
	switch (type) {
	case MBIM_OPEN_DONE:
	case MBIM_CLOSE_DONE:
		return sizeof(struct mbim_done);
	case MBIM_FUNCTION_ERROR_MSG:
		return sizeof(struct mbim_error_msg);
	case MBIM_COMMAND_DONE:
	case MBIM_INDICATE_STATUS_MSG:
		return FRAGMENT_HEAD;
	default:
		return 0;
	}
}

int mbim_msg_check_by(const void *buf, size_t len, struct mbim_msg_info *info,
		      size_t (*shortest)(u32 type))
{
	const struct mbim_fragment *f = buf;
	size_t min;

	memset(info, 0, sizeof(*info));
	if (len < sizeof(f->header))
		return -1;

	info->type = get_unaligned_le32(&f->header.MessageType);
	info->len = get_unaligned_le32(&f->header.MessageLength);
	info->tid = get_unaligned_le32(&f->header.TransactionId);
	info->total = 1;
	if (info->len < sizeof(f->header) || info->len > len)
		return -1;

	min = shortest(info->type);
	if (!min || info->len < min)
		return -2;
	if (!mbim_msg_is_fragmented(info->type))
		return 0;

	info->total = get_unaligned_le32(&f->frag.TotalFragments);
	info->current_frag = get_unaligned_le32(&f->frag.CurrentFragment);
	return info->total ? 0 : -2;
}

int mbim_msg_check(const void *buf, size_t len, struct mbim_msg_info *info)
{
	return mbim_msg_check_by(buf, len, info, function_msg_min);
}

bool mbim_msg_complete(const void *msg, size_t len)
{
	const struct mbim_command_done *done = msg;
	const struct mbim_indicate_status_msg *ind = msg;

	if (len < sizeof(done->header))
		return false;
	switch (get_unaligned_le32(&done->header.MessageType)) {
	case MBIM_COMMAND_DONE:
		return len >= sizeof(*done) &&
		       get_unaligned_le32(&done->InformationBufferLength) == len - sizeof(*done);
	case MBIM_INDICATE_STATUS_MSG:
		return len >= sizeof(*ind) &&
		       get_unaligned_le32(&ind->InformationBufferLength) == len - sizeof(*ind);
	case MBIM_COMMAND_MSG:
		return mbim_command_complete(msg, len);
	default:
		return false;
	}
}

bool mbim_command_complete(const void *msg, size_t len)
{
	const struct mbim_command_msg *cmd = msg;

	return len >= sizeof(*cmd) && len <= MBIM_MESSAGE_MAX &&
	       get_unaligned_le32(&cmd->header.MessageType) == MBIM_COMMAND_MSG &&
	       get_unaligned_le32(&cmd->header.MessageLength) == len &&
	       get_unaligned_le32(&cmd->InformationBufferLength) == len - sizeof(*cmd);
}

void mbim_build_header(struct mbim_message_header *h, u32 type, size_t len, u32 tid)
{
	put_unaligned_le32(type, &h->MessageType);
	put_unaligned_le32((u32)len, &h->MessageLength);
	put_unaligned_le32(tid, &h->TransactionId);
}

void mbim_build_one_fragment(struct mbim_fragment_header *f)
{
	put_unaligned_le32(1, &f->TotalFragments);
	put_unaligned_le32(0, &f->CurrentFragment);
}

size_t mbim_build_open(void *buf, u32 tid, u32 max_transfer)
{
	struct mbim_open_msg *open = buf;

	mbim_build_header(&open->header, MBIM_OPEN_MSG, sizeof(*open), tid);
	put_unaligned_le32(max_transfer, &open->MaxControlTransfer);
	return sizeof(*open);
}

size_t mbim_build_close(void *buf, u32 tid)
{
	struct mbim_close_msg *close = buf;

	mbim_build_header(&close->header, MBIM_CLOSE_MSG, sizeof(*close), tid);
	return sizeof(*close);
}

size_t mbim_build_host_error(void *buf, u32 tid, u32 error)
{
	struct mbim_error_msg *msg = buf;

	mbim_build_header(&msg->header, MBIM_HOST_ERROR_MSG, sizeof(*msg), tid);
	put_unaligned_le32(error, &msg->ErrorStatusCode);
	return sizeof(*msg);
}

size_t mbim_build_command(void *buf, u32 tid, const u8 service[16], u32 cid, bool set,
			  const void *info, size_t info_len)
{
	struct mbim_command_msg *cmd = buf;
	size_t len = sizeof(*cmd) + info_len;

	mbim_build_header(&cmd->header, MBIM_COMMAND_MSG, len, tid);
	mbim_build_one_fragment(&cmd->frag);
	memcpy(cmd->DeviceServiceId, service, sizeof(cmd->DeviceServiceId));
	put_unaligned_le32(cid, &cmd->CID);
	put_unaligned_le32(set ? MBIM_COMMAND_SET : MBIM_COMMAND_QUERY, &cmd->CommandType);
	put_unaligned_le32((u32)info_len, &cmd->InformationBufferLength);
	if (info && info_len)
		memcpy(cmd->InformationBuffer, info, info_len);
	else if (info_len)
		memset(cmd->InformationBuffer, 0, info_len);
	return len;
}

bool mbim_msg_is_about(const void *msg, size_t len, const u8 service[16], u32 cid)
{
	const struct mbim_command_msg *cmd = msg;	/* service and CID sit alike in all */

	return len >= offsetof(struct mbim_command_msg, CommandType) &&
	       !memcmp(cmd->DeviceServiceId, service, sizeof(cmd->DeviceServiceId)) &&
	       get_unaligned_le32(&cmd->CID) == cid;
}
