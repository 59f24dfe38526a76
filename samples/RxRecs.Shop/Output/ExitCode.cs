namespace RxRecs.Shop.Output;

/// <summary>The exit codes of a run.</summary>
internal static class ExitCode
{
    /// <summary>All went well, or whoever read the output had enough of it.</summary>
    public const int Success = 0;

    /// <summary>The input is not there or cannot be read as what it should be.</summary>
    public const int BadInput = 1;

    /// <summary>The command line does not make sense.</summary>
    public const int BadUsage = 2;

    /// <summary>Ended by Ctrl-C; what was known by then has been printed.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM; what was known by then has been printed.</summary>
    public const int Terminated = 143;
}
