# SPDX-License-Identifier: GPL-2.0
# What a client driver's Kbuild pulls in, after setting NT_TOP to the root of
# this tree (or to where include/ was installed):
#
#	NT_TOP := $(src)/../..
#	include $(NT_TOP)/include/client.mk
#
# The Windows headers come before Linux's: both have <net/checksum.h>.
NOSTDINC_FLAGS += -I$(NT_TOP)/include
# The C run-time's headers; apart, so that user-space builds keep their own.
NOSTDINC_FLAGS += -I$(NT_TOP)/include/crt
# Sources see the Windows side of headers that exist on both; the glue does not.
ccflags-y += -DNT_CLIENT_TU
CFLAGS_REMOVE_linux_glue.o := -DNT_CLIENT_TU
# Headers that change the packing of what follows are how Windows does it.
ifdef CONFIG_CC_IS_CLANG
ccflags-y += -Wno-pragma-pack
endif
# Pool tags are four-character constants.
ccflags-y += -Wno-multichar
# "Built __DATE__ __TIME__" is what many drivers say when they start.
ccflags-y += -Wno-date-time
# An object without a source is made of what an earlier build has left of it, without a
# word: files that come from Windows are often called in another letter case there.
ifdef CONFIG_MODULES
$(foreach m,$(obj-m:.o=),$(foreach o,$($m-y) $($m-objs),\
	$(if $(wildcard $(addprefix $(src)/$(o:.o=),.c .cpp .cxx .cc .S)),,\
		$(error $(src)/Kbuild lists $o, and there is no $(o:.o=.c) or $(o:.o=.cpp): letter case counts))))
endif
# .cpp files.
include $(NT_TOP)/include/cxx.mk
