//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;

[assembly: AssemblyTitle("nanoTlsMan.Ciphers")]
[assembly: AssemblyDescription("Managed ciphers of nanoTlsMan: SHA-256, HMAC, the TLS 1.2 PRF, AES-128 with CCM and GCM, ChaCha20-Poly1305.")]
[assembly: AssemblyCompany("nanoTlsMan contributors")]
[assembly: AssemblyProduct("nanoTlsMan")]
[assembly: AssemblyCopyright("Copyright (c) 2026 nanoTlsMan contributors")]
[assembly: AssemblyVersion("0.1.0.0")]
