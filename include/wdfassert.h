/* SPDX-License-Identifier: GPL-2.0 */
/* Assertions under WDF's names. */
#ifndef _NT_WDFASSERT_H
#define _NT_WDFASSERT_H

#include <wdm/dbg.h>
#include <wdm/ke.h>

#define WDFVERIFY(e)		((void)NT_VERIFY(e))
#define WDFCASSERT(e)		C_ASSERT(e)
#define VERIFY_IS_IRQL_PASSIVE_LEVEL()	\
	NT_ASSERT(KeGetCurrentIrql() == PASSIVE_LEVEL)

#endif
