//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoTlsMan.Contract.Metadata;
using NanoTlsMan.Contract.Projects;
using Xunit;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// Each rule of the checker is broken by a sample, and a sound sample breaks none.
    /// </summary>
    public class AssemblyCheckerTests
    {
        private static readonly RuleTable s_rules = new()
        {
            MaxIlBytes = 49152,
            Assemblies = new()
            {
                ["Sample"] = new(),
                ["nanoTlsMan"] = new() { MaxIlBytes = 200 },
                ["nanoTlsMan.Low"] = new(),
                ["nanoTlsMan.High"] = new() { MayReference = ["nanoTlsMan.Low"] },
                ["nanoTlsMan.Sockets"] = new() { ClassLibrary = ["System.Net"] },
                ["Layered"] = new() { Layers = ["Layered.Low", "Layered"] }
            }
        };

        [Fact]
        public void SoundCodeBreaksNoRule()
        {
            Assert.Empty(Check("""
                public delegate int Transform(int value);
                public interface ISample { int Next { get; } }
                public abstract class Base { public abstract int M(int[][] x); }
                public sealed class Sample : Base, ISample
                {
                    private static readonly byte[] s_table = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
                    public int Next => s_table[0];
                    public override int M(int[][] x) { Transform t = Twice;
                        switch (x.Length) { case 0: return 1; case 1: return 2; case 2: return t(3); }
                        return x[0][0] + s_table[1]; }
                    private static int Twice(int value) { try { return value * 2; } finally { value = 0; } }
                }
                """));
        }

        [Theory]
        [InlineData("generic", "public class A<T> { }")]
        [InlineData("generic", "public class A { public void M<T>() { } }")]
        [InlineData("generic", "public class A { private System.Collections.Generic.List<int> _x; }")]
        [InlineData("generic", "public class A { public object M() { return new System.Collections.Generic.List<int>(); } }")]
        [InlineData("generic", "public class A { public void M() { System.Array.Empty<int>(); } }")]
        [InlineData("generic", "public class A { public System.Type M() { return typeof(System.Collections.Generic.List<>); } }")]
        [InlineData("generic", "public class A : System.IComparable<A> { public int CompareTo(A x) { return 0; } }")]
        [InlineData("multi-dimensional-array", "public class A { private int[,] _x; }")]
        [InlineData("multi-dimensional-array", "public class A { public int M(object x) { return ((int[,])x)[0, 0]; } }")]
        [InlineData("pointer", "public unsafe class A { public int M(int* x) { return *x; } }")]
        [InlineData("pointer", "public unsafe class A { public byte M(byte[] x) { fixed (byte* p = x) { return *p; } } }")]
        [InlineData("native-integer", "public class A { public nint X; }")]
        [InlineData("native-integer", "public class A { public void M() { nuint x = 5; x.ToString(); x += 1; x.ToString(); } }")]
        [InlineData("volatile", "public class A { private volatile int _x; public int M() { return _x; } }")]
        [InlineData("opcode", "public class A { private volatile int _x; public int M() { return _x; } }")]
        [InlineData("opcode", "public unsafe class A { public void M() { byte* x = stackalloc byte[4]; x[0] = 1; } }")]
        [InlineData("opcode", "public unsafe class A { public int M(delegate*<int> f) { return f(); } }")]
        [InlineData("opcode", "public class A { public int M(int x) { System.TypedReference r = __makeref(x); return __refvalue(r, int); } }")]
        [InlineData("typed-reference", "public class A { public int M(System.TypedReference x) { return __refvalue(x, int); } }")]
        [InlineData("overflow-check", "public class A { public int M(int x) { return checked(x + 1); } }")]
        [InlineData("overflow-check", "public class A { public byte M(int x) { return checked((byte)x); } }")]
        [InlineData("default-interface-method", "public interface I { int M() { return 1; } }")]
        [InlineData("explicit-layout", "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] public struct A { [System.Runtime.InteropServices.FieldOffset(0)] public int X; }")]
        [InlineData("p-invoke", "public class A { [System.Runtime.InteropServices.DllImport(\"x\")] public static extern int M(); }")]
        [InlineData("static-initialiser", "public class A { public static int[] T = B.Build(); } public class B { private static int[] s_x = { 1, 2 }; public static int[] Build() { return s_x; } }")]
        [InlineData("static-initialiser", "public class A { public static int[] T = Own(); static int[] Own() { return B.X; } } public class B { public static int[] X = { 1, 2 }; }")]
        public void WhatTheRuntimeCannotDoIsFound(string rule, string source)
        {
            Assert.Contains(Check(source, library: Lane.Desktop), violation => violation.Rule == rule);
        }

        [Theory]
        [InlineData(OpCodeName.Cpblk)]
        [InlineData(OpCodeName.Initblk)]
        [InlineData(OpCodeName.Tail)]
        [InlineData(OpCodeName.Jmp)]
        [InlineData(OpCodeName.Unaligned)]
        [InlineData(OpCodeName.Readonly)]
        [InlineData(OpCodeName.Arglist)]
        [InlineData(OpCodeName.Ckfinite)]
        public void AnInstructionThatCSharpDoesNotEmitIsFoundToo(OpCodeName name)
        {
            // No C# leads to these: the instruction is put into a method by hand.
            using MemoryStream image =
                Lane.Emit(Lane.Compilation("public class A { public void M() { } }", "Sample", Lane.References()));
            using ModuleDefinition module = ModuleDefinition.ReadModule(image);
            MethodDefinition method = module.GetType("A").Methods.Single(each => each.Name == "M");
            Instruction instruction = name switch
            {
                OpCodeName.Cpblk => Instruction.Create(OpCodes.Cpblk),
                OpCodeName.Initblk => Instruction.Create(OpCodes.Initblk),
                OpCodeName.Tail => Instruction.Create(OpCodes.Tail),
                OpCodeName.Jmp => Instruction.Create(OpCodes.Jmp, method),
                OpCodeName.Unaligned => Instruction.Create(OpCodes.Unaligned, (byte)1),
                OpCodeName.Readonly => Instruction.Create(OpCodes.Readonly),
                OpCodeName.Arglist => Instruction.Create(OpCodes.Arglist),
                _ => Instruction.Create(OpCodes.Ckfinite)
            };
            method.Body.Instructions.Insert(0, instruction);
            using var changed = new MemoryStream();
            module.Write(changed);
            changed.Position = 0;
            Violation violation = Assert.Single(new AssemblyChecker(s_rules).Check(changed, out _));
            Assert.Equal("opcode", violation.Rule);
        }

        [Theory]
        [InlineData(255, false)]
        [InlineData(256, true)]
        public void MethodsOfOneKindAreLimited(int count, bool refused)
        {
            string methods = string.Concat(
                Enumerable.Range(0, count)
                .Select(i => $"public static void S{i}() {{ }} public virtual void V{i}() {{ }}"));
            IEnumerable<string> kinds = Check($"public class A {{ {methods} }}")
                .Where(each => each.Rule == "methods-per-type").Select(each => each.Reason);
            Assert.Equal(refused ? 2 : 0, kinds.Count());
        }

        [Theory]
        [InlineData(250, false)]
        [InlineData(251, true)]
        public void LocalsAreLimited(int count, bool refused)
        {
            var body = new StringBuilder();
            for (int i = 0; i < count; i++)
            {
                body.Append($"int v{i} = x; F(ref v{i});");
            }

            Assert.Equal(
                refused,
                Check($"public class A {{ static void F(ref int x) {{ }} public void M(int x) {{ {body} }} }}")
                .Any(each => each.Rule == "locals"));
        }

        [Theory]
        [InlineData(255, false)]
        [InlineData(256, true)]
        public void ArgumentsAreLimited(int count, bool refused)
        {
            string parameters = string.Join(", ", Enumerable.Range(0, count).Select(i => $"int p{i}"));
            Assert.Equal(
                refused,
                Check($"public static class A {{ public static void M({parameters}) {{ }} }}")
                .Any(each => each.Rule == "arguments"));
        }

        [Theory]
        [InlineData(1000, false)]
        [InlineData(4000, true)]
        public void AMethodIsAtMost32KibibytesOfIl(int statements, bool refused)
        {
            string body = string.Concat(Enumerable.Range(0, statements).Select(i => $"x[{1000 + i}] = {100_000 + i};"));
            Assert.Equal(
                refused,
                Check($"public static class A {{ public static void M(int[] x) {{ {body} }} }}")
                .Any(each => each.Rule == "method-size"));
        }

        [Theory]
        [InlineData("nanoTlsMan", 30, true)]
        [InlineData("Sample", 30, false)]
        [InlineData("Sample", 6000, true)]
        public void IlIsBudgetedPerAssembly(string assembly, int statements, bool refused)
        {
            string methods = string.Concat(Enumerable.Range(0, 4).Select(method =>
                $"public static void M{method}(int[] x) {{ {string.Concat(Enumerable.Range(0, statements / 4).Select(i => $"x[{1000 + i}] = {i};"))} }}"));
            Assert.Equal(
                refused, Check($"public static class A {{ {methods} }}", assembly).Any(each => each.Rule == "il-size"));
        }

        [Theory]
        [InlineData(59_000, false)]
        [InlineData(60_001, true)]
        public void StringsAreBudgeted(int length, bool refused)
        {
            string source = $"public class A {{ public string M() {{ return \"{new string('x', length)}\"; }} }}";
            Assert.Equal(refused, Check(source).Any(each => each.Rule == "string-size"));
        }

        [Theory]
        [InlineData(29_000, false)]
        [InlineData(30_001, true)]
        public void InitialisersAreBudgetedTogether(int length, bool refused)
        {
            string Table(int seed) =>
                $"public static readonly byte[] T{seed} = {{ {string.Join(", ", Enumerable.Range(0, length).Select(i => (byte)(i * seed)))} }};";
            Assert.Equal(
                refused, Check($"public class A {{ {Table(3)} {Table(5)} }}").Any(each => each.Rule == "data-size"));
        }

        [Fact]
        public void AReferenceUpwardIsFoundAndOneDownwardIsNot()
        {
            MetadataReference low = Image("public class Low { }", "nanoTlsMan.Low"),
                high = Image("public class High { }", "nanoTlsMan.High");
            Assert.Empty(Check("public class A { public Low X; }", "nanoTlsMan.High", [.. Lane.References(), low]));
            Violation violation = Assert.Single(
                Check("public class A { public High X; }", "nanoTlsMan.Low", [.. Lane.References(), high]));
            Assert.Equal("upward-assembly", violation.Rule);
        }

        [Theory]
        [InlineData("nanoTlsMan.Sockets", null)]
        [InlineData("nanoTlsMan.Low", "system-net")]
        public void OnlySocketsKnowsSystemNet(string assembly, string? rule)
        {
            List<Violation> violations =
                Check("public class A { public System.Net.IPAddress X; }", assembly, Lane.References("System.Net"));
            Assert.Equal(rule, violations.SingleOrDefault()?.Rule);
        }

        [Fact]
        public void ALibraryThatTheRulesDoNotAllowIsFound()
        {
            Violation violation = Assert.Single(Check(
                "public class A { public System.IO.Stream X; }", "nanoTlsMan.Sockets",
                Lane.References("System.IO.Streams")));
            Assert.Equal("class-library", violation.Rule);
        }

        [Fact]
        public void AnAssemblyWithoutRulesIsFound()
        {
            Assert.Equal("unknown-assembly", Assert.Single(Check("public class A { }", "nanoTlsMan.New")).Rule);
        }

        [Theory]
        [InlineData("namespace Layered { public class High { public Layered.Low.A X; } } namespace Layered.Low { public class A { } }", null)]
        [InlineData("namespace Layered { public class High { } } namespace Layered.Low { public class A { public High X; } }", "upward-layer")]
        [InlineData("namespace Layered { public class High { } } namespace Layered.Low { public class A { public object M() { return new High(); } } }", "upward-layer")]
        [InlineData("namespace Layered { public class High { } } namespace Layered.Low { public class A { public bool M(object x) { return x is High; } } }", "upward-layer")]
        [InlineData("namespace Layered { public class High { } } namespace Layered.Low { public class A : High { } }", "upward-layer")]
        [InlineData("namespace Layered { public class High { public static int X; } } namespace Layered.Low { public class A { public int M() { return High.X; } } }", "upward-layer")]
        [InlineData("namespace Layered { public class High { } } namespace Layered.Low { public class A { private class Nested { public High[] X; } } }", "upward-layer")]
        [InlineData("namespace Layered.Other { public class A { } }", "unknown-layer")]
        public void NamespacesKnowOnlyThoseBelow(string source, string? rule)
        {
            Assert.Equal(rule, Check(source, "Layered").FirstOrDefault()?.Rule);
        }

        [Fact]
        public void SizesAreThoseOfTheDevice()
        {
            // ldsfld with a token of 2 bytes, 4 on the desktop, and ret.
            using MemoryStream image = Lane.Emit(Lane.Compilation(
                "public static class A { static int s_x; public static int M() { return s_x; } }", "Sample",
                Lane.References()));
            new AssemblyChecker(s_rules).Check(image, out DeviceSize size);
            Assert.Equal(4, size.IlBytes);
            Assert.Equal(1, size.Types);
            Assert.Equal(1, size.Methods);
        }

        [Theory]
        [InlineData("Low/A.cs", "Layered.Low", 0)]
        [InlineData("A.cs", "Layered", 0)]
        [InlineData("Other/A.cs", "Layered", 0)]
        [InlineData("A.cs", "Layered.Low", 1)]
        [InlineData("Low/A.cs", "Layered", 1)]
        [InlineData("Low/A.cs", "Layered.Other", 1)]
        public void ALayerLivesInItsFolder(string path, string declared, int differences)
        {
            string folder = Directory.CreateTempSubdirectory("contract").FullName;
            try
            {
                string file = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, $"namespace {declared}\n{{\n}}\n");
                Assert.Equal(differences, NamespaceFolders.Check(folder, s_rules.Assemblies["Layered"]).Count);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        public enum OpCodeName
        {
            Cpblk,
            Initblk,
            Tail,
            Jmp,
            Unaligned,
            Readonly,
            Arglist,
            Ckfinite
        }

        private static List<Violation> Check(
            string source, string assembly = "Sample", MetadataReference[]? library = null)
        {
            using MemoryStream image = Lane.Emit(Lane.Compilation(source, assembly, library ?? Lane.References()));
            // Samples that need the desktop's library reference it: that alone is no breach here.
            return [.. new AssemblyChecker(s_rules).Check(image, out _)
                .Where(each => library != Lane.Desktop || each.Rule != "class-library")];
        }

        private static PortableExecutableReference Image(string source, string assembly) =>
            MetadataReference.CreateFromStream(Lane.Emit(Lane.Compilation(source, assembly, Lane.References())));
    }
}
