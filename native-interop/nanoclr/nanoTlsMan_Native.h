/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* NanoTlsMan.Native.NativeCalls as nanoCLR binds it: the names are those of the managed methods. */
#ifndef NANOTLSMAN_NATIVE_H
#define NANOTLSMAN_NATIVE_H

#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>
#include <nanoCLR_Checks.h>

struct Library_nanoTlsMan_Native_NativeCalls {
    static HRESULT GetVersion(CLR_RT_StackFrame &stack);
    static HRESULT Reset(CLR_RT_StackFrame &stack);
    static HRESULT GetStackCount(CLR_RT_StackFrame &stack);
    static HRESULT GetText(CLR_RT_StackFrame &stack);
    static HRESULT GetCapability(CLR_RT_StackFrame &stack);
    static HRESULT GetSuite(CLR_RT_StackFrame &stack);
    static HRESULT Open(CLR_RT_StackFrame &stack);
    static HRESULT SetOption(CLR_RT_StackFrame &stack);
    static HRESULT SetBytes(CLR_RT_StackFrame &stack);
    static HRESULT AddCredential(CLR_RT_StackFrame &stack);
    static HRESULT Start(CLR_RT_StackFrame &stack);
    static HRESULT Poll(CLR_RT_StackFrame &stack);
    static HRESULT Read(CLR_RT_StackFrame &stack);
    static HRESULT Send(CLR_RT_StackFrame &stack);
    static HRESULT EndStream(CLR_RT_StackFrame &stack);
    static HRESULT Close(CLR_RT_StackFrame &stack);
    static HRESULT Free(CLR_RT_StackFrame &stack);
    static HRESULT GetNumber(CLR_RT_StackFrame &stack);
    static HRESULT GetBytes(CLR_RT_StackFrame &stack);
    static HRESULT GetCipherCount(CLR_RT_StackFrame &stack);
    static HRESULT GetCipherText(CLR_RT_StackFrame &stack);
    static HRESULT AeadSupports(CLR_RT_StackFrame &stack);
    static HRESULT AeadOpen(CLR_RT_StackFrame &stack);
    static HRESULT AeadSeal(CLR_RT_StackFrame &stack);
    static HRESULT AeadUnseal(CLR_RT_StackFrame &stack);
    static HRESULT HashOpen(CLR_RT_StackFrame &stack);
    static HRESULT HashUpdate(CLR_RT_StackFrame &stack);
    static HRESULT HashDigest(CLR_RT_StackFrame &stack);
    static HRESULT HashReset(CLR_RT_StackFrame &stack);
    static HRESULT FreeCipher(CLR_RT_StackFrame &stack);
    static HRESULT ComputeHmac(CLR_RT_StackFrame &stack);
    static HRESULT ComputePrf(CLR_RT_StackFrame &stack);
};

/* port.cpp: what the board lends to the native layer. */
const struct tlsman_port *tlsman_nanoclr_port(void);

#endif
