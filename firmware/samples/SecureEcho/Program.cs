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

#if PUBLIC_KEYS
            // With raw public keys or certificates; the assemblies of both are needed.
            TlsMan man = BoardKeys.CreateManager();
            TlsSessionOptions options = BoardKeys.CreateServerOptions();
            CredentialStore keys = BoardKeys.ReadCredentials();
#else
            // The manager knows the stacks. The managed one runs on stock firmware, on ciphers in managed code.
            TlsMan man = ManagedStack.CreateManager(new ManagedCiphers(), new BoardRandom());
            TlsSessionOptions options = new TlsSessionOptions();

            // The keys of those who may connect.
            CredentialStore keys = new CredentialStore();

            keys.AddPsk(Board.ReadIdentity(), Board.ReadKey());
#endif

            // Others to try: ServeTls, AskDtls and AskTls.
            ServeDtls(man, new IPEndPoint(IPAddress.Any, 5684), options, keys, 0);
        }
#endif

        /// <summary>
        /// Sends back each datagram. One port serves all clients.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port to listen on.</param>
        /// <param name="options">How sessions are to behave.</param>
        /// <param name="keys">Ours, and those of the clients.</param>
        /// <param name="sessions">After how many sessions to end; 0 for never.</param>
        public static void ServeDtls(
            TlsMan man, IPEndPoint local, TlsSessionOptions options, CredentialStore keys, int sessions)
        {
            using (SecureUdpSock sock = new SecureUdpSock(man, local))
            {
                sock.Connected += OnConnected;
                sock.DataReceived += OnData;
                sock.Ended += OnEnded;
                sock.Listen(options, keys);
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
        /// <param name="options">How sessions are to behave.</param>
        /// <param name="keys">Ours, and those of the clients.</param>
        /// <param name="sessions">After how many sessions to end; 0 for never.</param>
        public static void ServeTls(
            TlsMan man, IPEndPoint local, TlsSessionOptions options, CredentialStore keys, int sessions)
        {
            using (SecureTcpListener listener = new SecureTcpListener(man, local, options, keys))
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
        /// <param name="options">How sessions are to behave.</param>
        /// <param name="keys">The key that the server knows, or ours and the server's.</param>
        /// <param name="text">What to send.</param>
        /// <returns>What came back.</returns>
        public static string AskDtls(
            TlsMan man, IPEndPoint server, TlsSessionOptions options, CredentialStore keys, string text)
        {
            byte[] message = Encoding.UTF8.GetBytes(text);
            byte[] answer = new byte[1024];

            using (SecureUdpClient client = SecureUdpClient.Connect(man, server, options, keys))
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
        /// <param name="options">How sessions are to behave.</param>
        /// <param name="keys">The key that the server knows, or ours and the server's.</param>
        /// <param name="text">What to send.</param>
        /// <returns>What came back, without its line end.</returns>
        public static string AskTls(
            TlsMan man, IPEndPoint server, TlsSessionOptions options, CredentialStore keys, string text)
        {
            byte[] message = Encoding.UTF8.GetBytes(text + "\n");
            byte[] answer = new byte[1024];
            int count = 0;

            using (SecureTcpSock sock = SecureTcpSock.Connect(man, server, options, keys))
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

            // A pre-shared key has an identity, which is text; a public key is known by its SHA-256 value.
            Console.WriteLine("connected: " + (IsPreShared(session)
                ? Encoding.UTF8.GetString(identity, 0, identity.Length)
                : ToHex(identity)));
        }

        private static bool IsPreShared(TlsManSession session)
        {
            // A server that has a key or certificate of its own agrees on one of these.
            return session.CipherSuite != TlsCipherSuite.EcdheEcdsaWithAes128Ccm8
                && session.CipherSuite != TlsCipherSuite.EcdheEcdsaWithAes128Ccm
                && session.CipherSuite != TlsCipherSuite.EcdheEcdsaWithAes128GcmSha256
                && session.CipherSuite != TlsCipherSuite.EcdheEcdsaWithChaCha20Poly1305Sha256;
        }

        private static string ToHex(byte[] bytes)
        {
            char[] text = new char[2 * bytes.Length];

            for (int i = 0; i < bytes.Length; i++)
            {
                text[2 * i] = ToDigit(bytes[i] >> 4);
                text[(2 * i) + 1] = ToDigit(bytes[i] & 15);
            }

            return new string(text);
        }

        private static char ToDigit(int value)
        {
            return (char)(value < 10 ? '0' + value : 'a' + value - 10);
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
