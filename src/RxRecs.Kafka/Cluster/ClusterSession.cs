using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RxRecs.Kafka;

/// <summary>
/// An admin client that gives up as soon as the broker has refused us, and otherwise when no broker has answered within
/// the time for that. The library itself would try for ever.
/// </summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private readonly KafkaSettings _settings;
    private readonly KafkaErrors _errors;
    private readonly TaskCompletionSource<Error> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AdminQuestions _admin;
    private readonly Action<string>? _output;
    private readonly LastClientError _lastError = new();

    private ClusterSession(KafkaSettings settings, KafkaErrors errors, Action<string>? output)
    {
        (_settings, _errors) = (settings, errors);
        _output = output;
        _admin = new AdminQuestions(Connect);
    }

    /// <summary>Makes the client; nothing is connected yet.</summary>
    public static ClusterSession Open(KafkaSettings settings, KafkaErrors errors, Action<string>? output)
    {
        try
        {
            return new ClusterSession(settings, errors, output);
        }
        catch (Exception exception) when (exception is not KafkaFailureException)
        {
            throw errors.Translate(exception);
        }
    }

    /// <summary>Asks for topics by name, each with its error or its partitions; a topic is never created by
    /// that.</summary>
    public async Task<IReadOnlyList<TopicDescription>> DescribeTopics(
        IReadOnlyCollection<string> topics, CancellationToken cancellation)
    {
        var options = new DescribeTopicsOptions
        {
            RequestTimeout = _settings.ConnectTimeout,
            IncludeAuthorizedOperations = true,
        };
        try
        {
            var asked = _admin.AskAsync(
                admin => admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options),
                _settings.ConnectTimeout);
            return (await Answer(asked, cancellation).ConfigureAwait(false)).TopicDescriptions;
        }
        catch (DescribeTopicsException exception)
        {
            return exception.Results.TopicDescriptions;
        }
        catch (KafkaException exception)
        {
            throw Failure(exception);
        }
    }

    /// <summary>Asks for a group with what we may do to it; null where the broker cannot tell.</summary>
    public async Task<ConsumerGroupDescription?> DescribeGroup(string group, CancellationToken cancellation)
    {
        var options = new DescribeConsumerGroupsOptions
        {
            RequestTimeout = _settings.ConnectTimeout,
            IncludeAuthorizedOperations = true,
        };
        try
        {
            var asked = _admin.AskAsync(
                admin => admin.DescribeConsumerGroupsAsync([group], options), _settings.ConnectTimeout);
            return (await Answer(asked, cancellation).ConfigureAwait(false)).ConsumerGroupDescriptions.FirstOrDefault();
        }
        catch (DescribeConsumerGroupsException exception)
        {
            return exception.Results.ConsumerGroupDescriptions.FirstOrDefault();
        }
        catch (KafkaException)
        {
            // The embedded broker knows no such request, and a coordinator may still be starting: joining will tell.
            return null;
        }
    }

    /// <summary>All topics that we may see; empty if that cannot be found out.</summary>
    public async Task<IReadOnlyList<string>> TopicNames()
    {
        var timeout = TimeSpan.FromSeconds(2);
        try
        {
            var found = await _admin.AskAsync(admin => Task.FromResult(admin.GetMetadata(timeout)), timeout)
                .ConfigureAwait(false);
            return [.. found.Topics.Select(topic => topic.Topic)];
        }
        catch (KafkaException)
        {
            return [];
        }
    }

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    private IAdminClient Connect()
    {
        var log = new KafkaLog(_settings, _output);
        return new AdminClientBuilder(_settings.ToAdminProperties())
            .SetLogHandler(log.OnLog)
            .SetErrorHandler((client, error) =>
            {
                OnError(error);
                log.OnError(client, error);
            })
            .Build();
    }

    private async Task<TResult> Answer<TResult>(Task<TResult> asked, CancellationToken cancellation)
    {
        var first = await Task.WhenAny(asked, _refused.Task).WaitAsync(cancellation).ConfigureAwait(false);
        return first == asked
            ? await asked.ConfigureAwait(false)
            : throw _errors.Translate(await _refused.Task.ConfigureAwait(false));
    }

    private void OnError(Error error)
    {
        _lastError.Note(error);
        if (KafkaErrors.IsTerminal(error) || IsBadCertificate(error))
        {
            _refused.TrySetResult(error);
        }
    }

    private static bool IsBadCertificate(Error error) =>
        ErrorKinds.IsTlsAlert(error)
        || (error.Code == ErrorCode.Local_Ssl
            && error.Reason?.Contains("certificate", StringComparison.OrdinalIgnoreCase) == true);

    private KafkaFailureException Failure(KafkaException exception) => _lastError.Explain(_errors, exception);
}
