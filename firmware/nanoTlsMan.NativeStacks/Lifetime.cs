//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if NET
using System;
#endif
using System.Diagnostics;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// Keeps an object from being finalized while native code works for it: its handle is a number, which keeps nothing
    /// alive.
    /// </summary>
    internal static class Lifetime
    {
        /// <summary>
        /// Comes after every native call on a handle of the object's. On a device it is not compiled, for there
        /// finalizers run between two calls.
        /// </summary>
        /// <param name="owner">The object whose finalizer would free the handle.</param>
        [Conditional("NET")]
        internal static void Keep(object owner)
        {
#if NET
            GC.KeepAlive(owner);
#endif
        }
    }
}
