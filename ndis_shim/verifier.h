/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The verifier: every rule a client can break has a number, a name and one
 * place here. Breaking it costs the client an NTSTATUS and one line in the
 * log; the kernel lives on.
 */
#ifndef _NDIS_SHIM_VERIFIER_H
#define _NDIS_SHIM_VERIFIER_H

#include <linux/compiler.h>
#include <linux/types.h>

struct nt_driver;

/*
 * Rules of this module: rules.def has one line each, RULE(number, NAME, "text").
 * 100-199 NT base, 200-299 WDF objects, 300-399 PnP and power, 400-499
 * requests, targets and USB, 500-599 NetAdapterCx, 600-699 MbbCx (its own
 * file), 700-799 NDIS.
 */
enum nt_rule {
#define RULE(number, name, text) NT_RULE_##name = number,
#include "rules.def"
#undef RULE
};

#define NT_RULE_LIMIT	800	/* above every number */

/* One line per rule and driver, then counted only. Any context. @driver may be
 * NULL when the caller is not known.
 */
__printf(3, 4)
void nt_violation(struct nt_driver *driver, enum nt_rule rule, const char *fmt, ...);

/* Number of violations since load, all rules or one: tests and debugfs. */
u64 nt_violation_count(unsigned int rule);

/* Current context may not sleep, although @who needs it: violation, true. */
bool nt_irql_violation(struct nt_driver *driver, const char *who);

int nt_verifier_init(void);
void nt_verifier_exit(void);

#endif
