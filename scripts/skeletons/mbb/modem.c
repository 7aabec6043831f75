// SPDX-License-Identifier: GPL-2.0
/*
 * Instead of hardware: MBIM messages are answered from memory. A command is refused
 * (NO_DEVICE_SUPPORT), which is a regular answer.
 */
#include "skeleton.h"

#define MBIM_OPEN_MSG		0x00000001
#define MBIM_CLOSE_MSG		0x00000002
#define MBIM_COMMAND_MSG	0x00000003
#define MBIM_DONE		0x80000000
#define MBIM_HEADER		12
#define MBIM_STATUS_NO_DEVICE_SUPPORT	9

static ULONG Get32(const UCHAR *P)
{
	return P[0] | P[1] << 8 | P[2] << 16 | (ULONG)P[3] << 24;
}

static VOID Put32(UCHAR *P, ULONG Value)
{
	P[0] = (UCHAR)Value;
	P[1] = (UCHAR)(Value >> 8);
	P[2] = (UCHAR)(Value >> 16);
	P[3] = (UCHAR)(Value >> 24);
}

NTSTATUS ModemCreate(MODEM *Modem, WDFDEVICE Device)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	InitializeListHead(&Modem->Answers);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device;
	return WdfSpinLockCreate(&attributes, &Modem->Lock);
}

/* Header and fragment header, the command's service and number, status, no data. */
static ULONG BuildAnswer(UCHAR *To, const UCHAR *Message, SIZE_T Length)
{
	ULONG type = Get32(Message);
	ULONG size = type == MBIM_COMMAND_MSG ? 48 : 16;

	if (type == MBIM_COMMAND_MSG && Length < 40)
		return 0;
	RtlZeroMemory(To, size);
	Put32(To, type | MBIM_DONE);
	Put32(To + 4, size);
	RtlCopyMemory(To + 8, Message + 8, 4);	/* the transaction */
	if (type == MBIM_COMMAND_MSG) {
		Put32(To + 12, 1);		/* one fragment */
		RtlCopyMemory(To + 20, Message + 20, 20);
		Put32(To + 40, MBIM_STATUS_NO_DEVICE_SUPPORT);
	}
	return size;
}

BOOLEAN ModemTake(MODEM *Modem, const UCHAR *Fragment, SIZE_T Length)
{
	ANSWER *answer;

	if (Length < MBIM_HEADER || Get32(Fragment) < MBIM_OPEN_MSG ||
	    Get32(Fragment) > MBIM_COMMAND_MSG)
		return FALSE;
	/* Of a command in several fragments the first one says what is asked. */
	if (Get32(Fragment) == MBIM_COMMAND_MSG && (Length < 20 || Get32(Fragment + 16)))
		return FALSE;

	answer = (ANSWER *)ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*answer), SKELETON_TAG);
	if (!answer)
		return FALSE;
	answer->Length = BuildAnswer(answer->Bytes, Fragment, Length);
	WdfSpinLockAcquire(Modem->Lock);
	InsertTailList(&Modem->Answers, &answer->Link);
	WdfSpinLockRelease(Modem->Lock);
	return TRUE;
}

static ANSWER *NextAnswer(MODEM *Modem)
{
	ANSWER *answer = NULL;

	WdfSpinLockAcquire(Modem->Lock);
	if (!IsListEmpty(&Modem->Answers))
		answer = CONTAINING_RECORD(RemoveHeadList(&Modem->Answers), ANSWER, Link);
	WdfSpinLockRelease(Modem->Lock);
	return answer;
}

ULONG ModemGive(MODEM *Modem, UCHAR *Buffer, SIZE_T Room)
{
	ANSWER *answer = NextAnswer(Modem);
	ULONG length;

	if (!answer)
		return 0;
	length = answer->Length <= Room ? answer->Length : 0;
	RtlCopyMemory(Buffer, answer->Bytes, length);
	ExFreePoolWithTag(answer, SKELETON_TAG);
	return length;
}

VOID ModemReset(MODEM *Modem)
{
	ANSWER *answer;

	/* EvtDriverDeviceAdd may have failed early. */
	if (!Modem->Lock)
		return;
	while ((answer = NextAnswer(Modem)) != NULL)
		ExFreePoolWithTag(answer, SKELETON_TAG);
}
