//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Mono.Cecil;
using NanoTlsMan.Contract.Metadata;
using NanoTlsMan.Contract.Projects;
using Xunit;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// The table that a firmware has of nanoTlsMan.Native is the compiled assembly's: the runtime finds a native method
    /// by its place, and nothing but a checksum, which does not see all of it, guards that.
    /// </summary>
    public class NativeTableTests
    {
        private const string Name = "nanoTlsMan.Native";
        private const string ProcessorVariable = "NANOFRAMEWORK_METADATA_PROCESSOR";
        private const string LibraryVariable = "NANOFRAMEWORK_CLASS_LIBRARY";
        private const int ChecksumOffset = 20; // in a .pe

        // Every case of order and checksum: methods before the first native one, kinds of methods, types that have
        // slots but do not count, types that pull others before them, and every kind of type in a signature.
        private const string Sample = """
            using System.Runtime.CompilerServices;

            namespace Some.Place
            {
                public enum Kind { None, Some }

                public delegate int Handler(object sender, byte[] data);

                public interface IThing { void Do(); }

                public struct Pair
                {
                    public int Left;

                    public int Sum() { return Left; }

                    [MethodImpl(MethodImplOptions.InternalCall)]
                    public extern long Native(ref Pair other, sbyte a, short b, ushort c, ulong d, float e,
                        double f, char g, bool h);
                }

                public abstract class Base
                {
                    public static int First() { return 1; }

                    public abstract int Abstract();

                    public virtual int Virtual() { return 2; }

                    public int Instance() { return new Maker().Make(null).Left; }

                    [MethodImpl(MethodImplOptions.InternalCall)]
                    public static extern void Fill(byte[] data, ref int count, string name, object tag, int[] results,
                        ref byte[] other, Kind kind);

                    public class Inner
                    {
                        [MethodImpl(MethodImplOptions.InternalCall)]
                        public extern uint Nested(Maker maker);
                    }
                }

                public class Thing : IThing
                {
                    public void Do() { }
                }

                public class Maker
                {
                    public Pair Make(Order inner) { return default; }

                    [MethodImpl(MethodImplOptions.InternalCall)]
                    public virtual extern string Text(string[] parts);
                }

                public class Order
                {
                }
            }
            """;

        private const uint SampleChecksum = 0x41033F16;

        private static string Compiled
        {
            get
            {
                return Lane.Repository.Output(
                Lane.Repository.Firmware.Single(project => project.Name == Name), Lane.Configuration);
            }
        }

        private static string Source
        {
            get
            {
                return File.ReadAllText(
                Path.Combine(Lane.Repository.Root, "native-interop", "nanoclr", "nanoTlsMan_Native.cpp"));
            }
        }

        [Fact]
        public void TheFirmwaresTableIsThatOfTheCompiledAssembly()
        {
            string slots = Assert.Single(
                Regex.Matches(Source, @"method_lookup\[\] = \{(.*?)\};", RegexOptions.Singleline)).Groups[1].Value;

            Assert.Equal(
                NativeTable.Load(Compiled).Slots.Select(slot => slot.Handler),
                slots.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }

        [Fact]
        public void TheFirmwaresChecksumIsThatOfTheCompiledAssembly()
        {
            // What nf-interpreter's build looks for in a source file, to list the assembly among those of the firmware.
            const string pattern =
                @"\s+CLR_RT_NativeAssemblyData\s+g_CLR_AssemblyNative_nanoTlsMan_Native\s*=[^{]+{[^0]+0x([0-9A-Za-z]+)[^{]+{\s*([0-9]+)\s*,";
            Match match = Assert.Single(Regex.Matches(Source, pattern));

            Assert.Equal(
                NativeTable.Load(Compiled).Checksum,
                uint.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            Assert.Contains($"\"{Name}\"", match.Value, StringComparison.Ordinal);
        }

        [Fact]
        public void TheFirmwaresVersionIsTheOneThatTheAssemblyAsksFor()
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(Compiled);
            CustomAttribute version = module.Assembly.CustomAttributes.Single(
                attribute => attribute.AttributeType.Name == "AssemblyNativeVersionAttribute");

            Assert.Contains("{ " + ((string)version.ConstructorArguments[0].Value).Replace(".", ", ") + " }", Source,
                StringComparison.Ordinal);
        }

        [Fact]
        public void EveryMethodIsNativeAndNothingElseIsInTheAssembly()
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(Compiled);

            // A managed method before the first native one would move the table without changing the checksum; so would
            // an attribute of the compiler's own.
            Assert.Equal(
                ["NanoTlsMan.Native.NativeCalls"],
                module.GetTypes().Select(type => type.FullName).Where(name => name != "<Module>"));
            Assert.All(NativeTable.Load(Compiled).Slots, slot => Assert.True(slot.IsNative));
        }

        [Fact]
        public void EveryFunctionOfTheTableIsDeclaredAndDefined()
        {
            string folder = Path.Combine(Lane.Repository.Root, "native-interop", "nanoclr");
            string header = File.ReadAllText(Path.Combine(folder, "nanoTlsMan_Native.h"));
            string code = File.ReadAllText(Path.Combine(folder, "nanoTlsMan_Native_NativeCalls.cpp"));

            Assert.All(NativeTable.Load(Compiled).Slots, slot =>
            {
                Assert.Contains(
                    $"static HRESULT {slot.Method}(CLR_RT_StackFrame &stack);", header, StringComparison.Ordinal);
                Assert.Contains($"HRESULT {slot.Handler}(CLR_RT_StackFrame &stack)\n", code, StringComparison.Ordinal);
            });
        }

        [Fact]
        public void SlotsAndChecksumOfASampleAreAsTheMetadataProcessorHasThem()
        {
            using Stream image = Lane.Emit(Lane.Compilation(Sample, "Some.Sample", Lane.References()));
            NativeTable table = NativeTable.Load(image);

            Assert.Equal(SampleChecksum, table.Checksum);
            Assert.Equal(
                [
                    "Pair.Sum", "Pair.Native*", "Order..ctor", "Base.Abstract", "Base.Virtual", "Base.Instance", "Base..ctor", "Base.First", "Base.Fill*",
                    "Base/Inner.Nested*", "Base/Inner..ctor", "Handler.Invoke", "Handler.BeginInvoke", "Handler.EndInvoke", "Handler..ctor", "IThing.Do",
                    "Maker.Text*", "Maker.Make", "Maker..ctor", "Thing.Do", "Thing..ctor",
                ],
                table.Slots.Select(
                    slot =>
                    slot.Type["Some.Place.".Length..] + "." + slot.Method + (slot.IsNative ? "*" : string.Empty)));
        }

        [SkippableFact]
        public void TheMetadataProcessorHasTheSameChecksum()
        {
            Assert.Equal(Process(File.ReadAllBytes(Compiled), Name), NativeTable.Load(Compiled).Checksum);
        }

        [SkippableFact]
        public void TheMetadataProcessorHasTheSamplesChecksum()
        {
            using Stream image = Lane.Emit(Lane.Compilation(Sample, "Some.Sample", Lane.References()));
            using var copy = new MemoryStream();
            image.CopyTo(copy);

            Assert.Equal(SampleChecksum, Process(copy.ToArray(), "Some.Sample"));
        }

        private static uint Process(byte[] image, string name)
        {
            string? processor = Environment.GetEnvironmentVariable(ProcessorVariable);
            string? library = Environment.GetEnvironmentVariable(LibraryVariable);
            Skip.If(
                string.IsNullOrEmpty(processor)
                || string.IsNullOrEmpty(library), $"{ProcessorVariable} and {LibraryVariable} are not set.");
            string folder = Directory.CreateTempSubdirectory("contract").FullName;
            try
            {
                string assembly = Path.Combine(folder, name + ".dll");
                string result = Path.ChangeExtension(assembly, ".pe");
                File.WriteAllBytes(assembly, image);
                string[] words = processor!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                string[] arguments =
                    [.. words[1..], "-loadHints", "mscorlib", Path.Combine(library!, "mscorlib.dll"), "-parse",
                    assembly, "-compile", result, "false"];
                using Process process = System.Diagnostics.Process.Start(
                    new ProcessStartInfo(
                        words[0], arguments)
                    { RedirectStandardOutput = true, RedirectStandardError = true })!;
                process.ErrorDataReceived += (_, _) => { };
                process.BeginErrorReadLine();
                string output = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                Assert.True(File.Exists(result), output);
                return BitConverter.ToUInt32(File.ReadAllBytes(result), ChecksumOffset);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
