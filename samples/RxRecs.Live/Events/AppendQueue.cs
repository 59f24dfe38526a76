using System.Collections.Concurrent;
using RxRecs.Live.Messages;

namespace RxRecs.Live.Events;

/// <summary>
/// Writes on a thread of its own what requests send: what waits is written together, and no thread that answers
/// requests waits for a disk or a broker.
/// </summary>
internal sealed class AppendQueue : IDisposable
{
    private const int MostRequestsAtOnce = 64;
    private readonly BlockingCollection<Request> _waiting = [];
    private readonly Func<IReadOnlyList<ReadOnlyMemory<byte>>, long?> _write;
    private readonly List<ReadOnlyMemory<byte>> _messages = [];
    private readonly Task _writing;

    /// <summary>Starts the thread.</summary>
    /// <param name="write">Writes messages one behind the other, and gives the position of the first, if it is known;
    /// what it throws says why not.</param>
    public AppendQueue(Func<IReadOnlyList<ReadOnlyMemory<byte>>, long?> write)
    {
        _write = write;
        _writing = Task.Factory.StartNew(
            Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Writes messages one behind the other.</summary>
    /// <returns>Ends once they are written and the batch is not used any more, with the position of the
    /// first.</returns>
    /// <exception cref="IOException">They are not, or whether they are is not known.</exception>
    public Task<long?> AppendAsync(MessageBatch messages)
    {
        var request = new Request(messages);
        _waiting.Add(request);
        return request.Position.Task;
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _writing.GetAwaiter().GetResult();
        _waiting.Dispose();
    }

    private void Run()
    {
        var requests = new List<Request>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            requests.Add(first);
            while (requests.Count < MostRequestsAtOnce && _waiting.TryTake(out var next))
            {
                requests.Add(next);
            }

            Write(requests);
            requests.Clear();
        }
    }

    private void Write(List<Request> requests)
    {
        try
        {
            _messages.Clear();
            requests.ForEach(each => AddAll(each.Messages));
            var position = _write(_messages);
            foreach (var request in requests)
            {
                request.Position.SetResult(position);
                position += request.Messages.Count;
            }
        }
        catch (Exception error)
        {
            requests.ForEach(each => each.Position.SetException(new IOException(error.Message, error)));
        }
    }

    private void AddAll(MessageBatch messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            _messages.Add(messages[i]);
        }
    }

    private sealed class Request(MessageBatch messages)
    {
        public MessageBatch Messages => messages;

        public TaskCompletionSource<long?> Position { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
