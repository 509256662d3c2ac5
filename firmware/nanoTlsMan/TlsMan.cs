//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;

namespace NanoTlsMan
{
    /// <summary>
    /// The (D)TLS manager: the stacks at hand, and which of them serves whom. It holds no sessions and no secrets but
    /// those of its cookies.
    /// </summary>
    public sealed class TlsMan
    {
        private readonly ArrayList _stacks = new ArrayList();
        private readonly CookieGate _gate;

        /// <summary>
        /// Initializes a new instance of the <see cref="TlsMan"/> class.
        /// </summary>
        /// <param name="ciphers">Computes the cookies.</param>
        /// <param name="random">Makes their secrets.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        public TlsMan(CipherProvider ciphers, RandomSource random)
        {
            if (ciphers == null || random == null)
            {
                throw new ArgumentNullException();
            }

            _gate = new CookieGate(ciphers, random);
        }

        /// <summary>
        /// Gets how many stacks are loaded.
        /// </summary>
        public int StackCount
        {
            get { return _stacks.Count; }
        }

        /// <summary>
        /// Gets the cipher suites of all stacks, each once, in the order of the stacks.
        /// </summary>
        public ushort[] CipherSuites
        {
            get
            {
                int count = 0;
                ushort[] all = new ushort[CountSuites()];

                for (int i = 0; i < _stacks.Count; i++)
                {
                    ushort[] suites = GetStack(i).Capabilities.CipherSuites;

                    for (int j = 0; j < suites.Length; j++)
                    {
                        if (Array.IndexOf(all, suites[j], 0, count) < 0)
                        {
                            all[count++] = suites[j];
                        }
                    }
                }

                ushort[] result = new ushort[count];

                Array.Copy(all, 0, result, 0, count);
                return result;
            }
        }

        internal CookieGate Gate
        {
            get { return _gate; }
        }

        internal CipherProvider Ciphers
        {
            get { return _gate.Ciphers; }
        }

        internal RandomSource Random
        {
            get { return _gate.Random; }
        }

        /// <summary>
        /// Loads a stack (the RFC's tlsman_load_stack). Stacks are asked in the order in which they were loaded.
        /// </summary>
        /// <param name="stack">The stack.</param>
        /// <returns>How many cipher suites it brings.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="stack"/> is <see langword="null"/>.</exception>
        public int LoadStack(TlsStack stack)
        {
            if (stack == null)
            {
                throw new ArgumentNullException();
            }

            _stacks.Add(stack);
            return stack.Capabilities.CipherSuites.Length;
        }

        /// <summary>
        /// Gets a stack.
        /// </summary>
        /// <param name="index">Its place, from 0 to <see cref="StackCount"/> - 1.</param>
        /// <returns>The stack.</returns>
        public TlsStack GetStack(int index)
        {
            return (TlsStack)_stacks[index];
        }

        /// <summary>
        /// Selects the stack of a session.
        /// </summary>
        /// <param name="kind">What carries the records.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The first stack that can serve it, or <see langword="null"/>; <see cref="TlsCapabilities.Match"/>
        /// tells why a stack cannot.</returns>
        public TlsStack SelectStack(TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials)
        {
            return SelectStack(kind, TlsRole.Client, options, credentials, null);
        }

        internal TlsStack SelectStack(
            TlsTransportKind kind, TlsRole role, TlsSessionOptions options, CredentialStore credentials,
            ClientHelloView hello)
        {
            TlsStack fallback = null;
            bool is13 = options.Allows13(kind) && (hello == null || Offers13(hello, kind));
            TlsStack older = null;

            for (int i = 0; i < _stacks.Count; i++)
            {
                TlsStack stack = GetStack(i);

                if ((options.Stack == null || options.Stack == stack)
                    && (role == TlsRole.Client || (stack.Capabilities.Omits & TlsOmissions.ServerRole) == 0)
                    && stack.Capabilities.Match(kind, options, credentials) == TlsRefusals.None
                    && (hello == null || (stack.Capabilities.SupportsCookieGate
                    && (hello.IsWhole || stack.Capabilities.SupportsFragmentedHello))))
                {
                    bool canServe = hello == null || HasOfferedSuite(stack, options, hello, is13);

                    if (canServe && is13 == (is13 && stack.Capabilities.Has13(kind)))
                    {
                        return stack;
                    }

                    // Where 1.3 may be used, the first stack that has it goes before those with 1.2 only.
                    older = older == null && (canServe || HasOfferedSuite(stack, options, hello, false))
                        ? stack : older;
                    fallback = fallback == null ? stack : fallback;
                }
            }

            if (older != null)
            {
                return older;
            }

            // Where no stack has an offered suite, one of them must still say so to the client.
            return fallback;
        }

        internal static bool Offers13(ClientHelloView hello, TlsTransportKind kind)
        {
            return hello.IsWhole && hello.OffersVersion(TlsVersion.Get13(kind));
        }

        private static bool HasOfferedSuite(
            TlsStack stack, TlsSessionOptions options, ClientHelloView hello, bool is13)
        {
            ushort[] suites = options.CipherSuites == null ? stack.Capabilities.CipherSuites : options.CipherSuites;

            for (int i = 0; i < suites.Length; i++)
            {
                if (TlsCipherSuite.Is13(suites[i]) == is13 && hello.Offers(suites[i])
                    && stack.Capabilities.HasSuite(suites[i]))
                {
                    return true;
                }
            }

            return false;
        }

        private int CountSuites()
        {
            int count = 0;

            for (int i = 0; i < _stacks.Count; i++)
            {
                count += GetStack(i).Capabilities.CipherSuites.Length;
            }

            return count;
        }
    }
}
