//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;

[assembly: AssemblyTitle("nanoTlsMan.Ciphers.PublicKey")]
[assembly: AssemblyDescription("Public-key calculations of nanoTlsMan in managed code: P-256 (ECDH, ECDSA), X25519, and the verification of RSA and P-384 signatures.")]
[assembly: AssemblyCompany("nanoTlsMan contributors")]
[assembly: AssemblyProduct("nanoTlsMan")]
[assembly: AssemblyCopyright("Copyright (c) 2026 nanoTlsMan contributors")]
[assembly: AssemblyVersion("0.1.0.0")]
