/* SPDX-License-Identifier: GPL-2.0 */
/* Ends what a <pshpackN.h> began. */
#pragma pack(pop)
