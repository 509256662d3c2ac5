//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// Fetches the secrets of a session for those who asked for them.
    /// </summary>
    internal static class NativeKeyLog
    {
        private const int RandomLength = 32;
        private const int MasterSecretLength = 48;

        internal static void Write(int handle, TlsSessionOptions options)
        {
            byte[] secrets = new byte[RandomLength + MasterSecretLength];
            byte[] random = new byte[RandomLength];
            byte[] master = new byte[MasterSecretLength];

            if (NativeCalls.GetBytes(handle, NativeId.BytesSecrets, secrets, 0, secrets.Length) == secrets.Length)
            {
                Array.Copy(secrets, 0, random, 0, RandomLength);
                Array.Copy(secrets, RandomLength, master, 0, MasterSecretLength);
                options.DangerousKeyLog(random, master);
            }

            Array.Clear(secrets, 0, secrets.Length);
            Array.Clear(master, 0, master.Length);
        }
    }
}
