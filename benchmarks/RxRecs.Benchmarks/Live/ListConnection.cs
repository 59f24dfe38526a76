using System.Net.Sockets;
using System.Text;

namespace RxRecs.Benchmarks.Live;

/// <summary>One connection that asks for a list, and takes the answer piece by piece.</summary>
internal sealed class ListConnection : IDisposable
{
    private readonly Uri _server;
    private readonly byte[] _answer = new byte[16 * 1024];
    private int _received;
    private bool _isReused;

    public ListConnection(Uri server)
    {
        _server = server;
        Socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(server.Host, server.Port);
    }

    public Socket Socket { get; }

    /// <summary>Gives the time at which the question was due, which may be before it was sent.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>Gives the status of the answer, once all of it is there.</summary>
    public int Status { get; private set; }

    /// <summary>Tells whether nothing came of a question on a connection that had been used before: the server had
    /// closed it, because it was idle for long, and the question is to be asked on another one.</summary>
    public bool WasClosedIdle => _isReused && _received == 0;

    private ReadOnlySpan<byte> Answer => _answer.AsSpan(0, _received);

    public void Ask(long user, TimeSpan due)
    {
        (Due, _isReused, _received) = (due, _received > 0, 0);
        Socket.Send(Encoding.ASCII.GetBytes(
            $"GET /recommendations/{user} HTTP/1.1\r\nHost: {_server.Authority}\r\n\r\n"));
    }

    /// <summary>Takes what has come; true once the answer is complete.</summary>
    /// <exception cref="SocketException">The server has closed the connection, or says what is no list.</exception>
    public bool Receive()
    {
        var count = Socket.Receive(_answer.AsSpan(_received));
        if (count == 0)
        {
            throw new SocketException((int)SocketError.ConnectionReset);
        }

        _received += count;
        var head = Answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        Status = int.Parse(Answer[9..12]);
        return Status != 200 || _received == head + 4 + BodyLength(Answer[..head]);
    }

    public bool Says(ReadOnlySpan<byte> text) => Answer.IndexOf(text) >= 0;

    public void Dispose() => Socket.Dispose();

    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var value = head[(head.IndexOf(name) + name.Length)..];
        var end = value.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? value : value[..end]);
    }
}
