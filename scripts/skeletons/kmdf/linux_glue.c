// SPDX-License-Identifier: GPL-2.0
/* What an INF file says on Windows. The only file that knows of Linux. */
#include <ntmodule.h>

NT_ROOT_MODULE(skeleton, 1);	/* one device without hardware, as ROOT\SKELETON is */
MODULE_DESCRIPTION("skeleton: a device for programs");
MODULE_LICENSE("GPL");
