namespace RxRecs.Testing.Checks;

internal sealed record Check(string Id, Action Run);
