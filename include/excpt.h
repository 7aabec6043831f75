/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Structured exception handling, as far as control runs straight through it:
 * nothing raises an exception here, so __finally runs after its block and the
 * handler of __except never does.
 *
 * __leave ends its __try only where no loop or switch lies between the two, and
 * a return from inside a __try does not run the __finally.
 */
#ifndef _NT_EXCPT_H
#define _NT_EXCPT_H

#include <ntdef.h>

#define EXCEPTION_EXECUTE_HANDLER	1
#define EXCEPTION_CONTINUE_SEARCH	0
#define EXCEPTION_CONTINUE_EXECUTION	(-1)

#ifdef NT_PLAIN_CLIENT
#ifndef __try
#define __try				do
#define __leave				break
#define __finally			while (0);
#define __except(filter)		while (0); if (0 && (filter))
#endif
/* Asked by filters and handlers only, which do not run. */
#define GetExceptionCode()		((NTSTATUS)0xC0000001)
#define GetExceptionInformation()	NULL
#define AbnormalTermination()		FALSE
#endif

#endif
