using System.Net.Sockets;
using System.Text;

namespace RxRecs.Benchmarks.Live;

/// <summary>Connections that cost a server something without asking for much; each is opened again when the server
/// has closed it.</summary>
internal sealed class IdleConnections(Uri server)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly byte[] _slow = Encoding.ASCII.GetBytes(
        $"POST /interactions HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\n"
        + $"Content-Length: 100000\r\n\r\n{new string(' ', 100_000)}");
    private readonly byte[] _stream =
        Encoding.ASCII.GetBytes($"GET /events HTTP/1.1\r\nHost: {server.Authority}\r\n\r\n");
    private long _open;
    private long _closed;
    private long _refused;
    private long _bytes;

    /// <summary>Sends nothing.</summary>
    public Task StayIdle(CancellationToken end) => Repeat(socket => ReadAll(socket, end), end);

    /// <summary>Asks for the stream of the page, and reads it or does not.</summary>
    public Task ReadStream(bool reads, CancellationToken end) => Repeat(
        async socket =>
        {
            await socket.SendAsync(_stream, end);
            await (reads ? ReadAll(socket, end) : Task.Delay(Timeout.InfiniteTimeSpan, end));
        },
        end);

    /// <summary>Sends a request a byte a second.</summary>
    public Task SendSlowly(CancellationToken end) => Repeat(
        async socket =>
        {
            var closed = ReadAll(socket, end);
            for (var i = 0; i < _slow.Length && !closed.IsCompleted; i++)
            {
                await socket.SendAsync(_slow.AsMemory(i, 1), end);
                await Task.WhenAny(closed, Task.Delay(Second, end));
            }

            await closed;
        },
        end);

    public override string ToString() =>
        $"{_open:n0} connections open, {_closed:n0} closed by the server, {_refused:n0} refused, {_bytes >> 20:n0} MiB";

    private async Task ReadAll(Socket socket, CancellationToken end)
    {
        var buffer = new byte[16_384];
        while (await socket.ReceiveAsync(buffer, end) is > 0 and var count)
        {
            Interlocked.Add(ref _bytes, count);
        }
    }

    private async Task Repeat(Func<Socket, Task> use, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            var isOpen = false;
            try
            {
                await socket.ConnectAsync(server.Host, server.Port, end);
                Interlocked.Increment(ref _open);
                isOpen = true;
                await use(socket);
                Interlocked.Increment(ref _closed);
            }
            catch (SocketException)
            {
                Interlocked.Increment(ref isOpen ? ref _closed : ref _refused);
                await Task.WhenAny(Task.Delay(Second, end));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                Interlocked.Add(ref _open, isOpen ? -1 : 0);
            }
        }
    }
}
