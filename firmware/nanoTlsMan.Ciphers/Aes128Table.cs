//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// AES-128 by one table, for boards that are short of memory: <see cref="Aes128FourTables"/> is faster. Its
    /// look-ups depend on the key, so whoever shares a data cache with it may learn from its timing. <see
    /// cref="Aes128ConstantTime"/> has none.
    /// </summary>
    /// <remarks>
    /// One table of 2 KiB serves all keys; it is made with the first. It holds S-box and column mixing as one word,
    /// written twice into 64 bits: its three rotations, for which others keep three more tables, are a shift each.
    /// </remarks>
    public sealed class Aes128Table : Aes128
    {
        private static ulong[] s_table;

        /// <summary>
        /// Takes a key.
        /// </summary>
        /// <param name="key">Holds the key, which is expanded; the caller wipes its own.</param>
        /// <param name="offset">Where the 16-byte key begins.</param>
        public Aes128Table(byte[] key, int offset)
        {
            if (s_table == null)
            {
                s_table = MakeTable();
            }

            ExpandKey(key, offset);
        }

        /// <inheritdoc/>
        public override void Encrypt(uint[] blocks, int offset, int count)
        {
            ulong[] t = s_table;
            uint[] k = _roundKeys;

            for (; count > 0; count--)
            {
                uint a = blocks[offset] ^ k[0];
                uint b = blocks[offset + 1] ^ k[1];
                uint c = blocks[offset + 2] ^ k[2];
                uint d = blocks[offset + 3] ^ k[3];
                uint e;
                uint f;
                uint g;
                uint h;

                // Two rounds at a time, so that no word has to move.
                for (int i = 4; ; i += 8)
                {
                    e = (uint)(t[a >> 24] ^ t[(byte)(b >> 16)] >> 8 ^ t[(byte)(c >> 8)] >> 16 ^ t[(byte)d] >> 24)
                        ^ k[i];
                    f = (uint)(t[b >> 24] ^ t[(byte)(c >> 16)] >> 8 ^ t[(byte)(d >> 8)] >> 16 ^ t[(byte)a] >> 24)
                        ^ k[i + 1];
                    g = (uint)(t[c >> 24] ^ t[(byte)(d >> 16)] >> 8 ^ t[(byte)(a >> 8)] >> 16 ^ t[(byte)b] >> 24)
                        ^ k[i + 2];
                    h = (uint)(t[d >> 24] ^ t[(byte)(a >> 16)] >> 8 ^ t[(byte)(b >> 8)] >> 16 ^ t[(byte)c] >> 24)
                        ^ k[i + 3];

                    if (i == 4 * (Rounds - 1))
                    {
                        break;
                    }

                    a = (uint)(t[e >> 24] ^ t[(byte)(f >> 16)] >> 8 ^ t[(byte)(g >> 8)] >> 16 ^ t[(byte)h] >> 24)
                        ^ k[i + 4];
                    b = (uint)(t[f >> 24] ^ t[(byte)(g >> 16)] >> 8 ^ t[(byte)(h >> 8)] >> 16 ^ t[(byte)e] >> 24)
                        ^ k[i + 5];
                    c = (uint)(t[g >> 24] ^ t[(byte)(h >> 16)] >> 8 ^ t[(byte)(e >> 8)] >> 16 ^ t[(byte)f] >> 24)
                        ^ k[i + 6];
                    d = (uint)(t[h >> 24] ^ t[(byte)(e >> 16)] >> 8 ^ t[(byte)(f >> 8)] >> 16 ^ t[(byte)g] >> 24)
                        ^ k[i + 7];
                }

                // The last round mixes no columns: each byte of an entry that is the bare S-box is masked out where it
                // is needed.
                blocks[offset] = (uint)((t[e >> 24] >> 16 & 0xff000000) | (t[(byte)(f >> 16)] & 0xff0000)
                    | (t[(byte)(g >> 8)] & 0xff00) | (byte)(t[(byte)h] >> 8)) ^ k[40];
                blocks[offset + 1] = (uint)((t[f >> 24] >> 16 & 0xff000000) | (t[(byte)(g >> 16)] & 0xff0000)
                    | (t[(byte)(h >> 8)] & 0xff00) | (byte)(t[(byte)e] >> 8)) ^ k[41];
                blocks[offset + 2] = (uint)((t[g >> 24] >> 16 & 0xff000000) | (t[(byte)(h >> 16)] & 0xff0000)
                    | (t[(byte)(e >> 8)] & 0xff00) | (byte)(t[(byte)f] >> 8)) ^ k[42];
                blocks[offset + 3] = (uint)((t[h >> 24] >> 16 & 0xff000000) | (t[(byte)(e >> 16)] & 0xff0000)
                    | (t[(byte)(f >> 8)] & 0xff00) | (byte)(t[(byte)g] >> 8)) ^ k[43];
                offset += 4;
            }
        }

        private protected override uint SubWord(uint word)
        {
            ulong[] t = s_table;

            return (uint)((t[word >> 24] >> 16 & 0xff000000) | (t[(byte)(word >> 16)] & 0xff0000)
                | (t[(byte)(word >> 8)] & 0xff00) | (byte)(t[(byte)word] >> 8));
        }

        private static ulong[] MakeTable()
        {
            ulong[] table = new ulong[256];
            uint[] words = AesBox.MakeWords();

            for (int i = 0; i < table.Length; i++)
            {
                table[i] = (ulong)words[i] << 32 | words[i];
            }

            return table;
        }
    }
}
