//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Tests;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// Handshakes with key shares: with a pre-shared key, and with raw public keys.
    /// </summary>
    internal static class KeyBenchmarks
    {
        private const int OwnTag = 1;
        private const int TrustTag = 2;

        /// <summary>Prints the rows.</summary>
        public static void Measure()
        {
            ManagedCurves curves = new ManagedCurves(new ManagedCiphers());
            byte[] server = MakePair(curves, 11);
            byte[] client = MakePair(curves, 12);

            Measure(
                "Key shares with PSK, P-256", TlsCipherSuite.EcdhePskWithAes128Ccm8Sha256, NamedCurve.P256, false,
                Psk.Store(), Psk.Store());
            Measure(
                "Key shares with PSK, X25519", TlsCipherSuite.EcdhePskWithAes128Ccm8Sha256, NamedCurve.X25519, false,
                Psk.Store(), Psk.Store());
            Measure(
                "Raw key of the server", TlsCipherSuite.EcdheEcdsaWithAes128Ccm8, NamedCurve.P256, false,
                CreateStore(null, server), CreateStore(server, null));
            Measure(
                "Raw keys of both", TlsCipherSuite.EcdheEcdsaWithAes128Ccm8, NamedCurve.P256, true,
                CreateStore(client, server), CreateStore(server, client));
        }

        private static void Measure(
            string name, ushort suite, NamedCurve curve, bool isMutual, CredentialStore clientKeys,
            CredentialStore serverKeys)
        {
            CostGauge client = new CostGauge();
            CostGauge server = new CostGauge();
            CipherProvider ciphers = new ManagedCiphers();
            TlsSessionOptions options = new TlsSessionOptions
            {
                CipherSuites = new ushort[] { suite },
                Curves = new NamedCurve[] { curve },
            };
            TlsSessionOptions serverOptions = new TlsSessionOptions
            {
                CipherSuites = options.CipherSuites,
                ClientAuthentication =
                    isMutual ? TlsClientAuthentication.Required : TlsClientAuthentication.None,
            };
            Handshake handshake = new Handshake(
                client, server, new CostGauge(), ciphers, ciphers, options, serverOptions,
                new PublicKeyExchanges(new ManagedCurves(ciphers)), clientKeys, serverKeys);

            handshake.Run();
            Report.Row(name + ": client", Meter.PerUnit(client.Cost, 1), Meter.Unit, "");
            Report.Row(name + ": server behind its gate", Meter.PerUnit(server.Cost, 1), Meter.Unit, "");
            Report.Row("  on the wire", handshake.Bytes, "B", handshake.Datagrams.ToString() + " datagrams");
        }

        internal static byte[] MakePair(CurveProvider curves, int seed)
        {
            CurveOperation operation = curves.GenerateKey(NamedCurve.P256, new TestRandom(seed));

            while (!operation.Step())
            {
            }

            byte[] pair = new byte[operation.ResultLength];

            operation.GetResult(pair, 0);
            return pair;
        }

        internal static CredentialStore CreateStore(byte[] own, byte[] trusted)
        {
            CredentialStore store = new CredentialStore();

            if (own != null)
            {
                byte[] privateKey = new byte[CredentialStore.PrivateKeyLength];

                Array.Copy(own, 0, privateKey, 0, privateKey.Length);
                store.AddKeyPair(OwnTag, privateKey, GetPoint(own));
            }

            if (trusted != null)
            {
                store.TrustKey(TrustTag, CredentialStore.CreateKeyInfo(GetPoint(trusted)));
            }

            return store;
        }

        private static byte[] GetPoint(byte[] pair)
        {
            byte[] point = new byte[CredentialStore.PublicKeyLength];

            Array.Copy(pair, CredentialStore.PrivateKeyLength, point, 0, point.Length);
            return point;
        }
    }
}
