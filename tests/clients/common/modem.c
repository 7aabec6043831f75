// SPDX-License-Identifier: GPL-2.0
/*
 * The MBIM function in memory: reassembles commands, answers them, cuts its
 * answers to the size the host announced. Messages follow MBIM 1.0 sections 8
 * to 10; what it does not know it refuses with NO_DEVICE_SUPPORT.
 */
#include "modem.h"

#define MBIM_OPEN		0x00000001
#define MBIM_CLOSE		0x00000002
#define MBIM_COMMAND		0x00000003
#define MBIM_OPEN_DONE		0x80000001
#define MBIM_CLOSE_DONE		0x80000002
#define MBIM_COMMAND_DONE	0x80000003
#define MBIM_FUNCTION_ERROR	0x80000004
#define MBIM_INDICATE		0x80000007

/* Pool tag "Answ", as a number: sparse has no multi-character constants. */
#define ANSWER_TAG		0x77736e41

#define CID_DEVICE_CAPS		1
#define CID_CONNECT		12
#define CID_IP_CONFIGURATION	15
#define CID_DEVICE_SERVICES	16
#define CID_SUBSCRIBE_LIST	19
#define CID_PACKET_FILTERS	23

typedef struct _MODEM_ANSWER {
	LIST_ENTRY Link;
	ULONG Length;
	UCHAR Bytes[1];
} MODEM_ANSWER, *PMODEM_ANSWER;

static const UCHAR BasicConnect[16] = {
	0xa2, 0x89, 0xcc, 0x33, 0xbc, 0xbb, 0x8b, 0x4f, 0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf
};

static ULONG Get32(const UCHAR *P)
{
	return (ULONG)P[0] | (ULONG)P[1] << 8 | (ULONG)P[2] << 16 | (ULONG)P[3] << 24;
}

static VOID Put32(UCHAR *P, ULONG Value)
{
	P[0] = (UCHAR)Value;
	P[1] = (UCHAR)(Value >> 8);
	P[2] = (UCHAR)(Value >> 16);
	P[3] = (UCHAR)(Value >> 24);
}

VOID ModemCheck(PMODEM Modem, BOOLEAN Good, PCSTR Text)
{
	InterlockedIncrement(&Modem->Checks);
	if (!Good) {
		InterlockedIncrement(&Modem->Failures);
		DbgPrint("test client: not ok - %s\n", Text);
	}
}

VOID ModemReport(PMODEM Modem, PCSTR Name)
{
	DbgPrint("%s: %d checks, %d failed, opens %u, closes %u, commands %u\n", Name,
		 Modem->Checks, Modem->Failures, Modem->Opens, Modem->Closes, Modem->Commands);
}

NTSTATUS ModemInitialize(PMODEM Modem, WDFDEVICE Device)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	Modem->Device = Device;
	Modem->MaxTransfer = 4096;
	InitializeListHead(&Modem->Answers);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device;
	return WdfSpinLockCreate(&attributes, &Modem->Lock);
}

VOID ModemCleanup(PMODEM Modem)
{
	while (!IsListEmpty(&Modem->Answers)) {
		PLIST_ENTRY link = RemoveHeadList(&Modem->Answers);

		ExFreePool(CONTAINING_RECORD(link, MODEM_ANSWER, Link));
	}
}

/* One fragment for the host to fetch. The lock is held. */
static ULONG QueueAnswer(PMODEM Modem, const UCHAR *Bytes, ULONG Length)
{
	PMODEM_ANSWER answer;

	answer = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*answer) + Length, ANSWER_TAG);
	if (answer == NULL)
		return 0;
	answer->Length = Length;
	RtlCopyMemory(answer->Bytes, Bytes, Length);
	InsertTailList(&Modem->Answers, &answer->Link);
	return 1;
}

/* A message with a fragment header: @Body starts behind it. The lock is held. */
static ULONG QueueFragmented(PMODEM Modem, ULONG Type, ULONG Id, const UCHAR *Body, ULONG Length)
{
	UCHAR *fragment = Modem->Fragment;
	ULONG room = Modem->MaxTransfer - 20;
	ULONG total = (Length + room - 1) / room;
	ULONG i, queued = 0;

	for (i = 0; i < total; i++) {
		ULONG part = Length < room ? Length : room;

		Put32(fragment, Type);
		Put32(fragment + 4, 20 + part);
		Put32(fragment + 8, Id);
		Put32(fragment + 12, total);
		Put32(fragment + 16, i);
		RtlCopyMemory(fragment + 20, Body, part);
		queued += QueueAnswer(Modem, fragment, 20 + part);
		Body += part;
		Length -= part;
	}
	return queued;
}

static ULONG QueueDone(PMODEM Modem, ULONG Id, ULONG Cid, ULONG Status, const UCHAR *Info,
		       ULONG InfoLength)
{
	UCHAR body[28 + 512];

	RtlCopyMemory(body, Modem->Command + 20, 16);
	Put32(body + 16, Cid);
	Put32(body + 20, Status);
	Put32(body + 24, InfoLength);
	if (InfoLength)
		RtlCopyMemory(body + 28, Info, InfoLength);
	return QueueFragmented(Modem, MBIM_COMMAND_DONE, Id, body, 28 + InfoLength);
}

static ULONG QueueStatus(PMODEM Modem, ULONG Type, ULONG Id, ULONG Status)
{
	UCHAR message[16];

	Put32(message, Type);
	Put32(message + 4, 16);
	Put32(message + 8, Id);
	Put32(message + 12, Status);
	return QueueAnswer(Modem, message, 16);
}

static VOID ConnectInfo(PMODEM Modem, UCHAR *Info, ULONG Session)
{
	static const UCHAR internet[16] = {
		0x7e, 0x5e, 0x2a, 0x7e, 0x4e, 0x6f, 0x72, 0x72,
		0x73, 0x6b, 0x65, 0x6e, 0x7e, 0x5e, 0x2a, 0x7e
	};

	RtlZeroMemory(Info, 36);
	Put32(Info, Session);
	Put32(Info + 4, Modem->Connected[Session] ? 1 : 3);
	Put32(Info + 12, 1);
	RtlCopyMemory(Info + 16, internet, 16);
}

ULONG ModemNetworkDetach(PMODEM Modem, ULONG Session)
{
	UCHAR body[24 + 36];
	ULONG queued;

	WdfSpinLockAcquire(Modem->Lock);
	Modem->Connected[Session] = FALSE;
	RtlCopyMemory(body, BasicConnect, 16);
	Put32(body + 16, CID_CONNECT);
	Put32(body + 20, 36);
	ConnectInfo(Modem, body + 24, Session);
	queued = QueueFragmented(Modem, MBIM_INDICATE, 0, body, sizeof(body));
	WdfSpinLockRelease(Modem->Lock);
	return queued;
}

static ULONG AnswerConnect(PMODEM Modem, ULONG Id, BOOLEAN Set, const UCHAR *Info, ULONG Length)
{
	UCHAR info[36];
	ULONG session;

	if (Length < 36)
		return QueueDone(Modem, Id, CID_CONNECT, 21, NULL, 0);
	session = Get32(Info);
	if (session >= MODEM_SESSIONS)
		return QueueDone(Modem, Id, CID_CONNECT, 21, NULL, 0);
	if (Set) {
		/* To deactivate a session that nobody uses takes no adapter. */
		CHECK(Modem, Modem->Adapter[session] != NULL || Get32(Info + 4) == 0,
		      "EvtMbbDeviceCreateAdapter ran before CONNECT with that session id");
		Modem->Connected[session] = Get32(Info + 4) == 1;
	}
	ConnectInfo(Modem, info, session);
	return QueueDone(Modem, Id, CID_CONNECT, 0, info, sizeof(info));
}

static ULONG AnswerIpConfiguration(PMODEM Modem, ULONG Id, const UCHAR *Info, ULONG Length)
{
	UCHAR info[68];
	ULONG session = Length >= 4 ? Get32(Info) : 0;

	RtlZeroMemory(info, sizeof(info));
	Put32(info, session);
	Put32(info + 4, 1 | 8);		/* address and MTU */
	Put32(info + 12, 1);
	Put32(info + 16, 60);
	Put32(info + 52, 1500);
	Put32(info + 60, 24);
	info[64] = 10;
	info[65] = 99;
	info[66] = (UCHAR)session;
	info[67] = 2;
	return QueueDone(Modem, Id, CID_IP_CONFIGURATION, 0, info, sizeof(info));
}

static ULONG AnswerDeviceCaps(PMODEM Modem, ULONG Id)
{
	UCHAR info[64];

	RtlZeroMemory(info, sizeof(info));
	Put32(info, 1);			/* embedded */
	Put32(info + 4, 1);		/* GSM */
	Put32(info + 8, 1);		/* no voice */
	Put32(info + 12, 2);		/* removable SIM */
	Put32(info + 16, 0x20);		/* LTE */
	Put32(info + 28, MODEM_SESSIONS);
	return QueueDone(Modem, Id, CID_DEVICE_CAPS, 0, info, sizeof(info));
}

static ULONG AnswerDeviceServices(PMODEM Modem, ULONG Id)
{
	static const ULONG cids[] = {
		CID_DEVICE_CAPS, CID_CONNECT, CID_IP_CONFIGURATION, CID_DEVICE_SERVICES,
		CID_SUBSCRIBE_LIST, CID_PACKET_FILTERS
	};
	UCHAR info[16 + 28 + sizeof(cids)];
	ULONG i, n = sizeof(cids) / sizeof(cids[0]);

	RtlZeroMemory(info, sizeof(info));
	Put32(info, 1);
	Put32(info + 8, 16);
	Put32(info + 12, 28 + 4 * n);
	RtlCopyMemory(info + 16, BasicConnect, 16);
	Put32(info + 16 + 24, n);
	for (i = 0; i < n; i++)
		Put32(info + 16 + 28 + 4 * i, cids[i]);
	return QueueDone(Modem, Id, CID_DEVICE_SERVICES, 0, info, sizeof(info));
}

static BOOLEAN CheckLength(PMODEM Modem, ULONG InfoLength)
{
	BOOLEAN good = Modem->CommandLength >= 48 && Modem->CommandLength - 48 == InfoLength;

	CHECK(Modem, good, "InformationBufferLength is what the fragments add up to");
	return good;
}

/* A whole command is in Modem->Command. The lock is held. */
static ULONG Execute(PMODEM Modem, ULONG Id)
{
	const UCHAR *c = Modem->Command;
	ULONG cid = Get32(c + 36), length = Get32(c + 44);
	BOOLEAN set = Get32(c + 40) == 1;
	const UCHAR *info = c + 48;

	Modem->Commands++;
	if (!CheckLength(Modem, length) || RtlCompareMemory(c + 20, BasicConnect, 16) != 16)
		return QueueDone(Modem, Id, cid, 9, NULL, 0);
	switch (cid) {
	case CID_DEVICE_CAPS:
		return AnswerDeviceCaps(Modem, Id);
	case CID_DEVICE_SERVICES:
		return AnswerDeviceServices(Modem, Id);
	case CID_CONNECT:
		return AnswerConnect(Modem, Id, set, info, length);
	case CID_IP_CONFIGURATION:
		return AnswerIpConfiguration(Modem, Id, info, length);
	case CID_SUBSCRIBE_LIST:
		Modem->SubscribeLists++;
		return QueueDone(Modem, Id, cid, 0, info, length < 512 ? length : 0);
	case CID_PACKET_FILTERS:
		Modem->Filters++;
		return QueueDone(Modem, Id, cid, 0, info, length < 512 ? length : 0);
	default:
		return QueueDone(Modem, Id, cid, 9, NULL, 0);
	}
}

static ULONG TakeCommandFragment(PMODEM Modem, const UCHAR *Fragment, ULONG Length)
{
	ULONG total = Get32(Fragment + 12), current = Get32(Fragment + 16);
	ULONG id = Get32(Fragment + 8);

	if (!Modem->Open)
		return QueueStatus(Modem, MBIM_FUNCTION_ERROR, id, 5);
	if (current == 0)
		Modem->CommandLength = 0;
	CHECK(Modem, (current == 0) == (Modem->CommandLength == 0),
	      "fragments of one command follow each other");
	if (Modem->CommandLength == 0) {
		RtlCopyMemory(Modem->Command, Fragment, 20);
		Modem->CommandLength = 20;
	}
	if (Modem->CommandLength + Length - 20 > sizeof(Modem->Command))
		return QueueStatus(Modem, MBIM_FUNCTION_ERROR, id, 3);
	RtlCopyMemory(Modem->Command + Modem->CommandLength, Fragment + 20, Length - 20);
	Modem->CommandLength += Length - 20;
	if (current + 1 < total)
		return 0;
	return Execute(Modem, id);
}

ULONG ModemTake(PMODEM Modem, const UCHAR *Fragment, SIZE_T Length)
{
	ULONG notify = 0, type, id;

	WdfSpinLockAcquire(Modem->Lock);
	CHECK(Modem, Modem->InD0, "a message is sent in D0 only");
	CHECK(Modem, Length >= 12 && Get32(Fragment + 4) == Length,
	      "MessageLength is the length of the fragment");
	CHECK(Modem, Length <= Modem->MaxTransfer || Get32(Fragment) == MBIM_OPEN,
	      "no fragment is longer than MaximumFragmentSize");
	type = Get32(Fragment);
	id = Get32(Fragment + 8);
	CHECK(Modem, id != 0, "TransactionId is not zero");
	switch (type) {
	case MBIM_OPEN:
		Modem->Opens++;
		Modem->Open = TRUE;
		Modem->MaxTransfer = Get32(Fragment + 12);
		notify = QueueStatus(Modem, MBIM_OPEN_DONE, id, 0);
		break;
	case MBIM_CLOSE:
		Modem->Closes++;
		Modem->Open = FALSE;
		RtlZeroMemory(Modem->Connected, sizeof(Modem->Connected));
		notify = QueueStatus(Modem, MBIM_CLOSE_DONE, id, 0);
		break;
	case MBIM_COMMAND:
		if (Length >= 20)
			notify = TakeCommandFragment(Modem, Fragment, (ULONG)Length);
		break;
	default:
		CHECK(Modem, FALSE, "only OPEN, CLOSE and COMMAND are sent");
		break;
	}
	WdfSpinLockRelease(Modem->Lock);
	return notify;
}

ULONG ModemGive(PMODEM Modem, UCHAR *Buffer, SIZE_T Capacity)
{
	PMODEM_ANSWER answer = NULL;
	ULONG length = 0;

	WdfSpinLockAcquire(Modem->Lock);
	CHECK(Modem, Modem->InD0, "an answer is fetched in D0 only");
	if (!IsListEmpty(&Modem->Answers))
		answer = CONTAINING_RECORD(RemoveHeadList(&Modem->Answers), MODEM_ANSWER, Link);
	WdfSpinLockRelease(Modem->Lock);
	if (answer == NULL)
		return 0;
	CHECK(Modem, answer->Length <= Capacity, "the buffer holds a fragment of the largest size");
	if (answer->Length <= Capacity) {
		RtlCopyMemory(Buffer, answer->Bytes, answer->Length);
		length = answer->Length;
	}
	ExFreePool(answer);
	return length;
}
