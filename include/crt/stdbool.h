/* SPDX-License-Identifier: GPL-2.0 */
/* What the Windows kernel's C run-time has under this name; clients only. */
#ifndef _NT_CRT_STDBOOL_H
#define _NT_CRT_STDBOOL_H

#ifndef __cplusplus
#define bool			_Bool
#define true			1
#define false			0
#endif

#endif
