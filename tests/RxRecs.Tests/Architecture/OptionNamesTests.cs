namespace RxRecs.Tests.Architecture;

public sealed class OptionNamesTests
{
    [Test]
    public void Options_HostileValue_IsRefusedUnderTheOptionsOwnName() =>
        Assert.That(OptionNames.Misnamed(typeof(RecsObservable).Assembly), Is.Empty);
}
