/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Source annotations of Windows driver source. They speak to Microsoft's
 * analyser; here every one of them expands to nothing.
 *
 * The spellings that are words of their own (IN, OUT, __in ...) are left out of
 * translation units that also see Linux headers: those use them as names.
 */
#ifndef _NT_SAL_H
#define _NT_SAL_H

#if !defined(NT_SHIM_TU) && !defined(_LINUX_TYPES_H)
#define IN
#define OUT
#define OPTIONAL
#define __in
#define __in_opt
#define __in_bcount(n)
#define __in_bcount_opt(n)
#define __in_ecount(n)
#define __in_ecount_opt(n)
#define __in_z
#define __out
#define __out_opt
#define __out_bcount(n)
#define __out_bcount_opt(n)
#define __out_bcount_part(n, m)
#define __out_ecount(n)
#define __out_ecount_opt(n)
#define __out_ecount_part(n, m)
#define __inout
#define __inout_opt
#define __inout_bcount(n)
#define __inout_ecount(n)
#define __deref_in
#define __deref_out
#define __deref_out_opt
#define __deref_inout
#define __deref_opt_out
#define __deref_opt_out_opt
#define __reserved
#define __checkReturn
#define __drv_aliasesMem
#define __drv_allocatesMem(k)
#define __drv_arg(a, b)
#define __drv_dispatchType(n)
#define __drv_freesMem(k)
#define __drv_functionClass(c)
#define __drv_inTry
#define __drv_maxIRQL(l)
#define __drv_minIRQL(l)
#define __drv_neverHold(l)
#define __drv_preferredFunction(f, w)
#define __drv_raisesIRQL(l)
#define __drv_requiresIRQL(l)
#define __drv_sameIRQL
#define __drv_savesIRQL
#define __drv_setsIRQL(l)
#define __drv_strictType(t, m)
#define __drv_strictTypeMatch(m)
#define __drv_when(c, a)
#define __drv_at(e, a)
#define __drv_clearDoInit(y)
#define __drv_constant
#define __drv_deref(a)
#define __drv_in(a)
#define __drv_in_deref(a)
#define __drv_interlocked
#define __drv_isObjectPointer
#define __drv_maxFunctionIRQL(l)
#define __drv_minFunctionIRQL(l)
#define __drv_mustHold(k)
#define __drv_mustHoldCancelSpinLock
#define __drv_nonConstant
#define __drv_notPointer
#define __drv_out(a)
#define __drv_out_deref(a)
#define __drv_reportError(s)
#define __drv_restoresIRQL
#define __drv_ret(a)
#define __drv_valueIs(v)
#define __bcount(n)
#define __ecount(n)
#define __in_bcount_z(n)
#define __in_ecount_z(n)
#define __in_range(l, h)
#define __in_xcount(n)
#define __in_z_opt
#define __out_bcount_full(n)
#define __out_bcount_z(n)
#define __out_ecount_full(n)
#define __out_ecount_z(n)
#define __out_range(l, h)
#define __out_xcount(n)
#define __out_z
#define __inout_bcount_full(n)
#define __inout_bcount_opt(n)
#define __inout_ecount_opt(n)
#define __inout_xcount(n)
#define __deref_out_bcount(n)
#define __deref_out_bcount_opt(n)
#define __deref_out_ecount(n)
#define __deref_out_ecount_opt(n)
#define __deref_out_range(l, h)
#define __deref_opt_out_bcount(n)
#define __field_bcount(n)
#define __field_bcount_opt(n)
#define __field_ecount(n)
#define __field_ecount_opt(n)
#define __field_range(l, h)
#define __struct_bcount(n)
#define __nullterminated
#define __success(e)
#define __format_string
#define __control_entrypoint(c)
#define __data_entrypoint(c)
#define __callback
#define __kernel_driver
#define __override
#define __typefix(t)
#define __fallthrough		__attribute__((__fallthrough__))
#define __declspec(x)		__NT_DECLSPEC_##x
#define __NT_DECLSPEC_align(n)	__attribute__((__aligned__(n)))
#define __NT_DECLSPEC_selectany	__attribute__((__weak__))
#define __NT_DECLSPEC_noinline	__attribute__((__noinline__))
#define __NT_DECLSPEC_noreturn	__attribute__((__noreturn__))
#define __NT_DECLSPEC_deprecated __attribute__((__deprecated__))
#define __NT_DECLSPEC_dllimport
#define __NT_DECLSPEC_dllexport
#define __NT_DECLSPEC_novtable
#define __NT_DECLSPEC_nothrow
#define __NT_DECLSPEC_restrict
#define __NT_DECLSPEC_code_seg(s)
#define __NT_DECLSPEC_allocate(s)
#define __NT_DECLSPEC_uuid(u)
#endif

#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _In_range_(l, h)
#define _In_reads_(n)
#define _In_reads_opt_(n)
#define _In_reads_z_(n)
#define _In_reads_bytes_(n)
#define _In_reads_bytes_opt_(n)
#define _In_reads_or_z_(n)
#define _In_reads_to_ptr_(p)
#define _In_bytecount_(n)
#define _In_count_(n)
#define _Out_
#define _Out_opt_
#define _Out_range_(l, h)
#define _Out_writes_(n)
#define _Out_writes_opt_(n)
#define _Out_writes_z_(n)
#define _Out_writes_all_(n)
#define _Out_writes_all_opt_(n)
#define _Out_writes_to_(n, m)
#define _Out_writes_to_opt_(n, m)
#define _Out_writes_bytes_(n)
#define _Out_writes_bytes_opt_(n)
#define _Out_writes_bytes_all_(n)
#define _Out_writes_bytes_to_(n, m)
#define _Out_writes_bytes_to_opt_(n, m)
#define _Out_bytecap_(n)
#define _Inout_
#define _Inout_opt_
#define _Inout_z_
#define _Inout_updates_(n)
#define _Inout_updates_opt_(n)
#define _Inout_updates_all_(n)
#define _Inout_updates_z_(n)
#define _Inout_updates_to_(n, m)
#define _Inout_updates_bytes_(n)
#define _Inout_updates_bytes_opt_(n)
#define _Inout_updates_bytes_all_(n)
#define _Inout_updates_bytes_to_(n, m)
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_bytebuffer_(n)
#define _Outptr_result_bytebuffer_maybenull_(n)
#define _Outptr_result_buffer_(n)
#define _Outptr_result_maybenull_
#define _Outptr_opt_result_maybenull_
#define _Outptr_opt_result_bytebuffer_(n)
#define _Outptr_result_nullonfailure_
#define _Ret_maybenull_
#define _Ret_notnull_
#define _Ret_range_(l, h)
#define _Ret_writes_(n)
#define _Ret_writes_bytes_(n)
#define _Ret_writes_maybenull_(n)
#define _Ret_writes_bytes_maybenull_(n)
#define _Ret_z_
#define _Reserved_
#define _Const_
#define _Points_to_data_
#define _Notnull_
#define _Maybenull_
#define _Null_terminated_
#define _NullNull_terminated_
#define _Printf_format_string_
#define _Field_range_(l, h)
#define _Field_size_(n)
#define _Field_size_opt_(n)
#define _Field_size_full_(n)
#define _Field_size_part_(n, m)
#define _Field_size_bytes_(n)
#define _Field_size_bytes_opt_(n)
#define _Field_size_bytes_full_(n)
#define _Field_size_bytes_part_(n, m)
#define _Field_z_
#define _Struct_size_bytes_(n)
#define _Deref_out_range_(l, h)
#define _Deref_pre_z_
#define _At_(t, a)
#define _Pre_notnull_
#define _Pre_valid_
#define _Pre_satisfies_(e)
#define _Pre_
#define _Post_
#define _Post_invalid_
#define _Post_ptr_invalid_
#define _Post_satisfies_(e)
#define _Post_writable_byte_size_(n)
#define _Post_maybenull_
#define _When_(c, a)
#define _On_failure_(a)
#define _Always_(a)
#define _Success_(e)
#define _Return_type_success_(e)
#define _Check_return_
#define _Must_inspect_result_
#define _Use_decl_annotations_
#define _Analysis_assume_(e)
#define _Analysis_noreturn_
#define _Function_class_(c)
#define _Kernel_clear_do_init_(v)
#define _Strict_type_match_
#define _Dispatch_type_(n)
#define _Enum_is_bitflag_
#define _Flow_control_
#define _Maybe_raises_SEH_exception_
#define _Guarded_by_(l)
#define _Interlocked_operand_
#define _Acquires_lock_(l)
#define _Acquires_exclusive_lock_(l)
#define _Acquires_shared_lock_(l)
#define _Releases_lock_(l)
#define _Releases_exclusive_lock_(l)
#define _Releases_shared_lock_(l)
#define _Requires_lock_held_(l)
#define _Requires_lock_not_held_(l)
#define _Requires_exclusive_lock_held_(l)
#define _Requires_shared_lock_held_(l)
#define _Requires_no_locks_held_
#define _Create_lock_level_(l)
#define _Has_lock_level_(l)
#define _Has_lock_kind_(k)
#define _Write_guarded_by_(l)
#define _IRQL_always_function_max_(l)
#define _IRQL_always_function_min_(l)
#define _IRQL_is_cancel_
#define _IRQL_limited_to_(l)
#define _IRQL_raises_(l)
#define _IRQL_requires_(l)
#define _IRQL_requires_max_(l)
#define _IRQL_requires_min_(l)
#define _IRQL_requires_same_
#define _IRQL_restores_
#define _IRQL_restores_global_(k, p)
#define _IRQL_saves_
#define _IRQL_saves_global_(k, p)
#define _IRQL_uses_cancel_
#define _Kernel_requires_resource_held_(k)
#define _Kernel_acquires_resource_(k)
#define _Kernel_releases_resource_(k)
#define __analysis_assume(e)

#endif
