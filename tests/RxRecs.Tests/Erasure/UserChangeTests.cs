using System.Globalization;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Erasure;

public sealed class UserChangeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void ToString_InAnotherCulture_IsTheSameText()
    {
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.ShortDatePattern = "dd.MM.yyyy";
        culture.NumberFormat.NegativeSign = "minus ";
        CultureInfo.CurrentCulture = culture;
        try
        {
            Assert.That($"{UserChange<long>.Forget(-7, Noon)}", Is.EqualTo("Forget -7 at 2026-03-01 12:00:00Z"));
            Assert.That(
                $"{UserChange<Id>.Merge("guest", "anna", Noon)}",
                Is.EqualTo("Merge guest into anna at 2026-03-01 12:00:00Z"));
            Assert.That(
                $"{UserChange<Id>.MergeVisit("visit 7", "anna", Noon)}",
                Is.EqualTo("MergeVisit visit 7 into anna at 2026-03-01 12:00:00Z"));
            Assert.That($"{default(UserChange<Id>)}", Is.EqualTo("None"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
