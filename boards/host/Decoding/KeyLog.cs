//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host.Messages;

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// The master secrets of a key log in the format of NSS (SSLKEYLOGFILE).
/// </summary>
internal sealed class KeyLog
{
    private const string Label = "CLIENT_RANDOM";
    private const int RandomLength = 32;
    private const int SecretLength = 48;

    private readonly Dictionary<string, byte[]> _secrets = [];

    /// <summary>
    /// Reads a key log; lines of version 1.3 and comments are left out.
    /// </summary>
    /// <exception cref="InputException">A line is damaged.</exception>
    public static KeyLog Read(IEnumerable<string> lines)
    {
        KeyLog log = new();
        int number = 0;

        foreach (string line in lines)
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

            number++;

            if (words.Length == 0 || words[0] != Label)
            {
                continue;
            }

            if (words.Length != 3 || ParseHex(words[1], RandomLength) is not byte[] random
                || ParseHex(words[2], SecretLength) is not byte[] secret)
            {
                throw new InputException($"line {number} of the key log is not '{Label} RANDOM SECRET'");
            }

            log.Add(random, secret);
        }

        return log;
    }

    /// <summary>
    /// Takes the secrets of a session as it opens.
    /// </summary>
    public void Add(byte[] clientRandom, byte[] masterSecret) =>
        _secrets[Convert.ToHexString(clientRandom)] = [.. masterSecret];

    public byte[]? Find(byte[] clientRandom) => _secrets.GetValueOrDefault(Convert.ToHexString(clientRandom));

    private static byte[]? ParseHex(string text, int length) =>
        HexText.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out byte[]? bytes) && bytes.Length == length
        ? bytes
        : null;
}
