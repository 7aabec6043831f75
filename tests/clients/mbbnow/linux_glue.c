// SPDX-License-Identifier: GPL-2.0
/* What an INF file would say about the test client mbbnow. */
#include <ntmodule.h>

NT_ROOT_MODULE(test_mbbnow, 1);
NT_USES_MBBCX;
MODULE_DESCRIPTION("MBB client without hardware, in today's spelling");
MODULE_LICENSE("GPL");
