/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about work queues: since 6.17 those that are not
 * unbound say so, which was understood before, and the unbound one for everybody has
 * another name. See compat.mk.
 */
#ifndef _COMPAT_WORKQUEUE_H
#define _COMPAT_WORKQUEUE_H

#include <linux/workqueue.h>

#ifndef NT_HAVE_WQ_PERCPU
#define WQ_PERCPU	0
#define system_dfl_wq	system_unbound_wq
#endif

#endif
