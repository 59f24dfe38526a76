using System.Buffers;
using System.Reactive;
using System.Runtime.ExceptionServices;

namespace RxRecs.Webhooks;

/// <summary>
/// Sends values to a receiver over HTTP, each as one signed POST of JSON in the form of Standard Webhooks. Every value
/// is taken by the receiver or told as a failure. To send and go on with the values, use Rx's own <c>Do</c>.
/// </summary>
/// <typeparam name="T">The type of the values that are sent.</typeparam>
/// <remarks>
/// <list type="table">
/// <item><term>Event</term><description>Is written as JSON before <c>OnNext</c> returns, and sent in the background;
/// <c>OnNext</c> waits while <see cref="WebhookSinkOptions{T}.MaxPending"/> values are on their way. An answer of 200
/// to 299 means that the receiver has it. After 408, 425, 429, 500 and above, no answer or no connection it is sent
/// again, with the same id and a signature of the new time. Any other answer, redirects among them, and the last
/// attempt make a failure.</description></item>
/// <item><term>Late event</term><description>None.</description></item>
/// <item><term>Error / completion</term><description>Both wait until every value is taken or told, and close the sink.
/// An exception of a selector or of <c>Write</c> comes out of <c>OnNext</c>, and that value is not sent. What the
/// observer of failures throws, and values that were not sent when the sink was closed, come out of the next
/// <c>OnNext</c>, <see cref="Flush"/> and <c>OnCompleted</c>.</description></item>
/// <item><term>State</term><description>At most <see cref="WebhookSinkOptions{T}.MaxPending"/> values with their
/// JSON.</description></item>
/// <item><term>Order</term><description>Kept within each key, also over attempts; a value that is refused does not
/// hold up those behind it. Different keys go side by side.</description></item>
/// </list>
/// <para>A value may arrive more than once, where an answer was lost; the receiver knows it by its id. Calls of
/// <c>OnNext</c> must not overlap; all else may be called from any thread.</para>
/// </remarks>
public sealed partial class WebhookSink<T> : IObserver<T>, IDisposable, IAsyncDisposable
{
    private readonly WebhookSinkOptions<T> _options;
    private readonly WebhookRequests<T> _requests;
    private readonly IObserver<WebhookFailure<T>> _failures;
    private readonly Lanes<T> _lanes = new();
    private readonly SinkCounts _counts;
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _slots;
    private readonly ReceiverPause _pause;
    private readonly ArrayBufferWriter<byte> _writer = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Ends the waiting for room; ends attempts and delays.
    private readonly CancellationTokenSource _closing;
    private readonly CancellationTokenSource _stop = new();
    private Exception? _fault;
    private int _closed;
    private int _disposed;

    /// <summary>Makes a sink.</summary>
    /// <param name="client">
    /// The client that sends the requests and stays the caller's; it must not follow redirects
    /// (<see cref="WebhookClient.Create"/>). Headers that it has by default go along.
    /// </param>
    /// <param name="options">The options for what is sent, where, and how often.</param>
    /// <param name="failures">
    /// The observer that receives every value that was not delivered, one at a time; it is never completed.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument, or a required option, is null.</exception>
    public WebhookSink(
        HttpClient client, WebhookSinkOptions<T> options, IObserver<WebhookFailure<T>> failures)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(failures);
        ArgumentNullException.ThrowIfNull(options.Endpoint, nameof(options));
        ArgumentNullException.ThrowIfNull(options.Secret, nameof(options));
        ArgumentNullException.ThrowIfNull(options.IdSelector, nameof(options));
        ArgumentNullException.ThrowIfNull(options.Write, nameof(options));
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        _options = options;
        _requests = new(client, options);
        _failures = Observer.Synchronize(failures);
        _counts = new(options.Endpoint.Host);
        _room = new(options.MaxPending);
        _slots = new(options.MaxConcurrency);
        _pause = new(options.TimeProvider);
        _closing = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
    }

    /// <summary>Gets the number of values that the receiver has taken.</summary>
    public long Delivered => _counts.Delivered;

    /// <summary>Gets the number of values that were told as failures.</summary>
    public long Failed => _counts.Failed;

    /// <summary>Gets the number of values that are neither delivered nor told as failures.</summary>
    public long Pending => _lanes.Pending;

    /// <summary>
    /// Gets a task that ends when the sink has closed: well after the source's completion and the last delivery or
    /// failure, with the exception otherwise.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>Takes a value; waits while too many are on their way. After the end it does nothing.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">The id selector returned what is no id.</exception>
    /// <exception cref="ObjectDisposedException">The sink is disposed.</exception>
    /// <exception cref="OperationCanceledException">It had to wait, and the options' token is cancelled.</exception>
    public void OnNext(T value)
    {
        if (Volatile.Read(ref _closed) != 0)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            return;
        }

        ThrowIfFaulted();
        var message = Make(value);
        WaitForRoom();
        var lane = _lanes.Add(message);
        _counts.Take();
        if (lane is not null)
        {
            _ = RunAsync(lane);
        }
    }

    /// <summary>
    /// Waits until every value so far is delivered or told as a failure; values that come meanwhile are waited for as
    /// well. A source calls it before it commits what the values were made of.
    /// </summary>
    /// <param name="cancellationToken">The token that ends the waiting, not the sending.</param>
    /// <exception cref="TimeoutException">The sink was closed before all values were sent.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Flush(CancellationToken cancellationToken = default)
    {
        _lanes.WhenDrained().Wait(cancellationToken);
        ThrowIfFaulted();
    }

    /// <summary>
    /// Waits until every value is delivered or told as a failure, and closes. Once the options' token is cancelled it
    /// waits for <see cref="WebhookSinkOptions{T}.CloseTimeout"/> and no longer.
    /// </summary>
    /// <exception cref="TimeoutException">The token was cancelled before all values were sent.</exception>
    public void OnCompleted()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        WaitForPending();
        if (_fault is { } fault)
        {
            End(fault);
            ExceptionDispatchInfo.Throw(fault);
        }

        _completion.TrySetResult();
    }

    /// <summary>Waits and closes as the completion does; <see cref="Completion"/> ends with the error.</summary>
    /// <param name="error">The error that ended the source.</param>
    public void OnError(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        WaitForPending();
        End(_fault is { } fault ? new AggregateException(error, fault) : error);
    }

    /// <summary>Does what <see cref="DisposeAsync"/> does, and waits for it.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>
    /// Closes the sink: goes on sending for as long as <see cref="WebhookSinkOptions{T}.CloseTimeout"/> says, breaks
    /// off what is then under way, and tells every value that was not delivered as a failure. It never throws.
    /// </summary>
    /// <returns>A task that ends when all is told.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Interlocked.Exchange(ref _closed, 1);
        _lanes.Close();
        await _closing.CancelAsync().ConfigureAwait(false);
        await StopAsync().ConfigureAwait(false);
        _closing.Dispose();
        End(_fault ?? new ObjectDisposedException(nameof(WebhookSink<>)));
    }
}
