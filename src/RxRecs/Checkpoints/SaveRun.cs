namespace RxRecs;

/// <summary>Runs saves as options say.</summary>
internal static class SaveRun
{
    /// <summary>Runs a save, and returns once it has ended.</summary>
    /// <exception cref="InvalidOperationException">The options' delegate has returned before.</exception>
    public static void Run(Action<Action>? runSave, Action save)
    {
        if (runSave is null)
        {
            save();
            return;
        }

        var hasEnded = false;
        runSave(() =>
        {
            save();
            Volatile.Write(ref hasEnded, true);
        });
        if (!Volatile.Read(ref hasEnded))
        {
            throw new InvalidOperationException(
                "RunSave returned before the save had ended: it must run what it is given, and wait for its end.");
        }
    }
}
