/* SPDX-License-Identifier: GPL-2.0 */
/* Configuration descriptors with an MBIM function, as modems have them, more or less. */
#ifndef _FUZZ_MAKE_USB_H
#define _FUZZ_MAKE_USB_H

#include "make.h"

static void make_usb_interface(struct maker *m, uint32_t number, uint32_t setting,
			       uint32_t endpoints, uint32_t usb_class, uint32_t sub,
			       uint32_t protocol)
{
	make_put(m, 0x0409, 2);
	make_put(m, number | setting << 8 | endpoints << 16 | usb_class << 24, 4);
	make_put(m, sub | protocol << 8, 3);
}

static void make_usb_endpoint(struct maker *m, uint32_t address, uint32_t type)
{
	static const uint16_t sizes[] = { 8, 16, 64, 512, 512, 1024 };

	make_put(m, 0x0507, 2);
	make_put(m, address | type << 8, 2);
	make_put(m, sizes[make_pick(m, 6)], 2);
	make_put(m, 1 + make_pick(m, 9), 1);
}

static void make_usb_functional(struct maker *m, uint32_t control, uint32_t data)
{
	if (!make_chance(m, 10)) {
		make_put(m, 0x002405, 3);
		make_put(m, 0x0110, 2);
	}
	if (!make_chance(m, 10)) {
		make_put(m, 0x062405, 3);
		make_put(m, control | data << 8, 2);
	}
	if (make_chance(m, 4)) {
		make_put(m, 0x0f24 << 8 | 13, 3);
		make_put(m, 4, 1);
		make_put(m, 0, 4);
		make_put(m, 1514, 2);
		make_put(m, 0, 3);
	}
	if (!make_chance(m, 10)) {
		make_put(m, 0x1b240c, 3);
		make_put(m, 0x0100, 2);
		make_put(m, make_chance(m, 6) ? make_pick(m, 80) : 4096, 2);
		make_put(m, make_chance(m, 4) ? 1 : 16, 1);
		make_put(m, make_chance(m, 4) ? 255 : 128, 1);
		make_put(m, make_chance(m, 4) ? 1500 : 2048, 2);
		make_put(m, make_pick(m, 2) * 0x20, 1);
	}
	if (!make_chance(m, 3)) {
		make_put(m, 0x1c2408, 3);
		make_put(m, 0x0100, 2);
		make_put(m, 64, 1);
		make_put(m, make_chance(m, 4) ? 900 : 1500, 2);
	}
}

static void make_usb_function(struct maker *m, uint32_t control, uint32_t data)
{
	bool dual = make_chance(m, 4), late = make_chance(m, 8);

	if (!make_chance(m, 3)) {
		make_put(m, 0x0b08, 2);
		make_put(m, control | 2 << 8 | 0x02 << 16 | 0x0eu << 24, 4);
		make_put(m, 0, 2);
	}
	make_usb_interface(m, control, 0, 1, 2, dual ? 0x0d : 0x0e, make_chance(m, 8));
	make_usb_functional(m, control, data);
	if (!make_chance(m, 12))
		make_usb_endpoint(m, 0x81, 3);
	if (dual) {
		make_usb_interface(m, control, 1, 1, 2, 0x0e, 0);
		make_usb_functional(m, control, data);
		make_usb_endpoint(m, 0x81, 3);
	}
	make_usb_interface(m, data, 0, late ? 2 : 0, 10, 0, dual ? 1 : 2);
	if (!late)
		make_usb_interface(m, data, 1, 2, 10, 0, dual ? 1 : 2);
	make_usb_endpoint(m, 0x82, 2);
	if (!make_chance(m, 12))
		make_usb_endpoint(m, 0x01, 2);
	if (dual) {
		make_usb_interface(m, data, 2, 2, 10, 0, 2);
		make_usb_endpoint(m, 0x82, 2);
		make_usb_endpoint(m, 0x01, 2);
	}
}

/* Begins where @m is. Other functions may be before and behind. */
static void make_usb_config(struct maker *m)
{
	size_t start = m->size;
	uint32_t first = make_chance(m, 3) ? make_pick(m, 8) : 0;

	make_put(m, 0x0209, 2);
	make_put(m, 0, 2);
	make_put(m, 2 | 1 << 8, 3);
	make_put(m, 0xfa80, 2);
	if (first)
		make_usb_interface(m, 0, 0, 0, 255, 255, 255);
	make_usb_function(m, first, make_chance(m, 8) ? first + 3 : first + 1);
	if (make_chance(m, 3))
		make_usb_function(m, first + 5, first + 6);
	make_set(m, start + 2, (uint32_t)(m->size - start), 2);
}

#endif
