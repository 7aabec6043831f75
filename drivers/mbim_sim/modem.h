/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The modem in memory: the MBIM function as its host sees it, and the SIM, the
 * radio and the network behind it as their owner does.
 *
 * Pure: touches only memory that it is given and needs no Windows or Linux
 * service. Messages to the host leave through SIM_MODEM's Emit. The owner lets
 * in one caller at a time. The same files are built into the driver and the
 * KUnit suite.
 *
 * It is not the modem of tests/modem: that one is there to judge hosts and to
 * misbehave in USB's ways; this one is there to be used.
 */
#ifndef _MBIM_SIM_MODEM_H
#define _MBIM_SIM_MODEM_H

#include "faults.h"
#include "info.h"
#include "wire.h"

#define SIM_SESSIONS		17u
#define SIM_DSS_SESSIONS	256u
#define SIM_DSS_ACTIVE		4u	/* at a time */
#define SIM_MODEMS		32u	/* as many as addresses tell apart: address.c */
#define SIM_MTU			1500u
#define SIM_SUBSCRIPTIONS	64u
#define SIM_FILTERS		512u	/* bytes of IP_PACKET_FILTERS that are kept */
#define SIM_FILTER_COUNT	16u
#define SIM_FILTER_SIZE		192u
#define SIM_COMMAND_BYTES	16384u	/* the longest command, put together */
#define SIM_TRANSFER		4096u	/* longest fragment */
#define SIM_EVENTS		32u
#define SIM_NAME		24u
#define SIM_APN			101u
#define SIM_PIN			17u

typedef struct _SIM_MODEM SIM_MODEM;

/* A fragment for the host, @Delay ms from now. */
typedef VOID SIM_EMIT(PVOID Context, const UINT8 *Fragment, UINT32 Length, UINT32 Delay);

/* What the host gets wrong. */
#define SIM_VIOLATIONS(V) \
	V(message_length, "message of a wrong length") \
	V(message_type, "unknown message type") \
	V(transaction_zero, "transaction id 0") \
	V(max_transfer, "MaxControlTransfer below 64") \
	V(not_open, "message to a closed function") \
	V(fragment_order, "fragment out of order") \
	V(fragment_size, "fragment longer than MaxControlTransfer") \
	V(command_length, "command too long, or not as long as it says") \
	V(command_type, "query of what can only be set, or the reverse") \
	V(information, "information buffer that cannot be read") \
	V(value, "value that is not defined") \
	V(session, "session that the modem does not have")

#define V(Name, Text) SimViolation_##Name,
typedef enum _SIM_VIOLATION {
	SIM_VIOLATIONS(V)
	SimViolationCount
} SIM_VIOLATION;
#undef V

typedef struct _SIM_SUBSCRIPTION {
	UINT8 Uuid[MBIM_UUID_LENGTH];
	UINT32 Cid;			/* 0: all of the service */
} SIM_SUBSCRIPTION;

typedef struct _SIM_SESSION {
	BOOLEAN Active;
	UINT32 IpType;
	UINT32 NwError;			/* of the last deactivation */
	UINT8 ContextType[MBIM_UUID_LENGTH];
	char Apn[SIM_APN];
} SIM_SESSION;

/* Something the host is to be told, with the state that there will be then. */
typedef struct _SIM_EVENT {
	UINT32 Cid;			/* of Basic Connect */
	UINT32 Session;
} SIM_EVENT;

typedef struct _SIM_STATISTICS {
	UINT64 UpPackets, UpBytes, DownPackets, DownBytes;
} SIM_STATISTICS;

struct _SIM_MODEM {
	SIM_EMIT *Emit;
	PVOID EmitContext;
	UINT32 Index;			/* which of the modems */

	/* identity */
	char Imei[SIM_NAME], Imsi[SIM_NAME], Iccid[SIM_NAME], Number[SIM_NAME];
	char Pin[SIM_PIN];

	/* SIM, radio, network */
	BOOLEAN SimPresent, Locked, PinEnabled, RadioHardware, RadioSoftware, Coverage;
	BOOLEAN ManualRegistration;
	UINT32 PinAttempts;
	UINT32 RegisterState, PacketState;
	UINT32 Rssi;			/* where there is coverage */
	UINT32 SignalInterval, RssiThreshold, ErrorThreshold;
	UINT32 IdleHint;
	UINT32 MaximumMbimex, Mbimex;	/* what it can do, what was negotiated */
	SIM_SESSION Session[SIM_SESSIONS];
	BOOLEAN Dss[SIM_DSS_SESSIONS];
	SIM_STATISTICS Statistics;	/* kept by the owner */

	/* control channel */
	BOOLEAN Open;
	UINT32 MaxTransfer;
	UINT32 CollectId, CollectTotal, CollectNext, CollectLength;
	BOOLEAN SubscribedExplicitly;
	UINT32 Subscriptions;
	SIM_SUBSCRIPTION Subscription[SIM_SUBSCRIPTIONS];
	UINT32 FiltersLength;
	UINT8 Filters[SIM_FILTERS];
	UINT32 Events;
	SIM_EVENT Event[SIM_EVENTS];

	SIM_FAULTS Faults;
	UINT32 Opens, Closes, Commands, Indications, SubscribeSets, FilterSets;
	UINT32 Violations[SimViolationCount];

	/* scratch */
	SIM_INFO Info;			/* of the answer or indication under way */
	UINT8 Collect[SIM_COMMAND_BYTES];
	UINT8 Fragment[SIM_TRANSFER];
};

/* A whole command. */
typedef struct _SIM_COMMAND {
	UINT32 TransactionId;
	const UINT8 *Uuid;
	UINT32 Cid;
	BOOLEAN Set;
	SIM_INPUT Input;
} SIM_COMMAND;

/* ---- modem.c: for the owner ---- */
/* @Modem is zeroed. As after power-up, with a SIM and a network in reach. */
VOID SimModemInit(SIM_MODEM *Modem, UINT32 Index, UINT32 MaximumMbimex, SIM_EMIT *Emit,
		  PVOID EmitContext);
/* Power was off: the function is closed and nothing is connected. */
VOID SimModemReset(SIM_MODEM *Modem);
/* One message, or fragment of one, of the host. */
VOID SimModemMessage(SIM_MODEM *Modem, const UINT8 *Message, UINT32 Length);
const char *SimViolationName(SIM_VIOLATION Violation);

/* ---- radio.c: changes of the world, for the owner; the host is told ---- */
VOID SimSetSim(SIM_MODEM *Modem, BOOLEAN Present);
VOID SimSetCoverage(SIM_MODEM *Modem, BOOLEAN Coverage);
VOID SimSetSignal(SIM_MODEM *Modem, UINT32 Rssi);
VOID SimSetRadioSwitch(SIM_MODEM *Modem, BOOLEAN On);
/* A PIN that has to be entered from now on; empty: none. */
VOID SimSetPin(SIM_MODEM *Modem, const char *Pin);
/* The network ends the packet service, and all sessions with it. */
VOID SimDetach(SIM_MODEM *Modem);
/* The network ends one session. FALSE: it is not connected. */
BOOLEAN SimDeactivate(SIM_MODEM *Modem, UINT32 Session, UINT32 NwError);
/* Something that changes nothing and that is worth waking up for. */
VOID SimRing(SIM_MODEM *Modem);

/* ---- radio.c: for the services ---- */
VOID SimSetRadioSoftware(SIM_MODEM *Modem, BOOLEAN On);
VOID SimSetPacketState(SIM_MODEM *Modem, UINT32 State);
VOID SimUpdateRegistration(SIM_MODEM *Modem);
VOID SimEndSessions(SIM_MODEM *Modem);
BOOLEAN SimRadioOn(const SIM_MODEM *Modem);
VOID SimAddEvent(SIM_MODEM *Modem, UINT32 Cid, UINT32 Session);
/* Tells the host what was added since. */
VOID SimTellEvents(SIM_MODEM *Modem);

/* ---- answer.c ---- */
/* The answer's information is Modem->Info. */
VOID SimAnswer(SIM_MODEM *Modem, const SIM_COMMAND *Command, UINT32 Status);
VOID SimIndicate(SIM_MODEM *Modem, const UINT8 *Uuid, UINT32 Cid);
VOID SimSendDone(SIM_MODEM *Modem, UINT32 Type, UINT32 TransactionId, UINT32 Status);
VOID SimFunctionError(SIM_MODEM *Modem, UINT32 TransactionId, UINT32 Error);
VOID SimViolation(SIM_MODEM *Modem, SIM_VIOLATION Violation);
/* Counts, and returns the status that goes with it. */
UINT32 SimRefuse(SIM_MODEM *Modem, SIM_VIOLATION Violation);

/* ---- services.c ---- */

#define SIM_QUERY	1u
#define SIM_SET		2u

/* Fills Modem->Info. Returns the answer's status. */
typedef UINT32 SIM_HANDLER(SIM_MODEM *Modem, const SIM_COMMAND *Command);

typedef struct _SIM_CID {
	UINT32 Cid;
	UINT32 Flags;			/* SIM_QUERY, SIM_SET */
	UINT32 MinimumQuery, MinimumSet;	/* of the host's information */
	SIM_HANDLER *Handle;
} SIM_CID;

typedef struct _SIM_SERVICE {
	UINT8 Uuid[MBIM_UUID_LENGTH];
	const SIM_CID *Cids;
	UINT32 Count;
	UINT32 DssPayload, MaximumDss;
	BOOLEAN Optional;		/* no indications before they are asked for */
} SIM_SERVICE;

extern const SIM_SERVICE SimBasicConnect;	/* basic.c */
extern const SIM_SERVICE SimSms;		/* extensions.c */
extern const SIM_SERVICE SimDss;
extern const SIM_SERVICE SimDssEcho;
extern const SIM_SERVICE SimMsExtensions;

VOID SimExecute(SIM_MODEM *Modem, const SIM_COMMAND *Command);
BOOLEAN SimSubscribed(const SIM_MODEM *Modem, const SIM_SERVICE *Service, UINT32 Cid);
const SIM_SERVICE *SimFindService(const UINT8 *Uuid);
SIM_HANDLER SimDeviceServices;
SIM_HANDLER SimSubscribeList;

/* ---- status.c ---- */
SIM_HANDLER SimSubscriberReady;
SIM_HANDLER SimRadioState;
SIM_HANDLER SimPin;
SIM_HANDLER SimPinList;
SIM_HANDLER SimRegisterState;
SIM_HANDLER SimPacketService;
SIM_HANDLER SimSignalState;
/* The same structures for indications. FALSE: there is none for @Cid. */
BOOLEAN SimFillStatus(SIM_MODEM *Modem, UINT32 Cid);

/* ---- context.c ---- */
SIM_HANDLER SimConnect;
SIM_HANDLER SimIpConfiguration;
SIM_HANDLER SimPacketStatistics;
SIM_HANDLER SimIpPacketFilters;
VOID SimFillConnect(SIM_MODEM *Modem, UINT32 Session);

/* ---- address.c ---- */

#define SIM_PREFIX_V4	24u
#define SIM_PREFIX_V6	64u

/* Those of a session: host number 1 is the network's end, 2 the modem's. */
VOID SimAddressV4(UINT32 Modem, UINT32 Session, UINT8 Host, UINT8 Address[4]);
VOID SimAddressV6(UINT32 Modem, UINT32 Session, UINT8 Host, UINT8 Address[16]);
/*
 * Whose a packet is by its destination. FALSE: nobody's, or it is no IP packet.
 * @Session may be one that there is not.
 */
BOOLEAN SimRoute(const UINT8 *Packet, UINT32 Length, UINT32 *Modem, UINT32 *Session);
/* An IP packet that is at least as long as its header. */
BOOLEAN SimIsIp(const UINT8 *Packet, UINT32 Length);

#endif
