using System.Text;

namespace RxRecs.Csv.Tests;

/// <summary>A file read whole; nothing may be lost on the way.</summary>
internal sealed record Reading(
    List<Interaction> Events, List<DeadLetter> DeadLetters, ShopFileProgress Summary, ShopFileLayout Layout)
{
    public const string Header =
        "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n";

    public const string GoodRow =
        "2019-10-01 00:00:00 UTC,view,44600062,2103807459595387724,a.b,shiseido,35.79,541312140,s1\n";

    public static Reading OfText(string text, ShopFileOptions? options = null) =>
        OfBytes(Encoding.UTF8.GetBytes(text), options);

    public static Reading OfBytes(byte[] content, ShopFileOptions? options = null) =>
        Of(letters => ShopEvents.Open(new MemoryStream(content), "test", options, letters));

    public static Reading OfFile(string path, ShopFileOptions? options = null) =>
        Of(letters => ShopEvents.Open(path, options, letters));

    private static Reading Of(Func<Action<DeadLetter>, ShopFileReader<Interaction>> open)
    {
        var events = new List<Interaction>();
        var letters = new List<DeadLetter>();
        using var reader = open(letters.Add);
        while (reader.TryRead(out var value))
        {
            events.Add(value);
        }

        var summary = reader.Progress;
        Assert.That(summary.Rows, Is.EqualTo(events.Count + letters.Count + summary.OtherKinds), "nothing is lost");
        Assert.That((summary.Events, summary.DeadLetters), Is.EqualTo(((long)events.Count, (long)letters.Count)));
        Assert.That(summary.IsComplete, Is.True);
        return new Reading(events, letters, summary, reader.Layout);
    }
}
