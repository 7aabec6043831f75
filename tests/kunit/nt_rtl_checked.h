/* SPDX-License-Identifier: GPL-2.0 */
/* nt_rtl_checked.c: the same headers in a checked build. */
#ifndef _TESTS_KUNIT_NT_RTL_CHECKED_H
#define _TESTS_KUNIT_NT_RTL_CHECKED_H

void checked_prints(int number);
void checked_assert(int value);

#endif
