namespace RxRecs.Machines;

/// <summary>Reads what has changed in a table since it was last read, a batch at a time, and waits for more.</summary>
/// <typeparam name="T">The changes' type.</typeparam>
internal interface IChangeReader<T> : IDisposable
{
    /// <summary>Gives the rows that were read last; empty where nothing has changed.</summary>
    List<T> Batch { get; }

    /// <summary>Reads the next batch. Nothing counts as read where it fails.</summary>
    void Read(CancellationToken cancellation);

    /// <summary>Waits until it is time for another look.</summary>
    void Wait(CancellationToken cancellation);

    /// <summary>Tells whether <see cref="Recover"/> is to be asked about an error of reading or waiting.</summary>
    bool IsOfDatabase(Exception error);

    /// <summary>Waits behind an error of the database for the next attempt, or throws what is to be told.</summary>
    void Recover(Exception error, CancellationToken cancellation);
}
