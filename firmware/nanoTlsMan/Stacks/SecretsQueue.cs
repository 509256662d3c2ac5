//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;

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
        internal void Add(KeyLogHandler handler, byte[] clientRandom, byte[] masterSecret)
        {
            _waiting.Add(new object[] { handler, clientRandom, masterSecret });
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
            byte[] masterSecret = (byte[])secrets[2];

            try
            {
                ((KeyLogHandler)secrets[0])((byte[])secrets[1], masterSecret);
            }
            catch (Exception)
            {
                // As a disk that is full.
            }

            Array.Clear(masterSecret, 0, masterSecret.Length);
        }
    }
}
