//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if !NANOFRAMEWORK_1_0
using System;
using System.Runtime.InteropServices;

namespace NanoTlsMan.Native
{
    /// <summary>
    /// The native stacks' own calls on a PC: the same signatures as a firmware binds, over libtlsman. What a firmware's
    /// marshalling checks is checked here. The library is the one that the environment variable NANOTLSMAN_LIBRARY
    /// names, or else one that the system finds.
    /// </summary>
    public static class NativeCalls
    {
        private const string Name = "tlsman";
        private const int AeadNonceLength = 12;
        private const int DigestLength = 32;

        static NativeCalls()
        {
            NativeLibrary.SetDllImportResolver(typeof(NativeCalls).Assembly, (name, assembly, path) =>
            {
                string library = name == Name ? Environment.GetEnvironmentVariable("NANOTLSMAN_LIBRARY") : null;

                return string.IsNullOrEmpty(library) ? IntPtr.Zero : NativeLibrary.Load(library);
            });
        }

        /// <summary>Asks whether there are native stacks, and which interface.</summary>
        /// <returns>The version of the interface.</returns>
        /// <exception cref="NotSupportedException">There is no library.</exception>
        public static int GetVersion()
        {
            try
            {
                return tlsman_get_version();
            }
            catch (Exception exception)
                when (exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
            {
                throw new NotSupportedException(exception.Message, exception);
            }
        }

#pragma warning disable CS1591 // The documentation is that of the device's side, in NativeCalls.cs.
        public static int Reset() => tlsman_reset();

        public static int GetStackCount() => tlsman_get_stack_count();

        public static int GetText(int stack, int id, byte[] text, int offset, int count) =>
            tlsman_get_text(stack, id, ref At(text, offset, count), count);

        public static int GetCapability(int stack, int id) => tlsman_get_capability(stack, id);

        public static int GetSuite(int stack, int index) => tlsman_get_suite(stack, index);

        public static int Open(int stack, int role, int kind) => tlsman_open(stack, role, kind);

        public static int SetOption(int handle, int id, int value) => tlsman_set_option(handle, id, value);

        public static int SetBytes(int handle, int id, byte[] bytes, int offset, int count) =>
            tlsman_set_bytes(handle, id, ref At(bytes, offset, count), count);

        public static int AddCredential(int handle, int tag, byte[] identity, byte[] key, int keyCount, byte[] hint)
        {
            int hintCount = hint == null ? 0 : hint.Length;

            return tlsman_add_credential(
                handle, tag, ref At(identity, 0, Length(identity)), Length(identity), ref At(key, 0, keyCount),
                keyCount,
                ref MemoryMarshal.GetReference(new Span<byte>(hint)), hintCount);
        }

        public static int Start(int handle, int now) => tlsman_start(handle, now);

        public static int Poll(
            int handle, int now, byte[] input, int start, int position, int end, byte[] output, int outputOffset,
            int outputCount, int[] results)
        {
            ref byte first = ref MemoryMarshal.GetReference(default(Span<byte>));

            if (position < start || end < position)
            {
                throw new ArgumentOutOfRangeException(nameof(position));
            }

            if (input != null || end != start)
            {
                first = ref At(input, start, end - start);
            }

            Results(results);
            return tlsman_poll(
                handle, now, ref first, position - start, end - start, ref At(output, outputOffset, outputCount),
                outputCount, results, results.Length);
        }

        public static int Read(int handle, byte[] data, int offset, int count) =>
            tlsman_read(handle, ref At(data, offset, count), count);

        public static int Send(
            int handle, int now, byte[] data, int offset, int count, byte[] output, int outputOffset, int outputCount,
            int[] results)
        {
            ref byte first = ref At(data, offset, count);

            return tlsman_send(
                handle, now, ref first, count, ref At(output, outputOffset, outputCount), outputCount,
                Results(results), results.Length);
        }

        public static int EndStream(int handle) => tlsman_end_of_stream(handle);

        public static int Close(int handle, int now) => tlsman_close(handle, now);

        public static int Free(int handle) => tlsman_free(handle);

        public static int GetNumber(int handle, int id, int argument) => tlsman_get_number(handle, id, argument);

        public static int GetBytes(int handle, int id, byte[] bytes, int offset, int count) =>
            tlsman_get_bytes(handle, id, ref At(bytes, offset, count), count);

        public static int GetCipherCount() => tlsman_get_cipher_count();

        public static int GetCipherText(int ciphers, int id, byte[] text, int offset, int count) =>
            tlsman_get_cipher_text(ciphers, id, ref At(text, offset, count), count);

        public static int AeadSupports(int ciphers, int algorithm) => tlsman_aead_supports(ciphers, algorithm);

        public static int AeadOpen(int ciphers, int algorithm, byte[] key, int offset, int count) =>
            tlsman_aead_open(ciphers, algorithm, ref At(key, offset, count), count);

        public static int AeadSeal(
            int handle, byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer,
            int offset, int count, int tagCount) =>
            tlsman_aead_seal(
                handle, ref At(nonce, nonceOffset, AeadNonceLength), ref At(aad, aadOffset, aadCount), aadCount,
                ref At(buffer, offset, count, tagCount), count, tagCount);

        public static int AeadUnseal(
            int handle, byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer,
            int offset, int count, int tagCount) =>
            tlsman_aead_unseal(
                handle, ref At(nonce, nonceOffset, AeadNonceLength), ref At(aad, aadOffset, aadCount), aadCount,
                ref At(buffer, offset, count, tagCount), count, tagCount);

        public static int HashOpen(int ciphers) => tlsman_hash_open(ciphers);

        public static int HashUpdate(int handle, byte[] data, int offset, int count) =>
            tlsman_hash_update(handle, ref At(data, offset, count), count);

        public static int HashDigest(int handle, byte[] digest, int offset) =>
            tlsman_hash_digest(handle, ref At(digest, offset, DigestLength));

        public static int HashReset(int handle) => tlsman_hash_reset(handle);

        public static int FreeCipher(int handle) => tlsman_cipher_free(handle);

        public static int ComputeHmac(
            int ciphers, byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount,
            byte[] mac, int macOffset) =>
            tlsman_hmac(
                ciphers, ref At(key, keyOffset, keyCount), keyCount, ref At(data, dataOffset, dataCount), dataCount,
                ref At(mac, macOffset, DigestLength));

        public static int ComputePrf(
            int ciphers, byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset,
            int seedCount, byte[] output, int outputOffset, int outputCount) =>
            tlsman_prf(
                ciphers, ref At(secret, secretOffset, secretCount), secretCount, ref At(label, 0, Length(label)),
                Length(label), ref At(seed, seedOffset, seedCount), seedCount,
                ref At(output, outputOffset, outputCount), outputCount);
#pragma warning restore CS1591

        private static int[] Results(int[] results) => results ?? throw new ArgumentNullException(nameof(results));

        private static int Length(byte[] buffer) => buffer == null ? 0 : buffer.Length;

        private static ref byte At(byte[] buffer, int offset, int count) => ref At(buffer, offset, count, 0);

        // The first of count bytes and of behind more, all of which have to be there.
        private static ref byte At(byte[] buffer, int offset, int count, int behind)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException(nameof(buffer));
            }

            if (count < 0 || behind < 0 || behind > buffer.Length || count > buffer.Length - behind)
            {
                throw new ArgumentOutOfRangeException(nameof(count));
            }

            return ref MemoryMarshal.GetReference(buffer.AsSpan(offset, count + behind));
        }

        [DllImport(Name)]
        private static extern int tlsman_get_version();

        [DllImport(Name)]
        private static extern int tlsman_reset();

        [DllImport(Name)]
        private static extern int tlsman_get_stack_count();

        [DllImport(Name)]
        private static extern int tlsman_get_text(int stack, int id, ref byte text, int length);

        [DllImport(Name)]
        private static extern int tlsman_get_capability(int stack, int id);

        [DllImport(Name)]
        private static extern int tlsman_get_suite(int stack, int index);

        [DllImport(Name)]
        private static extern int tlsman_open(int stack, int role, int kind);

        [DllImport(Name)]
        private static extern int tlsman_set_option(int handle, int id, int value);

        [DllImport(Name)]
        private static extern int tlsman_set_bytes(int handle, int id, ref byte bytes, int length);

        [DllImport(Name)]
        private static extern int tlsman_add_credential(
            int handle, int tag, ref byte identity, int identityLength, ref byte key, int keyLength, ref byte hint,
            int hintLength);

        [DllImport(Name)]
        private static extern int tlsman_start(int handle, int now);

        [DllImport(Name)]
        private static extern int tlsman_poll(
            int handle, int now, ref byte input, int position, int count, ref byte output, int outputLength,
            int[] results, int resultCount);

        [DllImport(Name)]
        private static extern int tlsman_read(int handle, ref byte data, int length);

        [DllImport(Name)]
        private static extern int tlsman_send(
            int handle, int now, ref byte data, int length, ref byte output, int outputLength, int[] results,
            int resultCount);

        [DllImport(Name)]
        private static extern int tlsman_end_of_stream(int handle);

        [DllImport(Name)]
        private static extern int tlsman_close(int handle, int now);

        [DllImport(Name)]
        private static extern int tlsman_free(int handle);

        [DllImport(Name)]
        private static extern int tlsman_get_number(int handle, int id, int argument);

        [DllImport(Name)]
        private static extern int tlsman_get_bytes(int handle, int id, ref byte bytes, int length);

        [DllImport(Name)]
        private static extern int tlsman_get_cipher_count();

        [DllImport(Name)]
        private static extern int tlsman_get_cipher_text(int ciphers, int id, ref byte text, int length);

        [DllImport(Name)]
        private static extern int tlsman_aead_supports(int ciphers, int algorithm);

        [DllImport(Name)]
        private static extern int tlsman_aead_open(int ciphers, int algorithm, ref byte key, int keyLength);

        [DllImport(Name)]
        private static extern int tlsman_aead_seal(
            int handle, ref byte nonce, ref byte aad, int aadLength, ref byte text, int length, int tagLength);

        [DllImport(Name)]
        private static extern int tlsman_aead_unseal(
            int handle, ref byte nonce, ref byte aad, int aadLength, ref byte text, int length, int tagLength);

        [DllImport(Name)]
        private static extern int tlsman_hash_open(int ciphers);

        [DllImport(Name)]
        private static extern int tlsman_hash_update(int handle, ref byte data, int length);

        [DllImport(Name)]
        private static extern int tlsman_hash_digest(int handle, ref byte digest);

        [DllImport(Name)]
        private static extern int tlsman_hash_reset(int handle);

        [DllImport(Name)]
        private static extern int tlsman_cipher_free(int handle);

        [DllImport(Name)]
        private static extern int tlsman_hmac(
            int ciphers, ref byte key, int keyLength, ref byte data, int length, ref byte mac);

        [DllImport(Name)]
        private static extern int tlsman_prf(
            int ciphers, ref byte secret, int secretLength, ref byte label, int labelLength, ref byte seed,
            int seedLength, ref byte output, int length);
    }
}
#endif
