//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
#if NANOFRAMEWORK_1_0
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;
#endif

namespace NanoTlsMan.Samples.SleepySensor
{
    /// <summary>
    /// A sensor that wakes up, sends one reading over CoAP and DTLS, and sleeps again.
    /// </summary>
    public static class Program
    {
#if NANOFRAMEWORK_1_0
        private const int SleepSeconds = 600;

        /// <summary>
        /// What the board does each time it wakes up.
        /// </summary>
        public static void Main()
        {
            Board.StartNetwork();

            TlsMan man = ManagedStack.CreateManager(new ManagedCiphers(), new BoardRandom());
            CredentialStore keys = new CredentialStore();

            keys.AddPsk(Board.ReadIdentity(), Board.ReadKey());

            try
            {
                Report(man, Board.Server, keys, Board.OpenStore(), Board.ReadSealKey(), Board.ReadTemperature());
            }
            catch (Exception exception)
            {
                // The next reading is another day.
                Console.WriteLine(exception.Message);
            }

            Board.SleepDeeply(SleepSeconds);
        }
#endif

        /// <summary>
        /// Sends one reading, and prints how.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port.</param>
        /// <param name="keys">The key that the server knows.</param>
        /// <param name="store">Outlives the sleep.</param>
        /// <param name="sealKey">Seals what is in the store, 16 bytes.</param>
        /// <param name="tenths">Tenths of a degree Celsius.</param>
        public static void Report(
            TlsMan man, IPEndPoint server, CredentialStore keys, SavedSessionStore store, byte[] sealKey, int tenths)
        {
            Console.WriteLine(new Reporter(man, server, keys, store, sealKey).Report(tenths));
        }
    }
}
