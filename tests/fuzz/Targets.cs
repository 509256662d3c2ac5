//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Tests.Fuzz.Endpoints;
using NanoTlsMan.Tests.Fuzz.Engines;
using NanoTlsMan.Tests.Fuzz.Keyed;
using NanoTlsMan.Tests.Fuzz.Version13;

namespace NanoTlsMan.Tests.Fuzz;

/// <summary>
/// All that is fuzzed.
/// </summary>
internal static class Targets
{
    public static IReadOnlyList<ITarget> All { get; } =
    [
        new LiveTarget(TlsRole.Client, TlsTransportKind.Datagram),
        new LiveTarget(TlsRole.Server, TlsTransportKind.Datagram),
        new LiveTarget(TlsRole.Client, TlsTransportKind.Stream),
        new LiveTarget(TlsRole.Server, TlsTransportKind.Stream),
        new LiveTarget(TlsRole.Client, TlsTransportKind.Datagram, true),
        new LiveTarget(TlsRole.Server, TlsTransportKind.Datagram, true),
        new LiveTarget(TlsRole.Client, TlsTransportKind.Stream, true),
        new LiveTarget(TlsRole.Server, TlsTransportKind.Stream, true),
        new LiveTarget(TlsRole.Client, TlsTransportKind.Datagram, isNamed: true),
        new LiveTarget(TlsRole.Server, TlsTransportKind.Datagram, isNamed: true),
        new KeyedTarget(TlsTransportKind.Datagram, false),
        new KeyedTarget(TlsTransportKind.Stream, false),
        new KeyedTarget(TlsTransportKind.Datagram, true),
        new KeyedTarget(TlsTransportKind.Stream, true),
        new LiveTarget13(TlsRole.Client, TlsTransportKind.Datagram),
        new LiveTarget13(TlsRole.Server, TlsTransportKind.Datagram),
        new LiveTarget13(TlsRole.Client, TlsTransportKind.Stream),
        new LiveTarget13(TlsRole.Server, TlsTransportKind.Stream),
        new DatagramTarget(false),
        new DatagramTarget(true),
        new StreamTarget(),
    ];

    public static ITarget Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
