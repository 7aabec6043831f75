/* SPDX-License-Identifier: GPL-2.0 */
/* The older name of <new>; empty in C. */
#ifndef _NT_CRT_NEW_H
#define _NT_CRT_NEW_H

#ifdef __cplusplus
#include <new>
#endif

#endif
