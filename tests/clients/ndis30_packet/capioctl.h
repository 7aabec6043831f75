/* SPDX-License-Identifier: GPL-2.0 */
/*++

Module Name:

    capioctl.h

Abstract:

    What a program says to the capture driver through DeviceIoControl.

--*/

#ifndef __CAPIOCTL__
#define __CAPIOCTL__

#define FILE_DEVICE_CAPTURE     0x8000

//
// Input: the adapter's name, L"\\Device\\eth0", in WCHARs. Has to be the first
// thing that is done with a new handle.
//
#define IOCTL_CAPTURE_SELECT    CTL_CODE(FILE_DEVICE_CAPTURE, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)

//
// Input and output: CAPTURE_OID_DATA.
//
#define IOCTL_CAPTURE_QUERY_OID CTL_CODE(FILE_DEVICE_CAPTURE, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_CAPTURE_SET_OID   CTL_CODE(FILE_DEVICE_CAPTURE, 0x802, METHOD_BUFFERED, FILE_ANY_ACCESS)

#define IOCTL_CAPTURE_RESET     CTL_CODE(FILE_DEVICE_CAPTURE, 0x803, METHOD_BUFFERED, FILE_ANY_ACCESS)

//
// Output: CAPTURE_COUNTS.
//
#define IOCTL_CAPTURE_COUNTS    CTL_CODE(FILE_DEVICE_CAPTURE, 0x804, METHOD_BUFFERED, FILE_ANY_ACCESS)

#pragma pack(push, 1)

typedef struct _CAPTURE_OID_DATA {
    ULONG   Oid;
    ULONG   Length;
    UCHAR   Data[1];
} CAPTURE_OID_DATA, *PCAPTURE_OID_DATA;

typedef struct _CAPTURE_COUNTS {
    ULONG   Received;
    ULONG   NobodyReading;
    ULONG   TooBig;
    ULONG   Sent;
    ULONG   SendErrors;
    ULONG   Resets;
    ULONG   LinkChanges;
} CAPTURE_COUNTS, *PCAPTURE_COUNTS;

#pragma pack(pop)

#endif // __CAPIOCTL__
