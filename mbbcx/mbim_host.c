// SPDX-License-Identifier: GPL-2.0
/*
 * The function's side of MBIM messages: see mbim_host.h. Pure.
 */
#include "mbim_host.h"

/* Shortest message of a type that a host sends; 0: it sends no such type. */
static size_t host_msg_min(u32 type)
{
	switch (type) {
	case MBIM_OPEN_MSG:
		return sizeof(struct mbim_open_msg);
	case MBIM_CLOSE_MSG:
		return sizeof(struct mbim_close_msg);
	case MBIM_COMMAND_MSG:
		return sizeof(struct mbim_fragment);
	case MBIM_HOST_ERROR_MSG:
		return sizeof(struct mbim_error_msg);
	default:
		return 0;
	}
}

int mbim_host_msg_check(const void *buf, size_t len, struct mbim_msg_info *info)
{
	return mbim_msg_check_by(buf, len, info, host_msg_min);
}

size_t mbim_build_done(void *buf, u32 type, u32 tid, u32 status)
{
	struct mbim_done *done = buf;

	mbim_build_header(&done->header, type, sizeof(*done), tid);
	put_unaligned_le32(status, &done->Status);
	return sizeof(*done);
}

size_t mbim_build_function_error(void *buf, u32 tid, u32 error)
{
	struct mbim_error_msg *msg = buf;

	mbim_build_header(&msg->header, MBIM_FUNCTION_ERROR_MSG, sizeof(*msg), tid);
	put_unaligned_le32(error, &msg->ErrorStatusCode);
	return sizeof(*msg);
}

size_t mbim_build_command_done(void *buf, u32 tid, const u8 service[16], u32 cid, u32 status,
			       const void *info, size_t info_len)
{
	struct mbim_command_done *done = buf;
	size_t len = sizeof(*done) + info_len;

	mbim_build_header(&done->header, MBIM_COMMAND_DONE, len, tid);
	mbim_build_one_fragment(&done->frag);
	memcpy(done->DeviceServiceId, service, sizeof(done->DeviceServiceId));
	put_unaligned_le32(cid, &done->CID);
	put_unaligned_le32(status, &done->Status);
	put_unaligned_le32((u32)info_len, &done->InformationBufferLength);
	if (info_len)
		memcpy(done->InformationBuffer, info, info_len);
	return len;
}

size_t mbim_build_indication(void *buf, const u8 service[16], u32 cid, const void *info,
			     size_t info_len)
{
	struct mbim_indicate_status_msg *ind = buf;
	size_t len = sizeof(*ind) + info_len;

	mbim_build_header(&ind->header, MBIM_INDICATE_STATUS_MSG, len, 0);
	mbim_build_one_fragment(&ind->frag);
	memcpy(ind->DeviceServiceId, service, sizeof(ind->DeviceServiceId));
	put_unaligned_le32(cid, &ind->CID);
	put_unaligned_le32((u32)info_len, &ind->InformationBufferLength);
	if (info_len)
		memcpy(ind->InformationBuffer, info, info_len);
	return len;
}
