namespace RxRecs;

/// <summary>
/// Represents the error that a snapshot cannot be restored, because it is damaged, of another machine, of an unknown
/// version, or of other settings.
/// </summary>
/// <param name="message">The message that says what is wrong, and what to do.</param>
public sealed class SnapshotException(string message) : Exception(message);
