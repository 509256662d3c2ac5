//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace System
{
    public abstract class MarshalByRefObject
    {
    }

    public abstract class Type : Reflection.MemberInfo
    {
        public abstract string FullName { get; }

        public abstract Type BaseType { get; }

        public extern bool IsArray { get; }

        public extern bool IsEnum { get; }

        public static extern Type GetType(string typeName);

        public static extern Type GetTypeFromHandle(RuntimeTypeHandle handle);

        public abstract Type GetElementType();

        public virtual extern bool IsSubclassOf(Type c);

        public virtual extern bool IsInstanceOfType(object o);
    }

    public class Random
    {
        public extern Random();

        public extern Random(int seed);

        public virtual extern int Next();

        public virtual extern int Next(int maxValue);

        public virtual extern double NextDouble();

        public virtual extern void NextBytes(byte[] buffer);
    }

    public static class GC
    {
        public static extern void WaitForPendingFinalizers();

        public static extern void SuppressFinalize(object obj);

        public static extern void ReRegisterForFinalize(object obj);
    }

    public class WeakReference
    {
        public extern WeakReference(object target);

        public virtual extern bool IsAlive { get; }

        public virtual extern object Target { get; set; }
    }

    public sealed class Version
    {
        public extern Version(int major, int minor);

        public extern Version(int major, int minor, int build, int revision);

        public extern int Major { get; }

        public extern int Minor { get; }

        public extern int Build { get; }

        public extern int Revision { get; }

        public override extern string ToString();
    }

    public static class Console
    {
        public static extern void Write(string value);

        public static extern void WriteLine();

        public static extern void WriteLine(string value);
    }
}

namespace System.Diagnostics
{
    public static class Debug
    {
        [Conditional("DEBUG")]
        public static extern void Assert(bool condition);

        [Conditional("DEBUG")]
        public static extern void Assert(bool condition, string message);

        [Conditional("DEBUG")]
        public static extern void Write(string message);

        [Conditional("DEBUG")]
        public static extern void WriteLine(string message);
    }
}

namespace System.Reflection
{
    public abstract class MemberInfo
    {
        public abstract string Name { get; }
    }
}

namespace System.Runtime.CompilerServices
{
    public static class RuntimeHelpers
    {
        public static extern void InitializeArray(Array array, RuntimeFieldHandle fldHandle);

        public static extern object GetObjectValue(object obj);

        public static extern void RunClassConstructor(RuntimeTypeHandle type);
    }

    public static class IsExternalInit
    {
    }
}
