using Confluent.Kafka;
using Confluent.Kafka.Admin;
using RxRecs.Kafka.Settings;

namespace RxRecs.Kafka.Source;

/// <summary>Asks for a reader's topics over its own connections.</summary>
/// <param name="client">The reader's consumer.</param>
/// <param name="topics">Which topics.</param>
/// <param name="timeout">How long a broker may take to answer.</param>
internal sealed class TopicDescriptions(IClient client, IEnumerable<string> topics, TimeSpan timeout) : IDisposable
{
    private readonly IAdminClient _admin = new DependentAdminClientBuilder(client.Handle).Build();
    private readonly TopicCollection _topics = TopicCollection.OfTopicNames(topics);
    private readonly DescribeTopicsOptions _options = new() { RequestTimeout = timeout };
    private bool _isDisposed;

    /// <summary>
    /// Gives what each topic is; null for one that does not exist, and without those of which a broker says nothing for
    /// now.
    /// </summary>
    /// <exception cref="KafkaException">Nobody answers, or it has been disposed.</exception>
    public async Task<IReadOnlyDictionary<string, TopicState?>> AskAsync()
    {
        // The native queue for answers is gone by then: a question would take the process with it.
        if (_isDisposed)
        {
            throw new KafkaException(ErrorCode.Local_State);
        }

        try
        {
            var found = await _admin.DescribeTopicsAsync(_topics, _options).ConfigureAwait(false);
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
            _admin.GetMetadata(timeout);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _admin.Dispose();
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
