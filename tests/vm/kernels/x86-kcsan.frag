# After what x86-debug.frag has that does not stand in the way, see kernels.sh.
CONFIG_LOCALVERSION="-kcsan"
CONFIG_KCSAN=y
CONFIG_KCSAN_SELFTEST=n
CONFIG_KCSAN_EARLY_ENABLE=n
# A race is worth a report when the value has changed meanwhile: then it is not by chance
# that it did not matter.
CONFIG_KCSAN_REPORT_VALUE_CHANGE_ONLY=y
CONFIG_KCSAN_ASSUME_PLAIN_WRITES_ATOMIC=y
CONFIG_KCSAN_WEAK_MEMORY=y
CONFIG_KCSAN_REPORT_ONCE_IN_MS=0
CONFIG_KCSAN_SKIP_WATCH=1000
