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
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Samples.SecureEcho
{
    /// <summary>
    /// A secured echo: a server that sends back what it gets and a client that asks it, over DTLS and over TLS.
    /// </summary>
    public static class Program
    {
        private const int AnswerTimeout = 20000;
        private const int AcceptTimeout = 200;

        private static readonly AutoResetEvent s_wake = new AutoResetEvent(false);
        private static int s_ended;

#if NANOFRAMEWORK_1_0
        /// <summary>
        /// What the board does: it serves DTLS for ever.
        /// </summary>
        public static void Main()
        {
            Board.StartNetwork();

            // The manager knows the stacks. The managed one runs on stock firmware, on ciphers in managed code.
            TlsMan man = ManagedStack.CreateManager(new ManagedCiphers(), new BoardRandom());

            // The keys of those who may connect.
            CredentialStore keys = new CredentialStore();

            keys.AddPsk(Board.ReadIdentity(), Board.ReadKey());

            // Others to try: ServeTls, AskDtls and AskTls.
            ServeDtls(man, new IPEndPoint(IPAddress.Any, 5684), keys, 0);
        }
#endif

        /// <summary>
        /// Sends back each datagram. One port serves all clients.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port to listen on.</param>
        /// <param name="keys">The keys of the clients.</param>
        /// <param name="sessions">After how many sessions to end; 0 for never.</param>
        public static void ServeDtls(TlsMan man, IPEndPoint local, CredentialStore keys, int sessions)
        {
            using (SecureUdpSock sock = new SecureUdpSock(man, local))
            {
                sock.Connected += OnConnected;
                sock.DataReceived += OnData;
                sock.Ended += OnEnded;
                sock.Listen(keys);
                Console.WriteLine("listening on " + sock.LocalEndPoint.ToString());

                while (sessions == 0 || s_ended < sessions)
                {
                    s_wake.WaitOne();
                }
            }
        }

        /// <summary>
        /// Sends back what comes over each TCP connection.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port to listen on.</param>
        /// <param name="keys">The keys of the clients.</param>
        /// <param name="sessions">After how many sessions to end; 0 for never.</param>
        public static void ServeTls(TlsMan man, IPEndPoint local, CredentialStore keys, int sessions)
        {
            using (SecureTcpListener listener = new SecureTcpListener(man, local, keys))
            {
                Console.WriteLine("listening on " + listener.LocalEndPoint.ToString());

                while (sessions == 0 || s_ended < sessions)
                {
                    SecureTcpSock sock = listener.Accept(AcceptTimeout, SecureSockMode.Asynchronous);

                    if (sock == null)
                    {
                        continue;
                    }

                    sock.Connected += OnConnected;
                    sock.DataReceived += OnData;
                    sock.Ended += OnEnded;
                    sock.Ended += session => sock.Dispose();

                    // It does not wait for the handshake: a slow client must not keep the others out.
                    sock.OpenServer(SecureSockFlags.NonBlock);
                }
            }
        }

        /// <summary>
        /// Sends a datagram to a server and waits for its answer.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port.</param>
        /// <param name="keys">The key that the server knows.</param>
        /// <param name="text">What to send.</param>
        /// <returns>What came back.</returns>
        public static string AskDtls(TlsMan man, IPEndPoint server, CredentialStore keys, string text)
        {
            byte[] message = Encoding.UTF8.GetBytes(text);
            byte[] answer = new byte[1024];

            using (SecureUdpClient client = SecureUdpClient.Connect(man, server, keys))
            {
                client.Send(message, 0, message.Length);

                int count = client.Receive(answer, 0, answer.Length, AnswerTimeout);

                return Encoding.UTF8.GetString(answer, 0, count);
            }
        }

        /// <summary>
        /// Sends a line to a server and waits for its answer.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port.</param>
        /// <param name="keys">The key that the server knows.</param>
        /// <param name="text">What to send.</param>
        /// <returns>What came back, without its line end.</returns>
        public static string AskTls(TlsMan man, IPEndPoint server, CredentialStore keys, string text)
        {
            byte[] message = Encoding.UTF8.GetBytes(text + "\n");
            byte[] answer = new byte[1024];
            int count = 0;

            using (SecureTcpSock sock = SecureTcpSock.Connect(man, server, keys))
            using (SecureStream stream = sock.GetStream())
            {
                stream.ReadTimeout = AnswerTimeout;
                stream.Write(message, 0, message.Length);

                // A stream has no messages: it may bring the line in parts.
                while (count < answer.Length && (count == 0 || answer[count - 1] != '\n'))
                {
                    int read = stream.Read(answer, count, answer.Length - count);

                    if (read == 0)
                    {
                        break;
                    }

                    count += read;
                }
            }

            return Encoding.UTF8.GetString(answer, 0, count).TrimEnd('\r', '\n');
        }

        private static void OnConnected(TlsManSession session)
        {
            byte[] identity = session.PeerIdentity;

            Console.WriteLine("connected: " + Encoding.UTF8.GetString(identity, 0, identity.Length));
        }

        private static void OnData(TlsManSession session, byte[] buffer, int offset, int count)
        {
            session.SendData(buffer, offset, count);
        }

        private static void OnEnded(TlsManSession session)
        {
            Console.WriteLine(session.EndReason == null ? "closed" : "failed: " + session.EndReason.ToString());
            Interlocked.Increment(ref s_ended);
            s_wake.Set();
        }
    }
}
