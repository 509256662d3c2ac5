//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;

[assembly: AssemblyTitle("nanoTlsMan.Ciphers.Device")]
[assembly: AssemblyDescription("Ciphers of nanoTlsMan on the classes of stock firmware: AES-128 with CCM, HMAC, the TLS 1.2 PRF.")]
[assembly: AssemblyCompany("nanoTlsMan contributors")]
[assembly: AssemblyProduct("nanoTlsMan")]
[assembly: AssemblyCopyright("Copyright (c) 2026 nanoTlsMan contributors")]
[assembly: AssemblyVersion("0.1.0.0")]
