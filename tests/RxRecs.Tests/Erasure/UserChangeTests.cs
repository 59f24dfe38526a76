using RxRecs.Recommenders;

namespace RxRecs.Tests.Erasure;

[TestFixture]
public sealed class UserChangeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    [SetCulture("de-DE")]
    public void ToString_InAnotherCulture_IsTheSameText()
    {
        Assert.That($"{UserChange<Id>.Forget("anna", Noon)}", Is.EqualTo("Forget anna at 2026-03-01 12:00:00Z"));
        Assert.That(
            $"{UserChange<Id>.Merge("guest", "anna", Noon)}",
            Is.EqualTo("Merge guest into anna at 2026-03-01 12:00:00Z"));
        Assert.That(
            $"{UserChange<Id>.MergeVisit("visit 7", "anna", Noon)}",
            Is.EqualTo("MergeVisit visit 7 into anna at 2026-03-01 12:00:00Z"));
        Assert.That($"{default(UserChange<Id>)}", Is.EqualTo("None"));
    }
}
