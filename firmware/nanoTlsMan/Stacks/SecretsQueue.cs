//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Secrets for key logs, from within an endpoint's lock, where no handler of the program's may run, until it is
    /// left.
    /// </summary>
    internal sealed class SecretsQueue
    {
        private readonly ArrayList _waiting = new ArrayList();

        internal bool IsEmpty
        {
            get { return _waiting.Count == 0; }
        }

        /// <summary>
        /// Keeps secrets. Called with the endpoint's lock held.
        /// </summary>
        /// <param name="handler">A <see cref="KeyLogHandler"/>, or with a label a
        /// <see cref="SecretLogHandler"/>.</param>
        /// <param name="clientRandom">The client's random value.</param>
        /// <param name="secret">The secret.</param>
        /// <param name="label">The secret's name, or <see langword="null"/>.</param>
        internal void Add(object handler, byte[] clientRandom, byte[] secret, string label)
        {
            _waiting.Add(new object[] { handler, clientRandom, secret, label });
        }

        /// <summary>
        /// Takes the oldest secrets. Called with the endpoint's lock held.
        /// </summary>
        /// <returns>What <see cref="Tell"/> takes.</returns>
        internal object[] Take()
        {
            object[] first = (object[])_waiting[0];

            _waiting.RemoveAt(0);
            return first;
        }

        /// <summary>
        /// Tells secrets to their handler, and wipes them. What the handler throws is its own affair: the session does
        /// not depend on it.
        /// </summary>
        internal static void Tell(object[] secrets)
        {
            byte[] secret = (byte[])secrets[2];
            string label = (string)secrets[3];

            try
            {
                if (label == null)
                {
                    ((KeyLogHandler)secrets[0])((byte[])secrets[1], secret);
                }
                else
                {
                    ((SecretLogHandler)secrets[0])(label, (byte[])secrets[1], secret);
                }
            }
            catch (Exception)
            {
                // As a disk that is full.
            }

            Bytes.Wipe(secret);
        }
    }
}
