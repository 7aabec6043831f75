/* SPDX-License-Identifier: GPL-2.0 */
/* The old Windows names for halves of integers; the types are in ntdef.h. */
#ifndef _NT_WINDEF_H
#define _NT_WINDEF_H

#include <ntdef.h>

typedef BYTE *LPBYTE;
typedef WORD *LPWORD;
typedef LONG *LPLONG;
typedef INT *LPINT;
typedef BOOL *LPBOOL;

#define MAKEWORD(low, high)	((WORD)((BYTE)(low) | (WORD)(BYTE)(high) << 8))
#define MAKELONG(low, high)	((LONG)((WORD)(low) | (DWORD)(WORD)(high) << 16))
#define LOWORD(value)		((WORD)((DWORD_PTR)(value) & 0xffff))
#define HIWORD(value)		((WORD)((DWORD_PTR)(value) >> 16 & 0xffff))
#define LOBYTE(value)		((BYTE)((DWORD_PTR)(value) & 0xff))
#define HIBYTE(value)		((BYTE)((DWORD_PTR)(value) >> 8 & 0xff))

#endif
