/* SPDX-License-Identifier: GPL-2.0 */
/* Ends what <packon.h> began. */
#pragma pack()
