//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;
using NanoTlsMan.Samples.Coap;

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
            ETag = [7, 8],
            MaxAge = 300,
            Accept = 0,
            Block1 = 0x3fd,
            Block2 = 0,
            Size1 = 0x12345678,
            Size2 = 4096,
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
        Assert.Equal([7, 8], read.ETag);
        Assert.Equal(300, read.MaxAge);
        Assert.Equal(0, read.Accept);
        Assert.Equal(0x3fd, read.Block1);
        Assert.Equal(0, read.Block2);
        Assert.Equal(0x12345678, read.Size1);
        Assert.Equal(4096, read.Size2);
        Assert.Equal(CoapMessage.None, read.UnknownCriticalOption);
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
            new CoapMessage(0, 1, 2, [3])
            {
                Path = "abcdefghijklmnopqrstuvwxyz",
                Observe = 5,
                ETag = [1, 2, 3],
                MaxAge = 300,
                Block1 = 0x123,
                Block2 = 0x123456,
                Size1 = 70000,
                Payload = [1],
            }.ToBytes();

        for (int i = 0; i < bytes.Length; i++)
        {
            // In an array of just this length, reading on throws.
            Parse(bytes[..i]);
        }
    }

    [Fact]
    public void ABlockIsReadAsRfc7959HasIt()
    {
        // RFC 7959, section 2.2: NUM 31, M, SZX 5.
        CoapBlock block = CoapBlock.Read(0x1fd)!;

        Assert.Equal(31, block.Number);
        Assert.True(block.HasMore);
        Assert.Equal(512, block.Size);
        Assert.Equal(31 * 512, block.Offset);
        Assert.Equal(0x1fd, CoapBlock.At(31 * 512, true, 5));
        Assert.Null(CoapBlock.Read(CoapMessage.None));
    }

    [Theory]
    [InlineData("4001000190", 9)]
    [InlineData("40010001d0f7", CoapMessage.None)] // option 260, even
    [InlineData("40010001d00c", 25)]
    [InlineData("40010001d00a", CoapMessage.None)] // option 23, Block2
    [InlineData("40010001d40a00000001", 23)] // a Block2 of four bytes
    [InlineData("40010001d00a00", 23)] // two of them
    public void OnlyOddOptionsMustBeUnderstood(string hex, int option) =>
        Assert.Equal(option, Parse(Convert.FromHexString(hex))!.UnknownCriticalOption);

    private static CoapMessage? Parse(byte[] bytes) => CoapMessage.Parse(bytes, 0, bytes.Length);
}
