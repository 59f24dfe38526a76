using System.Text;
using RxRecs.Interactions;

namespace RxRecs.Kafka.Tests.Json;

/// <summary>Whatever a record holds, it becomes an interaction or gets one reason, and memory stays flat.</summary>
public sealed class InteractionJsonFuzzTests
{
    [Test]
    [CancelAfter(300_000)]
    public void Parse_MillionHostileRecords_AreReadOrGetOneReason(CancellationToken cancellation) =>
        Run(1_000_000, cancellation);

    [Test]
    [Explicit]
    [Category("Long")]
    public void Parse_HundredMillionHostileRecords_AreReadOrGetOneReason() =>
        Run(100_000_000, CancellationToken.None);

    private static void Run(int cases, CancellationToken cancellation)
    {
        var hostile = new HostileJson(seed: 20191101);
        var parser = InteractionJson.CreateParser();
        var neighbour = Records.Of("""{"event_time":0,"event_type":"view","product_id":1}"""u8.ToArray());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (read, refused, worst) = (0, 0, 0L);
        for (var i = 0; i < cases; i++)
        {
            var record = Records.Of(hostile.Next());
            var start = GC.GetAllocatedBytesForCurrentThread();
            var reason = parser.Parse(record, out var value, out _);
            worst = Math.Max(worst, GC.GetAllocatedBytesForCurrentThread() - start);
            _ = reason is null ? read++ : refused++;
            if (reason is null ? !IsSound(value) : reason.Length == 0 || Encoding.UTF8.GetByteCount(reason) > 1024)
            {
                Assert.Fail($"case {i}: {reason}: {Encoding.UTF8.GetString(record.Message.Value)}");
            }

            if (i % 1_000 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                Assert.That(parser.Parse(neighbour, out _, out _), Is.Null, $"a good record after case {i}");
            }
        }

        TestContext.Out.WriteLine($"{read} read, {refused} refused, at most {worst} bytes allocated by one");
        Assert.That(read, Is.GreaterThan(cases / 20));
        Assert.That(refused, Is.GreaterThan(cases / 4));
        Assert.That(worst, Is.LessThan(64 * 1024));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(16 * 1024 * 1024));
    }

    private static bool IsSound(in Interaction value) =>
        value.Item >= 0
        && value.User >= Interaction.None
        && value.Category >= Interaction.None
        && Math.Abs(value.Price ?? 0) <= Interaction.MaxPrice
        && value.EventTime.Year is >= 1 and <= 9999
        && new[] { value.Brand, value.CategoryPath, value.Session }.All(
            text => text is null || (text.Length is > 0 and <= 4096 && !text.Any(char.IsControl)));
}
