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
        private const int DeliveryTimeout = 60000;

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
            SteadyMqttClient steady = new SteadyMqttClient(client, "nano", "actuators/nano");

            steady.Start();

            while (true)
            {
                steady.Publish("sensors/nano", Encoding.UTF8.GetBytes(Board.ReadTemperature().ToString()));

                // In place of a sleep: this answers the broker's keep-alive, and connects again if need be.
                if (steady.Receive(30000))
                {
                    Print(client);
                }
            }
        }
#endif

        /// <summary>
        /// Subscribes to a topic, publishes a message to it, and prints what the broker delivers, through losses of the
        /// connection.
        /// </summary>
        /// <param name="client">The client, which is not yet connected.</param>
        /// <param name="topic">The topic.</param>
        /// <param name="text">The message.</param>
        /// <param name="count">How many messages of the topic to wait for; others may publish as well.</param>
        /// <returns><see langword="false"/> if not all of them came in time; otherwise,
        /// <see langword="true"/>.</returns>
        public static bool Run(SmallMqttClient client, string topic, string text, int count)
        {
            SteadyMqttClient steady = new SteadyMqttClient(client, "nano", topic);

            steady.Start();
            Console.WriteLine("subscribed to " + topic);
            steady.Publish(topic, Encoding.UTF8.GetBytes(text));

            while (count > 0)
            {
                bool wasConnected = steady.IsConnected;

                if (steady.Receive(DeliveryTimeout))
                {
                    Print(client);
                    count--;
                }
                else if (!steady.IsConnected)
                {
                    Console.WriteLine("no connection: " + steady.LastError);
                }
                else if (wasConnected)
                {
                    return false;
                }
                else
                {
                    Console.WriteLine("connected again");
                }
            }

            client.Disconnect();
            return true;
        }

        private static void Print(SmallMqttClient client)
        {
            if (client.Payload == null)
            {
                Console.WriteLine(
                    "left out a message of " + client.MessageLength.ToString() + " bytes: there is room for "
                    + client.MaxMessage.ToString());
            }
            else
            {
                Console.WriteLine(
                    client.Topic + " " + Encoding.UTF8.GetString(client.Payload, 0, client.Payload.Length));
            }
        }
    }
}
