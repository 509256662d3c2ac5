//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// Fetches the secrets of a session for its key log.
    /// </summary>
    internal static class NativeKeyLog
    {
        internal const int RandomLength = 32;

        internal const int MasterSecretLength = 48;

        /// <summary>
        /// Fetches the secrets.
        /// </summary>
        /// <param name="handle">The session.</param>
        /// <param name="random">Receives the client's random value.</param>
        /// <returns>The master secret, which the caller wipes; <see langword="null"/> if there is none.</returns>
        internal static byte[] Take(int handle, byte[] random)
        {
            byte[] secrets = new byte[RandomLength + MasterSecretLength];
            byte[] master = null;

            if (NativeCalls.GetBytes(handle, NativeId.BytesSecrets, secrets, 0, secrets.Length) == secrets.Length)
            {
                master = new byte[MasterSecretLength];
                Array.Copy(secrets, 0, random, 0, RandomLength);
                Array.Copy(secrets, RandomLength, master, 0, MasterSecretLength);
            }

            Array.Clear(secrets, 0, secrets.Length);
            return master;
        }
    }
}
