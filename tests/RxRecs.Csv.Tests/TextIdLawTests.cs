using System.Reactive.Linq;
using RxRecs.Testing;

namespace RxRecs.Csv.Tests;

/// <summary>Rows written as CSV and read again have the same ids, and give the same results as with numbers.</summary>
public sealed class TextIdLawTests
{
    [Test]
    public void Csv_IdsReplacedByTexts_GiveTheSameResults([Range(1, 4)] int seed)
    {
        var numbers = SampleInteractions.Disordered(new Random(seed), 400).Select(TextIds.Spread)
            .Select(each => each with { Quantity = 1 }).ToList();
        var texts = numbers.ConvertAll(TextIds.Of);

        var (numbersBack, textsBack) = (ThroughCsv(numbers), ThroughCsv(texts));

        Assert.That(numbersBack, Is.EqualTo(numbers));
        Assert.That(textsBack, Is.EqualTo(texts));
        Assert.That(Results(textsBack), Is.EqualTo(Results(numbersBack)).And.Not.Empty);
    }

    [Test]
    public void Csv_HostileTexts_ComeBackAsTheyWere()
    {
        Id[] ids = ["007", "a,b", "say \"hi\"", "ключ", "😀", "A ", " 7", new string('ä', 128), "1e3", "-5"];
        var events = ids.Select(id => new Interaction(SampleInteractions.Start, InteractionKind.View, id, id)
        {
            Category = id,
        }).ToList();

        Assert.That(ThroughCsv(events), Is.EqualTo(events));
    }

    [Test]
    public void Read_TextIdsThatRepeat_ShareOneString()
    {
        var row = "2019-10-01 00:00:00 UTC,view,SKU-1,shoes,,,,anonymous:7,\n";
        var events = Reading.OfText(Reading.Header + row + row).Events;

        Assert.That(events[1].Item.ToString(), Is.SameAs(events[0].Item.ToString()));
        Assert.That(events[1].Category.ToString(), Is.SameAs(events[0].Category.ToString()));
        Assert.That(events[1].User.ToString(), Is.SameAs(events[0].User.ToString()));
    }

    private static List<Interaction> ThroughCsv(IEnumerable<Interaction> events)
    {
        using var file = new MemoryStream();
        using (var writer = ResultFile.Csv(file, KnownColumns.Interactions()))
        {
            foreach (var each in events)
            {
                writer.OnNext(each);
            }
        }

        var reading = Reading.OfBytes(file.ToArray());
        Assert.That(reading.DeadLetters, Is.Empty);
        return reading.Events;
    }

    private static List<string> Results(IEnumerable<Interaction> events)
    {
        var options = new ShopRecommenderOptions
        {
            Buckets = new TrendBucketsOptions { AllowedLateness = SampleInteractions.Disorder },
        };
        return [.. events.ToObservable().Recommend(5, () => new ShopRecommender(options), each => each.User)
            .ToEnumerable().Select(list => TextIds.Back(ResultText.Of(list)))];
    }
}
