using System.Globalization;
using System.Net.Sockets;

namespace RxRecs.Benchmarks.Live;

/// <summary>
/// Asks for the lists of users drawn evenly, at a fixed rate, whether the server keeps up or not: an open loop. A
/// duration counts from when its question was due, not from when a connection was free for it, so that a server that
/// stands still is told of with every question that came meanwhile.
/// </summary>
/// <remarks>
/// One thread of its own does it all, for some microseconds of processor time a question. It sends what has become due
/// at most a millisecond ago, which counts. Connections are as many as questions were ever under way, up to a number:
/// beyond it questions wait here, which counts, too.
/// </remarks>
/// <param name="server">The server's address.</param>
/// <param name="connections">The number of connections, at the most.</param>
internal sealed class ListAsker(Uri server, int connections) : IDisposable
{
    private const int Users = 5_000;
    private const long FirstUser = 500_000_000;
    private const int PollMicroseconds = 1_000;
    private readonly Random _random = new(19);
    private readonly Stack<ListConnection> _free = new();
    private readonly Dictionary<Socket, ListConnection> _asking = [];
    private readonly List<Socket> _readable = [];
    private readonly Latencies _latencies = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private long _answers;
    private long _stale;
    private long _busy;
    private long _failed;

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(_started);

    /// <summary>Asks until the end.</summary>
    /// <param name="perSecond">The number of questions a second.</param>
    /// <param name="warmUp">The time at the beginning whose answers are not counted.</param>
    /// <param name="end">Ends it; what is under way then is not counted.</param>
    public Task Run(int perSecond, TimeSpan warmUp, CancellationToken end) => perSecond == 0
        ? Task.CompletedTask
        : Task.Factory.StartNew(
            () => Ask(TimeSpan.FromSeconds(1d / perSecond), warmUp, end),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_answers:n0} lists, {100d * _stale / Math.Max(1, _answers):f1} % stale, {_busy} told 503, {_failed} other, "
        + $"over {_free.Count + _asking.Count} connections, {_latencies}");

    public void Dispose()
    {
        foreach (var connection in _free.Concat(_asking.Values))
        {
            connection.Dispose();
        }
    }

    private void Ask(TimeSpan interval, TimeSpan warmUp, CancellationToken end)
    {
        var due = TimeSpan.Zero;
        while (!end.IsCancellationRequested)
        {
            for (; due <= Now && _asking.Count < connections; due += interval)
            {
                Send(due);
            }

            if (_asking.Count == 0)
            {
                Thread.Sleep(1);
                continue;
            }

            _readable.Clear();
            _readable.AddRange(_asking.Keys);
            Socket.Select(_readable, null, null, PollMicroseconds);
            foreach (var socket in _readable)
            {
                Receive(_asking[socket], warmUp);
            }
        }
    }

    private void Send(TimeSpan due, bool onNewConnection = false)
    {
        ListConnection? connection = null;
        try
        {
            connection = _free.Count > 0 && !onNewConnection ? _free.Pop() : new(server);
            connection.Ask(FirstUser + _random.Next(Users), due);
            _asking.Add(connection.Socket, connection);
        }
        catch (SocketException)
        {
            _failed++;
            connection?.Dispose();
        }
    }

    private void Receive(ListConnection connection, TimeSpan warmUp)
    {
        try
        {
            if (connection.Receive())
            {
                _asking.Remove(connection.Socket);
                Count(connection, warmUp);
            }
        }
        catch (SocketException)
        {
            _asking.Remove(connection.Socket);
            connection.Dispose();
            if (connection.WasClosedIdle)
            {
                Send(connection.Due, onNewConnection: true);
                return;
            }

            _failed++;
        }
    }

    private void Count(ListConnection connection, TimeSpan warmUp)
    {
        var isList = connection.Status == 200;
        if (connection.Due >= warmUp)
        {
            _latencies.Add(Now - connection.Due);
            _answers += isList ? 1 : 0;
            _stale += isList && connection.Says("\"stale\":true"u8) ? 1 : 0;
            var isBusy = connection.Status == 503 && connection.Says("Retry-After"u8);
            _busy += isBusy ? 1 : 0;
            _failed += isList || isBusy ? 0 : 1;
        }

        if (isList)
        {
            _free.Push(connection);
        }
        else
        {
            // Of what is no list the rest may still come.
            connection.Dispose();
        }
    }
}
