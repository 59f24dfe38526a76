using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RxRecs.Kafka;

/// <summary>
/// Looks before a run starts whether it can: a broker answers and takes our credentials, the topics exist, have the
/// partitions that are expected, and we may use them and the group. Whatever fails is a sentence that says what to do.
/// Nothing is created or changed, at no broker.
/// </summary>
/// <param name="settings">The settings of the connection to the cluster.</param>
/// <param name="output">The callback that receives the client's log lines, or null.</param>
/// <param name="clock">The clock for the pause between two looks at a topic that may have just been made.</param>
internal sealed class ClusterCheck(KafkaSettings settings, Action<string>? output = null, TimeProvider? clock = null)
{
    private const int MostLooks = 6;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>Checks what a source needs, on the calling thread, which has no synchronization context.</summary>
    public static IReadOnlyDictionary<string, TopicState> Run(
        KafkaSettings settings,
        KafkaSourceOptions options,
        Action<string>? output,
        bool isRunning = false,
        CancellationToken cancellation = default)
    {
        var partitions = options.ExpectedPartitions is { } expected
            ? options.Topics.ToDictionary(topic => topic, _ => expected, StringComparer.Ordinal)
            : null;
        var needs = new ClusterNeeds(options.Topics, AclOperation.Read, options.Group, partitions)
        {
            // It may be about to be made anew.
            WaitForMissing = isRunning && options.RestartOnNewTopic ? settings.ConnectTimeout : TimeSpan.Zero,
        };
        var counts = new ClusterCheck(settings, output, options.TimeProvider)
            .RunAsync(needs, cancellation).GetAwaiter().GetResult();
        var started = options.Start.Offsets?.Keys ?? [];
        return started.FirstOrDefault(each => each.Partition.Value >= counts[each.Topic].Partitions) is { } stray
            ? throw new KafkaFailureException(
                KafkaFailure.PartitionCount,
                $"Start names {stray.Topic}[{stray.Partition.Value}], and topic '{stray.Topic}' has"
                + $" {counts[stray.Topic].Partitions} partitions, counted from 0. Correct the partition.")
            : counts;
    }

    /// <summary>Checks, and tells which topics there are, and how many partitions each has.</summary>
    /// <param name="needs">The topics, the group, and what is expected of them.</param>
    /// <param name="cancellation">The token that ends the wait.</param>
    /// <exception cref="KafkaFailureException">Something is not as it must be.</exception>
    public async Task<IReadOnlyDictionary<string, TopicState>> RunAsync(
        ClusterNeeds needs, CancellationToken cancellation = default)
    {
        var errors = new KafkaErrors(settings, needs.Group);
        var session = ClusterSession.Open(settings, errors, output);
        try
        {
            var partitions = await Topics(session, errors, needs, cancellation).ConfigureAwait(false);
            if (needs.Group is { } group)
            {
                await Group(session, errors, group, cancellation).ConfigureAwait(false);
            }

            return partitions;
        }
        finally
        {
            // Nobody waits for a question that was given up.
            _ = session.DisposeAsync().AsTask();
        }
    }

    private TimeProvider Clock => clock ?? TimeProvider.System;

    private async Task<Dictionary<string, TopicState>> Topics(
        ClusterSession session, KafkaErrors errors, ClusterNeeds needs, CancellationToken cancellation)
    {
        var start = Clock.GetTimestamp();
        for (var look = 1; ; look++)
        {
            var found = await session.DescribeTopics(needs.Topics, cancellation).ConfigureAwait(false);
            var missing = found.Where(topic => KafkaErrors.NeedsCheck(topic.Error))
                .Select(topic => topic.Name).ToList();
            if (missing.Count == 0)
            {
                return found.ToDictionary(
                    topic => topic.Name, topic => Checked(topic, errors, needs), StringComparer.Ordinal);
            }

            if (look >= MostLooks && Clock.GetElapsedTime(start) >= needs.WaitForMissing)
            {
                throw await Missing(session, missing[0]).ConfigureAwait(false);
            }

            await Task.Delay(BetweenLooks, Clock, cancellation).ConfigureAwait(false);
        }
    }

    private TopicState Checked(TopicDescription topic, KafkaErrors errors, ClusterNeeds needs)
    {
        if (topic.Error.IsError)
        {
            throw errors.Translate(topic.Error, topic.Name);
        }

        // Brokers without an authorizer, and the embedded one, leave the list out.
        if (topic.AuthorizedOperations is { Count: > 0 } allowed && !allowed.Contains(needs.Operation))
        {
            throw errors.Translate(
                new Error(ErrorCode.TopicAuthorizationFailed, $"operation {needs.Operation} is not allowed"),
                topic.Name);
        }

        var count = topic.Partitions.Count;
        return needs.Partitions is { } expected && expected.TryGetValue(topic.Name, out var wanted) && wanted != count
            ? throw new KafkaFailureException(
                KafkaFailure.PartitionCount,
                $"Topic '{topic.Name}' at {Where(errors)} has {count} partitions, and {wanted} are expected. Expect"
                + $" {count}, or "
                + (wanted > count ? "add partitions (keys then move to others)." : "make a new topic."))
            : TopicState.Of(topic);
    }

    private static async Task Group(
        ClusterSession session, KafkaErrors errors, string group, CancellationToken cancellation)
    {
        var found = await session.DescribeGroup(group, cancellation).ConfigureAwait(false);
        if (found is null)
        {
            return;
        }

        if (ErrorKinds.FailureOf(found.Error) is KafkaFailure.NotAuthorized)
        {
            throw errors.Translate(found.Error);
        }

        if (found.AuthorizedOperations is { Count: > 0 } allowed && !allowed.Contains(AclOperation.Read))
        {
            throw errors.Translate(
                new Error(ErrorCode.GroupAuthorizationFailed, "operation Read is not allowed"));
        }
    }

    private async Task<KafkaFailureException> Missing(ClusterSession session, string topic)
    {
        var near = (await session.TopicNames().ConfigureAwait(false))
            .Where(name => !name.StartsWith("__", StringComparison.Ordinal))
            .OrderBy(name => NearestName.Edits(topic.ToLowerInvariant(), name.ToLowerInvariant()))
            .ThenBy(name => name, StringComparer.Ordinal)
            .Take(3)
            .ToList();
        var others = near.Count == 0 ? "" : $" There are: {string.Join(", ", near)}.";
        return new KafkaFailureException(
            KafkaFailure.MissingTopic,
            $"Topic '{topic}' does not exist at {Where(new KafkaErrors(settings))}.{others} Correct the name, or create"
            + $" the topic: kafka-topics.sh --create --topic {topic} --partitions 4, in a program KafkaTopics.");
    }

    private string Where(KafkaErrors errors) => errors.Scrub(settings.BootstrapServers);
}
