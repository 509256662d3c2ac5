//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What a session has told to its log of secrets.
    /// </summary>
    internal sealed class Secrets13
    {
        private readonly ArrayList _labels = new ArrayList();
        private readonly ArrayList _secrets = new ArrayList();

        public int Count
        {
            get { return _secrets.Count; }
        }

        public void Take(string label, byte[] clientRandom, byte[] secret)
        {
            byte[] copy = new byte[secret.Length];

            System.Array.Copy(secret, 0, copy, 0, copy.Length);
            _labels.Add(label);
            _secrets.Add(copy);
        }

        public byte[] Get(string label)
        {
            int index = _labels.IndexOf(label);

            return index < 0 ? null : (byte[])_secrets[index];
        }
    }
}
