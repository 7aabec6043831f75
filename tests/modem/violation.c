// SPDX-License-Identifier: GPL-2.0
/*
 * Record of the host's mistakes: one line in the log file for each that is not allowed, a bounded
 * copy of all in memory for the control socket, a count for each rule.  The rules themselves are
 * in violation.def.
 */
#include "violation.h"

#include <stdarg.h>
#include <stdlib.h>

#include "core.h"

static const struct {
	int code;
	const char *name;
	const char *text;
} rules[VIOLATION_COUNT] = {
#define VIOLATION(c, n, t) \
	[V_##n] = { .code = c, .name = #n, .text = t },
#include "violation.def"
#undef VIOLATION
};

int violation_code(enum violation what)
{
	return rules[what].code;
}

const char *violation_name(enum violation what)
{
	return rules[what].name;
}

const char *violation_text(enum violation what)
{
	return rules[what].text;
}

void violation_init(struct violation_log *log)
{
	memset(log, 0, sizeof(*log));
}

int violation_open_file(struct violation_log *log, const char *path)
{
	log->file = fopen(path, "we");
	if (!log->file)
		return -1;
	setvbuf(log->file, NULL, _IOLBF, 0);
	return 0;
}

void violation_close(struct violation_log *log)
{
	if (log->file)
		fclose(log->file);
	log->file = NULL;
}

static int violation_allow_one(struct violation_log *log, const char *name)
{
	for (int i = 0; i < VIOLATION_COUNT; i++) {
		if (strcmp(rules[i].name, name))
			continue;
		log->allowed[i] = true;
		return 0;
	}
	fprintf(stderr, "unknown violation name: %s\n", name);
	return -1;
}

int violation_allow(struct violation_log *log, const char *names)
{
	char *copy = xstrdup(names);
	char *save = NULL;
	int ret = 0;

	for (char *name = strtok_r(copy, "\n, ", &save); name; name = strtok_r(NULL, "\n, ", &save))
		if (violation_allow_one(log, name))
			ret = -1;
	free(copy);
	return ret;
}

static void violation_print(const struct violation_log *log, const struct violation_entry *e,
			    FILE *out)
{
	u64 t = e->time_us - log->start_us;

	fprintf(out, "%llu.%06llu %d %s%s: %s\n", (unsigned long long)(t / 1000000),
		(unsigned long long)(t % 1000000), rules[e->what].code, rules[e->what].name,
		log->allowed[e->what] ? " (allowed)" : "", e->detail);
}

void violation_record(struct modem *m, enum violation what, const char *fmt, ...)
{
	struct violation_log *log = &m->violations;
	struct violation_entry e = { .time_us = loop_now_us(m->loop), .what = what };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e.detail, sizeof(e.detail), fmt, ap);
	va_end(ap);

	log->count[what]++;
	if (log->allowed[what])
		log->tolerated++;
	else
		log->total++;
	if (log->kept < VIOLATION_KEEP)
		log->entry[log->kept++] = e;
	if (log->file && !log->allowed[what])
		violation_print(log, &e, log->file);
	modem_log(m, "VIOLATION %s: %s", rules[what].name, e.detail);
}

void violation_clear(struct violation_log *log)
{
	memset(log->count, 0, sizeof(log->count));
	log->total = 0;
	log->tolerated = 0;
	log->kept = 0;
}

void violation_dump(const struct violation_log *log, FILE *out)
{
	for (u32 i = 0; i < log->kept; i++)
		violation_print(log, &log->entry[i], out);
}

void violation_list_rules(FILE *out)
{
	for (int i = 0; i < VIOLATION_COUNT; i++)
		fprintf(out, "%d %-24s %s\n", rules[i].code, rules[i].name, rules[i].text);
}
