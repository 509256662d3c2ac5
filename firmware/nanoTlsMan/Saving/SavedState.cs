//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// A session's state in a store, which is opened once. The store has a mark beside it: the generation that was
    /// opened last. It is written before a state is used, so that no cut of the power makes it usable twice.
    /// </summary>
    internal sealed class SavedState
    {
        private const int MarkLength = 4;

        private readonly SavedSessionStore _store;
        private readonly string _name;
        private byte[] _blob;
        private int _generation;

        internal SavedState(SavedSessionStore store, string name)
        {
            _store = store;
            _name = name;
        }

        /// <summary>Gets the peer's address, once a state was opened.</summary>
        internal byte[] Address
        {
            get { return SealedBlob.GetAddress(_blob); }
        }

        /// <summary>
        /// Finds which generation is to be written next.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Prepare()
        {
            TlsErrorCause cause = ReadMark();

            _generation++;
            return _generation <= 0 ? TlsErrorCause.StoreFailed : cause;
        }

        /// <summary>
        /// Seals a state; nothing is written yet.
        /// </summary>
        /// <returns><see langword="false"/> if there is no randomness, or no cipher; otherwise,
        /// <see langword="true"/>.</returns>
        internal bool Seal(TlsMan man, byte[] key, byte[] address, byte[] content)
        {
            _blob = SealedBlob.Seal(man, key, SealedBlob.Session, _generation, address, content);
            return _blob != null;
        }

        /// <summary>
        /// Writes what was sealed.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Write()
        {
            try
            {
                _store.Write(_name, _blob);
                return TlsErrorCause.None;
            }
            catch (Exception)
            {
                return TlsErrorCause.StoreFailed;
            }
        }

        /// <summary>
        /// Opens the state, without consuming it.
        /// </summary>
        /// <param name="man">Has ciphers.</param>
        /// <param name="key">The application's key.</param>
        /// <param name="content">Receives the content, which the caller wipes.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Open(TlsMan man, byte[] key, out byte[] content)
        {
            content = null;

            try
            {
                _blob = _store.Read(_name);
            }
            catch (Exception)
            {
                return TlsErrorCause.StoreFailed;
            }

            if (_blob == null)
            {
                return TlsErrorCause.SavedSessionMissing;
            }

            content = SealedBlob.Open(man, key, SealedBlob.Session, _blob);

            if (content == null)
            {
                return TlsErrorCause.SavedSessionInvalid;
            }

            TlsErrorCause cause = ReadMark();

            if (cause == TlsErrorCause.None && SealedBlob.GetGeneration(_blob) <= _generation)
            {
                cause = TlsErrorCause.SavedSessionConsumed;
            }

            if (cause != TlsErrorCause.None)
            {
                Bytes.Wipe(content);
                content = null;
            }

            return cause;
        }

        /// <summary>
        /// Consumes the state that was opened: from here on it may be used, and cannot be opened again.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Consume()
        {
            byte[] mark = new byte[MarkLength];

            WireWriter.PutUInt32(mark, 0, SealedBlob.GetGeneration(_blob));

            try
            {
                _store.Write(_name + SavedSessionStore.MarkSuffix, mark);
            }
            catch (Exception)
            {
                return TlsErrorCause.StoreFailed;
            }

            try
            {
                _store.Erase(_name);
            }
            catch (Exception)
            {
                // The mark alone is enough: what is left over is of no use to anybody.
            }

            return TlsErrorCause.None;
        }

        // A mark that nobody could have written is as good as one that refuses everything.
        private TlsErrorCause ReadMark()
        {
            byte[] mark;

            try
            {
                mark = _store.Read(_name + SavedSessionStore.MarkSuffix);
            }
            catch (Exception)
            {
                return TlsErrorCause.StoreFailed;
            }

            if (mark == null)
            {
                _generation = 0;
                return TlsErrorCause.None;
            }

            if (mark.Length != MarkLength)
            {
                return TlsErrorCause.StoreFailed;
            }

            _generation = WireReader.GetUInt32(mark, 0);
            return _generation < 0 ? TlsErrorCause.StoreFailed : TlsErrorCause.None;
        }
    }
}
