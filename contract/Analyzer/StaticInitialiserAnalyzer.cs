//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace NanoTlsMan.Contract.Analyzer
{
    /// <summary>
    /// Refuses static initialisers that depend on other code of this project. The runtime runs all of them before Main,
    /// in the order of the types' names, used or not; an exception in one is swallowed and leaves the field null.
    /// </summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    public sealed class StaticInitialiserAnalyzer : DiagnosticAnalyzer
    {
        private const string OwnPrefix = "nanoTlsMan";

        /// <inheritdoc/>
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            ImmutableArray.Create(Rules.StaticInitialiser);

        /// <inheritdoc/>
        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(
                GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
            context.RegisterOperationBlockAction(AnalyzeBlock);
        }

        private static void AnalyzeBlock(OperationBlockAnalysisContext context)
        {
            bool isInitialiser = context.OwningSymbol switch
            {
                IFieldSymbol field => field.IsStatic,
                IPropertySymbol property => property.IsStatic,
                IMethodSymbol method => method.MethodKind == MethodKind.StaticConstructor,
                _ => false
            };
            if (!isInitialiser)
            {
                return;
            }

            foreach (IOperation operation in context.OperationBlocks.SelectMany(block => block.DescendantsAndSelf()))
            {
                if (Reached(operation) is ISymbol reached && IsRefused(reached, operation, context))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.StaticInitialiser, operation.Syntax.GetLocation(),
                        reached.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)));
                }
            }
        }

        private static ISymbol? Reached(IOperation operation) => operation switch
        {
            IInvocationOperation invocation => invocation.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false } } reference => reference.Field,
            IPropertyReferenceOperation reference => reference.Property,
            _ => null
        };

        private static bool IsRefused(ISymbol reached, IOperation operation, OperationBlockAnalysisContext context)
        {
            IAssemblySymbol assembly = reached.ContainingAssembly;
            bool isOurs = SymbolEqualityComparer.Default.Equals(assembly, context.Compilation.Assembly)
                || assembly.Name.StartsWith(OwnPrefix, StringComparison.Ordinal);
            if (!isOurs)
            {
                return false;
            }

            // Its own fields come in the order of the text, its own constructor makes the one instance; its methods may
            // lead anywhere.
            bool isOwnType =
                SymbolEqualityComparer.Default.Equals(reached.ContainingType, context.OwningSymbol.ContainingType);
            return !isOwnType || operation is IInvocationOperation;
        }
    }
}
