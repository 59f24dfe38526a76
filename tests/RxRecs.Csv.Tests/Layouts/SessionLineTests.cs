namespace RxRecs.Csv.Tests.Layouts;

/// <summary>Numbers between blanks are sessions, unless one of them looks like a time.</summary>
[TestFixture]
[Parallelizable]
public sealed class SessionLineTests
{
    [TestCase("1572566402 5802432 562076640", "1572566402")]
    [TestCase("5802432 562076640 1572566402000", "1572566402000")]
    public void Table_OfNumbersBetweenBlanks_IsNotTakenForSessions(string line, string time)
    {
        var error = Assert.Throws<ShopFileException>(() => Reading.OfText(line + "\n"))!;
        Assert.That(error.Message, Does.Contain(time).And.Contain("--columns").And.Contain("Layout"));

        var options = new ShopFileOptions { Layout = ShopFileLayout.SessionLines };
        Assert.That(Reading.OfText(line + "\n", options).Events, Has.Count.EqualTo(3));
    }

    [TestCase("214577561 214834865", 2)]
    [TestCase("1572566402 1572566403", 2)]
    [TestCase("1572566402", 1)]
    [TestCase("2572566402 7", 2)]
    public void Line_ThatCanBeASession_IsOne(string line, int events)
    {
        var reading = Reading.OfText(line + "\n");

        Assert.That((reading.Events.Count, reading.Summary.Layout), Is.EqualTo((events, ShopFileLayout.SessionLines)));
    }
}
