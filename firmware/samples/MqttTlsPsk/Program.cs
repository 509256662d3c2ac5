//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using System.Text;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Samples.MqttTlsPsk
{
    /// <summary>
    /// MQTT over TLS with a pre-shared key: subscribes to a topic, publishes to it, and prints what the broker
    /// delivers.
    /// </summary>
    public static class Program
    {
        private const int DeliveryTimeout = 30000;

#if NANOFRAMEWORK_1_0
        /// <summary>
        /// What the board does: it publishes its temperature every half a minute.
        /// </summary>
        public static void Main()
        {
            Board.StartNetwork();

            TlsMan man = ManagedStack.CreateManager(new ManagedCiphers(), new BoardRandom());
            CredentialStore keys = new CredentialStore();

            keys.AddPsk(Board.ReadIdentity(), Board.ReadKey());

            SmallMqttClient client = new SmallMqttClient(new PskNetworkChannel(man, Board.Server, keys));

            client.Connect("nano");

            while (true)
            {
                client.Publish("sensors/nano", Encoding.UTF8.GetBytes(Board.ReadTemperature().ToString()));
                System.Threading.Thread.Sleep(30000);
            }
        }
#endif

        /// <summary>
        /// Publishes a message to a topic and waits until the broker has delivered it to this very client.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="broker">The broker's address and port.</param>
        /// <param name="keys">The key that the broker knows.</param>
        /// <param name="topic">The topic.</param>
        /// <param name="text">The message.</param>
        /// <param name="count">How many messages of the topic to wait for; others may publish as well.</param>
        /// <returns><see langword="false"/> if not all of them came in time; otherwise,
        /// <see langword="true"/>.</returns>
        public static bool Run(
            TlsMan man, IPEndPoint broker, CredentialStore keys, string topic, string text, int count)
        {
            PskNetworkChannel channel = new PskNetworkChannel(man, broker, keys);
            SmallMqttClient client = new SmallMqttClient(channel);

            try
            {
                client.Connect("nano");
                client.Subscribe(topic);
                Console.WriteLine("subscribed to " + topic);
                client.Publish(topic, Encoding.UTF8.GetBytes(text));

                for (int i = 0; i < count; i++)
                {
                    if (!client.Receive(DeliveryTimeout))
                    {
                        return false;
                    }

                    Console.WriteLine(
                        client.Topic + " " + Encoding.UTF8.GetString(client.Payload, 0, client.Payload.Length));
                }

                client.Disconnect();
                return true;
            }
            finally
            {
                channel.Close();
            }
        }
    }
}
