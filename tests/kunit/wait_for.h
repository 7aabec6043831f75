/* SPDX-License-Identifier: GPL-2.0 */
/* What happens elsewhere, sooner or later, is waited for. */
#ifndef _TESTS_KUNIT_WAIT_FOR_H
#define _TESTS_KUNIT_WAIT_FOR_H

#include <linux/delay.h>

/* Is @condition met, within six seconds? Process context. */
#define WAIT_FOR(condition)						\
({									\
	int __n = 300;							\
	bool __met;							\
									\
	while (!(__met = (condition)) && __n--)				\
		msleep(20);						\
	__met;								\
})

#endif
