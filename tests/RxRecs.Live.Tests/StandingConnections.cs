using System.Net.Sockets;
using System.Text;

namespace RxRecs.Live;

/// <summary>Connections that stand: some say nothing, others stop in the middle of a request.</summary>
internal sealed class StandingConnections : IDisposable
{
    private const string HalfHeaders = "GET /trends HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a";
    private const string HalfBody =
        "POST /interactions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 900\r\n"
        + "\r\n[{\"event_type\":";

    private readonly List<TcpClient> _clients = [];

    /// <summary>Opens connections.</summary>
    public static async Task<StandingConnections> OpenAsync(int port, int idle, int slow)
    {
        var connections = new StandingConnections();
        for (var i = 0; i < idle + slow; i++)
        {
            var client = new TcpClient();
            connections._clients.Add(client);
            await client.ConnectAsync("127.0.0.1", port);
            if (i < slow)
            {
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(i % 2 == 0 ? HalfHeaders : HalfBody));
            }
        }

        return connections;
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());
}
