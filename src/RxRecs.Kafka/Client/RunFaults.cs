using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Holds what ends the run, and what has another client take the place of this one, until the loop sees to it.
/// Whichever thread polls may note it; the first of each counts. At the end nobody has to see to an expulsion: what is
/// not committed comes again.
/// </summary>
internal sealed class RunFaults(Reading reading, TopicWatch topics)
{
    private volatile Exception? _fault;
    private volatile KafkaException? _expulsion;

    /// <summary>Tells whether the run is to end with an error, and nothing more may be committed.</summary>
    public bool HasFailed => _fault is not null;

    /// <summary>Gives the reason why another client is to take this one's place, or null.</summary>
    public KafkaException? Expulsion => _expulsion;

    /// <summary>Tells whether the client is to be used further.</summary>
    public bool IsNone => _fault is null && _expulsion is null;

    /// <summary>Notes what has been thrown by anything but a record's processing.</summary>
    public void Note(Exception error)
    {
        if (IsExpulsion(error))
        {
            NoteExpulsion((KafkaException)error);
        }
        else
        {
            NoteFault(error is KafkaException { Error.IsFatal: true } fatal
                ? reading.Errors.Translate(fatal.Error)
                : error);
        }
    }

    /// <summary>Notes what ends the run, as it is.</summary>
    public void NoteFault(Exception error) => _fault ??= error;

    /// <summary>Notes that another client is to take this one's place.</summary>
    public void NoteExpulsion(KafkaException error) => _expulsion ??= error;

    /// <summary>Another client has taken this one's place.</summary>
    public void EndExpulsion() => _expulsion = null;

    /// <summary>Notes what a handler throws, instead of throwing it: the library would lose the record that it is about
    /// to hand out.</summary>
    public void Guard(Action handler)
    {
        try
        {
            handler();
        }
        catch (Exception error)
        {
            Note(error);
        }
    }

    /// <summary>
    /// Tells whether the group no longer knows its member. That another member has our InstanceId (FencedInstanceId) is
    /// for a person to mend: two would throw each other out for ever. A client that has left because nobody polled,
    /// while no coordinator answered, waits for ever for the answer to its farewell, or joins with partitions in hand,
    /// which a broker takes for an invalid request. A coordinator that fails by itself, as one does that comes
    /// back to a busy machine, answers a heartbeat with an unknown error, after which the client does nothing more.
    /// </summary>
    public bool IsExpulsion(Exception error) =>
        reading.Options.Group is not null
        && error is KafkaException
        {
            Error: { Code: ErrorCode.Local_MaxPollExceeded } or
            {
                IsFatal: true,
                Code: ErrorCode.GroupIdNotFound or ErrorCode.UnknownMemberId or ErrorCode.IllegalGeneration
                    or ErrorCode.FencedMemberEpoch or ErrorCode.StaleMemberEpoch or ErrorCode.InvalidRequest
                    or ErrorCode.Unknown,
            },
        };

    /// <summary>Throws what ends the run, if anything does.</summary>
    public void ThrowIfAny()
    {
        if (_fault is { } fault)
        {
            throw fault is KafkaException error ? Explain(error) : fault;
        }
    }

    /// <summary>Translates an error of the client. That a topic is missing is for the cluster to say.</summary>
    public KafkaFailureException Explain(KafkaException error)
    {
        if (!KafkaErrors.Any(error, KafkaErrors.NeedsCheck))
        {
            return reading.Errors.Translate(error);
        }

        var code = topics.AreThere() ? ErrorCode.LeaderNotAvailable : ErrorCode.Local_TimedOut;
        return reading.Errors.Translate(new Error(code, error.Error.Reason), inner: error);
    }
}
