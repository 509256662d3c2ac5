//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if !M2MQTT
namespace nanoFramework.M2Mqtt
{
    /// <summary>
    /// What the client of nanoFramework.M2Mqtt (5.1) sends and receives through, as that package has it. Define M2MQTT
    /// where the package is referenced.
    /// </summary>
    public interface IMqttNetworkChannel
    {
        /// <summary>
        /// Gets a value indicating whether there is something to receive.
        /// </summary>
        bool DataAvailable { get; }

        /// <summary>
        /// Gets or sets a value indicating whether the server's certificate is checked.
        /// </summary>
        bool ValidateServerCertificate { get; set; }

        /// <summary>
        /// Fills a buffer.
        /// </summary>
        /// <param name="buffer">The buffer.</param>
        /// <returns>Its length; 0 if the connection was closed.</returns>
        int Receive(byte[] buffer);

        /// <summary>
        /// Fills a buffer, if something comes in time.
        /// </summary>
        /// <param name="buffer">The buffer.</param>
        /// <param name="timeout">How long to wait for the first byte, in milliseconds.</param>
        /// <returns>Its length; 0 if nothing came in time.</returns>
        int Receive(byte[] buffer, int timeout);

        /// <summary>
        /// Sends a buffer.
        /// </summary>
        /// <param name="buffer">The buffer.</param>
        /// <returns>How many bytes were sent.</returns>
        int Send(byte[] buffer);

        /// <summary>
        /// Closes the connection.
        /// </summary>
        void Close();

        /// <summary>
        /// Connects to the broker.
        /// </summary>
        void Connect();

        /// <summary>
        /// Accepts a client, which is for brokers.
        /// </summary>
        void Accept();
    }
}
#endif
