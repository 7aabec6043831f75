/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Record of the host's mistakes.  A violation that the run allows is counted apart and does not
 * fail the test.
 */
#ifndef _MODEM_VIOLATION_H
#define _MODEM_VIOLATION_H

#include <stdio.h>

#include "util.h"

enum violation {
#define VIOLATION(code, name, text) V_##name,
#include "violation.def"
#undef VIOLATION
	VIOLATION_COUNT
};

#define VIOLATION_DETAIL 160
#define VIOLATION_KEEP 512	/* entries kept for "dump"; the file gets all of them */

struct violation_entry {
	u64 time_us;
	enum violation what;
	char detail[VIOLATION_DETAIL];
};

struct violation_log {
	FILE *file;
	u64 start_us;
	u32 count[VIOLATION_COUNT];
	bool allowed[VIOLATION_COUNT];
	u32 total;		/* not allowed */
	u32 tolerated;
	u32 kept;
	struct violation_entry entry[VIOLATION_KEEP];
};

struct modem;

void violation_init(struct violation_log *log);
int violation_open_file(struct violation_log *log, const char *path);
void violation_close(struct violation_log *log);

/* Takes NAME[,NAME...]; returns -1 and prints the unknown name. */
int violation_allow(struct violation_log *log, const char *names);

void violation_record(struct modem *m, enum violation what, const char *fmt, ...) __printf(3, 4);

void violation_clear(struct violation_log *log);
void violation_dump(const struct violation_log *log, FILE *out);
void violation_list_rules(FILE *out);

int violation_code(enum violation what);
const char *violation_name(enum violation what);
const char *violation_text(enum violation what);

#endif
