//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// The way from a forging peer to the engine: as the script says it holds, reorders, doubles and loses what is sent,
/// and it remembers what both sides said.
/// </summary>
internal sealed class Courier(Script script, Action<byte[]> deliver)
{
    public const int MostHeld = 24;

    private const int MostHistory = 64;

    private readonly List<byte[]> _held = [];
    private readonly List<byte[]> _history = [];
    private bool _isHolding;

    public void Emit(byte[] bytes)
    {
        Remember(bytes);

        if (_isHolding && _held.Count < MostHeld)
        {
            _held.Add(bytes);
        }
        else
        {
            deliver(bytes);
        }
    }

    public void Remember(byte[] bytes)
    {
        if (_history.Count < MostHistory)
        {
            _history.Add(bytes);
        }
    }

    /// <summary>Gets something that was said before.</summary>
    public byte[] Recall() => _history.Count == 0 ? [] : _history[script.Next() % _history.Count];

    /// <summary>From here on, what is sent waits.</summary>
    public void Hold() => _isHolding = true;

    /// <summary>Lets go what was held: in another order, in one piece, in part, or twice.</summary>
    public void Flush()
    {
        int how = script.Next();

        _isHolding = false;

        for (int i = _held.Count - 1; i > 0 && (how & 1) != 0; i--)
        {
            int other = script.Next(i + 1);

            (_held[i], _held[other]) = (_held[other], _held[i]);
        }

        byte[][] held = [.. _held];

        _held.Clear();

        if ((how & 2) != 0)
        {
            held = [[.. held.SelectMany(bytes => bytes)]];
        }

        foreach (byte[] bytes in held)
        {
            if ((how & 4) != 0 && script.Next(4) == 0)
            {
                continue;
            }

            deliver(bytes);

            if ((how & 8) != 0)
            {
                deliver(bytes);
            }
        }
    }
}
