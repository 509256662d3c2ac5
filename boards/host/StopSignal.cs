//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Runtime.InteropServices;

namespace NanoTlsMan.Host;

/// <summary>
/// Ctrl-C, and what stops a service: either asks for an end in order.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly ManualResetEventSlim _isRequested = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action? _onRequested;

    /// <summary>
    /// Begins to listen.
    /// </summary>
    /// <param name="onRequested">What is done at once, on another thread.</param>
    public StopSignal(Action? onRequested = null)
    {
        _onRequested = onRequested;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Request),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Request),
        ];
    }

    public bool IsRequested => _isRequested.IsSet;

    /// <summary>
    /// Asks for the end from within.
    /// </summary>
    public void Request() => _isRequested.Set();

    /// <summary>
    /// Waits for a time, or less if the end is asked for.
    /// </summary>
    /// <returns>Whether it is.</returns>
    public bool Wait(int milliseconds) => _isRequested.Wait(milliseconds);

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Request(PosixSignalContext context)
    {
        context.Cancel = true;
        Request();
        _onRequested?.Invoke();
    }
}
