/* SPDX-License-Identifier: GPL-2.0 */
/* What the Windows kernel's C run-time has under this name; clients only. */
#ifndef _NT_CRT_STDINT_H
#define _NT_CRT_STDINT_H

typedef __INT8_TYPE__ int8_t;
typedef __INT16_TYPE__ int16_t;
typedef __INT32_TYPE__ int32_t;
typedef long long int64_t;
typedef __UINT8_TYPE__ uint8_t;
typedef __UINT16_TYPE__ uint16_t;
typedef __UINT32_TYPE__ uint32_t;
typedef unsigned long long uint64_t;
typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;

#define UINT8_MAX		0xff
#define UINT16_MAX		0xffff
#define UINT32_MAX		0xffffffffU
#define UINT64_MAX		0xffffffffffffffffULL
#define INT32_MAX		0x7fffffff
#define SIZE_MAX		((__SIZE_TYPE__)-1)

#endif
