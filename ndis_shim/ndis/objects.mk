# SPDX-License-Identifier: GPL-2.0
# NDIS: one object a line, sorted.
