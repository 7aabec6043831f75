// SPDX-License-Identifier: GPL-2.0
/* What is measured, as ndis_shim has it: an object of its own. */
#include "../../../ndis_shim/netadapter/ring.c"
