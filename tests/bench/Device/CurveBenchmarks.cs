//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// Public-key calculations, with the longest of their steps: what the others of an endpoint may have to wait for.
    /// </summary>
    internal static class CurveBenchmarks
    {
        /// <summary>Prints two rows for each.</summary>
        public static void Measure()
        {
            ManagedCurves curves = new ManagedCurves(new ManagedCiphers());
            BoundedRandom random = new BoundedRandom();
            byte[] digest = new byte[TranscriptHash.DigestLength];

            random.TryFill(digest, 0, digest.Length);

            byte[] own = Measure("P-256, a key pair", curves.GenerateKey(NamedCurve.P256, random));
            byte[] peer = Finish(curves.GenerateKey(NamedCurve.P256, random));
            Measure("P-256, agreement", curves.Agree(NamedCurve.P256, own, 0, peer, 32, 65));
            byte[] signature = Measure("P-256, signature", curves.Sign(own, 0, digest, 0, random, SignatureForm.Der));
            Measure(
                "P-256, verification",
                curves.Verify(own, 32, 65, digest, 0, signature, 0, signature.Length, SignatureForm.Der));

            own = Measure("X25519, a key pair", curves.GenerateKey(NamedCurve.X25519, random));
            Measure("X25519, agreement", curves.Agree(NamedCurve.X25519, own, 0, own, 32, 32));
        }

        /// <summary>Prints what an operation takes, and its longest step.</summary>
        public static byte[] Measure(string name, CurveOperation operation)
        {
            long all = 0;
            long longest = 0;
            int steps = 0;
            bool ended = false;

            while (!ended)
            {
                long start = Meter.Now;
                ended = operation.Step();
                long cost = Meter.Since(start);
                all += cost;
                longest = cost > longest ? cost : longest;
                steps++;
            }

            Report.Row(name, Meter.PerUnit(all, 1), Meter.Unit, steps.ToString() + " steps");
            Report.Row("  its longest step", Meter.PerUnit(longest, 1), Meter.Unit, "");
            return Finish(operation);
        }

        private static byte[] Finish(CurveOperation operation)
        {
            while (!operation.Step())
            {
            }

            if (!operation.Succeeded)
            {
                throw new InvalidOperationException();
            }

            byte[] result = new byte[operation.ResultLength];

            if (result.Length > 0)
            {
                operation.GetResult(result, 0);
            }

            return result;
        }

        /// <summary>Bytes that differ from call to call and stay below the order.</summary>
        private sealed class BoundedRandom : RandomSource
        {
            private byte _next;

            protected override bool Generate(byte[] buffer, int offset, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    _next = (byte)(_next * 29 + 7 + i);
                    buffer[offset + i] = _next;
                }

                buffer[offset] = (byte)(buffer[offset] & 0x7f);
                return true;
            }
        }
    }
}
