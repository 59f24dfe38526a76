namespace RxRecs.Tests.Machines;

public readonly record struct HourCount(DateTimeOffset Start, int Count);
