// SPDX-License-Identifier: GPL-2.0
/* Notifications in pieces: plain C that touches only the memory it is given, shared with mbim_usb. */
#include "../../../drivers/mbim_usb/notify.c"
