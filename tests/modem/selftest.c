// SPDX-License-Identifier: GPL-2.0
/*
 * Runs the cases of the self-test.  It passes when each case holds and every rule of violation.def
 * was provoked by one of them.
 */
#include "selftest.h"

#include <stdio.h>
#include <stdlib.h>

const char *selftest_name;
static int failures;
static bool provoked[VIOLATION_COUNT];

static const struct {
	const char *name;
	void (*run)(void);
} cases[] = {
	{ "descriptors", test_descriptors },
	{ "class_requests", test_class_requests },
	{ "dual_function", test_dual },
	{ "endpoints", test_endpoints },
	{ "control", test_control },
	{ "fragments", test_fragments },
	{ "services", test_services },
	{ "connect", test_connect },
	{ "state_loss", test_state_loss },
	{ "ntb_matrix", test_ntb_matrix },
	{ "ntb_violations", test_ntb_violations },
	{ "zlp", test_zlp },
	{ "bulk_in", test_bulk_in },
	{ "network", test_network },
	{ "ip_violations", test_ip_violations },
	{ "dss", test_dss },
	{ "faults", test_faults },
	{ "fault_ntbs", test_fault_ntbs },
};

void selftest_fail(const char *file, int line, const char *what)
{
	printf("# %s: %s:%d: %s\n", selftest_name, file, line, what);
	failures++;
}

static void expect_report(struct host *h, const char *file, int line, const char *wanted)
{
	char text[256];

	snprintf(text, sizeof(text), "expected %s, recorded %u", wanted, h->m->violations.total);
	selftest_fail(file, line, text);
	violation_dump(&h->m->violations, stdout);
}

void expect_among(struct host *h, enum violation what, const char *file, int line)
{
	if (!h->m->violations.count[what])
		expect_report(h, file, line, violation_name(what));
	provoked[what] = true;
	violation_clear(&h->m->violations);
}

void expect_violation(struct host *h, enum violation what, const char *file, int line)
{
	if (h->m->violations.count[what] != 1 || h->m->violations.total != 1)
		expect_report(h, file, line, violation_name(what));
	provoked[what] = true;
	violation_clear(&h->m->violations);
}

void expect_clean(struct host *h, const char *file, int line)
{
	if (h->m->violations.total)
		expect_report(h, file, line, "nothing");
	violation_clear(&h->m->violations);
}

static int check_all_provoked(void)
{
	int missing = 0;

	for (int i = 0; i < VIOLATION_COUNT; i++) {
		if (provoked[i])
			continue;
		printf("# never provoked: %s\n", violation_name(i));
		missing++;
	}
	return missing;
}

int main(int argc, char **argv)
{
	int failed = 0, total = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int before = failures;

		selftest_name = cases[i].name;
		if (argc > 1 && strcmp(argv[1], selftest_name))
			continue;
		cases[i].run();
		printf("%s - %s\n", failures == before ? "ok" : "not ok", selftest_name);
		failed += failures != before;
		total++;
	}
	if (argc == 1) {
		bool all = !check_all_provoked();

		printf("%s - every rule of violation.def was provoked\n", all ? "ok" : "not ok");
		failed += !all;
		total++;
	}
	printf("%d passed, %d failed\n", total - failed, failed);
	return failed ? 1 : 0;
}
