using System.Buffers;

namespace RxRecs.Webhooks;

/// <summary>
/// Provides the options of a <see cref="WebhookSink{T}"/>: what it sends, where, and how often it tries.
/// </summary>
/// <typeparam name="T">The type of the values that are sent.</typeparam>
public sealed record WebhookSinkOptions<T>
{
    private readonly Uri _endpoint = null!;
    private readonly int _maxConcurrency = 8;
    private readonly int _maxPending = 10_000;
    private readonly int _maxAttempts = 10;
    private readonly TimeSpan _attemptTimeout = TimeSpan.FromSeconds(10);
    private readonly TimeSpan _firstDelay = TimeSpan.FromSeconds(1);
    private readonly TimeSpan _maxDelay = TimeSpan.FromMinutes(5);
    private readonly TimeSpan _maxRetryAfter = TimeSpan.FromMinutes(15);
    private readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets the address that the requests go to. Messages name its host alone: a path may be a secret.
    /// </summary>
    /// <exception cref="ArgumentException">It is no absolute address of http or https, or has a user or password in
    /// it, which would not be sent.</exception>
    public required Uri Endpoint
    {
        get => _endpoint;
        init
        {
            if (value is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" })
            {
                throw new ArgumentException(
                    "A webhook's address begins with https:// (or http://), and has no user or password in it.",
                    nameof(Endpoint));
            }

            _endpoint = value;
        }
    }

    /// <summary>Gets the secret that requests are signed with.</summary>
    public required WebhookSecret Secret { get; init; }

    /// <summary>
    /// Gets the secret before, while receivers change over: requests then carry a signature with each. Null for none.
    /// </summary>
    public WebhookSecret? PreviousSecret { get; init; }

    /// <summary>
    /// Gets the function that returns a value's id, by which the receiver knows a repetition: 1 to 256 visible ASCII
    /// characters, no full stop.
    /// </summary>
    public required Func<T, string> IdSelector { get; init; }

    /// <summary>
    /// Gets the function that returns the key of a value. Values of one key are sent one after another, in their order,
    /// and one that is sent again holds up those behind it. Null, or a selector that returns null, for values in no
    /// order.
    /// </summary>
    public Func<T, string?>? KeySelector { get; init; }

    /// <summary>
    /// Gets the action that writes a value as JSON in UTF-8; for a trigger <see cref="RecsJson"/>. The writer is the
    /// sink's own.
    /// </summary>
    public required Action<T, IBufferWriter<byte>> Write { get; init; }

    /// <summary>Gets the maximum number of requests that are under way at once. The default is 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxConcurrency
    {
        get => _maxConcurrency;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaxConcurrency));
            _maxConcurrency = value;
        }
    }

    /// <summary>
    /// Gets the maximum number of values that are neither delivered nor told as failures. The default is 10,000. At the
    /// bound <c>OnNext</c> waits, which holds up the source.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxPending
    {
        get => _maxPending;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaxPending));
            _maxPending = value;
        }
    }

    /// <summary>
    /// Gets the number of times that a value is sent before it is told as a failure. The default is 10, which takes
    /// about six minutes with the default delays.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxAttempts
    {
        get => _maxAttempts;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaxAttempts));
            _maxAttempts = value;
        }
    }

    /// <summary>Gets the time for which an attempt waits for the answer. The default is 10 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or beyond a day.</exception>
    public TimeSpan AttemptTimeout
    {
        get => _attemptTimeout;
        init => _attemptTimeout = Checked(value, TimeSpan.FromTicks(1), nameof(AttemptTimeout));
    }

    /// <summary>
    /// Gets the delay before the second attempt. The default is 1 second. Each one after it is twice as long. A delay
    /// is shortened by up to a half, so that receivers are not asked by many at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or beyond a day.</exception>
    public TimeSpan FirstDelay
    {
        get => _firstDelay;
        init => _firstDelay = Checked(value, TimeSpan.Zero, nameof(FirstDelay));
    }

    /// <summary>Gets the longest delay between attempts. The default is 5 minutes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or beyond a day.</exception>
    public TimeSpan MaxDelay
    {
        get => _maxDelay;
        init => _maxDelay = Checked(value, TimeSpan.Zero, nameof(MaxDelay));
    }

    /// <summary>
    /// Gets the longest time for which a receiver's <c>Retry-After</c> holds back all requests. The default is 15
    /// minutes; a longer one counts as this long.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or beyond a day.</exception>
    public TimeSpan MaxRetryAfter
    {
        get => _maxRetryAfter;
        init => _maxRetryAfter = Checked(value, TimeSpan.Zero, nameof(MaxRetryAfter));
    }

    /// <summary>
    /// Gets the time for which <see cref="WebhookSink{T}.DisposeAsync"/> waits for what is not delivered, and for which
    /// <c>OnCompleted</c> does so once <see cref="CancellationToken"/> is cancelled. The default is 10 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or beyond a day.</exception>
    public TimeSpan CloseTimeout
    {
        get => _closeTimeout;
        init => _closeTimeout = Checked(value, TimeSpan.Zero, nameof(CloseTimeout));
    }

    /// <summary>Gets the seed by which delays are shortened: the same seed and id, the same delays.</summary>
    public int JitterSeed { get; init; }

    /// <summary>
    /// Gets the token that ends the waiting of <c>OnNext</c> with an <see cref="OperationCanceledException"/>, the
    /// value not taken: give the token that ends the source. Without waiting it is not looked at. Once it is cancelled,
    /// <c>OnCompleted</c> and <c>OnError</c> wait for <see cref="CloseTimeout"/> and no longer.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Gets the clock of delays, timeouts and signatures. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Returns the name of the receiver, and no more of the options.</summary>
    /// <returns>The receiver's host.</returns>
    public override string ToString() => $"{nameof(WebhookSinkOptions<>)} {{ {Endpoint?.Host} }}";

    private static TimeSpan Checked(TimeSpan value, TimeSpan least, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1), name);
        return value;
    }
}
