/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A host controller without hardware, with one high-speed port and a device that
 * is function.c.
 *
 * Control and interrupt transfers are answered by the function. Bulk IN URBs stay
 * until bench_hcd_take_in() and bench_hcd_give_in(). Bulk OUT URBs end one after the
 * other after the time that the wire would need, told by interrupts with a least time
 * between them as xHCI's; what they carried is shown to bench_hcd.seen before.
 *
 * URBs are given back in USB core's softirq, as xHCI and EHCI do, and may be
 * scatter-gather lists, as for xHCI. There is no DMA.
 */
#ifndef _TESTS_BENCH_HCD_H
#define _TESTS_BENCH_HCD_H

#include <linux/hrtimer.h>
#include <linux/spinlock.h>
#include <linux/usb.h>
#include <linux/usb/hcd.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define BENCH_EP_IN	0x81
#define BENCH_EP_OUT	0x01
#define BENCH_EP_NOTIFY	0x82
#define BENCH_MPS	512
#define BENCH_URBS	512	/* per endpoint */

/* URBs of one endpoint, oldest first. */
struct bench_pipe {
	struct bench_slot {
		struct urb *urb;
		u64 end;	/* bulk OUT, ns: when the wire has taken it */
	} slot[BENCH_URBS];
	unsigned int count;
};

struct bench_hcd {
	struct usb_hcd *hcd;
	spinlock_t lock;		/* any context: the pipes and the port */
	struct bench_pipe control, notify, in, out;
	struct work_struct work;	/* control and interrupt transfers */
	struct hrtimer timer;		/* the interrupt for OUT URBs */
	u64 wire_free, last_interrupt;	/* ns */
	wait_queue_head_t wait;		/* an IN URB came, or an OUT URB ended */
	u32 port;			/* wPortStatus, wPortChange << 16 */
	u8 configuration;
	u64 out_started;		/* ns: when the last OUT URB was queued; 0: none */
	u64 out_urbs, out_bytes, in_urbs, in_bytes;
	/*
	 * Sees each OUT transfer as it ends, and is called again when that is done. In
	 * interrupt context; NULL: nobody.
	 */
	void (*seen)(const struct urb *urb);
	void (*after)(void);
};

extern struct bench_hcd bench_hcd;

int bench_hcd_create(void);
void bench_hcd_destroy(void);
void bench_hcd_plug(bool plugged);
/* The function has something to say. */
void bench_hcd_kick(void);
unsigned int bench_hcd_in_count(void);
/*
 * The first IN URB that waits, off the pipe: nobody but the caller may end it, and
 * it must. NULL: there is none.
 */
struct urb *bench_hcd_take_in(void);
/* Ends an URB of bench_hcd_take_in(). Interrupts are off. */
void bench_hcd_give_in(struct urb *urb, u32 length);
/* Bytes of an URB, wherever its buffer is. */
void bench_urb_read(const struct urb *urb, u32 offset, void *data, u32 length);
void bench_urb_write(struct urb *urb, u32 offset, const void *data, u32 length);

/* ---- function.c ---- */
int bench_function_control(const struct usb_ctrlrequest *setup, u8 *data);
/* A notification for an URB of @room bytes. 0: none. */
int bench_function_notify(u8 *data, u32 room);
void bench_function_reset(void);
extern u64 bench_commanded;	/* ns: when the last command came */
int bench_function_create(void);
void bench_function_destroy(void);

#endif
