using RxRecs.Testing;

namespace RxRecs.Tests.Contract;

/// <summary>
/// The Rx contract over every operator that has a case in this assembly, and no operator without
/// one.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class ContractTests
{
    /// <summary>All but the example of the README, which breaks the contract on purpose.</summary>
    private static IReadOnlyList<IOperatorCase> Cases { get; } =
        [.. ContractSuite.CasesIn(typeof(ContractTests).Assembly).Where(each => each is not PriceStatisticsCase)];

    [TestCaseSource(nameof(Checks))]
    public void Operator_KeepsContract(ContractCheck check)
    {
        if (check.Exemption is { } reason)
        {
            Assert.Ignore(reason);
        }

        Assert.That(check.Run, Throws.Nothing);
    }

    [Test]
    public void Operators_All_HaveACase() =>
        Assert.That(ContractSuite.OperatorsWithoutCase(typeof(RecsObservable), Cases), Is.Empty);

    [Test]
    public void Cases_Names_AreUnique() => Assert.That(Cases.Select(each => each.Name), Is.Unique);

    private static IEnumerable<TestCaseData> Checks() =>
        from operatorCase in Cases
        from check in operatorCase.Checks()
        let one = new TestCaseData(check).SetArgDisplayNames(operatorCase.Name, check.Id)
        select check.IsSlow ? one.SetCategory("Slow") : one;
}
