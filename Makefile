# SPDX-License-Identifier: GPL-2.0
# For people: what can be done here. Kbuild files say what is in each module.

KDIR ?= /lib/modules/$(shell uname -r)/build
DOCS ?=

.PHONY: all modules modules_install clean help setup demo check check-static \
	check-fuzz check-kunit check-guest check-guest-debug check-guest-uml check-install \
	check-docs deb mutate soak matrix kernels bench

all: modules

modules modules_install clean:
	@test -d "$(KDIR)" || { echo "no kernel headers in $(KDIR): install linux-headers-$$(uname -r), or give KDIR=, or run 'make demo', which brings a kernel of its own"; exit 1; }
	$(MAKE) -C $(KDIR) M=$(CURDIR) $@

help:
	@echo "make                 build all modules against KDIR ($(KDIR))"
	@echo "make modules_install install them for that kernel"
	@echo "make clean           remove what make has built (build/ stays)"
	@echo "make deb             Debian packages in build/deb: the modules for DKMS, headers, tools"
	@echo "make demo            a guest with an emulated modem, from plug to ping"
	@echo "make check           every test below; ends in 'N passed, N failed'"
	@echo "  check-static       style, headers, layering, coverage"
	@echo "  check-fuzz         libFuzzer, a minute for each parser"
	@echo "  check-kunit        KUnit in user-mode Linux, plain and under KASAN and lockdep"
	@echo "  check-guest        cases in a guest with Debian's kernel"
	@echo "  check-guest-debug  the same on an instrumented kernel"
	@echo "  check-guest-uml    the same in user-mode Linux, minutes less; not part of make check"
	@echo "  check-install      packages on a fresh Debian 12, and in a guest; as root, not part of make check"
	@echo "make check-docs DOCS=DIR   compile the code of the two documents in DIR"
	@echo "make mutate          break each promise once and see its test fail"
	@echo "make matrix          Debian's 6.1, 6.12 and newest kernel, with gcc and with clang;"
	@echo "                     compiles for other processors"
	@echo "make soak            what takes too long for make check"
	@echo "make bench           instructions of mbim_usb beside those of stock cdc_mbim"
	@echo "make setup           install the Debian packages all this needs"
	@echo "make kernels         fetch and build the test kernels"

setup:
	scripts/setup.sh

kernels: setup
	for k in stock uml debug uml-debug; do tests/vm/kernels.sh dir $$k || exit 1; done

demo: setup
	tests/vm/demo.sh

check check-static check-fuzz check-kunit check-guest check-guest-debug check-guest-uml soak: setup
	scripts/check.sh $(@:check-%=%)

matrix:
	scripts/setup.sh matrix
	scripts/check.sh matrix

deb:
	scripts/setup.sh deb
	scripts/deb.sh

check-install:
	scripts/setup.sh deb
	scripts/check.sh install

check-docs: setup
	@test -n "$(DOCS)" || { echo "check-docs: skipped: give DOCS=DIR, the folder with the two documents"; }
	@test -z "$(DOCS)" || scripts/check-docs.sh $(DOCS)

mutate: setup
	scripts/mutate.sh

bench: setup
	tests/bench/run.sh
