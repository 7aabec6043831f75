/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A loaded client module for the suites about NDIS's support routines: what they
 * allocate is charged to it, and what it leaves is found when it is unloaded.
 * Included once by each suite.
 */
#ifndef _TESTS_KUNIT_NDIS_CLIENT_H
#define _TESTS_KUNIT_NDIS_CLIENT_H

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/string.h>

#include <ndis.h>
#include <ntmodule.h>

#include "ndis/support_internal.h"
#include "nt/nt_internal.h"
#include "verifier.h"

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");

NT_MODULE_GLOBALS;

#define CLIENT_TAG	0x74736554	/* "Test" */

static struct client {
	struct nt_module module;
	char *config;			/* module parameter config= */
	bool loaded;
	u64 all;			/* violations at the last look */
	u64 of_rule[NT_RULE_LIMIT];
} client;

static NTSTATUS client_entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return STATUS_SUCCESS;
}

/* The violations since the last look: @count, all of them of @rule. */
#define EXPECT_VIOLATIONS(test, rule, count)						\
	do {										\
		KUNIT_EXPECT_EQ(test, nt_violation_count(0) - client.all, (u64)(count));	\
		KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_##rule) -			\
				client.of_rule[NT_RULE_##rule], (u64)(count));		\
		client_look();								\
	} while (0)
#define EXPECT_NO_VIOLATION(test)	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 0)

static void client_look(void)
{
	unsigned int rule;

	client.all = nt_violation_count(0);
	for (rule = 1; rule < NT_RULE_LIMIT; rule++)
		client.of_rule[rule] = nt_violation_count(rule);
}

/* Bytes of pool that the client is charged with. */
static inline long client_pool(void)
{
	return atomic_long_read(&client.module.priv->pool);
}

static int client_load(void)
{
	int err;

	client.module.name = "kunit_client";
	/* No owner: suites run before the sysfs folder of their module is there. */
	client.module.entry = client_entry;
	client.module.globals = &nt_module_globals;
	client.module.ndis_config = &client.config;
	err = nt_module_load(&client.module);
	client.loaded = !err;
	return err;
}

static void client_unload(void)
{
	if (client.loaded)
		nt_module_unload(&client.module);
	client.loaded = false;
}

/* For a suite's init and exit. A case that leaves something behind unloads the
 * client itself and looks at the violations.
 */
static int client_setup(struct kunit *test)
{
	memset(&client, 0, sizeof(client));
	client_look();
	return client_load();
}

static void client_teardown(struct kunit *test)
{
	if (client.loaded)
		KUNIT_EXPECT_EQ(test, client_pool(), 0l);
	client_unload();
	EXPECT_NO_VIOLATION(test);
}

#endif
