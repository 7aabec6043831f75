// SPDX-License-Identifier: GPL-2.0
#include <ntmodule.h>

NT_NDIS_MODULE(test_ndis30_packet, "GPL", "protocol in the manner of NDIS 3.0: frames for programs");
