//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// Cuts the block that a client asks for out of a body (RFC 7959, section 2.4). Nothing is kept between two blocks:
    /// each request says where it goes on, and the ETag whether the body is still the same.
    /// </summary>
    internal static class CoapCutter
    {
        /// <summary>
        /// Tells whether there is such a block.
        /// </summary>
        /// <param name="request">The request.</param>
        /// <param name="body">The body that it asks for.</param>
        /// <returns><see langword="false"/> if it asks for what is behind the end, or for blocks of no known
        /// length.</returns>
        public static bool CanCut(CoapMessage request, byte[] body)
        {
            CoapBlock block = CoapBlock.Read(request.Block2);

            return block == null
                || (block.Exponent != CoapBlock.ReservedExponent && (block.Number == 0 || block.Offset < body.Length));
        }

        /// <summary>
        /// Puts a body, or its block, into a response.
        /// </summary>
        /// <param name="request">The request, of a block that there is.</param>
        /// <param name="response">The response.</param>
        /// <param name="body">The body.</param>
        public static void Cut(CoapMessage request, CoapMessage response, byte[] body)
        {
            CoapBlock block = CoapBlock.Read(request.Block2);
            int exponent = CoapBlock.PreferredExponent;
            int offset = 0;

            if (block != null)
            {
                exponent = block.Exponent < exponent ? block.Exponent : exponent;
                offset = block.Offset;
            }

            int size = 16 << exponent;
            int left = body.Length - offset;

            // What is short goes in one piece, unless the client wants it in blocks.
            if (block == null && left <= size)
            {
                response.Payload = body;
                return;
            }

            byte[] payload = new byte[left < size ? left : size];

            Array.Copy(body, offset, payload, 0, payload.Length);
            response.Payload = payload;
            response.Block2 = CoapBlock.At(offset, left > size, exponent);
            response.Size2 = offset == 0 ? body.Length : CoapMessage.None;
            response.ETag = CreateETag(body);
        }

        // FNV-1a: bodies that differ have different tags, but for one in four billion.
        private static byte[] CreateETag(byte[] body)
        {
            uint hash = 2166136261;

            for (int i = 0; i < body.Length; i++)
            {
                hash = (hash ^ body[i]) * 16777619;
            }

            return new byte[] { (byte)(hash >> 24), (byte)(hash >> 16), (byte)(hash >> 8), (byte)hash };
        }
    }
}
