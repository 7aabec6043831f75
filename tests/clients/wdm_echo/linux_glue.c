// SPDX-License-Identifier: GPL-2.0
/* No bus, no class: a driver that brings its own device. */
#include <ntmodule.h>

NT_ROOT_MODULE(test_wdm_echo, 0);
MODULE_DESCRIPTION("Test driver: a device that echoes");
MODULE_LICENSE("GPL");
