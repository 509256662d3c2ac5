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
using NanoTlsMan.Samples.Coap;

namespace NanoTlsMan.Samples.CoapsSensor
{
    /// <summary>
    /// A temperature over CoAP and DTLS: a sensor that serves it, and a client that reads or observes any resource.
    /// </summary>
    public static class Program
    {
#if NANOFRAMEWORK_1_0
        /// <summary>
        /// What the board does: it serves its temperature for ever.
        /// </summary>
        public static void Main()
        {
            Board.StartNetwork();

#if PUBLIC_KEYS
            // With raw public keys or certificates; the assemblies of both are needed.
            TlsMan man = BoardKeys.CreateManager();
            TlsSessionOptions options = BoardKeys.CreateServerOptions();
            CredentialStore keys = BoardKeys.ReadCredentials();
#else
            TlsMan man = ManagedStack.CreateManager(new ManagedCiphers(), new BoardRandom());
            TlsSessionOptions options = new TlsSessionOptions();
            CredentialStore keys = new CredentialStore();

            keys.AddPsk(Board.ReadIdentity(), Board.ReadKey());
#endif

            // Try it from a PC: coap-client-openssl -s 60 -u IDENTITY -k KEY coaps://BOARD/temperature
            Serve(man, new IPEndPoint(IPAddress.Any, 5684), options, keys, Board.ReadTemperature, 5000);
        }
#endif

        /// <summary>
        /// Serves the temperature for ever.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port to listen on.</param>
        /// <param name="options">How sessions are to behave.</param>
        /// <param name="keys">Ours, and those of the clients.</param>
        /// <param name="read">Reads the sensor.</param>
        /// <param name="period">How often observers are told, in milliseconds.</param>
        public static void Serve(
            TlsMan man, IPEndPoint local, TlsSessionOptions options, CredentialStore keys, TemperatureReader read,
            int period)
        {
            using (CoapServer server = new CoapServer(man, local, options, keys, read))
            {
                // Whoever has missed two readings in a row asks again.
                server.MaxAge = (2 * period / 1000) + 1;
                Console.WriteLine("listening on " + server.LocalEndPoint.ToString());

                while (true)
                {
                    Thread.Sleep(period);
                    server.Notify();
                }
            }
        }

        /// <summary>
        /// Reads a resource and prints it.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port.</param>
        /// <param name="options">How sessions are to behave.</param>
        /// <param name="keys">The key that the server knows, or ours and the server's.</param>
        /// <param name="path">The resource's path, without a slash in front.</param>
        /// <returns><see langword="false"/> if the server has no such resource; otherwise,
        /// <see langword="true"/>.</returns>
        public static bool Read(
            TlsMan man, IPEndPoint server, TlsSessionOptions options, CredentialStore keys, string path)
        {
            using (CoapClient client = new CoapClient(man, server, options, keys))
            {
                return Print(client.Get(path));
            }
        }

        /// <summary>
        /// Writes a resource and prints the answer.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port.</param>
        /// <param name="options">How sessions are to behave.</param>
        /// <param name="keys">The key that the server knows, or ours and the server's.</param>
        /// <param name="path">The resource's path, without a slash in front.</param>
        /// <param name="text">What it is to be.</param>
        /// <returns><see langword="false"/> if the server does not take it; otherwise,
        /// <see langword="true"/>.</returns>
        public static bool Write(
            TlsMan man, IPEndPoint server, TlsSessionOptions options, CredentialStore keys, string path, string text)
        {
            using (CoapClient client = new CoapClient(man, server, options, keys))
            {
                return Print(client.Put(path, Encoding.UTF8.GetBytes(text), CoapMessage.TextPlain));
            }
        }

        /// <summary>
        /// Reads a resource, prints it, and then what it changes to, through silences and reboots of the server.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port.</param>
        /// <param name="options">How sessions are to behave.</param>
        /// <param name="keys">The key that the server knows, or ours and the server's.</param>
        /// <param name="path">The resource's path, without a slash in front.</param>
        /// <param name="notifications">How many changes to wait for.</param>
        /// <returns><see langword="false"/> if the server has no such resource, or it cannot be observed; otherwise,
        /// <see langword="true"/>.</returns>
        public static bool Watch(
            TlsMan man, IPEndPoint server, TlsSessionOptions options, CredentialStore keys, string path,
            int notifications)
        {
            using (CoapObserver observer = new CoapObserver(man, server, options, keys, path))
            {
                CoapMessage state = observer.Start();
                int registrations = observer.Registrations;

                if (!Print(state) || state.Observe == CoapMessage.None)
                {
                    return false;
                }

                for (int i = 0; i < notifications; i++)
                {
                    state = observer.Next();

                    if (observer.Registrations != registrations)
                    {
                        registrations = observer.Registrations;
                        Console.WriteLine("registered again");
                    }

                    Print(state);
                }

                observer.Stop();
                return true;
            }
        }

        private static bool Print(CoapMessage message)
        {
            byte[] payload = message.Payload;

            Console.WriteLine(message.CodeText + " " + Encoding.UTF8.GetString(payload, 0, payload.Length));
            return message.IsSuccess;
        }
    }
}
