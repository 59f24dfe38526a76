using System.Globalization;

[assembly: SetCulture("")]

namespace RxRecs.Tests.Culture;

/// <summary>
/// Runs code in Swedish, which orders "äpple" after "zebra" and "ö" last, and writes numbers with commas.
/// </summary>
internal static class OtherCulture
{
    private static readonly string[] Words = ["äpple", "zebra", "Zon", "apa", "Öl", "ål"];

    /// <summary>The result in Swedish; the test is skipped where the machine has no cultures.</summary>
    public static T Run<T>(Func<T> code)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Swedish();
        try
        {
            return code();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>The same event with every text in it one that cultures order differently.</summary>
    public static Interaction Texts(Interaction value) =>
        new(value.EventTime, value.Kind, Text(value.User), Text(value.Item))
        {
            Session = value.Session is { } session ? Word(session[^1]) + session : null,
            Category = Text(value.Category),
            CategoryPath = value.CategoryPath is { } path ? Word(path[^1]) + "." + path : null,
            Brand = value.Brand is { } brand ? Word(brand[^1]) + brand : null,
            Price = value.Price,
            Quantity = value.Quantity,
        };

    private static Id Text(Id id) => id.TryGetNumber(out var number) ? Id.Parse(Word(number) + number) : id;

    private static string Word(long number) => Words[number % Words.Length];

    private static CultureInfo Swedish()
    {
        try
        {
            var culture = CultureInfo.GetCultureInfo("sv-SE");
            const CompareOptions None = CompareOptions.None;
            Assume.That(culture.CompareInfo.Compare("äpple", "zebra", None), Is.Positive, "no data of cultures");
            Assume.That(CultureInfo.InvariantCulture.CompareInfo.Compare("äpple", "zebra", None), Is.Negative);
            return culture;
        }
        catch (CultureNotFoundException)
        {
            Assert.Ignore("This process has no cultures: DOTNET_SYSTEM_GLOBALIZATION_INVARIANT is set.");
            throw;
        }
    }
}
