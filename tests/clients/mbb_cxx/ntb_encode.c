// SPDX-License-Identifier: GPL-2.0
/* Building blocks: plain C that touches only the memory it is given, shared with mbim_usb. */
#include "../../../drivers/mbim_usb/ntb_encode.c"
