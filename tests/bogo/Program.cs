//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;

namespace NanoTlsMan.Bogo;

/// <summary>
/// The shim that BoringSSL's test runner (BoGo) drives: one or more connections over the managed engines, as the flags
/// say.
/// </summary>
internal static class Program
{
    /// <summary>What tells the runner that a test asks for something that is not here.</summary>
    private const int Unimplemented = 89;

    private static int Main(string[] args)
    {
        // The runner asks first whether a handshake may be split between two processes.
        if (args.Contains("-is-handshaker-supported"))
        {
            Console.WriteLine("No");
            return 0;
        }

        try
        {
            SharedState shared = new();

            for (int i = 0; ; i++)
            {
                ShimConfig config = ShimConfig.Parse(args, i);

                Run(config, shared, i);

                if (i >= config.ResumeCount)
                {
                    return 0;
                }
            }
        }
        catch (UnimplementedException exception)
        {
            Console.Error.WriteLine("unimplemented: " + exception.Message);

            // For who wants to know why tests were not run; the runner does not tell.
            if (Environment.GetEnvironmentVariable("NANOTLSMAN_BOGO_LOG") is string path)
            {
                File.AppendAllText(path, exception.Message + "\n");
            }

            return Unimplemented;
        }
        catch (ShimException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
        catch (SocketException exception)
        {
            Console.Error.WriteLine("socket: " + exception.Message);
            return 1;
        }
    }

    private static void Run(ShimConfig config, SharedState shared, int index)
    {
        IPAddress address = config.UsesIpv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;

        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        socket.Connect(address, config.Port);

        byte[] id = BitConverter.GetBytes(config.ShimId);

        socket.Send(id);

        // Seconds that pass between the connections.
        int delay = index > 0 ? 1000 * config.GetNumber("-resumption-delay", 0) : 0;
        Wire wire = new(socket, config.IsDatagram, 1000 + delay);
        Connection? connection = null;

        try
        {
            connection = new Connection(config, shared, wire, index);
            connection.Run();
        }
        finally
        {
            wire.End();

            if (connection != null && config.Get("-write-settings") is string prefix)
            {
                TellVersion(prefix + "version", connection);
            }
        }
    }

    // For who counts: the runner does not tell of which version a test is. The last handshake that came to its end
    // counts.
    private static void TellVersion(string path, Connection connection)
    {
        if (connection.IsConnected || !File.Exists(path))
        {
            File.WriteAllText(path, !connection.IsConnected ? "none\n" : connection.IsVersion13 ? "1.3\n" : "1.2\n");
        }
    }
}
