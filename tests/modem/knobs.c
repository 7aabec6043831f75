// SPDX-License-Identifier: GPL-2.0
/*
 * The table of knobs by name; where a knob bites is in the file of the thing it disturbs.
 */
#include "knobs.h"

#include <stdlib.h>

static const struct {
	const char *name;
	size_t offset;
	const char *kind;
	const char *help;
} table[] = {
#define K(n, k, h) { #n, offsetof(struct knobs, n), #k, h },
	KNOBS(K)
#undef K
};

int knob_set(struct knobs *knobs, const char *name, const char *value)
{
	char *end;
	unsigned long v = strtoul(value, &end, 0);

	if (end == value || *end || v > UINT32_MAX)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		if (strcmp(table[i].name, name))
			continue;
		*(u32 *)((char *)knobs + table[i].offset) = v;
		return 0;
	}
	return -1;
}

void knob_list(const struct knobs *knobs, FILE *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		fprintf(out, "%s=%u\n", table[i].name,
			*(const u32 *)((const char *)knobs + table[i].offset));
}

void knob_help(FILE *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		fprintf(out, "  %-22s %-5s %s\n", table[i].name, table[i].kind, table[i].help);
}
