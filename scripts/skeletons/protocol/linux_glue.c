// SPDX-License-Identifier: GPL-2.0
/* What an INF file says on Windows. The only file that knows of Linux. */
#include <ntmodule.h>

NT_NDIS_MODULE(skeleton, "GPL", "skeleton: an NDIS protocol that counts frames");
