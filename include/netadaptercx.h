/* SPDX-License-Identifier: GPL-2.0 */
/* NetAdapterCx as a client includes it, after wdf.h. */
#ifndef _NT_NETADAPTERCX_H
#define _NT_NETADAPTERCX_H

#include <wdf.h>

#include <net/checksumtypes.h>
#include <net/databuffer.h>
#include <net/extension.h>
#include <net/fragment.h>
#include <net/gsotypes.h>
#include <net/ieee8021q.h>
#include <net/logicaladdress.h>
#include <net/lso.h>
#include <net/mdl.h>
#include <net/packet.h>
#include <net/packethash.h>
#include <net/returncontext.h>
#include <net/ring.h>
#include <net/ringcollection.h>
#include <net/rsc.h>
#include <net/virtualaddress.h>

#include <netadapter.h>
#include <netadaptercxtypes.h>
#include <netadapteroffload.h>
#include <netconfiguration.h>
#include <netdevice.h>
#include <netpacketqueue.h>
#include <netpoweroffload.h>
#include <netpowersettings.h>
#include <netreceivefilter.h>
#include <netreceivescaling.h>
#include <netrxqueue.h>
#include <nettxqueue.h>
#include <netwakesource.h>

#endif
