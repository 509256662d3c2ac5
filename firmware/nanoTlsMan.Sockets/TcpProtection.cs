//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net.Sockets;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// Protection that the platform itself gives to a TCP connection: what passes here is plaintext. See
    /// <see cref="TcpTransport.Protect"/>.
    /// </summary>
    /// <remarks>
    /// All but <see cref="Open"/> and <see cref="Close"/> are called as those of <see cref="SecureTransport"/> are: one
    /// thread receives while another sends.
    /// </remarks>
    public abstract class TcpProtection
    {
        /// <summary>
        /// Opens the channel, and waits for it.
        /// </summary>
        /// <param name="socket">The connected socket, which stays the transport's.</param>
        /// <returns>What was wrong; <see langword="null"/> if the channel is open.</returns>
        public abstract TlsManError Open(Socket socket);

        /// <summary>
        /// Tells whether <see cref="Receive"/> has something to say, and waits for that for a time.
        /// </summary>
        /// <param name="milliseconds">How long to wait at most.</param>
        /// <returns><see langword="true"/> if it has; otherwise, <see langword="false"/>.</returns>
        /// <exception cref="SocketException">The connection failed.</exception>
        public abstract bool IsReadable(int milliseconds);

        /// <summary>
        /// Takes plaintext.
        /// </summary>
        /// <param name="buffer">Receives it.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit, at least one.</param>
        /// <returns>How many bytes there are; 0 at the end of the stream; -1 if there is nothing after all.</returns>
        /// <exception cref="SocketException">The connection failed.</exception>
        public abstract int Receive(byte[] buffer, int offset, int count);

        /// <summary>
        /// Sends plaintext, all of it.
        /// </summary>
        /// <param name="buffer">Holds it.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes there are.</param>
        /// <exception cref="SocketException">The connection failed.</exception>
        public abstract void Send(byte[] buffer, int offset, int count);

        /// <summary>
        /// Says goodbye to the peer, as far as that goes without waiting, and gives up what is held; the socket may be
        /// closed with it. May be called more than once, and before <see cref="Open"/> has returned.
        /// </summary>
        public abstract void Close();
    }
}
