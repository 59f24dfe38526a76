using System.Buffers;
using System.Text;
using RxRecs.Live.Pipeline;

namespace RxRecs.Live;

/// <summary>Tests lists that are made anew where they lie, also while others read them.</summary>
[TestFixture]
public sealed class CachedListTests
{
    private const int Renewals = 100_000;
    private const int Readers = 3;
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Copy_FirstItems_AreThoseOfTheNewestList([Values(0, 1, 3, 7, 20)] int items)
    {
        var list = new CachedList(Content(12));
        list.Renew(Content(items), version: 5);

        foreach (var count in (int[])[0, 1, 3, 20])
        {
            Assert.That(Read(list, count), Is.EqualTo((Json(items, Math.Min(count, items)), Head(items))));
        }

        Assert.That(list.Items.ToArray(), Is.EqualTo(Content(items).Items.Select(each => each.Item)));
        Assert.That(list.MadeTicks, Is.EqualTo(Head(items).Made.UtcTicks));
    }

    [Test]
    public void Renew_OutdatedList_IsOfNow()
    {
        var list = new CachedList(Content(3), version: 1) { IsOutdated = true };

        list.Renew(Content(3), version: 2);

        Assert.That((list.IsOutdated, list.Version), Is.EqualTo((false, 2L)));
    }

    [Test]
    public void Renew_ListOfTheSameLength_AllocatesNothing()
    {
        var (list, content) = (new CachedList(Content(20)), Content(20));
        list.Renew(content, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();

        list.Renew(content, 1);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Put_KnownKey_RenewsTheListThatIsThere()
    {
        var cache = new ListCache(generationSize: 2);
        var list = cache.Put("anna", Content(2));
        cache.Put("ben", Content(2));
        cache.Put("cleo", Content(2));

        Assert.That(cache.Put("anna", Content(3)), Is.SameAs(list), "from the older generation");
        Assert.That(cache.Find("anna"), Is.SameAs(list));
        Assert.That(Read(list, 20), Is.EqualTo((Json(3, 3), Head(3))));
    }

    [Test]
    public async Task Copy_WhileTheListIsMadeAnew_GivesOneListAlone()
    {
        // Each list has its number in all that it says, and lists differ in length.
        var contents = Enumerable.Range(0, 21).Select(Content).ToArray();
        var whole = contents.Select((_, items) => Json(items, items)).ToArray();
        var list = new CachedList(contents[0]);
        using var end = new CancellationTokenSource();
        var reading = Enumerable.Range(0, Readers).Select(_ => Task.Factory.StartNew(
            ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();

        for (var i = 0; i < Renewals; i++)
        {
            list.Renew(contents[i * 8 % contents.Length], i);
        }

        await end.CancelAsync();
        var read = await Task.WhenAll(reading).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That(read, Has.All.GreaterThan(0));

        int ReadAll()
        {
            var reads = 0;
            do
            {
                var (json, head) = Read(list, 20);
                var items = (int)(head.Made - Start).TotalSeconds;
                Assert.That((json, head), Is.EqualTo((whole[items], Head(items))));
                reads++;
            }
            while (!end.IsCancellationRequested);
            return reads;
        }
    }

    private static (string Json, ListHead Head) Read(CachedList list, int count)
    {
        var output = new ArrayBufferWriter<byte>();
        var head = list.Copy(count, output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), head);
    }

    private static ListContent Content(int items) => new(
        [.. Enumerable.Range(0, items).Select(place => new ListItem($"item-{items}-{place}", items, $"list {items}"))],
        $"notice {items}",
        Start.AddMinutes(items),
        Start.AddSeconds(items),
        items % 2 == 0);

    private static ListHead Head(int items) =>
        new($"notice {items}", Start.AddMinutes(items), Start.AddSeconds(items), items % 2 == 0);

    private static string Json(int items, int count) => string.Join(',', Enumerable.Range(0, count).Select(place =>
        $$"""{"item":"item-{{items}}-{{place}}","score":{{items}},"reason":"list {{items}}"}"""));
}
