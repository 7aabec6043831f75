/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The NT base as a driver includes it. The parts are in wdm/; what is a few
 * instructions is inline, the rest is exported by ndis_shim.
 */
#ifndef _NT_WDM_H
#define _NT_WDM_H

#include <evntprov.h>
#include <ntdef.h>
#include <ntstatus.h>

#include <wdm/crt.h>
#include <wdm/dbg.h>
#include <wdm/ex.h>
#include <wdm/hw.h>
#include <wdm/interlocked.h>
#include <wdm/io.h>
#include <wdm/iosup.h>
#include <wdm/irp.h>
#include <wdm/ke.h>
#include <wdm/list.h>
#include <wdm/misc.h>
#include <wdm/ob.h>
#include <wdm/pnp.h>
#include <wdm/registry.h>
#include <wdm/resource.h>
#include <wdm/rtl.h>
#include <wdm/se.h>
#include <wdm/spin.h>
#include <wdm/table.h>
#include <wdm/zw.h>

#endif
