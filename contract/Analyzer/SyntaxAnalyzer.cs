//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace NanoTlsMan.Contract.Analyzer
{
    /// <summary>
    /// Refuses the parts of the language that the runtime does not have.
    /// </summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    public sealed class SyntaxAnalyzer : DiagnosticAnalyzer
    {
        /// <summary>Locals that the runtime is known to take; 262 were seen to crash it.</summary>
        public const int MaxLocals = 250;

        /// <inheritdoc/>
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
            Rules.StackAlloc, Rules.Pointer, Rules.NativeInteger, Rules.MultiDimensionalArray, Rules.Checked,
            Rules.DefaultInterfaceMethod,
            Rules.Generic, Rules.TooManyLocals, Rules.Async, Rules.Volatile, Rules.ForEach,
            Rules.NullInAttribute);

        /// <inheritdoc/>
        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(
                GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);

            context.RegisterSyntaxNodeAction(
                each =>
                Report(each, Rules.StackAlloc), SyntaxKind.StackAllocArrayCreationExpression,
                SyntaxKind.ImplicitStackAllocArrayCreationExpression);
            context.RegisterSyntaxNodeAction(
                each =>
                Report(each, Rules.Pointer), SyntaxKind.FixedStatement, SyntaxKind.PointerType,
                SyntaxKind.FunctionPointerType);
            context.RegisterSyntaxNodeAction(
                each => Report(each, Rules.Checked), SyntaxKind.CheckedExpression, SyntaxKind.CheckedStatement);
            context.RegisterSyntaxNodeAction(each => Report(each, Rules.Async), SyntaxKind.AwaitExpression);
            context.RegisterSyntaxNodeAction(
                each => Report(each, Rules.Generic, each.Node.Parent), SyntaxKind.TypeParameterList);
            context.RegisterSyntaxNodeAction(each => Report(each, Rules.Generic, each.Node), SyntaxKind.GenericName);
            context.RegisterSyntaxNodeAction(AnalyzeNullable, SyntaxKind.NullableType);
            context.RegisterSyntaxNodeAction(AnalyzeIdentifier, SyntaxKind.IdentifierName);
            context.RegisterSyntaxNodeAction(
                AnalyzeRank, SyntaxKind.ArrayRankSpecifier, SyntaxKind.ImplicitArrayCreationExpression);
            context.RegisterSyntaxNodeAction(
                AnalyzeModifiers,
                SyntaxKind.FieldDeclaration,
                SyntaxKind.MethodDeclaration,
                SyntaxKind.LocalFunctionStatement,
                SyntaxKind.ParenthesizedLambdaExpression,
                SyntaxKind.SimpleLambdaExpression,
                SyntaxKind.AnonymousMethodExpression);
            context.RegisterSyntaxNodeAction(AnalyzeAttributeArgument, SyntaxKind.AttributeArgument);
            context.RegisterSymbolAction(AnalyzeInterfaceMethod, SymbolKind.Method);
            context.RegisterOperationAction(AnalyzeInvocation, OperationKind.Invocation);
            context.RegisterOperationAction(AnalyzeForEach, OperationKind.Loop);
            context.RegisterOperationBlockAction(AnalyzeLocals);
            context.RegisterCompilationAction(AnalyzeOptions);
        }

        private static void AnalyzeModifiers(SyntaxNodeAnalysisContext context)
        {
            SyntaxTokenList modifiers = context.Node switch
            {
                MemberDeclarationSyntax member => member.Modifiers,
                LocalFunctionStatementSyntax function => function.Modifiers,
                AnonymousFunctionExpressionSyntax function => function.Modifiers,
                _ => default
            };
            foreach (SyntaxToken modifier in modifiers)
            {
                DiagnosticDescriptor? rule = modifier.Kind() switch
                {
                    SyntaxKind.AsyncKeyword => Rules.Async,
                    SyntaxKind.VolatileKeyword => Rules.Volatile,
                    SyntaxKind.FixedKeyword => Rules.Pointer,
                    _ => null
                };
                if (rule is not null)
                {
                    context.ReportDiagnostic(Diagnostic.Create(rule, modifier.GetLocation()));
                }
            }
        }

        private static void AnalyzeRank(SyntaxNodeAnalysisContext context)
        {
            int dimensions = context.Node switch
            {
                ArrayRankSpecifierSyntax specifier => specifier.Rank,
                ImplicitArrayCreationExpressionSyntax creation => creation.Commas.Count + 1,
                _ => 1
            };
            if (dimensions > 1)
            {
                Report(context, Rules.MultiDimensionalArray);
            }
        }

        private static void AnalyzeNullable(SyntaxNodeAnalysisContext context)
        {
            if (context.SemanticModel.GetTypeInfo(context.Node).Type is { IsValueType: true } type)
            {
                Report(context, Rules.Generic, type);
            }
        }

        private static void AnalyzeIdentifier(SyntaxNodeAnalysisContext context)
        {
            if (context.SemanticModel.GetSymbolInfo(context.Node)
                .Symbol is INamedTypeSymbol { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr })
            {
                Report(context, Rules.NativeInteger, context.Node);
            }
        }

        private static void AnalyzeAttributeArgument(SyntaxNodeAnalysisContext context)
        {
            foreach (ExpressionSyntax expression in context.Node.DescendantNodes().OfType<ExpressionSyntax>())
            {
                Optional<object?> constant = context.SemanticModel.GetConstantValue(expression);
                if (constant.HasValue && constant.Value is null)
                {
                    Report(context, Rules.NullInAttribute);
                    return;
                }
            }
        }

        private static void AnalyzeInterfaceMethod(SymbolAnalysisContext context)
        {
            var method = (IMethodSymbol)context.Symbol;
            if (method is { ContainingType.TypeKind: TypeKind.Interface, IsAbstract: false, IsStatic: false })
            {
                context.ReportDiagnostic(
                    Diagnostic.Create(Rules.DefaultInterfaceMethod, method.Locations[0], method.Name));
            }
        }

        // A generic method whose arguments are inferred shows no angle brackets.
        private static void AnalyzeInvocation(OperationAnalysisContext context)
        {
            IMethodSymbol method = ((IInvocationOperation)context.Operation).TargetMethod;
            if (method.IsGenericMethod || method.ContainingType.IsGenericType)
            {
                context.ReportDiagnostic(
                    Diagnostic.Create(Rules.Generic, context.Operation.Syntax.GetLocation(), method.Name));
            }
        }

        private static void AnalyzeForEach(OperationAnalysisContext context)
        {
            if (context.Operation is IForEachLoopOperation loop)
            {
                IOperation collection = loop.Collection is IConversionOperation { IsImplicit: true } conversion
                    ? conversion.Operand
                    : loop.Collection;
                if (collection.Type is not (IArrayTypeSymbol or null))
                {
                    context.ReportDiagnostic(
                        Diagnostic.Create(Rules.ForEach, loop.Collection.Syntax.GetLocation(), collection.Type));
                }
            }
        }

        private static void AnalyzeLocals(OperationBlockAnalysisContext context)
        {
            int locals = context.OperationBlocks.Sum(block => block.Descendants().Count(operation =>
                operation is IVariableDeclaratorOperation or IDeclarationPatternOperation
                    or IDeclarationExpressionOperation
                    or IForEachLoopOperation));
            if (locals > MaxLocals)
            {
                context.ReportDiagnostic(
                    Diagnostic.Create(Rules.TooManyLocals, context.OwningSymbol.Locations[0], locals, MaxLocals));
            }
        }

        private static void AnalyzeOptions(CompilationAnalysisContext context)
        {
            if (context.Compilation.Options.CheckOverflow)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.Checked, Location.None));
            }
        }

        private static void Report(
            SyntaxNodeAnalysisContext context, DiagnosticDescriptor rule, params object?[] arguments) =>
            context.ReportDiagnostic(Diagnostic.Create(rule, context.Node.GetLocation(), arguments));
    }
}
