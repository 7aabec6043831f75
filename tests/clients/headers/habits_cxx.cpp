// SPDX-License-Identifier: GPL-2.0
/*
 * Drivers as they are written in C++ today: callbacks that are lambdas or static
 * members, contexts that are classes, templates, references, enum flags, placement
 * new. Compiled with habits_cxx_other.cpp, which shares its context types; nothing
 * here runs.
 */
#include "habits_cxx.h"

#include <initguid.h>
#include <new>
#include <new.h>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <utility>

// {3f2504e0-4f89-11d3-9a0c-0305e82c3301}
DEFINE_GUID(GUID_HABIT, 0x3f2504e0, 0x4f89, 0x11d3, 0x9a, 0x0c, 0x03, 0x05, 0xe8, 0x2c, 0x33, 0x01);
EXTERN_C const GUID DECLSPEC_SELECTANY GUID_HABIT_ANY =
	{ 0x3f2504e0, 0x4f89, 0x11d3, { 0x9a, 0x0c, 0x03, 0x05, 0xe8, 0x2c, 0x33, 0x02 } };

/* ---- constants and enumerations ---- */

enum class HabitState : UCHAR { Stopped, Started };

typedef enum _HABIT_FLAGS {
	HabitFlagNone = 0,
	HabitFlagOne = 1,
	HabitFlagTwo = 2,
} HABIT_FLAGS;
DEFINE_ENUM_FLAG_OPERATORS(HABIT_FLAGS);

static constexpr HABIT_FLAGS HabitBoth = HabitFlagOne | HabitFlagTwo;
static_assert(HabitBoth == 3 && (HabitBoth & HabitFlagTwo) == HabitFlagTwo, "flags");
static_assert((HabitBoth ^ HabitFlagOne) == HabitFlagTwo && (~HabitFlagNone & 1) == 1, "flags");

static constexpr ULONG HabitTag = 'tbaH';
static constexpr size_t HabitSizes[] = { 64, 512, 1024 };
static_assert(ARRAYSIZE(HabitSizes) == 3 && RTL_NUMBER_OF(HabitSizes) == 3, "sizes");
static_assert(min(1u, 2ul) == 1 && max(3, 2) == 3, "min and max of any integers");

constexpr ULONG HabitRoundUp(ULONG value, ULONG to) { return (value + to - 1) / to * to; }
static_assert(HabitRoundUp(5, 4) == 8, "");

/* ---- memory ---- */

void *__cdecl operator new(size_t size, POOL_FLAGS flags, ULONG tag) noexcept
{
	return ExAllocatePool2(flags, size, tag);
}

void __cdecl operator delete(void *memory) noexcept
{
	if (memory)
		ExFreePool(memory);
}

void __cdecl operator delete(void *memory, size_t) noexcept
{
	operator delete(memory);
}

/* ---- what Windows C++ has of its own ---- */

template <typename TLock>
class HabitLockGuard
{
public:
	_Acquires_lock_(m_lock)
	explicit HabitLockGuard(_In_ TLock lock) noexcept : m_lock(lock)
	{
		WdfSpinLockAcquire(m_lock);
	}
	_Releases_lock_(m_lock)
	~HabitLockGuard() { WdfSpinLockRelease(m_lock); }
	HabitLockGuard(const HabitLockGuard &) = delete;
	HabitLockGuard &operator=(const HabitLockGuard &) = delete;

private:
	TLock m_lock;
};

template <typename F>
struct HabitFinally {
	F Function;
	~HabitFinally() { Function(); }
};

struct DECLSPEC_NOVTABLE HabitInterface {
	virtual NTSTATUS Start() = 0;
	virtual VOID Stop() = 0;
};

class __declspec(novtable) HabitOther {};

class HabitPart final : public HabitInterface
{
public:
	NTSTATUS Start() override { m_state = HabitState::Started; return STATUS_SUCCESS; }
	VOID Stop() override { m_state = HabitState::Stopped; }
	_IRQL_requires_max_(PASSIVE_LEVEL)
	__declspec(noinline) NTSTATUS Slow();

private:
	HabitState m_state = HabitState::Stopped;
};

_Use_decl_annotations_
NTSTATUS HabitPart::Slow()
{
	PAGED_CODE();
	return m_state == HabitState::Started ? STATUS_SUCCESS : STATUS_INVALID_DEVICE_STATE;
}

struct __declspec(align(16)) HABIT_ALIGNED { UCHAR Bytes[16]; };
static_assert(alignof(HABIT_ALIGNED) == 16, "");
__declspec(selectany) extern const int HabitAny = 1;
__declspec(noreturn) VOID HabitNever();
extern "C" __declspec(dllexport) ULONG HabitExported;
ULONG HabitExported;

typedef struct _HABIT_UNIONS {
	union {
		ULONG AsUlong;
		struct {
			USHORT Low : 4;
			USHORT High : 12;
			USHORT Other;
		};
	} DUMMYUNIONNAME;
	LARGE_INTEGER Time;
} HABIT_UNIONS;

/* ---- a driver ---- */

EXTERN_C DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD HabitDeviceAdd;
EXTERN_C_START
static EVT_WDF_OBJECT_CONTEXT_CLEANUP HabitCleanup;
_Function_class_(EVT_WDF_TIMER)
static VOID HabitTimer(_In_ WDFTIMER Timer);
EXTERN_C_END

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, HabitDeviceAdd)
#endif

_Use_decl_annotations_
EXTERN_C NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;
	WDF_DRIVER_CONFIG_INIT(&config, HabitDeviceAdd);
	config.EvtDriverUnload = [](WDFDRIVER) {};
	config.DriverPoolTag = HabitTag;

	WDFDRIVER driver = nullptr;
	NTSTATUS const status = WdfDriverCreate(DriverObject, RegistryPath,
						WDF_NO_OBJECT_ATTRIBUTES, &config, &driver);
	DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\Habit");
	UNICODE_STRING copy = RTL_CONSTANT_STRING(L"habit"), other = {};
	RtlInitUnicodeString(&other, L"habit");
	if (NT_SUCCESS(status) && RtlEqualUnicodeString(&copy, &other, TRUE))
		DbgPrintEx(DPFLTR_IHVDRIVER_ID, DPFLTR_INFO_LEVEL, "%wZ\n", &name);
	return status;
}

static NTSTATUS HabitDeviceAdd(WDFDRIVER, PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = [](WDFDEVICE, WDFCMRESLIST, WDFCMRESLIST) -> NTSTATUS {
		return STATUS_SUCCESS;
	};
	pnp.EvtDeviceD0Entry = [](WDFDEVICE device, WDF_POWER_DEVICE_STATE) {
		auto *context = HabitGetContext(device);
		return context->Part ? context->Part->Start() : STATUS_DEVICE_NOT_READY;
	};
	pnp.EvtDeviceD0Exit = HabitDevice::D0Exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnp);
	WdfDeviceInitSetDeviceType(DeviceInit, FILE_DEVICE_UNKNOWN);

	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, HabitDevice);
	attributes.EvtCleanupCallback = HabitCleanup;
	attributes.EvtDestroyCallback = [](WDFOBJECT) {};
	WDFDEVICE device;
	NTSTATUS status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;

	auto context = new (HabitGetContext(device)) HabitDevice(device);
	context->Part = new (POOL_FLAG_NON_PAGED, HabitTag) HabitPart;
	if (!context->Part)
		return STATUS_INSUFFICIENT_RESOURCES;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	status = WdfSpinLockCreate(&attributes, &context->Lock);
	if (!NT_SUCCESS(status))
		return status;

	WDF_TIMER_CONFIG timer;
	WDF_TIMER_CONFIG_INIT_PERIODIC(&timer, HabitTimer, 100);
	status = WdfTimerCreate(&timer, &attributes, &context->Timer);
	if (!NT_SUCCESS(status))
		return status;

	WDF_IO_QUEUE_CONFIG queue;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
	queue.EvtIoDeviceControl = [](WDFQUEUE, WDFREQUEST request, size_t, size_t, ULONG) {
		WdfRequestComplete(request, STATUS_INVALID_DEVICE_REQUEST);
	};
	status = WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
	return NT_SUCCESS(status) ? HabitStartNet(device) : status;
}

static VOID HabitCleanup(WDFOBJECT Object)
{
	auto *context = HabitGetContext(Object);

	delete context->Part;
	context->~HabitDevice();
}

static VOID HabitTimer(WDFTIMER Timer)
{
	auto &context = *HabitGetContext(WdfTimerGetParentObject(Timer));
	auto nothing = [&] { HabitNothing(); };
	HabitFinally<decltype(nothing)> done{ nothing };
	HabitLockGuard<WDFSPINLOCK> guard(context.Lock);

	context.Ticks += 1;
	InterlockedIncrement(&context.Count);
	for (auto &size : HabitSizes)
		context.Ticks += static_cast<ULONG>(size);
	for (auto value : { 1, 2, 3 })
		context.Ticks += value;
	if (IsEqualGUID(GUID_HABIT, GUID_HABIT_ANY) || GUID_HABIT == GUID_HABIT_ANY)
		context.Ticks = 0;
	HABIT_UNIONS unions = {};
	unions.Time.QuadPart = WDF_REL_TIMEOUT_IN_SEC(5);
	context.Ticks += unions.AsUlong + unions.Low;
	HABIT_FLAGS flags = HabitFlagNone;
	flags |= HabitFlagOne;
	flags &= ~HabitFlagTwo;
	if (WI_IsFlagSetHere(flags, HabitFlagOne))
		context.Ticks++;
	static_assert(std::is_same<decltype(flags), HABIT_FLAGS>::value, "");
	context.Ticks += HabitCounted<ULONG>(2);
	auto moved = std::move(flags);
	UNREFERENCED_PARAMETER(moved);
	DbgPrint("%u\n", std::uint32_t(context.Ticks));
	UNREFERENCED_PARAMETER(done);
}
