# SPDX-License-Identifier: GPL-2.0
# Above the engine: who talks (ports) and who carries data (sessions).
mbbcx-y += adapter_api.o
mbbcx-y += linux/link.o
mbbcx-y += mbim_basic.o
mbbcx-y += mbim_host.o
mbbcx-y += mbim_subscribe.o
mbbcx-y += session.o
mbbcx-y += session_adapter.o
mbbcx-y += session_state.o
