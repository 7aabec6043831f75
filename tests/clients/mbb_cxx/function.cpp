// SPDX-License-Identifier: GPL-2.0
/*
 * The USB side: finding the function and bringing it to where MBIM_OPEN may be sent.
 * PnP and power callbacks only, so nothing here is locked. Pipes are new each time a
 * setting was selected: readers and requests are set up again after each bring-up.
 */
#include "device.h"

namespace mbb {

constexpr ULONG SettleTime = 15;	/* ms; some devices never send after 2 */
constexpr ULONG StaleResponses = 16;

NTSTATUS Function::Class(Request request, UINT16 value, PVOID buffer, UINT16 length,
			 ULONG *transferred)
{
	bool const in = request == Request::GetEncapsulatedResponse ||
			request == Request::GetNtbParameters ||
			request == Request::GetNtbFormat || request == Request::GetNtbInputSize ||
			request == Request::GetMaxDatagramSize;
	SendTimeout options(SetupTimeout);
	ULONG moved = 0;

	WDF_USB_CONTROL_SETUP_PACKET setup;
	WDF_USB_CONTROL_SETUP_PACKET_INIT_CLASS(&setup,
						in ? BmRequestDeviceToHost : BmRequestHostToDevice,
						BmRequestToInterface, static_cast<BYTE>(request),
						value, Descriptor.ControlInterface);
	WDF_MEMORY_DESCRIPTOR memory;
	if (length)
		WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&memory, buffer, length);
	NTSTATUS const status = WdfUsbTargetDeviceSendControlTransferSynchronously(
		Usb, WDF_NO_HANDLE, &options, &setup, length ? &memory : nullptr, &moved);
	if (transferred)
		*transferred = moved;
	return status;
}

static NTSTATUS Select(WDFUSBINTERFACE interface, UCHAR setting)
{
	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS params;

	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_SETTING(&params, setting);
	return WdfUsbInterfaceSelectSetting(interface, WDF_NO_OBJECT_ATTRIBUTES, &params);
}

static WDFUSBINTERFACE FindInterface(WDFUSBDEVICE usb, UCHAR number)
{
	UCHAR const count = WdfUsbTargetDeviceGetNumInterfaces(usb);

	for (UCHAR i = 0; i < count; i++) {
		auto const interface = WdfUsbTargetDeviceGetInterface(usb, i);

		if (WdfUsbInterfaceGetInterfaceNumber(interface) == number)
			return interface;
	}
	return nullptr;
}

static WDFUSBPIPE FindPipe(WDFUSBINTERFACE interface, const MBIM_ENDPOINT &endpoint)
{
	BYTE const count = WdfUsbInterfaceGetNumConfiguredPipes(interface);

	for (BYTE i = 0; i < count; i++) {
		WDF_USB_PIPE_INFORMATION info;
		WDF_USB_PIPE_INFORMATION_INIT(&info);
		auto const pipe = WdfUsbInterfaceGetConfiguredPipe(interface, i, &info);

		if (pipe && info.EndpointAddress == endpoint.Address)
			return pipe;
	}
	return nullptr;
}

/* ---- at each PrepareHardware ---- */

NTSTATUS Function::ReadDescriptor()
{
	USHORT length = 0;
	NTSTATUS status = WdfUsbTargetDeviceRetrieveConfigDescriptor(Usb, nullptr, &length);
	if (status != STATUS_BUFFER_TOO_SMALL || !length)
		return NT_SUCCESS(status) ? STATUS_NO_SUCH_DEVICE : status;

	auto *const config = static_cast<UCHAR *>(
		ExAllocatePool2(POOL_FLAG_NON_PAGED, length, PoolTag));
	if (!config)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = WdfUsbTargetDeviceRetrieveConfigDescriptor(Usb, config, &length);
	if (NT_SUCCESS(status)) {
		auto const result = MbimDescriptorParse(config, length, &Descriptor);

		if (result != MbimDescriptorOk) {
			MbbWarn("not usable: %s\n", MbimDescriptorResultText(result));
			status = STATUS_NO_SUCH_DEVICE;
		}
	}
	ExFreePoolWithTag(config, PoolTag);
	return status;
}

NTSTATUS Function::Open()
{
	NTSTATUS status;

	if (!Usb) {
		WDF_USB_DEVICE_CREATE_CONFIG create;
		WDF_USB_DEVICE_CREATE_CONFIG_INIT(&create, USBD_CLIENT_CONTRACT_VERSION_602);
		status = WdfUsbTargetDeviceCreateWithParameters(
			m_device.Handle, &create, WDF_NO_OBJECT_ATTRIBUTES, &Usb);
		if (!NT_SUCCESS(status))
			return status;
	}
	status = ReadDescriptor();
	if (!NT_SUCCESS(status))
		return status;
	for (ULONG i = 0; i < MBIM_ODDITIES; i++)
		if (Descriptor.Oddities & (1u << i))
			MbbInfo("tolerated: %s\n", MbimDescriptorOddityText(1u << i));

	USB_DEVICE_DESCRIPTOR device;
	WdfUsbTargetDeviceGetDeviceDescriptor(Usb, &device);
	auto *const quirk = MbimQuirkFind(device.idVendor, device.idProduct);
	m_quirks = quirk ? quirk->Flags : 0;
	if (quirk)
		MbbInfo("%s: %s\n", quirk->Device, quirk->Reason);

	/* every interface to setting 0, where the bring-up begins */
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS select;
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(&select, 0, nullptr);
	status = WdfUsbTargetDeviceSelectConfig(Usb, WDF_NO_OBJECT_ATTRIBUTES, &select);
	if (!NT_SUCCESS(status))
		return status;
	m_control = FindInterface(Usb, Descriptor.ControlInterface);
	m_data = FindInterface(Usb, Descriptor.DataInterface);
	m_reader = false;
	Configured = false;
	return m_control && m_data ? STATUS_SUCCESS : STATUS_NO_SUCH_DEVICE;
}

/* ---- the bring-up ---- */

void Function::Reset()
{
	NTSTATUS const status = Class(Request::ResetFunction, 0, nullptr, 0);

	/* of one that stalls it nobody knows the state */
	Stale = !NT_SUCCESS(status);
	if (Stale && !IsGone(status))
		MbbWarn("RESET_FUNCTION refused (0x%08x), going on\n", status);
}

NTSTATUS Function::ReadParameters()
{
	UCHAR block[NTB_PARAMETERS_LENGTH];
	ULONG length = 0;
	NTSTATUS const status = Class(Request::GetNtbParameters, 0, block, sizeof(block), &length);

	if (!NT_SUCCESS(status)) {
		MbbWarn("GET_NTB_PARAMETERS failed (0x%08x)\n", status);
		return status;
	}
	if (!NtbParametersParse(block, length, &m_parameters)) {
		MbbWarn("GET_NTB_PARAMETERS answered with %u bytes, too few\n", length);
		return STATUS_DEVICE_PROTOCOL_ERROR;
	}
	m_parameters.OutMaxSize = min(m_parameters.OutMaxSize, MaximumNtb);
	return STATUS_SUCCESS;
}

/* To be set in data setting 0, and if there is a choice. */
void Function::ChooseFormat()
{
	UINT16 const formats = m_parameters.FormatsSupported;
	bool const large = m_parameters.InMaxSize > NTB16_MAXIMUM_SIZE ||
			   m_parameters.OutMaxSize > NTB16_MAXIMUM_SIZE;
	bool const want32 = MbbNtbFormat == 32 || (MbbNtbFormat != 16 && large);

	Format = formats & NTB_FORMATS_16 || !(formats & NTB_FORMATS_32) ? NtbFormat16 :
									   NtbFormat32;
	if (!(formats & NTB_FORMATS_16) || !(formats & NTB_FORMATS_32))
		return;
	NTSTATUS const status = Class(Request::SetNtbFormat, want32, nullptr, 0);
	if (NT_SUCCESS(status))
		Format = want32 ? NtbFormat32 : NtbFormat16;
	else if (want32)
		MbbWarn("NTB32 refused (0x%08x), staying with NTB16\n", status);
}

/* What the device will send at most. */
UINT32 Function::NegotiateInputSize()
{
	UINT32 const packet = Descriptor.BulkIn.MaximumPacketSize;
	UINT32 const offered = m_parameters.InMaxSize;
	UINT32 const limit = Format == NtbFormat32 ? MaximumNtb : NTB16_MAXIMUM_SIZE;
	UINT32 size = min(offered, limit);

	/* nonsense: nothing to choose from, but there is room for NCM's least */
	if (offered < NTB_MINIMUM_SIZE)
		return NTB_MINIMUM_SIZE;
	/* whole packets: a full buffer then ends a transfer as a short packet does */
	size = max(size - size % packet, NTB_MINIMUM_SIZE);

	UCHAR block[4];
	LePut32(block, size);
	NTSTATUS const status = Class(Request::SetNtbInputSize, 0, block, sizeof(block));
	if (!NT_SUCCESS(status) && size != offered) {
		MbbWarn("blocks of up to %u bytes refused (0x%08x), the device has %u\n", size,
			status, offered);
		size = min(offered, MaximumNtb);
	}
	return size;
}

/* false: the device does not say. */
bool Function::ReadDatagramSize(UINT16 *size)
{
	UCHAR block[2];
	ULONG length = 0;

	if (!(Descriptor.NetworkCapabilities & MBIM_CAP_MAX_DATAGRAM_SIZE))
		return false;
	if (!NT_SUCCESS(Class(Request::GetMaxDatagramSize, 0, block, sizeof(block), &length)) ||
	    length != sizeof(block))
		return false;
	*size = LeGet16(block);
	return true;
}

UINT16 Function::NegotiateDatagramSize(UINT16 segment)
{
	UINT16 current;

	if (!ReadDatagramSize(&current) || current == segment)
		return segment;
	UCHAR block[2];
	LePut16(block, segment);
	NTSTATUS const status = Class(Request::SetMaxDatagramSize, 0, block, sizeof(block));
	if (NT_SUCCESS(status))
		return segment;
	MbbWarn("datagrams of up to %u bytes refused (0x%08x), the device has %u\n", segment,
		status, current);
	return current >= MinimumSegment && current < segment ? current : segment;
}

void Function::ChooseSizes()
{
	UINT32 const largest = NtbRulesLargestDatagram(&Rules);
	UINT16 const wanted = Descriptor.MaxSegmentSize;

	MaximumDatagram = min(UINT32(NegotiateDatagramSize(
				      wanted < MinimumSegment ? DefaultSegment : wanted)),
			      largest);
	/* the most there may be: the stack begins with 1500 */
	Mtu = Descriptor.Mtu >= MinimumMtu && Descriptor.Mtu < MaximumDatagram ?
		      UINT32(Descriptor.Mtu) : MaximumDatagram;
}

NTSTATUS Function::SelectInitialSettings()
{
	NTSTATUS const status = Select(m_data, 0);

	if (!NT_SUCCESS(status) || !Descriptor.ControlSetting)
		return status;
	/* the NCM half of such a function is in setting 0 */
	m_reader = false;
	return Select(m_control, Descriptor.ControlSetting);
}

NTSTATUS Function::OpenPipes()
{
	NTSTATUS status = Select(m_data, Descriptor.DataSetting);
	if (!NT_SUCCESS(status))
		return status;
	Interrupt = FindPipe(m_control, Descriptor.Interrupt);
	BulkIn = FindPipe(m_data, Descriptor.BulkIn);
	BulkOut = FindPipe(m_data, Descriptor.BulkOut);
	if (!Interrupt || !BulkIn || !BulkOut)
		return STATUS_NO_SUCH_DEVICE;

	if (!m_reader) {
		status = m_device.Control.ConfigureReader();
		if (!NT_SUCCESS(status))
			return status;
		m_reader = true;
	}
	status = m_device.Rx.ConfigureReader();
	if (!NT_SUCCESS(status))
		return status;
	return m_device.Tx.Prepare();
}

NTSTATUS Function::BringUp()
{
	Configured = false;
	NTSTATUS status = SelectInitialSettings();
	if (!NT_SUCCESS(status)) {
		MbbWarn("selecting the initial settings failed (0x%08x)\n", status);
		return status;
	}
	Reset();
	m_device.Control.Reset();
	m_device.Rx.Reset();
	m_device.Tx.ResetSequence();

	status = ReadParameters();
	if (!NT_SUCCESS(status))
		return status;
	ChooseFormat();
	UINT32 const packet = Descriptor.BulkIn.MaximumPacketSize;
	InputSize = NegotiateInputSize();
	BufferSize = (InputSize + packet - 1) / packet * packet;
	if (!NtbRulesInit(&Rules, &m_parameters, Format, Descriptor.BulkOut.MaximumPacketSize,
			  !!(m_quirks & MBIM_QUIRK_ONE_NDP))) {
		MbbWarn("blocks of %u bytes have no room for a packet of %u\n",
			m_parameters.OutMaxSize, MinimumMtu);
		return STATUS_DEVICE_PROTOCOL_ERROR;
	}
	ChooseSizes();

	Sleep(SettleTime);
	status = OpenPipes();
	if (!NT_SUCCESS(status)) {
		MbbWarn("opening the pipes failed (0x%08x)\n", status);
		return status;
	}
	Configured = true;
	return STATUS_SUCCESS;
}

void Function::ReadNegotiated(Negotiated *negotiated)
{
	constexpr UINT16 both = NTB_FORMATS_16 | NTB_FORMATS_32;
	UCHAR block[4];
	ULONG length = 0;

	*negotiated = {};
	if (NT_SUCCESS(Class(Request::GetNtbInputSize, 0, block, 4, &length)) && length == 4)
		negotiated->InputSize = LeGet32(block);
	ReadDatagramSize(&negotiated->DatagramSize);
	if ((m_parameters.FormatsSupported & both) == both &&
	    NT_SUCCESS(Class(Request::GetNtbFormat, 0, block, 2, &length)) && length == 2)
		negotiated->Format = static_cast<UINT16>(1 + LeGet16(block));
}

/*
 * One that lost power while it slept is at its defaults, armed or not: that it tells
 * something else than before shows it. What it does not tell proves nothing.
 */
bool Function::IsStillConfigured()
{
	auto const same = [](UINT32 noted, UINT32 now) { return !noted || !now || noted == now; };
	Negotiated now;

	ReadNegotiated(&now);
	return same(m_noted.InputSize, now.InputSize) && same(m_noted.Format, now.Format) &&
	       same(m_noted.DatagramSize, now.DatagramSize);
}

/* Only after a reset that was refused: a device is not asked without need. */
void Function::DrainResponses()
{
	auto const size = static_cast<UINT16>(min(ULONG(Descriptor.MaxControlMessage),
						  MaximumControl));
	PVOID const buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, size, PoolTag);
	if (!buffer)
		return;

	for (ULONG i = 0; i < StaleResponses; i++) {
		ULONG length = 0;

		/* a stall says the same as nothing does */
		if (!NT_SUCCESS(Class(Request::GetEncapsulatedResponse, 0, buffer, size, &length)) ||
		    !length)
			break;
	}
	ExFreePoolWithTag(buffer, PoolTag);
	Stale = false;
}

} // namespace mbb
