namespace RxRecs.Tests.Architecture;

public sealed class OptionNamesTests
{
    [Test]
    public void Options_HostileValue_IsRefusedUnderTheOptionsOwnName() =>
        Assert.That(OptionNames.Misnamed(typeof(RecsObservable).Assembly), Is.Empty);

    [Test]
    public void Options_WeightBeyondMeasure_IsRefused() =>
        Assert.That(OptionNames.TakingAnyWeight(typeof(RecsObservable).Assembly), Is.Empty);

    [Test]
    public void Options_NoneOfAnEnumsValues_IsRefused() =>
        Assert.That(OptionNames.TakingAnyNumber(typeof(RecsObservable).Assembly), Is.Empty);

    [Test]
    public void Options_Property_IsNeverOfThreeValuesWhereTwoAreMeant()
    {
        var found = from type in typeof(RecsObservable).Assembly.GetExportedTypes()
                    where type.Name.EndsWith("Options", StringComparison.Ordinal)
                    from option in type.GetProperties()
                    where option.PropertyType == typeof(bool?)
                    select $"{type.Name}.{option.Name}";
        Assert.That(found, Is.Empty);
    }
}
