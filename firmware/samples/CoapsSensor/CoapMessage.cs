//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Text;

namespace NanoTlsMan.Samples.CoapsSensor
{
    /// <summary>
    /// A CoAP message (RFC 7252, section 3), with the options that a sensor needs.
    /// </summary>
    public sealed class CoapMessage
    {
        /// <summary>Confirmable: it is sent again until an acknowledgement comes.</summary>
        public const int Confirmable = 0;

        /// <summary>Non-confirmable.</summary>
        public const int NonConfirmable = 1;

        /// <summary>Acknowledgement.</summary>
        public const int Acknowledgement = 2;

        /// <summary>Reset: the receiver could not make sense of a message.</summary>
        public const int Reset = 3;

        /// <summary>No request and no response.</summary>
        public const int Empty = 0;

        /// <summary>The request GET.</summary>
        public const int Get = 0x01;

        /// <summary>The response 2.05 Content.</summary>
        public const int Content = 0x45;

        /// <summary>The response 4.02 Bad Option.</summary>
        public const int BadOption = 0x82;

        /// <summary>The response 4.04 Not Found.</summary>
        public const int NotFound = 0x84;

        /// <summary>The response 4.05 Method Not Allowed.</summary>
        public const int MethodNotAllowed = 0x85;

        /// <summary>Stands for an option that is not there.</summary>
        public const int None = -1;

        /// <summary>The content format text/plain.</summary>
        public const int TextPlain = 0;

        /// <summary>The content format application/link-format (RFC 6690).</summary>
        public const int LinkFormat = 40;

        private const int Version = 1;
        private const int HeaderLength = 4;
        private const int MaxTokenLength = 8;
        private const int MaxOptionLength = 255;
        private const int PayloadMarker = 0xff;
        private const int OptionObserve = 6;
        private const int OptionUriPath = 11;
        private const int OptionContentFormat = 12;

        private static readonly byte[] s_nothing = new byte[0];

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapMessage"/> class.
        /// </summary>
        /// <param name="type">Confirmable, non-confirmable, acknowledgement or reset.</param>
        /// <param name="code">The request or response.</param>
        /// <param name="id">The message ID, which an acknowledgement or reset repeats.</param>
        /// <param name="token">The token, which a response repeats.</param>
        public CoapMessage(int type, int code, int id, byte[] token)
        {
            Type = type;
            Code = code;
            Id = id;
            Token = token;
        }

        /// <summary>Gets the type of the message.</summary>
        public int Type { get; }

        /// <summary>Gets the request or response code, as c.dd in a byte.</summary>
        public int Code { get; }

        /// <summary>Gets the message ID.</summary>
        public int Id { get; }

        /// <summary>Gets the token.</summary>
        public byte[] Token { get; }

        /// <summary>Gets or sets the path, its segments with a slash between them.</summary>
        public string Path { get; set; } = "";

        /// <summary>Gets or sets the option Observe (RFC 7641), or <see cref="None"/>.</summary>
        public int Observe { get; set; } = None;

        /// <summary>Gets or sets the option Content-Format, or <see cref="None"/>.</summary>
        public int ContentFormat { get; set; } = None;

        /// <summary>Gets or sets the payload.</summary>
        public byte[] Payload { get; set; } = s_nothing;

        /// <summary>Gets a value indicating whether there is an option that must be understood and is not (RFC 7252,
        /// section 5.4.1).</summary>
        public bool HasUnknownCriticalOption { get; private set; }

        /// <summary>
        /// Makes an empty message: an acknowledgement or a reset.
        /// </summary>
        /// <param name="type">Its type.</param>
        /// <param name="id">The message that it answers.</param>
        /// <returns>The message.</returns>
        public static CoapMessage CreateEmpty(int type, int id)
        {
            return new CoapMessage(type, Empty, id, s_nothing);
        }

        /// <summary>
        /// Reads a datagram.
        /// </summary>
        /// <param name="buffer">Holds the datagram.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns>The message, or <see langword="null"/> where it is malformed.</returns>
        public static CoapMessage Parse(byte[] buffer, int offset, int count)
        {
            int end = offset + count;

            if (count < HeaderLength || buffer[offset] >> 6 != Version)
            {
                return null;
            }

            int tokenLength = buffer[offset] & 0x0f;
            int at = offset + HeaderLength;

            if (tokenLength > MaxTokenLength || tokenLength > end - at)
            {
                return null;
            }

            CoapMessage message = new CoapMessage(
                buffer[offset] >> 4 & 3, buffer[offset + 1], buffer[offset + 2] << 8 | buffer[offset + 3],
                Slice(buffer, at, tokenLength));

            return message.ReadOptions(buffer, at + tokenLength, end) ? message : null;
        }

        /// <summary>
        /// Tells whether this message answers a request.
        /// </summary>
        /// <param name="token">The request's token.</param>
        /// <returns><see langword="true"/> if the token is the same; otherwise, <see langword="false"/>.</returns>
        public bool HasToken(byte[] token)
        {
            if (Token.Length != token.Length)
            {
                return false;
            }

            for (int i = 0; i < token.Length; i++)
            {
                if (Token[i] != token[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>
        /// Writes the message.
        /// </summary>
        /// <returns>The datagram.</returns>
        /// <exception cref="ArgumentException">A segment of the path is longer than 255 bytes (RFC 7252, section
        /// 5.10).</exception>
        public byte[] ToBytes()
        {
            // Each option takes three bytes of header at most, and numbers take three.
            byte[] path = Encoding.UTF8.GetBytes(Path);
            byte[] buffer = new byte[HeaderLength + Token.Length + (4 * path.Length) + 16 + Payload.Length];
            int at = HeaderLength;
            int last = 0;

            buffer[0] = (byte)(Version << 6 | Type << 4 | Token.Length);
            buffer[1] = (byte)Code;
            buffer[2] = (byte)(Id >> 8);
            buffer[3] = (byte)Id;
            Array.Copy(Token, 0, buffer, at, Token.Length);
            at += Token.Length;

            // Options go by their numbers, of which only the differences are written (RFC 7252, section 3.1).
            if (Observe != None)
            {
                at = WriteOption(buffer, at, OptionObserve - last, ToBytes(Observe));
                last = OptionObserve;
            }

            if (Path.Length > 0)
            {
                foreach (string segment in Path.Split('/'))
                {
                    at = WriteOption(buffer, at, OptionUriPath - last, Encoding.UTF8.GetBytes(segment));
                    last = OptionUriPath;
                }
            }

            if (ContentFormat != None)
            {
                at = WriteOption(buffer, at, OptionContentFormat - last, ToBytes(ContentFormat));
            }

            if (Payload.Length > 0)
            {
                buffer[at++] = PayloadMarker;
                Array.Copy(Payload, 0, buffer, at, Payload.Length);
                at += Payload.Length;
            }

            return Slice(buffer, 0, at);
        }

        private static int WriteOption(byte[] buffer, int at, int difference, byte[] value)
        {
            // Differences are small here; a length from 13 on takes a byte more.
            int length = value.Length;

            if (length > MaxOptionLength)
            {
                throw new ArgumentException();
            }

            buffer[at++] = (byte)(difference << 4 | (length < 13 ? length : 13));

            if (length >= 13)
            {
                buffer[at++] = (byte)(length - 13);
            }

            Array.Copy(value, 0, buffer, at, length);
            return at + length;
        }

        // A number as an option has it: without leading zeros, and zero as nothing (RFC 7252, section 3.2).
        private static byte[] ToBytes(int number)
        {
            int length = number == 0 ? 0 : (number < 0x100 ? 1 : (number < 0x10000 ? 2 : 3));
            byte[] bytes = new byte[length];

            for (int i = 0; i < length; i++)
            {
                bytes[i] = (byte)(number >> (8 * (length - 1 - i)));
            }

            return bytes;
        }

        private static byte[] Slice(byte[] buffer, int offset, int count)
        {
            byte[] slice = new byte[count];

            Array.Copy(buffer, offset, slice, 0, count);
            return slice;
        }

        private static bool IsUnderstood(int option)
        {
            // Uri-Host, Uri-Port, Uri-Path, Uri-Query and Accept are critical, and change nothing here but for the
            // path.
            return option == 3 || option == 7 || option == OptionUriPath || option == 15 || option == 17;
        }

        private bool ReadOptions(byte[] buffer, int at, int end)
        {
            int option = 0;

            while (at < end && buffer[at] != PayloadMarker)
            {
                int difference = buffer[at] >> 4;
                int length = buffer[at] & 0x0f;

                at++;

                if (!ReadExtended(buffer, ref at, end, ref difference)
                    || !ReadExtended(buffer, ref at, end, ref length) || length > end - at)
                {
                    return false;
                }

                option += difference;
                TakeOption(option, buffer, at, length);
                at += length;
            }

            if (at < end)
            {
                at++;
                Payload = Slice(buffer, at, end - at);

                // A marker with nothing after it is an error (RFC 7252, section 3).
                return Payload.Length > 0;
            }

            return true;
        }

        // 13 and 14 stand for one and two bytes more, 15 for nothing (RFC 7252, section 3.1).
        private static bool ReadExtended(byte[] buffer, ref int at, int end, ref int value)
        {
            int more = value - 12;

            if (value < 13)
            {
                return true;
            }

            if (value == 15 || more > end - at)
            {
                return false;
            }

            value = more == 1 ? buffer[at] + 13 : (buffer[at] << 8 | buffer[at + 1]) + 269;
            at += more;
            return true;
        }

        private void TakeOption(int option, byte[] buffer, int offset, int length)
        {
            if (option == OptionUriPath)
            {
                string segment = Encoding.UTF8.GetString(buffer, offset, length);

                Path = Path.Length == 0 ? segment : Path + "/" + segment;
            }
            else if ((option == OptionObserve || option == OptionContentFormat) && length <= 3)
            {
                int number = 0;

                for (int i = 0; i < length; i++)
                {
                    number = number << 8 | buffer[offset + i];
                }

                if (option == OptionObserve)
                {
                    Observe = number;
                }
                else
                {
                    ContentFormat = number;
                }
            }
            else if ((option & 1) != 0 && !IsUnderstood(option))
            {
                HasUnknownCriticalOption = true;
            }
        }
    }
}
