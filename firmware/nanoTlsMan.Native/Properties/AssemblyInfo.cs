//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;

[assembly: AssemblyTitle("nanoTlsMan.Native")]
[assembly: AssemblyDescription("The native calls of nanoTlsMan: Mbed TLS, wolfSSL and tinyDTLS, where the firmware has them.")]
[assembly: AssemblyCompany("nanoTlsMan contributors")]
[assembly: AssemblyProduct("nanoTlsMan")]
[assembly: AssemblyCopyright("Copyright (c) 2026 nanoTlsMan contributors")]
[assembly: AssemblyVersion("0.1.0.0")]
#if NANOFRAMEWORK_1_0
[assembly: AssemblyNativeVersion("1.0.0.0")] // what Visual Studio compares with the board's before it deploys, as native-interop/nanoclr has it
#endif
