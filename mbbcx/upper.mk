# SPDX-License-Identifier: GPL-2.0
# Above the engine: who talks (ports) and who carries data (sessions).
mbbcx-y += adapter_api.o
mbbcx-y += linux/link.o
mbbcx-y += linux/port.o
mbbcx-y += mbim_basic.o
mbbcx-y += mbim_host.o
mbbcx-y += mbim_subscribe.o
mbbcx-y += port.o
mbbcx-y += port_command.o
mbbcx-y += port_connect.o
mbbcx-y += port_queue.o
mbbcx-y += ports.o
mbbcx-y += session.o
mbbcx-y += session_adapter.o
mbbcx-y += session_state.o
mbbcx-y += subscribe.o
