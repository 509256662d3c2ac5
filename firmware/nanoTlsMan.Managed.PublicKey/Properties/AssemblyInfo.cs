//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("nanoTlsMan.Managed.PublicKey")]
[assembly: AssemblyDescription("Public keys for the managed stack of nanoTlsMan: ECDHE with pre-shared keys, raw public keys and certificates.")]
[assembly: AssemblyCompany("nanoTlsMan contributors")]
[assembly: AssemblyProduct("nanoTlsMan")]
[assembly: AssemblyCopyright("Copyright (c) 2026 nanoTlsMan contributors")]
[assembly: AssemblyVersion("0.1.0.0")]

// Version 1.3 has the same extensions, and the same keys of our own and of others.
[assembly: InternalsVisibleTo("nanoTlsMan.Managed13")]
