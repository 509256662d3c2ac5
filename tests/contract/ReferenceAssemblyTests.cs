//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using NanoTlsMan.Contract.Projects;
using NanoTlsMan.Contract.Signatures;
using Xunit;
using Xunit.Abstractions;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// Our reference assemblies say nothing that nanoFramework's class library does not have.
    /// </summary>
    public class ReferenceAssemblyTests
    {
        private const string Variable = "NANOFRAMEWORK_CLASS_LIBRARY";

        private readonly ITestOutputHelper _output;

        public ReferenceAssemblyTests(ITestOutputHelper output)
        {
            _output = output;
        }

        public static TheoryData<string> Assemblies => [.. Lane.Repository.ReferenceAssemblies];

        [SkippableTheory]
        [MemberData(nameof(Assemblies))]
        public void SignaturesExistInTheRealClassLibrary(string assembly)
        {
            string? folder = Environment.GetEnvironmentVariable(Variable);
            Skip.If(string.IsNullOrEmpty(folder), $"{Variable} names no folder with nanoFramework's class library.");
            List<string> differences = SignatureComparer.Compare(
                Lane.Repository.ReferenceAssembly(assembly, Lane.Configuration),
                Path.Combine(folder!, assembly + ".dll"), out int compared);
            _output.WriteLine($"{compared} signatures compared");
            Assert.True(compared > 1);
            Assert.Empty(differences);
        }

        [Theory]
        [MemberData(nameof(Assemblies))]
        public void VersionIsThePinnedPackages(string assembly)
        {
            LibraryAssembly pinned = Lane.Repository.Packages.All.Single(each => each.Name == assembly);
            using var module =
                Mono.Cecil.ModuleDefinition.ReadModule(Lane.Repository.ReferenceAssembly(assembly, Lane.Configuration));
            Assert.Equal(pinned.Version + ".0", module.Assembly.Name.Version.ToString());
        }

        [Theory]
        [InlineData("public class Probe { public int M() { int? x = null; return x ?? 0; } }")]
        [InlineData("public class Probe { volatile int _x; public int M() { return _x; } }")]
        [InlineData("public class Probe { public int M(System.Span<byte> x) { return x.Length; } }")]
        [InlineData("public class Probe { public int M() { return System.Linq.Enumerable.Count(new int[1]); } }")]
        [InlineData("public class Probe { public void M(byte[] x) { System.Buffer.BlockCopy(x, 0, x, 0, 1); } }")]
        [InlineData("public class Probe { public void M(byte[] x) { System.Array.Reverse(x); } }")]
        [InlineData("public class Probe { public string M(string x) { return x.Replace('a', 'b'); } }")]
        [InlineData("public class Probe { public void M(object x) { System.Threading.Monitor.TryEnter(x); } }")]
        [InlineData("public class Probe { public void M(object x) { System.GC.KeepAlive(x); } }")]
        [InlineData("public class Probe { public System.Collections.Generic.List<int> M() { return null; } }")]
        [InlineData("public class Probe { public async System.Threading.Tasks.Task M() { } }")]
        [InlineData("public class Probe { public int M() { return System.Environment.TickCount; } }")]
        [InlineData("public class Probe { public byte[] M(byte[] x) { return x[1..]; } }")]
        [InlineData("public class Probe { [System.ThreadStatic] static int s_x; }")]
        [InlineData("public interface IProbe { int M() { return 1; } }")]
        public void WhatTheClassLibraryLacksDoesNotCompile(string source)
        {
            Assert.Contains(
                Lane.Compilation(source, "Probe", Lane.References("nanoFramework.Runtime.Native")).Emit(Stream.Null)
                .Diagnostics,
                diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        }

        [Fact]
        public void WhatDeviceCodeNeedsCompiles()
        {
            const string source = """
                using System;
                using System.Net;
                using System.Net.Sockets;
                using System.Text;
                using System.Threading;

                public delegate void Handler(object sender, int value);

                public struct Pair { public int Left; public ulong Right; }

                public sealed class Sample : IDisposable
                {
                    private static readonly uint[] s_table =
                        new uint[] { 0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5 };
                    private readonly object _gate = new object();
                    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
                    private int _count;

                    public event Handler Changed;

                    public int this[int index] => (int)(s_table[index] & 0xFF);

                    public string Name { get; set; } = "x";

                    public void Run()
                    {
                        new Thread(Loop).Start();
                        lock (_gate)
                        {
                            Interlocked.Increment(ref _count);
                        }

                        Changed?.Invoke(this, _count);
                        switch (Name) { case "a": case "b": case "c": case "d": case "e": case "f": case "g": case "h": return; }
                    }

                    public void Dispose() => GC.SuppressFinalize(this);

                    ~Sample()
                    {
                    }

                    private void Loop()
                    {
                        try
                        {
                            AddressFamily family = AddressFamily.InterNetwork;
                            using (Socket socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp))
                            {
                                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                                socket.Bind(from);
                                byte[] buffer = new byte[64];
                                int count = socket.ReceiveFrom(buffer, ref from);
                                string text = Encoding.UTF8.GetString(buffer, 0, count) + " " + count;
                                Pair pair = default;
                                pair.Right = BitConverter.ToUInt64(buffer, 0);
                                long deadline = Environment.TickCount64 + 5;
                                while (!_wake.WaitOne(10, false) && Environment.TickCount64 < deadline)
                                {
                                    foreach (byte b in buffer) { _count += b; }
                                }
                            }
                        }
                        catch (SocketException e) when (e.ErrorCode == (int)SocketError.TimedOut)
                        {
                            throw new TimeoutException(nameof(Loop), e);
                        }
                        finally
                        {
                            Array.Clear(new byte[4], 0, 4);
                        }
                    }
                }
                """;
            Lane.Emit(Lane.Compilation(
                source, "Sample",
                Lane.References("nanoFramework.Runtime.Native", "nanoFramework.System.Text", "System.IO.Streams", "System.Net")));
        }

        [Theory]
        [InlineData("public class A { public int M(int x) { return x; } }", 0)]
        [InlineData("public class A { public long M(int x) { return x; } }", 1)]
        [InlineData("public class A { public int M(ref int x) { return x; } }", 1)]
        [InlineData("public class A { public static int M(int x) { return x; } }", 1)]
        [InlineData("public class A { public int M(int renamed) { return renamed; } }", 1)]
        [InlineData("public class A { protected int M(int x) { return x; } }", 1)]
        [InlineData("public sealed class A { public int M(int x) { return x; } }", 1)]
        [InlineData("public struct A { public int M(int x) { return x; } }", 2)]
        [InlineData("public class A { public int M(int x) { return x; } public int N; }", 1)]
        [InlineData("public class A { public int M(int x) { return x; } } public enum E { One = 1, Three = 2 }", 1)]
        [InlineData("public class B { public int M(int x) { return x; } }", 1)]
        public void ASignatureThatTheRealLibraryLacksIsFound(string own, int differences)
        {
            const string real = "public class A { public int M(int x) { return x; } public int More; } public enum E { One = 1, Two = 2, Three = 3 }";
            string folder = Directory.CreateTempSubdirectory("contract").FullName;
            try
            {
                string Save(string name, string source)
                {
                    string path = Path.Combine(folder, name);
                    using Stream image = Lane.Emit(Lane.Compilation(source, "Same", Lane.References()));
                    using Stream file = File.Create(path);
                    image.CopyTo(file);
                    return path;
                }

                Assert.Equal(
                    differences, SignatureComparer.Compare(Save("own.dll", own), Save("real.dll", real), out _).Count);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
