//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NanoTlsMan.Contract.Analyzer;
using Xunit;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// What the analyzer refuses, and what it lets pass beside it.
    /// </summary>
    public class AnalyzerTests
    {
        [Theory]
        [InlineData("int M(uint x) { return (int)x; }")]
        [InlineData("long M(ulong x) { return (long)x; }")]
        [InlineData("int M(uint x, uint y) { return (int)(x - y) >> 31; }")]
        [InlineData("int M(uint[] x) { return unchecked((int)x[0]); }")]
        [InlineData("enum E : uint { A } int M(E x) { return (int)x; }")]
        [InlineData("enum E : int { A } E M(uint x) { return (E)x; }")]
        [InlineData("int M(int x, uint y) { return x << (int)y; }")]
        [InlineData("int M(uint x) { int y = 0; y += (int)x; return y; }")]
        public Task CastFromUnsignedToSignedOfOneWidthIsRefused(string member) => Refuses("NTM001", member);

        [Theory]
        [InlineData("uint M(int x) { return (uint)x; }")]
        [InlineData("int M(ulong x) { return (int)x; }")]
        [InlineData("int M(uint x) { return (int)(long)x; }")]
        [InlineData("int M(byte x) { return (sbyte)x; }")]
        [InlineData("int M(ushort x) { return (short)x; }")]
        [InlineData("int M(byte x, byte y) { return (x - y) >> 31; }")]
        [InlineData("int M() { return (int)0x7FFFFFFFu; }")]
        [InlineData("int M() { return unchecked((int)0x80000000u); }")]
        [InlineData("uint M(uint x) { return 0u - (x >> 31); }")]
        [InlineData("byte M(uint x) { return (byte)x; }")]
        [InlineData("ulong M(uint x) { return x; }")]
        public Task OtherCastsPass(string member) => Passes(member);

        [Theory]
        [InlineData("long M(uint x, uint y) { return ((long)x - y) >> 63; }")]
        [InlineData("long M(uint x, long y) { return (x - y) / 3; }")]
        [InlineData("long M(uint x, long y) { long d = x - y; return d % 3; }")]
        [InlineData("double M(uint x, long y) { return (double)(x - y); }")]
        [InlineData("long M(uint x) { return (-(long)x) >> 1; }")]
        public Task SignedOperationOnAWidenedUnsignedValueIsRefused(string member) => Refuses("NTM002", member);

        [Theory]
        [InlineData("long M(uint x) { return (long)x * 1000 / 7; }")]
        [InlineData("long M(int x, int y) { return ((long)x - y) >> 63; }")]
        [InlineData("long M(long x, uint y) { return (x - y) / 3; }")]
        [InlineData("bool M(uint x, uint y) { return (long)x - y < 0; }")]
        [InlineData("ulong M(ulong x, ulong y) { return (x - y) >> 63; }")]
        public Task OtherSignedOperationsPass(string member) => Passes(member);

        [Theory]
        [InlineData("NTM003", "unsafe void M() { byte* x = stackalloc byte[4]; }")]
        [InlineData("NTM003", "unsafe void M() { byte* x = stackalloc[] { (byte)1 }; }")]
        [InlineData("NTM004", "unsafe byte M(byte[] x) { fixed (byte* p = x) { return *p; } }")]
        [InlineData("NTM004", "unsafe int M(int* x) { return *x; }")]
        [InlineData("NTM004", "unsafe struct S { public fixed byte X[4]; }")]
        [InlineData("NTM005", "nint M() { return 1; }")]
        [InlineData("NTM005", "int M(nuint x) { return 1; }")]
        [InlineData("NTM005", "System.IntPtr _x;")]
        [InlineData("NTM006", "int[,] _x;")]
        [InlineData("NTM006", "object M() { return new int[2, 2]; }")]
        [InlineData("NTM006", "object M() { return new[,] { { 1 }, { 2 } }; }")]
        [InlineData("NTM007", "int M(int x) { return checked(x + 1); }")]
        [InlineData("NTM007", "int M(int x) { checked { return x + 1; } }")]
        [InlineData("NTM008", "interface I { int M() { return 1; } }")]
        [InlineData("NTM008", "interface I { int P { get { return 1; } } }")]
        [InlineData("NTM009", "class B<T> { }")]
        [InlineData("NTM009", "void M<T>() { }")]
        [InlineData("NTM009", "delegate T D<T>();")]
        [InlineData("NTM009", "void M() { void F<T>() { } F<int>(); }")]
        [InlineData("NTM009", "System.Collections.Generic.List<int> _x;")]
        [InlineData("NTM009", "int M(int[] x) { return System.Array.IndexOf(x, 1); }")]
        [InlineData("NTM009", "int? _x;")]
        [InlineData("NTM009", "System.Func<int> _x;")]
        [InlineData("NTM012", "async void M() { }")]
        [InlineData("NTM012", "async System.Threading.Tasks.Task M() { await System.Threading.Tasks.Task.Delay(1); }")]
        [InlineData("NTM012", "void M() { System.Action x = async () => { }; }")]
        [InlineData("NTM013", "volatile int _x;")]
        [InlineData("NTM014", "int M(System.Collections.ArrayList x) { foreach (object o in x) { return 1; } return 0; }")]
        [InlineData("NTM014", "int M(string x) { foreach (char c in x) { return 1; } return 0; }")]
        [InlineData("NTM015", "[System.Obsolete(null)] void M() { }")]
        [InlineData("NTM015", "[System.ComponentModel.DefaultValue(default(string))] int _x;")]
        [InlineData("NTM015", Row + "[Row(1, null)] void M() { }")]
        [InlineData("NTM015", Row + "[Row(new object[] { null })] void M() { }")]
        public Task WhatTheRuntimeLacksIsRefused(string rule, string member) => Refuses(rule, member);

        [Theory]
        [InlineData("int[][] M() { return new int[2][]; }")]
        [InlineData("int M(byte[] x) { int sum = 0; foreach (byte b in x) { sum += b; } return sum; }")]
        [InlineData("int M(int x) { return unchecked(x + 1); }")]
        [InlineData("interface I { int P { get; } int M(int x); const int C = 3; }")]
        [InlineData("const int C = 3; static readonly int[] s_x = { 1, 2, C };")]
        [InlineData("System.Action M() { return () => { }; }")]
        [InlineData("object M(object x) { return x?.ToString() ?? \"\"; }")]
        [InlineData("void M(ref int x, out int y, in int z) { y = x + z; }")]
        [InlineData(Row + "[Row(1, \"\")] object M() { return null; }")]
        public Task WhatTheRuntimeHasPasses(string member) => Passes(member);

        [Theory]
        [InlineData("static int[] s_x = Other.Table;")]
        [InlineData("static int[] s_x = Other.Build();")]
        [InlineData("static Other s_x = new Other();")]
        [InlineData("static int[] s_x = Own(); static int[] Own() { return new int[1]; }")]
        [InlineData("static int s_x; static A() { s_x = Other.Table.Length; }")]
        [InlineData("static int[] P { get; } = Other.Build();")]
        public Task AStaticInitialiserThatReachesOtherCodeIsRefused(string member) =>
            Refuses("NTM010", member + OtherType);

        [Theory]
        [InlineData("static readonly int[] s_x = new int[] { 1, 2, Other.Constant };")]
        [InlineData("static readonly object s_gate = new object();")]
        [InlineData("static readonly A s_instance = new A(); A() { }")]
        [InlineData("static readonly byte[] s_x = new byte[Other.Constant];")]
        [InlineData("static readonly System.TimeSpan s_x = new System.TimeSpan(5);")]
        [InlineData("int[] _x = Other.Build();")]
        [InlineData("static int[] s_x; static int[] X() { if (s_x == null) { s_x = Other.Build(); } return s_x; }")]
        public Task AStaticInitialiserOfItsOwnPasses(string member) => Passes(member + OtherType);

        [Theory]
        [InlineData(250, false)]
        [InlineData(251, true)]
        public async Task LocalsAreLimited(int count, bool refused)
        {
            string body = string.Concat(Enumerable.Range(0, count).Select(i => $"int v{i} = {i};"));
            Assert.Equal(
                refused, (await Diagnose($"void M() {{ {body} }}")).Any(diagnostic => diagnostic.Id == "NTM011"));
        }

        [Fact]
        public async Task OverflowChecksForTheWholeAssemblyAreRefused()
        {
            CSharpCompilation compilation = Compilation("");
            compilation = compilation.WithOptions(compilation.Options.WithOverflowChecks(true));
            Assert.Contains(await Diagnose(compilation), diagnostic => diagnostic.Id == "NTM007");
        }

        private const string Row =
            "class RowAttribute : System.Attribute { public RowAttribute(params object[] x) { } } ";

        private const string OtherType = " } class Other { public const int Constant = 7; public static int[] Table = { 1, 2 }; public static int[] Build() { return Table; }";

        private static async Task Refuses(string rule, string member) =>
            Assert.Contains(await Diagnose(member), diagnostic => diagnostic.Id == rule);

        private static async Task Passes(string member) => Assert.Empty(await Diagnose(member));

        private static Task<ImmutableArray<Diagnostic>> Diagnose(string member) => Diagnose(Compilation(member));

        private static Task<ImmutableArray<Diagnostic>> Diagnose(CSharpCompilation compilation)
        {
            Assert.Empty(
                compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            return compilation.WithAnalyzers(
                [new SyntaxAnalyzer(), new SignednessAnalyzer(), new StaticInitialiserAnalyzer()])
                .GetAnalyzerDiagnosticsAsync();
        }

        // Against the desktop's library, as nanoFramework's would not even let much of this compile.
        private static CSharpCompilation Compilation(string member) =>
            Lane.Compilation($"class A {{ {member} }}", "Sample", Lane.Desktop);
    }
}
