//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// Whether the firmware has native stacks at all. The answer is asked for, never guessed: where they are absent,
    /// every native call throws.
    /// </summary>
    public static class NativeProbe
    {
        // The interface that this assembly was written for. A later one has everything of it.
        private const int WantedVersion = 1;

        private static readonly object s_gate = new object();
        private static bool s_isAsked;
        private static int s_version;

        /// <summary>
        /// Gets the version of the native interface; 0 if the firmware has none that can be used.
        /// </summary>
        public static int Version
        {
            get
            {
                lock (s_gate)
                {
                    if (!s_isAsked)
                    {
                        s_isAsked = true;
                        s_version = Ask();
                    }

                    return s_version;
                }
            }
        }

        /// <summary>
        /// Gets a value indicating whether there are native stacks.
        /// </summary>
        public static bool IsPresent
        {
            get { return Version != 0; }
        }

        private static int Ask()
        {
            try
            {
                int version = NativeCalls.GetVersion();

                if (version < WantedVersion)
                {
                    return 0;
                }

                // A board's program starts anew while the firmware's memory lives on: what an earlier one left is
                // wiped.
                return NativeCalls.Reset() > 0 ? version : 0;
            }
            catch (NotSupportedException)
            {
                return 0;
            }
        }
    }
}
