// SPDX-License-Identifier: GPL-2.0
/* Debug output and assertions as a checked build of a client has them. */
#define DBG 1
#include <wdm.h>

#include "nt_rtl_checked.h"

void checked_prints(int number)
{
	KdPrint(("checked %d\n", number));
	KdPrintEx((DPFLTR_IHVDRIVER_ID, DPFLTR_ERROR_LEVEL, "checked too %d\n", number));
}

void checked_assert(int value)
{
	NT_ASSERT(value != 0);
	NT_ASSERTMSG("a number", value > 0);
	ASSERT(value == 1);
	ASSERTMSG("a number", value <= 1 && value);
	if (!value)
		KdBreakPoint();
}
