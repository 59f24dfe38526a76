namespace RxRecs.Csv;

/// <summary>An item and the numbers of its vector, which are there until the next row is read.</summary>
internal readonly record struct VectorRow(Id Item, ReadOnlyMemory<float> Numbers);
