using System.Globalization;
using RxRecs.Kafka.Worker;

namespace RxRecs.Kafka.RealBroker;

/// <summary>Compares the lines of the shop's pipelines with what a plain loop says.</summary>
internal static class ExpectedLines
{
    /// <summary>Fails unless the lines, each once and those of a user in their order, are those of the events.</summary>
    public static void Verify(ShopEvents events, ICollection<ResultLine> lines, string input)
    {
        var expected = PlainLoop.Of(events.All());
        Assert.That(CountsOf(lines.Where(IsOfDay)), Is.EquivalentTo(expected.Counts), input);
        var users = lines.Where(static each => !IsOfDay(each)).ToLookup(each => each.Key, each => each.Text);
        Assert.That(users.Count, Is.EqualTo(expected.Lines.Count));
        foreach (var (user, own) in expected.Lines)
        {
            Assert.That(users[user], Is.EqualTo(own), $"user {user} of {input}");
        }
    }

    private static bool IsOfDay(ResultLine line) => line.Key.Contains('-');

    private static Dictionary<(string, Id), long> CountsOf(IEnumerable<ResultLine> days)
    {
        var counts = new Dictionary<(string, Id), long>();
        foreach (var (day, text) in days)
        {
            Assert.That(text, Does.StartWith("late 0"));
            foreach (var pair in text.Split(' ').Skip(2).Select(static each => each.Split(':')))
            {
                var key = (day, Id.Parse(pair[0]));
                counts[key] = counts.GetValueOrDefault(key) + long.Parse(pair[1], CultureInfo.InvariantCulture);
            }
        }

        return counts;
    }
}
