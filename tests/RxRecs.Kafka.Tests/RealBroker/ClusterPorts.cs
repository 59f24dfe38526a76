using System.Net;
using System.Net.Sockets;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// Ten ports in a row for one cluster. Whoever holds the last of them has them all, whether its broker listens already
/// or not: two that start at the same time, in this process or another, do not meet.
/// </summary>
internal sealed class ClusterPorts : IDisposable
{
    private const int FirstOfAll = 24092;
    private const int LastOfAll = 24592;
    private const int Count = 10;
    private const int FirstListener = 6;
    private const int Reserved = Count - 1;
    private readonly TcpListener _reservation;

    private ClusterPorts(TcpListener reservation) => _reservation = reservation;

    /// <summary>The first port, that of the first node.</summary>
    public int First => ((IPEndPoint)_reservation.LocalEndpoint).Port - Reserved;

    /// <summary>Takes ports that are free.</summary>
    /// <param name="nodes">The number of nodes, each with two ports.</param>
    /// <param name="listeners">The number of further listeners.</param>
    public static ClusterPorts Reserve(int nodes, int listeners)
    {
        var clusters = (LastOfAll - FirstOfAll) / Count;
        for (var n = 0; n < clusters; n++)
        {
            var port = FirstOfAll + ((Environment.ProcessId + n) % clusters * Count);
            if (Listen(port + Reserved) is not { } reservation)
            {
                continue;
            }

            if (Enumerable.Range(port, 2 * nodes).Concat(Enumerable.Range(port + FirstListener, listeners)).All(IsFree))
            {
                return new(reservation);
            }

            reservation.Dispose();
        }

        throw new InvalidOperationException($"No free ports between {FirstOfAll} and {LastOfAll}.");
    }

    /// <summary>The port of a further listener.</summary>
    public int OfListener(int listener) => First + FirstListener + listener;

    public void Dispose() => _reservation.Dispose();

    private static bool IsFree(int port)
    {
        using var listener = Listen(port);
        return listener is not null;
    }

    private static TcpListener? Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
