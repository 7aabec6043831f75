// SPDX-License-Identifier: GPL-2.0
/* Answers nobody announced: plain C that touches only the memory it is given, shared with mbim_usb. */
#include "../../../drivers/mbim_usb/missed.c"
