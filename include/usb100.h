/* SPDX-License-Identifier: GPL-2.0 */
/* Another of the names under which drivers include the USB interface. */
#ifndef _NT_USB100_H
#define _NT_USB100_H

#include <usb.h>

#endif
