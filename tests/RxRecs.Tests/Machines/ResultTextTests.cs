using System.Collections.Immutable;
using System.Reactive.Linq;
using RxRecs.Testing;

namespace RxRecs.Tests.Machines;

public sealed class ResultTextTests
{
    [Test]
    public void Of_PropertyThatThrows_NamesTheException() => Assert.That(
        ResultText.Of(new Ratio(3, 0)), Is.EqualTo("Ratio { All = 3; Others = 0; Share = !DivideByZeroException; }"));

    [Test]
    public void Of_DefaultArray_NamesTheException() => Assert.That(
        ResultText.Of(new { Items = default(ImmutableArray<int>) }),
        Does.EndWith("{ Items = !InvalidOperationException; }"));

    [Test]
    public void Check_ResultWhosePropertyThrows_IsComparedByTheOthers() => Assert.That(
        () => ContractSuite.Check(
            source => source.LastItemsPerUser(3).Select(last => new Ratio(last.Items.Length, last.Items.Length - 1)),
            SampleInteractions.Disordered(new Random(1), 300),
            exempt: ["C2", "C8.ManyReentrantEventsFlatStack"]),
        Throws.Nothing);

    private readonly record struct Ratio(int All, int Others)
    {
        public int Share => All / Others;
    }
}
