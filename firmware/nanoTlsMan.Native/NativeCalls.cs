//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if NANOFRAMEWORK_1_0
using System.Runtime.CompilerServices;

namespace NanoTlsMan.Native
{
    /// <summary>
    /// The native stacks' own calls (native-interop/include/tlsman.h), as the firmware binds them. For use by
    /// NativeStack and NativeCiphers.
    /// </summary>
    /// <remarks>
    /// Frozen: the firmware finds a method by its place. Nothing is added before the last one, nothing removed, no
    /// signature changed: what grows are the options and queries, which go by their id. Nothing but int, byte[] and
    /// int[] passes. Each may throw <see cref="System.NotSupportedException"/> if the firmware has no native stacks,
    /// <see cref="System.ArgumentNullException"/>, and <see cref="System.ArgumentOutOfRangeException"/> if a range
    /// does not lie inside its array.
    /// </remarks>
    public static class NativeCalls
    {
        /// <summary>
        /// Asks whether the firmware has native stacks, and which interface. The first thing to be called: where the
        /// firmware lacks them, it is what throws.
        /// </summary>
        /// <returns>The version of the interface (TLSMAN_INTERFACE).</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetVersion();

        /// <summary>
        /// Ends what an earlier program of this board left behind, wipes it, and makes every older handle worthless.
        /// </summary>
        /// <returns>The version of the interface.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Reset();

        /// <summary>
        /// Tells how many stacks there are.
        /// </summary>
        /// <returns>The count.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetStackCount();

        /// <summary>
        /// Gets a text of a stack.
        /// </summary>
        /// <param name="stack">The index of the stack.</param>
        /// <param name="id">Which text (tlsman_text).</param>
        /// <param name="text">Receives the text, as UTF-8.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How long it may be, in bytes.</param>
        /// <returns>Its length, or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetText(int stack, int id, byte[] text, int offset, int count);

        /// <summary>
        /// Asks what a stack can do.
        /// </summary>
        /// <param name="stack">The index of the stack.</param>
        /// <param name="id">What is asked (tlsman_capability).</param>
        /// <returns>The answer; 0 for an id that is unknown.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetCapability(int stack, int id);

        /// <summary>
        /// Gets a cipher suite of a stack.
        /// </summary>
        /// <param name="stack">The index of the stack.</param>
        /// <param name="index">Its place, from 0.</param>
        /// <returns>The suite; 0 behind the last.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetSuite(int stack, int index);

        /// <summary>
        /// Makes a session.
        /// </summary>
        /// <param name="stack">The index of the stack.</param>
        /// <param name="role">0 for a client, 1 for a server.</param>
        /// <param name="kind">0 for datagrams, 1 for a stream.</param>
        /// <returns>A handle, or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Open(int stack, int role, int kind);

        /// <summary>
        /// Sets an option of a session that is not started.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="id">Which option (tlsman_option).</param>
        /// <param name="value">Its value.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int SetOption(int handle, int id, int value);

        /// <summary>
        /// Sets an option of a session that is not started, or what a calculation with a curve's key takes.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="id">Which (tlsman_bytes, tlsman_curve_value).</param>
        /// <param name="bytes">Holds its value.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int SetBytes(int handle, int id, byte[] bytes, int offset, int count);

        /// <summary>
        /// Lends a pre-shared key to a session that is not started. It is wiped when the channel is open, or with the
        /// session.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="tag">The tag of the credential.</param>
        /// <param name="identity">The identity.</param>
        /// <param name="key">Holds the key, from its beginning.</param>
        /// <param name="keyCount">The length of the key, in bytes.</param>
        /// <param name="hint">The hint that selects it, or <see langword="null"/>.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int AddCredential(
            int handle, int tag, byte[] identity, byte[] key, int keyCount, byte[] hint);

        /// <summary>
        /// Begins.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Start(int handle, int now);

        /// <summary>
        /// Goes on. Buffers are used during the call only.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <param name="input">Holds what came, or is <see langword="null"/>.</param>
        /// <param name="start">Where that begins.</param>
        /// <param name="position">Where what has not been taken begins, counted from the beginning of the
        /// buffer.</param>
        /// <param name="end">Where it ends.</param>
        /// <param name="output">Receives what is to be transmitted.</param>
        /// <param name="outputOffset">Where that begins.</param>
        /// <param name="outputCount">How long it may be, in bytes.</param>
        /// <param name="results">Receives the results (tlsman_result). Positions count from
        /// <paramref name="start"/>.</param>
        /// <returns>What is to be done (tlsman_event), or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Poll(
            int handle, int now, byte[] input, int start, int position, int end, byte[] output, int outputOffset,
            int outputCount, int[] results);

        /// <summary>
        /// Fetches application data that did not fit into the input.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="data">Receives it.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How long it may be, in bytes.</param>
        /// <returns>Its length, in bytes, or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Read(int handle, byte[] data, int offset, int count);

        /// <summary>
        /// Takes application data to be sent, and goes on as <see cref="Poll"/> does, without input. Buffers are used
        /// during the call only.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <param name="data">Holds the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="output">Receives what is to be transmitted.</param>
        /// <param name="outputOffset">Where that begins.</param>
        /// <param name="outputCount">How long it may be, in bytes.</param>
        /// <param name="results">Receives the results (tlsman_result).</param>
        /// <returns>What is to be done (tlsman_event), or a negative status where nothing was taken.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Send(
            int handle, int now, byte[] data, int offset, int count, byte[] output, int outputOffset, int outputCount,
            int[] results);

        /// <summary>
        /// Tells that the stream has ended.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int EndStream(int handle);

        /// <summary>
        /// Closes a session: close_notify is to be transmitted.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Close(int handle, int now);

        /// <summary>
        /// Wipes a session and gives up its memory.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Free(int handle);

        /// <summary>
        /// Asks a session, or verifies with a curve's key.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="id">What is asked (tlsman_number, tlsman_curve_value).</param>
        /// <param name="argument">More of the question.</param>
        /// <returns>The answer, or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetNumber(int handle, int id, int argument);

        /// <summary>
        /// Asks a session, or calculates with a curve's key.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="id">What is asked (tlsman_bytes, tlsman_curve_value).</param>
        /// <param name="bytes">Receives the answer.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How long it may be, in bytes.</param>
        /// <returns>The length of the answer, in bytes, or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetBytes(int handle, int id, byte[] bytes, int offset, int count);

        /// <summary>
        /// Tells how many cipher providers there are.
        /// </summary>
        /// <returns>The count.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetCipherCount();

        /// <summary>
        /// Gets a text of a cipher provider.
        /// </summary>
        /// <param name="ciphers">The index of the provider.</param>
        /// <param name="id">Which text (tlsman_text).</param>
        /// <param name="text">Receives the text, as UTF-8.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How long it may be, in bytes.</param>
        /// <returns>Its length, or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetCipherText(int ciphers, int id, byte[] text, int offset, int count);

        /// <summary>
        /// Asks whether a provider has a cipher or a curve.
        /// </summary>
        /// <param name="ciphers">The index of the provider.</param>
        /// <param name="algorithm">The cipher (AeadAlgorithm), or the curve (tlsman_curve).</param>
        /// <returns>1, 0, or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int AeadSupports(int ciphers, int algorithm);

        /// <summary>
        /// Takes a key: of a cipher, or of a curve, which is then calculated with by <see cref="SetBytes"/>,
        /// <see cref="GetBytes"/> and <see cref="GetNumber"/>.
        /// </summary>
        /// <param name="ciphers">The index of the provider.</param>
        /// <param name="algorithm">The cipher (AeadAlgorithm), or the curve (tlsman_curve).</param>
        /// <param name="key">Holds the key.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes, which must be the cipher's, or that of a private or public
        /// key.</param>
        /// <returns>A handle, or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int AeadOpen(int ciphers, int algorithm, byte[] key, int offset, int count);

        /// <summary>
        /// Encrypts in place and writes the tag behind.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="nonce">Holds the 12-byte nonce.</param>
        /// <param name="nonceOffset">Where it begins.</param>
        /// <param name="aad">Holds the additional data.</param>
        /// <param name="aadOffset">Where it begins.</param>
        /// <param name="aadCount">Its length, in bytes.</param>
        /// <param name="buffer">Holds the text, and 16 bytes at most for the tag after it.</param>
        /// <param name="offset">Where the text begins.</param>
        /// <param name="count">Its length without the tag, in bytes.</param>
        /// <param name="tagCount">The length of the tag, in bytes.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int AeadSeal(
            int handle, byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer,
            int offset, int count, int tagCount);

        /// <summary>
        /// Checks the tag and decrypts in place.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="nonce">Holds the 12-byte nonce.</param>
        /// <param name="nonceOffset">Where it begins.</param>
        /// <param name="aad">Holds the additional data.</param>
        /// <param name="aadOffset">Where it begins.</param>
        /// <param name="aadCount">Its length, in bytes.</param>
        /// <param name="buffer">Holds the text, and 16 bytes at most for the tag after it.</param>
        /// <param name="offset">Where the text begins.</param>
        /// <param name="count">Its length without the tag, in bytes.</param>
        /// <param name="tagCount">The length of the tag, in bytes.</param>
        /// <returns>0; 1 if the tag is wrong; or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int AeadUnseal(
            int handle, byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer,
            int offset, int count, int tagCount);

        /// <summary>
        /// Makes a running SHA-256.
        /// </summary>
        /// <param name="ciphers">The index of the provider.</param>
        /// <returns>A handle, or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int HashOpen(int ciphers);

        /// <summary>
        /// Adds to what is hashed.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="data">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many there are.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int HashUpdate(int handle, byte[] data, int offset, int count);

        /// <summary>
        /// Writes the digest of all that was added so far.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <param name="digest">Receives 32 bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int HashDigest(int handle, byte[] digest, int offset);

        /// <summary>
        /// Forgets all that was added.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int HashReset(int handle);

        /// <summary>
        /// Wipes a cipher, a hash or a curve's key, and gives up its memory.
        /// </summary>
        /// <param name="handle">The handle.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int FreeCipher(int handle);

        /// <summary>
        /// Computes HMAC-SHA-256.
        /// </summary>
        /// <param name="ciphers">The index of the provider.</param>
        /// <param name="key">Holds the key.</param>
        /// <param name="keyOffset">Where it begins.</param>
        /// <param name="keyCount">Its length, in bytes.</param>
        /// <param name="data">Holds the message.</param>
        /// <param name="dataOffset">Where it begins.</param>
        /// <param name="dataCount">Its length, in bytes.</param>
        /// <param name="mac">Receives 32 bytes.</param>
        /// <param name="macOffset">Where they begin.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ComputeHmac(
            int ciphers, byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount,
            byte[] mac, int macOffset);

        /// <summary>
        /// Computes the pseudorandom function of TLS 1.2.
        /// </summary>
        /// <param name="ciphers">The index of the provider.</param>
        /// <param name="secret">Holds the secret.</param>
        /// <param name="secretOffset">Where it begins.</param>
        /// <param name="secretCount">Its length, in bytes.</param>
        /// <param name="label">The label, as ASCII bytes.</param>
        /// <param name="seed">Holds the seed.</param>
        /// <param name="seedOffset">Where it begins.</param>
        /// <param name="seedCount">Its length, in bytes.</param>
        /// <param name="output">Receives the result.</param>
        /// <param name="outputOffset">Where it begins.</param>
        /// <param name="outputCount">Its length, in bytes.</param>
        /// <returns>0 or a negative status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ComputePrf(
            int ciphers, byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset,
            int seedCount, byte[] output, int outputOffset, int outputCount);
    }
}
#endif
