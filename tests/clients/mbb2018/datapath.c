// SPDX-License-Identifier: GPL-2.0
/* The looping queues, shared by the clients. */
#include "../common/datapath.c"
