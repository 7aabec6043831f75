/* SPDX-License-Identifier: GPL-2.0 */
/* Structures from here to <packoff.h> are packed. Meant to be included often. */
#pragma pack(1)
