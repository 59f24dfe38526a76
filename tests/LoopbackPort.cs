using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace RxRecs;

/// <summary>
/// Ports for servers that a test starts as processes, which cannot ask the system for one themselves.
/// </summary>
internal static class LoopbackPort
{
    // Below those that the system gives to connections: another test's connection could have taken it by the time the
    // server starts, or starts again. Above those of KafkaCluster.
    private const int First = 25_000;
    private const int End = 32_000;

    /// <summary>Gives a port of the loopback address that nobody listens at.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
