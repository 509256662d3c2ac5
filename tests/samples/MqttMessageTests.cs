//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;
using nanoFramework.M2Mqtt;
using NanoTlsMan.Samples.MqttTlsPsk;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// MqttTlsPsk's client on what a broker may send and mosquitto does not.
/// </summary>
public class MqttMessageTests
{
    private static readonly byte[] s_connected = [0x20, 2, 0, 0];
    private static readonly byte[] s_subscribed = [0x90, 3, 0, 1, 0];
    private static readonly byte[] s_message = [0x30, 5, 0, 1, (byte)'t', (byte)'o', (byte)'k'];

    [Fact]
    public void AMessageBeforeTheAnswerToTheSubscriptionIsDelivered()
    {
        SmallMqttClient client = new(new Channel([.. s_connected, .. s_message, .. s_subscribed]));

        client.Connect("nano");
        client.Subscribe("t");
        Assert.True(client.Receive(1));
        Assert.Equal("t", client.Topic);
        Assert.Equal("ok", Encoding.UTF8.GetString(client.Payload));
        Assert.False(client.Receive(1));
    }

    [Theory]
    [InlineData("refuses the connection", "20020005")]
    [InlineData("refuses the subscription", "20020000" + "9003000180")]
    [InlineData("not MQTT", "20ffffffff7f")] // a length of five bytes
    [InlineData("not MQTT", "2011")] // an answer that is none
    [InlineData("in the middle of a packet", "2002")]
    [InlineData("does not answer", "")]
    [InlineData("not MQTT", "20020000" + "9003000100" + "3002ffff")] // a topic beyond the packet
    [InlineData("not MQTT", "20020000" + "9003000100" + "300100")]
    public void WhatABrokerMayNotSendIsAnErrorWithASentence(string message, string hex)
    {
        SmallMqttClient client = new(new Channel(Convert.FromHexString(hex)));

        Assert.Contains(message, Assert.Throws<IOException>(() =>
        {
            client.Connect("nano");
            client.Subscribe("t");
            client.Receive(1);
        }).Message);
    }

    [Theory]
    [InlineData(127, 2)]
    [InlineData(128, 3)]
    [InlineData(16383, 3)]
    [InlineData(16384, 4)]
    [InlineData(2097152, 5)]
    public void APacketSaysItsLength(int length, int header)
    {
        Channel channel = new([]);

        new SmallMqttClient(channel).Publish("t", new byte[length - 3]);
        Assert.Equal(header + length, channel.Sent.Length);

        int said = 0;

        for (int i = 1; i < header; i++)
        {
            said |= (channel.Sent[i] & 0x7f) << (7 * (i - 1));
            Assert.Equal(i < header - 1, (channel.Sent[i] & 0x80) != 0);
        }

        Assert.Equal(length, said);
    }

    /// <summary>
    /// A broker that has said it all already.
    /// </summary>
    private sealed class Channel(byte[] said) : IMqttNetworkChannel
    {
        private int _at;

        public byte[] Sent { get; private set; } = [];

        public bool DataAvailable => _at < said.Length;

        public bool ValidateServerCertificate { get; set; }

        public int Receive(byte[] buffer) => Receive(buffer, 0);

        public int Receive(byte[] buffer, int timeout)
        {
            if (buffer.Length > said.Length - _at)
            {
                return 0;
            }

            Array.Copy(said, _at, buffer, 0, buffer.Length);
            _at += buffer.Length;
            return buffer.Length;
        }

        public int Send(byte[] buffer)
        {
            Sent = buffer;
            return buffer.Length;
        }

        public void Connect()
        {
        }

        public void Close()
        {
        }

        public void Accept()
        {
        }
    }
}
