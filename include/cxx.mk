# SPDX-License-Identifier: GPL-2.0
# C++ in a client: client.mk includes this. A .cpp file is compiled with the flags
# that the kernel's C is (its code model, no red zone, no floating point, its
# thunks), less what g++ does not know, and without what needs a run-time library:
# exceptions, RTTI, destructors at exit. More flags for C++ alone: cxxflags-y.
#
# C++ files see include/ and their own folder, never Linux's headers.

nt_cxx_word = $(if $(findstring /,$1),$(dir $1))$(subst gcc,g++,$(subst clang,clang++,$(notdir $1)))
# "gcc-12", "ccache gcc" or "clang" with the ending that it has
NT_CXX ?= $(foreach w,$(CC),$(call nt_cxx_word,$w))

# Warnings are per language: all of C's go, these come.
nt_cxx_warnings = -Wall -Wno-multichar -Wno-unknown-pragmas $(filter -Werror,$(_c_flags))
# Inline functions and templates lie in section groups of which the linker keeps one
# each; tables that point into those that go (ftrace's) have no answer to that.
nt_cxx_drop = -std=% -W% $(CC_FLAGS_FTRACE)
nt_cxx_flags = $(filter -Wp$(comma)% -Wa$(comma)%,$(_c_flags)) \
	$(filter-out $(nt_cxx_drop),$(_c_flags) $(modkern_cflags))
cxx_flags = -Wp,-MMD,$(depfile) $(NOSTDINC_FLAGS) -nostdinc++ -std=gnu++17 $(nt_cxx_flags) \
	-fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-gnu-unique -fno-asynchronous-unwind-tables \
	$(nt_cxx_warnings) $(basename_flags) $(modname_flags) $(cxxflags-y) \
	$(CXXFLAGS_$(basetarget).o)

# One function each, from now on an ordinary weak one: objtool's tables may point to it.
nt_cxx_ungroup = $(LD) $(ld_flags) -r --force-group-allocation -o $@.tmp $@ && mv -f $@.tmp $@

# Nobody runs constructors of static objects, or destructors at exit.
nt_cxx_refused = _GLOBAL__sub_[ID]_|__cxa_atexit|__dso_handle|__cxa_(throw|begin_catch|guard)|__gxx_personality|__dynamic_cast
nt_cxx_check = if $(NM) $@ | grep -qE '$(nt_cxx_refused)'; then \
	echo "$<: error: static objects with constructors or destructors (and whatever else needs the C++ run-time) do not work in a driver: nobody would run them. Initialise in DriverEntry, or make it constexpr. Found:" >&2; \
	$(NM) -C $@ | grep -E '$(nt_cxx_refused)|global constructors|\(static initializers' >&2; \
	rm -f $@; exit 1; fi

quiet_cmd_cxx_o_cpp = CXX $(quiet_modtag)  $@
      cmd_cxx_o_cpp = $(NT_CXX) $(cxx_flags) -c -o $@ $< && $(nt_cxx_ungroup); $(nt_cxx_check) \
		$(cmd_objtool)

define rule_cxx_o_cpp
	$(call cmd_and_fixdep,cxx_o_cpp)
	$(call cmd,gen_objtooldep)
endef

$(obj)/%.o: $(src)/%.cpp FORCE
	$(call if_changed_rule,cxx_o_cpp)
$(obj)/%.o: $(src)/%.cxx FORCE
	$(call if_changed_rule,cxx_o_cpp)
$(obj)/%.o: $(src)/%.cc FORCE
	$(call if_changed_rule,cxx_o_cpp)
