/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ethernet frames for interfaces that have none: the header that a received IP
 * packet gets, and what becomes of a frame that is sent. Pure: looks at nothing
 * but the bytes that it is given, and compiles in user space as well.
 *
 * The far end of the link appears as one neighbour, @peer, who answers for every
 * address but the interface's own.
 */
#ifndef _NDIS_SHIM_NDIS_LINUX_RAWIP_CODEC_H
#define _NDIS_SHIM_NDIS_LINUX_RAWIP_CODEC_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
#endif

#define NDIS_RAWIP_HEADER	14
/* An answer is at most that long: Ethernet, IPv6, advertisement, one option. */
#define NDIS_RAWIP_ANSWER_MAX	86

#define NDIS_RAWIP_DIRECTED	0
#define NDIS_RAWIP_MULTICAST	1
#define NDIS_RAWIP_BROADCAST	2

/**
 * struct ndis_rawip_link - the two ends as they appear
 * @own: made-up address of the interface
 * @peer: of whoever is at the other end
 * @is_own: is that IP address (4 or 16 bytes) one of the interface's; may be NULL
 * @context: for @is_own
 */
struct ndis_rawip_link {
	const u8 *own;
	const u8 *peer;
	bool (*is_own)(void *context, const u8 *address, size_t size);
	void *context;
};

enum ndis_rawip_verdict {
	NDIS_RAWIP_SEND,	/* the IP packet in it goes out */
	NDIS_RAWIP_DROP,	/* nothing for the other end: done */
	NDIS_RAWIP_ANSWER,	/* nothing goes out, and the sender gets an answer */
	NDIS_RAWIP_INVALID,	/* no frame, or its IP packet is cut off */
};

/**
 * ndis_rawip_header() - make up the header of a received packet
 * @link: the link
 * @packet: IP packet
 * @length: its bytes
 * @header: result
 *
 * Return: NDIS_RAWIP_DIRECTED and so on, or -1 for what is no IP packet.
 */
int ndis_rawip_header(const struct ndis_rawip_link *link, const u8 *packet, size_t length,
		      u8 header[NDIS_RAWIP_HEADER]);

/**
 * ndis_rawip_frame() - look at a frame that is sent
 * @link: the link
 * @frame: Ethernet header and the rest
 * @length: its bytes
 * @version: 4 or 6, where the verdict is to send
 * @size: bytes of the IP packet, which begins at NDIS_RAWIP_HEADER, without the
 *	padding behind it; or of the answer
 * @answer: room for one
 *
 * Return: what is to be done.
 */
enum ndis_rawip_verdict ndis_rawip_frame(const struct ndis_rawip_link *link, const u8 *frame,
					 size_t length, unsigned int *version, size_t *size,
					 u8 answer[NDIS_RAWIP_ANSWER_MAX]);

/* A locally administered address, the same for the same name every time; @end
 * tells the two ends of a link apart.
 */
void ndis_rawip_address(const char *name, unsigned int end, u8 address[6]);

#endif
