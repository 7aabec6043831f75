// SPDX-License-Identifier: GPL-2.0
/* What an INF file says on Windows. The only file of this driver that knows of Linux. */
#include <ntmodule.h>

NT_NDIS_MODULE(ndisprot, "GPL", "NDIS protocol driver: raw frames for programs");
MODULE_VERSION(NT_SHIM_VERSION);
