namespace RxRecs.Csv.Tests;

/// <summary>The example of the README is the file-based app beside the samples, and that one runs.</summary>
[NonParallelizable]
public sealed class ReadmeTests
{
    private const string Quickstart = "Quickstart.cs";

    [Test]
    public void Quickstart_WithoutArguments_PrintsListsWithReasons()
    {
        var output = SampleProgram.Run(Quickstart);

        Assert.That(output, Does.Match(@"(?m)^user 500000043: 100015 seen before \(1 back\), (\d+ .+, ){3}\d+ .+$"));
        Assert.That(output, Does.Contain("100020 users with similar items have it (0.90"));
    }

    [Test]
    [Category(Repository.DataTests)]
    public void Quickstart_OverARealFile_PrintsListsWithReasons() => Assert.That(
        SampleProgram.Run(Quickstart, Repository.Data("rees46-cosmetics/2019-Nov.csv")),
        Does.Contain("user 436498465: 5859742 in your cart (1)"));

    [TestCase("README.md")]
    [TestCase("src/RxRecs/README.md")]
    public void Example_InTheReadme_IsTheQuickstart(string path)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");
        var lines = File.ReadLines(Path.Combine(Repository.Root, "samples", Quickstart))
            .Where(line => !line.StartsWith("#:", StringComparison.Ordinal));

        Assert.That(
            readme,
            Does.Contain($"```csharp\n{string.Join("\n", lines)}\n```\n"),
            $"Copy the lines of samples/{Quickstart}.");
    }

    [Test]
    public void PackageReadme_OfEachPackage_LeadsNowhereOutsideThePackage()
    {
        var packages = Directory.GetDirectories(Path.Combine(Repository.Root, "src"), "RxRecs*");

        Assert.That(packages, Is.Not.Empty);
        foreach (var package in packages)
        {
            var readme = File.ReadAllText(Path.Combine(package, "README.md"));
            Assert.That(readme, Does.Match($"dotnet (add package|new install) {Path.GetFileName(package)}"));
            Assert.That(readme, Does.Not.Match(@"\]\((?!https://)"), package);
        }
    }
}
