/* SPDX-License-Identifier: GPL-2.0 */
/*++

Module Name:

    muxioctl.h

Abstract:

    What a program and the driver say to each other at \\.\NdisMux.

--*/

#ifndef MUXIOCTL_H_INCLUDED
#define MUXIOCTL_H_INCLUDED

#define MUX_NAME_CHARS      32

//
// Input: MUX_TARGET, of which LowerName counts ("\Device\eth0"). Output: the same
// with the number of the new virtual adapter, \Device\mux<number>.
//
#define IOCTL_MUX_ADD       CTL_CODE(FILE_DEVICE_NETWORK, 0xA00, METHOD_BUFFERED, FILE_WRITE_ACCESS)
//
// Input: MUX_TARGET, of which Number counts.
//
#define IOCTL_MUX_REMOVE    CTL_CODE(FILE_DEVICE_NETWORK, 0xA01, METHOD_BUFFERED, FILE_WRITE_ACCESS)
//
// Output: an array of MUX_REPORT, as many as there is room for.
//
#define IOCTL_MUX_LIST      CTL_CODE(FILE_DEVICE_NETWORK, 0xA02, METHOD_BUFFERED, FILE_READ_ACCESS)

typedef struct _MUX_TARGET {
    ULONG       Number;
    USHORT      LowerName[MUX_NAME_CHARS];      // terminated
} MUX_TARGET, *PMUX_TARGET;

typedef struct _MUX_REPORT {
    ULONG       Number;
    ULONG       PacketFilter;                   // of the virtual adapter
    ULONG       LowerFilter;                    // what the adapter below has for all of them
    ULONG       Sent;
    ULONG       SendFailures;
    ULONG       Received;
    ULONG       Cancels;
    UCHAR       Address[6];
    UCHAR       Reserved[2];
    USHORT      LowerName[MUX_NAME_CHARS];
} MUX_REPORT, *PMUX_REPORT;

#endif
