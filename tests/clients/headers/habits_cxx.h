/* SPDX-License-Identifier: GPL-2.0 */
/* What the two files of the C++ habits share. */
#pragma once

#include <ntddk.h>
#include <wdf.h>
#include <netadaptercx.h>

#ifndef DECLSPEC_NOVTABLE
#define DECLSPEC_NOVTABLE __declspec(novtable)
#endif

class HabitPart;

class HabitDevice
{
public:
	explicit HabitDevice(WDFDEVICE device) : Device(device) {}
	static EVT_WDF_DEVICE_D0_EXIT D0Exit;

	WDFDEVICE Device;
	HabitPart *Part = nullptr;
	WDFSPINLOCK Lock = WDF_NO_HANDLE;
	WDFTIMER Timer = nullptr;
	ULONG Ticks = 0;
	volatile LONG Count = 0;
};
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(HabitDevice, HabitGetContext);

struct HABIT_ADAPTER {
	NETADAPTER Adapter;
	WDFDEVICE Device;
};
WDF_DECLARE_CONTEXT_TYPE(HABIT_ADAPTER);

namespace habit {
struct Queue {
	NETPACKETQUEUE Handle;
	NET_RING_COLLECTION const *Rings;
	NET_EXTENSION VirtualAddress;
};
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(Queue, GetQueue);
}

inline void HabitNothing() {}
template <typename T>
constexpr bool WI_IsFlagSetHere(T value, T flag) { return (value & flag) == flag; }

template <typename T>
T HabitCounted(T value)
{
	static T count;

	for (T i = 0; i < value; i++)
		count += i * DbgPrint("counted\n");
	return count;
}

NTSTATUS HabitStartNet(WDFDEVICE Device);
