// SPDX-License-Identifier: GPL-2.0
/* What an INF file says on Windows. The only file of this driver that knows of Linux. */
#include <ntmodule.h>

NT_NDIS_MODULE(passthru, "GPL",
	       "NDIS intermediate driver: an interface over another, all passed on");
MODULE_VERSION(NT_SHIM_VERSION);
