using System.CommandLine;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Options;

/// <summary>
/// The file that a command writes: nothing is written over unasked, and what is wrong with the name is said before
/// hours of work.
/// </summary>
/// <param name="path">Names the file.</param>
internal sealed class TargetFile(Option<string?> path)
{
    private readonly Option<bool> _force = ShopOption.Flag("--force", "Write over a file that is there already.");

    public Option[] All => [path, _force];

    /// <summary>Gives the path; null where none is given.</summary>
    /// <exception cref="UsageException">Its folder is not there, it is one itself, or there is something in the
    /// file.</exception>
    public string? Path(ParseResult arguments)
    {
        var file = arguments.GetValue(path);
        if (file is null)
        {
            return arguments.GetValue(_force)
                ? throw new UsageException($"{_force.Name} has no effect without {path.Name}.")
                : null;
        }

        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file));
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new UsageException($"{path.Name}: there is no folder '{folder}'.");
        }

        if (Directory.Exists(file))
        {
            throw new UsageException($"{path.Name}: {file} is a folder; name a file in it.");
        }

        return arguments.GetValue(_force) || !PlainFile.Is(file)
            ? file
            : throw new UsageException($"{path.Name}: {file} is there already; --force writes over it.");
    }
}
