/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The modem as a USB device: descriptors, standard requests, alternate settings, endpoints.
 */
#ifndef _MODEM_USB_H
#define _MODEM_USB_H

#include "loop.h"
#include "transport.h"
#include "util.h"

struct fault;
struct modem;

#define EP_NOTIFY	0x81
#define EP_BULK_IN	0x82
#define EP_BULK_OUT	0x02

#define USB_TYPE_MASK		0x60
#define USB_TYPE_CLASS		0x20
#define USB_RECIP_MASK		0x1f
#define USB_RECIP_DEVICE	0
#define USB_RECIP_INTERFACE	1
#define USB_RECIP_ENDPOINT	2

#define USB_REQ_GET_STATUS	0
#define USB_REQ_CLEAR_FEATURE	1
#define USB_REQ_SET_FEATURE	3
#define USB_REQ_SET_ADDRESS	5
#define USB_REQ_GET_DESCRIPTOR	6
#define USB_REQ_GET_CONFIGURATION	8
#define USB_REQ_SET_CONFIGURATION	9
#define USB_REQ_GET_INTERFACE	10
#define USB_REQ_SET_INTERFACE	11
#define USB_REQ_SET_SEL		48
#define USB_REQ_SET_ISOCH_DELAY	49

struct usb_endpoint {
	struct list_head queue;
	bool halted;
};

struct usb_state {
	u8 configuration;
	u8 comm_alt, data_alt;
	bool remote_wakeup;
	struct usb_endpoint ep0, notify, bulk_in, bulk_out;
	struct list_head stuck;	/* transfers that a fault leaves unanswered */
	struct loop_timer ep0_timer;

	u32 configured;		/* SET_CONFIGURATION seen */
	u32 alt0_while_open;	/* data path closed without MBIM CLOSE */
	u32 reset_while_open;	/* device reset or reconfigured without MBIM CLOSE */
	u32 unplugged_while_open;
	u32 resets;		/* RESET_FUNCTION seen */

	u32 transfers_in;	/* IN transfers while some are spoiled */
	u32 spoiled;
	u64 spoil_random;	/* spoil.c: where its numbers are */
};

struct setup {
	u8 type, request;
	u16 value, index, length;
};

/* spoil.c.  Before @x goes back to the bus, with what it brings. */
void spoil_transfer(struct modem *m, struct xfer *x);

/* usb_device.c */
void usb_init(struct modem *m);
void usb_submit(struct modem *m, struct xfer *x);
/* Takes a waiting transfer away from the core.  Return: false when it does not have it. */
bool usb_cancel(struct modem *m, struct xfer *x);
void usb_complete(struct modem *m, struct xfer *x, int status);
void usb_fail_queue(struct modem *m, struct usb_endpoint *ep, int status);
/* The device is gone from the bus: everything back to power-up. */
void usb_unplugged(struct modem *m);
bool usb_data_active(const struct modem *m);	/* bulk endpoints exist */
bool usb_mbim_selected(const struct modem *m);	/* not the NCM half of a dual function */
u8 usb_data_alt_mbim(const struct modem *m);	/* data setting with the MBIM bulk pair */
void usb_halt(struct modem *m, struct usb_endpoint *ep);
/* Return: whether a fault of this transfer has dealt with it. */
bool usb_fault(struct modem *m, struct usb_endpoint *ep, struct xfer *x, const struct fault *f);
/* Fails what faults have left unanswered. */
void usb_resume_stuck(struct modem *m);

/* ep0.c: Return: bytes of answer or handled length, negative errno for a STALL. */
int usb_standard_request(struct modem *m, const struct setup *s, u8 *data);

/* class_requests.c */
int usb_class_request(struct modem *m, const struct setup *s, u8 *data);

/* descriptors.c: each returns the length, 0 for "no such descriptor" */
u32 usb_device_descriptor(const struct modem *m, u8 *out);
u32 usb_config_descriptor(const struct modem *m, u8 *out);
u32 usb_bos_descriptor(const struct modem *m, u8 *out);
u32 usb_string_descriptor(const struct modem *m, u8 index, u8 *out);

/* notify.c */
void notify_response_available(struct modem *m);
void notify_speed_change(struct modem *m, u32 down, u32 up);
void notify_kick(struct modem *m);
void notify_flush(struct modem *m);

#endif
