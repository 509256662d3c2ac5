//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// What an option Block1 or Block2 says (RFC 7959, section 2.2): which block of a body this is, how long blocks are
    /// and whether more follow.
    /// </summary>
    public sealed class CoapBlock
    {
        /// <summary>The blocks that this sample sends: 512 bytes, which fit into a datagram of any network.</summary>
        public const int PreferredExponent = 5;

        /// <summary>Stands for no blocks in a datagram, and is for TCP only (RFC 8323).</summary>
        public const int ReservedExponent = 7;

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapBlock"/> class.
        /// </summary>
        /// <param name="number">Which block it is, from 0.</param>
        /// <param name="hasMore">Whether more blocks follow.</param>
        /// <param name="exponent">SZX: how long blocks are, as the power of two that is 4 less.</param>
        public CoapBlock(int number, bool hasMore, int exponent)
        {
            Number = number;
            HasMore = hasMore;
            Exponent = exponent;
        }

        /// <summary>Gets which block this is, from 0.</summary>
        public int Number { get; }

        /// <summary>Gets a value indicating whether more blocks follow.</summary>
        public bool HasMore { get; }

        /// <summary>Gets the exponent SZX.</summary>
        public int Exponent { get; }

        /// <summary>Gets the length of a block, in bytes.</summary>
        public int Size
        {
            get { return 16 << Exponent; }
        }

        /// <summary>Gets where the block begins in the body.</summary>
        public int Offset
        {
            get { return Number * Size; }
        }

        /// <summary>
        /// Reads an option.
        /// </summary>
        /// <param name="value">Its value.</param>
        /// <returns>What it says, or <see langword="null"/> if there is no such option.</returns>
        public static CoapBlock Read(int value)
        {
            return value == CoapMessage.None ? null : new CoapBlock(value >> 4, (value & 8) != 0, value & 7);
        }

        /// <summary>
        /// Makes the option for a stretch of a body.
        /// </summary>
        /// <param name="offset">Where the stretch begins.</param>
        /// <param name="hasMore">Whether more follows.</param>
        /// <param name="exponent">SZX, of blocks at whose borders the stretch begins.</param>
        /// <returns>The option's value.</returns>
        public static int At(int offset, bool hasMore, int exponent)
        {
            return offset / (16 << exponent) << 4 | (hasMore ? 8 : 0) | exponent;
        }
    }
}
