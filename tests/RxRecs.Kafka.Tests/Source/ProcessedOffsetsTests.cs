using FsCheck;
using FsCheck.Fluent;

namespace RxRecs.Kafka.Source;

public sealed class ProcessedOffsetsTests
{
    private static readonly Arbitrary<(int Seed, bool[] Takes)> Cases =
        (from seed in Gen.Choose(0, int.MaxValue)
         from count in Gen.Choose(0, 600)
         from takes in Gen.Elements(true, true, false).ArrayOf(count)
         select (seed, takes)).ToArbitrary();

    [Test]
    public void ProcessedOffsets_AnyOrder_FirstIsTheLeastOpenOffset() => Prop.ForAll(Cases, one =>
    {
        var random = new Random(one.Seed);
        var offsets = new ProcessedOffsets();
        var open = new List<(long Offset, long Ticket)>();
        var next = 0L;
        foreach (var take in one.Takes)
        {
            if (take || open.Count == 0)
            {
                // Offsets have gaps: transactions, compaction, late records.
                next += random.Next(1, 4);
                open.Add((next, offsets.Take(next)));
            }
            else
            {
                var which = random.Next(open.Count);
                offsets.Finish(open[which].Ticket);
                open.RemoveAt(which);
            }

            Assert.That(offsets.First, Is.EqualTo(open.Count == 0 ? null : open.Min(each => each.Offset)));
        }
    }).Holds();
}
