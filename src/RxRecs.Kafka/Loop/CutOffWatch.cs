using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Finds out whether the client hears no broker any more although one answers others.</summary>
internal sealed class CutOffWatch(
    Reading reading, ClientWatch client, TopicWatch topics, PartitionEnds ends, OwnedPartitions owned, SlowWork slow)
{
    private Task<KafkaException?>? _coordinator;
    private long _lastQuestion;

    /// <summary>Tells whether another client is to take this one's place.</summary>
    public bool IsCutOff { get; private set; }

    // A classic member that is cut off from its group alone loses its partitions; while it joins, its coordinator
    // answers nothing on that connection before the others have joined, so that no answer says little. One of the
    // `consumer` protocol goes on reading partitions that others have got meanwhile.
    private bool AnswersImmediately => reading.Options.GroupProtocol == KafkaGroupProtocol.Consumer;

    // Those that are gone are missed a session after the broker has come back. A client that takes the place of one
    // that only waits for that leaves one more behind to be missed, and would wait as long, for ever.
    private TimeSpan Patience => client.IsOfCoordinatorAlone && !AnswersImmediately
        ? reading.Options.SessionTimeout * 1.5
        : TimeSpan.Zero;

    /// <summary>Asks now and then, and looks at what has been answered.</summary>
    public void Look()
    {
        TakeAnswer();
        AskCoordinator();
        if (client.IsDue)
        {
            slow.Run(() => IsCutOff = client.IsCutOff(topics.AreThere() && IsCoordinatorThere(), Patience));
        }
    }

    /// <summary>Another client takes this one's place.</summary>
    public void Reset()
    {
        IsCutOff = false;
        client.Reset();
    }

    /// <summary>Drops the question that waits for an answer: the client that was asked is left.</summary>
    public void Forget() => _coordinator = null;

    private void TakeAnswer()
    {
        if (_coordinator is not { IsCompleted: true } answered)
        {
            return;
        }

        _coordinator = null;
        if (answered.Result is { } error)
        {
            client.Coordinator.Note(error);
            Tell(error);
        }
        else
        {
            client.Coordinator.NoteAnswer();
        }
    }

    private void AskCoordinator()
    {
        if (reading.Options.Group is not null && (owned.Count == 0 || AnswersImmediately) && _coordinator is null
            && reading.Clock.GetElapsedTime(_lastQuestion) >= reading.Settings.ConnectTimeout)
        {
            _lastQuestion = reading.Clock.GetTimestamp();
            _coordinator = ends.AskCoordinator();
        }
    }

    // The client waits for as long as it takes, and says nothing.
    private void Tell(KafkaException error)
    {
        if (AnswersImmediately)
        {
            reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Broker,
                $"The group's coordinator does not tell what is committed: {reading.Errors.Describe(error.Error)}");
        }
    }

    // Where it answers nobody, no other client could join.
    private bool IsCoordinatorThere() =>
        reading.Options.Group is null || !AnswersImmediately || GroupCommits.AreTold(reading.Settings, reading.Options);
}
