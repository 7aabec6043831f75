/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What programs say to \\.\NdisProt, on Linux /dev/ndisprot. Included after
 * whatever defines CTL_CODE: ndis.h in the driver, ntdevice.h in a program.
 *
 * A program opens the device, chooses a binding, and then has that binding's
 * frames for itself: each read is one received frame, each write sends one, both
 * with the medium's header. A frame that does not fit into a read is cut
 * (STATUS_BUFFER_OVERFLOW). A new choice sees nothing until it sets a packet
 * filter. When the adapter goes, reads and writes fail with
 * STATUS_DEVICE_NOT_CONNECTED, and the program may choose again.
 */
#ifndef _PROTIOCTL_H
#define _PROTIOCTL_H

#define NDISPROT_CODE(function, access)	\
	CTL_CODE(FILE_DEVICE_NETWORK, 0x800 + (function), METHOD_BUFFERED, (access))

/* Returns when the adapters present at load have been bound. */
#define IOCTL_NDISPROT_BIND_WAIT	NDISPROT_CODE(0, FILE_ANY_ACCESS)
/* In: index, 32 bits. Out: NDISPROT_BINDING, or STATUS_NO_MORE_ENTRIES. */
#define IOCTL_NDISPROT_QUERY_BINDING	NDISPROT_CODE(1, FILE_ANY_ACCESS)
/* In: device name, UTF-16 without a zero. STATUS_DEVICE_BUSY: somebody has it. */
#define IOCTL_NDISPROT_OPEN		NDISPROT_CODE(2, FILE_READ_ACCESS | FILE_WRITE_ACCESS)
/* In and out: NDISPROT_OID and what the OID has. */
#define IOCTL_NDISPROT_QUERY_OID	NDISPROT_CODE(3, FILE_READ_ACCESS)
/* In: the same. Packet filter, lookahead and multicast list may be set. */
#define IOCTL_NDISPROT_SET_OID		NDISPROT_CODE(4, FILE_WRITE_ACCESS)
/* Out: NDISPROT_COUNTERS of the chosen binding. */
#define IOCTL_NDISPROT_COUNTERS		NDISPROT_CODE(5, FILE_READ_ACCESS)

#define NDISPROT_NAME	64	/* characters */

#define NDISPROT_IN_USE		0x00000001
#define NDISPROT_CONNECTED	0x00000002

typedef struct _NDISPROT_BINDING {
	unsigned int Index;
	unsigned int Flags;		/* NDISPROT_IN_USE, NDISPROT_CONNECTED */
	unsigned int MaximumFrame;	/* with its header */
	unsigned int LinkSpeed;		/* in units of 100 bit/s */
	unsigned char Address[6];
	unsigned char Reserved[2];
	unsigned short DeviceName[NDISPROT_NAME];	/* zero-terminated UTF-16 */
	unsigned short Description[NDISPROT_NAME];
} NDISPROT_BINDING, *PNDISPROT_BINDING;

typedef struct _NDISPROT_OID {
	unsigned int Oid;
	unsigned char Data[];
} NDISPROT_OID, *PNDISPROT_OID;

typedef struct _NDISPROT_COUNTERS {
	unsigned long long Received;	/* delivered to a read, or waiting for one */
	unsigned long long Dropped;	/* nobody read in time, or no memory */
	unsigned long long Sent;
	unsigned long long SendErrors;
} NDISPROT_COUNTERS, *PNDISPROT_COUNTERS;

#endif
