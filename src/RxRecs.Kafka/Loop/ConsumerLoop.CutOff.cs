using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <content>What happens when the client no longer hears the brokers although they answer others: another one takes its
/// place.</content>
internal sealed partial class ConsumerLoop<T>
{
    private readonly ClientWatch _client;
    private bool _isCutOff;
    private Task<KafkaException?>? _coordinator;
    private long _lastCoordinatorQuestion;

    private void CheckClient()
    {
        AskCoordinator();
        if (_client.IsDue)
        {
            _slow.Run(() => _isCutOff = _client.IsCutOff(_topics.AreThere() && IsCoordinatorThere()));
        }
    }

    // A classic member that is cut off from its group alone loses its partitions; while it joins, its coordinator answers
    // nothing on that connection before the others have joined, so that no answer says little. One of the `consumer`
    // protocol goes on reading partitions that others have got meanwhile.
    private bool IsAnsweredAtOnce => _options.GroupProtocol == KafkaGroupProtocol.Consumer;

    private void AskCoordinator()
    {
        if (_coordinator is { IsCompleted: true } answered)
        {
            _coordinator = null;
            if (answered.Result is { } error)
            {
                _client.Coordinator.Note(error);

                TellOfCoordinator(error);
            }
            else
            {
                _client.Coordinator.NoteAnswer();
            }
        }

        if (_options.Group is not null && (_owned.Count == 0 || IsAnsweredAtOnce) && _coordinator is null
            && _clock.GetElapsedTime(_lastCoordinatorQuestion) >= _settings.ConnectTimeout)
        {
            _lastCoordinatorQuestion = _clock.GetTimestamp();
            _coordinator = _ends.AskCoordinator();
        }
    }

    // The client waits for as long as it takes, and says nothing.
    private void TellOfCoordinator(KafkaException error)
    {
        if (IsAnsweredAtOnce)
        {
            Notice(
                KafkaNoticeKind.Broker,
                $"The group's coordinator does not tell what is committed: {_errors.Describe(error.Error)}");
        }
    }

    // Where it answers nobody, no other client could join.
    private bool IsCoordinatorThere() =>
        _options.Group is null || !IsAnsweredAtOnce || GroupCommits.AreTold(_settings, _options);

    // Without a group the partitions stay ours, with their pipelines, and are read on where they are.
    private void Replace()
    {
        _isCutOff = false;
        _client.BeginAnew();
        const string CutOff = "The client hears no broker any more, although one answers others: another client takes"
            + " its place";
        if (_options.Group is not null)
        {
            Lose($"{CutOff} and joins the group anew; what was not committed is read again.");
            Renew();
            Join();
            return;
        }

        _notices.Write(KafkaNoticeKind.Broker, $"{CutOff} and reads on where it was.");
        Forget();
        Renew();
        foreach (var each in _owned)
        {
            each.IsAtEnd = false;
        }

        _consumer.Assign(_owned.Select(static each => new TopicPartitionOffset(each.Id, each.NextOffset)));
        _consumer.Pause(_owned.Where(static each => each.IsPaused).Select(static each => each.Id));
    }
}
