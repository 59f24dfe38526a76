using System.Runtime.InteropServices;

namespace RxRecs.Storage;

/// <summary>Represents an event of a source that can be read again from any position.</summary>
/// <param name="Value">The event.</param>
/// <param name="NextPosition">
/// The position to read on from once this event has been processed, such as the next offset; greater with each event.
/// </param>
/// <typeparam name="T">The event's type.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PositionedEvent<T>(T Value, long NextPosition);
