// SPDX-License-Identifier: GPL-2.0
/* The modem in memory, shared by the clients. */
#include "../common/modem.c"
