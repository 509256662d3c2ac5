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

    // Of the suites of 1.3 that are opened, all of which have SHA-256.
    private const int NewerSecretLength = 32;

    private static readonly string[] s_newerLabels =
    [
        "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0",
        "SERVER_TRAFFIC_SECRET_0",
    ];

    private readonly Dictionary<string, byte[]> _secrets = [];

    /// <summary>
    /// Reads a key log (RFC 9850); comments and secrets that open no records are left out.
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

            if (words.Length == 0 || (words[0] != Label && !s_newerLabels.Contains(words[0])))
            {
                continue;
            }

            if (words.Length != 3 || ParseHex(words[1]) is not { Length: RandomLength } random
                || ParseHex(words[2]) is not byte[] secret || !IsSecret(words[0], secret.Length))
            {
                throw new InputException($"line {number} of the key log is not '{words[0]} RANDOM SECRET'");
            }

            log.Add(words[0], random, secret);
        }

        return log;
    }

    /// <summary>
    /// Takes the secrets of a session as it opens.
    /// </summary>
    public void Add(byte[] clientRandom, byte[] masterSecret) => Add(Label, clientRandom, masterSecret);

    /// <summary>
    /// Finds the master secret of a session of 1.2.
    /// </summary>
    public byte[]? Find(byte[] clientRandom) => Find(Label, clientRandom);

    /// <summary>
    /// Finds a secret by its label.
    /// </summary>
    public byte[]? Find(string label, byte[] clientRandom) =>
        _secrets.GetValueOrDefault(label + Convert.ToHexString(clientRandom));

    private void Add(string label, byte[] clientRandom, byte[] secret) =>
        _secrets[label + Convert.ToHexString(clientRandom)] = [.. secret];

    // A suite with a longer hash has a longer secret, which is of no use here.
    private static bool IsSecret(string label, int length) =>
        label == Label ? length == SecretLength : length >= NewerSecretLength;

    private static byte[]? ParseHex(string text) =>
        HexText.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out byte[]? bytes) ? bytes : null;
}
