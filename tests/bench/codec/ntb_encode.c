// SPDX-License-Identifier: GPL-2.0
/* What is measured, as mbim_usb has it: an object of its own. */
#include "../../../drivers/mbim_usb/ntb_encode.c"
