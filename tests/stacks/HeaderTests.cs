//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// The numbers of the C headers against those of managed code: they cross the boundary as they are.
/// </summary>
public partial class HeaderTests
{
    private static readonly Dictionary<string, int> s_header = Read("tlsman_wire.h", "tlsman_keys.h", "tlsman_stack.h", "tlsman.h");

    [Theory]
    [InlineData(typeof(DropReason), "DROP_", "TooShort", "Empty")]
    [InlineData(typeof(TlsAwaited), "AWAIT_", "Nothing", "Finished")]
    [InlineData(typeof(TlsPollResult), "", "Idle", "Busy")]
    [InlineData(typeof(TlsErrorCause), "", "HandshakeTimeout", "SequenceExhausted")]
    [InlineData(typeof(TlsErrorCause), "", "NativeFailure", "InternalError")]
    [InlineData(typeof(TlsErrorCause), "", "MissingExtension", "Downgraded")]
    [InlineData(typeof(AeadAlgorithm), "", "Aes128Ccm", "ChaCha20Poly1305")]
    [InlineData(typeof(TlsRole), "", "Client", "Server")]
    [InlineData(typeof(TlsTransportKind), "", "Datagram", "Stream")]
    public void EnumsAgree(Type type, string prefix, string first, string last)
    {
        int from = (int)Enum.Parse(type, first);
        int to = (int)Enum.Parse(type, last);

        foreach (object value in Enum.GetValues(type))
        {
            if ((int)value >= from && (int)value <= to)
            {
                Assert.Equal((int)value, s_header["TLSMAN_" + prefix + ToHeaderName(value.ToString()!)]);
            }
        }
    }

    [Fact]
    public void StatusesAgree()
    {
        Assert.Equal(TlsManStatus.Ok, s_header["TLSMAN_OK"]);
        Assert.Equal(TlsManStatus.WouldBlock, s_header["TLSMAN_WOULD_BLOCK"]);
        Assert.Equal(TlsManStatus.NotConnected, s_header["TLSMAN_NOT_CONNECTED"]);
        Assert.Equal(TlsManStatus.TooLong, s_header["TLSMAN_TOO_LONG"]);
        Assert.Equal(TlsManStatus.Closed, s_header["TLSMAN_ENDED"]);
        Assert.Equal(TlsManStatus.InvalidState, s_header["TLSMAN_INVALID_STATE"]);
        Assert.Equal(TlsManStatus.NoStack, s_header["TLSMAN_NO_STACK"]);
    }

    [Fact]
    public void NumbersOfTheEngineAgree()
    {
        Type ids = typeof(NativeStack).Assembly.GetType("NanoTlsMan.NativeStacks.NativeId", throwOnError: true)!;
        FieldInfo[] fields =
            [.. ids.GetFields(BindingFlags.NonPublic | BindingFlags.Static).Where(field => field.IsLiteral)];

        Assert.True(fields.Length > 40);

        foreach (FieldInfo field in fields)
        {
            string name = field.Name == "DropReasonCount"
                ? "DropReasons"
                : field.Name.StartsWith("Status", StringComparison.Ordinal)
                ? field.Name["Status".Length..]
                : field.Name;

            Assert.True(s_header["TLSMAN_" + ToHeaderName(name)] == (int)field.GetRawConstantValue()!, field.Name);
        }
    }

    [Fact]
    public void LimitsAgree()
    {
        Assert.Equal(CredentialStore.MaxIdentityLength, s_header["TLSMAN_MAX_IDENTITY"]);
        Assert.Equal(CredentialStore.MaxKeyLength, s_header["TLSMAN_MAX_KEY"]);
        Assert.Equal(RecordHeader.MaxPlaintext, s_header["TLSMAN_MAX_PLAINTEXT"]);
        Assert.Equal(TlsSessionOptions.MaxConnectionIdLength, s_header["TLSMAN_MAX_CONNECTION_ID"]);
        Assert.Equal(AeadCipher.NonceLength, s_header["TLSMAN_NONCE_LENGTH"]);
        Assert.Equal(TranscriptHash.DigestLength, s_header["TLSMAN_DIGEST_LENGTH"]);
    }

    // ChaCha is one word.
    private static string ToHeaderName(string name) =>
        WordStart().Replace(name.Replace("ChaCha", "Chacha"), "_$0").ToUpperInvariant();

    /// <summary>
    /// Reads enums and numeric macros, as a compiler would: an enumerator without a value is one more than the one
    /// before it.
    /// </summary>
    private static Dictionary<string, int> Read(params string[] names)
    {
        Dictionary<string, int> numbers = [];

        foreach (string name in names)
        {
            string text = Comment()
                .Replace(
                    File.ReadAllText(
                        Path.Combine(Deviations.SourceFolder, "..", "..", "native-interop", "include", name)), "");

            foreach (Match macro in Macro().Matches(text))
            {
                numbers[macro.Groups[1].Value] = int.Parse(macro.Groups[2].Value, CultureInfo.InvariantCulture);
            }

            foreach (Match body in EnumBody().Matches(text))
            {
                int next = 0;

                foreach (string part in body.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries
                    | StringSplitOptions.TrimEntries))
                {
                    string[] sides = part.Split('=', StringSplitOptions.TrimEntries);

                    next = sides.Length == 1
                        ? next
                        : sides[1].Split('+')
                        .Sum(term => int.TryParse(term, out int value) ? value : numbers[term.Trim()]);
                    numbers[sides[0]] = next++;
                }
            }
        }

        return numbers;
    }

    [GeneratedRegex(@"(?<!^)[A-Z]")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"#define (TLSMAN_\w+) (\d+)")]
    private static partial Regex Macro();

    [GeneratedRegex(@"enum \w+ \{(.*?)\}", RegexOptions.Singleline)]
    private static partial Regex EnumBody();
}
