//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using MethodBody = Mono.Cecil.Cil.MethodBody;

namespace NanoTlsMan.Tests.Flow;

/// <summary>
/// Gives the runtime instrumented copies of the assemblies under test, which it does not find beside the tests.
/// </summary>
internal static class Instrumentation
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "subjects");

    [ModuleInitializer]
    internal static void Install()
    {
        AssemblyLoadContext.Default.Resolving += Load;
    }

    private static Assembly? Load(AssemblyLoadContext context, AssemblyName name)
    {
        string path = Path.Combine(s_folder, name.Name + ".dll");

        if (!File.Exists(path))
        {
            return null;
        }

        using MemoryStream stream = new();
        using (AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path))
        {
            Instrument(assembly.MainModule);
            assembly.Write(stream);
        }

        Recorder.Grow();
        stream.Position = 0;
        return context.LoadFromStream(stream);
    }

    private static void Instrument(ModuleDefinition module)
    {
        MethodReference enterBlock = Import(module, nameof(Recorder.EnterBlock));
        MethodReference useElement = Import(module, nameof(Recorder.UseElement));

        foreach (MethodDefinition method in module.GetTypes().SelectMany(type => type.Methods))
        {
            if (method.HasBody)
            {
                method.Body.SimplifyMacros();
                RecordElements(method.Body, useElement);
                RecordRanges(method.Body);
                RecordBlocks(method.Body, enterBlock);
                method.Body.OptimizeMacros();
            }
        }
    }

    private static MethodReference Import(ModuleDefinition module, string name) =>
        module.ImportReference(typeof(Recorder).GetMethod(name));

    /// <summary>
    /// Records the index of each element that is read, written or has its address taken.
    /// </summary>
    private static void RecordElements(MethodBody body, MethodReference use)
    {
        ILProcessor processor = body.GetILProcessor();
        TypeSystem types = body.Method.Module.TypeSystem;

        foreach (Instruction instruction in body.Instructions.ToArray())
        {
            TypeReference? stored = GetStored(instruction.OpCode.Code, types);

            if (stored is null && !IsLoad(instruction.OpCode.Code))
            {
                continue;
            }

            int place = Recorder.AddPlace($"an element in {body.Method.FullName} at {instruction.Offset:x}");
            List<Instruction> added = [];

            if (stored is not null)
            {
                VariableDefinition value = new(stored);
                body.Variables.Add(value);
                added.Add(processor.Create(OpCodes.Stloc, value));
                added.AddRange(Record(processor, use, place));
                added.Add(processor.Create(OpCodes.Ldloc, value));
            }
            else
            {
                added.AddRange(Record(processor, use, place));
            }

            InsertBefore(body, processor, instruction, added);
        }
    }

    private static Instruction[] Record(ILProcessor processor, MethodReference use, int place) =>
    [
        processor.Create(OpCodes.Dup),
        processor.Create(OpCodes.Conv_I4),
        processor.Create(OpCodes.Ldc_I4, place),
        processor.Create(OpCodes.Call, use),
    ];

    /// <summary>
    /// Leads what copies and clears through the recorder.
    /// </summary>
    private static void RecordRanges(MethodBody body)
    {
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is MethodReference { DeclaringType.FullName: "System.Array" } called
                && called.Name is (nameof(Recorder.Copy) or nameof(Recorder.Clear)))
            {
                instruction.Operand = Import(body.Method.Module, called.Name);
            }
        }
    }

    /// <summary>
    /// Counts each block: what is jumped to, and what follows a jump.
    /// </summary>
    private static void RecordBlocks(MethodBody body, MethodReference enter)
    {
        ILProcessor processor = body.GetILProcessor();

        foreach (Instruction leader in FindLeaders(body))
        {
            int place = Recorder.AddPlace($"a block in {body.Method.FullName} at {leader.Offset:x}");

            InsertBefore(body, processor, leader,
            [
                processor.Create(OpCodes.Ldc_I4, place),
                processor.Create(OpCodes.Call, enter),
            ]);
        }
    }

    private static HashSet<Instruction> FindLeaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [body.Instructions[0]];

        foreach (Instruction instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case Instruction target:
                    leaders.Add(target);
                    break;
                case Instruction[] targets:
                    leaders.UnionWith(targets);
                    break;
            }

            bool ends = instruction.OpCode.FlowControl
                is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw;

            if (ends && instruction.Next is not null)
            {
                leaders.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            leaders.Add(handler.HandlerStart);
        }

        return leaders;
    }

    /// <summary>
    /// Inserts instructions; whoever jumped to what they stand before jumps to them.
    /// </summary>
    private static void InsertBefore(
        MethodBody body, ILProcessor processor, Instruction instruction, IReadOnlyList<Instruction> added)
    {
        foreach (Instruction item in added)
        {
            processor.InsertBefore(instruction, item);
        }

        Instruction first = added[0];

        foreach (Instruction other in body.Instructions)
        {
            if (other.Operand == instruction)
            {
                other.Operand = first;
            }
            else if (other.Operand is Instruction[] targets)
            {
                for (int i = 0; i < targets.Length; i++)
                {
                    targets[i] = targets[i] == instruction ? first : targets[i];
                }
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            handler.TryStart = handler.TryStart == instruction ? first : handler.TryStart;
            handler.TryEnd = handler.TryEnd == instruction ? first : handler.TryEnd;
            handler.HandlerStart = handler.HandlerStart == instruction ? first : handler.HandlerStart;
            handler.HandlerEnd = handler.HandlerEnd == instruction ? first : handler.HandlerEnd;
        }
    }

    private static bool IsLoad(Code code) => code
        is Code.Ldelema or Code.Ldelem_Any or Code.Ldelem_I or Code.Ldelem_I1 or Code.Ldelem_I2 or Code.Ldelem_I4
        or Code.Ldelem_I8 or Code.Ldelem_R4 or Code.Ldelem_R8 or Code.Ldelem_Ref or Code.Ldelem_U1 or Code.Ldelem_U2
        or Code.Ldelem_U4;

    private static TypeReference? GetStored(Code code, TypeSystem types) => code switch
    {
        Code.Stelem_I1 or Code.Stelem_I2 or Code.Stelem_I4 => types.Int32,
        Code.Stelem_I8 => types.Int64,
        Code.Stelem_Ref => types.Object,
        Code.Stelem_Any or Code.Stelem_I or Code.Stelem_R4 or Code.Stelem_R8 => throw new NotSupportedException(),
        _ => null,
    };
}
