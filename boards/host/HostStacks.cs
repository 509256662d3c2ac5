//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Host;

/// <summary>
/// The stacks at hand on this PC.
/// </summary>
internal static class HostStacks
{
    public static IReadOnlyList<TlsStack> All { get; } = [new ManagedStack(new ManagedCiphers(), new HostRandom())];

    public static TlsStack? Find(string name) => All.FirstOrDefault(stack => stack.Name == name);

    /// <summary>
    /// A manager that has one stack, or all.
    /// </summary>
    public static TlsMan CreateManager(TlsStack? only)
    {
        TlsMan man = new(new ManagedCiphers(), new HostRandom());

        foreach (TlsStack stack in All)
        {
            if (only == null || only == stack)
            {
                man.LoadStack(stack);
            }
        }

        return man;
    }
}
