using System.Net;
using System.Net.Sockets;

namespace RxRecs.Postgres.Cluster;

/// <summary>
/// Stands between a client and the server. Once armed it lets the next COMMIT through, and cuts the line before the
/// client hears of it.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private int _armed;
    private int _cuts;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts => Volatile.Read(ref _cuts);

    public void CutBehindNextCommit() => Volatile.Write(ref _armed, 1);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using var server = new TcpClient("127.0.0.1", _serverPort);
            var line = new Line();
            try
            {
                await await Task.WhenAny(ForwardAsync(client, server, line), AnswerAsync(server, client, line));
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                // One side has closed the line.
            }
        }
    }

    private async Task ForwardAsync(TcpClient client, TcpClient server, Line line)
    {
        var buffer = new byte[65_536];
        while (await client.GetStream().ReadAsync(buffer) is var length and > 0)
        {
            // With its end: a transaction begins as READ COMMITTED.
            line.IsCut |= buffer.AsSpan(0, length).IndexOf("COMMIT\0"u8) >= 0
                && Interlocked.Exchange(ref _armed, 0) == 1;
            await server.GetStream().WriteAsync(buffer.AsMemory(0, length));
        }
    }

    private async Task AnswerAsync(TcpClient server, TcpClient client, Line line)
    {
        var buffer = new byte[65_536];
        while (await server.GetStream().ReadAsync(buffer) is var length and > 0)
        {
            if (line.IsCut)
            {
                // The server has committed and says so; nobody hears it.
                Interlocked.Increment(ref _cuts);
                return;
            }

            await client.GetStream().WriteAsync(buffer.AsMemory(0, length));
        }
    }

    private sealed class Line
    {
        public volatile bool IsCut;
    }
}
