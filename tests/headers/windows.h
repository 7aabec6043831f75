/* SPDX-License-Identifier: GPL-2.0 */
/* All of the Windows model, for internal_*.c. */
#include <ntddk.h>
#include <ntstrsafe.h>
#include <wdf.h>
#include <wdfusb.h>
#include <netadaptercx.h>
#include <mbbcx.h>
