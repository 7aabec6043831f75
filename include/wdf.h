/* SPDX-License-Identifier: GPL-2.0 */
/* The framework (KMDF) as a driver includes it; wdfusb.h is included besides. */
#ifndef _NT_WDF_H
#define _NT_WDF_H

#include <wdm.h>

#include <wdfassert.h>
#include <wdfchildlist.h>
#include <wdfcollection.h>
#include <wdfcommonbuffer.h>
#include <wdfcontrol.h>
#include <wdfcore.h>
#include <wdfdevice.h>
#include <wdfdmaenabler.h>
#include <wdfdmatransaction.h>
#include <wdfdpc.h>
#include <wdfdriver.h>
#include <wdffdo.h>
#include <wdffileobject.h>
#include <wdfglobals.h>
#include <wdfinterrupt.h>
#include <wdfio.h>
#include <wdfiotarget.h>
#include <wdfmemory.h>
#include <wdfminiport.h>
#include <wdfobject.h>
#include <wdfpdo.h>
#include <wdfqueryinterface.h>
#include <wdfregistry.h>
#include <wdfrequest.h>
#include <wdfresource.h>
#include <wdfroletypes.h>
#include <wdfstatus.h>
#include <wdfstring.h>
#include <wdfsync.h>
#include <wdftimer.h>
#include <wdftypes.h>
#include <wdfwmi.h>
#include <wdfworkitem.h>

#endif
