// SPDX-License-Identifier: GPL-2.0
/* The driver ndisprot without its glue, for its suite. */
#include "../../drivers/ndisprot/bind.c"
#include "../../drivers/ndisprot/device.c"
#include "../../drivers/ndisprot/driver.c"
#include "../../drivers/ndisprot/irpqueue.c"
#include "../../drivers/ndisprot/pnp.c"
#include "../../drivers/ndisprot/receive.c"
#include "../../drivers/ndisprot/request.c"
#include "../../drivers/ndisprot/send.c"
