// SPDX-License-Identifier: GPL-2.0
/*
 * Walking a configuration descriptor: which interfaces, settings and endpoints
 * make the MBIM function, and what its functional descriptors say.
 *
 * Interfaces are always looked up by number, never computed: devices number
 * them with holes. An interface association is not looked at: in a dual
 * function it describes the NCM half. Broken rules of which devices are known
 * are tolerated and reported as oddities.
 */
#include "descriptor.h"
#include "le.h"

#define DT_INTERFACE		0x04
#define DT_ENDPOINT		0x05
#define DT_CS_INTERFACE		0x24

#define CS_HEADER		0x00
#define CS_UNION		0x06
#define CS_MBIM			0x1b
#define CS_MBIM_EXTENDED	0x1c

#define CLASS_COMM		0x02
#define SUBCLASS_MBIM		0x0e
#define CLASS_DATA		0x0a
#define PROTOCOL_DATA_MBIM	0x02

#define ENDPOINT_BULK		0x02
#define ENDPOINT_INTERRUPT	0x03

typedef struct _WALK {
	const UINT8 *Next;
	SIZE_T Left;
	const UINT8 *Descriptor;	/* the one at hand: [0] length, [1] type */
} WALK;

static VOID WalkInit(WALK *Walk, const UINT8 *Config, SIZE_T Length)
{
	Walk->Next = Config;
	Walk->Left = Length;
	Walk->Descriptor = NULL;
}

/* FALSE at the end, or where the lengths stop making sense. */
static BOOLEAN WalkNext(WALK *Walk)
{
	if (Walk->Left < 2 || Walk->Next[0] < 2 || Walk->Next[0] > Walk->Left)
		return FALSE;
	Walk->Descriptor = Walk->Next;
	Walk->Left -= Walk->Next[0];
	Walk->Next += Walk->Next[0];
	return TRUE;
}

static BOOLEAN IsDescriptor(const WALK *Walk, UINT8 Type, UINT8 MinimumLength)
{
	return Walk->Descriptor[1] == Type && Walk->Descriptor[0] >= MinimumLength;
}

static BOOLEAN IsFunctional(const WALK *Walk, UINT8 Subtype, UINT8 MinimumLength)
{
	return IsDescriptor(Walk, DT_CS_INTERFACE, MinimumLength) &&
	       Walk->Descriptor[2] == Subtype;
}

/* What a communication interface setting's descriptors said. */
typedef struct _CONTROL_STATE {
	BOOLEAN HasHeader;
	BOOLEAN HasUnion;
	BOOLEAN HasMbim;
	BOOLEAN HasExtended;
	UINT8 Subordinate;
} CONTROL_STATE;

static VOID TakeEndpoint(const UINT8 *Descriptor, UINT8 Type, BOOLEAN In, MBIM_ENDPOINT *Endpoint)
{
	UINT16 size = LeGet16(Descriptor + 4) & 0x7ff;

	if ((Descriptor[3] & 0x03) != Type || !!(Descriptor[2] & 0x80) != In)
		return;
	/* the first usable one; a packet size of 0 would be divided by later */
	if (!size || Endpoint->MaximumPacketSize)
		return;
	Endpoint->Address = Descriptor[2];
	Endpoint->MaximumPacketSize = size;
}

static VOID TakeMbim(const UINT8 *Descriptor, CONTROL_STATE *State, MBIM_FUNCTION *Function)
{
	if (State->HasMbim)
		return;
	if (!State->HasUnion)
		Function->Oddities |= MBIM_ODD_ORDER;
	State->HasMbim = TRUE;
	Function->MbimVersion = LeGet16(Descriptor + 3);
	Function->MaxControlMessage = LeGet16(Descriptor + 5);
	Function->NumberFilters = Descriptor[7];
	Function->MaxFilterSize = Descriptor[8];
	Function->MaxSegmentSize = LeGet16(Descriptor + 9);
	Function->NetworkCapabilities = Descriptor[11];
}

static VOID TakeExtended(const UINT8 *Descriptor, CONTROL_STATE *State, MBIM_FUNCTION *Function)
{
	if (State->HasExtended)
		return;
	if (!State->HasMbim)
		Function->Oddities |= MBIM_ODD_ORDER;
	State->HasExtended = TRUE;
	Function->ExtendedVersion = LeGet16(Descriptor + 3);
	Function->MaxOutstandingCommands = Descriptor[5];
	Function->Mtu = LeGet16(Descriptor + 6);
}

/* One descriptor that follows the communication interface's. */
static VOID TakeControl(const WALK *Walk, CONTROL_STATE *State, MBIM_FUNCTION *Function)
{
	const UINT8 *d = Walk->Descriptor;

	if (IsFunctional(Walk, CS_HEADER, 5)) {
		State->HasHeader = TRUE;
	} else if (IsFunctional(Walk, CS_UNION, 5)) {
		/* Union names the control interface first; a foreign one is no help */
		if (d[3] == Function->ControlInterface && d[4] != d[3] && !State->HasUnion) {
			State->HasUnion = TRUE;
			State->Subordinate = d[4];
		}
	} else if (IsFunctional(Walk, CS_MBIM, 12)) {
		TakeMbim(d, State, Function);
	} else if (IsFunctional(Walk, CS_MBIM_EXTENDED, 8)) {
		TakeExtended(d, State, Function);
	} else if (IsDescriptor(Walk, DT_ENDPOINT, 7)) {
		TakeEndpoint(d, ENDPOINT_INTERRUPT, TRUE, &Function->Interrupt);
	}
}

static VOID ClearFunction(MBIM_FUNCTION *Function)
{
	static const MBIM_FUNCTION none;

	*Function = none;
}

/*
 * The first setting of class 02/0e that has an MBIM functional descriptor.
 * FALSE: there is none; *Seen says whether there was a setting at all.
 */
static BOOLEAN FindControl(WALK *Walk, CONTROL_STATE *State, MBIM_FUNCTION *Function,
			   BOOLEAN *Seen)
{
	static const CONTROL_STATE none;
	BOOLEAN inside = FALSE;

	*Seen = FALSE;
	*State = none;
	while (WalkNext(Walk)) {
		const UINT8 *d = Walk->Descriptor;

		if (!IsDescriptor(Walk, DT_INTERFACE, 9)) {
			if (inside)
				TakeControl(Walk, State, Function);
			continue;
		}
		if (inside && State->HasMbim)
			return TRUE;

		inside = d[5] == CLASS_COMM && d[6] == SUBCLASS_MBIM;
		if (!inside)
			continue;
		*Seen = TRUE;
		*State = none;
		ClearFunction(Function);
		Function->ControlInterface = d[2];
		Function->ControlSetting = d[3];
		/* 1 and 2 are the NBL and NetPacket variants of emulated modems */
		if (d[7])
			Function->Oddities |= MBIM_ODD_PROTOCOL;
	}
	return inside && State->HasMbim;
}

static BOOLEAN InterfaceExists(const UINT8 *Config, SIZE_T Length, UINT8 Number)
{
	WALK walk;

	WalkInit(&walk, Config, Length);
	while (WalkNext(&walk))
		if (IsDescriptor(&walk, DT_INTERFACE, 9) && walk.Descriptor[2] == Number)
			return TRUE;
	return FALSE;
}

/* Without a Union: the first data interface behind the communication interface. */
static BOOLEAN GuessData(const UINT8 *Config, SIZE_T Length, const MBIM_FUNCTION *Function,
			 UINT8 *Number)
{
	BOOLEAN behind = FALSE;
	WALK walk;

	WalkInit(&walk, Config, Length);
	while (WalkNext(&walk)) {
		const UINT8 *d = walk.Descriptor;

		if (!IsDescriptor(&walk, DT_INTERFACE, 9))
			continue;
		if (d[2] == Function->ControlInterface) {
			behind = TRUE;
		} else if (behind && d[5] == CLASS_DATA) {
			*Number = d[2];
			return TRUE;
		}
	}
	return FALSE;
}

/* How well a setting of the data interface suits; 0 = not at all. */
static UINT32 RateSetting(const MBIM_FUNCTION *Function, UINT8 Setting, UINT8 Protocol)
{
	UINT8 expected = Function->ControlSetting ? 2 : 1;

	return 1 + (Setting == expected) + 2 * (Protocol == PROTOCOL_DATA_MBIM);
}

static BOOLEAN FindData(const UINT8 *Config, SIZE_T Length, MBIM_FUNCTION *Function)
{
	static const MBIM_ENDPOINT none;
	MBIM_ENDPOINT in = none, out = none;
	UINT32 best = 0, rating = 0;
	BOOLEAN inside = FALSE;
	UINT8 setting = 0;
	WALK walk;

	WalkInit(&walk, Config, Length);
	while (WalkNext(&walk)) {
		const UINT8 *d = walk.Descriptor;

		if (IsDescriptor(&walk, DT_INTERFACE, 9)) {
			inside = d[2] == Function->DataInterface && d[5] == CLASS_DATA;
			in = none;
			out = none;
			setting = d[3];
			rating = RateSetting(Function, setting, d[7]);
		} else if (inside && IsDescriptor(&walk, DT_ENDPOINT, 7)) {
			TakeEndpoint(d, ENDPOINT_BULK, TRUE, &in);
			TakeEndpoint(d, ENDPOINT_BULK, FALSE, &out);
			if (in.MaximumPacketSize && out.MaximumPacketSize && rating > best) {
				best = rating;
				Function->DataSetting = setting;
				Function->BulkIn = in;
				Function->BulkOut = out;
			}
		}
	}
	if (best && best < 4)
		Function->Oddities |= MBIM_ODD_DATA_SETTING;
	return best != 0;
}

static VOID NoteOddities(const CONTROL_STATE *State, MBIM_FUNCTION *Function)
{
	if (!State->HasHeader)
		Function->Oddities |= MBIM_ODD_NO_HEADER;
	if (Function->MaxSegmentSize < 2048)
		Function->Oddities |= MBIM_ODD_SEGMENT_SIZE;
	if (Function->NumberFilters < 16 || Function->MaxFilterSize > 192)
		Function->Oddities |= MBIM_ODD_FILTER;
	if (State->HasExtended &&
	    (Function->Mtu < 1280 || Function->Mtu > Function->MaxSegmentSize))
		Function->Oddities |= MBIM_ODD_MTU;
}

MBIM_DESCRIPTOR_RESULT MbimDescriptorParse(const UINT8 *Config, SIZE_T Length,
					   MBIM_FUNCTION *Function)
{
	CONTROL_STATE state;
	BOOLEAN seen;
	WALK walk;

	ClearFunction(Function);
	if (Length < 9 || Config[0] < 9)
		return MbimDescriptorMalformed;

	WalkInit(&walk, Config, Length);
	if (!FindControl(&walk, &state, Function, &seen))
		return seen ? MbimDescriptorNoMbim : MbimDescriptorNoFunction;
	if (Function->MaxControlMessage < 64)
		return MbimDescriptorControlSize;
	if (!Function->Interrupt.MaximumPacketSize)
		return MbimDescriptorNoInterrupt;

	if (state.HasUnion && InterfaceExists(Config, Length, state.Subordinate)) {
		Function->DataInterface = state.Subordinate;
	} else {
		Function->Oddities |= MBIM_ODD_NO_UNION;
		if (!GuessData(Config, Length, Function, &Function->DataInterface))
			return MbimDescriptorNoData;
	}
	if (!FindData(Config, Length, Function))
		return MbimDescriptorNoData;

	NoteOddities(&state, Function);
	return MbimDescriptorOk;
}

const char *MbimDescriptorResultText(MBIM_DESCRIPTOR_RESULT Result)
{
	switch (Result) {
	case MbimDescriptorOk:
		return "ok";
	case MbimDescriptorMalformed:
		return "malformed configuration descriptor";
	case MbimDescriptorNoFunction:
		return "no MBIM function";
	case MbimDescriptorNoMbim:
		return "no MBIM functional descriptor";
	case MbimDescriptorControlSize:
		return "wMaxControlMessage below 64";
	case MbimDescriptorNoInterrupt:
		return "no usable interrupt endpoint";
	case MbimDescriptorNoData:
		return "no usable data interface";
	}
	return "unknown";
}

const char *MbimDescriptorOddityText(UINT32 Oddity)
{
	switch (Oddity) {
	case MBIM_ODD_NO_HEADER:
		return "no CDC Header descriptor";
	case MBIM_ODD_NO_UNION:
		return "no usable Union descriptor";
	case MBIM_ODD_ORDER:
		return "functional descriptors out of order";
	case MBIM_ODD_SEGMENT_SIZE:
		return "wMaxSegmentSize below 2048";
	case MBIM_ODD_FILTER:
		return "bNumberFilters below 16 or bMaxFilterSize above 192";
	case MBIM_ODD_MTU:
		return "wMTU below 1280 or above wMaxSegmentSize";
	case MBIM_ODD_DATA_SETTING:
		return "bulk endpoints in an unexpected alternate setting";
	case MBIM_ODD_PROTOCOL:
		return "bInterfaceProtocol not 0";
	}
	return "unknown";
}
