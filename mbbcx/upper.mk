# SPDX-License-Identifier: GPL-2.0
# Above the engine: who talks (ports) and who carries data (sessions).
mbbcx-y += mbim_basic.o
mbbcx-y += mbim_host.o
mbbcx-y += mbim_subscribe.o
