/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Queues of an adapter without hardware: what is sent comes back, with the
 * addresses swapped, and echo requests turned into replies.
 */
#ifndef TEST_CLIENTS_DATAPATH_H
#define TEST_CLIENTS_DATAPATH_H

#include "modem.h"

typedef struct _LOOP {
	PMODEM Modem;
	NETADAPTER Adapter;
	ULONG SessionId;
	BOOLEAN DriverManaged;
	WDFSPINLOCK Lock;		/* Waiting, Armed */
	LIST_ENTRY Waiting;		/* of LOOP_BUFFER: for the receive queue */
	NETPACKETQUEUE RxQueue;
	BOOLEAN RxArmed;
	LONG Loans;			/* buffers attached and not yet returned */
	LONG TxStarted, TxStopped, RxStarted, RxStopped;
} LOOP, *PLOOP;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(LOOP, LoopGetContext);

NTSTATUS LoopInitialize(PLOOP Loop, PMODEM Modem, NETADAPTER Adapter, BOOLEAN DriverManaged);
VOID LoopDestroy(PLOOP Loop);
VOID LoopSetCapabilities(PLOOP Loop);
EVT_NET_ADAPTER_CREATE_TXQUEUE LoopCreateTxQueue;
EVT_NET_ADAPTER_CREATE_RXQUEUE LoopCreateRxQueue;
EVT_NET_ADAPTER_RETURN_RX_BUFFER LoopReturnRxBuffer;

#endif
