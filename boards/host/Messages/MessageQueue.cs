//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace NanoTlsMan.Host.Messages;

/// <summary>
/// The messages that wait to be sent. Standard input is read by a thread of its own, so that a client hears its server
/// while nobody types.
/// </summary>
internal sealed class MessageQueue
{
    // So many are read ahead; the rest waits where it comes from.
    private const int Depth = 64;

    private readonly BlockingCollection<byte[]> _messages = new(Depth);
    private volatile Exception? _failure;

    /// <summary>
    /// Begins to read.
    /// </summary>
    public MessageQueue(MessageReader reader)
    {
        new Thread(() => Fill(reader)) { IsBackground = true }.Start();
    }

    /// <summary>
    /// Takes messages that are there already.
    /// </summary>
    public MessageQueue(IEnumerable<byte[]> messages)
    {
        _messages = [.. messages];
        _messages.CompleteAdding();
    }

    /// <summary>Whether no more comes.</summary>
    public bool IsCompleted => _messages.IsCompleted;

    /// <summary>How many wait.</summary>
    public int Count => _messages.Count;

    /// <summary>
    /// Takes a message if there is one.
    /// </summary>
    /// <exception cref="InputException">The next one cannot be read.</exception>
    public bool TryTake([NotNullWhen(true)] out byte[]? message)
    {
        bool isTaken = _messages.TryTake(out message);

        return !isTaken && IsCompleted && _failure != null ? throw _failure : isTaken;
    }

    private void Fill(MessageReader reader)
    {
        try
        {
            while (reader.Read() is byte[] message)
            {
                _messages.Add(message);
            }
        }
        catch (Exception exception) when (exception is InputException or IOException)
        {
            _failure = exception;
        }

        _messages.CompleteAdding();
    }
}
