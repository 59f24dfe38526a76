using System.Xml.Linq;

namespace RxRecs.Hosting;

/// <summary>The template asks for the versions that the repository is built with.</summary>
public sealed class TemplateVersionTests
{
    [Test]
    public void Template_VersionsOfItsPackages_AreThoseOfTheRepository()
    {
        var known = Versions(Path.Combine(Repository.Root, "Directory.Packages.props"), "PackageVersion");
        var tests = Path.Combine(
            Repository.Root, "src", "RxRecs.Templates", "worker", "ShopWorker.Tests", "ShopWorker.Tests.csproj");

        foreach (var (package, version) in Versions(tests, "PackageReference")
            .Where(each => known.ContainsKey(each.Key)))
        {
            Assert.That(version, Is.EqualTo(known[package]), package);
        }
    }

    private static Dictionary<string, string> Versions(string project, string element) => XDocument.Load(project)
        .Descendants(element)
        .ToDictionary(each => each.Attribute("Include")!.Value, each => each.Attribute("Version")!.Value);
}
