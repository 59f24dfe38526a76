using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RxRecs.Kafka;

/// <summary>Makes, describes and deletes topics.</summary>
public sealed class KafkaTopics : IDisposable
{
    private const string RetentionKey = "retention.ms";
    private readonly KafkaErrors _errors;
    private readonly AdminQuestions _admin;
    private readonly LastClientError _lastError = new();

    /// <summary>Connects in the background.</summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <exception cref="KafkaFailureException">A setting is not allowed or not accepted.</exception>
    public KafkaTopics(KafkaSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _errors = new KafkaErrors(settings);
        _admin = new AdminQuestions(() => Connect(settings));
    }

    /// <summary>Gets the longest time that each request may take. The default is 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Makes a topic unless there is one of that name.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">The token that ends the waiting.</param>
    /// <returns>The topic as it is now; whatever was there before keeps its settings.</returns>
    /// <exception cref="KafkaFailureException">
    /// It has another number of partitions, cannot be made (the embedded broker makes none for clients: use
    /// <c>EmbeddedBroker.CreateTopic</c>), or the cluster does not answer.
    /// </exception>
    public async Task<KafkaTopic> EnsureAsync(KafkaTopic topic, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentException.ThrowIfNullOrEmpty(topic.Name, nameof(topic));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(topic.Partitions, nameof(topic));
        var info = await FindAsync(topic.Name, cancellationToken);
        if (info is null)
        {
            await CreateAsync(topic, cancellationToken);
            info = await VisibleAsync(topic.Name, cancellationToken);
        }

        return info.Partitions == topic.Partitions
            ? info
            : throw new KafkaFailureException(
                KafkaFailure.PartitionCount,
                $"Topic '{topic.Name}' has {info.Partitions} partitions, not {topic.Partitions}. Ask for as many as it "
                + "has, or use another topic: with another number, keys change their partition.");
    }

    /// <summary>Describes a topic.</summary>
    /// <param name="name">The topic's name.</param>
    /// <param name="cancellationToken">The token that ends the waiting.</param>
    /// <returns>The topic, or null if there is none.</returns>
    /// <exception cref="KafkaFailureException">The cluster does not answer, or does not let us.</exception>
    public async Task<KafkaTopic?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        cancellationToken.ThrowIfCancellationRequested();
        var topic = await DescribeAsync(name, cancellationToken);
        if (!IsThere(topic, name))
        {
            return null;
        }

        return new KafkaTopic(name, topic.Partitions.Count)
        {
            Retention = await RetentionOfAsync(name, cancellationToken),
            Id = TopicState.Of(topic).Id == 0 ? null : topic.TopicId.ToString(),
        };
    }

    /// <summary>Deletes a topic with all its records.</summary>
    /// <param name="name">The topic's name.</param>
    /// <param name="cancellationToken">The token that ends the waiting.</param>
    /// <returns>True if there was such a topic.</returns>
    /// <exception cref="KafkaFailureException">It cannot be deleted.</exception>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        try
        {
            var options = new DeleteTopicsOptions { RequestTimeout = Timeout };
            await _admin.AskAsync(admin => admin.DeleteTopicsAsync([name], options), Timeout)
                .WaitAsync(cancellationToken);
            return true;
        }
        catch (DeleteTopicsException error) when (error.Results[0].Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            return false;
        }
        catch (DeleteTopicsException error)
        {
            throw _errors.Translate(error.Results[0].Error, name, error);
        }
        catch (KafkaException error)
        {
            throw Failure(error, name);
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _ = _admin.DisposeAsync().AsTask();

    private IAdminClient Connect(KafkaSettings settings)
    {
        try
        {
            return new AdminClientBuilder(settings.ToAdminProperties())
                .SetLogHandler(static (_, _) => { })
                .SetErrorHandler((_, error) => _lastError.Note(error))
                .Build();
        }
        catch (Exception error) when (error is not KafkaFailureException)
        {
            // The client's own message quotes the value that it does not take.
            throw _errors.Translate(error);
        }
    }

    private async Task CreateAsync(KafkaTopic topic, CancellationToken cancellationToken)
    {
        var config = new Dictionary<string, string>(topic.Config, StringComparer.Ordinal);
        if (topic.Retention is { } retention)
        {
            config[RetentionKey] = retention == System.Threading.Timeout.InfiniteTimeSpan
                ? "-1"
                : ((long)retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        var specification = new TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = topic.Partitions,
            ReplicationFactor = topic.Replicas ?? -1,
            Configs = config,
        };
        try
        {
            var options = new CreateTopicsOptions { RequestTimeout = Timeout };
            await _admin.AskAsync(admin => admin.CreateTopicsAsync([specification], options), Timeout)
                .WaitAsync(cancellationToken);
        }
        catch (CreateTopicsException error) when (error.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            // Another process was faster: as good as ours.
        }
        catch (CreateTopicsException error)
        {
            throw _errors.Translate(error.Results[0].Error, topic.Name, error);
        }
        catch (KafkaException error)
        {
            throw error.Error.Code == ErrorCode.Local_UnsupportedFeature ? Unsupported(topic.Name, error)
                : Failure(error, topic.Name);
        }
    }

    private static KafkaFailureException Unsupported(string name, Exception error) => new(
        KafkaFailure.MissingTopic,
        $"Topic '{name}' does not exist, and this cluster makes none for clients. On the embedded broker, make it with "
        + "EmbeddedBroker.CreateTopic.",
        error);

    // A new topic shows up in the metadata some time after it was made.
    private async Task<KafkaTopic> VisibleAsync(string name, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < Timeout)
        {
            if (await FindAsync(name, cancellationToken) is { } info)
            {
                return info;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }

        throw new KafkaFailureException(
            KafkaFailure.MissingTopic,
            $"Topic '{name}' was made but is not to be seen after {Timeout.TotalSeconds:0} s. Try again.");
    }

    // A topic whose leader is being chosen is described with an error, and with its partitions.
    private bool IsThere(TopicDescription topic, string name) => topic.Error.Code switch
    {
        ErrorCode.NoError or ErrorCode.LeaderNotAvailable => topic.Partitions.Count > 0,
        ErrorCode.UnknownTopicOrPart => false,
        _ => throw _errors.Translate(topic.Error, name),
    };

    private async Task<TopicDescription> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var (names, options) =
                (TopicCollection.OfTopicNames([name]), new DescribeTopicsOptions { RequestTimeout = Timeout });
            var found = await _admin.AskAsync(admin => admin.DescribeTopicsAsync(names, options), Timeout)
                .WaitAsync(cancellationToken);
            return found.TopicDescriptions[0];
        }
        catch (DescribeTopicsException error)
        {
            return error.Results.TopicDescriptions[0];
        }
        catch (KafkaException error)
        {
            throw Failure(error, name);
        }
    }

    private KafkaFailureException Failure(KafkaException error, string name) =>
        _lastError.Explain(_errors, error, name);

    private async Task<TimeSpan?> RetentionOfAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var resource = new ConfigResource { Name = name, Type = ResourceType.Topic };
            var options = new DescribeConfigsOptions { RequestTimeout = Timeout };
            var described = await _admin.AskAsync(admin => admin.DescribeConfigsAsync([resource], options), Timeout)
                .WaitAsync(cancellationToken);
            return described[0].Entries.TryGetValue(RetentionKey, out var entry)
                && long.TryParse(entry.Value, out var milliseconds)
                ? RetentionOf(milliseconds)
                : null;
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    private static TimeSpan RetentionOf(long milliseconds) =>
        milliseconds < 0 ? System.Threading.Timeout.InfiniteTimeSpan
        : milliseconds > TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.MaxValue
        : new TimeSpan(milliseconds * TimeSpan.TicksPerMillisecond);
}
