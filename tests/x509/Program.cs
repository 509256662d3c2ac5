//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using NanoTlsMan.Tests.Chains.Cases;

namespace NanoTlsMan.Tests.Chains
{
    /// <summary>
    /// Writes the chains into files: for each case NAME.pem with what the peer sends, NAME.anchors.pem with what is
    /// trusted, NAME.bin with the list as it is on the wire; and verdicts.txt with the name, the rule, the certificate
    /// to blame and the host of each.
    /// </summary>
    internal static class Program
    {
        private static int Main(string[] arguments)
        {
            if (arguments.Length != 2 || arguments[0] != "chains")
            {
                Console.Error.WriteLine("usage: dotnet run --project tests/x509 -- chains FOLDER");
                return 2;
            }

            Write(arguments[1]);
            Console.WriteLine($"{AllCases.All.Length} chains in {arguments[1]}");
            return 0;
        }

        internal static void Write(string folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllLines(
                Path.Combine(folder, "verdicts.txt"),
                AllCases.All.Select(each => $"{each.Name} {each.Rule} {each.Index} {each.Host ?? "-"}"));
            foreach (ChainCase each in AllCases.All)
            {
                File.WriteAllText(Path.Combine(folder, each.Name + ".pem"), Pem(each.Certificates));
                File.WriteAllText(Path.Combine(folder, each.Name + ".anchors.pem"), Pem(each.Anchors));
                File.WriteAllBytes(Path.Combine(folder, each.Name + ".bin"), each.List);
            }
        }

        internal static string Pem(byte[][] certificates) =>
            string.Concat(certificates.Select(each => new string(PemEncoding.Write("CERTIFICATE", each)) + "\n"));
    }
}
