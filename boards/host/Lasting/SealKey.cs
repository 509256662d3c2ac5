//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using System.Text;
using NanoTlsMan.Host.Messages;

namespace NanoTlsMan.Host.Lasting;

/// <summary>
/// The key that a file's content is sealed under: one that was given, or one of the file's own, beside it.
/// </summary>
internal static class SealKey
{
    public const int Length = 16;

    /// <summary>
    /// Gets the key of a file, and makes it where there is none.
    /// </summary>
    public static byte[] GetOrCreate(string path, byte[]? given)
    {
        if (given != null)
        {
            return given;
        }

        string keyPath = path + ".key";

        if (!File.Exists(keyPath))
        {
            PrivateFile.Write(
                keyPath, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length)) + "\n"));
        }

        return Get(path, null);
    }

    /// <summary>
    /// Gets the key of a file.
    /// </summary>
    /// <exception cref="InputException">There is none.</exception>
    public static byte[] Get(string path, byte[]? given)
    {
        if (given != null)
        {
            return given;
        }

        string keyPath = path + ".key";

        if (!File.Exists(keyPath))
        {
            throw new InputException($"there is no {keyPath}, and no --seal");
        }

        return Parse(File.ReadAllText(keyPath).Trim())
            ?? throw new InputException($"{keyPath} is not a key: it has {2 * Length} hexadecimal digits");
    }

    /// <summary>
    /// Reads a key in hexadecimal digits.
    /// </summary>
    /// <returns>The key; <see langword="null"/> if it is none.</returns>
    public static byte[]? Parse(string text)
    {
        try
        {
            byte[] key = Convert.FromHexString(text);

            return key.Length == Length ? key : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
