namespace RxRecs.Kafka;

/// <summary>Waits for what nobody announces.</summary>
internal static class Eventually
{
    /// <summary>
    /// The time that a test waits for what must come: longer than a slow machine takes, and than a group waits for a
    /// member that is gone (a broker gives it 45 seconds after it has come back). Only a failing test takes as long.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks again and again whether it is so, and sleeps in between: others need the processor.</summary>
    /// <returns>False if it is not so when patience has run out.</returns>
    public static bool Is(Func<bool> condition, TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > patience)
            {
                return false;
            }

            Thread.Sleep(BetweenLooks);
        }

        return true;
    }
}
