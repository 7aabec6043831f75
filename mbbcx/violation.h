/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The rules of MbbCx that a client can break (rules.def), and how to report a
 * breach.
 */
#ifndef _MBBCX_VIOLATION_H
#define _MBBCX_VIOLATION_H

#include "cx.h"

enum mbb_rule {
#define RULE(number, name, text) MBB_RULE_##name = number,
#include "rules.def"
#undef RULE
};

/* Any context. @device may be NULL. */
#define mbb_violation(device, rule, fmt, ...) \
	cx_violation(device, MBB_RULE_##rule, #rule, fmt, ##__VA_ARGS__)

#endif
