namespace RxRecs.Csv.Tests;

/// <summary>The programs that a newcomer reads first run as they stand, and each is read in a minute.</summary>
[NonParallelizable]
public sealed class SampleProgramTests
{
    private static IEnumerable<string> Programs =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.cs").Select(Path.GetFileName)!;

    /// <summary>All but the one that <see cref="ReadmeTests"/> runs.</summary>
    private static IEnumerable<string> OtherPrograms => Programs.Where(static name => name != "Quickstart.cs");

    [TestCaseSource(nameof(Programs))]
    public void Program_Lines_AreAtMostSixty(string name) =>
        Assert.That(File.ReadAllLines(Path.Combine(Repository.Root, "samples", name)), Has.Length.AtMost(60));

    /// <summary>Runs each as a reader does; RxRecs.Outside.Tests looks at what they print.</summary>
    [TestCaseSource(nameof(OtherPrograms))]
    [Category("Slow")]
    public void Program_AsAReaderRunsIt_Prints(string name) => Assert.That(SampleProgram.Run(name), Is.Not.Empty);
}
