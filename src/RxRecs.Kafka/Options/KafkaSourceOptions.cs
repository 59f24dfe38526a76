using System.Reactive.Concurrency;

namespace RxRecs.Kafka;

/// <summary>Configures what to read, from where, and how to tell the broker what has been processed.</summary>
public record KafkaSourceOptions
{
    private readonly IReadOnlyCollection<string> _topics = [];

    /// <summary>Gets the topics; each must exist.</summary>
    /// <exception cref="ArgumentException">There is none, one is empty or one is named twice.</exception>
    public required IReadOnlyCollection<string> Topics
    {
        get => _topics;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Topics));
            if (value.Count == 0 || value.Any(string.IsNullOrWhiteSpace) || value.Distinct().Count() != value.Count)
            {
                throw new ArgumentException("Name at least one topic, and none twice.", nameof(Topics));
            }

            _topics = [.. value];
        }
    }

    /// <summary>
    /// Gets the point at which to begin in a partition of which nothing has been committed or, with a store, saved:
    /// state that was not saved cannot go on in the middle, so with a store what was committed does not count.
    /// </summary>
    public required KafkaStart Start { get; init => field = OptionValue.NotNull(value); }

    /// <summary>
    /// Gets the consumer group: its members share the partitions, and the broker keeps how far it has come. With null
    /// all partitions are assigned plainly, from <see cref="Start"/>, and nothing is committed.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>Gets the protocol by which the group shares its partitions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public KafkaGroupProtocol GroupProtocol { get; init => field = OptionValue.Defined(value); }

    /// <summary>
    /// Gets the name of this member beyond a restart: a member that comes back under the name within the session
    /// timeout gets its partitions back without a rebalance (static membership). Null for none; needs a group.
    /// </summary>
    public string? InstanceId { get; init; }

    /// <summary>
    /// Gets the time for which a member may be silent before its partitions go to others. The default is 45 seconds.
    /// With <see cref="KafkaGroupProtocol.Consumer"/> that is for the broker to say
    /// (<c>group.consumer.session.timeout.ms</c>, 45 s as well): name the same here, since the end of a run waits for
    /// it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan SessionTimeout { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Gets the time for which the group waits for a member during a rebalance. The default is 5 minutes. A pipeline
    /// may take longer over one record: the group is kept up meanwhile, and nothing further is fetched.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan MaxPollInterval { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the point at which the reading ends by itself. The default is never.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public KafkaEnd End { get; init => field = OptionValue.NotNull(value); } = KafkaEnd.Never;

    /// <summary>
    /// Gets the time without an on-time record after which a partition counts as quiet, once all there is has been
    /// read, whatever comes late or cannot be read: event time then advances with processing time in its pipeline, and
    /// merged partitions do not wait for it. With null they wait.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? IdleTimeout { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the interval at which what is processed is committed, and with a store saved. The default is 5 seconds.
    /// That much is read again after a crash.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 10 ms.</exception>
    public TimeSpan CommitInterval
    {
        get;
        init => field = OptionValue.AtLeast(value, TimeSpan.FromMilliseconds(10));
    } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets the action that is called before each commit, for instance a sink's <c>Flush</c>: what it throws ends the
    /// run, and nothing is committed.
    /// </summary>
    public Action<CancellationToken>? BeforeCommit { get; init; }

    /// <summary>
    /// Gets a value indicating whether the reading begins anew where a topic was deleted and another one made under its
    /// name, while it is read or between two runs: at the new one's beginning, with empty state; the numbers of results
    /// go on, behind a gap. By default that is a <see cref="KafkaFailure.DataExpired"/>: an offset in the old topic
    /// says nothing of the new one.
    /// </summary>
    public bool RestartOnNewTopic { get; init; }

    /// <summary>
    /// Gets a value indicating whether the reading goes on with what is left where records were deleted before they
    /// were read, by retention for instance: at the oldest record that is still there. A notice says how many offsets
    /// were passed over. By default that is a <see cref="KafkaFailure.DataExpired"/>.
    /// </summary>
    public bool ContinueAfterExpiry { get; init; }

    /// <summary>Gets the number of partitions that each topic must have; null for any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? ExpectedPartitions { get; init => field = OptionValue.Positive(value); }

    /// <summary>Gets the limits of a record; one beyond them is a dead letter.</summary>
    public RecordLimitOptions Limits { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>
    /// Gets a value indicating whether records carry their headers. The default is true. Without them reading is a
    /// little faster.
    /// </summary>
    public bool ReadHeaders { get; init; } = true;

    /// <summary>
    /// Gets the receiver of how far the reading has come, about once a second, on the reading thread.
    /// </summary>
    public IProgress<KafkaProgress>? Progress { get; init; }

    /// <summary>
    /// Gets what a person may want to know while all goes on: a broker that is gone, a rebalance. Of lines that differ
    /// in their numbers alone it gets one every half minute. Null, the default, is
    /// <see cref="KafkaNotice.StandardError"/>; <see cref="KafkaNotice.Silence"/> says nothing.
    /// </summary>
    public IObserver<KafkaNotice>? Notices { get; init; }

    /// <summary>
    /// Gets the scheduler that the loop runs on, best one with threads of its own (<c>NewThreadScheduler</c>). With
    /// null it runs on the subscribing thread, which is busy until the end.
    /// </summary>
    public IScheduler? Scheduler { get; init; }

    /// <summary>Gets the clock of intervals and timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Sets what no single option can see: in words for a person, or null.</summary>
    internal string? Contradiction =>
        InstanceId is not null && Group is null
            ? "An InstanceId is a member's name in its Group: name the Group too."
            : Start.Offsets?.Keys.FirstOrDefault(each => !Topics.Contains(each.Topic)) is { } stray
                ? $"Start names a partition of '{stray.Topic}', which is not among the Topics."
                : null;
}
