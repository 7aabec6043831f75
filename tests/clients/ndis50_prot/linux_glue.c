// SPDX-License-Identifier: GPL-2.0
#include <ntmodule.h>

NT_NDIS_MODULE(test_ndis50_prot, "GPL", "protocol of NDIS 5.0: sends frames back");
