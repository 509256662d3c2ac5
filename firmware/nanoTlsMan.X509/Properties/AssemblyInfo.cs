//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("nanoTlsMan.X509")]
[assembly: AssemblyDescription("X.509 certificates for nanoTlsMan: DER, PEM, path validation, host names, pins.")]
[assembly: AssemblyCompany("nanoTlsMan contributors")]
[assembly: AssemblyProduct("nanoTlsMan")]
[assembly: AssemblyCopyright("Copyright (c) 2026 nanoTlsMan contributors")]
[assembly: AssemblyVersion("0.1.0.0")]

// The tests read DER and certificates by themselves: on a device, on the host, and in the host's own project.
[assembly: InternalsVisibleTo("NFUnitTest")]
[assembly: InternalsVisibleTo("X509Tests")]
[assembly: InternalsVisibleTo("ChainTests")]
