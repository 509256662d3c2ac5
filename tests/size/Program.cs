//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Mono.Cecil;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Contract.Metadata;
using NanoTlsMan.Contract.Projects;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Size
{
    /// <summary>
    /// Prints what the stack weighs on a device.
    /// </summary>
    internal static class Program
    {
        private static readonly (TlsTransportKind Kind, TlsVersions Versions, ushort Suite, string Name)[] s_sessions =
        [
            (TlsTransportKind.Datagram, TlsVersions.Dtls12, TlsCipherSuite.PskWithAes128Ccm8, "DTLS 1.2, CCM_8"),
            (TlsTransportKind.Datagram, TlsVersions.Dtls12, TlsCipherSuite.PskWithAes128GcmSha256, "DTLS 1.2, GCM"),
            (TlsTransportKind.Stream, TlsVersions.Tls12, TlsCipherSuite.PskWithAes128Ccm8, "TLS 1.2, CCM_8"),
            (TlsTransportKind.Stream, TlsVersions.Tls12, TlsCipherSuite.PskWithAes128GcmSha256, "TLS 1.2, GCM"),
            (TlsTransportKind.Datagram, TlsVersions.Dtls13, TlsCipherSuite.Aes128Ccm8Sha256, "DTLS 1.3, CCM_8"),
            (TlsTransportKind.Datagram, TlsVersions.Dtls13, TlsCipherSuite.Aes128GcmSha256, "DTLS 1.3, GCM"),
            (TlsTransportKind.Stream, TlsVersions.Tls13, TlsCipherSuite.Aes128Ccm8Sha256, "TLS 1.3, CCM_8"),
            (TlsTransportKind.Stream, TlsVersions.Tls13, TlsCipherSuite.Aes128GcmSha256, "TLS 1.3, GCM"),
        ];

        private static int Main(string[] arguments)
        {
            if (arguments is ["--readme"])
            {
                Readme.Write();
                return 0;
            }

            Console.WriteLine("Assemblies as a device stores them, in bytes");
            Console.WriteLine();
            Console.WriteLine(FormatAssemblies());
            Console.WriteLine("Managed heap of a session in 12-byte blocks, in bytes (without strings and stack frames)");
            Console.WriteLine();
            Console.WriteLine(FormatSessions());
            SessionSize session = SessionSize.Measure(
                TlsTransportKind.Datagram, TlsCipherSuite.PskWithAes128Ccm8, TlsVersions.Dtls12);
            Print("What sessions share, of a DTLS server", session.Shared);
            Print("Static tables that DTLS 1.2 with CCM_8 and GCM makes", StaticTables.List(
                new DeviceHeap(), typeof(TlsMan).Assembly, typeof(ManagedCiphers).Assembly,
                typeof(ManagedStack).Assembly));
            if (arguments is ["--types"])
            {
                Print("An open session of a DTLS server", Of(session.ServerTypes));
                Print("The same of version 1.3", Of(SessionSize.Measure(
                    TlsTransportKind.Datagram, TlsCipherSuite.Aes128Ccm8Sha256, TlsVersions.Dtls13).ServerTypes));
                HandshakePeak peak = HandshakePeak.Measure(
                    TlsTransportKind.Datagram, TlsCipherSuite.PskWithAes128Ccm8, TlsVersions.Dtls12);
                Print("A DTLS client at its handshake's peak", Of(peak.ClientTypes));
                Print("A DTLS server at its handshake's peak", Of(peak.ServerTypes));
            }

            return 0;
        }

        /// <summary>
        /// The table of session sizes.
        /// </summary>
        internal static string FormatSessions()
        {
            var table = new StringBuilder();
            table.AppendLine("| Session         | Open: client | Open: server | Handshake: client | Handshake: server |");
            table.AppendLine("|-----------------|-------------:|-------------:|------------------:|------------------:|");

            foreach ((TlsTransportKind kind, TlsVersions versions, ushort suite, string name) in s_sessions)
            {
                SessionSize open = SessionSize.Measure(kind, suite, versions);
                HandshakePeak peak = HandshakePeak.Measure(kind, suite, versions);
                table.AppendLine(
                    $"| {name,-15} | {open.Client,12:N0} | {open.Server,12:N0} | {peak.Client,17:N0} | {peak.Server,17:N0} |");
            }

            foreach ((string name, TlsSessionOptions options) in Lasting())
            {
                SessionSize open = SessionSize.Measure(TlsTransportKind.Datagram, options);

                table.AppendLine($"| {name,-15} | {open.Client,12:N0} | {open.Server,12:N0} | {"",17} | {"",17} |");
            }

            table.AppendLine(
                $"| Budget (CCM_8)  | {Budgets.EstablishedSession,12:N0} | {Budgets.EstablishedSession,12:N0} | {Budgets.HandshakePeak,17:N0} | {Budgets.HandshakePeak,17:N0} |");
            return table.ToString();
        }

        // What each of them costs a session of the first row; both sides have what their options ask for.
        private static IEnumerable<(string Name, TlsSessionOptions Options)> Lasting()
        {
            ushort[] suites = [TlsCipherSuite.PskWithAes128Ccm8];

            yield return ("… with IDs of 4 bytes", new TlsSessionOptions
            {
                CipherSuites = suites,
                ConnectionIdLength = 4,
            });
            yield return ("… that can be saved as well", new TlsSessionOptions
            {
                CipherSuites = suites,
                ConnectionIdLength = 4,
                KeepMasterSecret = true,
            });
        }

        /// <summary>
        /// The table of assembly sizes.
        /// </summary>
        internal static string FormatAssemblies()
        {
            var repository = new Repository(Metadata("RepositoryRoot"));
            return SizeTable.Format(repository.Firmware.Select(project =>
            {
                using ModuleDefinition module =
                    ModuleDefinition.ReadModule(repository.Output(project, Metadata("Configuration")));
                return DeviceSize.Measure(module);
            }).ToList());
        }

        private static void Print(string title, IEnumerable<(string Name, int Bytes)> parts)
        {
            Console.WriteLine(title);
            Console.WriteLine();
            foreach ((string name, int bytes) in parts)
            {
                Console.WriteLine($"| {bytes,6:N0} | {name}");
            }

            Console.WriteLine();
        }

        private static IEnumerable<(string Name, int Bytes)> Of(IReadOnlyDictionary<string, int> types) =>
            types.OrderByDescending(type => type.Value).Select(type => (type.Key, type.Value));

        internal static string Metadata(string key) =>
            typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key).Value;
    }
}
