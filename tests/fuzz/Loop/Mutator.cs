//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;

namespace NanoTlsMan.Tests.Fuzz.Loop;

/// <summary>
/// Makes new scripts of old ones.
/// </summary>
internal sealed class Mutator(Random random)
{
    private const int MaxLength = 600;
    private const int SmallValues = 48;

    public byte[] Mutate(IReadOnlyList<byte[]> corpus)
    {
        // What was found last leads on most often.
        double age = random.Next(2) == 0 ? Math.Pow(random.NextDouble(), 3) : random.NextDouble();
        List<byte> bytes = [.. corpus[corpus.Count - 1 - (int)(corpus.Count * age)]];
        int count = 1 << random.Next(5);

        for (int i = 0; i < count; i++)
        {
            Change(bytes, corpus);
        }

        if (bytes.Count > MaxLength)
        {
            bytes.RemoveRange(MaxLength, bytes.Count - MaxLength);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        int place = random.Next(bytes.Count + 1);
        int length = Math.Min(1 + random.Next(8), bytes.Count - place);

        switch (random.Next(10))
        {
            case 0 when place < bytes.Count:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when place < bytes.Count:
                bytes[place] = (byte)random.Next(256);
                break;
            case 2 when place < bytes.Count:
                bytes[place] = (byte)random.Next(SmallValues);
                break;
            case 3 or 4:
                bytes.InsertRange(place, Draw(1 + random.Next(6)));
                break;
            case 5:
                bytes.RemoveRange(place, length);
                break;
            case 6:
                bytes.InsertRange(place, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                break;
            case 7:
                byte[] other = corpus[random.Next(corpus.Count)];
                int from = random.Next(other.Length + 1);

                bytes.InsertRange(place, other.AsSpan(from, random.Next(other.Length - from + 1)));
                break;
            case 8:
                bytes.AddRange(Draw(1 + random.Next(12)));
                break;
            default:
                bytes.Insert(place, (byte)random.Next(SmallValues));
                break;
        }
    }

    private byte[] Draw(int count)
    {
        byte[] drawn = new byte[count];

        random.NextBytes(drawn);
        return drawn;
    }
}
