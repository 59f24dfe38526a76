using System.Runtime.InteropServices;

namespace RxRecs.Kafka.Worker;

/// <summary>One result, as it is written: its key and its text.</summary>
/// <param name="Key">The user, or the day.</param>
/// <param name="Text">What there is to say.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ResultLine(string Key, string Text);
