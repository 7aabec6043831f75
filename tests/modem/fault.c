// SPDX-License-Identifier: GPL-2.0
/*
 * The book of faults: what a test has asked for, and whose turn it is.  What a fault does to bytes
 * is in fault_bytes.c, where it bites in the file of the thing it disturbs.
 */
#include "core.h"

#include <stdlib.h>

static const struct {
	const char *name;
	enum fault_form form;
	const char *help;
} points[] = {
#define P(n, f, h) { #n, FORM_##f, h },
	FAULT_POINTS(P)
#undef P
};

static const char * const flows[] = {
	[FLOW_GOES] = "", [FLOW_STALL] = "stall", [FLOW_ERROR] = "error", [FLOW_NEVER] = "never",
	[FLOW_UNPLUG] = "unplug", [FLOW_TWICE] = "twice", [FLOW_LATER] = "later",
};

static void fault_unplug(struct loop_timer *timer)
{
	struct modem *m = container_of(timer, struct modem, faults.unplug);

	m->transport->ops->detach(m->transport);
}

void fault_init(struct modem *m)
{
	list_init(&m->faults.faults);
	m->faults.unplug.fire = fault_unplug;
}

/* POINT[+SKIP][:COUNT|:all] */
static bool parse_point(struct fault *f, const char *word)
{
	size_t len = strcspn(word, "+:");
	char *end = (char *)word + len;

	f->count = 1;
	if (*end == '+')
		f->skip = strtoul(end + 1, &end, 0);
	if (!strcmp(end, ":all")) {
		f->count = FAULT_ALL;
		end += 4;
	} else if (*end == ':') {
		f->count = strtoul(end + 1, &end, 0);
	}
	if (*end || !f->count)
		return false;
	for (u32 i = 0; i < ARRAY_SIZE(points); i++) {
		if (strlen(points[i].name) != len || memcmp(points[i].name, word, len))
			continue;
		f->point = i;
		return true;
	}
	return false;
}

static bool parse_action(struct fault *f, const char *word)
{
	struct fault_edit *e = &f->edit[f->edits];
	const char *eq = strchr(word, '=');
	size_t len = eq ? (size_t)(eq - word) : strlen(word);

	for (u32 i = 1; i < ARRAY_SIZE(flows); i++) {
		if (strcmp(flows[i], word))
			continue;
		f->flow = i;
		return true;
	}
	if (f->edits == FAULT_EDITS || len >= sizeof(e->name) ||
	    (eq && strlen(eq + 1) >= sizeof(e->value)))
		return false;
	memcpy(e->name, word, len);
	if (eq)
		memcpy(e->value, eq + 1, strlen(eq + 1));
	f->edits++;
	return fault_edit_known(points[f->point].form, e->name, e->value);
}

const char *fault_add(struct modem *m, int n, char **words)
{
	struct fault *f = xalloc(sizeof(*f));

	if (n < 2 || !parse_point(f, words[0])) {
		free(f);
		return "fault POINT[+SKIP][:COUNT|:all] ACTION...";
	}
	for (int i = 1; i < n; i++) {
		if (parse_action(f, words[i]))
			continue;
		free(f);
		return "no such action there";
	}
	list_add_tail(&f->node, &m->faults.faults);
	return NULL;
}

bool fault_clear(struct modem *m)
{
	struct fault *f, *tmp;
	bool all = true;

	loop_timer_cancel(m->loop, &m->faults.unplug);
	list_for_each_entry_safe(f, tmp, &m->faults.faults, node) {
		all = all && f->bitten;
		list_del(&f->node);
		free(f);
	}
	return all;
}

const struct fault *fault_take(struct modem *m, enum fault_point point)
{
	struct fault *f;

	list_for_each_entry(f, &m->faults.faults, node) {
		if (f->point != point || f->bitten == f->count)
			continue;
		if (f->skip) {
			f->skip--;
			return NULL;
		}
		f->bitten++;
		modem_log(m, "fault at %s, %u", points[point].name, f->bitten);
		/* Later: whoever has reached this point still works with what an unplug ends. */
		if (f->flow == FLOW_UNPLUG)
			loop_timer_set(m->loop, &m->faults.unplug, 0);
		return f;
	}
	return NULL;
}

void fault_list(const struct modem *m, FILE *out)
{
	const struct fault *f;

	list_for_each_entry(f, &m->faults.faults, node) {
		fprintf(out, "%s skip=%u bitten=%u %s", points[f->point].name, f->skip, f->bitten,
			f->bitten == f->count ? "over" : "on");
		for (u32 i = 0; i < f->edits; i++)
			fprintf(out, " %s=%s", f->edit[i].name, f->edit[i].value);
		fprintf(out, " %s\n", flows[f->flow]);
	}
}

void fault_help(FILE *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(points); i++)
		fprintf(out, "  %-22s %s\n", points[i].name, points[i].help);
}
