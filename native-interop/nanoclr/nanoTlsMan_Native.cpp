/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

#include "nanoTlsMan_Native.h"

typedef Library_nanoTlsMan_Native_NativeCalls NativeCalls;

/*
 * One slot for each method of the assembly, in the order in which the metadata processor writes them; the runtime finds
 * a method by its place alone. tests/contract compares table and checksum with the compiled assembly, and `dotnet run
 * --project contract/Tool -- native-table` prints both.
 */
/* clang-format off */
static const CLR_RT_MethodHandler method_lookup[] = {
    NativeCalls::GetVersion,
    NativeCalls::Reset,
    NativeCalls::GetStackCount,
    NativeCalls::GetText,
    NativeCalls::GetCapability,
    NativeCalls::GetSuite,
    NativeCalls::Open,
    NativeCalls::SetOption,
    NativeCalls::SetBytes,
    NativeCalls::AddCredential,
    NativeCalls::Start,
    NativeCalls::Poll,
    NativeCalls::Read,
    NativeCalls::Send,
    NativeCalls::EndStream,
    NativeCalls::Close,
    NativeCalls::Free,
    NativeCalls::GetNumber,
    NativeCalls::GetBytes,
    NativeCalls::GetCipherCount,
    NativeCalls::GetCipherText,
    NativeCalls::AeadSupports,
    NativeCalls::AeadOpen,
    NativeCalls::AeadSeal,
    NativeCalls::AeadUnseal,
    NativeCalls::HashOpen,
    NativeCalls::HashUpdate,
    NativeCalls::HashDigest,
    NativeCalls::HashReset,
    NativeCalls::FreeCipher,
    NativeCalls::ComputeHmac,
    NativeCalls::ComputePrf,
};
/* clang-format on */

/*
 * extern, as const has internal linkage in C++. The build of a firmware reads checksum and version from this very text.
 */
extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_nanoTlsMan_Native;

// clang-format off
const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_nanoTlsMan_Native =
{
    "nanoTlsMan.Native",
    0x68DCA7C1,
    method_lookup,
    { 1, 0, 0, 0 }
};
// clang-format on
