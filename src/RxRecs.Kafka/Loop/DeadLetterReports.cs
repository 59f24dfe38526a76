namespace RxRecs.Kafka;

/// <summary>Hands records that are set aside to whoever listens for them, and counts them.</summary>
internal sealed class DeadLetterReports(Reading reading)
{
    private readonly UntakenNotices _untaken = new(reading.Notices, reading.Clock);

    public long Count { get; private set; }

    /// <summary>Reports a record; false if whoever listened has left before it had arrived.</summary>
    public bool Report(OwnedPartition partition, long offset, string reason, byte[]? key, byte[]? value)
    {
        var observer = reading.Observer;
        if (observer.TakesDeadLetters)
        {
            var letter = DeadLetter.FromUtf8(offset, reason, value, partition.ToString()) with
            {
                Key = key is null ? null : DeadLetter.KeyText(key),
            };
            if (!observer.Take(letter, partition, reading.Target.SavesState ? long.MaxValue : offset))
            {
                return false;
            }
        }

        Count++;
        partition.CountDead();
        if (!observer.TakesDeadLetters)
        {
            _untaken.Add(partition.ToString(), offset, reason);
        }

        return true;
    }

    /// <summary>Tells of those that nobody takes, if it is time to.</summary>
    public void Tell(bool isEnd = false) => _untaken.Tell(isEnd);
}
