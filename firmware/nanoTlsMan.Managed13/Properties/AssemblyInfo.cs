//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("nanoTlsMan.Managed13")]
[assembly: AssemblyDescription("The managed DTLS 1.3 and TLS 1.3 stack of nanoTlsMan.")]
[assembly: AssemblyCompany("nanoTlsMan contributors")]
[assembly: AssemblyProduct("nanoTlsMan")]
[assembly: AssemblyCopyright("Copyright (c) 2026 nanoTlsMan contributors")]
[assembly: AssemblyVersion("0.1.0.0")]

// The tests hold the handshake's table and its key schedule against what the RFCs say.
[assembly: InternalsVisibleTo("NFUnitTest")]
[assembly: InternalsVisibleTo("Managed13Tests")]
[assembly: InternalsVisibleTo("HostileTests")]

// The command opens records of captures with the stack's own keys.
[assembly: InternalsVisibleTo("tlsman")]

// BoringSSL's test runner moves the clock itself.
[assembly: InternalsVisibleTo("BogoShim")]
