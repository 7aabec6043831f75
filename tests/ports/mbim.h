/* SPDX-License-Identifier: GPL-2.0 */
/* What the programs of this folder need of MBIM. */
#ifndef TESTS_PORTS_MBIM_H
#define TESTS_PORTS_MBIM_H

#include <stdint.h>

#define OPEN_MSG	0x00000001u
#define CLOSE_MSG	0x00000002u
#define COMMAND_MSG	0x00000003u
#define OPEN_DONE	0x80000001u
#define CLOSE_DONE	0x80000002u
#define COMMAND_DONE	0x80000003u
#define FUNCTION_ERROR	0x80000004u
#define INDICATE	0x80000007u

#define FRAGMENT	20	/* header of a fragment */
#define COMMAND		48	/* and of a command or its answer */

/* of the emulated modem, which sends back what it gets: tests/modem/dss.c */
static const uint8_t echo[16] = { 0x6d, 0x6f, 0x64, 0x65, 0x6d, 0x2d, 0x45, 0x63,
				  0xa8, 0x6f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01 };

static inline uint32_t get(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline void put(uint8_t *p, uint32_t v)
{
	p[0] = v;
	p[1] = v >> 8;
	p[2] = v >> 16;
	p[3] = v >> 24;
}

#endif
