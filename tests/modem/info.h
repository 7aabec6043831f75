/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Information buffers of MBIM: writing them, and reading those of the host with every offset and
 * size checked.
 */
#ifndef _MODEM_INFO_H
#define _MODEM_INFO_H

#include "control.h"
#include "util.h"

struct modem;

#define INFO_MAX 16384

/* Being written: a fixed part, then data that offset-size pairs of the fixed part point to. */
struct info {
	u32 len;
	u8 data[INFO_MAX];
};

void info_init(struct info *i, u32 fixed);
void info_put32(struct info *i, u32 off, u32 v);
void info_put64(struct info *i, u32 off, u64 v);
void info_put_uuid(struct info *i, u32 off, const u8 *uuid);
/* Appends, 4-aligned and zero padded.  Return: offset of the data. */
u32 info_append(struct info *i, const void *p, u32 len);
/* Appends and fills the pair at off; nothing for an empty string. */
void info_put_string(struct info *i, u32 off, const char *s);
void info_put_blob(struct info *i, u32 off, const void *p, u32 len);
/* MBIMEx 3: appends a string TLV. */
void info_put_string_tlv(struct info *i, const char *s);

/* Reading; each records its violation and returns false when the host got it wrong. */
bool info_need(struct modem *m, const struct command *cmd, u32 len);
u32 info_get32(const struct command *cmd, u32 off);
bool info_get_string(struct modem *m, const struct command *cmd, u32 off, u32 max_bytes, char *out,
		     u32 out_size);
/* A byte range given by offset and size relative to base, which is itself an offset. */
bool info_get_range(struct modem *m, const struct command *cmd, u32 base, u32 off, u32 size);
/* MBIMEx 3: reads a string TLV at *pos and moves past it. */
bool info_get_string_tlv(struct modem *m, const struct command *cmd, u32 *pos, u32 max_bytes,
			 char *out, u32 out_size);

#endif
