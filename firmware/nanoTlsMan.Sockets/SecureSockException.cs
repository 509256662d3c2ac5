//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// A secure channel could not be opened or used.
    /// </summary>
    public class SecureSockException : Exception
    {
        /// <summary>
        /// Initializes a new instance of the <see cref="SecureSockException"/> class.
        /// </summary>
        /// <param name="status">The <see cref="TlsManStatus"/> of the call.</param>
        /// <param name="error">What is known of the cause; may be <see langword="null"/>.</param>
        public SecureSockException(int status, TlsManError error)
            : this(status, error, null)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureSockException"/> class for a fault of the platform.
        /// </summary>
        /// <param name="status">The <see cref="TlsManStatus"/> of the call.</param>
        /// <param name="error">What is known of the cause; may be <see langword="null"/>.</param>
        /// <param name="innerException">What the platform threw.</param>
        public SecureSockException(int status, TlsManError error, Exception innerException)
            : base(null, innerException)
        {
            Status = status;
            Error = error;
        }

        /// <summary>
        /// Gets a sentence that a person can act on, and the names; see <see cref="TlsErrorText"/>.
        /// </summary>
        public override string Message
        {
            // It is made when somebody asks, for a text takes more memory than the exception.
            get { return TlsErrorText.Describe(Error); }
        }

        /// <summary>
        /// Gets the status of the call, one of <see cref="TlsManStatus"/>.
        /// </summary>
        public int Status { get; }

        /// <summary>
        /// Gets what is known of the cause, or <see langword="null"/>.
        /// </summary>
        public TlsManError Error { get; }

        /// <summary>
        /// Throws for a negative status.
        /// </summary>
        /// <param name="status">What a call returned.</param>
        /// <param name="session">The session that it was called on.</param>
        /// <returns><paramref name="status"/>, if it is not negative.</returns>
        /// <exception cref="TimeoutException">The status is <see cref="TlsManStatus.TimedOut"/>.</exception>
        /// <exception cref="SecureSockException">The status is another negative one.</exception>
        internal static int Check(int status, TlsManSession session)
        {
            if (status == TlsManStatus.TimedOut)
            {
                throw new TimeoutException(TlsErrorText.Explain(TlsErrorCause.TimedOut));
            }

            if (status < 0)
            {
                throw new SecureSockException(status, session == null ? null : session.LastError);
            }

            return status;
        }
    }
}
