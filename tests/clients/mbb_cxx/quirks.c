// SPDX-License-Identifier: GPL-2.0
/* Devices with habits of their own: plain C that touches only the memory it is given, shared with mbim_usb. */
#include "../../../drivers/mbim_usb/quirks.c"
