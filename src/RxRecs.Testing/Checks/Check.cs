namespace RxRecs.Testing;

internal sealed record Check(string Id, Action Run);
