// SPDX-License-Identifier: GPL-2.0
/*
 * A driver is never bound to its own adapters: to stack drivers/passthru on itself
 * takes a second module of the same source.
 */
#include "../../../drivers/passthru/bind.c"
#include "../../../drivers/passthru/driver.c"
#include "../../../drivers/passthru/miniport.c"
#include "../../../drivers/passthru/pnp.c"
#include "../../../drivers/passthru/receive.c"
#include "../../../drivers/passthru/request.c"
#include "../../../drivers/passthru/send.c"
