// SPDX-License-Identifier: GPL-2.0
/* What an INF file would say about the test client mbb2018. */
#include <ntmodule.h>

NT_ROOT_MODULE(test_mbb2018, 1);
NT_USES_MBBCX;
MODULE_DESCRIPTION("MBB client without hardware, in the spelling of 2018");
MODULE_LICENSE("GPL");
