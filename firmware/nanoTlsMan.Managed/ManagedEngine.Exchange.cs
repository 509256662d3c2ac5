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
    internal abstract partial class ManagedEngine
    {
        /// <inheritdoc/>
        public override string ApplicationProtocol
        {
            get { return _kept == null ? null : _kept.ApplicationProtocol; }
        }

        /// <summary>Gets a value indicating whether there is something to compute before input is handled.</summary>
        protected bool IsComputing
        {
            get { return _phase == Phase.Handshake && Machine.IsBusy; }
        }

        /// <summary>
        /// Keeps the input that is not handled yet: the caller's buffer is somebody else's before the calculation is
        /// over.
        /// </summary>
        /// <returns><see langword="true"/> if there was any; otherwise, <see langword="false"/>.</returns>
        protected virtual bool SetInputAside()
        {
            return false;
        }

        /// <summary>
        /// Handles what was kept meanwhile.
        /// </summary>
        protected virtual void OnComputed()
        {
        }

        private void PrepareExchange(HandshakeParameters parameters)
        {
            if (_stack.Exchanges != null)
            {
                parameters.Exchange = _stack.Exchanges.Create(Role, parameters);
                parameters.Suites = parameters.Exchange.SelectSuites(parameters.Suites);
            }
        }

        /// <summary>
        /// Does a step.
        /// </summary>
        /// <returns><see langword="true"/> if there is more to compute; otherwise, <see langword="false"/>.</returns>
        private bool ComputeStep()
        {
            // Whoever gave input is not held up by a step.
            if (SetInputAside())
            {
                return SetBusy();
            }

            TlsErrorCause cause = Machine.Compute(Now);

            if (cause != TlsErrorCause.None)
            {
                Fail(cause);
            }
            else if (!Machine.IsBusy)
            {
                OnComputed();
            }

            if (!IsComputing)
            {
                return false;
            }

            return SetBusy();
        }

        // It is due at once, but after everybody else.
        private bool SetBusy()
        {
            HasDeadline = true;
            Deadline = Now;
            return true;
        }

        private void KeepProtocol()
        {
            KeyExchange exchange = Machine.Exchange;

            if (exchange != null && exchange.ApplicationProtocol != null)
            {
                Keep().ApplicationProtocol = exchange.ApplicationProtocol;
            }
        }

        private int GetErrorDetail()
        {
            return Machine == null || Machine.Exchange == null ? 0 : Machine.Exchange.ErrorDetail;
        }
    }
}
