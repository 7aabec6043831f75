/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TEST_FAIL_STACK_H
#define TEST_FAIL_STACK_H

#include <linux/types.h>

struct pt_regs;

#define FAIL_FRAMES 48

/**
 * struct fail_stack - who called, the nearest first
 * @ip: return addresses; the last one is in one of the modules watched
 * @count: how many there are
 */
struct fail_stack {
	unsigned long ip[FAIL_FRAMES];
	unsigned int count;
};

int fail_stack_watch(const char *names);
void fail_stack_forget(void);
bool fail_stack_ours(struct pt_regs *regs, unsigned int depth, struct fail_stack *stack);

#endif
