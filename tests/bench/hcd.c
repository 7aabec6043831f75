// SPDX-License-Identifier: GPL-2.0
/*
 * The host controller of hcd.h.
 *
 * @lock is never held over a callback or over the end of an URB. An URB that is
 * with the function (control) or with bench_hcd_take_in() is not on its pipe: to
 * unlink it means to wait for its end, which comes at once.
 */
#include "hcd.h"

#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>

#include "../kunit/one_port_hub.h"
#include "meter.h"

static unsigned int wire_rate = 40000000;
module_param(wire_rate, uint, 0644);
MODULE_PARM_DESC(wire_rate, "Bytes per second of the bulk OUT pipe (default 40000000; 0: no time at all)");

static unsigned int moderation = 40000;
module_param(moderation, uint, 0644);
MODULE_PARM_DESC(moderation, "Least time between interrupts of the bulk OUT pipe, ns (default 40000, as for xHCI)");

static bool scatter = true;
module_param(scatter, bool, 0444);
MODULE_PARM_DESC(scatter, "The controller takes scatter-gather lists, as xHCI does (default: yes)");

struct bench_hcd bench_hcd;

static struct platform_device *bench_parent;

static struct bench_pipe *pipe_of(const struct urb *urb)
{
	if (usb_pipecontrol(urb->pipe))
		return &bench_hcd.control;
	if (usb_pipeint(urb->pipe))
		return &bench_hcd.notify;
	return usb_urb_dir_in((struct urb *)urb) ? &bench_hcd.in : &bench_hcd.out;
}

/* @lock is held. */
static struct urb *pipe_pop(struct bench_pipe *pipe)
{
	struct urb *urb;

	if (!pipe->count)
		return NULL;
	urb = pipe->slot[0].urb;
	pipe->count--;
	memmove(pipe->slot, pipe->slot + 1, pipe->count * sizeof(pipe->slot[0]));
	return urb;
}

/* @lock is held. */
static bool pipe_remove(struct bench_pipe *pipe, const struct urb *urb)
{
	unsigned int i;

	for (i = 0; i < pipe->count; i++) {
		if (pipe->slot[i].urb != urb)
			continue;
		pipe->count--;
		memmove(pipe->slot + i, pipe->slot + i + 1,
			(pipe->count - i) * sizeof(pipe->slot[0]));
		return true;
	}
	return false;
}

/* @urb is on no pipe. Interrupts are off. */
static void give_back(struct urb *urb, int result)
{
	spin_lock(&bench_hcd.lock);
	usb_hcd_unlink_urb_from_ep(bench_hcd.hcd, urb);
	spin_unlock(&bench_hcd.lock);
	if (result >= 0)
		urb->actual_length = result;
	usb_hcd_giveback_urb(bench_hcd.hcd, urb, min(result, 0));
}

static void give_back_any(struct urb *urb, int result)
{
	unsigned long flags;

	local_irq_save(flags);
	give_back(urb, result);
	local_irq_restore(flags);
}

/* ---- control and interrupt transfers, in a worker ---- */

static struct urb *locked_pop(struct bench_pipe *pipe)
{
	struct urb *urb;

	spin_lock_irq(&bench_hcd.lock);
	urb = pipe_pop(pipe);
	spin_unlock_irq(&bench_hcd.lock);
	return urb;
}

static int control(struct urb *urb)
{
	const struct usb_ctrlrequest *setup = (const struct usb_ctrlrequest *)urb->setup_packet;

	if (!(READ_ONCE(bench_hcd.port) & USB_PORT_STAT_CONNECTION))
		return -EPROTO;
	if (setup->bRequestType == 0 && setup->bRequest == USB_REQ_SET_ADDRESS)
		return 0;
	return bench_function_control(setup, urb->transfer_buffer);
}

static void bench_work(struct work_struct *work)
{
	struct urb *urb;
	u8 data[16];
	int length;

	while ((urb = locked_pop(&bench_hcd.control)))
		give_back_any(urb, control(urb));
	while (READ_ONCE(bench_hcd.notify.count)) {
		length = bench_function_notify(data, sizeof(data));
		if (!length)
			break;
		urb = locked_pop(&bench_hcd.notify);
		if (!urb)
			break;
		length = min_t(u32, length, urb->transfer_buffer_length);
		memcpy(urb->transfer_buffer, data, length);
		give_back_any(urb, length);
	}
}

void bench_hcd_kick(void)
{
	schedule_work(&bench_hcd.work);
}

/* ---- bulk OUT ---- */

/* @lock is held. The interrupt that tells of the first URB. */
static void out_arm(void)
{
	u64 next = bench_hcd.last_interrupt + READ_ONCE(moderation);

	hrtimer_start(&bench_hcd.timer, ns_to_ktime(max(bench_hcd.out.slot[0].end, next)),
		      HRTIMER_MODE_ABS_HARD);
}

/* @lock is held: the last URB is new. */
static void out_start(void)
{
	struct bench_pipe *pipe = &bench_hcd.out;
	struct bench_slot *slot = &pipe->slot[pipe->count - 1];
	u32 rate = READ_ONCE(wire_rate);
	u64 now = ktime_get_ns();

	slot->end = max(now, bench_hcd.wire_free);
	if (rate)
		slot->end += div_u64((u64)slot->urb->transfer_buffer_length * NSEC_PER_SEC, rate);
	bench_hcd.wire_free = slot->end;
	bench_hcd.out_started = now;
	if (pipe->count == 1)
		out_arm();
}

/* The first URB if the wire has taken it by @now. */
static struct urb *out_pop(u64 now)
{
	struct urb *urb = NULL;

	spin_lock(&bench_hcd.lock);
	if (bench_hcd.out.count && bench_hcd.out.slot[0].end <= now)
		urb = pipe_pop(&bench_hcd.out);
	spin_unlock(&bench_hcd.lock);
	return urb;
}

static enum hrtimer_restart out_interrupt(struct hrtimer *timer)
{
	u64 now = ktime_get_ns();
	struct urb *urb;

	bench_hcd.last_interrupt = now;
	while ((urb = out_pop(now))) {
		bench_own_begin();
		bench_hcd.out_urbs++;
		bench_hcd.out_bytes += urb->transfer_buffer_length;
		if (bench_hcd.seen)
			bench_hcd.seen(urb);
		bench_own_end();
		give_back(urb, urb->transfer_buffer_length);
		if (bench_hcd.after)
			bench_hcd.after();
	}
	spin_lock(&bench_hcd.lock);
	if (bench_hcd.out.count && !hrtimer_is_queued(timer))
		out_arm();
	spin_unlock(&bench_hcd.lock);
	return HRTIMER_NORESTART;
}

/* ---- bulk IN ---- */

unsigned int bench_hcd_in_count(void)
{
	return READ_ONCE(bench_hcd.in.count);
}

struct urb *bench_hcd_take_in(void)
{
	struct urb *urb;
	unsigned long flags;

	spin_lock_irqsave(&bench_hcd.lock, flags);
	urb = pipe_pop(&bench_hcd.in);
	spin_unlock_irqrestore(&bench_hcd.lock, flags);
	return urb;
}

void bench_hcd_give_in(struct urb *urb, u32 length)
{
	bench_hcd.in_urbs++;
	bench_hcd.in_bytes += length;
	give_back(urb, length);
}

void bench_urb_read(const struct urb *urb, u32 offset, void *data, u32 length)
{
	if (urb->num_sgs)
		sg_pcopy_to_buffer(urb->sg, urb->num_sgs, data, length, offset);
	else
		memcpy(data, urb->transfer_buffer + offset, length);
}

void bench_urb_write(struct urb *urb, u32 offset, const void *data, u32 length)
{
	if (urb->num_sgs)
		sg_pcopy_from_buffer(urb->sg, urb->num_sgs, data, length, offset);
	else
		memcpy(urb->transfer_buffer + offset, data, length);
}

/* ---- what USB core asks for ---- */

static int urb_enqueue(struct usb_hcd *hcd, struct urb *urb, gfp_t gfp)
{
	struct bench_pipe *pipe = pipe_of(urb);
	unsigned long flags;
	bool kick = false;
	int err;

	spin_lock_irqsave(&bench_hcd.lock, flags);
	err = pipe->count == BENCH_URBS ? -ENOMEM : usb_hcd_link_urb_to_ep(hcd, urb);
	if (!err) {
		pipe->slot[pipe->count++].urb = urb;
		if (pipe == &bench_hcd.out)
			out_start();
		else
			kick = pipe != &bench_hcd.in;
	}
	spin_unlock_irqrestore(&bench_hcd.lock, flags);
	if (kick)
		bench_hcd_kick();
	else if (pipe == &bench_hcd.in && wq_has_sleeper(&bench_hcd.wait))
		wake_up(&bench_hcd.wait);
	return err;
}

static int urb_dequeue(struct usb_hcd *hcd, struct urb *urb, int status)
{
	unsigned long flags;
	bool ours = false;
	int err;

	spin_lock_irqsave(&bench_hcd.lock, flags);
	err = usb_hcd_check_unlink_urb(hcd, urb, status);
	if (!err)
		ours = pipe_remove(pipe_of(urb), urb);
	spin_unlock_irqrestore(&bench_hcd.lock, flags);
	if (ours)
		give_back_any(urb, status);
	return err;
}

static int hub_status_data(struct usb_hcd *hcd, char *buf)
{
	return one_port_status(READ_ONCE(bench_hcd.port), buf);
}

static int hub_control(struct usb_hcd *hcd, u16 request, u16 value, u16 index, char *buf,
		       u16 length)
{
	unsigned long flags;
	int err;

	spin_lock_irqsave(&bench_hcd.lock, flags);
	if (one_port_is_reset(request, value)) {
		bench_hcd.configuration = 0;
		bench_function_reset();
	}
	err = one_port_control(&bench_hcd.port, request, value, buf);
	spin_unlock_irqrestore(&bench_hcd.lock, flags);
	return err;
}

static int hcd_start(struct usb_hcd *hcd)
{
	hcd->state = HC_STATE_RUNNING;
	hcd->uses_new_polling = 1;
	return 0;
}

static void hcd_stop(struct usb_hcd *hcd)
{
	hrtimer_cancel(&bench_hcd.timer);
	cancel_work_sync(&bench_hcd.work);
}

static int frame_number(struct usb_hcd *hcd)
{
	return jiffies_to_msecs(jiffies) & 0x7ff;
}

static const struct hc_driver bench_hc_driver = {
	.description = "bench_hcd",
	.product_desc = "Benchmark host controller",
	.flags = HCD_USB2 | HCD_BH,
	.start = hcd_start,
	.stop = hcd_stop,
	.urb_enqueue = urb_enqueue,
	.urb_dequeue = urb_dequeue,
	.get_frame_number = frame_number,
	.hub_status_data = hub_status_data,
	.hub_control = hub_control,
};

void bench_hcd_plug(bool plugged)
{
	unsigned long flags;

	spin_lock_irqsave(&bench_hcd.lock, flags);
	bench_hcd.port &= ~(USB_PORT_STAT_CONNECTION | USB_PORT_STAT_ENABLE |
			    USB_PORT_STAT_SUSPEND);
	if (plugged)
		bench_hcd.port |= USB_PORT_STAT_CONNECTION;
	bench_hcd.port |= USB_PORT_STAT_C_CONNECTION << 16;
	spin_unlock_irqrestore(&bench_hcd.lock, flags);
	usb_hcd_poll_rh_status(bench_hcd.hcd);
}

/* USB core asks the parent for its driver's name. */
static int parent_probe(struct platform_device *parent)
{
	return 0;
}

static struct platform_driver bench_driver = {
	.driver.name = "bench_hcd",
	.probe = parent_probe,
};

int bench_hcd_create(void)
{
	int err;

	bench_hcd.port = USB_PORT_STAT_POWER;
	spin_lock_init(&bench_hcd.lock);
	init_waitqueue_head(&bench_hcd.wait);
	INIT_WORK(&bench_hcd.work, bench_work);
	hrtimer_init(&bench_hcd.timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_HARD);
	bench_hcd.timer.function = out_interrupt;
	err = platform_driver_register(&bench_driver);
	if (err)
		return err;
	bench_parent = platform_device_register_simple("bench_hcd", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(bench_parent)) {
		err = PTR_ERR(bench_parent);
		goto err_unregister_driver;
	}
	bench_hcd.hcd = usb_create_hcd(&bench_hc_driver, &bench_parent->dev, "bench_hcd");
	if (!bench_hcd.hcd) {
		err = -ENOMEM;
		goto err_unregister_parent;
	}
	if (scatter) {
		bench_hcd.hcd->self.sg_tablesize = ~0u;
		bench_hcd.hcd->self.no_sg_constraint = 1;
	}
	err = usb_add_hcd(bench_hcd.hcd, 0, 0);
	if (err)
		goto err_put_hcd;
	return 0;

err_put_hcd:
	usb_put_hcd(bench_hcd.hcd);
err_unregister_parent:
	platform_device_unregister(bench_parent);
err_unregister_driver:
	platform_driver_unregister(&bench_driver);
	return err;
}

void bench_hcd_destroy(void)
{
	bench_hcd_plug(false);
	usb_remove_hcd(bench_hcd.hcd);
	usb_put_hcd(bench_hcd.hcd);
	platform_device_unregister(bench_parent);
	platform_driver_unregister(&bench_driver);
}
