// SPDX-License-Identifier: GPL-2.0
#include <ntmodule.h>

NT_NDIS_MODULE(test_passthru2, "GPL", "drivers/passthru once more, to lie on top of it");
