//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Wire
{
    /// <summary>
    /// Texts of ASCII letters among bytes, letter by letter: no array of bytes is made of a text, for it would take
    /// memory in every program.
    /// </summary>
    public static class AsciiText
    {
        /// <summary>
        /// Writes a text into an array.
        /// </summary>
        /// <param name="text">The text.</param>
        /// <param name="buffer">The array.</param>
        /// <param name="offset">Where the text goes.</param>
        public static void Put(string text, byte[] buffer, int offset)
        {
            for (int i = 0; i < text.Length; i++)
            {
                buffer[offset + i] = (byte)text[i];
            }
        }

        /// <summary>
        /// Tells whether bytes are a text.
        /// </summary>
        /// <param name="text">The text.</param>
        /// <param name="buffer">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many there are.</param>
        /// <returns><see langword="true"/> if they are the whole text and nothing else; otherwise,
        /// <see langword="false"/>.</returns>
        public static bool IsAt(string text, byte[] buffer, int offset, int count)
        {
            if (text.Length != count)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (text[i] != (char)buffer[offset + i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
