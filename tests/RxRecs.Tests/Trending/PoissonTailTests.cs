namespace RxRecs.Tests.Trending;

public sealed class PoissonTailTests
{
    /// <summary>
    /// Expected values computed with 40 digits, by summing the chances or the series of the incomplete gamma
    /// function.
    /// </summary>
    [TestCase(1, 1, 0.19920008462778144)]
    [TestCase(5, 2, 1.2785767360041247)]
    [TestCase(1, 1e-9, 9.0000000002171472)]
    [TestCase(3, 0.5, 1.8420092913659528)]
    [TestCase(10, 10, 0.26594439863132485)]
    [TestCase(20, 3, 10.080167853617621)]
    [TestCase(2.5, 1.25, 0.65071289508085913)]
    [TestCase(0.5, 0.25, 0.28357936810373491)]
    [TestCase(100, 50, 9.4948411561121929)]
    [TestCase(1000, 1000, 0.29739264158958963)]
    [TestCase(1000, 10, 1571.9432286623031)]
    [TestCase(15.9, 16, 0.26497632272759447)]
    [TestCase(16, 16, 0.27306497529438799)]
    [TestCase(16.1, 5, 4.2140672392834785)]
    [TestCase(30, 40, 0.019191852468265633)]
    [TestCase(1e6, 1e6, 0.30091450539999117)]
    [TestCase(1e6, 999000, 0.79954565196351696)]
    [TestCase(1e6, 1e3, 2566143.2112341105)]
    [TestCase(1e9, 1e9, 0.30102634307090007)]
    [TestCase(1e9, 999900000.0, 3.1065455476115535)]
    [TestCase(1e9, 1e6, 2566139817.4773068)]
    public void Surprise_KnownCounts_IsTheLogarithmOfTheTail(double count, double expected, double surprise) =>
        Assert.That(PoissonTail.Surprise(count, expected), Is.EqualTo(surprise).Within(1e-10).Percent);

    [TestCase(10, 100, 4.8873216434359304e-32)]
    [TestCase(1e6, 1.01e6, 4.6065604740777023e-24)]
    public void Surprise_FarBelowExpected_KeepsItsDigits(double count, double expected, double surprise) =>
        Assert.That(PoissonTail.Surprise(count, expected), Is.EqualTo(surprise).Within(1e-7).Percent);

    [TestCase(0, 5, 0)]
    [TestCase(0, 0, 0)]
    [TestCase(1, 0, double.PositiveInfinity)]
    [TestCase(3, double.NaN, 0)]
    [TestCase(1, 1e9, 0)]
    public void Surprise_AtTheEdges_IsDefined(double count, double expected, double surprise) =>
        Assert.That(PoissonTail.Surprise(count, expected), Is.EqualTo(surprise));

    [Test]
    public void Surprise_WholeCount_EqualsTheSumOfChances()
    {
        for (var count = 1; count <= 60; count++)
        {
            var tail = Enumerable.Range(count, 200).Sum(n => Chance(n, 7.3));
            Assert.That(PoissonTail.Surprise(count, 7.3), Is.EqualTo(-Math.Log10(tail)).Within(1e-10));
        }
    }

    private static double Chance(int n, double expected) =>
        Enumerable.Range(1, n).Aggregate(Math.Exp(-expected), (chance, k) => chance * expected / k);
}
