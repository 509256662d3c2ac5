//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;

[assembly: AssemblyTitle("nanoTlsMan.FirmwareTls")]
[assembly: AssemblyDescription("The firmware's own TLS, that of SslStream, as a stack of nanoTlsMan: X.509 over TCP.")]
[assembly: AssemblyCompany("nanoTlsMan contributors")]
[assembly: AssemblyProduct("nanoTlsMan")]
[assembly: AssemblyCopyright("Copyright (c) 2026 nanoTlsMan contributors")]
[assembly: AssemblyVersion("0.1.0.0")]
