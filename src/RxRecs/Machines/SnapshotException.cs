namespace RxRecs;

/// <summary>
/// Says that a snapshot cannot be restored: damaged, of another machine, of an unknown version, or of other settings.
/// </summary>
/// <param name="message">The message that says what is wrong, and what to do.</param>
public sealed class SnapshotException(string message) : Exception(message);
