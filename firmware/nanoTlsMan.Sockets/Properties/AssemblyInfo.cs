//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("nanoTlsMan.Sockets")]
[assembly: AssemblyDescription("secure_sock for .NET nanoFramework: secure UDP and TCP sockets and streams over System.Net.")]
[assembly: AssemblyCompany("nanoTlsMan contributors")]
[assembly: AssemblyProduct("nanoTlsMan")]
[assembly: AssemblyCopyright("Copyright (c) 2026 nanoTlsMan contributors")]
[assembly: AssemblyVersion("0.1.0.0")]

// The tests give a host several addresses without a name server.
[assembly: InternalsVisibleTo("SocketsTests")]
