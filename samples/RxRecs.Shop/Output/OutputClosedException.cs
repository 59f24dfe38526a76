namespace RxRecs.Shop.Output;

/// <summary>
/// Whoever read the output reads no more, as <c>head</c> does after its lines: the end of the run, not a fault.
/// </summary>
internal sealed class OutputClosedException(IOException cause) : IOException(cause.Message, cause);
