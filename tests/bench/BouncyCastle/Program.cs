//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Globalization;
using NanoTlsMan;
using NanoTlsMan.Bench.BouncyCastle;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Host.Ciphers;

// dotnet run -c Release --project tests/bench/BouncyCastle [passes]
// What a DTLS 1.2 handshake with a pre-shared key, and a record, cost both sides together: the managed stack on its own
// ciphers and on .NET's, as a multiple of BouncyCastle's time. What is compared is the processor's time of the whole
// process, since BouncyCastle's handshake needs two threads; in turns, and the medians.
int passes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
const int Handshakes = 200;
const int Records = 4000;
(string Name, ushort Suite)[] suites =
[
    ("AES_128_CCM_8", TlsCipherSuite.PskWithAes128Ccm8), ("AES_128_GCM", TlsCipherSuite.PskWithAes128GcmSha256),
];

Console.WriteLine("                                   BouncyCastle      managed ciphers        .NET's ciphers");

foreach ((string name, ushort suite) in suites)
{
    IPair[] pairs =
        [new BouncyPair(suite), new OurPair(new ManagedCiphers(), suite), new OurPair(new HostCiphers(), suite)];

    Compare($"{name}, handshake", pairs, Handshakes, pair => pair.Connect());

    foreach (int length in new[] { 64, 1200 })
    {
        byte[] data = new byte[length];

        Compare($"{name}, record of {length:N0} B", pairs, Records, pair => pair.Deliver(data));
    }
}

Console.WriteLine("END OF COMPARISON");

void Compare(string name, IPair[] pairs, int times, Action<IPair> act)
{
    List<double>[] all = [.. pairs.Select(_ => new List<double>())];

    // The first pass pays for the compiler.
    for (int pass = 0; pass <= passes; pass++)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;

            for (int n = 0; n < times; n++)
            {
                act(pairs[i]);
            }

            if (pass > 0)
            {
                all[i].Add((Environment.CpuUsage.TotalTime - start).TotalMicroseconds / times);
            }
        }
    }

    double[] medians = [.. all.Select(list => list.Order().ElementAt(list.Count / 2))];

    string row = string.Create(CultureInfo.InvariantCulture, $"{name,-32} {medians[0],10:F1} us");

    foreach (double median in medians[1..])
    {
        row += string.Create(CultureInfo.InvariantCulture, $"  {median,10:F1} us {median / medians[0],5:F2}");
    }

    Console.WriteLine(row);
}
