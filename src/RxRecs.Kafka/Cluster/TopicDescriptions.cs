using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RxRecs.Kafka;

/// <summary>Asks for a reader's topics over its own connections.</summary>
/// <param name="client">The reader's consumer.</param>
/// <param name="topics">The topics' names.</param>
/// <param name="timeout">The time within which a broker must answer.</param>
internal sealed class TopicDescriptions(IClient client, IEnumerable<string> topics, TimeSpan timeout)
    : IAsyncDisposable
{
    private readonly AdminQuestions _admin = new(new DependentAdminClientBuilder(client.Handle).Build);
    private readonly TopicCollection _topics = TopicCollection.OfTopicNames(topics);
    private readonly DescribeTopicsOptions _options = new() { RequestTimeout = timeout };
    private volatile bool _isDisposed;

    /// <summary>
    /// Gives what each topic is; null for one that does not exist, and without those of which a broker says nothing for
    /// now.
    /// </summary>
    /// <exception cref="KafkaException">Nobody answers, or it has been disposed.</exception>
    public async Task<IReadOnlyDictionary<string, TopicState?>> AskAsync()
    {
        try
        {
            var found = await _admin.AskAsync(admin => admin.DescribeTopicsAsync(_topics, _options), timeout)
                .ConfigureAwait(false);
            return States(found.TopicDescriptions);
        }
        catch (DescribeTopicsException partial)
        {
            return States(partial.Results.TopicDescriptions);
        }
    }

    /// <summary>Has the client look at all topics: only then does it look after its group.</summary>
    /// <exception cref="KafkaException">Nobody answers.</exception>
    public void Refresh()
    {
        if (!_isDisposed)
        {
            using var admin = new DependentAdminClientBuilder(client.Handle).Build();
            admin.GetMetadata(timeout);
        }
    }

    /// <summary>Nothing is asked any more; done once what was asked is answered.</summary>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return _admin.DisposeAsync();
    }

    private static Dictionary<string, TopicState?> States(IEnumerable<TopicDescription> found)
    {
        var states = new Dictionary<string, TopicState?>(StringComparer.Ordinal);
        foreach (var topic in found)
        {
            if (!topic.Error.IsError)
            {
                states[topic.Name] = TopicState.Of(topic);
            }
            else if (KafkaErrors.NeedsCheck(topic.Error) || KafkaErrors.IsTerminal(topic.Error))
            {
                states[topic.Name] = null;
            }
        }

        return states;
    }
}
