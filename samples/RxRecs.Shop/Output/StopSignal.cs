using System.Runtime.InteropServices;

namespace RxRecs.Shop.Output;

/// <summary>Tells that a run is to end before its input does, and which signal said so.</summary>
/// <param name="token">Cancelled by the signal.</param>
internal sealed class StopSignal(CancellationToken token)
{
    /// <summary>Cancelled by the signal.</summary>
    public CancellationToken Token => token;

    /// <summary>The signal that came; Ctrl-C while there is none.</summary>
    public PosixSignal Signal { get; set; } = PosixSignal.SIGINT;

    /// <summary>Names the signal as a message does.</summary>
    public string Name => Signal == PosixSignal.SIGTERM ? "SIGTERM" : "Ctrl-C";

    /// <summary>The exit code of a run that it has ended.</summary>
    public int ExitCode => Signal == PosixSignal.SIGTERM ? Output.ExitCode.Terminated : Output.ExitCode.Interrupted;
}
