//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace NanoTlsMan.Contract.Analyzer
{
    /// <summary>
    /// Finds arithmetic that the runtime computes otherwise than C#: it goes by a tag on each value, not by the
    /// instruction, whether a number is signed. The compiler emits nothing for a cast of the same width, and "widen
    /// unsigned" for one from unsigned to long, so that the tag stays unsigned. Storing the value in a field or array
    /// element sets it right; a local may be optimised away.
    /// </summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    public sealed class SignednessAnalyzer : DiagnosticAnalyzer
    {
        /// <inheritdoc/>
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            ImmutableArray.Create(Rules.UnsignedToSigned, Rules.UnsignedInSignedOperation);

        /// <inheritdoc/>
        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(
                GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
            context.RegisterOperationAction(AnalyzeConversion, OperationKind.Conversion);
            context.RegisterOperationAction(AnalyzeBinary, OperationKind.Binary);
        }

        private static void AnalyzeConversion(OperationAnalysisContext context)
        {
            var conversion = (IConversionOperation)context.Operation;
            if (IsSameWidthCast(conversion))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.UnsignedToSigned, conversion.Syntax.GetLocation(), conversion.Operand.Type, conversion.Type));
            }
            else if (NumberType(conversion.Type) is SpecialType.System_Single or SpecialType.System_Double
                && IsWidenedUnsigned(conversion.Operand))
            {
                context.ReportDiagnostic(
                    Diagnostic.Create(
                        Rules.UnsignedInSignedOperation, conversion.Syntax.GetLocation(), conversion.Type));
            }
        }

        private static void AnalyzeBinary(OperationAnalysisContext context)
        {
            var operation = (IBinaryOperation)context.Operation;
            bool minds =
                operation.OperatorKind is BinaryOperatorKind.RightShift or BinaryOperatorKind.Divide
                    or BinaryOperatorKind.Remainder;
            if (minds && NumberType(operation.Type) == SpecialType.System_Int64
                && IsWidenedUnsigned(operation.LeftOperand))
            {
                string name = operation.OperatorKind switch
                {
                    BinaryOperatorKind.RightShift => ">>",
                    BinaryOperatorKind.Divide => "/",
                    _ => "%"
                };
                context.ReportDiagnostic(
                    Diagnostic.Create(Rules.UnsignedInSignedOperation, operation.Syntax.GetLocation(), name));
            }
        }

        // A widened value is not negative and does no harm until something is taken from it.
        private static bool IsWidenedUnsigned(IOperation operation) => KeepsUnsignedTag(operation)
            && MayBeNegative(operation);

        private static bool MayBeNegative(IOperation operation) =>
            operation.DescendantsAndSelf().Any(part =>
                part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract }
                    or IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus or UnaryOperatorKind.BitwiseNegation }
                || (SingleValue(part) is IOperation value && MayBeNegative(value)));

        private static bool KeepsUnsignedTag(IOperation operation)
        {
            if (operation.ConstantValue.HasValue || NumberType(operation.Type) != SpecialType.System_Int64)
            {
                return false;
            }

            return operation switch
            {
                IConversionOperation conversion => conversion.Conversion.IsNumeric
                    && IsUnsigned(NumberType(conversion.Operand.Type)),
                IBinaryOperation binary => KeepsUnsignedTag(binary.LeftOperand),
                IUnaryOperation unary => KeepsUnsignedTag(unary.Operand),
                _ => SingleValue(operation) is IOperation value && KeepsUnsignedTag(value)
            };
        }

        // What a local was declared with: the compiler may put that in its place.
        private static IOperation? SingleValue(IOperation operation)
        {
            if (operation is not ILocalReferenceOperation { Local: { IsConst: false, IsRef: false } local }
                || operation.SemanticModel is null)
            {
                return null;
            }

            return local.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax())
                .OfType<VariableDeclaratorSyntax>()
                .Where(
                    declarator => declarator.Initializer is not null
                    && declarator.SyntaxTree == operation.Syntax.SyntaxTree)
                .Select(declarator => operation.SemanticModel.GetOperation(declarator.Initializer!.Value))
                .FirstOrDefault();
        }

        private static bool IsSameWidthCast(IConversionOperation conversion)
        {
            if (conversion.ConstantValue.HasValue || conversion.Operand.ConstantValue.HasValue)
            {
                return false;
            }

            SpecialType from = NumberType(conversion.Operand.Type), to = NumberType(conversion.Type);
            return (from, to) is (SpecialType.System_UInt32, SpecialType.System_Int32) or (SpecialType.System_UInt64,
                SpecialType.System_Int64);
        }

        private static bool IsUnsigned(SpecialType type) =>
            type is SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_Char
                or SpecialType.System_UInt32 or SpecialType.System_UInt64;

        private static SpecialType NumberType(ITypeSymbol? type) =>
            type is INamedTypeSymbol { EnumUnderlyingType: { } underlying }
            ? underlying.SpecialType
            : type?.SpecialType ?? SpecialType.None;
    }
}
