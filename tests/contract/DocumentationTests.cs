//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NanoTlsMan.Contract.Projects;
using Xunit;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// Every public type and member says what it is, each parameter what it takes, each method what it returns: in the
    /// XML file that is packed, and from which docs/reference/make.sh writes the API reference.
    /// </summary>
    public sealed class DocumentationTests
    {
        public static TheoryData<string> Assemblies => [.. Lane.Repository.Firmware.Select(project => project.Name)];

        [Theory]
        [MemberData(nameof(Assemblies))]
        public void EveryPublicMemberIsDocumented(string assembly)
        {
            SdkProject project = Lane.Repository.Firmware.Single(each => each.Name == assembly);
            string output = Lane.Repository.Output(project, Lane.Configuration);
            CSharpCompilation compilation = CSharpCompilation.Create(
                "reader",
                references:
                [
                    .. Lane.References([.. project.Library]),
                    .. project.Closure().Select(each => Lane.Repository.Output(each, Lane.Configuration)).Append(output)
                        .Select(path => MetadataReference.CreateFromFile(path)),
                ]);

            Assert.Empty(Missing(
                compilation, assembly, XDocument.Load(Path.ChangeExtension(output, ".xml"))));
        }

        [Fact]
        public void WhatIsMissingIsFound()
        {
            const string source = """
                namespace Fixture
                {
                    /// <summary>Documented.</summary>
                    public class Base
                    {
                        /// <summary>Documented.</summary>
                        /// <param name="count">Documented.</param>
                        /// <returns>Documented.</returns>
                        public virtual int Whole(int count) { return count; }

                        /// <summary>Documented.</summary>
                        /// <param name="count">Documented.</param>
                        /// <param name="lost"></param>
                        public int Half(int count, int lost) { return count; }

                        /// <summary> </summary>
                        protected int Empty { get; set; }

                        /// <inheritdoc/>
                        public void InheritsNothing() { }

                        /// <summary>Documented.</summary>
                        public Base(int forgotten) { }

                        internal int Hidden;
                    }

                    /// <summary>Documented.</summary>
                    public class Derived : Base
                    {
                        /// <summary>Documented.</summary>
                        public Derived() : base(0) { }

                        /// <inheritdoc/>
                        public override int Whole(int count) { return 0; }

                        public event Handler Happened;
                    }

                    /// <summary>Documented.</summary>
                    public delegate bool Handler(int told);

                    public enum Kinds
                    {
                        One
                    }

                    class Unseen { public int Field; }
                }
                """;
            CSharpCompilation compilation = Lane.Compilation(source, "Fixture", Lane.References());
            using MemoryStream image = new();
            using MemoryStream xml = new();

            Assert.True(compilation.Emit(image, xmlDocumentationStream: xml).Success);
            image.Position = xml.Position = 0;

            Assert.Equal(
                [
                    "E:Fixture.Derived.Happened: summary",
                    "F:Fixture.Kinds.One: summary",
                    "M:Fixture.Base.#ctor(System.Int32): param forgotten",
                    "M:Fixture.Base.Half(System.Int32,System.Int32): param lost",
                    "M:Fixture.Base.Half(System.Int32,System.Int32): returns",
                    "M:Fixture.Base.InheritsNothing: summary",
                    "P:Fixture.Base.Empty: summary",
                    "T:Fixture.Handler: param told",
                    "T:Fixture.Handler: returns",
                    "T:Fixture.Kinds: summary",
                ],
                Missing(
                    CSharpCompilation.Create(
                        "reader", references: Lane.References().Append(MetadataReference.CreateFromStream(image))),
                    "Fixture",
                    XDocument.Load(xml)).Order(StringComparer.Ordinal));
        }

        [Fact]
        public void TheReferenceHasEveryAssemblyThatProgramsCall()
        {
            string text = File.ReadAllText(Path.Combine(Lane.Repository.Root, "docs", "reference", "docfx.json"));
            using JsonDocument settings = JsonDocument.Parse(text);
            IEnumerable<string> files = settings.RootElement.GetProperty("metadata")[0].GetProperty("src")[0]
                .GetProperty("files").EnumerateArray().Select(file => file.GetString()!);

            Assert.Equal(
                Lane.Repository.Firmware.Select(project => project.Name).Where(name => name != Nuspec.NativeAssembly)
                    .Select(name => $"{name}/bin/Release/netnano1.0/{name}.dll").Order(StringComparer.Ordinal),
                files.Order(StringComparer.Ordinal));
        }

        private static List<string> Missing(CSharpCompilation compilation, string assembly, XDocument documentation)
        {
            Dictionary<string, XElement> comments = documentation.Descendants("member")
                .ToDictionary(member => (string)member.Attribute("name")!);
            INamespaceSymbol root = compilation.References.Select(compilation.GetAssemblyOrModuleSymbol)
                .OfType<IAssemblySymbol>().Single(symbol => symbol.Name == assembly).GlobalNamespace;
            List<string> missing = [];

            foreach (ISymbol symbol in Visible(root))
            {
                string id = symbol.GetDocumentationCommentId()!;

                comments.TryGetValue(id, out XElement? comment);
                missing.AddRange(Missing(symbol, comment).Select(part => $"{id}: {part}"));
            }

            return missing;
        }

        private static IEnumerable<string> Missing(ISymbol symbol, XElement? comment)
        {
            if (comment?.Element("inheritdoc") != null && Inherits(symbol))
            {
                yield break;
            }

            if (!IsSaid(comment?.Element("summary")))
            {
                yield return "summary";
            }

            IMethodSymbol? method = symbol as IMethodSymbol ?? (symbol as INamedTypeSymbol)?.DelegateInvokeMethod;
            IEnumerable<IParameterSymbol> parameters =
                method?.Parameters ?? (symbol as IPropertySymbol)?.Parameters ?? [];

            foreach (IParameterSymbol parameter in parameters)
            {
                if (comment == null || !comment.Elements("param")
                    .Any(element => (string?)element.Attribute("name") == parameter.Name && IsSaid(element)))
                {
                    yield return "param " + parameter.Name;
                }
            }

            if (method is { ReturnsVoid: false } && !IsSaid(comment?.Element("returns")))
            {
                yield return "returns";
            }
        }

        private static bool IsSaid(XElement? element) =>
            element != null && (element.HasElements || !string.IsNullOrWhiteSpace(element.Value));

        private static bool Inherits(ISymbol symbol) =>
            symbol is INamedTypeSymbol
            || symbol is IMethodSymbol { OverriddenMethod: not null }
            || symbol is IPropertySymbol { OverriddenProperty: not null }
            || symbol.ContainingType.AllInterfaces.SelectMany(each => each.GetMembers())
                .Any(each => SymbolEqualityComparer.Default.Equals(
                    symbol.ContainingType.FindImplementationForInterfaceMember(each), symbol));

        /// <summary>What a program outside the assembly can name. Accessors belong to their property or event; a
        /// constructor without parameters, as the compiler makes them, has no comment to be missing, and of one that
        /// somebody wrote the compiler itself demands it (CS1591).</summary>
        private static IEnumerable<ISymbol> Visible(INamespaceOrTypeSymbol parent)
        {
            foreach (ISymbol symbol in parent.GetMembers())
            {
                bool isVisible = symbol is INamespaceSymbol
                    || symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
                        or Accessibility.ProtectedOrInternal;
                bool isImplied = symbol is IMethodSymbol { AssociatedSymbol: not null }
                    or IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.IsEmpty: true }
                    || (parent as INamedTypeSymbol)?.TypeKind == TypeKind.Delegate;

                if (!isVisible || isImplied)
                {
                    continue;
                }

                if (symbol is not INamespaceSymbol)
                {
                    yield return symbol;
                }

                if (symbol is INamespaceOrTypeSymbol inner)
                {
                    foreach (ISymbol each in Visible(inner))
                    {
                        yield return each;
                    }
                }
            }
        }
    }
}
