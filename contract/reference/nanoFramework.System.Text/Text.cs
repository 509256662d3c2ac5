//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace System.Text
{
    public abstract class Encoding
    {
        public static extern Encoding UTF8 { get; }

        public virtual extern byte[] GetBytes(string s);

        public virtual extern int GetBytes(string s, int charIndex, int charCount, byte[] bytes, int byteIndex);

        public virtual extern char[] GetChars(byte[] bytes);

        public virtual extern char[] GetChars(byte[] bytes, int byteIndex, int byteCount);

        public virtual extern string GetString(byte[] bytes, int index, int count);
    }

    public sealed class StringBuilder
    {
        public extern StringBuilder();

        public extern StringBuilder(int capacity);

        public extern StringBuilder(string value);

        public extern int Length { get; set; }

        public extern char this[int index] { get; set; }

        public extern StringBuilder Append(bool value);

        public extern StringBuilder Append(byte value);

        public extern StringBuilder Append(char value);

        public extern StringBuilder Append(char[] value);

        public extern StringBuilder Append(int value);

        public extern StringBuilder Append(long value);

        public extern StringBuilder Append(object value);

        public extern StringBuilder Append(string value);

        public extern StringBuilder Append(uint value);

        public extern StringBuilder Append(ulong value);

        public extern StringBuilder Append(ushort value);

        public extern StringBuilder Append(string value, int startIndex, int count);

        public extern StringBuilder Append(char value, int repeatCount);

        public extern StringBuilder AppendLine();

        public extern StringBuilder AppendLine(string str);

        public extern StringBuilder Clear();

        public override extern string ToString();

        public extern string ToString(int startIndex, int length);
    }
}
