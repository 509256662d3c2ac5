//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// <c>tlsman stacks</c>: what each stack can and cannot do.
/// </summary>
internal static class StacksCommand
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "An array of objects, for programs" };
        Command command =
            new("stacks", "List the stacks at hand: versions, suites, limits, and what each cannot do.") { json };

        command.SetAction(result =>
        {
            if (result.GetValue(json))
            {
                WriteJson();
            }
            else
            {
                WriteTable();
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<string> GetVersions(TlsCapabilities capabilities)
    {
        if ((capabilities.Versions & TlsVersions.Dtls12) != 0)
        {
            yield return "DTLS 1.2";
        }

        if ((capabilities.Versions & TlsVersions.Tls12) != 0)
        {
            yield return "TLS 1.2";
        }

        if ((capabilities.Versions & TlsVersions.Dtls13) != 0)
        {
            yield return "DTLS 1.3";
        }

        if ((capabilities.Versions & TlsVersions.Tls13) != 0)
        {
            yield return "TLS 1.3";
        }
    }

    private static IEnumerable<string> GetKeyKinds(TlsCapabilities capabilities) =>
        Enum.GetValues<TlsKeyKinds>().Where(kind => kind != TlsKeyKinds.None && (capabilities.KeyKinds & kind) != 0)
        .Select(kind => kind.ToString());

    private static IEnumerable<(string Name, bool Has)> GetFeatures(TlsCapabilities capabilities)
    {
        yield return ("refuse legacy peers", capabilities.RefusesLegacyPeers);
        yield return ("identity hint", capabilities.SupportsIdentityHint);
        yield return ("raw public keys", (capabilities.KeyKinds & TlsKeyKinds.RawPublicKey) != 0);
        yield return ("X.509", (capabilities.KeyKinds & TlsKeyKinds.X509) != 0);
        yield return ("max_fragment_length", capabilities.SupportsMaxFragmentLength);
        yield return ("cookie gate", capabilities.SupportsCookieGate);
        yield return ("hello in fragments", capabilities.SupportsFragmentedHello);
        yield return ("key log", capabilities.SupportsKeyLog);
        yield return ("connection ID", capabilities.SupportsConnectionId);
        yield return ("return routability", capabilities.SupportsPathCheck);
        yield return ("resumption", (capabilities.SupportsResumption & TlsResumptions.Client) != 0);
        yield return ("tickets", (capabilities.SupportsResumption & TlsResumptions.ServerTickets) != 0);
        yield return ("session IDs", (capabilities.SupportsResumption & TlsResumptions.ServerSessionIds) != 0);
        yield return ("save and restore", capabilities.SupportsSaveRestore);
        yield return ("export keying material", capabilities.SupportsExport);
        yield return ("record_size_limit", capabilities.SupportsRecordSizeLimit);
        yield return ("server", !capabilities.Omits.HasFlag(TlsOmissions.ServerRole));
        yield return ("pins", !capabilities.Omits.HasFlag(TlsOmissions.Pins));
        yield return ("application protocols", !capabilities.Omits.HasFlag(TlsOmissions.ApplicationProtocols));
        yield return ("choice of curves", !capabilities.Omits.HasFlag(TlsOmissions.Curves));
        yield return ("tells suite and peer", !capabilities.Omits.HasFlag(TlsOmissions.SessionFacts));
        yield return ("handshake without waiting", !capabilities.Omits.HasFlag(TlsOmissions.NonBlocking));
        yield return ("tells truncation", !capabilities.Omits.HasFlag(TlsOmissions.Truncation));
    }

    private static void WriteTable()
    {
        foreach (TlsStack stack in new HostStacks("managed").All)
        {
            TlsCapabilities capabilities = stack.Capabilities;
            Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn("");

            table.AddRow("[bold]stack[/]", Markup.Escape($"{stack.Name} {stack.Version}"));
            table.AddRow("versions", string.Join(", ", GetVersions(capabilities)));
            table.AddRow("suites",
                capabilities.CipherSuites.Length == 0
                ? "the platform's"
                : string.Join("\n", capabilities.CipherSuites.Select(SuiteNames.Get)));
            table.AddRow("keys", string.Join(", ", GetKeyKinds(capabilities)));
            table.AddRow("limits",
                $"key {capabilities.MaxKeyLength} B, identity {capabilities.MaxIdentityLength} B, record {capabilities.MaxPayload} B");
            table.AddRow("can",
                string.Join(", ",
                GetFeatures(capabilities).Where(feature => feature.Has).Select(feature => feature.Name)));
            table.AddRow("cannot",
                string.Join(", ",
                GetFeatures(capabilities).Where(feature => !feature.Has).Select(feature => feature.Name)));
            AnsiConsole.Write(table);
        }

        AnsiConsole.MarkupLine(
            Markup.Escape($"ciphers for the managed stack (--ciphers): {string.Join(", ", HostStacks.CipherNames)}"));

        if (!HostStacks.HasNative)
        {
            AnsiConsole.MarkupLine("native stacks need libtlsman: see native-interop/build.sh");
        }
    }

    private static void WriteJson()
    {
        JsonArray stacks = [];

        foreach (TlsStack stack in new HostStacks("managed").All)
        {
            TlsCapabilities capabilities = stack.Capabilities;

            stacks.Add(new JsonObject
            {
                ["name"] = stack.Name,
                ["version"] = stack.Version,
                ["versions"] = ToArray(GetVersions(capabilities)),
                ["suites"] = ToArray(capabilities.CipherSuites.Select(SuiteNames.Get)),
                ["keys"] = ToArray(GetKeyKinds(capabilities)),
                ["limits"] = new JsonObject
                {
                    ["key"] = capabilities.MaxKeyLength,
                    ["identity"] = capabilities.MaxIdentityLength,
                    ["record"] = capabilities.MaxPayload,
                },
                ["can"] =
                ToArray(GetFeatures(capabilities).Where(feature => feature.Has).Select(feature => feature.Name)),
                ["cannot"] =
                ToArray(GetFeatures(capabilities).Where(feature => !feature.Has).Select(feature => feature.Name)),
            });
        }

        Console.WriteLine(stacks.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    private static JsonArray ToArray(IEnumerable<string> values) =>
        [.. values.Select(value => (JsonNode)JsonValue.Create(value)!)];
}
