// SPDX-License-Identifier: GPL-2.0
/*
 * Information buffers of MBIM.  Strings are UTF-16LE without terminator on the wire; the emulated
 * modem only ever has ASCII of its own, and maps what it cannot show to '?'.
 */
#include "info.h"

#include "core.h"

#define TLV_HEADER	8
#define TLV_STRING	10

void info_init(struct info *i, u32 fixed)
{
	memset(i->data, 0, fixed);
	i->len = fixed;
}

void info_put32(struct info *i, u32 off, u32 v)
{
	put_le32(i->data + off, v);
}

void info_put64(struct info *i, u32 off, u64 v)
{
	put_le64(i->data + off, v);
}

void info_put_uuid(struct info *i, u32 off, const u8 *uuid)
{
	memcpy(i->data + off, uuid, 16);
}

u32 info_append(struct info *i, const void *p, u32 len)
{
	u32 off = i->len, padded = align_up(len, 4);

	if (off + padded > INFO_MAX)
		return 0;
	memset(i->data + off, 0, padded);
	memcpy(i->data + off, p, len);
	i->len += padded;
	return off;
}

void info_put_blob(struct info *i, u32 off, const void *p, u32 len)
{
	if (!len)
		return;
	info_put32(i, off, info_append(i, p, len));
	info_put32(i, off + 4, len);
}

static u32 string_to_wire(const char *s, u8 *out, u32 room)
{
	u32 n = min_u32(strlen(s), room / 2);

	for (u32 k = 0; k < n; k++)
		put_le16(out + 2 * k, (u8)s[k]);
	return 2 * n;
}

void info_put_string(struct info *i, u32 off, const char *s)
{
	u8 wire[512];

	info_put_blob(i, off, wire, string_to_wire(s, wire, sizeof(wire)));
}

void info_put_string_tlv(struct info *i, const char *s)
{
	u8 wire[TLV_HEADER + 512];
	u32 len = string_to_wire(s, wire + TLV_HEADER, 512);

	put_le16(wire, TLV_STRING);
	wire[2] = 0;
	wire[3] = align_up(len, 4) - len;
	put_le32(wire + 4, len);
	info_append(i, wire, TLV_HEADER + len);
}

bool info_need(struct modem *m, const struct command *cmd, u32 len)
{
	if (cmd->len >= len)
		return true;
	violation_record(m, V_INFO_LENGTH, "CID %u: %u bytes of %u", cmd->cid, cmd->len, len);
	return false;
}

u32 info_get32(const struct command *cmd, u32 off)
{
	return get_le32(cmd->info + off);
}

bool info_get_range(struct modem *m, const struct command *cmd, u32 base, u32 off, u32 size)
{
	if (off % 4 || (u64)base + off + size > cmd->len) {
		violation_record(m, V_INFO_OFFSET, "CID %u: %u+%u+%u in %u bytes", cmd->cid, base,
				 off, size, cmd->len);
		return false;
	}
	return true;
}

static bool string_from_wire(struct modem *m, const struct command *cmd, u32 off, u32 size,
			     u32 max_bytes, char *out, u32 out_size)
{
	u32 n = min_u32(size / 2, out_size - 1);

	if (size % 2 || size > max_bytes) {
		violation_record(m, V_INFO_STRING, "CID %u: %u bytes, limit %u", cmd->cid, size,
				 max_bytes);
		return false;
	}
	for (u32 k = 0; k < n; k++) {
		u16 c = get_le16(cmd->info + off + 2 * k);

		out[k] = c >= 32 && c < 127 ? c : '?';
	}
	out[n] = 0;
	return true;
}

bool info_get_string(struct modem *m, const struct command *cmd, u32 off, u32 max_bytes, char *out,
		     u32 out_size)
{
	u32 at = info_get32(cmd, off), size = info_get32(cmd, off + 4);

	out[0] = 0;
	if (!size)
		return true;
	return info_get_range(m, cmd, 0, at, size) &&
	       string_from_wire(m, cmd, at, size, max_bytes, out, out_size);
}

bool info_get_string_tlv(struct modem *m, const struct command *cmd, u32 *pos, u32 max_bytes,
			 char *out, u32 out_size)
{
	u32 size, padding;

	out[0] = 0;
	if (!info_get_range(m, cmd, 0, *pos, TLV_HEADER))
		return false;
	size = get_le32(cmd->info + *pos + 4);
	padding = cmd->info[*pos + 3];
	if (get_le16(cmd->info + *pos) != TLV_STRING || padding != (4 - size % 4) % 4) {
		violation_record(m, V_INFO_VALUE, "CID %u: TLV type %u, padding %u for %u bytes",
				 cmd->cid, get_le16(cmd->info + *pos), padding, size);
		return false;
	}
	if (!info_get_range(m, cmd, *pos, TLV_HEADER, size) ||
	    !string_from_wire(m, cmd, *pos + TLV_HEADER, size, max_bytes, out, out_size))
		return false;
	*pos += TLV_HEADER + size + padding;
	return true;
}
