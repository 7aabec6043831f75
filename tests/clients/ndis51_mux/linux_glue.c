// SPDX-License-Identifier: GPL-2.0
#include <ntmodule.h>

NT_NDIS_MODULE(test_ndis51_mux, "GPL", "multiplexing intermediate driver of NDIS 5.1");
