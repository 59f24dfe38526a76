namespace RxRecs.Machines;

/// <summary>
/// Collects the machines that are made on a thread while a pipeline is being subscribed, downstream first, so that
/// their
/// states can be saved and restored as one. While the pipeline runs the scope stays current but takes no more machines:
/// one that is made then would be missing from what has been saved.
/// </summary>
internal sealed class MachineScope
{
    [ThreadStatic]
    private static MachineScope? _current;
    private readonly List<IScopedMachine> _machines = [];
    private bool _isOpen = true;

    /// <summary>The scope of the pipeline that is being subscribed, or runs, on this thread.</summary>
    public static MachineScope? Current => _current;

    /// <summary>The machines, in the order in which they were subscribed: downstream first.</summary>
    public IReadOnlyList<IScopedMachine> Machines => _machines;

    /// <summary>Tells whether the pipeline is being subscribed on this very thread.</summary>
    public bool IsCollecting => _isOpen && _current == this;

    /// <summary>Tells why the pipeline must not run: one of its machines was refused as it was subscribed.</summary>
    public Exception? Refusal { get; private set; }

    /// <summary>Makes a scope, or none, the thread's current one.</summary>
    /// <returns>The scope that was there before, to return to.</returns>
    public static MachineScope? Enter(MachineScope? scope)
    {
        var before = _current;
        _current = scope;
        return before;
    }

    public void Close() => _isOpen = false;

    public void Add(IScopedMachine machine) => _machines.Add(machine);

    /// <summary>Lets go of machines that will not be asked again.</summary>
    public void Clear() => _machines.Clear();

    /// <summary>Refuses a machine whose state would be missing, or differ, after a restore.</summary>
    /// <exception cref="InvalidOperationException">The machine is refused.</exception>
    public void ThrowIfRefused(string? name, TimeSpan? idleTimeout)
    {
        if (!_isOpen)
        {
            throw new InvalidOperationException(
                $"{name} is subscribed to while the checkpointed pipeline runs (within GroupBy, SelectMany, Switch, " +
                "Retry …): its state would be missing from the checkpoint. Use operators that are keyed " +
                "themselves, such as LastPerKey, and subscribe to all of them at the start.");
        }

        if (idleTimeout is not null)
        {
            Refusal ??= new InvalidOperationException(
                $"{name} has an idle timeout of its own: what a timer does is not repeated when a checkpointed " +
                "pipeline is restored. Leave IdleTimeout out, and move time on with AdvanceWatermarks or the idle " +
                "timeout of whoever runs the pipeline.");
            throw Refusal;
        }
    }
}
