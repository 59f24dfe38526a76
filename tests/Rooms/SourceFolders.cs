using System.Text.RegularExpressions;

namespace RxRecs;

/// <summary>Finds the folder of a project's sources that declares a type.</summary>
internal sealed partial class SourceFolders
{
    /// <summary>The folder of what lies in none.</summary>
    public const string Root = "(root)";

    private readonly Dictionary<string, string?> _byType = new(StringComparer.Ordinal);

    /// <summary>Reads the sources of a project.</summary>
    /// <param name="path">Its path in the repository.</param>
    public SourceFolders(string path)
    {
        var root = Path.Combine(Repository.Root, path);
        Read(root, Root);
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            Read(folder, Path.GetFileName(folder));
        }
    }

    /// <summary>Finds the folder of an outermost type; null for a facade, which has files in several.</summary>
    /// <exception cref="KeyNotFoundException">No file declares the type.</exception>
    public string? Of(Type type) => _byType[type.Name.Split('`')[0]];

    private void Read(string path, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(path, "*.cs"))
        {
            foreach (Match found in Declaration().Matches(File.ReadAllText(file)))
            {
                var name = found.Groups["name"].Value;
                _byType[name] = _byType.GetValueOrDefault(name, folder) == folder ? folder : null;
            }
        }
    }

    // Outermost declarations begin at the margin.
    [GeneratedRegex(
        @"^(public|internal|file)( \w+)*? (record struct|record|class|struct|interface|enum|delegate [\w<>\[\]?]+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declaration();
}
