//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;
using NanoTlsMan.Samples.CoapsSensor;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// The sample's reader and writer of CoAP messages, on what peers do not send every day.
/// </summary>
public class CoapMessageTests
{
    [Fact]
    public void WhatWasWrittenIsRead()
    {
        CoapMessage message = new(CoapMessage.NonConfirmable, CoapMessage.Content, 0xfffe, [1, 2, 3])
        {
            Path = "a/a-segment-of-more-than-twelve-bytes/c",
            Observe = 0x010203,
            ContentFormat = CoapMessage.LinkFormat,
            Payload = "payload"u8.ToArray(),
        };
        CoapMessage read = Parse(message.ToBytes())!;

        Assert.Equal(CoapMessage.NonConfirmable, read.Type);
        Assert.Equal(CoapMessage.Content, read.Code);
        Assert.Equal(0xfffe, read.Id);
        Assert.True(read.HasToken([1, 2, 3]));
        Assert.False(read.HasToken([1, 2, 4]));
        Assert.False(read.HasToken([1, 2]));
        Assert.Equal("a/a-segment-of-more-than-twelve-bytes/c", read.Path);
        Assert.Equal(0x010203, read.Observe);
        Assert.Equal(CoapMessage.LinkFormat, read.ContentFormat);
        Assert.Equal("payload", Encoding.UTF8.GetString(read.Payload));
        Assert.False(read.HasUnknownCriticalOption);
    }

    [Theory]
    [InlineData(13, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    [InlineData(300, false)]
    public void ASegmentHasAtMost255Bytes(int length, bool isWritten)
    {
        CoapMessage message =
            new(CoapMessage.Confirmable, CoapMessage.Get, 1, []) { Path = "a/" + new string('b', length) };

        if (isWritten)
        {
            Assert.Equal(message.Path, Parse(message.ToBytes())!.Path);
        }
        else
        {
            Assert.Throws<ArgumentException>(() => message.ToBytes());
        }
    }

    [Fact]
    public void AGetIsWrittenAsRfc7252HasIt()
    {
        CoapMessage message = new(CoapMessage.Confirmable, CoapMessage.Get, 0x7d34, []) { Path = "temperature" };

        // RFC 7252, appendix A, figure 16, whose message ID is 0x7d34.
        Assert.Equal([0x40, 0x01, 0x7d, 0x34, 0xbb, .. "temperature"u8], message.ToBytes());
    }

    [Theory]
    [InlineData("")]
    [InlineData("400112")]
    [InlineData("80010001")] // version 2
    [InlineData("49010001000000000000000000")] // a token of 9 bytes
    [InlineData("4201000101")] // half a token
    [InlineData("40010001b261")] // half a value
    [InlineData("40010001bd")] // no extended length
    [InlineData("40010001be01")] // half an extended length
    [InlineData("40010001bf")] // reserved
    [InlineData("40010001f1")] // reserved
    [InlineData("40010001ff")] // a marker and no payload
    public void WhatIsMalformedIsNoMessage(string hex) => Assert.Null(Parse(Convert.FromHexString(hex)));

    [Fact]
    public void NoPrefixOfAMessageIsReadBeyondItsEnd()
    {
        byte[] bytes =
            new CoapMessage(0, 1, 2, [3]) { Path = "abcdefghijklmnopqrstuvwxyz", Observe = 5, Payload = [1] }.ToBytes();

        for (int i = 0; i < bytes.Length; i++)
        {
            // In an array of just this length, reading on throws.
            Parse(bytes[..i]);
        }
    }

    [Theory]
    [InlineData("4001000190", true)] // option 9, odd
    [InlineData("40010001d0f7", false)] // option 260, even
    [InlineData("40010001d00a", true)] // option 23, Block2
    public void OnlyOddOptionsMustBeUnderstood(string hex, bool isCritical) =>
        Assert.Equal(isCritical, Parse(Convert.FromHexString(hex))!.HasUnknownCriticalOption);

    private static CoapMessage? Parse(byte[] bytes) => CoapMessage.Parse(bytes, 0, bytes.Length);
}
