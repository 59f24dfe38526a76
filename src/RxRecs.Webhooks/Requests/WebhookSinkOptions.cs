using System.Buffers;

namespace RxRecs.Webhooks;

/// <summary>Says what a <see cref="WebhookSink{T}"/> sends, where, and how often it tries.</summary>
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

    /// <summary>Says where the requests go. Messages name its host alone: a path may be a secret.</summary>
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

    /// <summary>Gives the secret that requests are signed with.</summary>
    public required WebhookSecret Secret { get; init; }

    /// <summary>
    /// Gives the secret before, while receivers change over: requests then carry a signature with each. Null for none.
    /// </summary>
    public WebhookSecret? PreviousSecret { get; init; }

    /// <summary>
    /// Gives a value's id, by which the receiver knows a repetition: 1 to 256 visible ASCII characters, no full stop.
    /// </summary>
    public required Func<T, string> IdSelector { get; init; }

    /// <summary>
    /// Says whose a value is: those of one key are sent one after another, in their order, and one that is sent again
    /// holds up those behind it. Null, or a selector that returns null, for values in no order.
    /// </summary>
    public Func<T, string?>? KeySelector { get; init; }

    /// <summary>
    /// Writes a value as JSON in UTF-8; for a trigger <see cref="RecsJson"/>. The writer is the sink's own.
    /// </summary>
    public required Action<T, IBufferWriter<byte>> Write { get; init; }

    /// <summary>Limits the requests that are under way at once, 8 unless given.</summary>
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
    /// Limits the values that are neither delivered nor told as failures, 10,000 unless given. At the bound
    /// <c>OnNext</c> waits, which holds up the source.
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
    /// Says how often a value is sent before it is told as a failure, 10 times unless given: with the delays as they
    /// are, over about six minutes.
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

    /// <summary>Says how long an attempt waits for the answer, 10 seconds unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or beyond a day.</exception>
    public TimeSpan AttemptTimeout
    {
        get => _attemptTimeout;
        init => _attemptTimeout = Checked(value, TimeSpan.FromTicks(1), nameof(AttemptTimeout));
    }

    /// <summary>
    /// Gives the delay before the second attempt, 1 second unless given; each one after it is twice as long. A delay
    /// is shortened by up to a half, so that receivers are not asked by many at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or beyond a day.</exception>
    public TimeSpan FirstDelay
    {
        get => _firstDelay;
        init => _firstDelay = Checked(value, TimeSpan.Zero, nameof(FirstDelay));
    }

    /// <summary>Limits the delay between attempts, 5 minutes unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or beyond a day.</exception>
    public TimeSpan MaxDelay
    {
        get => _maxDelay;
        init => _maxDelay = Checked(value, TimeSpan.Zero, nameof(MaxDelay));
    }

    /// <summary>
    /// Limits how long a receiver's <c>Retry-After</c> holds back all requests, 15 minutes unless given; a longer one
    /// counts as this long.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or beyond a day.</exception>
    public TimeSpan MaxRetryAfter
    {
        get => _maxRetryAfter;
        init => _maxRetryAfter = Checked(value, TimeSpan.Zero, nameof(MaxRetryAfter));
    }

    /// <summary>
    /// Says how long <see cref="WebhookSink{T}.DisposeAsync"/> waits for what is not delivered, and how long
    /// <c>OnCompleted</c> does once <see cref="CancellationToken"/> is cancelled; 10 seconds unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or beyond a day.</exception>
    public TimeSpan CloseTimeout
    {
        get => _closeTimeout;
        init => _closeTimeout = Checked(value, TimeSpan.Zero, nameof(CloseTimeout));
    }

    /// <summary>Chooses by how much delays are shortened: the same seed and id, the same delays.</summary>
    public int JitterSeed { get; init; }

    /// <summary>
    /// Gets the token that ends the waiting of <c>OnNext</c> with an <see cref="OperationCanceledException"/>, the
    /// value not taken: give the token that ends the source. Without waiting it is not looked at. Once it is cancelled,
    /// <c>OnCompleted</c> and <c>OnError</c> wait for <see cref="CloseTimeout"/> and no longer.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Gives the clock of delays, timeouts and signatures; the system's unless given.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Names the receiver, and no more of the options.</summary>
    /// <returns>The receiver's host.</returns>
    public override string ToString() => $"{nameof(WebhookSinkOptions<>)} {{ {Endpoint?.Host} }}";

    private static TimeSpan Checked(TimeSpan value, TimeSpan least, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1), name);
        return value;
    }
}
