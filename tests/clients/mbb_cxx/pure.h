/* SPDX-License-Identifier: GPL-2.0 */
/* The C that this driver shares with mbim_usb. */
#pragma once

extern "C" {
#include "../../../drivers/mbim_usb/descriptor.h"
#include "../../../drivers/mbim_usb/le.h"
#include "../../../drivers/mbim_usb/missed.h"
#include "../../../drivers/mbim_usb/ntb.h"
#include "../../../drivers/mbim_usb/quirks.h"
}
