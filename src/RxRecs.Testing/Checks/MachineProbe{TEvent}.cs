using RxRecs.Machines;

namespace RxRecs.Testing;

/// <summary>
/// Represents a machine whose results are taken as text. It is made by <see cref="MachineProbe.For"/>.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
public abstract class MachineProbe<TEvent>
{
    private protected MachineProbe()
    {
    }

    /// <summary>The machine's own format.</summary>
    internal abstract SnapshotFormat Format { get; }

    /// <summary>Tells where the watermark stands; null for a machine without event time.</summary>
    internal abstract DateTimeOffset? Watermark { get; }

    /// <summary>Takes one event.</summary>
    /// <param name="value">The event.</param>
    /// <param name="results">The collection that takes the results as text; null to drop them.</param>
    internal abstract void OnEvent(TEvent value, ICollection<string>? results);

    /// <summary>Moves the watermark; only where <see cref="Watermark"/> is not null.</summary>
    /// <param name="watermark">The time.</param>
    /// <param name="results">The collection that takes the results as text; null to drop them.</param>
    internal abstract void OnWatermark(DateTimeOffset watermark, ICollection<string>? results);

    /// <summary>Takes the end of the input.</summary>
    /// <param name="results">The collection that takes the results as text; null to drop them.</param>
    internal abstract void OnCompleted(ICollection<string>? results);

    /// <summary>The machine's state without the container of a snapshot.</summary>
    /// <returns>The bytes.</returns>
    internal abstract byte[] State();

    /// <summary>Restores what <see cref="State"/> returned.</summary>
    /// <param name="state">The bytes.</param>
    internal abstract void RestoreState(byte[] state);

    /// <summary>A snapshot.</summary>
    /// <returns>The bytes.</returns>
    internal abstract byte[] Save();

    /// <summary>A snapshot that claims another format.</summary>
    /// <param name="format">The format.</param>
    /// <returns>The bytes.</returns>
    internal abstract byte[] SaveAs(SnapshotFormat format);

    /// <summary>Restores what <see cref="Save"/> returned.</summary>
    /// <param name="snapshot">The bytes.</param>
    internal abstract void Restore(byte[] snapshot);
}
