// SPDX-License-Identifier: GPL-2.0
/*
 * The host controller of mock_hcd.h. USB core above it is the real one.
 *
 * URBs wait in a list until a tasklet has asked the device about them; where it
 * answers "later" they stay until mock_hcd_complete() or until USB core unlinks
 * them. @lock protects the list and the port; it is never held over a callback
 * or over the end of an URB.
 */
#include "mock_hcd.h"

#include <linux/interrupt.h>
#include <linux/list.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/usb/hcd.h>

#include "one_port_hub.h"

/* One URB, in urb->hcpriv. */
struct mock_urb {
	struct list_head node;
	struct urb *urb;
	bool asked;	/* the device said MOCK_HCD_LATER */
};

struct mock_hcd {
	struct usb_hcd *hcd;
	struct platform_driver driver;	/* USB core asks for its name */
	struct platform_device *parent;
	char name[24];
	const struct mock_hcd_device *device;
	spinlock_t lock;	/* any context */
	struct list_head urbs;
	struct tasklet_struct work;
	u32 port;		/* wPortStatus, wPortChange << 16 */
	u8 configuration;
	struct mock_hcd_seen seen;
};

static struct mock_hcd *mock_of(struct usb_hcd *hcd)
{
	return *(struct mock_hcd **)hcd->hcd_priv;
}

static u8 mock_urb_address(const struct urb *urb)
{
	return usb_pipeendpoint(urb->pipe) | (usb_urb_dir_in((struct urb *)urb) ? USB_DIR_IN : 0);
}

/* ---- the end of an URB ---- */

/* Packets that lie within the first @bytes have moved, the others were missed. */
static void mock_iso_result(struct urb *urb, u32 bytes)
{
	int i;

	urb->actual_length = 0;
	for (i = 0; i < urb->number_of_packets; i++) {
		struct usb_iso_packet_descriptor *packet = &urb->iso_frame_desc[i];

		packet->status = packet->offset + packet->length <= bytes ? 0 : -EXDEV;
		packet->actual_length = packet->status ? 0 : packet->length;
		urb->error_count += packet->status != 0;
		urb->actual_length += packet->actual_length;
	}
	urb->start_frame = 77;
}

/* @mu is off the list. @result: bytes, all of them copied, or an errno. */
static void mock_giveback(struct mock_hcd *mock, struct mock_urb *mu, int result)
{
	struct urb *urb = mu->urb;
	unsigned long flags;
	int status = 0;

	if (result < 0) {
		status = result;
	} else if (usb_pipeisoc(urb->pipe)) {
		mock_iso_result(urb, result);
	} else {
		urb->actual_length = min_t(u32, result, urb->transfer_buffer_length);
		if (result > urb->transfer_buffer_length)
			status = -EOVERFLOW;
		else if (result < urb->transfer_buffer_length && usb_urb_dir_in(urb) &&
			 (urb->transfer_flags & URB_SHORT_NOT_OK))
			status = -EREMOTEIO;
	}
	spin_lock_irqsave(&mock->lock, flags);
	usb_hcd_unlink_urb_from_ep(mock->hcd, urb);
	spin_unlock_irqrestore(&mock->lock, flags);
	kfree(mu);
	urb->hcpriv = NULL;
	/* A controller calls this from its interrupt; its lock is no _bh lock. */
	local_irq_save(flags);
	usb_hcd_giveback_urb(mock->hcd, urb, status);
	local_irq_restore(flags);
}

/* ---- endpoint 0 ---- */

static int mock_descriptor(struct mock_hcd *mock, u16 value, u8 *data, u16 length)
{
	const struct mock_hcd_device *device = mock->device;
	const u8 *from;
	u8 string[64];
	u16 size;
	u8 i;

	switch (value >> 8) {
	case USB_DT_DEVICE:
		from = (const u8 *)&device->descriptor;
		size = sizeof(device->descriptor);
		break;
	case USB_DT_CONFIG:
		from = device->config;
		size = from[2] | from[3] << 8;
		break;
	case USB_DT_STRING:
		from = string;
		string[1] = USB_DT_STRING;
		size = 4;
		if (!(value & 0xff)) {
			string[2] = 0x09;	/* English, United States */
			string[3] = 0x04;
		} else {
			const char *text;

			for (i = 1; i < (value & 0xff); i++) {
				if (!device->strings || !device->strings[i - 1])
					return -EPIPE;
			}
			text = device->strings ? device->strings[i - 1] : NULL;
			if (!text)
				return -EPIPE;
			for (size = 2; *text && size < sizeof(string); size += 2) {
				string[size] = *text++;
				string[size + 1] = 0;
			}
		}
		string[0] = size;
		break;
	default:
		return -EPIPE;
	}
	size = min(size, length);
	memcpy(data, from, size);
	return size;
}

/* The standard requests that every device knows. */
static int mock_standard_request(struct mock_hcd *mock, const struct usb_ctrlrequest *setup,
				 u8 *data)
{
	u16 value = le16_to_cpu(setup->wValue);
	u16 index = le16_to_cpu(setup->wIndex);
	u16 length = le16_to_cpu(setup->wLength);

	switch (setup->bRequest) {
	case USB_REQ_SET_ADDRESS:
		return 0;
	case USB_REQ_GET_DESCRIPTOR:
		return mock_descriptor(mock, value, data, length);
	case USB_REQ_SET_CONFIGURATION:
		mock->configuration = value;
		memset(mock->seen.setting, 0, sizeof(mock->seen.setting));
		return 0;
	case USB_REQ_GET_CONFIGURATION:
		data[0] = mock->configuration;
		return 1;
	case USB_REQ_SET_INTERFACE:
		mock->seen.settings++;
		mock->seen.setting[index % ARRAY_SIZE(mock->seen.setting)] = value;
		return 0;
	case USB_REQ_CLEAR_FEATURE:
		if (setup->bRequestType == USB_RECIP_ENDPOINT && value == USB_ENDPOINT_HALT) {
			mock->seen.halt_cleared = index;
			mock->seen.halts_cleared++;
		}
		return 0;
	case USB_REQ_SET_FEATURE:
		return 0;
	case USB_REQ_GET_STATUS:
		memset(data, 0, length);
		return min_t(u16, length, 2);
	default:
		return -EPIPE;
	}
}

static int mock_control(struct mock_hcd *mock, struct urb *urb)
{
	const struct usb_ctrlrequest *setup = (const struct usb_ctrlrequest *)urb->setup_packet;

	if ((setup->bRequestType & USB_TYPE_MASK) == USB_TYPE_STANDARD)
		return mock_standard_request(mock, setup, urb->transfer_buffer);
	if (!mock->device->control)
		return -EPIPE;
	return mock->device->control(mock, setup, urb->transfer_buffer);
}

/* ---- URBs ---- */

/* The first URB that the device has not been asked about, off the list. */
static struct mock_urb *mock_next(struct mock_hcd *mock)
{
	struct mock_urb *mu;
	unsigned long flags;

	spin_lock_irqsave(&mock->lock, flags);
	list_for_each_entry(mu, &mock->urbs, node) {
		if (mu->asked)
			continue;
		list_del_init(&mu->node);
		spin_unlock_irqrestore(&mock->lock, flags);
		return mu;
	}
	spin_unlock_irqrestore(&mock->lock, flags);
	return NULL;
}

static int mock_ask(struct mock_hcd *mock, struct urb *urb)
{
	if (!(READ_ONCE(mock->port) & USB_PORT_STAT_CONNECTION))
		return -EPROTO;
	if (usb_pipecontrol(urb->pipe))
		return mock_control(mock, urb);
	if (!mock->device->transfer)
		return MOCK_HCD_LATER;
	return mock->device->transfer(mock, mock_urb_address(urb), urb->transfer_buffer,
				      urb->transfer_buffer_length);
}

static void mock_work(struct tasklet_struct *work)
{
	struct mock_hcd *mock = from_tasklet(mock, work, work);
	struct mock_urb *mu;
	unsigned long flags;
	int result;

	while ((mu = mock_next(mock))) {
		result = mock_ask(mock, mu->urb);
		if (result == MOCK_HCD_LATER) {
			spin_lock_irqsave(&mock->lock, flags);
			/* Unlinked while it was with the device? */
			if (mu->urb->unlinked) {
				result = mu->urb->unlinked;
			} else {
				mu->asked = true;
				list_add_tail(&mu->node, &mock->urbs);
			}
			spin_unlock_irqrestore(&mock->lock, flags);
		}
		if (result != MOCK_HCD_LATER)
			mock_giveback(mock, mu, result);
	}
}

static int mock_urb_enqueue(struct usb_hcd *hcd, struct urb *urb, gfp_t gfp)
{
	struct mock_hcd *mock = mock_of(hcd);
	struct mock_urb *mu = kzalloc(sizeof(*mu), gfp);
	unsigned long flags;
	int err;

	if (!mu)
		return -ENOMEM;
	mu->urb = urb;
	spin_lock_irqsave(&mock->lock, flags);
	err = usb_hcd_link_urb_to_ep(hcd, urb);
	if (!err) {
		urb->hcpriv = mu;
		list_add_tail(&mu->node, &mock->urbs);
	}
	spin_unlock_irqrestore(&mock->lock, flags);
	if (err)
		kfree(mu);
	else
		tasklet_schedule(&mock->work);
	return err;
}

static int mock_urb_dequeue(struct usb_hcd *hcd, struct urb *urb, int status)
{
	struct mock_hcd *mock = mock_of(hcd);
	struct mock_urb *mu = NULL;
	unsigned long flags;
	int err;

	spin_lock_irqsave(&mock->lock, flags);
	err = usb_hcd_check_unlink_urb(hcd, urb, status);
	if (!err) {
		mu = urb->hcpriv;
		/* With the device: mock_work() looks when it is back. */
		if (list_empty(&mu->node))
			mu = NULL;
		else
			list_del_init(&mu->node);
	}
	spin_unlock_irqrestore(&mock->lock, flags);
	if (mu)
		mock_giveback(mock, mu, status);
	return err;
}

unsigned int mock_hcd_waiting(struct mock_hcd *mock, u8 address)
{
	unsigned int count = 0;
	struct mock_urb *mu;
	unsigned long flags;

	spin_lock_irqsave(&mock->lock, flags);
	list_for_each_entry(mu, &mock->urbs, node)
		count += mu->asked && mock_urb_address(mu->urb) == address;
	spin_unlock_irqrestore(&mock->lock, flags);
	return count;
}

bool mock_hcd_complete(struct mock_hcd *mock, u8 address, const void *data, int length)
{
	struct mock_urb *mu, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&mock->lock, flags);
	list_for_each_entry(mu, &mock->urbs, node) {
		if (mu->asked && mock_urb_address(mu->urb) == address) {
			list_del_init(&mu->node);
			found = mu;
			break;
		}
	}
	spin_unlock_irqrestore(&mock->lock, flags);
	if (!found)
		return false;
	if (length > 0 && data && usb_urb_dir_in(found->urb))
		memcpy(found->urb->transfer_buffer, data,
		       min_t(u32, length, found->urb->transfer_buffer_length));
	mock_giveback(mock, found, length);
	return true;
}

/* ---- the root hub ---- */

static int mock_hub_status_data(struct usb_hcd *hcd, char *buf)
{
	return one_port_status(READ_ONCE(mock_of(hcd)->port), buf);
}

static int mock_hub_control(struct usb_hcd *hcd, u16 request, u16 value, u16 index, char *buf,
			    u16 length)
{
	struct mock_hcd *mock = mock_of(hcd);
	unsigned long flags;
	int err;

	spin_lock_irqsave(&mock->lock, flags);
	if (one_port_is_reset(request, value)) {
		mock->seen.resets++;
		mock->configuration = 0;
	}
	err = one_port_control(&mock->port, request, value, buf);
	spin_unlock_irqrestore(&mock->lock, flags);
	return err;
}

static int mock_start(struct usb_hcd *hcd)
{
	hcd->state = HC_STATE_RUNNING;
	hcd->uses_new_polling = 1;
	return 0;
}

static void mock_stop(struct usb_hcd *hcd)
{
	tasklet_kill(&mock_of(hcd)->work);
}

static int mock_frame_number(struct usb_hcd *hcd)
{
	return jiffies_to_msecs(jiffies) & 0x7ff;
}

/* Without bus_suspend(): the root hub stays awake. */
static const struct hc_driver mock_hc_driver = {
	.description = "mock_hcd",
	.product_desc = "Mock host controller",
	.hcd_priv_size = sizeof(struct mock_hcd *),
	.flags = HCD_USB2 | HCD_BH,
	.start = mock_start,
	.stop = mock_stop,
	.urb_enqueue = mock_urb_enqueue,
	.urb_dequeue = mock_urb_dequeue,
	.get_frame_number = mock_frame_number,
	.hub_status_data = mock_hub_status_data,
	.hub_control = mock_hub_control,
};

/* ---- life ---- */

void mock_hcd_plug(struct mock_hcd *mock, bool plugged)
{
	unsigned long flags;

	spin_lock_irqsave(&mock->lock, flags);
	mock->port &= ~(USB_PORT_STAT_CONNECTION | USB_PORT_STAT_ENABLE | USB_PORT_STAT_SUSPEND);
	if (plugged)
		mock->port |= USB_PORT_STAT_CONNECTION;
	mock->port |= USB_PORT_STAT_C_CONNECTION << 16;
	spin_unlock_irqrestore(&mock->lock, flags);
	usb_hcd_poll_rh_status(mock->hcd);
}

bool mock_hcd_suspended(struct mock_hcd *mock)
{
	return READ_ONCE(mock->port) & USB_PORT_STAT_SUSPEND;
}

void mock_hcd_wake(struct mock_hcd *mock)
{
	unsigned long flags;

	spin_lock_irqsave(&mock->lock, flags);
	one_port_clear_feature(&mock->port, USB_PORT_FEAT_SUSPEND);
	spin_unlock_irqrestore(&mock->lock, flags);
	usb_hcd_poll_rh_status(mock->hcd);
}

const struct mock_hcd_device *mock_hcd_device(struct mock_hcd *mock)
{
	return mock->device;
}

const struct mock_hcd_seen *mock_hcd_seen(struct mock_hcd *mock)
{
	return &mock->seen;
}

static int mock_platform_probe(struct platform_device *parent)
{
	return 0;
}

struct mock_hcd *mock_hcd_create(const struct mock_hcd_device *device)
{
	static unsigned int serial;
	struct mock_hcd *mock = kzalloc(sizeof(*mock), GFP_KERNEL);
	int err;

	if (!mock)
		return ERR_PTR(-ENOMEM);
	mock->device = device;
	mock->port = USB_PORT_STAT_POWER;
	spin_lock_init(&mock->lock);
	INIT_LIST_HEAD(&mock->urbs);
	tasklet_setup(&mock->work, mock_work);

	snprintf(mock->name, sizeof(mock->name), "mock_hcd.%u", serial++);
	mock->driver.driver.name = mock->name;
	mock->driver.probe = mock_platform_probe;
	/* No owner: suites run before their module has its place in sysfs. */
	err = __platform_driver_register(&mock->driver, NULL);
	if (err)
		goto err_free_mock;
	mock->parent = platform_device_register_simple(mock->name, PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(mock->parent)) {
		err = PTR_ERR(mock->parent);
		goto err_unregister_driver;
	}
	mock->hcd = usb_create_hcd(&mock_hc_driver, &mock->parent->dev, mock->name);
	if (!mock->hcd) {
		err = -ENOMEM;
		goto err_unregister_parent;
	}
	*(struct mock_hcd **)mock->hcd->hcd_priv = mock;
	err = usb_add_hcd(mock->hcd, 0, 0);
	if (err)
		goto err_put_hcd;
	mock_hcd_plug(mock, true);
	return mock;

err_put_hcd:
	usb_put_hcd(mock->hcd);
err_unregister_parent:
	platform_device_unregister(mock->parent);
err_unregister_driver:
	platform_driver_unregister(&mock->driver);
err_free_mock:
	kfree(mock);
	return ERR_PTR(err);
}

void mock_hcd_destroy(struct mock_hcd *mock)
{
	mock_hcd_plug(mock, false);
	usb_remove_hcd(mock->hcd);
	usb_put_hcd(mock->hcd);
	platform_device_unregister(mock->parent);
	platform_driver_unregister(&mock->driver);
	kfree(mock);
}
