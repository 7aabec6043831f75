// SPDX-License-Identifier: GPL-2.0
/*
 * Which adapters a protocol binds to by itself: bind= and what holds without it.
 */
#include "ndis/core.h"

#include <linux/ctype.h>

#include <kunit/visibility.h>

#include <ntmodule.h>

/* One character against a set that begins after '['; *@end is where it ends, or
 * NULL: then '[' stands for itself.
 */
static bool ndis_glob_set(const char *set, const char *limit, char c, const char **end)
{
	bool invert = set < limit && (*set == '!' || *set == '^');
	const char *p = invert ? set + 1 : set, *first = p;
	bool match = false;

	for (*end = NULL; p < limit && (*p != ']' || p == first); p++) {
		if (p + 2 < limit && p[1] == '-' && p[2] != ']') {
			match |= p[0] <= c && c <= p[2];
			p += 2;
		} else {
			match |= *p == c;
		}
	}
	if (p >= limit)
		return false;
	*end = p;
	return match != invert;
}

/* The pattern is [@glob, @limit). A '*' is retried from the latest one only. */
static bool ndis_glob(const char *glob, const char *limit, const char *name)
{
	const char *star = NULL, *retry = NULL, *end;
	bool match;

	while (*name) {
		match = false;
		end = glob;
		if (glob < limit && *glob == '*') {
			star = ++glob;
			retry = name;
			continue;
		}
		if (glob < limit && *glob == '[')
			match = ndis_glob_set(glob + 1, limit, *name, &end);
		if (glob < limit && (*glob != '[' || !end)) {
			end = glob;
			match = *glob == '?' || *glob == *name;
		}
		if (match) {
			glob = end + 1;
			name++;
		} else if (star) {
			glob = star;
			name = ++retry;
		} else {
			return false;
		}
	}
	while (glob < limit && *glob == '*')
		glob++;
	return glob == limit;
}

static bool ndis_bind_separates(char c)
{
	return c == ',' || isspace(c);
}

bool ndis_bind_matches(const char *list, const char *name)
{
	const char *end;

	while (*list) {
		while (ndis_bind_separates(*list))
			list++;
		for (end = list; *end && !ndis_bind_separates(*end); end++)
			;
		if (end > list && ndis_glob(list, end, name))
			return true;
		list = end;
	}
	return false;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_bind_matches);

bool ndis_bind_allowed(const struct ndis_protocol *protocol, const struct ndis_adapter *adapter)
{
	const struct nt_module *module = protocol->driver->module;
	const char *list = module->ndis_bind ? *module->ndis_bind : NULL;

	/* A ring: what comes up there would go down again. */
	if (adapter->owner && adapter->owner == protocol->miniport)
		return false;
	if (list)
		return ndis_bind_matches(list, adapter->name);
	if (module->ndis_suits)
		return module->ndis_suits(adapter->name);
	/* It takes the interface away from Linux: only where somebody wants that. */
	return !protocol->driver->intermediate && !protocol->miniport && !protocol->takes;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_bind_allowed);
