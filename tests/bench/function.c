// SPDX-License-Identifier: GPL-2.0
/*
 * The MBIM function: descriptors, NCM's class requests, and the control channel
 * with the modem in memory behind it. Everything runs in the host controller's
 * worker, one request at a time; only a reset comes from elsewhere and is taken
 * note of.
 */
#include "hcd.h"

#include <asm/unaligned.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/usb/cdc.h>

#include "modem.h"

static unsigned int in_max = 16384;
module_param(in_max, uint, 0444);
MODULE_PARM_DESC(in_max, "dwNtbInMaxSize (default 16384)");

static unsigned int out_max = 16384;
module_param(out_max, uint, 0444);
MODULE_PARM_DESC(out_max, "dwNtbOutMaxSize (default 16384)");

static unsigned int out_divisor = 4;
module_param(out_divisor, uint, 0444);
MODULE_PARM_DESC(out_divisor, "wNdpOutDivisor (default 4)");

u64 bench_commanded;

#define LE16(v) (u8)((v) & 0xff), (u8)((v) >> 8)
#define CONFIG_LENGTH (9 + 8 + 9 + 5 + 5 + 12 + 8 + 7 + 9 + 9 + 7 + 7)

static const u8 device_descriptor[18] = {
	18, USB_DT_DEVICE, LE16(0x0200), 0xef, 0x02, 0x01, 64, LE16(0x1209), LE16(0x0001),
	LE16(0x0100), 0, 0, 0, 1,
};

static const u8 config_descriptor[CONFIG_LENGTH] = {
	9, USB_DT_CONFIG, LE16(CONFIG_LENGTH), 2, 1, 0, 0x80, 50,
	8, USB_DT_INTERFACE_ASSOCIATION, 0, 2, 0x02, 0x0e, 0, 0,
	9, USB_DT_INTERFACE, 0, 0, 1, 0x02, 0x0e, 0, 0,
	5, 0x24, 0x00, LE16(0x0110),
	5, 0x24, 0x06, 0, 1,
	12, 0x24, 0x1b, LE16(0x0100), LE16(4096), 16, 192, LE16(2048), 0,
	8, 0x24, 0x1c, LE16(0x0100), 64, LE16(1500),
	7, USB_DT_ENDPOINT, BENCH_EP_NOTIFY, 3, LE16(16), 5,
	9, USB_DT_INTERFACE, 1, 0, 0, 0x0a, 0x00, 0x02, 0,
	9, USB_DT_INTERFACE, 1, 1, 2, 0x0a, 0x00, 0x02, 0,
	7, USB_DT_ENDPOINT, BENCH_EP_IN, 2, LE16(BENCH_MPS), 0,
	7, USB_DT_ENDPOINT, BENCH_EP_OUT, 2, LE16(BENCH_MPS), 0,
};

/* A fragment that waits for the host. */
struct fragment {
	struct list_head node;
	u32 length;
	u8 data[];
};

static struct {
	void *modem;
	struct list_head fragments;
	unsigned int announce;	/* notifications that are due */
	u32 input_size;
	bool was_reset;
} function;

static void emit(const unsigned char *data, unsigned int length)
{
	struct fragment *f = kmalloc(sizeof(*f) + length, GFP_KERNEL);

	if (!f)
		return;
	f->length = length;
	memcpy(f->data, data, length);
	list_add_tail(&f->node, &function.fragments);
	function.announce++;
}

static void forget(void)
{
	struct fragment *f, *next;

	list_for_each_entry_safe(f, next, &function.fragments, node) {
		list_del(&f->node);
		kfree(f);
	}
	function.announce = 0;
}

/* With a lock of the host controller's. */
void bench_function_reset(void)
{
	WRITE_ONCE(function.was_reset, true);
}

static void reset_if_due(void)
{
	if (!READ_ONCE(function.was_reset))
		return;
	WRITE_ONCE(function.was_reset, false);
	bench_modem_reset(function.modem);
	forget();
	function.input_size = in_max;
}

static int descriptor(u16 value, u8 *data, u16 length)
{
	const u8 *from = device_descriptor;
	u16 size = sizeof(device_descriptor);

	switch (value >> 8) {
	case USB_DT_DEVICE:
		break;
	case USB_DT_CONFIG:
		from = config_descriptor;
		size = sizeof(config_descriptor);
		break;
	default:
		return -EPIPE;
	}
	size = min(size, length);
	memcpy(data, from, size);
	return size;
}

static int standard(const struct usb_ctrlrequest *setup, u8 *data)
{
	u16 value = le16_to_cpu(setup->wValue);
	u16 length = le16_to_cpu(setup->wLength);

	switch (setup->bRequest) {
	case USB_REQ_GET_DESCRIPTOR:
		return descriptor(value, data, length);
	case USB_REQ_SET_CONFIGURATION:
		bench_hcd.configuration = value;
		return 0;
	case USB_REQ_GET_CONFIGURATION:
		data[0] = bench_hcd.configuration;
		return 1;
	case USB_REQ_SET_INTERFACE:
	case USB_REQ_CLEAR_FEATURE:
	case USB_REQ_SET_FEATURE:
		return 0;
	case USB_REQ_GET_STATUS:
		memset(data, 0, length);
		return min_t(u16, length, 2);
	default:
		return -EPIPE;
	}
}

static int ntb_parameters(u8 *data, u16 length)
{
	struct usb_cdc_ncm_ntb_parameters p = {
		.wLength = cpu_to_le16(sizeof(p)),
		.bmNtbFormatsSupported = cpu_to_le16(1),
		.dwNtbInMaxSize = cpu_to_le32(in_max),
		.wNdpInDivisor = cpu_to_le16(4),
		.wNdpInAlignment = cpu_to_le16(4),
		.dwNtbOutMaxSize = cpu_to_le32(out_max),
		.wNdpOutDivisor = cpu_to_le16(out_divisor),
		.wNdpOutAlignment = cpu_to_le16(4),
	};

	length = min_t(u16, length, sizeof(p));
	memcpy(data, &p, length);
	return length;
}

static int fetch(u8 *data, u16 length)
{
	struct fragment *f = list_first_entry_or_null(&function.fragments, struct fragment, node);

	if (!f)
		return 0;
	length = min_t(u16, length, f->length);
	memcpy(data, f->data, length);
	list_del(&f->node);
	kfree(f);
	return length;
}

int bench_function_control(const struct usb_ctrlrequest *setup, u8 *data)
{
	u16 length = le16_to_cpu(setup->wLength);

	reset_if_due();
	if ((setup->bRequestType & USB_TYPE_MASK) == USB_TYPE_STANDARD)
		return standard(setup, data);
	switch (setup->bRequest) {
	case USB_CDC_SEND_ENCAPSULATED_COMMAND:
		bench_commanded = ktime_get_ns();
		bench_modem_message(function.modem, data, length);
		return length;
	case USB_CDC_GET_ENCAPSULATED_RESPONSE:
		return fetch(data, length);
	case 0x05:	/* RESET_FUNCTION */
		bench_modem_reset(function.modem);
		forget();
		return 0;
	case USB_CDC_GET_NTB_PARAMETERS:
		return ntb_parameters(data, length);
	case USB_CDC_GET_NTB_FORMAT:
		put_unaligned_le16(0, data);
		return 2;
	case USB_CDC_SET_NTB_FORMAT:
		return setup->wValue ? -EPIPE : 0;
	case USB_CDC_GET_NTB_INPUT_SIZE:
		put_unaligned_le32(function.input_size, data);
		return 4;
	case USB_CDC_SET_NTB_INPUT_SIZE:
		if (get_unaligned_le32(data) > in_max)
			return -EPIPE;
		function.input_size = get_unaligned_le32(data);
		return length;
	default:
		return -EPIPE;
	}
}

int bench_function_notify(u8 *data, u32 room)
{
	static const u8 response_available[8] = {
		0xa1, USB_CDC_NOTIFY_RESPONSE_AVAILABLE, 0, 0, 0, 0, 0, 0,
	};

	reset_if_due();
	if (!function.announce || room < sizeof(response_available))
		return 0;
	function.announce--;
	memcpy(data, response_available, sizeof(response_available));
	return sizeof(response_available);
}

int bench_function_create(void)
{
	INIT_LIST_HEAD(&function.fragments);
	function.input_size = in_max;
	function.modem = kzalloc(bench_modem_size, GFP_KERNEL);
	if (!function.modem)
		return -ENOMEM;
	bench_modem_init(function.modem, emit);
	return 0;
}

void bench_function_destroy(void)
{
	forget();
	kfree(function.modem);
}
