//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using GC = nanoFramework.Runtime.Native.GC;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// What somebody's calls leave on the runtime's managed heap: garbage is collected before each look.
    /// </summary>
    internal sealed class HeapGauge : Gauge
    {
        private const int ArrayHeader = 24;
        private const int LongestPiece = 64000;
        private const int ShortestPiece = 60;

        private int _before;

        /// <summary>Bytes that the calls hold until now.</summary>
        public int Held { get; private set; }

        /// <summary>The most that was held after any call.</summary>
        public int Most { get; private set; }

        /// <summary>The most that was in use within a call, where it calls its ciphers: with the stack frames of all
        /// that is being called.</summary>
        public int MostWithin { get; private set; }

        /// <summary>Gets the heap that is free, in bytes.</summary>
        public static int Free
        {
            get { return (int)(long)GC.Run(false); }
        }

        /// <summary>Fills the heap.</summary>
        /// <param name="free">How many bytes stay free, about.</param>
        /// <returns>What fills it.</returns>
        public static ArrayList Fill(int free)
        {
            ArrayList ballast = new ArrayList();

            for (int piece = LongestPiece; piece >= ShortestPiece; piece /= 4)
            {
                try
                {
                    for (int count = (Free - free - ShortestPiece) / (piece + ArrayHeader); count > 0; count--)
                    {
                        ballast.Add(new byte[piece]);
                    }
                }
                catch (OutOfMemoryException)
                {
                    // What is left is in pieces that are shorter than this.
                }
            }

            return ballast;
        }

        public override void Enter()
        {
            _before = Free;
        }

        public override void Leave()
        {
            Held += _before - Free;

            if (Held > Most)
            {
                Most = Held;
            }
        }

        /// <summary>Looks while a call is under way.</summary>
        public void Observe()
        {
            int within = Held + _before - Free;

            if (within > MostWithin)
            {
                MostWithin = within;
            }
        }
    }

    /// <summary>
    /// Lets another gauge look whenever ciphers are called.
    /// </summary>
    internal sealed class ObservingGauge : Gauge
    {
        private readonly HeapGauge _observer;

        public ObservingGauge(HeapGauge observer)
        {
            _observer = observer;
        }

        public override void Enter()
        {
            _observer.Observe();
        }

        public override void Leave()
        {
            _observer.Observe();
        }
    }
}
