// SPDX-License-Identifier: GPL-2.0
#include <ntmodule.h>

NT_NDIS_MODULE(test_ndis40_im, "GPL", "serialized intermediate driver of NDIS 4.0: a gate");
