using System.Diagnostics;
using System.Runtime.InteropServices;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka;

/// <summary>Starts processes from tests that run beside others with embedded brokers; to be used in place of
/// <see cref="Process.Start(ProcessStartInfo)"/>.</summary>
internal static partial class ChildProcess
{
    private const uint FirstAfterStandardError = 3;
    private const int CloseOnExec = 4;

    /// <summary>Starts a process that inherits nothing, while no embedded broker goes down.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        lock (MockFaults.ProcessStarts)
        {
            if (OperatingSystem.IsLinux())
            {
                // A mock cluster lets the connections that it accepts be inherited. One that lives on in a Kafka that
                // a test has started is never closed for its client, which waits a minute for its answer.
                _ = CloseRange(FirstAfterStandardError, uint.MaxValue, CloseOnExec);
            }

            return Process.Start(start)!;
        }
    }

    [LibraryImport("libc", EntryPoint = "close_range")]
    private static partial int CloseRange(uint first, uint last, int flags);
}
