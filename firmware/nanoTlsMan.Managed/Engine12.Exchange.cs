//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Handshake;

namespace NanoTlsMan.Managed
{
    /// <content>
    /// Calculations that take long: one step between two looks at everybody else.
    /// </content>
    internal abstract partial class Engine12
    {
        /// <inheritdoc/>
        public override string ApplicationProtocol
        {
            get { return _kept == null ? null : _kept.ApplicationProtocol; }
        }

        private void PrepareExchange(HandshakeParameters parameters)
        {
            if (_stack.Exchanges != null)
            {
                parameters.Exchange = _stack.Exchanges.Create(Role, parameters);
                parameters.Suites = parameters.Exchange.SelectSuites(parameters.Suites);
            }
        }

        /// <inheritdoc/>
        protected override TlsErrorCause Compute()
        {
            return Machine.Compute(Now);
        }

        private void KeepProtocol()
        {
            KeyExchange exchange = Machine.Exchange;

            if (exchange != null && exchange.ApplicationProtocol != null)
            {
                Keep().ApplicationProtocol = exchange.ApplicationProtocol;
            }
        }
    }
}
