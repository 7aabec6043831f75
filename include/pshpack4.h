/* SPDX-License-Identifier: GPL-2.0 */
/* Structures from here to <poppack.h> are packed. Meant to be included often. */
#pragma pack(push, 4)
