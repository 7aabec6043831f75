/* SPDX-License-Identifier: GPL-2.0 */
/* Structures from here to <poppack.h> are packed to 4 bytes. No guard: each use counts. */
#pragma pack(push, 4)
