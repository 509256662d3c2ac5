//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers.PublicKey;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Key shares and their signatures that are wrong (RFC 8422, sections 5.4, 5.7 and 5.11).
    /// </summary>
    [TestClass]
    public class HostileShareTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;

        private const int P256 = (int)NamedCurve.P256;
        private const int X25519 = (int)NamedCurve.X25519;

        // Of a ServerKeyExchange: type of curve, curve, length of the point, point, scheme, length of the signature,
        // signature. The places are those of a share on P-256.
        private const int CurvePlace = 1;
        private const int LengthPlace = 3;
        private const int PointPlace = 4;
        private const int SchemePlace = 69;
        private const int SignaturePlace = 73;

        private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

        /// <summary>Case 44: type of curve, curve, scheme and lengths that are none, or were not offered.</summary>
        [TestMethod]
        [DataRow(0, 1, "01", false)]
        [DataRow(0, 1, "02", false)]
        [DataRow(CurvePlace, 2, "0018", false)]
        [DataRow(CurvePlace, 2, "001d", false)]
        [DataRow(CurvePlace, 2, "ff01", false)]
        [DataRow(LengthPlace, 66, "2102deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef", false)]
        [DataRow(LengthPlace, 66, "0100", false)]
        [DataRow(LengthPlace, 66, "00", true)]
        [DataRow(LengthPlace, 1, "40", false)]
        [DataRow(LengthPlace, 1, "42", false)]
        [DataRow(LengthPlace, 1, "ff", true)]
        [DataRow(SchemePlace, 2, "0401", false)]
        [DataRow(SchemePlace, 2, "0203", false)]
        [DataRow(SchemePlace, 2, "0503", false)]
        [DataRow(SchemePlace, 2, "0804", false)]
        [DataRow(SchemePlace, 2, "0000", false)]
        [DataRow(SchemePlace + 2, 2, "0000", true)]
        [DataRow(SchemePlace + 2, 2, "ffff", true)]
        public static void WrongServerShareEndsTheHandshake(int place, int count, string bytes, bool isMalformed)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind, P256);

                new Meddler(kind).Splice(TlsRole.Server, HandshakeType.ServerKeyExchange, place, count, bytes).Run(pair)
                    .ExpectFatal(
                        pair, TlsRole.Client,
                        isMalformed ? TlsErrorCause.DecodeError : TlsErrorCause.IllegalParameter,
                        isMalformed ? TlsAlert.DecodeError : TlsAlert.IllegalParameter);
            }
        }

        /// <summary>Case 44: bytes behind the signature, or the last one missing.</summary>
        [TestMethod]
        [DataRow(Meddler.End, 0, "00")]
        [DataRow(-1, 1, "")]
        public static void ServerShareOfAnotherLengthIsRefused(int place, int removed, string added)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind, P256);

                new Meddler(kind).Splice(TlsRole.Server, HandshakeType.ServerKeyExchange, place, removed, added)
                    .Run(pair).ExpectFatal(pair, TlsRole.Client, TlsErrorCause.DecodeError, TlsAlert.DecodeError);
            }
        }

        /// <summary>Case 44: whatever is changed of what is signed, or of the signature, and of its DER.</summary>
        [TestMethod]
        [DataRow(PointPlace, 1)]
        [DataRow(PointPlace + 1, 0x80)]
        [DataRow(PointPlace + 64, 1)]
        [DataRow(SignaturePlace, 1)]
        [DataRow(SignaturePlace + 1, 1)]
        [DataRow(SignaturePlace + 2, 1)]
        [DataRow(SignaturePlace + 3, 1)]
        [DataRow(SignaturePlace + 10, 1)]
        [DataRow(-1, 1)]
        [DataRow(-32, 0x80)]
        public static void FlippedBitOfWhatIsSignedIsNoticed(int place, int mask)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind, P256);

                new Meddler(kind).Flip(TlsRole.Server, HandshakeType.ServerKeyExchange, place, mask).Run(pair)
                    .ExpectFatal(
                        pair, TlsRole.Client, TlsErrorCause.SignatureMismatch, TlsAlert.DecryptError);
            }
        }

        /// <summary>Case 44: signatures that everybody can make: of zeros, of the order, empty numbers.</summary>
        [TestMethod]
        [DataRow("3006020100020100")]
        [DataRow("3006020101020101")]
        [DataRow("30040200" + "0200")]
        [DataRow("3000")]
        [DataRow("30")]
        [DataRow("00")]
        [DataRow("3046022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551022100ffffffff00000000"
            + "ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")]
        [DataRow("3025022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550020100")]
        public static void SignatureThatAnybodyCanMakeIsRefused(string signature)
        {
            KeyedPair pair = CreatePair(Stream, P256);
            Meddler listener = new Meddler(Stream).Run(CreatePair(Stream, P256));
            byte[] share = Forge.Slice(
                listener.GetBody(TlsRole.Server, HandshakeType.ServerKeyExchange), 0, SignaturePlace);
            byte[] forged = Hex.Parse(signature);

            Forge.Put(share, SignaturePlace - 2, 2, forged.Length);
            new Meddler(Stream)
                .Replace(TlsRole.Server, HandshakeType.ServerKeyExchange, Forge.Join(share, forged)).Run(pair)
                .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.SignatureMismatch, TlsAlert.DecryptError);
        }

        /// <summary>Case 44: the true server's share and signature of another handshake, which has other random
        /// values.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void SignatureOverOtherRandomsIsNoticed(int kind)
        {
            KeyedPair pair = CreatePair(kind, P256);
            Meddler listener = new Meddler(kind).Flip(TlsRole.Client, HandshakeType.ClientHello, 10, 1);

            listener.Run(CreatePair(kind, P256));
            new Meddler(kind)
                .Replace(
                    TlsRole.Server, HandshakeType.ServerKeyExchange,
                    listener.GetBody(TlsRole.Server, HandshakeType.ServerKeyExchange)).Run(pair)
                .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.SignatureMismatch, TlsAlert.DecryptError);
        }

        /// <summary>Case 44: points that are none, or of a small order, where a pre-shared key alone
        /// authenticates.</summary>
        [TestMethod]
        [DataRow(P256, "04" + Zeros + Zeros)]
        [DataRow(P256, "04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff" + Zeros)]
        [DataRow(P256, "049fa51c47aea208965da337cb143d62934b6f1daf267f38d9cab10ae81d6be327"
            + "9121ea30ae528b2f5439314c1a9cab946401e371a7682e8eaa42ee015b4a92c1")]
        [DataRow(P256, "069fa51c47aea208965da337cb143d62934b6f1daf267f38d9cab10ae81d6be327"
            + "9121ea30ae528b2f5439314c1a9cab946401e371a7682e8eaa42ee015b4a92c0")]
        [DataRow(P256, "00" + Zeros + Zeros)]
        [DataRow(X25519, Zeros)]
        [DataRow(X25519, "0100000000000000000000000000000000000000000000000000000000000000")]
        [DataRow(X25519, "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
        [DataRow(X25519, "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
        [DataRow(X25519, "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
        [DataRow(X25519, "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
        [DataRow(X25519, "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
        public static void PointThatIsNoneEndsTheHandshake(int curve, string point)
        {
            int length = Hex.Parse(point).Length;

            for (int kind = Datagram; kind <= Stream; kind++)
            {
                // The server's, behind an empty hint.
                KeyedPair pair = CreatePskPair(kind, curve);

                new Meddler(kind)
                    .Splice(TlsRole.Server, HandshakeType.ServerKeyExchange, 2 + PointPlace, length, point).Run(pair)
                    .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);

                // The client's, behind the identity.
                pair = CreatePskPair(kind, curve);
                new Meddler(kind)
                    .Splice(TlsRole.Client, HandshakeType.ClientKeyExchange, -length, length, point).Run(pair)
                    .ExpectFatal(pair, TlsRole.Server, TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);
            }
        }

        /// <summary>Case 44: a client's point that is none, or of another length.</summary>
        [TestMethod]
        [DataRow("4104" + Zeros + Zeros)]
        [DataRow("0100")]
        [DataRow("2102" + Zeros)]
        [DataRow("20" + Zeros)]
        [DataRow("42049fa51c47aea208965da337cb143d62934b6f1daf267f38d9cab10ae81d6be327"
            + "9121ea30ae528b2f5439314c1a9cab946401e371a7682e8eaa42ee015b4a92c000")]
        public static void WrongClientShareEndsTheHandshake(string body)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind, P256);

                new Meddler(kind)
                    .Replace(TlsRole.Client, HandshakeType.ClientKeyExchange, Hex.Parse(body)).Run(pair)
                    .ExpectFatal(pair, TlsRole.Server, TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);
            }
        }

        /// <summary>Case 44: a client's share whose lengths lie; over datagrams anybody can have sent it.</summary>
        [TestMethod]
        [DataRow("")]
        [DataRow("00")]
        [DataRow("41")]
        [DataRow("4104")]
        [DataRow("ff04" + Zeros + Zeros)]
        [DataRow("4104" + Zeros + Zeros + "00")]
        public static void MalformedClientShareIsNotTaken(string body)
        {
            KeyedPair pair = CreatePair(Stream, P256);

            new Meddler(Stream).Replace(TlsRole.Client, HandshakeType.ClientKeyExchange, Hex.Parse(body)).Run(pair)
                .ExpectFatal(pair, TlsRole.Server, TlsErrorCause.DecodeError, TlsAlert.DecodeError);

            pair = CreatePair(Datagram, P256);
            new Meddler(Datagram).Replace(TlsRole.Client, HandshakeType.ClientKeyExchange, Hex.Parse(body)).Run(pair);
            Assert.IsTrue(pair.Server.Drops.Get(DropReason.Malformed) > 0);
            Assert.AreEqual(0, pair.Server.EndCount, "the session ended");
            Meddler.ExpectEnd(pair);
        }

        /// <summary>Case 44: another true point: whoever exchanges the client's share does not get the keys.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void SharePutInByAnotherIsNoticed(int kind)
        {
            KeyedPair pair = CreatePair(kind, P256);

            new Meddler(kind)
                .Replace(
                    TlsRole.Client, HandshakeType.ClientKeyExchange,
                    Forge.Join(new byte[] { 65 }, Keys.Public(Keys.Stranger))).Run(pair).ExpectMismatch(pair);
        }

        /// <summary>Case 41: with key shares, too, an unknown identity looks like a wrong key.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void UnknownIdentityLooksLikeAWrongKey(int kind)
        {
            CredentialStore other = new CredentialStore();
            TlsSessionOptions options = new TlsSessionOptions { CipherSuites = KeyedPair.Suites(0xD003) };

            other.AddPsk(
                Keys.PskTag, new byte[] { 5, 5 }, new byte[] { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 1 });

            KeyedPair unknown = new KeyedPair((TlsTransportKind)kind, options, options, other, Keys.PskStore(1));
            KeyedPair wrong =
                new KeyedPair((TlsTransportKind)kind, options, options, Keys.PskStore(2), Keys.PskStore(1));

            unknown.Run();
            wrong.Run();
            Assert.AreEqual(wrong.Server.IsFailed, unknown.Server.IsFailed);
            Assert.AreEqual(wrong.Server.Drops.Total, unknown.Server.Drops.Total);
            Assert.AreEqual(
                wrong.Server.Drops.Get(DropReason.BadMac), unknown.Server.Drops.Get(DropReason.BadMac));

            if (kind == Stream)
            {
                Assert.AreEqual((int)wrong.Server.Engine.Error.Cause, (int)unknown.Server.Engine.Error.Cause);
                Assert.AreEqual((int)TlsErrorCause.BadRecordMac, (int)unknown.Server.Engine.Error.Cause);
            }

            Meddler.ExpectEnd(unknown);
            Meddler.ExpectEnd(wrong);
        }

        /// <summary>Case 41: a hint that is too long, or whose length lies, before a key share.</summary>
        [TestMethod]
        [DataRow("0001")]
        [DataRow("0081")]
        [DataRow("ffff")]
        public static void WrongHintEndsTheHandshake(string length)
        {
            KeyedPair pair = CreatePskPair(Stream, P256);

            new Meddler(Stream).Splice(TlsRole.Server, HandshakeType.ServerKeyExchange, 0, 2, length).Run(pair);
            Assert.IsTrue(pair.Client.IsFailed);
            Assert.IsTrue(
                pair.Client.Engine.Error.Cause == TlsErrorCause.DecodeError
                || pair.Client.Engine.Error.Cause == TlsErrorCause.IllegalParameter);
            Meddler.ExpectEnd(pair);
        }

        private static KeyedPair CreatePair(int kind, int curve)
        {
            TlsSessionOptions options = new TlsSessionOptions { Curves = new NamedCurve[] { (NamedCurve)curve } };

            return new KeyedPair(
                (TlsTransportKind)kind, options, options, Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));
        }

        private static KeyedPair CreatePskPair(int kind, int curve)
        {
            TlsSessionOptions options = new TlsSessionOptions
            {
                CipherSuites = KeyedPair.Suites(0xD003),
                Curves = new NamedCurve[] { (NamedCurve)curve },
            };

            return new KeyedPair((TlsTransportKind)kind, options, options, Keys.PskStore(1), Keys.PskStore(1));
        }
    }
}
