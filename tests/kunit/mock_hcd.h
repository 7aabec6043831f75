/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A USB host controller without hardware: a root hub with one port and, in it,
 * a device whose answers are the caller's.
 *
 * The device knows the standard requests; what else comes over endpoint 0, and
 * every transfer of the other endpoints, is asked of the caller, who answers at
 * once or later.
 */
#ifndef _TESTS_KUNIT_MOCK_HCD_H
#define _TESTS_KUNIT_MOCK_HCD_H

#include <linux/usb.h>
#include <linux/usb/ch9.h>

struct mock_hcd;

/* Of a transfer: nothing yet, mock_hcd_complete() will say. */
#define MOCK_HCD_LATER	(-EINPROGRESS)

/**
 * struct mock_hcd_device - the device in the port
 * @descriptor: device descriptor
 * @config: its only configuration, with all that belongs to it
 * @strings: by index from 1, ASCII; NULL ends them
 * @control: a request of endpoint 0 that is not a standard one for the device
 *	itself; @data has room for, or consists of, wLength bytes. Return: bytes,
 *	-EPIPE for a stall, MOCK_HCD_LATER, or any other result of an URB
 * @transfer: one URB of another endpoint, @address with the direction. Return:
 *	as above. In softirq, one at a time; may call mock_hcd_complete() for
 *	other endpoints
 * @priv: the caller's
 */
struct mock_hcd_device {
	struct usb_device_descriptor descriptor;
	const u8 *config;
	const char * const *strings;
	int (*control)(struct mock_hcd *mock, const struct usb_ctrlrequest *setup, void *data);
	int (*transfer)(struct mock_hcd *mock, u8 address, void *data, u32 length);
	void *priv;
};

/**
 * struct mock_hcd_seen - what the host did to the device
 * @resets: of the port
 * @settings: SET_INTERFACE requests
 * @setting: alternate setting by interface number
 * @halts_cleared: CLEAR_FEATURE(ENDPOINT_HALT) requests
 * @halt_cleared: address of the last one
 */
struct mock_hcd_seen {
	unsigned int resets;
	unsigned int settings;
	u8 setting[16];
	unsigned int halts_cleared;
	u8 halt_cleared;
};

/*
 * Plugged in on return; USB core finds the device in its own time. Process
 * context. ERR_PTR() on failure.
 */
struct mock_hcd *mock_hcd_create(const struct mock_hcd_device *device);
/* Unplugs first. Process context. */
void mock_hcd_destroy(struct mock_hcd *mock);
/* Any context. */
void mock_hcd_plug(struct mock_hcd *mock, bool plugged);
/* The port, and the device with it, is suspended. Any context. */
bool mock_hcd_suspended(struct mock_hcd *mock);
/* The suspended device signals remote wakeup. Any context. */
void mock_hcd_wake(struct mock_hcd *mock);

const struct mock_hcd_device *mock_hcd_device(struct mock_hcd *mock);
const struct mock_hcd_seen *mock_hcd_seen(struct mock_hcd *mock);
/* URBs that wait at an endpoint. Any context. */
unsigned int mock_hcd_waiting(struct mock_hcd *mock, u8 address);
/*
 * The oldest waiting URB of an endpoint ends: with @length bytes, of @data if
 * it reads, or with an errno. Of an isochronous one the packets that these bytes
 * fill have moved, in frame 77. Any context. Return: false if there is none.
 */
bool mock_hcd_complete(struct mock_hcd *mock, u8 address, const void *data, int length);

#endif
