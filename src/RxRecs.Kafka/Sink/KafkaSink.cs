using System.Reactive;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Writes values to a topic. Every record is confirmed by the broker or reported; in doubt the sink stops rather than
/// loses one. To write and go on with the values, use Rx's own <c>Do</c>: <c>results.Do(sink).Subscribe(...)</c>.
/// </summary>
/// <typeparam name="T">The type of the values that are written.</typeparam>
/// <remarks>
/// <list type="table">
/// <item><term>Event</term><description>Is serialized and handed to the client before <c>OnNext</c> returns; waits
/// while <see cref="KafkaSinkOptions{T}.MaxInFlight"/> records are not confirmed, or the client's queue is
/// full.</description></item>
/// <item><term>Late event</term><description>None.</description></item>
/// <item><term>Error / completion</term><description>Both flush what was accepted and close the sink; a broker that is
/// gone is waited for as long as <see cref="KafkaSinkOptions{T}.CompletionTimeout"/> says. That no broker answers, the
/// topic is missing or may not be written to shows with the first record, in seconds. A record that cannot be delivered
/// goes to the failures and, unless told otherwise, ends the sink: the next <c>OnNext</c>,
/// <see cref="Flush"/> or <c>OnCompleted</c> throws. An exception of a selector or serializer comes out of
/// <c>OnNext</c>, and that value is not written.</description></item>
/// <item><term>State</term><description>At most <see cref="KafkaSinkOptions{T}.MaxInFlight"/>
/// records.</description></item>
/// <item><term>Order</term><description>Kept within each partition, also over retries.</description></item>
/// </list>
/// <para>As with every observer, calls of <c>OnNext</c> must not overlap. <see cref="Flush"/> and
/// <see cref="Dispose"/> may be called from any thread.</para>
/// </remarks>
public sealed partial class KafkaSink<T> : IObserver<T>, IDisposable
{
    private readonly KafkaSinkOptions<T> _options;
    private readonly KafkaWriter _writer;
    private readonly bool _ownsWriter;
    private readonly RecordMaker<T> _maker;
    private readonly IObserver<DeliveryFailure>? _failures;
    private readonly Action<DeliveryReport<byte[], byte[]>> _onDelivery;
    private readonly InFlight _inFlight;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TopicPartition _anyPartition;
    private readonly ProducerTelemetry _telemetry;
    private KafkaFailureException? _fault;
    private long _delivered;
    private long _failed;
    private long _bytes;
    private bool _isConnected;
    private bool _hasGivenUp;
    private int _closed;
    private int _disposed;

    /// <summary>Makes a sink with a connection of its own.</summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="options">The options for what is written, and how.</param>
    /// <param name="failures">
    /// The observer that receives every record that could not be delivered; it is never completed. Null to go without.
    /// It is called from the client's thread, and what it throws is ignored.
    /// </param>
    public KafkaSink(
        KafkaSettings settings, KafkaSinkOptions<T> options, IObserver<DeliveryFailure>? failures = null)
        : this(
            Checked(options),
            () => new KafkaWriter(settings, options.Notices, NeedsGapless(options)),
            ownsWriter: true,
            failures)
    {
    }

    /// <summary>Makes a sink over a connection that others share, and that stays open after it.</summary>
    /// <param name="writer">The connection.</param>
    /// <param name="options">The options for what is written, and how.</param>
    /// <param name="failures">
    /// The observer that receives every record that could not be delivered; it is never completed. Null to go without.
    /// </param>
    /// <exception cref="ArgumentException">The options number the results, and the connection is not
    /// gapless.</exception>
    public KafkaSink(KafkaWriter writer, KafkaSinkOptions<T> options, IObserver<DeliveryFailure>? failures = null)
        : this(Checked(options), () => Checked(writer, options), ownsWriter: false, failures)
    {
    }

    private KafkaSink(
        KafkaSinkOptions<T> options,
        Func<KafkaWriter> writer,
        bool ownsWriter,
        IObserver<DeliveryFailure>? failures)
    {
        _options = options;
        _ownsWriter = ownsWriter;
        _maker = new RecordMaker<T>(options);
        _failures = failures is null ? null : Observer.Synchronize(failures);
        _onDelivery = report => OnDelivery(report, size: null);
        _inFlight = new InFlight(options.MaxInFlight);
        _anyPartition = new TopicPartition(options.Topic, Partition.Any);
        _isConnected = !options.CheckTopic;
        _writer = writer();
        _telemetry = new ProducerTelemetry(options.Topic, () => _inFlight.Pending);
    }

    /// <summary>Gets the number of records that the broker has confirmed.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Gets the number of records that were reported as not delivered.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Gets the number of records that are neither confirmed nor reported yet.</summary>
    public long InFlight => _inFlight.Pending;

    /// <summary>Gets the number of bytes of keys and values that were accepted.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>
    /// Gets a task that ends when the sink has closed: well after the source's completion and the last confirmation,
    /// with the exception otherwise.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>
    /// Checks, once, that the topic is there and may be written to; otherwise the first value does.
    /// </summary>
    /// <param name="cancellationToken">The token that ends the waiting.</param>
    /// <exception cref="KafkaFailureException">No broker answers in the settings'
    /// <see cref="KafkaSettings.ConnectTimeout"/>, there is no such topic, or we may not write to it.</exception>
    public void Connect(CancellationToken cancellationToken = default)
    {
        ThrowIfFaulted();
        if (_isConnected)
        {
            return;
        }

        try
        {
            _writer.Check(_options.Topic, cancellationToken);
            _isConnected = true;
        }
        catch (KafkaFailureException failure)
        {
            Fail(failure);
            throw;
        }
    }

    /// <summary>Writes a value; waits while too many are not confirmed. After the end it does nothing.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="KafkaFailureException">A record before this one could not be delivered, or it is the first and
    /// the topic cannot be written to.</exception>
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
        if (!_isConnected)
        {
            Connect(_options.CancellationToken);
        }

        var message = _maker.Make(value, out var partition);
        if (!_inFlight.Enter(_options.CancellationToken))
        {
            ThrowIfFaulted();
            throw new ObjectDisposedException(nameof(KafkaSink<T>));
        }

        Volatile.Write(ref _bytes, _bytes + message.Value.Length + (message.Key?.Length ?? 0));
        _telemetry.Sent(1);
        Produce(partition < 0 ? _anyPartition : new TopicPartition(_options.Topic, partition), message);
    }

    /// <summary>
    /// Waits until every record so far is confirmed; values that come meanwhile are waited for as well. A source calls
    /// it before it commits what the records were made of.
    /// </summary>
    /// <param name="cancellationToken">The token that ends the waiting, not the writing.</param>
    /// <exception cref="KafkaFailureException">A record could not be delivered.</exception>
    /// <exception cref="ObjectDisposedException">The sink was disposed while records were not confirmed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Flush(CancellationToken cancellationToken = default) =>
        WaitForAll(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>
    /// Flushes and closes. Once the options' token is cancelled it waits for as long as
    /// <see cref="KafkaSinkOptions{T}.CloseTimeout"/> says, and no longer.
    /// </summary>
    /// <exception cref="KafkaFailureException">A record could not be delivered, or is not confirmed.</exception>
    public void OnCompleted()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        try
        {
            WaitForPending();
            _completion.TrySetResult();
        }
        catch (Exception error)
        {
            End(error);
            throw;
        }
    }

    /// <summary>Flushes what was accepted, then closes; <see cref="Completion"/> ends with the error.</summary>
    /// <param name="error">The error that ended the source.</param>
    public void OnError(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        try
        {
            WaitForPending();
            End(error);
        }
        catch (Exception failure)
        {
            End(new AggregateException(error, failure));
        }
    }

    /// <summary>
    /// Closes the sink: waits for confirmations as long as <see cref="KafkaSinkOptions{T}.CloseTimeout"/> says, and
    /// reports what is not confirmed by then as one failure; where <c>OnCompleted</c> has given up, it does not wait
    /// again. It never throws.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Interlocked.Exchange(ref _closed, 1);
        _inFlight.Stop();
        if (!Volatile.Read(ref _hasGivenUp))
        {
            WaitBounded();
        }

        if (_inFlight.Pending is > 0 and var open)
        {
            Report(null, NotConfirmed(open, "was closed", _options.CloseTimeout), open);
            _telemetry.Failed(open, ErrorCode.Local_TimedOut);
        }

        _telemetry.Dispose();

        if (_ownsWriter)
        {
            _writer.Dispose();
        }

        End(_fault ?? (Exception)new ObjectDisposedException(nameof(KafkaSink<T>)));
    }

    /// <summary>Lets a waiting <see cref="OnNext"/> give up with an <see cref="ObjectDisposedException"/>.</summary>
    internal void StopAccepting() => _inFlight.Stop();

    // One that goes on after failures leaves gaps because it is told to.
    private static bool NeedsGapless(KafkaSinkOptions<T> options) =>
        options is { SequenceSelector: not null, ContinueAfterFailure: false };

    private static KafkaWriter Checked(KafkaWriter writer, KafkaSinkOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer.IsGapless || !NeedsGapless(options)
            ? writer
            : throw new ArgumentException(
                "Results that are numbered (SequenceSelector) need a connection with isGapless: true.", nameof(writer));
    }

    private static KafkaSinkOptions<T> Checked(KafkaSinkOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Topic, nameof(options));
        ArgumentNullException.ThrowIfNull(options.Write, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxInFlight, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CloseTimeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.CompletionTimeout, TimeSpan.Zero, nameof(options));
        return options;
    }
}
