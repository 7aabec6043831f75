/* SPDX-License-Identifier: GPL-2.0 */
/* Ends what a <pshpackN.h> began. No guard: each use counts. */
#pragma pack(pop)
