using RxRecs.Machines;

namespace RxRecs.Testing;

/// <summary>Makes probes of machines, so that the suite need not know what a machine emits.</summary>
public static class MachineProbe
{
    /// <summary>Creates a probe of a machine.</summary>
    /// <param name="machine">The machine, new.</param>
    /// <param name="codecs">
    /// The codecs that save the machine's keys, items and events; null for the built-in codecs.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <returns>The probe.</returns>
    public static MachineProbe<TEvent> For<TEvent, TResult>(
        IMachine<TEvent, TResult> machine, SnapshotCodecs? codecs = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return new Typed<TEvent, TResult>(machine, codecs);
    }

    private sealed class Typed<TEvent, TResult>(IMachine<TEvent, TResult> machine, SnapshotCodecs? codecs)
        : MachineProbe<TEvent>
    {
        private readonly Output<TResult> _output = new();

        internal override SnapshotFormat Format => machine.Format;

        internal override DateTimeOffset? Watermark => (machine as IEventTimeMachine<TEvent, TResult>)?.Watermark;

        internal override void OnEvent(TEvent value, ICollection<string>? results)
        {
            _output.Clear();
            machine.OnEvent(value, _output);
            Take(results);
        }

        internal override void OnWatermark(DateTimeOffset watermark, ICollection<string>? results)
        {
            _output.Clear();
            ((IEventTimeMachine<TEvent, TResult>)machine).OnWatermark(watermark, _output);
            Take(results);
        }

        internal override void OnCompleted(ICollection<string>? results)
        {
            _output.Clear();
            machine.OnCompleted(_output);
            Take(results);
        }

        internal override byte[] State()
        {
            var writer = new SnapshotWriter(codecs);
            machine.Snapshot(writer);
            return writer.Written.ToArray();
        }

        internal override void RestoreState(byte[] state) => machine.Restore(new SnapshotReader(state, codecs));

        internal override byte[] Save() => MachineSnapshot.Save(machine, codecs);

        internal override byte[] SaveAs(SnapshotFormat format) =>
            MachineSnapshot.Save(new Labelled(machine, format), codecs);

        internal override void Restore(byte[] snapshot) => MachineSnapshot.Restore(machine, snapshot, codecs);

        private void Take(ICollection<string>? results)
        {
            if (results is null)
            {
                return;
            }

            foreach (var result in _output.Results)
            {
                results.Add(ResultText.Of(result));
            }
        }

        /// <summary>The machine under a format that is not its own.</summary>
        private sealed class Labelled(IMachine<TEvent, TResult> inner, SnapshotFormat format)
            : IMachine<TEvent, TResult>
        {
            public SnapshotFormat Format => format;

            public void OnEvent(TEvent value, Output<TResult> output) => inner.OnEvent(value, output);

            public void OnCompleted(Output<TResult> output) => inner.OnCompleted(output);

            public void Snapshot(SnapshotWriter writer) => inner.Snapshot(writer);

            public void Restore(SnapshotReader reader) => inner.Restore(reader);
        }
    }
}
