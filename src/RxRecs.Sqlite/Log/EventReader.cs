namespace RxRecs.Sqlite;

/// <summary>Reads an event of a log from its bytes; may be called from several threads at once.</summary>
/// <param name="bytes">The bytes that were written of the event; valid during the call.</param>
/// <param name="value">The event.</param>
/// <typeparam name="T">The event's type.</typeparam>
/// <returns>Null if all went well, otherwise why not, in words.</returns>
public delegate string? EventReader<T>(ReadOnlySpan<byte> bytes, out T value);
