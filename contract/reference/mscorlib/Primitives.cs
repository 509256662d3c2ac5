//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace System
{
    public class Object
    {
        public extern Object();

        public virtual extern string ToString();

        public virtual extern bool Equals(object obj);

        public static extern bool Equals(object objA, object objB);

        public static extern bool ReferenceEquals(object objA, object objB);

        public virtual extern int GetHashCode();

        public extern Type GetType();

        protected extern object MemberwiseClone();
    }

    public abstract class ValueType
    {
        public override extern bool Equals(object obj);
    }

    public abstract class Enum : ValueType
    {
        public extern bool HasFlag(Enum flag);

        public override extern string ToString();
    }

    public struct Void
    {
    }

    public struct Boolean
    {
        public static readonly string FalseString;
        public static readonly string TrueString;

        private bool _value;

        public override extern string ToString();
    }

    public struct Char
    {
        public const char MaxValue = (char)0xFFFF;
        public const char MinValue = (char)0x00;

        private char _value;

        public override extern string ToString();

        public extern char ToLower();

        public extern char ToUpper();
    }

    public struct SByte
    {
        public const sbyte MaxValue = 0x7F;
        public const sbyte MinValue = -0x80;

        private sbyte _value;

        public override extern string ToString();

        public extern string ToString(string format);

        public static extern sbyte Parse(string s);

        public static extern bool TryParse(string s, out sbyte result);
    }

    public struct Byte
    {
        public const byte MaxValue = 0xFF;
        public const byte MinValue = 0;

        private byte _value;

        public override extern string ToString();

        public extern string ToString(string format);

        public static extern byte Parse(string s);

        public static extern bool TryParse(string s, out byte result);
    }

    public struct Int16
    {
        public const short MaxValue = 0x7FFF;
        public const short MinValue = -0x8000;

        private short _value;

        public override extern string ToString();

        public extern string ToString(string format);

        public static extern short Parse(string s);

        public static extern bool TryParse(string s, out short result);
    }

    public struct UInt16
    {
        public const ushort MaxValue = 0xFFFF;
        public const ushort MinValue = 0;

        private ushort _value;

        public override extern string ToString();

        public extern string ToString(string format);

        public static extern ushort Parse(string s);

        public static extern bool TryParse(string s, out ushort result);
    }

    public struct Int32
    {
        public const int MaxValue = 0x7FFFFFFF;
        public const int MinValue = -0x7FFFFFFF - 1;

        private int _value;

        public override extern string ToString();

        public extern string ToString(string format);

        public static extern int Parse(string s);

        public static extern bool TryParse(string s, out int result);
    }

    public struct UInt32
    {
        public const uint MaxValue = 0xFFFFFFFF;
        public const uint MinValue = 0;

        private uint _value;

        public override extern string ToString();

        public extern string ToString(string format);

        public static extern uint Parse(string s);

        public static extern bool TryParse(string s, out uint result);
    }

    public struct Int64
    {
        public const long MaxValue = 0x7FFFFFFFFFFFFFFF;
        public const long MinValue = -0x7FFFFFFFFFFFFFFF - 1;

        private long _value;

        public override extern string ToString();

        public extern string ToString(string format);

        public static extern long Parse(string s);

        public static extern bool TryParse(string s, out long result);
    }

    public struct UInt64
    {
        public const ulong MaxValue = 0xFFFFFFFFFFFFFFFF;
        public const ulong MinValue = 0;

        private ulong _value;

        public override extern string ToString();

        public extern string ToString(string format);

        public static extern ulong Parse(string s);

        public static extern bool TryParse(string s, out ulong result);
    }

    public struct Single
    {
        private float _value;

        public override extern string ToString();

        public extern string ToString(string format);
    }

    public struct Double
    {
        private double _value;

        public override extern string ToString();

        public extern string ToString(string format);
    }

    public struct IntPtr
    {
        private int _value;
    }

    public struct UIntPtr
    {
        private int _value;
    }

    public struct RuntimeTypeHandle
    {
    }

    public struct RuntimeFieldHandle
    {
    }

    public struct RuntimeMethodHandle
    {
    }
}
