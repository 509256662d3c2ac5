//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("nanoTlsMan.Managed")]
[assembly: AssemblyDescription("The managed DTLS 1.2 and TLS 1.2 stack of nanoTlsMan.")]
[assembly: AssemblyCompany("nanoTlsMan contributors")]
[assembly: AssemblyProduct("nanoTlsMan")]
[assembly: AssemblyCopyright("Copyright (c) 2026 nanoTlsMan contributors")]
[assembly: AssemblyVersion("0.1.0.0")]

// A handshake's parts are no interface for programs, but for the assembly that adds public keys to them.
[assembly: InternalsVisibleTo("nanoTlsMan.Managed.PublicKey")]

// And for that of version 1.3, which has records, timers and extensions in common with it.
[assembly: InternalsVisibleTo("nanoTlsMan.Managed13")]

// The tests hold the handshake's table and progress against what engines do: on a device, on the host, and in the
// host's own projects.
[assembly: InternalsVisibleTo("NFUnitTest")]
[assembly: InternalsVisibleTo("ManagedTests")]
[assembly: InternalsVisibleTo("Managed13Tests")]
[assembly: InternalsVisibleTo("HostileTests")]
[assembly: InternalsVisibleTo("LinkTests")]
