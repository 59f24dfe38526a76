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
    private readonly Func<IReadOnlyList<ShopMessage>, long?> _write;
    private readonly Task _writing;

    /// <summary>Starts the thread.</summary>
    /// <param name="write">Writes messages one behind the other, and gives the position of the first, if it is known;
    /// what it throws says why not.</param>
    public AppendQueue(Func<IReadOnlyList<ShopMessage>, long?> write)
    {
        _write = write;
        _writing = Task.Factory.StartNew(
            Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Writes messages one behind the other.</summary>
    /// <returns>Ends once they are written, with the position of the first.</returns>
    /// <exception cref="IOException">They are not, or whether they are is not known.</exception>
    public Task<long?> AppendAsync(IReadOnlyList<ShopMessage> messages)
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
            var position = _write([.. requests.SelectMany(each => each.Messages)]);
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

    private sealed class Request(IReadOnlyList<ShopMessage> messages)
    {
        public IReadOnlyList<ShopMessage> Messages => messages;

        public TaskCompletionSource<long?> Position { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
