//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Text;

namespace NanoTlsMan.Samples.Coap
{
    /// <content>
    /// The message as a datagram.
    /// </content>
    public sealed partial class CoapMessage
    {
        private const int Version = 1;
        private const int HeaderLength = 4;
        private const int MaxTokenLength = 8;
        private const int MaxETagLength = 8;
        private const int MaxOptionLength = 255;
        private const int PayloadMarker = 0xff;

        // The options by their numbers (RFC 7252, section 12.2; RFC 7641, section 2; RFC 7959, section 6).
        private const int OptionUriHost = 3;
        private const int OptionETag = 4;
        private const int OptionObserve = 6;
        private const int OptionUriPort = 7;
        private const int OptionUriPath = 11;
        private const int OptionContentFormat = 12;
        private const int OptionMaxAge = 14;
        private const int OptionUriQuery = 15;
        private const int OptionAccept = 17;
        private const int OptionBlock2 = 23;
        private const int OptionBlock1 = 27;
        private const int OptionSize2 = 28;
        private const int OptionSize1 = 60;

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
        /// Writes the message.
        /// </summary>
        /// <returns>The datagram.</returns>
        /// <exception cref="ArgumentException">A segment of the path is longer than 255 bytes (RFC 7252, section
        /// 5.10).</exception>
        public byte[] ToBytes()
        {
            // A segment takes three bytes of header at most; the other options together take no more than 64.
            byte[] path = Encoding.UTF8.GetBytes(Path);
            byte[] buffer = new byte[HeaderLength + Token.Length + (4 * path.Length) + 64 + Payload.Length];
            int at = HeaderLength;
            int last = 0;

            buffer[0] = (byte)(Version << 6 | Type << 4 | Token.Length);
            buffer[1] = (byte)Code;
            buffer[2] = (byte)(Id >> 8);
            buffer[3] = (byte)Id;
            Array.Copy(Token, 0, buffer, at, Token.Length);
            at += Token.Length;

            // Options go by their numbers, of which only the differences are written (RFC 7252, section 3.1).
            if (ETag != null)
            {
                WriteOption(buffer, ref at, ref last, OptionETag, ETag);
            }

            WriteNumber(buffer, ref at, ref last, OptionObserve, Observe);

            if (Path.Length > 0)
            {
                foreach (string segment in Path.Split('/'))
                {
                    WriteOption(buffer, ref at, ref last, OptionUriPath, Encoding.UTF8.GetBytes(segment));
                }
            }

            WriteNumber(buffer, ref at, ref last, OptionContentFormat, ContentFormat);
            WriteNumber(buffer, ref at, ref last, OptionMaxAge, MaxAge);
            WriteNumber(buffer, ref at, ref last, OptionAccept, Accept);
            WriteNumber(buffer, ref at, ref last, OptionBlock2, Block2);
            WriteNumber(buffer, ref at, ref last, OptionBlock1, Block1);
            WriteNumber(buffer, ref at, ref last, OptionSize2, Size2);
            WriteNumber(buffer, ref at, ref last, OptionSize1, Size1);

            if (Payload.Length > 0)
            {
                buffer[at++] = PayloadMarker;
                Array.Copy(Payload, 0, buffer, at, Payload.Length);
                at += Payload.Length;
            }

            return Slice(buffer, 0, at);
        }

        // A number as an option has it: without leading zeros, and zero as nothing (RFC 7252, section 3.2).
        private static void WriteNumber(byte[] buffer, ref int at, ref int last, int option, int number)
        {
            if (number == None)
            {
                return;
            }

            int length = 0;

            while (length < 4 && number >> (8 * length) != 0)
            {
                length++;
            }

            byte[] bytes = new byte[length];

            for (int i = 0; i < length; i++)
            {
                bytes[i] = (byte)(number >> (8 * (length - 1 - i)));
            }

            WriteOption(buffer, ref at, ref last, option, bytes);
        }

        private static void WriteOption(byte[] buffer, ref int at, ref int last, int option, byte[] value)
        {
            // A difference or a length from 13 on takes a byte more, and neither takes two here.
            int difference = option - last;
            int length = value.Length;

            if (length > MaxOptionLength)
            {
                throw new ArgumentException();
            }

            buffer[at++] = (byte)((difference < 13 ? difference : 13) << 4 | (length < 13 ? length : 13));

            if (difference >= 13)
            {
                buffer[at++] = (byte)(difference - 13);
            }

            if (length >= 13)
            {
                buffer[at++] = (byte)(length - 13);
            }

            Array.Copy(value, 0, buffer, at, length);
            at += length;
            last = option;
        }

        private static byte[] Slice(byte[] buffer, int offset, int count)
        {
            byte[] slice = new byte[count];

            Array.Copy(buffer, offset, slice, 0, count);
            return slice;
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
            bool isTaken;

            switch (option)
            {
                case OptionUriPath:
                    string segment = Encoding.UTF8.GetString(buffer, offset, length);

                    Path = Path.Length == 0 ? segment : Path + "/" + segment;
                    isTaken = true;
                    break;

                case OptionETag:
                    isTaken = ETag == null && length > 0 && length <= MaxETagLength;
                    ETag = isTaken ? Slice(buffer, offset, length) : ETag;
                    break;

                case OptionUriHost:
                case OptionUriPort:
                case OptionUriQuery:
                    // They are critical, and change nothing here.
                    isTaken = true;
                    break;

                default:
                    isTaken = TakeNumber(option, buffer, offset, length);
                    break;
            }

            // What is too long, or there twice, is as if it were not known (RFC 7252, sections 5.4.3 and 5.4.5).
            if (!isTaken && (option & 1) != 0)
            {
                UnknownCriticalOption = option;
            }
        }

        private bool TakeNumber(int option, byte[] buffer, int offset, int length)
        {
            int number = 0;

            for (int i = 0; i < length && i < 4; i++)
            {
                number = number << 8 | buffer[offset + i];
            }

            // Four bytes may be more than an int holds: what is that long is as good as endless.
            if (number < 0)
            {
                number = int.MaxValue;
            }

            switch (option)
            {
                case OptionObserve:
                    Observe = Observe == None && length <= 3 ? number : Observe;
                    return true;

                case OptionContentFormat:
                    ContentFormat = ContentFormat == None && length <= 2 ? number : ContentFormat;
                    return true;

                case OptionMaxAge:
                    MaxAge = MaxAge == None && length <= 4 ? number : MaxAge;
                    return true;

                case OptionSize1:
                    Size1 = Size1 == None && length <= 4 ? number : Size1;
                    return true;

                case OptionSize2:
                    Size2 = Size2 == None && length <= 4 ? number : Size2;
                    return true;

                case OptionAccept when Accept == None && length <= 2:
                    Accept = number;
                    return true;

                case OptionBlock1 when Block1 == None && length <= 3:
                    Block1 = number;
                    return true;

                case OptionBlock2 when Block2 == None && length <= 3:
                    Block2 = number;
                    return true;

                default:
                    return false;
            }
        }
    }
}
