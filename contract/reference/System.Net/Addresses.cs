//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net.Sockets;

namespace System.Net
{
    public class SocketAddress
    {
        public extern SocketAddress(AddressFamily family, int size);

        public extern AddressFamily Family { get; }

        public extern int Size { get; }

        public extern byte this[int offset] { get; set; }

        public override extern bool Equals(object obj);

        public override extern int GetHashCode();
    }

    public abstract class EndPoint
    {
        public abstract SocketAddress Serialize();

        public abstract EndPoint Create(SocketAddress socketAddress);
    }

    public class IPAddress
    {
        public static readonly IPAddress Any;
        public static readonly IPAddress Loopback;
        public static readonly IPAddress Broadcast;
        public static readonly IPAddress None;
        public static readonly IPAddress IPv6Any;
        public static readonly IPAddress IPv6Loopback;

        public extern IPAddress(long newAddress);

        public extern IPAddress(byte[] address);

        public extern IPAddress(byte[] address, long scopeid);

        public extern AddressFamily AddressFamily { get; }

        public extern long ScopeId { get; set; }

        public extern bool IsIPv4MappedToIPv6 { get; }

        public static extern bool operator ==(IPAddress a, IPAddress b);

        public static extern bool operator !=(IPAddress a, IPAddress b);

        public static extern IPAddress Parse(string ipString);

        public static extern IPAddress GetDefaultLocalAddress();

        public extern byte[] GetAddressBytes();

        public extern IPAddress MapToIPv6();

        public extern IPAddress MapToIPv4();

        public override extern bool Equals(object other);

        public extern bool Equals(IPAddress other);

        public override extern int GetHashCode();

        public override extern string ToString();
    }

    public class IPEndPoint : EndPoint
    {
        public const int MinPort = 0x00000000;
        public const int MaxPort = 0x0000FFFF;

        public extern IPEndPoint(long address, int port);

        public extern IPEndPoint(IPAddress address, int port);

        public extern IPAddress Address { get; }

        public extern AddressFamily AddressFamily { get; }

        public extern int Port { get; }

        public override extern SocketAddress Serialize();

        public override extern EndPoint Create(SocketAddress socketAddress);

        public override extern bool Equals(object obj);

        public override extern int GetHashCode();

        public override extern string ToString();
    }

    public class IPHostEntry
    {
        public extern IPHostEntry();

        public extern string HostName { get; }

        public extern IPAddress[] AddressList { get; }
    }

    public static class Dns
    {
        public static extern IPHostEntry GetHostEntry(string hostNameOrAddress);
    }
}
