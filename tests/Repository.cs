namespace RxRecs;

/// <summary>Finds the files that tests read; compiled into every test project.</summary>
internal static class Repository
{
    /// <summary>The category of tests that need real data, and are skipped without.</summary>
    public const string DataTests = "Data";

    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file of an acceptance case.</summary>
    public static string Case(string name) => Path.Combine(Root, "tests", "cases", name);

    /// <summary>The path of a file of real data beside the repository; skips the test where it is absent.</summary>
    public static string Data(string path)
    {
        Assert.That(
            TestContext.CurrentContext.Test.AllCategories(), Does.Contain(DataTests),
            "What needs data says so by its category.");
        var full = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", path));
        if (!File.Exists(full))
        {
            Assert.Ignore($"{full} is not there: real data is not part of the repository.");
        }

        return full;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RxRecs.sln")))
        {
            folder = folder.Parent
                ?? throw new DirectoryNotFoundException("No folder above the tests holds RxRecs.sln.");
        }

        return folder.FullName;
    }
}
