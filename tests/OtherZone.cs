namespace RxRecs;

/// <summary>Runs code as on a machine in Tokyo. The zone is the process's: such tests run alone.</summary>
internal static class OtherZone
{
    private const string Variable = "TZ";

    /// <summary>The result in Tokyo; the test is skipped where a zone is not a matter of the environment.</summary>
    public static T Run<T>(Func<T> code)
    {
        var before = Environment.GetEnvironmentVariable(Variable);
        try
        {
            Become("Asia/Tokyo");
            Assume.That(TimeZoneInfo.Local.BaseUtcOffset, Is.EqualTo(TimeSpan.FromHours(9)), "no data of zones");
            return code();
        }
        finally
        {
            Become(before);
        }
    }

    private static void Become(string? zone)
    {
        Environment.SetEnvironmentVariable(Variable, zone);
        TimeZoneInfo.ClearCachedData();
    }
}
