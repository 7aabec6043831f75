/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An MBIM function in memory, for clients without hardware: enough of the
 * control channel that MbbCx and mbimcli can open it, ask it, and connect.
 */
#ifndef TEST_CLIENTS_MODEM_H
#define TEST_CLIENTS_MODEM_H

#include <ntddk.h>
#include <wdf.h>
#include <netadaptercx.h>
#include <mbbcx.h>

#define MODEM_SESSIONS 17

/* Counts a promise that was checked; a broken one is in the log. */
#define CHECK(Modem, Condition, Text) ModemCheck((Modem), (Condition) ? TRUE : FALSE, Text)

typedef struct _MODEM {
	WDFDEVICE Device;
	WDFSPINLOCK Lock;		/* all that follows */
	LIST_ENTRY Answers;		/* of MODEM_ANSWER, oldest first */
	UCHAR Command[4096];		/* reassembly of the host's command */
	ULONG CommandLength;
	UCHAR Fragment[4096];		/* one of an answer, while it is built */
	ULONG MaxTransfer;		/* from OPEN */
	BOOLEAN Open;
	BOOLEAN InD0;
	BOOLEAN Wake;			/* armed by SUBSCRIBE_LIST or filters */
	LONG Outstanding;		/* MBBREQUESTs not yet completed: 0 or 1 */
	PVOID Adapter[MODEM_SESSIONS];
	BOOLEAN Connected[MODEM_SESSIONS];
	ULONG Opens, Closes, Commands, Filters, SubscribeLists;
	LONG Checks, Failures;
	GUID LastCommandId;
} MODEM, *PMODEM;

NTSTATUS ModemInitialize(PMODEM Modem, WDFDEVICE Device);
VOID ModemCleanup(PMODEM Modem);
VOID ModemCheck(PMODEM Modem, BOOLEAN Good, PCSTR Text);
/* EvtMbbDeviceSendMbimFragment's work: takes the bytes, queues answers.
 * Returns how often MbbDeviceResponseAvailable must be called. */
ULONG ModemTake(PMODEM Modem, const UCHAR *Fragment, SIZE_T Length);
/* EvtMbbDeviceReceiveMbimFragment's work: bytes written, 0 if nothing waits. */
ULONG ModemGive(PMODEM Modem, UCHAR *Buffer, SIZE_T Capacity);
/* An unsolicited CONNECT indication: the network ended @Session. */
ULONG ModemNetworkDetach(PMODEM Modem, ULONG Session);
VOID ModemReport(PMODEM Modem, PCSTR Name);

#endif
