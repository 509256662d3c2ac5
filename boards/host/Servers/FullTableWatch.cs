//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Servers;

/// <summary>
/// Says that a server turns clients away because it is full: once for each spell, not for each datagram.
/// </summary>
/// <param name="limits">What it is full by.</param>
/// <param name="drops">Counts what is turned away.</param>
/// <param name="log">Takes the lines.</param>
internal sealed class FullTableWatch(TlsLimits limits, DropCounters drops, Action<string> log)
{
    /// <summary>A spell is over when nobody was turned away for so long, in milliseconds.</summary>
    public const int EndOfSpell = 10000;

    private readonly Spell _sessions = new(DropReason.TableFull);
    private readonly Spell _halfOpen = new(DropReason.HalfOpenLimit);

    /// <summary>
    /// Looks at the counters; to be called again and again.
    /// </summary>
    /// <param name="now">The time, in milliseconds.</param>
    public void Look(long now)
    {
        if (_sessions.HasBegun(drops, now))
        {
            string idle = FormattableString.Invariant($"{limits.IdleTimeout / 1000.0:0.###}");

            log($"full: --max-sessions {limits.MaxSessions} is reached, and no session was idle for {idle} s "
                + "(--idle-timeout); new clients are turned away");
        }

        if (_halfOpen.HasBegun(drops, now))
        {
            log($"full: --max-half-open {limits.MaxHalfOpen} is reached, so many handshakes are under way; new clients "
                + "are turned away");
        }
    }

    private sealed class Spell(DropReason reason)
    {
        private int _count;
        private long _last = -EndOfSpell;

        public bool HasBegun(DropCounters drops, long now)
        {
            int count = drops.Get(reason);

            if (count == _count)
            {
                return false;
            }

            bool isNew = now - _last >= EndOfSpell;

            _count = count;
            _last = now;
            return isNew;
        }
    }
}
