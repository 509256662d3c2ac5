//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using System.Text;
using System.Threading;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Samples.CoapsSensor
{
    /// <summary>
    /// A temperature over CoAP and DTLS: a sensor that serves it, and a client that reads or observes any resource.
    /// </summary>
    public static class Program
    {
        // Longer than the longest Max-Age that a server is likely to have; then it is gone.
        private const int NotificationTimeout = 90000;

#if NANOFRAMEWORK_1_0
        /// <summary>
        /// What the board does: it serves its temperature for ever.
        /// </summary>
        public static void Main()
        {
            Board.StartNetwork();

            TlsMan man = ManagedStack.CreateManager(new ManagedCiphers(), new BoardRandom());
            CredentialStore keys = new CredentialStore();

            keys.AddPsk(Board.ReadIdentity(), Board.ReadKey());

            // Try it from a PC: coap-client-openssl -s 60 -u IDENTITY -k KEY coaps://BOARD/temperature
            Serve(man, new IPEndPoint(IPAddress.Any, 5684), keys, Board.ReadTemperature, 5000);
        }
#endif

        /// <summary>
        /// Serves the temperature for ever.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port to listen on.</param>
        /// <param name="keys">The keys of the clients.</param>
        /// <param name="read">Reads the sensor.</param>
        /// <param name="period">How often observers are told, in milliseconds.</param>
        public static void Serve(TlsMan man, IPEndPoint local, CredentialStore keys, TemperatureReader read, int period)
        {
            using (CoapServer server = new CoapServer(man, local, keys, read))
            {
                Console.WriteLine("listening on " + server.LocalEndPoint.ToString());

                while (true)
                {
                    Thread.Sleep(period);
                    server.Notify();
                }
            }
        }

        /// <summary>
        /// Reads a resource, prints it, and then what it changes to.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port.</param>
        /// <param name="keys">The key that the server knows.</param>
        /// <param name="path">The resource's path, without a slash in front.</param>
        /// <param name="notifications">How many changes to wait for; 0 to read it once.</param>
        /// <returns><see langword="false"/> if the server has no such resource, or it cannot be observed; otherwise,
        /// <see langword="true"/>.</returns>
        public static bool Read(TlsMan man, IPEndPoint server, CredentialStore keys, string path, int notifications)
        {
            using (CoapClient client = new CoapClient(man, server, keys))
            {
                CoapMessage response = notifications == 0 ? client.Get(path) : client.Observe(path);

                Print(response);

                if (response.Code != CoapMessage.Content || notifications == 0)
                {
                    return response.Code == CoapMessage.Content;
                }

                if (response.Observe == CoapMessage.None)
                {
                    return false;
                }

                for (int i = 0; i < notifications; i++)
                {
                    Print(client.AwaitNotification(NotificationTimeout));
                }

                client.StopObserving(path);
                return true;
            }
        }

        private static void Print(CoapMessage message)
        {
            string code = (message.Code >> 5).ToString() + "." + (message.Code & 0x1f).ToString().PadLeft(2, '0');

            Console.WriteLine(code + " " + Encoding.UTF8.GetString(message.Payload, 0, message.Payload.Length));
        }
    }
}
