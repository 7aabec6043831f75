// SPDX-License-Identifier: GPL-2.0
/* What an INF file says on Windows. The only file that knows of Linux. */
#include <ntmodule.h>

NT_ROOT_MODULE(skeleton, 1);	/* one device without hardware */
MODULE_DESCRIPTION("skeleton: a network adapter of software");
MODULE_LICENSE("GPL");
