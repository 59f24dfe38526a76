namespace RxRecs.Csv.Tests;

/// <summary>The acceptance cases read whole.</summary>
public sealed class CaseFileTests
{
    [Test]
    public void Read_AcceptanceCase_HasAllRowsAndNoDeadLetter(
        [Values("001_input.csv", "002_input.csv", "003_input.csv")] string name)
    {
        var path = Repository.Case(name);
        var rows = File.ReadLines(path).Skip(1).Count(line => line.Length > 0);

        var reading = Reading.OfFile(path);

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.Rees46Events));
        Assert.That(reading.DeadLetters, Is.Empty);
        Assert.That(reading.Events, Has.Count.EqualTo(rows));
    }
}
