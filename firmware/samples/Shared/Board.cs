//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if NANOFRAMEWORK_1_0
using System;
using System.Net;

namespace NanoTlsMan.Samples
{
    /// <summary>
    /// What a sample cannot know of your board: fill these in before you flash one. Until then each of them throws.
    /// </summary>
    internal static class Board
    {
        /// <summary>
        /// Gets the address and port of the server that a client talks to.
        /// </summary>
        public static IPEndPoint Server
        {
            get { throw new NotImplementedException(); }
        }

        /// <summary>
        /// Brings the network up, as with WifiNetworkHelper or NetworkHelper of nanoFramework. On an ESP32 this comes
        /// before everything else: its random generator is a true one only while the radio is on.
        /// </summary>
        public static void StartNetwork()
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Reads the board's PSK identity from where your production line wrote it, such as a file of the internal
        /// storage.
        /// </summary>
        /// <returns>1 to 128 bytes, of which the peer knows the key.</returns>
        public static byte[] ReadIdentity()
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Reads the board's pre-shared key. It does not belong into a program's text: each board has its own, of 16
        /// random bytes or more.
        /// </summary>
        /// <returns>1 to 64 bytes.</returns>
        public static byte[] ReadKey()
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Reads the board's own private key on P-256, for a program with public keys. Like the pre-shared key it does
        /// not belong into a program's text.
        /// </summary>
        /// <returns>32 bytes.</returns>
        public static byte[] ReadPrivateKey()
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Reads the public key that goes with the private one, which is the peer's to trust.
        /// </summary>
        /// <returns>The point, 65 bytes, of which the first is 4.</returns>
        public static byte[] ReadPublicKey()
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Reads the public key of the peer that is trusted.
        /// </summary>
        /// <returns>A SubjectPublicKeyInfo in DER, or its SHA-256 value.</returns>
        public static byte[] ReadPeerKey()
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Reads the board's certificate, for a program with certificates.
        /// </summary>
        /// <returns>Certificates in DER: the board's own, and then those of its authorities without the last.</returns>
        public static byte[][] ReadCertificates()
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Reads the certificate of the authority that has certified the peers.
        /// </summary>
        /// <returns>It in DER.</returns>
        public static byte[] ReadAuthority()
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Reads the key that saved sessions are sealed under, of this board alone.
        /// </summary>
        /// <returns>16 bytes.</returns>
        public static byte[] ReadSealKey()
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Opens what outlives a deep sleep: files of the internal storage, or memory that stays alive.
        /// </summary>
        /// <returns>The store.</returns>
        public static SavedSessionStore OpenStore()
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Sleeps deeply, as with Sleep.StartDeepSleep of nanoFramework.Hardware.Esp32; the program begins anew
        /// afterwards.
        /// </summary>
        /// <param name="seconds">For how long.</param>
        public static void SleepDeeply(int seconds)
        {
            throw new NotImplementedException();
        }

        /// <summary>
        /// Reads the temperature sensor.
        /// </summary>
        /// <returns>Tenths of a degree Celsius.</returns>
        public static int ReadTemperature()
        {
            throw new NotImplementedException();
        }
    }
}
#endif
