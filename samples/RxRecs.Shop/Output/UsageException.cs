namespace RxRecs.Shop.Output;

/// <summary>Options that are each fine make no sense together; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
